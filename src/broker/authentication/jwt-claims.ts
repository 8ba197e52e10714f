/**
 * The claims of a JSON Web Token (RFC 7519) as Kafka's broker asks for them: whom it is of, until when, from whom, and for
 * whom. That its signature is right is another's business.
 */
import type { BearerClaims } from './mechanisms/oauth-bearer.ts';
import { printable } from './mechanisms/sasl-mechanism.ts';

export interface ExpectedClaims {
  readonly subjectClaim: string;
  readonly scopeClaim: string;
  /** Null where any issuer will do. */
  readonly issuer: string | null;
  /** Empty where it need not be for anybody. */
  readonly audiences: readonly string[];
  /** How far the clocks of issuer and broker may differ. */
  readonly clockSkewMs: number;
  /** `iat` has to be there. */
  readonly needsIssueTime: boolean;
}

/** Returns what the token says, or why it does not count. `nowMs` since the epoch. */
export function checkClaims(payload: Uint8Array, expected: ExpectedClaims, nowMs: number): BearerClaims | string {
  const claims = parseObject(payload);
  if (claims === null) return 'the token carries no JSON object';
  const subject = claims.get(expected.subjectClaim);
  if (typeof subject !== 'string' || subject.trim() === '') return `the token has no claim ${expected.subjectClaim}`;
  const who = `the token of ${printable(subject)}`;
  const expires = secondsOf(claims.get('exp'));
  const issued = secondsOf(claims.get('iat'));
  const notBefore = secondsOf(claims.get('nbf'));
  if (expires === null) return `${who} does not say when it expires`;
  if (issued === null && (expected.needsIssueTime || claims.has('iat')))
    return `${who} does not say when it was issued`;
  if (nowMs - expected.clockSkewMs >= expires * 1000) return `${who} has expired`;
  if (issued !== null && issued > expires) return `${who} expires before it was issued`;
  if (claims.has('nbf') && (notBefore === null || nowMs + expected.clockSkewMs < notBefore * 1000)) {
    return `${who} is not valid yet`;
  }
  if (expected.issuer !== null && claims.get('iss') !== expected.issuer) return `${who} is from another issuer`;
  if (!isForUs(claims.get('aud'), expected.audiences)) return `${who} is for another audience`;
  if (!isScope(claims.get(expected.scopeClaim))) return `${who} has a scope that is neither a text nor a list of texts`;
  return { subject: subject.trim(), expiresAtMs: Math.floor(expires * 1000) };
}

/** Null for what is no object. A Map, since names come from outside. */
export function parseObject(json: Uint8Array): ReadonlyMap<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(json).toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? new Map(Object.entries(value)) : null;
  } catch {
    return null;
  }
}

function secondsOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function isForUs(audience: unknown, expected: readonly string[]): boolean {
  if (expected.length === 0) return true;
  return (Array.isArray(audience) ? audience : [audience]).some((one) => expected.includes(one));
}

function isScope(scope: unknown): boolean {
  if (scope === undefined || typeof scope === 'string') return true;
  return Array.isArray(scope) && scope.every((one) => typeof one === 'string');
}
