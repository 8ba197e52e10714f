/** A case run by the driver for tests: what comes of each of its inputs, in the form that the vectors have. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metric } from '#client';
import { type PipedRecord, type Topology, TopologyTestDriver } from '#streams';
import { PartitionedDriver } from '../../../src/streams/testing/partitioned-driver.testing.ts';
import { TopologyCase, type CaseOperation } from './topology-case.ts';

/** A header's value is a text, or null. */
export type CaseHeader = readonly [name: string, value: string | null];

/** A record for a topic; none where that is `@clock`, by which the wall clock moves by the time, or `@commit`. */
export type CaseInput = readonly [
  topic: string,
  key: string | null,
  value: string | null,
  timestamp: number,
  headers?: readonly CaseHeader[],
];

export interface StreamsCase {
  readonly ops: readonly CaseOperation[];
  readonly input: readonly CaseInput[];
  /** With all of Kafka's optimizations. */
  readonly optimize?: boolean;
  /** Topics whose records are written down. */
  readonly out: readonly string[];
  /** What the stores' caches may hold together; nothing where absent. */
  readonly cacheBytes?: number;
  /** Stores on the disk, here by LMDB, there by RocksDB; in memory where absent. */
  readonly stores?: 'persistent';
  /** Stores of the builder keep the headers of records (Kafka's dsl.store.format); they do not where absent. */
  readonly storeFormat?: 'headers';
  /** Of every topic; 1 where absent. A task reads one of each. */
  readonly partitions?: number;
  /** How many partitions further than their keys say the inputs lie: as where an application has a partitioner of its own. */
  readonly shift?: number;
  /** Nothing is committed but by inputs for `@commit`; otherwise after each record. */
  readonly byHand?: boolean;
}

export interface CaseResult {
  /**
   * Of each input, `key=value@timestamp`, ` name=value` for each header, and ` to number` where there are several partitions;
   * `!failed` where processing ended with an error.
   */
  readonly steps: readonly (readonly string[])[];
  /** `Topology.describe()`. */
  readonly topology: string;
  /** All that were produced to, sorted. */
  readonly topics: readonly string[];
  /** Of each input, what went into the application's own topics: `topic key=value@timestamp`, in hexadecimal digits. */
  readonly internal: readonly (readonly string[])[];
  /** How many records were left out. */
  readonly dropped: number;
}

/** What a case needs of either driver. */
interface CaseDriver extends Disposable {
  pipe(topic: string, record: PipedRecord): void;
  advanceWallClock(milliseconds: number): void;
  commit(): void;
  take(topic: string): readonly Shown[];
  producedTopics(): string[];
}

type Shown = PipedRecord & { readonly partition: number | null };

export const CLOCK = '@clock';
export const COMMIT = '@commit';
const OWN_TOPICS = 'oracle-';

export function runCase(given: StreamsCase): CaseResult {
  return inDirectory(given, (stateDirectory) => runIn(given, stateDirectory));
}

/** What the driver has measured, at TRACE, when it has had all inputs of a case with one partition. */
export function metricsOfCase(given: StreamsCase): Metric[] {
  return inDirectory(given, (stateDirectory) => {
    const { cacheBytes = 0, byHand = false } = given;
    const options = { cacheMaxBytes: cacheBytes, commitsByHand: byHand, metricsRecordingLevel: 'TRACE' } as const;
    using driver = new TopologyTestDriver(topologyOf(given).build(), {
      ...options,
      ...(stateDirectory === null ? {} : { stateDirectory }),
    });
    try {
      for (const one of given.input) pipe(driver, one);
    } catch {
      // A case may end so.
    }
    return driver.metrics();
  });
}

function inDirectory<T>({ stores }: StreamsCase, run: (stateDirectory: string | null) => T): T {
  if (stores === undefined) return run(null);
  const stateDirectory = mkdtempSync(join(tmpdir(), 'samsa-case-'));
  try {
    return run(stateDirectory);
  } finally {
    rmSync(stateDirectory, { recursive: true });
  }
}

