/** The SASL mechanisms of a listener, out of its configs: which are offered, and what each needs to know. */
import { KafkaError, type Env } from '#kernel';
import { scram } from '#protocol';
import type { BrokerConfigValues } from '../config/index.ts';
import { parseJaasConfig, type JaasEntry } from './jaas-config.ts';
import type { ExpectedClaims } from './jwt-claims.ts';
import type { ListenerConfigs } from './listener-configs.ts';
import { oauthBearerMechanism, type BearerTokenValidator } from './mechanisms/oauth-bearer.ts';
import { plainMechanism, plainUsers } from './mechanisms/plain.ts';
import type { SaslMechanism } from './mechanisms/sasl-mechanism.ts';
import { scramMechanism, type ScramCredentials } from './mechanisms/scram.ts';
import type { SaslSettings } from './sasl-server.ts';
import { SignedTokenValidator } from './signed-tokens.ts';
import { UNSECURED_VALIDATOR_CLASS, unsecuredTokenValidator } from './unsecured-tokens.ts';

const SUPPORTED: readonly string[] = ['PLAIN', ...scram.SCRAM_MECHANISMS, 'OAUTHBEARER'];
/** An identity provider has so long to answer where the configs do not say. */
const DEFAULT_KEYS_TIMEOUT_MS = 10_000;

export interface MechanismScope {
  readonly env: Env;
  readonly listener: string;
  readonly credentials: ScramCredentials;
}

/** Throws INVALID_CONFIG with a sentence that names the key. */
export function saslSettings(scope: MechanismScope, configs: ListenerConfigs): SaslSettings {
  const { values } = configs;
  const names = values.saslEnabledMechanisms;
  const unsupported = names.find((name) => !SUPPORTED.includes(name));
  if (unsupported !== undefined || names.length === 0) {
    throw invalid(
      `${keyOf(scope, 'sasl.enabled.mechanisms')}: ${unsupported ?? 'nothing'} is none of the mechanisms that Samsa has: ` +
        SUPPORTED.join(', '),
    );
  }
  return {
    mechanisms: [...new Set(names)].map((name) => {
      const own = configs.forMechanism(name);
      return { mechanism: mechanismOf(name, scope, own), maxSessionMs: own.connectionsMaxReauthMs };
    }),
    failureDelayMs: values.connectionFailedAuthenticationDelayMs,
    maxFrameBytes: values.saslServerMaxReceiveSize,
  };
}

function mechanismOf(name: string, scope: MechanismScope, values: BrokerConfigValues): SaslMechanism {
  switch (name) {
    case 'PLAIN':
      return plainMechanism(plainUsersOf(scope, values));
    case 'OAUTHBEARER':
      return oauthBearerMechanism(tokenValidator(scope, values));
    default:
      return scramMechanism(name as scram.ScramMechanism, scope.credentials, scope.env.random);
  }
}

function plainUsersOf(scope: MechanismScope, { saslJaasConfig }: BrokerConfigValues): ReadonlyMap<string, string> {
  const key = keyOf(scope, 'plain.sasl.jaas.config');
  const example = 'org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="secret";';
  if (saslJaasConfig === null) throw invalid(`${key} is not set: PLAIN needs its users, as in ${example}`);
  const users = plainUsers(jaasEntry(key, saslJaasConfig).options);
  if (users.size === 0) throw invalid(`${key} names no users: each is an option, as in ${example}`);
  return users;
}

function jaasEntry(key: string, text: string): JaasEntry {
  const entry = parseJaasConfig(text);
  if (typeof entry === 'string') throw invalid(`${key} cannot be read: ${entry}`);
  return entry;
}

function tokenValidator(scope: MechanismScope, values: BrokerConfigValues): BearerTokenValidator {
  const { saslServerCallbackHandlerClass: handler, saslOauthbearerJwksEndpointUrl: keysUrl, saslJaasConfig } = values;
  if (handler === UNSECURED_VALIDATOR_CLASS) {
    const key = keyOf(scope, 'oauthbearer.sasl.jaas.config');
    const options = saslJaasConfig === null ? new Map() : jaasEntry(key, saslJaasConfig).options;
    return unsecuredTokenValidator(scope.env.clock, unsecuredClaims(options));
  }
  if (keysUrl === null || keysUrl === '') {
    throw invalid(
      `${keyOf(scope, 'sasl.oauthbearer.jwks.endpoint.url')} is not set: OAUTHBEARER needs the issuer's public keys, as https: or file:. ` +
        `For unsigned tokens, with which anybody is whoever they say, set sasl.server.callback.handler.class=${UNSECURED_VALIDATOR_CLASS}`,
    );
  }
  if (!URL.canParse(keysUrl) || !['https:', 'http:', 'file:'].includes(new URL(keysUrl).protocol)) {
    throw invalid(`${keyOf(scope, 'sasl.oauthbearer.jwks.endpoint.url')}: ${keysUrl} is no https:, http: or file: URL`);
  }
  return new SignedTokenValidator(scope.env, {
    keysUrl,
    ...expectedClaims(values),
    refreshMs: values.saslOauthbearerJwksEndpointRefreshMs,
    retryBackoffMs: values.saslOauthbearerJwksEndpointRetryBackoffMs,
    retryBackoffMaxMs: values.saslOauthbearerJwksEndpointRetryBackoffMaxMs,
    timeoutMs: values.saslLoginReadTimeoutMs ?? DEFAULT_KEYS_TIMEOUT_MS,
    fetch,
  });
}

function expectedClaims(values: BrokerConfigValues): ExpectedClaims {
  return {
    subjectClaim: values.saslOauthbearerSubClaimName,
    scopeClaim: values.saslOauthbearerScopeClaimName,
    issuer: values.saslOauthbearerExpectedIssuer,
    audiences: values.saslOauthbearerExpectedAudience,
    clockSkewMs: values.saslOauthbearerClockSkewSeconds * 1000,
    needsIssueTime: true,
  };
}

/** Kafka's options of the login module for such tokens. */
function unsecuredClaims(options: ReadonlyMap<string, string>): ExpectedClaims {
  const skew = Number(options.get('unsecuredValidatorAllowableClockSkewMs') ?? 0);
  return {
    subjectClaim: options.get('unsecuredValidatorPrincipalClaimName') ?? 'sub',
    scopeClaim: options.get('unsecuredValidatorScopeClaimName') ?? 'scope',
    issuer: null,
    audiences: [],
    clockSkewMs: skew >= 0 ? skew : 0,
    needsIssueTime: false,
  };
}

function keyOf({ listener }: MechanismScope, key: string): string {
  return `listener.name.${listener.toLowerCase()}.${key}`;
}

function invalid(sentence: string): KafkaError {
  return new KafkaError('INVALID_CONFIG', sentence);
}
