/**
 * A real Apache Kafka beside Samsa, from Maven Central: what the conformance run and the benchmarks compare with.
 * Needs `java` (17 or newer) and `mvn`. The jars are fetched once (kafka-releases.ts); the data of each node lives in a
 * temporary directory that goes with it.
 *
 *   node --conditions=source tools/peers/apache-kafka.ts [NAME] [PORT] [KEY=VALUE …]   runs a node in the foreground until
 *   Ctrl-C; NAME is that of an older release, such as apache-kafka-2.1
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { currentKafka, exitOf, kafkaClasspath, kafkaLacks, olderKafkas } from './kafka-releases.ts';
import type { KafkaRelease } from './kafka-releases.ts';
import { freePortPair, waitForPort } from './port.ts';
import { endZooKeeper, ensureZooKeeper, sessionTimeoutMs } from './zookeeper.ts';

/** A broker process that was started for a comparison. */
export interface Peer {
  readonly name: string;
  /** `host:port` that clients start from. */
  readonly bootstrap: string;
  readonly port: number;
  readonly pid: number;
  /** Its `log.dirs`. */
  readonly dataDirectory: string;
  /** Where its output goes. */
  readonly logFile: string;
  /** Everything of the peer that `discard` removes. */
  readonly directory: string;
  /** Stops the process (SIGTERM, then SIGKILL after 30 s). Its data stay until `discard`. */
  stop(): Promise<void>;
  readonly hasEnded: boolean;
  /** `kill -9`. Resolves once the process is gone. */
  kill(): Promise<void>;
  /** Stops it where that has not happened, and removes its data. */
  discard(): Promise<void>;
}

export interface ApacheKafkaOptions {
  /** Default: the current one. */
  readonly release?: KafkaRelease;
  /** The client listener's port; the controller, or ZooKeeper, listens on the next one. Default: two free ones. */
  readonly port?: number;
  /** Further lines for server.properties; they win over the defaults here. */
  readonly config?: Readonly<Record<string, string>>;
  /** Feature levels to format the storage with, by name; the newest without it. Without KRaft there is nothing to format. */
  readonly features?: Readonly<Record<string, number>>;
  /** The directory of a node that has ended: it starts again as it was, on its port and its data. `config` is not looked at. */
  readonly resume?: { readonly directory: string; readonly port: number };
  /** Directories or jars of the broker's plugins. */
  readonly plugins?: readonly string[];
  /** The JVM's heap, fixed from the start. Default `1g`, as Kafka's own start script; half of it for an older release. */
  readonly heap?: string;
  /** Told what takes its time, in one line. */
  onProgress?(line: string): void;
}

/** Says what this machine lacks to run Apache Kafka, or null. */
export function apacheKafkaLacks(): string | null {
  return kafkaLacks(currentKafka);
}

/** The class path of Kafka's broker, clients and tools; fetches the jars where they are not there yet. */
export function apacheKafkaClasspath(onProgress?: (line: string) => void): Promise<string> {
  return kafkaClasspath(currentKafka, onProgress);
}

interface NodeSetup {
  readonly release: KafkaRelease;
  readonly port: number;
  readonly dataDirectory: string;
  readonly config: Readonly<Record<string, string>>;
}

function serverProperties({ release, port, dataDirectory, config }: NodeSetup): string {
  const properties: Record<string, string> = {
    ...(release.zooKeeper === null ? kraftProperties(port) : zooKeeperProperties(port)),
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': dataDirectory,
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    ...release.config,
    ...config,
  };
  const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
  return lines.join('');
}

function kraftProperties(port: number): Record<string, string> {
  const controller = port + 1;
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  };
}

