/** The registry that the serdes work with: in the process of Samsa's broker, or alone in front of Apache Kafka. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { freePort, waitForPort } from '../../tools/peers/port.ts';
import { releaseOf, startBroker, type BrokerName } from '../runner/brokers.ts';

export interface RunningRegistry {
  readonly url: string;
  readonly peer: Peer;
  close(): Promise<void>;
}

export async function startRegistry(
  broker: BrokerName,
  { directory, onProgress }: { directory: string; onProgress: (line: string) => void },
): Promise<RunningRegistry> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  if (releaseOf(broker) === null) {
    const config = { 'samsa.registry.listener': `127.0.0.1:${port}` };
    const peer = await startBroker(broker, { config, onProgress });
    await waitForPort(port, { deadlineMs: 30_000, gaveUp: () => null });
    return { url, peer, close: () => peer.discard() };
  }
  const peer = await startBroker(broker, { onProgress });
  const logFile = join(directory, 'registry.log');
  const child = launch(peer.bootstrap, port, logFile);
  await waitForPort(port, {
    deadlineMs: 30_000,
    gaveUp: () =>
      child.exitCode === null ? null : `the registry ended:\n${readFileSync(logFile, 'utf8').slice(-2000)}`,
  });
  return { url, peer, close: () => closeBoth(child, peer) };
}

function launch(bootstrap: string, port: number, logFile: string): ChildProcess {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const output = openSync(logFile, 'a');
  const command = ['--conditions=source', main, 'registry', '--bootstrap', bootstrap, '--listen', `127.0.0.1:${port}`];
  const child = spawn(process.execPath, command, { stdio: ['ignore', output, output] });
  closeSync(output);
  return child;
}

async function closeBoth(child: ChildProcess, peer: Peer): Promise<void> {
  if (child.exitCode === null) {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await exited;
  }
  await peer.discard();
}
