/**
 * Users of a registry that stands alone, by HTTP Basic: a properties file whose keys are names and whose values are
 * passwords. Comparing takes the same time whether the user exists, and wherever passwords differ.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { certificateSubject } from '#broker';
import { parseProperties } from '#kernel';
import type { HttpPeer, RegistryPrincipal, RegistrySecurity } from '#registry';
import { UsageError } from '../exit-code.ts';

const NOBODY = Buffer.alloc(32);

/** Throws a UsageError for a file that cannot be used. */
export function userFileSecurity(file: string): RegistrySecurity {
  const hashes = new Map([...readUsers(file)].map(([user, password]) => [user, hashOf(password)]));
  return {
    challenges: ['Basic realm="schema registry", charset="UTF-8"'],
    authenticate: (authorization) => Promise.resolve(userOf(hashes, authorization)),
    isAllowed: () => true,
  };
}

/** Whoever has a certificate of the authorities is its subject; who has none is turned away in the handshake already. */
export function certificateSecurity(): RegistrySecurity {
  return {
    challenges: [],
    authenticate: (_authorization, { certificate }: HttpPeer) =>
      Promise.resolve(
        certificate === null ? null : { type: 'User', name: certificateSubject(Buffer.from(certificate)) },
      ),
    isAllowed: () => true,
  };
}

function readUsers(file: string): ReadonlyMap<string, string> {
  let users: ReadonlyMap<string, string>;
  try {
    users = parseProperties(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--users ${file}: the file cannot be read (${reason}).`, { cause: error });
  }
  if (users.size === 0) throw new UsageError(`--users ${file}: it names nobody; each line is name=password.`);
  return users;
}

function userOf(hashes: ReadonlyMap<string, Buffer>, authorization: string | undefined): RegistryPrincipal | null {
  const credentials = /^basic +(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? '';
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return null;
  const user = text.slice(0, colon);
  const expected = hashes.get(user) ?? NOBODY;
  const isRight = timingSafeEqual(hashOf(text.slice(colon + 1)), expected) && expected !== NOBODY;
  return isRight ? { type: 'User', name: user } : null;
}

function hashOf(password: string): Buffer {
  return createHash('sha256').update(password, 'utf8').digest();
}
