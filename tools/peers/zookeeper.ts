/**
 * A ZooKeeper for an older Apache Kafka, out of Kafka's own dependencies. One stands beside each such broker, whatever happens
 * to the broker: killed and started again, it finds its cluster as it left it.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitOf } from './kafka-releases.ts';
import { waitForPort } from './port.ts';

/** A broker that was killed can come back once its session has ended; a shorter one ends by itself on a busy machine. */
export const sessionTimeoutMs: number = 3000;
/** Its sessions last for two to twenty ticks. */
const TICK_MS = 500;

const running = new Map<string, ChildProcess>();

/** Starts it with its files in `directory`, or does nothing where it runs there already. */
export async function ensureZooKeeper(classpath: string, directory: string, port: number): Promise<void> {
  if (running.has(directory)) return;
  const configFile = join(directory, 'zookeeper.properties');
  const logFile = join(directory, 'zookeeper.log');
  const settings = {
    dataDir: join(directory, 'zookeeper'),
    clientPort: port,
    clientPortAddress: '127.0.0.1',
    tickTime: TICK_MS,
    maxClientCnxns: 0,
    'admin.enableServer': false,
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(configFile, lines.join(''));
  const output = openSync(logFile, 'a');
  const jvm = ['-Xmx96m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dzookeeper.jmx.log4j.disable=true'];
  const main = 'org.apache.zookeeper.server.ZooKeeperServerMain';
  const child = spawn('java', [...jvm, '-cp', classpath, main, configFile], { stdio: ['ignore', output, output] });
  closeSync(output);
  running.set(directory, child);
  await waitForPort(port, {
    deadlineMs: 30_000,
    gaveUp: () => (child.exitCode === null ? null : `ZooKeeper ended:\n${readFileSync(logFile, 'utf8').slice(-2000)}`),
  });
}

/** Ends the one whose files lie in `directory`, where there is one. What it knew goes with it. */
export async function endZooKeeper(directory: string): Promise<void> {
  const child = running.get(directory);
  if (child === undefined) return;
  running.delete(directory);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = exitOf(child);
  child.kill('SIGKILL');
  await ended;
}
