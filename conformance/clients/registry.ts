/** The clients of the conformance run: what each needs, how it is brought up, and what it cannot do by nature. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apacheKafkaClasspath, apacheKafkaLacks } from '../../tools/peers/apache-kafka.ts';
import type { Codec, CommandName } from '../runner/commands.ts';
import { DriverSession } from '../runner/session.ts';
import type { Session } from '../runner/session.ts';
import { MissingTool, cached, requireTool, runOrThrow } from '../runner/tools.ts';
import { KcatSession } from './kcat.ts';

/** Records of the edge cases (scenarios/edges.ts) that a client has no way to say or to show. */
export type Edge =
  | 'null-key'
  | 'null-value'
  | 'null-both'
  | 'empty-key'
  | 'empty-value'
  | 'binary'
  | 'header-order'
  | 'null-header'
  | 'empty-header';

export type Speciality = 'transactions' | 'consumer-protocol' | 'share-groups';

export interface Client {
  readonly name: string;
  /** The codec for all flights; a slice of them goes through each of the others. */
  readonly mainCodec: Codec;
  readonly codecs: readonly Codec[];
  readonly lacks: readonly CommandName[];
  /** What it has of what not every client has. */
  readonly knows: readonly Speciality[];
  /** Whether a record's timestamp can be given when it is produced. */
  readonly setsTimestamps: boolean;
  readonly cannotProduce: readonly Edge[];
  readonly cannotRead: readonly Edge[];
  /**
   * Records of a fetch that was under way as its partition moved to another member are still handed out, so that both
   * process them.
   */
  readonly repeatsAfterRebalance?: boolean;
  /** Makes ready what it runs from, and answers how to start it. Throws MissingTool. */
  prepare(onProgress: (line: string) => void): Promise<Launch>;
}

export type Launch = (bootstrap: string, logFile: string) => Promise<Session>;

const everyCodec: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
const everySpeciality: readonly Speciality[] = ['transactions', 'consumer-protocol', 'share-groups'];
const able = {
  codecs: everyCodec,
  lacks: [],
  knows: [],
  setsTimestamps: true,
  cannotProduce: [],
  cannotRead: [],
} as const;

const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function driver(...command: string[]): Launch {
  return (bootstrap, logFile) => DriverSession.open([...command, bootstrap], logFile);
}

async function prepareKcat(): Promise<Launch> {
  const program = ['kcat', 'kafkacat'].find(isInstalled);
  if (program === undefined) throw new MissingTool('kcat is not installed (Debian package kafkacat)');
  const version = /Version (\S+).*?librdkafka (\S+)/.exec(await runOrThrow([program, '-V']));
  return async (bootstrap) => new KcatSession(program, `kcat ${version?.[1]}, librdkafka ${version?.[2]}`, bootstrap);
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((directory) => existsSync(join(directory, program)));
}

