/**
 * The arithmetic and the messages of SCRAM-SHA-256 and SCRAM-SHA-512 (RFC 5802, RFC 7677), as pure functions for both
 * ends of an exchange. Nothing here draws a nonce or a salt, or remembers where an exchange stands.
 *
 * As Kafka does it, and not as the RFC would: passwords are hashed as the UTF-8 they are, without SASLprep; a server takes
 * names of ASCII only; channel binding is not supported. What is signed are the messages as they were sent.
 *
 *     client  n,,n=user,r=CLIENTNONCE[,tokenauth=true]     clientFirst; what follows "n,," is its bare part
 *     server  r=CLIENTNONCESERVERNONCE,s=SALT,i=4096       serverFirst
 *     client  c=biws,r=CLIENTNONCESERVERNONCE,p=PROOF      clientFinal; "withoutProof" is what precedes ",p="
 *     server  v=SIGNATURE  or  e=REASON                    serverFinal
 */
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { KafkaError } from '#kernel';

export type ScramMechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

export const SCRAM_MECHANISMS: readonly ScramMechanism[] = ['SCRAM-SHA-256', 'SCRAM-SHA-512'];

/** Kafka takes credentials of no fewer iterations than the first and no more than the second. */
export const MIN_SCRAM_ITERATIONS = 4096;
export const MAX_SCRAM_ITERATIONS = 16384;

interface HashFunction {
  readonly name: string;
  readonly bytes: number;
}

const SHA_256: HashFunction = { name: 'sha256', bytes: 32 };
const SHA_512: HashFunction = { name: 'sha512', bytes: 64 };

function hashOf(mechanism: ScramMechanism): HashFunction {
  return mechanism === 'SCRAM-SHA-256' ? SHA_256 : SHA_512;
}

function hmac(mechanism: ScramMechanism, key: Uint8Array, data: string): Buffer {
  return createHmac(hashOf(mechanism).name, key).update(data, 'utf8').digest();
}

/** The slow step, some milliseconds at 4096 iterations. */
export function saltedPassword(
  mechanism: ScramMechanism,
  password: string,
  cost: { salt: Uint8Array; iterations: number },
): Buffer {
  const hash = hashOf(mechanism);
  return pbkdf2Sync(Buffer.from(password, 'utf8'), cost.salt, cost.iterations, hash.bytes, hash.name);
}

export function clientKey(mechanism: ScramMechanism, salted: Uint8Array): Buffer {
  return hmac(mechanism, salted, 'Client Key');
}

export function storedKey(mechanism: ScramMechanism, key: Uint8Array): Buffer {
  return createHash(hashOf(mechanism).name).update(key).digest();
}

export function serverKey(mechanism: ScramMechanism, salted: Uint8Array): Buffer {
  return hmac(mechanism, salted, 'Server Key');
}

/** What both sides sign: three messages joined by commas. */
export function authMessage(clientFirstBare: string, serverFirst: string, clientFinalWithoutProof: string): string {
  return `${clientFirstBare},${serverFirst},${clientFinalWithoutProof}`;
}

/** The client's evidence that it knows the password. */
export function clientProof(mechanism: ScramMechanism, key: Uint8Array, signed: string): Buffer {
  return xor(key, hmac(mechanism, storedKey(mechanism, key), signed));
}

/** The server's evidence that it holds the credential. */
export function serverSignature(mechanism: ScramMechanism, key: Uint8Array, signed: string): Buffer {
  return hmac(mechanism, key, signed);
}

/** Whether `proof` was made with the password behind `credential`; takes the same time either way. */
export function isClientProofValid(
  mechanism: ScramMechanism,
  credential: Pick<ScramCredential, 'storedKey'>,
  evidence: { proof: Uint8Array; signed: string },
): boolean {
  const { proof, signed } = evidence;
  if (proof.length !== hashOf(mechanism).bytes) return false;
  const key = xor(proof, hmac(mechanism, credential.storedKey, signed));
  return timingSafeEqual(storedKey(mechanism, key), credential.storedKey);
}

/** Whether a server's signature is the one expected; takes the same time either way. */
export function isServerSignatureValid(expected: Uint8Array, signature: Uint8Array): boolean {
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}

