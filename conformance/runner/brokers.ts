/** The broker that the clients run against: a fresh Samsa, or a real Apache Kafka of some release, on a free port. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { peerOf, startApacheKafka } from '../../tools/peers/apache-kafka.ts';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { currentKafka, olderKafkas } from '../../tools/peers/kafka-releases.ts';
import type { KafkaRelease } from '../../tools/peers/kafka-releases.ts';
import { freePort, waitForPort } from '../../tools/peers/port.ts';

/** `samsa`, or the name of a release of Apache Kafka. */
export type BrokerName = string;

const samsa = 'samsa';

/** All that can be started here. */
export const brokerNames: readonly BrokerName[] = [samsa, currentKafka.name, ...olderKafkas.map(({ name }) => name)];

/** Of Apache Kafka; null for Samsa. */
export function releaseOf(broker: BrokerName): KafkaRelease | null {
  if (broker === samsa) return null;
  const release = [currentKafka, ...olderKafkas].find(({ name }) => name === broker);
  if (release === undefined) throw new Error(`there is no broker ${broker}: ${brokerNames.join(', ')}`);
  return release;
}

/** The same for all: members that vanish are to be missed within seconds, and groups are to form at once. */
const commonConfig: Readonly<Record<string, string>> = {
  'group.min.session.timeout.ms': '1000',
  'group.initial.rebalance.delay.ms': '0',
  // Consumer groups of KIP-848 have bounds of their own for the same.
  'group.consumer.min.session.timeout.ms': '1000',
  'group.consumer.session.timeout.ms': '6000',
  'group.consumer.min.heartbeat.interval.ms': '100',
  'group.consumer.heartbeat.interval.ms': '300',
  // Streams groups have bounds of their own for the same.
  'group.streams.min.session.timeout.ms': '1000',
  'group.streams.session.timeout.ms': '6000',
  'group.streams.min.heartbeat.interval.ms': '100',
  'group.streams.heartbeat.interval.ms': '1000',
  'group.streams.initial.rebalance.delay.ms': '500',
  'auto.create.topics.enable': 'false',
  // Transactions that outlive their time are looked for every second.
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': '1000',
  // Compaction begins soon after there is something to compact.
  'log.cleaner.backoff.ms': '500',
};

/** After a kill its controller lets the broker in again only once the session of the one before has ended. */
const kafkaConfig: Readonly<Record<string, string>> = {
  'broker.session.timeout.ms': '1500',
  'broker.heartbeat.interval.ms': '300',
};

export interface StartOptions {
  /** On top of what all have. */
  readonly config?: Readonly<Record<string, string>>;
  /** The client listener's port; a free one without it. */
  readonly port?: number;
  /** Samsa only: words before its command, as those of a shell that sets limits. */
  readonly wrapper?: readonly string[];
  /** Apache Kafka only: feature levels to format the storage with. */
  readonly features?: Readonly<Record<string, number>>;
  /** Apache Kafka only: directories of classes that its configs name. */
  readonly plugins?: readonly string[];
  onProgress?(line: string): void;
}

export function startBroker(name: BrokerName, options: StartOptions = {}): Promise<Peer> {
  const config = { ...commonConfig, ...options.config };
  const release = releaseOf(name);
  if (release === null) return startSamsa({ ...options, config });
  return startApacheKafka({ ...options, release, config: { ...kafkaConfig, ...config } });
}

/** Starts a broker that has ended again: as it was, on its port and on what it left behind. */
export function resumeBroker(
  name: BrokerName,
  { directory, port }: Peer,
  wrapper: readonly string[] = [],
): Promise<Peer> {
  const release = releaseOf(name);
  if (release === null) return launchSamsa(directory, port, wrapper);
  return startApacheKafka({ release, resume: { directory, port } });
}

async function startSamsa({ config, port = 0, wrapper = [] }: StartOptions): Promise<Peer> {
  const listenerPort = port === 0 ? await freePort() : port;
  const directory = mkdtempSync(join(tmpdir(), 'samsa-conformance-'));
  const settings: Record<string, string> = {
    listeners: `PLAINTEXT://127.0.0.1:${listenerPort}`,
    'log.dirs': join(directory, 'data'),
    ...config,
  };
  writeFileSync(join(directory, 'settings.json'), JSON.stringify(settings));
  return launchSamsa(directory, listenerPort, wrapper);
}

/** With the settings that lie in the directory. */
async function launchSamsa(directory: string, port: number, wrapper: readonly string[]): Promise<Peer> {
  const settings = JSON.parse(readFileSync(join(directory, 'settings.json'), 'utf8')) as Record<string, string>;
  const logFile = join(directory, 'samsa.log');
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  const output = openSync(logFile, 'a');
  const command = [...wrapper, process.execPath, '--conditions=source', main, 'start', ...options];
  const child = spawn(command[0] ?? '', command.slice(1), {
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const dataDirectory = join(directory, 'data');
  const peer = peerOf(child, { name: 'samsa', port, directory, dataDirectory, logFile });
  try {
    await waitForPort(port, {
      deadlineMs: 30_000,
      gaveUp: () =>
        child.exitCode === null
          ? null
          : `Samsa ended with ${child.exitCode}:\n${readFileSync(logFile, 'utf8').slice(-2000)}`,
    });
  } catch (error) {
    await peer.discard();
    throw error;
  }
  return peer;
}
