/** Logins and rights of a registry that stands alone, out of the options of its command line. */
import { readFileSync } from 'node:fs';
import { openBearerLogins } from '#broker';
import { isKafkaError, parseProperties, type Env } from '#kernel';
import type { RegistrySecurity } from '#registry';
import { UsageError } from '../exit-code.ts';
import type { ClusterAcls } from './cluster-acls.ts';
import { certificateSecurity, userFileSecurity } from './user-file.ts';

export interface LoginOptions {
  readonly users?: string;
  readonly bearer?: string;
  readonly tlsClientCa?: string;
}

/** Null where nobody has to log in. Rejects with a UsageError for files that cannot be used. */
export async function ownLogins(
  env: Env,
  { users, bearer, tlsClientCa }: LoginOptions,
): Promise<RegistrySecurity | null> {
  const ways: RegistrySecurity[] = [];
  if (users !== undefined) ways.push(userFileSecurity(users));
  if (bearer !== undefined) ways.push(await bearerSecurity(env, bearer));
  // With a login a certificate is asked for as well, and the login says who it is.
  if (ways.length === 0 && tlsClientCa !== undefined) ways.push(certificateSecurity());
  return ways.length === 0 ? null : anyOf(ways);
}

/** What the ACLs allow, and no more. */
export function withAcls(logins: RegistrySecurity, acls: ClusterAcls): RegistrySecurity {
  return { ...logins, isAllowed: (requester, guarded) => acls.isAllowed(requester, guarded) };
}

/** A file of the broker's configs for OAUTHBEARER. */
async function bearerSecurity(env: Env, file: string): Promise<RegistrySecurity> {
  try {
    const logins = await openBearerLogins(env, parseProperties(readFileSync(file, 'utf8')));
    return {
      challenges: ['Bearer realm="schema registry"'],
      async authenticate(authorization) {
        const token = /^bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1];
        return token === undefined ? null : logins.byToken(token);
      },
      isAllowed: () => true,
    };
  } catch (error) {
    if (isKafkaError(error, 'INVALID_CONFIG'))
      throw new UsageError(`--bearer ${file}: ${error.message}.`, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--bearer ${file}: the file cannot be read (${reason}).`, { cause: error });
  }
}

/** Who is let in by one of them. */
function anyOf(ways: readonly RegistrySecurity[]): RegistrySecurity {
  return {
    challenges: ways.flatMap(({ challenges }) => challenges),
    async authenticate(authorization, peer) {
      for (const way of ways) {
        const principal = await way.authenticate(authorization, peer);
        if (principal !== null) return principal;
      }
      return null;
    },
    isAllowed: () => true,
  };
}