/** Flags for Java programs that live for seconds: less compiling, one collector thread. */
export const shortLivedJvm: readonly string[] = [
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xmx512m',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];

/** Of Kafka's own client. Throws MissingTool. */
export async function javaClasspath(onProgress: (line: string) => void): Promise<string> {
  const lacks = apacheKafkaLacks();
  if (lacks !== null) throw new MissingTool(lacks);
  requireTool('javac', '-version');
  return apacheKafkaClasspath(onProgress);
}

async function prepareJava(onProgress: (line: string) => void): Promise<Launch> {
  const classpath = await javaClasspath(onProgress);
  const sources = ['Driver', 'RecordFile', 'Transactions', 'Shares'].map((name) => place(`java/${name}.java`));
  const classes = await cached('java', sources, async (directory) => {
    onProgress('compiling the Java driver');
    await runOrThrow(['javac', '-nowarn', '-cp', classpath, '-d', directory, ...sources]);
  });
  return driver('java', ...shortLivedJvm, '-cp', `${classes}:${classpath}`, 'Driver');
}

/** The interpreter that has the Python clients. Throws MissingTool. */
export async function pythonEnvironment(onProgress: (line: string) => void): Promise<string> {
  requireTool('python3', '--version');
  const requirements = place('python/requirements.txt');
  const environment = await cached('python', [requirements], async (directory) => {
    onProgress('installing the Python clients into a virtual environment');
    await runOrThrow(['python3', '-m', 'venv', directory]);
    const pip = [join(directory, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await runOrThrow([...pip, '-r', requirements], { deadlineMs: 300_000 });
  });
  return join(environment, 'bin', 'python');
}

async function preparePython(script: string, onProgress: (line: string) => void): Promise<Launch> {
  return driver(await pythonEnvironment(onProgress), '-B', place(`python/${script}`));
}

/** The program that is built on franz-go. Throws MissingTool. */
export async function goDriver(onProgress: (line: string) => void): Promise<string> {
  requireTool('go', 'version');
  const sources = [
    'go.mod',
    'go.sum',
    'main.go',
    'group.go',
    'record_file.go',
    'transactions.go',
    'share.go',
    'secured.go',
  ].map((name) => place(`go/${name}`));
  const built = await cached('franz-go', sources, async (directory) => {
    onProgress('building the franz-go driver');
    await runOrThrow(['go', 'build', '-o', join(directory, 'driver'), '.'], { cwd: place('go'), deadlineMs: 300_000 });
  });
  return join(built, 'driver');
}

async function prepareGo(onProgress: (line: string) => void): Promise<Launch> {
  return driver(await goDriver(onProgress));
}

async function prepareNode(script: string): Promise<Launch> {
  return driver(process.execPath, '--conditions=source', place(`node/${script}`));
}

const withoutAdmin: readonly CommandName[] = [
  'createTopic',
  'describeConfigs',
  'alterConfigs',
  'createPartitions',
  'deleteTopic',
  'deleteRecords',
  'committed',
  'describeGroup',
  'deleteGroup',
];

export const clients: readonly Client[] = [
  {
    ...able,
    name: 'kcat',
    mainCodec: 'lz4',
    lacks: withoutAdmin,
    setsTimestamps: false,
    cannotProduce: ['binary'],
    prepare: prepareKcat,
  },
  { ...able, name: 'java', mainCodec: 'zstd', knows: everySpeciality, prepare: prepareJava },
  {
    ...able,
    name: 'kafkajs',
    mainCodec: 'gzip',
    knows: ['transactions'],
    // Its headers are an object with a value or an array of values for each name.
    cannotProduce: ['header-order', 'null-header'],
    cannotRead: ['header-order'],
    prepare: () => prepareNode('kafkajs.ts'),
  },
  {
    ...able,
    // The driver of kafkajs, for which `import 'kafkajs'` gives the façade.
    name: 'samsa-kafkajs',
    mainCodec: 'gzip',
    knows: ['transactions'],
    cannotProduce: ['header-order'],
    cannotRead: ['header-order'],
    prepare: async () => {
      const register = place('../../src/kafkajs/register.ts');
      return driver(process.execPath, '--conditions=source', '--import', register, place('node/kafkajs.ts'));
    },
  },
  {
    ...able,
    name: 'platformatic',
    mainCodec: 'snappy',
    repeatsAfterRebalance: true,
    prepare: () => prepareNode('platformatic.ts'),
  },
  {
    ...able,
    name: 'confluent-python',
    mainCodec: 'snappy',
    knows: everySpeciality,
    prepare: (onProgress) => preparePython('confluent_driver.py', onProgress),
  },
  {
    ...able,
    name: 'kafka-python',
    mainCodec: 'none',
    cannotProduce: ['null-both', 'null-header'],
    prepare: (onProgress) => preparePython('kafka_python_driver.py', onProgress),
  },
  { ...able, name: 'franz-go', mainCodec: 'zstd', knows: everySpeciality, prepare: prepareGo },
];
