/**
 * A broker with every way to secure a listener: TLS, TLS with client certificates, SASL with all mechanisms in the open and
 * over TLS, and sessions that end after seconds. What clients need to get in stands beside it. The certificates are those
 * of `testdata/tls`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  alterUserScramCredentialsRequest,
  alterUserScramCredentialsResponse,
  newAlterUserScramCredentialsRequest,
  scram,
} from '../../src/protocol/index.ts';
import { releaseOf } from '../runner/brokers.ts';
import type { BrokerName } from '../runner/brokers.ts';
import type { BrokerSetup, World } from './scenario.ts';

/** Each listener by what it asks for. */
export const listener = {
  tls: 'TLS',
  mutualTls: 'MTLS',
  sasl: 'SASL',
  saslOverTls: 'SASLTLS',
  /** PLAIN and OAUTHBEARER only, and sessions end after `SESSION_MS`. */
  shortSessions: 'SHORT',
} as const;

export const SESSION_MS = 2000;
export const user = { username: 'alice', password: 'secret-of-alice' } as const;
export const scramUser = { username: 'bob', password: 'secret-of-bob' } as const;

export function tlsFile(name: string): string {
  return readFileSync(new URL(`../../testdata/tls/${name}`, import.meta.url), 'utf8');
}

/** The client's key in the forms besides the open one. */
export const clientKey = {
  encrypted: tlsFile('client-encrypted.key'),
  pkcs12: readFileSync(new URL('../../testdata/tls/client.p12', import.meta.url)),
  passphrase: 'secret',
} as const;

export const securedBroker: BrokerSetup = {
  listeners: {
    [listener.tls]: 'SSL',
    [listener.mutualTls]: 'SSL',
    [listener.sasl]: 'SASL_PLAINTEXT',
    [listener.saslOverTls]: 'SASL_SSL',
    [listener.shortSessions]: 'SASL_PLAINTEXT',
  },
  configsFor: (broker: BrokerName, directory: string) => ({
    ...(releaseOf(broker)?.takesPem === false ? storeConfigs(directory) : tlsConfigs(directory)),
    ...saslConfigs(listener.sasl),
    ...saslConfigs(listener.saslOverTls),
    ...saslConfigs(listener.shortSessions),
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
    [`listener.name.${listener.mutualTls.toLowerCase()}.ssl.client.auth`]: 'required',
    [`listener.name.${listener.shortSessions.toLowerCase()}.connections.max.reauth.ms`]: String(SESSION_MS),
    [`listener.name.${listener.shortSessions.toLowerCase()}.sasl.enabled.mechanisms`]: 'PLAIN,OAUTHBEARER',
  }),
};

function tlsConfigs(directory: string): Record<string, string> {
  const keyStore = join(directory, 'keystore.pem');
  const trustStore = join(directory, 'truststore.pem');
  writeFileSync(keyStore, tlsFile('broker.key') + tlsFile('broker.pem'));
  writeFileSync(trustStore, tlsFile('ca.pem'));
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keyStore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': trustStore,
  };
}

/** The same for a Kafka that does not read PEM yet. */
function storeConfigs(directory: string): Record<string, string> {
  const path = (name: string): string => fileURLToPath(new URL(`../../testdata/tls/${name}`, import.meta.url));
  const [keyStore, trustStore] = [join(directory, 'keystore.p12'), join(directory, 'truststore.p12')];
  const password = clientKey.passphrase;
  const pair = ['-inkey', path('broker.key'), '-in', path('broker.pem'), '-name', 'broker'];
  execFileSync('openssl', ['pkcs12', '-export', ...pair, '-out', keyStore, '-passout', `pass:${password}`]);
  const store = ['-keystore', trustStore, '-storetype', 'PKCS12', '-storepass', password];
  execFileSync('keytool', ['-importcert', '-noprompt', '-alias', 'ca', '-file', path('ca.pem'), ...store], {
    stdio: 'ignore',
  });
  return {
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': keyStore,
    'ssl.keystore.password': password,
    'ssl.key.password': password,
    'ssl.truststore.type': 'PKCS12',
    'ssl.truststore.location': trustStore,
    'ssl.truststore.password': password,
  };
}

function saslConfigs(name: string): Record<string, string> {
  const prefix = `listener.name.${name.toLowerCase()}`;
  const security = 'org.apache.kafka.common.security';
  const scramModule = `${security}.scram.ScramLoginModule required;`;
  return {
    [`${prefix}.plain.sasl.jaas.config`]: `${security}.plain.PlainLoginModule required user_${user.username}="${user.password}";`,
    [`${prefix}.scram-sha-256.sasl.jaas.config`]: scramModule,
    [`${prefix}.scram-sha-512.sasl.jaas.config`]: scramModule,
    [`${prefix}.oauthbearer.sasl.server.callback.handler.class`]: `${security}.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler`,
    [`${prefix}.oauthbearer.sasl.jaas.config`]: `${security}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
  };
}

/** Makes `scramUser` known for both hashes, over the listener that asks nobody who they are. */
export async function createScramUser(world: Pick<World, 'wire'>): Promise<void> {
  const wire = await world.wire();
  const rpc = [alterUserScramCredentialsRequest, alterUserScramCredentialsResponse] as const;
  for (const mechanism of scram.SCRAM_MECHANISMS) {
    const cost = { salt: Buffer.from(`salt of ${mechanism}`), iterations: 4096 };
    const saltedPassword = scram.saltedPassword(mechanism, scramUser.password, cost);
    const code = mechanism === 'SCRAM-SHA-256' ? 1 : 2;
    const upsertion = { name: scramUser.username, mechanism: code, ...cost, saltedPassword };
    const { results } = await wire.call(rpc, newAlterUserScramCredentialsRequest({ upsertions: [upsertion] }));
    const failed = results.find(({ errorCode }) => errorCode !== 0);
    if (failed !== undefined)
      throw new Error(`the SCRAM user was not made: ${failed.errorMessage ?? failed.errorCode}`);
  }
}

/** A token that Kafka's own validator for tests takes: a JWT that nobody signed. */
export function unsecuredToken(claims: { subject?: string; lifetimeMs?: number } = {}): string {
  const issued = Math.floor(Date.now() / 1000);
  const expires = issued + Math.ceil((claims.lifetimeMs ?? 3_600_000) / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { sub: claims.subject ?? 'carol', iat: issued, exp: expires };
  return `${part({ alg: 'none' })}.${part(payload)}.`;
}
