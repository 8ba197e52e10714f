/**
 * A topology run without a broker, record by record, with a clock that stands still unless it is moved (Kafka's
 * TopologyTestDriver): one partition per topic, everything committed after each record, internal topics fed back at once,
 * and nothing held back to save work, unless it is asked for.
 */
import type { Metric } from '#client';
import { KafkaError } from '#kernel';
import { MetricList } from '../metrics/metric-list.ts';
import type { RecordingLevel } from '../metrics/recording-level.ts';
import { listGlobalTask, listTask } from '../metrics/task-metrics.ts';
import { patternText } from '../plan/topic-pattern.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { OutgoingRecord, StreamTask } from '../runtime/stream-task.ts';
import type { KeyValueStoreWithHeaders } from '../stores/state-store-with-headers.ts';
import type { KeyValueStore, StateStore } from '../stores/state-store.ts';
import { bytesOf, DrivenTasks, type PipedRecord } from './driven-tasks.ts';
import { TestInput, TestOutput, type TestTopicSerdes } from './test-topics.ts';

export interface TestDriverOptions {
  /** The wall clock at the start, milliseconds since 1970; 0 where absent. */
  readonly now?: number;
  /**
   * What stores may hold back until a commit, in bytes (`statestore.cache.max.bytes`): then of several changes of a row that
   * come of one record only the last one is told. 0, nothing, where absent.
   */
  readonly cacheMaxBytes?: number;
  /** Where persistent stores keep their files, which are there again for the next driver; in memory where absent. */
  readonly stateDirectory?: string;
  /** Nothing is committed but by `commit()`: what caches hold back is told then. False where absent: after each record. */
  readonly commitsByHand?: boolean;
  /** Which metrics there are; `INFO` where absent. */
  readonly metricsRecordingLevel?: RecordingLevel;
}

/** A record that a topology produced, in bytes. */
export interface ProducedRecord extends Omit<OutgoingRecord, 'key' | 'value'> {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

const THREAD_ID = 'main';
/** Of each topic. */
const PARTITIONS = 1;

export class TopologyTestDriver implements Disposable {
  readonly #plan: TopologyPlan;
  readonly #driven: DrivenTasks<ProducedRecord>;
  readonly #dropped = new Map<string, number>();
  readonly #recordingLevel: RecordingLevel;

  constructor(plan: TopologyPlan, options: TestDriverOptions = {}) {
    const {
      now = 0,
      cacheMaxBytes = 0,
      stateDirectory = null,
      commitsByHand = false,
      metricsRecordingLevel: recordingLevel = 'INFO',
    } = options;
    this.#recordingLevel = recordingLevel;
    this.#plan = plan;
    this.#driven = new DrivenTasks<ProducedRecord>(plan, {
      partitions: PARTITIONS,
      now,
      cacheMaxBytes,
      commitsByHand,
      recordingLevel,
      directoryOf: () => stateDirectory,
      sinkOf: (take) => ({
        send: (record) => {
          take(producedRecord(record));
          return -1;
        },
        partitionCount: () => PARTITIONS,
      }),
      partitionOf: () => 0,
      onDropped: (reason) => void this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1),
    });
  }

  get #task(): StreamTask {
    return this.#driven.tasks[0]!;
  }

  /** A topic to write to, in values. */
  input<K, V>(topic: string, serdes: TestTopicSerdes<K, V>): TestInput<K, V> {
    return new TestInput(this, topic, serdes);
  }

  /** A topic to read from, in values. */
  output<K, V>(topic: string, serdes: TestTopicSerdes<K, V>): TestOutput<K, V> {
    return new TestOutput(this, topic, serdes);
  }

  /** One record of a topic, and all that comes of it. */
  pipe(topic: string, record: PipedRecord): void {
    if (this.#driven.pipe(topic, 0, record)) return;
    const read = readTopics(this.#plan, this.#driven.inputs).join(', ');
    throw new KafkaError('UNKNOWN_TOPIC', `The topology does not read ${topic}; it reads ${read}`);
  }

  /** What was produced to a topic since the last call. */
  take(topic: string): readonly ProducedRecord[] {
    return this.#driven.take(topic);
  }

  /** All topics that anything was produced to, sorted. */
  producedTopics(): string[] {
    return this.#driven.producedTopics();
  }

  /** Moves the wall clock; timers run once for it. */
  advanceWallClock(milliseconds: number): void {
    this.#driven.advanceWallClock(milliseconds);
  }

  /** All that was processed, with what caches hold back, and what comes of it. */
  commit(): void {
    this.#driven.commit();
  }

  /**
   * Waits until no function of an asynchronous operator is at work, and lets their results go on. Calls that are to be
   * repeated, or may take too long, wait for the wall clock, which `advanceWallClock` moves.
   */
  async settle(): Promise<void> {
    const { asyncWork } = this.#task;
    this.#driven.run();
    while (asyncWork.atWork > 0) {
      await asyncWork.woken;
      this.#driven.run();
    }
  }

  store(name: string): StateStore {
    const store = this.#task.store(name) ?? this.#driven.globals[0]!.stores.get(name);
    if (store === undefined) throw new KafkaError('UNKNOWN_STORE', `The topology has no store ${name}`);
    return store;
  }

  keyValueStore<K, V>(name: string): KeyValueStore<K, V> {
    return this.store(name) as KeyValueStore<K, V>;
  }

  /** Of a store whose rows have headers. */
  keyValueStoreWithHeaders<K, V>(name: string): KeyValueStoreWithHeaders<K, V> {
    return this.store(name) as KeyValueStoreWithHeaders<K, V>;
  }

  /** What is measured, under the names of Kafka Streams' metrics, as an application tells it of its tasks. */
  metrics(): Metric[] {
    const list = new MetricList(this.#driven.now, this.#recordingLevel);
    listTask(list, THREAD_ID, this.#task.measured, this.#task.metrics.processMs.rate(this.#driven.now));
    const [global] = this.#driven.globals;
    if (global!.stores.size > 0) listGlobalTask(list, THREAD_ID, global!);
    return list.metrics;
  }

  /** How many records were left out, by reason. */
  get dropped(): ReadonlyMap<string, number> {
    return this.#dropped;
  }

  close(): void {
    this.#driven[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function readTopics({ nodes }: TopologyPlan, topics: ReadonlySet<string>): string[] {
  const patterns = [...nodes.values()].flatMap((node) =>
    node.kind === 'source' && node.pattern !== undefined ? [`/${patternText(node.pattern)}/`] : [],
  );
  return [...topics, ...patterns];
}

/** A copy, for who keeps it. */
function producedRecord(record: OutgoingRecord): ProducedRecord {
  const { topic, partition, timestamp, headers, onRefused } = record;
  const bytes = { key: bytesOf(record.key), value: bytesOf(record.value) };
  return {
    topic,
    partition,
    timestamp,
    headers,
    ...bytes,
    ...(onRefused === null || onRefused === undefined ? {} : { onRefused }),
  };
}
