/**
 * Bearer tokens for a server that stands beside no broker: judged as a listener with OAUTHBEARER judges them, by the same
 * configs.
 */
import type { Env } from '#kernel';
import type { KafkaPrincipal } from '../authorization.ts';
import { ListenerSecurity } from './listener-security.ts';
import type { ScramCredentials } from './mechanisms/scram.ts';

export interface BearerLogins {
  /** Null where the token is not good. */
  byToken(token: string): Promise<KafkaPrincipal | null>;
  close(): void;
}

/** Nobody logs in by a password here. */
const NOBODY: ScramCredentials = { ofUser: () => undefined, ofToken: () => undefined, usualIterations: () => 4096 };

/**
 * `configs` are the broker's for OAUTHBEARER by their keys, as `sasl.oauthbearer.jwks.endpoint.url`. Rejects with INVALID_CONFIG
 * and a sentence that names the key.
 */
export async function openBearerLogins(env: Env, configs: ReadonlyMap<string, string>): Promise<BearerLogins> {
  const place = {
    host: 'localhost',
    bindHosts: ['127.0.0.1'],
    port: 0,
    advertisedHost: 'localhost',
    advertisedPort: null,
  };
  const security = await ListenerSecurity.open(
    env,
    { listener: { name: 'BEARER', securityProtocol: 'SASL_PLAINTEXT', ...place }, credentials: NOBODY },
    new Map([...configs, ['sasl.enabled.mechanisms', 'OAUTHBEARER']]),
  );
  return {
    byToken: (token) =>
      security.loginAtOnce('OAUTHBEARER', Buffer.from(`n,,\u0001auth=Bearer ${token}\u0001\u0001`, 'utf8')),
    close: () => security.close(),
  };
}
