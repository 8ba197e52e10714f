/**
 * PLAIN (RFC 4616): one token, `[authzid] NUL user NUL password`. The users stand in the listener's JAAS config, as Kafka's
 * PlainLoginModule has them. Comparing takes the same time whether the user exists, and wherever passwords differ.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { NO_TOKEN, printable, userPrincipal, type SaslMechanism, type SaslStep } from './sasl-mechanism.ts';

/** Passwords by user. */
export type PlainUsers = ReadonlyMap<string, string>;

const MAX_TOKEN_BYTES = 64 * 1024;
const MESSAGE = 'Authentication failed: the user name or the password is wrong';

export function plainMechanism(users: PlainUsers): SaslMechanism {
  const hashes = new Map([...users].map(([user, password]) => [user, hashOf(password)]));
  return { name: 'PLAIN', begin: () => ({ step: (token) => login(token, hashes) }), close: () => undefined };
}

/** `user_alice="secret"` makes alice known. */
export function plainUsers(options: ReadonlyMap<string, string>): PlainUsers {
  const users = new Map<string, string>();
  for (const [key, value] of options) if (key.startsWith('user_')) users.set(key.slice('user_'.length), value);
  return users;
}

function login(token: Buffer, hashes: ReadonlyMap<string, Buffer>): SaslStep {
  const parts = token.length > MAX_TOKEN_BYTES ? [] : token.toString('utf8').split('\0');
  if (parts.length !== 3) return failure('the token is not of the form of PLAIN');
  const [authorizationId = '', user = '', password = ''] = parts;
  if (user === '' || password === '') return failure('the token names no user, or no password');
  const expected = hashes.get(user) ?? NOBODY;
  const isRight = timingSafeEqual(hashOf(password), expected) && expected !== NOBODY;
  if (!isRight) return failure(`user ${printable(user)} is not known, or the password is wrong`);
  if (authorizationId !== '' && authorizationId !== user)
    return failure(`user ${printable(user)} asks to act as another`);
  return { kind: 'success', token: NO_TOKEN, principal: userPrincipal(user), expiresAtMs: null };
}

function failure(reason: string): SaslStep {
  return { kind: 'failure', message: MESSAGE, reason };
}

function hashOf(password: string): Buffer {
  return createHash('sha256').update(password, 'utf8').digest();
}

/** Compared with where nobody has the name. */
const NOBODY = Buffer.alloc(32);