function zooKeeperProperties(port: number): Record<string, string> {
  return {
    'broker.id': '1',
    'zookeeper.connect': `127.0.0.1:${port + 1}`,
    'zookeeper.session.timeout.ms': String(sessionTimeoutMs),
    listeners: `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT',
  };
}

interface StorageFiles {
  readonly propertiesFile: string;
  readonly logFile: string;
  readonly features: Readonly<Record<string, number>>;
}

async function formatStorage(classpath: string, { propertiesFile, logFile, features }: StorageFiles): Promise<void> {
  const clusterId = Buffer.from(crypto.getRandomValues(new Uint8Array(16)))
    .toString('base64url')
    .replace(/^-/, 'A');
  const output = openSync(logFile, 'a');
  const tool = ['-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', propertiesFile];
  const levels = Object.entries(features).flatMap(([name, level]) => ['--feature', `${name}=${level}`]);
  const jvm = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  const child = spawn('java', [...jvm, ...tool, ...levels], { stdio: ['ignore', output, output] });
  closeSync(output);
  const code = await exitOf(child);
  if (code !== 0) throw new Error(`StorageTool format ended with ${code}:\n${tail(logFile)}`);
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').split('\n').slice(-20).join('\n');
}

/** Starts one node, broker and controller, on 127.0.0.1 and resolves once its listener takes connections. */
export async function startApacheKafka(options: ApacheKafkaOptions = {}): Promise<Peer> {
  const { resume, release = currentKafka } = options;
  const classpath = [...(options.plugins ?? []), await kafkaClasspath(release, options.onProgress)].join(delimiter);
  const port = resume?.port ?? options.port ?? (await freePortPair());
  const directory = resume?.directory ?? mkdtempSync(join(tmpdir(), 'samsa-peer-kafka-'));
  const dataDirectory = options.config?.['log.dirs'] ?? join(directory, 'data');
  const propertiesFile = join(directory, 'server.properties');
  const logFile = join(directory, 'kafka.log');
  if (resume === undefined) {
    writeFileSync(propertiesFile, serverProperties({ release, port, dataDirectory, config: options.config ?? {} }));
    writeFileSync(join(directory, 'log4j.properties'), log4jProperties);
    const { features = {} } = options;
    if (release.zooKeeper === null) await formatStorage(classpath, { propertiesFile, logFile, features });
  }
  if (release.zooKeeper !== null) {
    await ensureZooKeeper(classpath, directory, port + 1);
    // One that was killed is still entered until then, and its successor refused.
    if (resume !== undefined) await delay(sessionTimeoutMs);
  }

  const heap = options.heap ?? (release === currentKafka ? '1g' : '512m');
  const logging = [
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    `-Dlog4j.configuration=file:${directory}/log4j.properties`,
  ];
  const jvm = [`-Xms${heap}`, `-Xmx${heap}`, '-XX:+UseG1GC', ...logging];
  const output = openSync(logFile, 'a');
  const child = spawn('java', [...jvm, '-cp', classpath, 'kafka.Kafka', propertiesFile], {
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const peer = peerOf(child, { name: release.name, port, directory, dataDirectory, logFile });
  try {
    await waitForPort(port, {
      deadlineMs: 60_000,
      gaveUp: () => (child.exitCode === null ? null : `Apache Kafka ended with ${child.exitCode}:\n${tail(logFile)}`),
    });
  } catch (error) {
    await peer.discard();
    throw error;
  }
  return peer;
}

/** Of the older ones, which do not write their log without being told where. */
const log4jProperties = `log4j.rootLogger=WARN, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=%d %p %m (%c)%n
`;

export interface PeerFacts {
  readonly name: string;
  readonly port: number;
  /** Everything of the peer that `discard` removes. */
  readonly directory: string;
  readonly dataDirectory: string;
  readonly logFile: string;
}

/** A running broker process as a `Peer`. */
export function peerOf(child: ChildProcess, facts: PeerFacts): Peer {
  const exited = exitOf(child);
  exited.catch(() => undefined);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (hasEnded()) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await exited;
    clearTimeout(timer);
  };
  return {
    name: facts.name,
    bootstrap: `127.0.0.1:${facts.port}`,
    port: facts.port,
    pid: child.pid ?? -1,
    dataDirectory: facts.dataDirectory,
    logFile: facts.logFile,
    directory: facts.directory,
    get hasEnded() {
      return hasEnded();
    },
    stop,
    kill: async () => {
      if (hasEnded()) return;
      child.kill('SIGKILL');
      await exited;
    },
    discard: async () => {
      await stop();
      await endZooKeeper(facts.directory);
      rmSync(facts.directory, { recursive: true, force: true });
    },
  };
}

if (import.meta.main) {
  const given = process.argv.slice(2);
  const release = [currentKafka, ...olderKafkas].find(({ name }) => given.includes(name)) ?? currentKafka;
  const port = given.find((argument) => /^\d+$/.test(argument));
  const pairs = given.filter((argument) => argument.includes('='));
  const config = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  const peer = await startApacheKafka({
    release,
    port: port === undefined ? 29_092 : Number(port),
    config,
    onProgress: (line) => console.error(line),
  });
  console.log(
    `Apache Kafka ${release.version} answers on ${peer.bootstrap}; data in ${peer.dataDirectory}, log in ${peer.logFile}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void peer.discard());
}