function xor(a: Uint8Array, b: Uint8Array): Buffer {
  const out = Buffer.alloc(a.length);
  for (let i = 0; i < out.length; i++) out[i] = a[i]! ^ b[i]!;
  return out;
}

/** What a server keeps of a password. */
export interface ScramCredential {
  readonly salt: Uint8Array;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
  readonly iterations: number;
}

export function createScramCredential(
  mechanism: ScramMechanism,
  password: string,
  cost: { salt: Uint8Array; iterations: number },
): ScramCredential {
  return credentialOfSaltedPassword(mechanism, saltedPassword(mechanism, password, cost), cost);
}

/** For AlterUserScramCredentials, whose clients send the salted password in place of the password. */
export function credentialOfSaltedPassword(
  mechanism: ScramMechanism,
  salted: Uint8Array,
  cost: { salt: Uint8Array; iterations: number },
): ScramCredential {
  return {
    salt: cost.salt,
    storedKey: storedKey(mechanism, clientKey(mechanism, salted)),
    serverKey: serverKey(mechanism, salted),
    iterations: cost.iterations,
  };
}

/** Kafka's text form, `salt=…,stored_key=…,server_key=…,iterations=…`. */
export function formatScramCredential(credential: ScramCredential): string {
  const { salt, storedKey: stored, serverKey: server, iterations } = credential;
  return `salt=${toBase64(salt)},stored_key=${toBase64(stored)},server_key=${toBase64(server)},iterations=${iterations}`;
}

/** Throws INVALID_CREDENTIAL for another text. */
export function parseScramCredential(text: string): ScramCredential {
  const match = /^salt=([^,]*),stored_key=([^,]*),server_key=([^,]*),iterations=([0-9]{1,9})$/.exec(text);
  const salt = fromBase64(match?.[1]);
  const stored = fromBase64(match?.[2]);
  const server = fromBase64(match?.[3]);
  if (salt === undefined || stored === undefined || server === undefined) {
    throw new KafkaError('INVALID_CREDENTIAL', 'a stored SCRAM credential is not of the form Kafka writes');
  }
  return { salt, storedKey: stored, serverKey: server, iterations: Number(match?.[4]) };
}

/** A user's name as messages carry it: `=` and `,` escaped. */
export function encodeSaslName(user: string): string {
  return user.replaceAll('=', '=3D').replaceAll(',', '=2C');
}

export interface ClientFirstMessage {
  readonly user: string;
  readonly nonce: string;
  /** Whom to act as; empty for the user itself. */
  readonly authorizationId: string;
  /** KIP-48 defines `tokenauth=true`: the name and password are a delegation token's. */
  readonly extensions: ReadonlyMap<string, string>;
  /** What the client's last message repeats as its channel binding. */
  readonly gs2Header: string;
  /** The part that is signed. */
  readonly bare: string;
}

/** The header without channel binding or another identity, as every Kafka client sends it. */
export const GS2_HEADER = 'n,,';

/** The bare part of a client's first message; the message is GS2_HEADER and this. */
export function formatClientFirstBare(user: string, nonce: string, tokenAuthentication = false): string {
  return `n=${encodeSaslName(user)},r=${nonce}${tokenAuthentication ? ',tokenauth=true' : ''}`;
}

const SASL_NAME = '((?:[\\x01-\\x2b\\x2d-\\x3c\\x3e-\\x7f]|=2C|=3D)+)';
const NONCE = '([\\x21-\\x2b\\x2d-\\x7e]+)';
const CLIENT_FIRST = new RegExp(`^n,(?:a=${SASL_NAME})?,(n=${SASL_NAME},r=${NONCE}((?:,[A-Za-z]+=[^,]+)*))$`);
const SERVER_FIRST = new RegExp(`^r=${NONCE},s=([^,]*),i=([0-9]{1,9})(?:,[A-Za-z]+=[^,]+)*$`);
const CLIENT_FINAL = new RegExp(`^(c=([^,]*),r=${NONCE}(?:,[A-Za-z]+=[^,]+)*),p=([^,]*)$`);
const SERVER_FINAL = /^(?:e=([^,]+)|v=([^,]+))(?:,[A-Za-z]+=[^,]+)*$/;

