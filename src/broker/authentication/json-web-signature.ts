/**
 * Signatures of JSON Web Tokens (RFC 7515) by the public keys of a JSON Web Key Set (RFC 7517), with the algorithms of RFC
 * 7518 and RFC 8037 that have a private key.
 *
 * What attacks on such signatures turn on is fixed here: an algorithm goes with one kind of key, `none` and the HMACs (for
 * which a public key would be a secret) do not exist, a key is used for what it says, extensions nobody understands
 * (`crit`) are refused (RFC 8725).
 */
import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { parseObject } from './jwt-claims.ts';

interface Algorithm {
  /** Null where the key's own kind says it. */
  readonly hash: string | null;
  readonly keyType: string;
  readonly curve?: string;
  readonly isPss?: true;
}

const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ['RS256', { hash: 'sha256', keyType: 'rsa' }],
  ['RS384', { hash: 'sha384', keyType: 'rsa' }],
  ['RS512', { hash: 'sha512', keyType: 'rsa' }],
  ['PS256', { hash: 'sha256', keyType: 'rsa', isPss: true }],
  ['PS384', { hash: 'sha384', keyType: 'rsa', isPss: true }],
  ['PS512', { hash: 'sha512', keyType: 'rsa', isPss: true }],
  ['ES256', { hash: 'sha256', keyType: 'ec', curve: 'prime256v1' }],
  ['ES384', { hash: 'sha384', keyType: 'ec', curve: 'secp384r1' }],
  ['ES512', { hash: 'sha512', keyType: 'ec', curve: 'secp521r1' }],
  ['EdDSA', { hash: null, keyType: 'ed25519' }],
  ['Ed25519', { hash: null, keyType: 'ed25519' }],
]);
const MIN_RSA_BITS = 2048;
const MAX_KEYS = 1000;
const PART = /^[A-Za-z0-9_-]+$/;

interface VerificationKey {
  readonly id: string | null;
  /** The one algorithm that it is for, where it says so. */
  readonly algorithm: string | null;
  readonly key: KeyObject;
}

export type KeySet = readonly VerificationKey[];

/** Keys that are not for signatures, or of a kind that is not known, are left out. Null for what is no key set. */
export function parseKeySet(json: Uint8Array): KeySet | null {
  const keys = parseObject(json)?.get('keys');
  if (!Array.isArray(keys) || keys.length > MAX_KEYS) return null;
  return keys.flatMap((key: unknown) => verificationKey(key) ?? []);
}

export type Verification =
  | { readonly kind: 'verified'; readonly payload: Buffer }
  /** None of the keys is the token's. */
  | { readonly kind: 'unknown-key' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Looks whether one of the keys signed the token. */
export function verifyToken(token: string, keys: KeySet): Verification {
  const parts = token.split('.');
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3 || !parts.every((part) => PART.test(part))) return refused('the token is no signed JWT');
  const fields = parseObject(Buffer.from(header, 'base64url'));
  const name = fields?.get('alg');
  const algorithm = typeof name === 'string' ? ALGORITHMS.get(name) : undefined;
  if (fields === null || typeof name !== 'string' || algorithm === undefined) {
    return refused('the token is signed with no algorithm that is taken');
  }
  if (fields.has('crit')) return refused('the token asks for extensions that are not known');
  const id = fields.get('kid') ?? null;
  const fitting = keys.filter((one) => fits(one, algorithm, { id, name }));
  if (fitting.length === 0) return { kind: 'unknown-key' };
  const signed = Buffer.from(`${header}.${payload}`, 'latin1');
  const isRight = fitting.some(({ key }) =>
    isSignature(key, algorithm, { signed, signature: Buffer.from(signature, 'base64url') }),
  );
  if (!isRight) return refused("the token's signature does not hold");
  return { kind: 'verified', payload: Buffer.from(payload, 'base64url') };
}

/** A token that names no key is tried with all that fit its algorithm. */
function fits(one: VerificationKey, algorithm: Algorithm, { id, name }: { id: unknown; name: string }): boolean {
  const { key } = one;
  if (id !== null && one.id !== id) return false;
  if (one.algorithm !== null && one.algorithm !== name) return false;
  if (key.asymmetricKeyType !== algorithm.keyType) return false;
  return algorithm.curve === undefined || key.asymmetricKeyDetails?.namedCurve === algorithm.curve;
}

function isSignature(
  key: KeyObject,
  { hash, isPss }: Algorithm,
  { signed, signature }: { signed: Buffer; signature: Buffer },
): boolean {
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const options =
    key.asymmetricKeyType === 'ec' ? { key, dsaEncoding: 'ieee-p1363' as const } : { key, ...(isPss ? pss : {}) };
  return verify(hash, signed, options, signature);
}

function verificationKey(jwk: unknown): VerificationKey | null {
  if (typeof jwk !== 'object' || jwk === null) return null;
  const fields = new Map<string, unknown>(Object.entries(jwk));
  const operations = fields.get('key_ops');
  if ((fields.get('use') ?? 'sig') !== 'sig') return null;
  if (Array.isArray(operations) && !operations.includes('verify')) return null;
  const key = publicKey(jwk);
  if (key === null || (key.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS) < MIN_RSA_BITS) return null;
  const [id, algorithm] = [fields.get('kid'), fields.get('alg')];
  return {
    id: typeof id === 'string' ? id : null,
    algorithm: typeof algorithm === 'string' ? algorithm : null,
    key,
  };
}

function publicKey(jwk: object): KeyObject | null {
  try {
    return createPublicKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    return null;
  }
}

function refused(reason: string): Verification {
  return { kind: 'refused', reason };
}
