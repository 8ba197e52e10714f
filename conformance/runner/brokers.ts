/** The broker that the clients run against: a fresh Samsa, or a real Apache Kafka, on a free port. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { peerOf, startApacheKafka } from '../../tools/peers/apache-kafka.ts';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { freePort, waitForPort } from '../../tools/peers/port.ts';

export type BrokerName = 'samsa' | 'apache-kafka';

/** The same for both: members that vanish are to be missed within seconds, and groups are to form at once. */
const config: Readonly<Record<string, string>> = {
  'group.min.session.timeout.ms': '1000',
  'group.initial.rebalance.delay.ms': '0',
  'auto.create.topics.enable': 'false',
};

export function startBroker(name: BrokerName, onProgress: (line: string) => void): Promise<Peer> {
  return name === 'samsa' ? startSamsa() : startApacheKafka({ config, onProgress });
}

async function startSamsa(): Promise<Peer> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'samsa-conformance-'));
  const dataDirectory = join(directory, 'data');
  const logFile = join(directory, 'samsa.log');
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const settings = { listeners: `PLAINTEXT://127.0.0.1:${port}`, 'log.dirs': dataDirectory, ...config };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  const output = openSync(logFile, 'a');
  const child = spawn(process.execPath, ['--conditions=source', main, 'start', ...options], {
    stdio: ['ignore', output, output],
  });
  closeSync(output);
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