/** Longer messages are not looked at; Kafka's names and nonces take some hundred bytes. */
const MAX_MESSAGE_CHARACTERS = 65536;

function parse(pattern: RegExp, message: string, what: string): RegExpExecArray {
  const found = message.length > MAX_MESSAGE_CHARACTERS ? null : pattern.exec(message);
  return found ?? refuse(what);
}

function refuse(what: string): never {
  throw new KafkaError('SASL_AUTHENTICATION_FAILED', `the ${what} of a SCRAM exchange is not of its form`);
}

/** Throws SASL_AUTHENTICATION_FAILED for what is no such message, for channel binding and for names beyond ASCII. */
export function parseClientFirst(message: string): ClientFirstMessage {
  const found = parse(CLIENT_FIRST, message, "client's first message");
  const bare = found[2]!;
  const extensions = new Map<string, string>();
  for (const extension of found[5]!.split(',').slice(1)) {
    const equals = extension.indexOf('=');
    extensions.set(extension.slice(0, equals), extension.slice(equals + 1));
  }
  return {
    user: decodeSaslName(found[3]!),
    nonce: found[4]!,
    authorizationId: found[1] === undefined ? '' : decodeSaslName(found[1]),
    extensions,
    gs2Header: message.slice(0, message.length - bare.length),
    bare,
  };
}

function decodeSaslName(name: string): string {
  return name.replaceAll('=2C', ',').replaceAll('=3D', '=');
}

export interface ServerFirstMessage {
  /** The client's nonce with the server's behind it; a client checks that it begins with its own. */
  readonly nonce: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

export function formatServerFirst(message: ServerFirstMessage): string {
  return `r=${message.nonce},s=${toBase64(message.salt)},i=${message.iterations}`;
}

/** Throws SASL_AUTHENTICATION_FAILED. What the iterations may cost is for the caller to limit. */
export function parseServerFirst(message: string): ServerFirstMessage {
  const found = parse(SERVER_FIRST, message, "server's first message");
  const salt = fromBase64(found[2]);
  const iterations = Number(found[3]);
  if (salt === undefined || iterations === 0) return refuse("server's first message");
  return { nonce: found[1]!, salt, iterations };
}

/** The part of the client's last message that is signed. */
export function formatClientFinalWithoutProof(gs2Header: string, nonce: string): string {
  return `c=${toBase64(Buffer.from(gs2Header, 'utf8'))},r=${nonce}`;
}

export function formatClientFinal(withoutProof: string, proof: Uint8Array): string {
  return `${withoutProof},p=${toBase64(proof)}`;
}

export interface ClientFinalMessage {
  /** Must equal the first message's `gs2Header`. */
  readonly gs2Header: string;
  /** Must equal the one the server sent. */
  readonly nonce: string;
  readonly proof: Uint8Array;
  readonly withoutProof: string;
}

/** Throws SASL_AUTHENTICATION_FAILED. */
export function parseClientFinal(message: string): ClientFinalMessage {
  const found = parse(CLIENT_FINAL, message, "client's last message");
  const binding = fromBase64(found[2]);
  const proof = fromBase64(found[4]);
  if (binding === undefined || proof === undefined) return refuse("client's last message");
  return { gs2Header: binding.toString('utf8'), nonce: found[3]!, proof, withoutProof: found[1]! };
}

/** The server's last message: its signature, or the reason why it refused. */
export type ServerFinalMessage = { readonly signature: Uint8Array } | { readonly error: string };

export function formatServerFinal(message: ServerFinalMessage): string {
  return 'error' in message ? `e=${message.error}` : `v=${toBase64(message.signature)}`;
}

/** Throws SASL_AUTHENTICATION_FAILED. */
export function parseServerFinal(message: string): ServerFinalMessage {
  const found = parse(SERVER_FINAL, message, "server's last message");
  if (found[1] !== undefined) return { error: found[1] };
  const signature = fromBase64(found[2]);
  return signature === undefined ? refuse("server's last message") : { signature };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Node would read anything as base64; a credential or a proof must be exactly what it stands for. */
function fromBase64(text: string | undefined): Buffer | undefined {
  if (text === undefined || text.length % 4 !== 0) return undefined;
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
