/** The registry's logins and rights out of the broker beside it: what its first secured listener takes, and its ACLs. */
import type { Broker, OneStepLogins } from '#broker';
import type { HttpPeer, RegistryPrincipal, RegistrySecurity } from '#registry';

const ANONYMOUS: RegistryPrincipal = { type: 'User', name: 'ANONYMOUS' };
const REALM = 'realm="schema registry", charset="UTF-8"';

/**
 * Without a listener that is secured everybody is `User:ANONYMOUS`, whom an authorizer may still refuse. Null where there is
 * no authorizer either: everybody may do everything.
 */
export function brokerSecurity(broker: Broker, logins: OneStepLogins | null): RegistrySecurity | null {
  if (logins === null && !broker.hasAuthorizer) return null;
  return {
    challenges: logins === null ? [] : challengesOf(logins),
    authenticate: (authorization, peer) =>
      logins === null ? Promise.resolve(ANONYMOUS) : authenticate(logins, authorization, peer),
    isAllowed: (requester, { operation, resource }) => broker.isAllowed(requester, operation, resource),
  };
}

function challengesOf({ takesPasswords, takesTokens }: OneStepLogins): string[] {
  return [...(takesPasswords ? [`Basic ${REALM}`] : []), ...(takesTokens ? ['Bearer realm="schema registry"'] : [])];
}

async function authenticate(
  logins: OneStepLogins,
  authorization: string | undefined,
  { certificate }: HttpPeer,
): Promise<RegistryPrincipal | null> {
  const [, scheme = '', credentials = ''] = /^(\S+) +(\S+)\s*$/.exec(authorization ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'basic': {
      const text = Buffer.from(credentials, 'base64').toString('utf8');
      const colon = text.indexOf(':');
      return colon === -1 ? null : logins.byPassword(text.slice(0, colon), text.slice(colon + 1));
    }
    case 'bearer':
      return logins.byToken(credentials);
    default:
      return logins.needsLogin ? null : logins.byCertificate(certificate);
  }
}