function topologyOf({ ops, stores, storeFormat, optimize = false }: StreamsCase): Topology {
  const built = new TopologyCase({ isOptimized: optimize, stores, storeFormat });
  for (const operation of ops) built.apply(operation);
  return built.topology;
}

function runIn(given: StreamsCase, stateDirectory: string | null): CaseResult {
  const { input, out, partitions = 1 } = given;
  const topology = topologyOf(given);
  const plan = topology.build();
  const steps: string[][] = [];
  const internal: string[][] = [];
  const isDivided = partitions > 1;
  using driver = driverOf(given, plan, stateDirectory);
  for (const one of input) {
    try {
      pipe(driver, one);
    } catch {
      steps.push(['!failed']);
      break;
    }
    steps.push(out.flatMap((topic) => recordsOf(driver.take(topic), textOf, isDivided)));
    const own = driver.producedTopics().filter((topic) => topic.startsWith(OWN_TOPICS));
    internal.push(own.flatMap((topic) => ownRecords(driver, topic, isDivided)));
  }
  return {
    steps,
    internal,
    dropped: droppedBy(driver),
    topology: topology.describe(),
    topics: driver.producedTopics(),
  };
}

function driverOf(
  { partitions = 1, shift = 0, cacheBytes = 0, byHand = false }: StreamsCase,
  plan: ConstructorParameters<typeof TopologyTestDriver>[0],
  stateDirectory: string | null,
): TopologyTestDriver | PartitionedDriver {
  const options = { cacheMaxBytes: cacheBytes, commitsByHand: byHand };
  if (partitions === 1) {
    return new TopologyTestDriver(plan, stateDirectory === null ? options : { ...options, stateDirectory });
  }
  if (stateDirectory === null) return new PartitionedDriver(plan, { ...options, partitions, shift });
  const stateDirectoryOf = (partition: number): string => {
    const directory = join(stateDirectory, `of-${partition}`);
    mkdirSync(directory);
    return directory;
  };
  return new PartitionedDriver(plan, { ...options, partitions, shift, stateDirectoryOf });
}

function droppedBy({ dropped }: TopologyTestDriver | PartitionedDriver): number {
  return typeof dropped === 'number' ? dropped : [...dropped.values()].reduce((sum, count) => sum + count, 0);
}

function pipe(driver: CaseDriver, [topic, key, value, timestamp, headers = []]: CaseInput): void {
  if (topic === CLOCK) {
    driver.advanceWallClock(timestamp);
    return;
  }
  if (topic === COMMIT) {
    driver.commit();
    return;
  }
  driver.pipe(topic, {
    key: bytesOf(key),
    value: bytesOf(value),
    timestamp,
    headers: headers.map(([name, text]) => ({ key: name, value: bytesOf(text) })),
  });
}

function recordsOf(
  records: readonly Shown[],
  shown: (bytes: Uint8Array | null) => string,
  isDivided: boolean,
): string[] {
  return records.map(({ key, value, timestamp, headers = [], partition }) => {
    const others = headers.map((header) => ` ${header.key}=${shown(header.value)}`);
    return `${shown(key)}=${shown(value)}@${timestamp}${others.join('')}${isDivided ? ` to ${partition}` : ''}`;
  });
}

/** What a buffer writes down it writes in the order of Java's hash tables, which is nobody's concern. */
function ownRecords(driver: CaseDriver, topic: string, isDivided: boolean): string[] {
  const lines = recordsOf(driver.take(topic), hexOf, isDivided).map((line) => `${topic} ${line}`);
  return topic.includes('-SUPPRESS-') ? lines.sort() : lines;
}

function bytesOf(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text);
}

function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? 'null' : Buffer.from(bytes).toString();
}

function hexOf(bytes: Uint8Array | null): string {
  return bytes === null ? 'null' : Buffer.from(bytes).toString('hex');
}
