/**
 * `samsa start --secure`: a listener with TLS and SCRAM, an authorizer, and a first user who may do everything, without a
 * line of configuration. How to connect is printed once, when the user is made.
 */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { Broker } from '#broker';
import { KafkaError } from '#kernel';
import { FIRST_USER, SecureFiles } from './secure-files.ts';

const PASSWORD_BYTES = 24;
const LISTENER = 'SASL_SSL';
/** The package's door for clients. */
const CLIENT = "'samsa/client'";
const DEFAULT_ADDRESS = 'localhost:9092';

export interface SecureStart {
  /** Weaker than what the command line says, and stronger than the file. */
  readonly configs: ReadonlyMap<string, string>;
  readonly files: SecureFiles;
}

export interface SecureStartOptions {
  /** `log.dirs`' first. */
  readonly dataDirectory: string;
  /** Where to listen, `host:port`. */
  readonly address: string | undefined;
}

/** Makes what is missing on disk; the configs point to it. */
export function secureStart({ dataDirectory, address = DEFAULT_ADDRESS }: SecureStartOptions): SecureStart {
  const files = new SecureFiles(resolve(`${dataDirectory}-security`), hostsOf(address), new Date());
  const prefix = `listener.name.${LISTENER.toLowerCase()}`;
  const configs = new Map([
    ['listeners', `${LISTENER}://${address}`],
    [`${prefix}.ssl.keystore.type`, 'PEM'],
    [`${prefix}.ssl.keystore.location`, files.keyStorePath],
    [`${prefix}.sasl.enabled.mechanisms`, 'SCRAM-SHA-512,SCRAM-SHA-256'],
    ['authorizer.class.name', 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'],
    ['super.users', `User:${FIRST_USER}`],
  ]);
  return { configs, files };
}

/** Refuses what contradicts it. */
export function refuseOwnListeners(given: ReadonlyMap<string, string>): void {
  if (!given.has('listeners')) return;
  throw new KafkaError(
    'INVALID_CONFIG',
    '--secure makes the listener itself: leave listeners out and say where with --listen, or leave --secure out and ' +
      'secure your listeners by their configs',
  );
}

/** Makes the first user where there is none. Returns what to tell, null where nothing is new. */
export async function firstUser(broker: Broker, { files }: SecureStart, bootstrap: string): Promise<string | null> {
  if (broker.hasScramUser(FIRST_USER)) return null;
  const password = files.writtenPassword() ?? randomBytes(PASSWORD_BYTES).toString('base64url');
  files.writeClientProperties(bootstrap, password);
  await broker.setScramPassword(FIRST_USER, password);
  return howToConnect({ bootstrap, password, files });
}

function howToConnect({
  bootstrap,
  password,
  files,
}: {
  bootstrap: string;
  password: string;
  files: SecureFiles;
}): string {
  return `
This is told once. Clients connect with TLS and log in by SCRAM:
  bootstrap.servers    ${bootstrap}
  security.protocol    SASL_SSL
  sasl.mechanism       SCRAM-SHA-512 (or SCRAM-SHA-256)
  user                 ${FIRST_USER}, who may do everything
  password             ${password}
  certificate of the authority to trust
                       ${files.authorityPath}
All of it as a file for Kafka's tools and for samsa (keep it to yourself):
                       ${files.clientPropertiesPath}
In TypeScript:
  import { readFileSync } from 'node:fs';
  import { Producer } from ${CLIENT};
  const producer = new Producer({
    bootstrapServers: '${bootstrap}',
    tls: { ca: readFileSync('${files.authorityPath}') },
    sasl: { mechanism: 'SCRAM-SHA-512', username: '${FIRST_USER}', password: '…' },
  });
`;
}

/** Under which names and addresses clients may come. */
function hostsOf(address: string): string[] {
  const host = address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  const isWildcard = host === '' || host === '0.0.0.0' || /^[0:]+$/.test(host);
  const own = isWildcard ? [] : [host];
  return [...new Set([...own, 'localhost', hostname(), '127.0.0.1', '::1'])];
}
