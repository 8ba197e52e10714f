/** Who is measured: Samsa in either mode of `flush.ack`, and Apache Kafka, each freshly started with nothing but defaults. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { peerOf, startApacheKafka } from '../../tools/peers/apache-kafka.ts';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { freePort } from '../../tools/peers/port.ts';
import { millisecondsSinceStart, untilAnswered } from './start-up.ts';

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
  start(): Promise<StartedBroker>;
}

export const apacheKafka: Subject = { name: 'apache-kafka', flushAck: null, start: startKafka };
export const samsaFsync: Subject = { name: 'samsa', flushAck: 'fsync', start: () => startSamsa('fsync') };
export const samsaPageCache: Subject = { name: 'samsa', flushAck: 'page-cache', start: () => startSamsa('page-cache') };

async function startKafka(): Promise<StartedBroker> {
  const peer = await startApacheKafka();
  await untilAnswered(peer.port, () => null);
  return { peer, startedInMs: millisecondsSinceStart(peer.pid) };
}

/** As a user starts it, from the checkout. */
async function startSamsa(flushAck: string): Promise<StartedBroker> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'samsa-bench-'));
  const dataDirectory = join(directory, 'data');
  const logFile = join(directory, 'samsa.log');
  const command = fileURLToPath(new URL('../../bin/samsa.mjs', import.meta.url));
  const options = ['--data', dataDirectory, '--listen', `127.0.0.1:${port}`, '-o', `flush.ack=${flushAck}`];
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
