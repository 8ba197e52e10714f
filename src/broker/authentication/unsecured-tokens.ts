/**
 * Bearer tokens that nobody signed (RFC 7515 appendix A.5), for developing and testing: whoever can connect can be anybody.
 * Only where the listener's config names Kafka's class for it.
 */
import type { Clock } from '#kernel';
import { checkClaims, parseObject, type ExpectedClaims } from './jwt-claims.ts';
import type { BearerClaims, BearerTokenValidator } from './mechanisms/oauth-bearer.ts';

/** As `sasl.server.callback.handler.class`. */
export const UNSECURED_VALIDATOR_CLASS =
  'org.apache.kafka.common.security.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler';

export function unsecuredTokenValidator(clock: Clock, expected: ExpectedClaims): BearerTokenValidator {
  return {
    validate: async (token) => validate(token, expected, clock.now()),
    close: () => undefined,
  };
}

function validate(token: string, expected: ExpectedClaims, nowMs: number): BearerClaims | string {
  const [header = '', payload = '', signature, ...more] = token.split('.');
  if (signature !== '' || more.length > 0) return 'the token is signed, and unsecured ones are asked for here';
  if (parseObject(Buffer.from(header, 'base64url'))?.get('alg') !== 'none')
    return 'the token does not say that nobody signed it';
  return checkClaims(Buffer.from(payload, 'base64url'), expected, nowMs);
}
