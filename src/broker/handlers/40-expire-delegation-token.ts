/** ExpireDelegationToken (key 40), versions 1 to 2 (KIP-48): by the owner or a renewer; below 0 at once. */
import {
  Errors,
  expireDelegationTokenRequest,
  expireDelegationTokenResponse,
  newExpireDelegationTokenResponse,
  type ExpireDelegationTokenRequest,
  type ExpireDelegationTokenResponse,
} from '#protocol';
import { mayHandleTokens, principalText } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse> = {
  request: expireDelegationTokenRequest,
  response: expireDelegationTokenResponse,
  minVersion: 1,
  maxVersion: 2,
  async handle({ hmac, expiryTimePeriodMs: periodMs }, { broker, client, now }) {
    const { delegationTokens, metadata } = broker;
    const refused = (errorCode: number, expiryTimestampMs = 0): ExpireDelegationTokenResponse =>
      newExpireDelegationTokenResponse({ errorCode, expiryTimestampMs });
    if (!mayHandleTokens(client)) return refused(Errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code, -1);
    if (!delegationTokens.isEnabled) return refused(Errors.DELEGATION_TOKEN_AUTH_DISABLED.code);
    const token = delegationTokens.byHmac(hmac);
    if (token === undefined) return refused(Errors.DELEGATION_TOKEN_NOT_FOUND.code);
    const principal = principalText(client.principal);
    const result = await metadata.submit('expireDelegationToken', { tokenId: token.tokenId, principal, now, periodMs });
    return newExpireDelegationTokenResponse(result);
  },
};
