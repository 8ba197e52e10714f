/**
 * DescribeDelegationToken (key 41), versions 1 to 3 (KIP-48): one's own tokens and those one may renew; others with
 * DESCRIBE on the token, or DESCRIBE_TOKENS on its owner (KIP-373, 3).
 */
import type { DelegationToken } from '#metadata';
import {
  describeDelegationTokenRequest,
  describeDelegationTokenResponse,
  Errors,
  newDescribeDelegationTokenResponse,
  type DescribeDelegationTokenRequest,
  type DescribeDelegationTokenResponse,
  type DescribeDelegationTokenResponseDescribedDelegationToken,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized, mayHandleTokens, principalText } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';

const FIRST_VERSION_WITH_REQUESTER = 3;
const NOBODY = { principalType: '', principalName: '' };

export const handler: Handler<DescribeDelegationTokenRequest, DescribeDelegationTokenResponse> = {
  request: describeDelegationTokenRequest,
  response: describeDelegationTokenResponse,
  minVersion: 1,
  maxVersion: 3,
  async handle({ owners }, context) {
    const { broker, client } = context;
    const refused = (errorCode: number): DescribeDelegationTokenResponse =>
      newDescribeDelegationTokenResponse({ errorCode });
    if (!mayHandleTokens(client)) return refused(Errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code);
    if (!broker.delegationTokens.isEnabled) return refused(Errors.DELEGATION_TOKEN_AUTH_DISABLED.code);
    await broker.metadata.whenSettled();
    // Nobody's tokens are none; null means everybody's.
    const asked =
      owners === null
        ? null
        : owners.map(({ principalType: type, principalName: name }) => principalText({ type, name }));
    const tokens = [...broker.metadata.image.delegationTokens.values()]
      .filter((token) => asked === null || asked.some((name) => isOfOwnerOrRenewer(token, name)))
      .filter((token) => isShown(token, context));
    return newDescribeDelegationTokenResponse({ tokens: tokens.map((token) => described(token, context)) });
  },
};

function isOfOwnerOrRenewer({ owner, renewers, requester }: DelegationToken, principal: string): boolean {
  return owner === principal || requester === principal || renewers.includes(principal);
}

function isShown(token: DelegationToken, context: RequestContext): boolean {
  if (isOfOwnerOrRenewer(token, principalText(context.client.principal))) return true;
  const ofToken = { type: AclResourceType.DELEGATION_TOKEN, name: token.tokenId };
  const ofOwner = { type: AclResourceType.USER, name: token.owner };
  return (
    isAuthorized(context, AclOperation.DESCRIBE, ofToken) ||
    isAuthorized(context, AclOperation.DESCRIBE_TOKENS, ofOwner)
  );
}

function described(
  token: DelegationToken,
  { broker, apiVersion }: RequestContext,
): DescribeDelegationTokenResponseDescribedDelegationToken {
  const owner = principalOf(token.owner);
  const hasRequester = apiVersion >= FIRST_VERSION_WITH_REQUESTER;
  const requester = hasRequester ? principalOf(token.requester) : NOBODY;
  return {
    ...owner,
    tokenRequesterPrincipalType: requester.principalType,
    tokenRequesterPrincipalName: requester.principalName,
    issueTimestamp: token.issueTimestamp,
    expiryTimestamp: token.expirationTimestamp,
    maxTimestamp: token.maxTimestamp,
    tokenId: token.tokenId,
    hmac: broker.delegationTokens.hmac(token.tokenId),
    renewers: token.renewers.map(principalOf),
  };
}

function principalOf(text: string): { principalType: string; principalName: string } {
  const colon = text.indexOf(':');
  return { principalType: text.slice(0, colon), principalName: text.slice(colon + 1) };
}
