/**
 * CreateDelegationToken (key 38), versions 1 to 3 (KIP-48): KIP-373 tokens for others (3). Who came with a token, or
 * without any authentication, gets none.
 */
import {
  createDelegationTokenRequest,
  createDelegationTokenResponse,
  Errors,
  newCreateDelegationTokenResponse,
  type CreateDelegationTokenRequest,
  type CreateDelegationTokenResponse,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized, mayHandleTokens, principalText } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';

/** As many may be asked to keep a token alive; Kafka sets no bound. */
const MAX_RENEWERS = 100;
const USER = 'User';
const FIRST_VERSION_WITH_REQUESTER = 3;

export const handler: Handler<CreateDelegationTokenRequest, CreateDelegationTokenResponse> = {
  request: createDelegationTokenRequest,
  response: createDelegationTokenResponse,
  minVersion: 1,
  maxVersion: 3,
  async handle(request, context) {
    const { principal } = context.client;
    const owner = ownerOf(request, context);
    const hasRequester = context.apiVersion >= FIRST_VERSION_WITH_REQUESTER;
    const names = {
      principalType: owner.type,
      principalName: owner.name,
      tokenRequesterPrincipalType: hasRequester ? principal.type : '',
      tokenRequesterPrincipalName: hasRequester ? principal.name : '',
    };
    const errorCode = refusal(request, owner, context);
    if (errorCode !== null) {
      const none = { issueTimestampMs: -1, expiryTimestampMs: -1, maxTimestampMs: -1 };
      return newCreateDelegationTokenResponse({ ...names, ...none, errorCode });
    }
    return newCreateDelegationTokenResponse({ ...names, ...(await create(request, owner, context)) });
  },
};

interface Owner {
  readonly type: string;
  readonly name: string;
}

function ownerOf(
  { ownerPrincipalType, ownerPrincipalName }: CreateDelegationTokenRequest,
  context: RequestContext,
): Owner {
  if (ownerPrincipalName === null || ownerPrincipalName === '') return context.client.principal;
  return { type: ownerPrincipalType ?? '', name: ownerPrincipalName };
}

function refusal(request: CreateDelegationTokenRequest, owner: Owner, context: RequestContext): number | null {
  if (!mayHandleTokens(context.client)) return Errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code;
  const name = principalText(owner);
  const isOwn = name === principalText(context.client.principal);
  if (!isOwn && !isAuthorized(context, AclOperation.CREATE_TOKENS, { type: AclResourceType.USER, name })) {
    return Errors.DELEGATION_TOKEN_AUTHORIZATION_FAILED.code;
  }
  if (request.renewers.some(({ principalType }) => principalType !== USER)) return Errors.INVALID_PRINCIPAL_TYPE.code;
  if (request.renewers.length > MAX_RENEWERS) return Errors.POLICY_VIOLATION.code;
  return context.broker.delegationTokens.isEnabled ? null : Errors.DELEGATION_TOKEN_AUTH_DISABLED.code;
}

async function create(
  { renewers, maxLifetimeMs }: CreateDelegationTokenRequest,
  owner: Owner,
  { broker, client, now }: RequestContext,
): Promise<Partial<CreateDelegationTokenResponse>> {
  const { delegationTokens, metadata } = broker;
  const { maxMs, expiryMs } = delegationTokens.lifetimes;
  const maxTimestamp = now + (maxLifetimeMs > 0 ? Math.min(maxMs, maxLifetimeMs) : maxMs);
  const expirationTimestamp = Math.min(maxTimestamp, now + expiryMs);
  const { tokenId } = await metadata.submit('createDelegationToken', {
    owner: principalText(owner),
    requester: principalText(client.principal),
    renewers: renewers.map(({ principalType: type, principalName: name }) => principalText({ type, name })),
    now,
    maxTimestamp,
    expirationTimestamp,
  });
  return {
    issueTimestampMs: now,
    expiryTimestampMs: expirationTimestamp,
    maxTimestampMs: maxTimestamp,
    tokenId,
    hmac: delegationTokens.hmac(tokenId),
  };
}
