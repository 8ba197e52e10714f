/** RenewDelegationToken (key 39), versions 1 to 2 (KIP-48): by the owner or a renewer, up to the token's own maximum. */
import {
  Errors,
  newRenewDelegationTokenResponse,
  renewDelegationTokenRequest,
  renewDelegationTokenResponse,
  type RenewDelegationTokenRequest,
  type RenewDelegationTokenResponse,
} from '#protocol';
import { mayHandleTokens, principalText } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<RenewDelegationTokenRequest, RenewDelegationTokenResponse> = {
  request: renewDelegationTokenRequest,
  response: renewDelegationTokenResponse,
  minVersion: 1,
  maxVersion: 2,
  async handle({ hmac, renewPeriodMs }, { broker, client, now }) {
    const { delegationTokens, metadata } = broker;
    const refused = (errorCode: number, expiryTimestampMs = 0): RenewDelegationTokenResponse =>
      newRenewDelegationTokenResponse({ errorCode, expiryTimestampMs });
    if (!mayHandleTokens(client)) return refused(Errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code, -1);
    if (!delegationTokens.isEnabled) return refused(Errors.DELEGATION_TOKEN_AUTH_DISABLED.code);
    const token = delegationTokens.byHmac(hmac);
    if (token === undefined) return refused(Errors.DELEGATION_TOKEN_NOT_FOUND.code);
    const { expiryMs } = delegationTokens.lifetimes;
    const periodMs = renewPeriodMs > 0 ? Math.min(expiryMs, renewPeriodMs) : expiryMs;
    const principal = principalText(client.principal);
    const result = await metadata.submit('renewDelegationToken', { tokenId: token.tokenId, principal, now, periodMs });
    return newRenewDelegationTokenResponse(result);
  },
};
