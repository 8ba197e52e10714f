/** `ssl` and `sasl` as the client takes them; what it has no way to do is refused by name, rather than left out. */
import type { ConnectionOptions } from 'node:tls';
import type { SaslOptions, TlsMaterial, TlsOptions } from '#client';
import { KafkaJSNonRetriableError } from './errors.ts';
import type { KafkaConfig, Mechanism, SASLOptions } from './kafka-config.ts';
import { KafkaJSNotImplemented } from './plain-errors.ts';

/** Those that decide whom to trust: leaving one out in silence would be a hole. */
const REFUSED = ['checkServerIdentity', 'secureContext', 'session', 'pskCallback', 'crl'] as const;

export function tlsOf(ssl: KafkaConfig['ssl']): TlsOptions | undefined {
  if (ssl === undefined || ssl === false || ssl === null) return undefined;
  if (ssl === true) return {};
  const refused = REFUSED.find((name) => ssl[name] !== undefined);
  if (refused !== undefined) {
    throw new KafkaJSNotImplemented(
      `ssl.${refused} is not taken: give ca, cert, key, pfx, passphrase, servername, minVersion, ciphers or rejectUnauthorized`,
    );
  }
  const { passphrase, servername: serverName, rejectUnauthorized, ciphers } = ssl;
  const minVersion = ssl.minVersion === 'TLSv1.3' ? 'TLSv1.3' : 'TLSv1.2';
  return {
    ca: material('ca', ssl.ca),
    cert: material('cert', ssl.cert),
    key: material('key', ssl.key),
    pfx: pfxOf(ssl.pfx),
    passphrase,
    serverName,
    rejectUnauthorized,
    ciphers,
    ...(ssl.minVersion === undefined ? {} : { minVersion }),
  };
}

function material(name: string, given: ConnectionOptions['ca'] | ConnectionOptions['key']): TlsMaterial | undefined {
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given)) return given;
  return given.map((one) => {
    if (typeof one === 'string' || one instanceof Uint8Array) return one;
    throw new KafkaJSNotImplemented(`ssl.${name} is taken as PEM: a text, a Buffer or an array of these`);
  });
}

function pfxOf(given: ConnectionOptions['pfx']): Uint8Array | undefined {
  if (given === undefined || given === null) return undefined;
  if (given instanceof Uint8Array) return given;
  throw new KafkaJSNotImplemented('ssl.pfx is taken as one Buffer');
}

const PASSWORD_MECHANISMS = new Map([
  ['plain', 'PLAIN'],
  ['scram-sha-256', 'SCRAM-SHA-256'],
  ['scram-sha-512', 'SCRAM-SHA-512'],
] as const);

export function saslOf(sasl: SASLOptions | Mechanism | undefined): SaslOptions | undefined {
  if (sasl === undefined || sasl === null) return undefined;
  if ('authenticationProvider' in sasl) {
    throw new KafkaJSNotImplemented(
      `The authenticationProvider of the mechanism ${sasl.mechanism} is not taken: there are plain, scram-sha-256, scram-sha-512 and oauthbearer`,
    );
  }
  const name = sasl.mechanism.toLowerCase() as SASLOptions['mechanism'];
  if (name === 'aws') {
    throw new KafkaJSNotImplemented(
      "The mechanism aws is not taken: use oauthbearer with a signer of AWS MSK's tokens as oauthBearerProvider",
    );
  }
  if (name === 'oauthbearer') return bearer(sasl as Extract<SASLOptions, { mechanism: 'oauthbearer' }>);
  const mechanism = PASSWORD_MECHANISMS.get(name);
  if (mechanism === undefined) {
    throw new KafkaJSNonRetriableError(
      `There is no SASL mechanism ${sasl.mechanism}: there are plain, scram-sha-256, scram-sha-512 and oauthbearer`,
    );
  }
  const { username, password } = sasl as Extract<SASLOptions, { mechanism: 'plain' }>;
  return { mechanism, username, password };
}

function bearer(sasl: Extract<SASLOptions, { mechanism: 'oauthbearer' }>): SaslOptions {
  if (typeof sasl.oauthBearerProvider !== 'function') {
    throw new KafkaJSNonRetriableError('sasl with oauthbearer needs the function oauthBearerProvider');
  }
  return { mechanism: 'OAUTHBEARER', token: async () => (await sasl.oauthBearerProvider()).value };
}
