/**
 * A real Apache Kafka beside Samsa, from Maven Central: what the conformance run and the benchmarks compare with.
 * Needs `java` (17 or newer) and `mvn`. The jars are kept in `~/.cache/samsa-peers/kafka-<version>/lib` (`KAFKA_PEER_HOME`
 * names another place) and fetched once; the data of each node lives in a temporary directory that goes with it.
 *
 *   node --conditions=source tools/peers/apache-kafka.ts [PORT] [KEY=VALUE …]   runs a node in the foreground until Ctrl-C
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePortPair, waitForPort } from './port.ts';

export const apacheKafkaVersion: string = '4.3.1';

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
  /** The client listener's port; the controller listens on the next one. Default: two free ones. */
  readonly port?: number;
  /** Further lines for server.properties; they win over the defaults here. */
  readonly config?: Readonly<Record<string, string>>;
  /** Feature levels to format the storage with, by name; the newest without it. */
  readonly features?: Readonly<Record<string, number>>;
  /** The directory of a node that has ended: it starts again as it was, on its port and its data. `config` is not looked at. */
  readonly resume?: { readonly directory: string; readonly port: number };
  /** Directories or jars of the broker's plugins. */
  readonly plugins?: readonly string[];
  /** The JVM's heap, fixed from the start. Default `1g`, as Kafka's own start script. */
  readonly heap?: string;
  /** Told what takes its time, in one line. */
  onProgress?(line: string): void;
}

function home(): string {
  return process.env['KAFKA_PEER_HOME'] ?? join(homedir(), '.cache', 'samsa-peers', `kafka-${apacheKafkaVersion}`);
}

/** Says what this machine lacks to run Apache Kafka, or null. */
export function apacheKafkaLacks(): string | null {
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) return 'java is not installed';
  if (existsSync(join(home(), 'lib', '.complete'))) return null;
  if (spawnSync('mvn', ['--version'], { stdio: 'ignore' }).status !== 0) return 'mvn is not installed';
  return null;
}

/** The class path of Kafka's broker, clients and tools; fetches the jars where they are not there yet. */
export async function apacheKafkaClasspath(onProgress?: (line: string) => void): Promise<string> {
  const libraries = join(home(), 'lib');
  const mark = join(libraries, '.complete');
  if (!existsSync(mark)) {
    onProgress?.(`fetching the jars of Apache Kafka ${apacheKafkaVersion} into ${libraries}`);
    mkdirSync(libraries, { recursive: true });
    const pom = fileURLToPath(new URL('pom.xml', import.meta.url));
    const goal = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${libraries}`];
    const maven = spawn('mvn', goal, { stdio: ['ignore', 'ignore', 'inherit'] });
    const code = await exitOf(maven);
    if (code !== 0) throw new Error(`mvn could not fetch Apache Kafka's jars: it ended with ${code}`);
    writeFileSync(mark, '');
  }
  return join(libraries, '*');
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
  });
}

function serverProperties(port: number, dataDirectory: string, config: Readonly<Record<string, string>>): string {
  const controller = port + 1;
  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': dataDirectory,
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    ...config,
  };
  const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
  return lines.join('');
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

/** Starts one KRaft node (broker and controller) on 127.0.0.1 and resolves once its listener takes connections. */
export async function startApacheKafka(options: ApacheKafkaOptions = {}): Promise<Peer> {
  const classpath = [...(options.plugins ?? []), await apacheKafkaClasspath(options.onProgress)].join(delimiter);
  const { resume } = options;
  const port = resume?.port ?? options.port ?? (await freePortPair());
  const directory = resume?.directory ?? mkdtempSync(join(tmpdir(), 'samsa-peer-kafka-'));
  const dataDirectory = options.config?.['log.dirs'] ?? join(directory, 'data');
  const propertiesFile = join(directory, 'server.properties');
  const logFile = join(directory, 'kafka.log');
  if (resume === undefined) {
    writeFileSync(propertiesFile, serverProperties(port, dataDirectory, options.config ?? {}));
    await formatStorage(classpath, { propertiesFile, logFile, features: options.features ?? {} });
  }

  const heap = options.heap ?? '1g';
  const jvm = [`-Xms${heap}`, `-Xmx${heap}`, '-XX:+UseG1GC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
  const output = openSync(logFile, 'a');
  const child = spawn('java', [...jvm, '-cp', classpath, 'kafka.Kafka', propertiesFile], {
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const peer = peerOf(child, { name: 'apache-kafka', port, directory, dataDirectory, logFile });
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
      rmSync(facts.directory, { recursive: true, force: true });
    },
  };
}

if (import.meta.main) {
  const [first, ...rest] = process.argv.slice(2);
  const isPort = first !== undefined && /^\d+$/.test(first);
  const pairs = isPort ? rest : process.argv.slice(2);
  const config = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  const peer = await startApacheKafka({
    port: isPort ? Number(first) : 29_092,
    config,
    onProgress: (line) => console.error(line),
  });
  console.log(
    `Apache Kafka ${apacheKafkaVersion} answers on ${peer.bootstrap}; data in ${peer.dataDirectory}, log in ${peer.logFile}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void peer.discard());
}
