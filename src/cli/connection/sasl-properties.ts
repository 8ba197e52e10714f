/** From the `sasl.*` properties of a Java client to the `sasl` option of a client here (KIP-85, KIP-768). */
import { UsageError } from '../exit-code.ts';
import { parseJaas } from './jaas.ts';
import type { JaasConfig } from './jaas.ts';

export type PasswordMechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

export type SaslFromProperties =
  | { readonly mechanism: PasswordMechanism; readonly username: string; readonly password: string }
  | {
      readonly mechanism: 'OAUTHBEARER';
      readonly oidc: {
        readonly tokenEndpointUrl: string;
        readonly clientId: string;
        readonly clientSecret: string;
        readonly scope?: string;
      };
    };

const PASSWORD_MECHANISMS: ReadonlySet<string> = new Set<PasswordMechanism>([
  'PLAIN',
  'SCRAM-SHA-256',
  'SCRAM-SHA-512',
]);

/** Undefined where the security protocol has no SASL. Takes what it understands out of `properties`. */
export function takeSasl(properties: Map<string, string>): SaslFromProperties | undefined {
  const take = (key: string): string | undefined => {
    const value = properties.get(key);
    properties.delete(key);
    return value;
  };
  const jaas = take('sasl.jaas.config');
  const tokenEndpointUrl = take('sasl.oauthbearer.token.endpoint.url');
  const username = take('sasl.username');
  const password = take('sasl.password');
  const mechanism = (properties.get('sasl.mechanism') ?? take('sasl.mechanisms'))?.toUpperCase();
  const hasSasl = properties.get('security.protocol')?.toUpperCase().startsWith('SASL_') === true;
  if (!hasSasl && jaas === undefined && username === undefined) return undefined;
  const parsed = jaas === undefined ? credentials(username, password) : parseJaas(jaas);
  const chosen = mechanism ?? (parsed.module === 'PlainLoginModule' ? 'PLAIN' : undefined);
  if (chosen === undefined) {
    throw new UsageError('sasl.mechanism must be given, for instance -X sasl.mechanism=SCRAM-SHA-512.');
  }
  properties.set('sasl.mechanism', chosen);
  if (chosen === 'OAUTHBEARER') return oidc(parsed, tokenEndpointUrl);
  if (!isPasswordMechanism(chosen)) {
    throw new UsageError(`sasl.mechanism ${chosen}: there are PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 and OAUTHBEARER.`);
  }
  return { mechanism: chosen, username: needed(parsed, 'username'), password: needed(parsed, 'password') };
}

/** librdkafka's way: `sasl.username` and `sasl.password`. */
function credentials(username: string | undefined, password: string | undefined): JaasConfig {
  const options = new Map<string, string>();
  if (username !== undefined) options.set('username', username);
  if (password !== undefined) options.set('password', password);
  return { module: '', options };
}

function needed({ options }: JaasConfig, name: string): string {
  const value = options.get(name);
  if (value !== undefined) return value;
  throw new UsageError(
    `There is no ${name} for SASL: give sasl.jaas.config in a file with --command-config, or -X sasl.username=... and -X sasl.password=...`,
  );
}

function oidc({ options }: JaasConfig, tokenEndpointUrl: string | undefined): SaslFromProperties {
  const clientId = options.get('clientId');
  const clientSecret = options.get('clientSecret');
  const scope = options.get('scope');
  if (tokenEndpointUrl === undefined || clientId === undefined || clientSecret === undefined) {
    throw new UsageError(
      'OAUTHBEARER needs sasl.oauthbearer.token.endpoint.url, and clientId and clientSecret in sasl.jaas.config.',
    );
  }
  const scoped = scope === undefined ? {} : { scope };
  return { mechanism: 'OAUTHBEARER', oidc: { tokenEndpointUrl, clientId, clientSecret, ...scoped } };
}

function isPasswordMechanism(text: string): text is PasswordMechanism {
  return PASSWORD_MECHANISMS.has(text);
}
