/** Who is measured: Samsa in either mode of `flush.ack`, and Apache Kafka, each with its defaults but for what a row needs. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { peerOf, startApacheKafka } from '../../tools/peers/apache-kafka.ts';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { freePort, freePortPair } from '../../tools/peers/port.ts';
import { millisecondsSinceStart, untilAnswered } from './start-up.ts';
import { kafkaTlsConfig, tlsIdentity } from './tls.ts';

export interface StartedBroker {
  readonly peer: Peer;
  /** From the start of its process to the first answer to ApiVersions. */
  readonly startedInMs: number;
}

export interface Subject {
  /** As columns of a report are named. */
  readonly name: 'samsa' | 'apache-kafka';
  /** How Samsa acknowledges; null for others, which are compared with both. */
  readonly flushAck: 'fsync' | 'page-cache' | null;
  start(options?: StartOptions): Promise<StartedBroker>;
}

export interface StartOptions {
  /** Further configs, by Kafka's names; `listeners` excluded. */
  readonly config?: Readonly<Record<string, string>>;
  /** A TLS listener beside the usual one. */
  readonly tlsPort?: number;
  /** A broker that has ended, to be started again on its port and its data. */
  readonly resume?: Peer;
}

export const apacheKafka: Subject = { name: 'apache-kafka', flushAck: null, start: startKafka };
export const samsaFsync: Subject = {
  name: 'samsa',
  flushAck: 'fsync',
  start: (options) => startSamsa('fsync', options),
};
export const samsaPageCache: Subject = {
  name: 'samsa',
  flushAck: 'page-cache',
  start: (options) => startSamsa('page-cache', options),
};

async function startKafka({ config = {}, tlsPort, resume }: StartOptions = {}): Promise<StartedBroker> {
  const port = resume?.port ?? (await freePortPair());
  const peer = await startApacheKafka({
    port,
    config: { ...config, ...(tlsPort !== undefined && kafkaTlsConfig(port, tlsPort)) },
    ...(resume !== undefined && { resume: { directory: resume.directory, port } }),
  });
  await untilAnswered(peer.port, () => null);
  return { peer, startedInMs: millisecondsSinceStart(peer.pid) };
}

/** As a user starts it, from the checkout. */
async function startSamsa(
  flushAck: string,
  { config = {}, tlsPort, resume }: StartOptions = {},
): Promise<StartedBroker> {
  const port = resume?.port ?? (await freePort());
  const directory = resume?.directory ?? mkdtempSync(join(tmpdir(), 'samsa-bench-'));
  const dataDirectory = join(directory, 'data');
  const logFile = join(directory, 'samsa.log');
  const command = fileURLToPath(new URL('../../bin/samsa.mjs', import.meta.url));
  const listeners = [`PLAINTEXT://127.0.0.1:${port}`, ...(tlsPort === undefined ? [] : [`SSL://127.0.0.1:${tlsPort}`])];
  const configs = {
    listeners: listeners.join(','),
    'flush.ack': flushAck,
    ...config,
    ...(tlsPort !== undefined && tlsIdentity()),
  };
  const options = [
    '--data',
    dataDirectory,
    ...Object.entries(configs).flatMap(([key, value]) => ['-o', `${key}=${value}`]),
  ];
  const output = openSync(logFile, 'a');
  const child = spawn(process.execPath, [command, 'start', ...options], { stdio: ['ignore', output, output] });
  closeSync(output);
  const peer = peerOf(child, { name: 'samsa', port, directory, dataDirectory, logFile });
  const gaveUp = (): string | null =>
    child.exitCode === null
      ? null
      : `Samsa ended with ${child.exitCode}:\n${readFileSync(logFile, 'utf8').slice(-2000)}`;
  await untilAnswered(port, gaveUp);
  return { peer, startedInMs: millisecondsSinceStart(peer.pid) };
}
