/**
 * A topology run without a broker, record by record, with a clock that stands still unless it is moved (Kafka's
 * TopologyTestDriver): one partition per topic, everything committed after each record, internal topics fed back at once,
 * and nothing held back to save work, unless it is asked for.
 */
import type { Metric } from '#client';
import { KafkaError } from '#kernel';
import { MetricList } from '../metrics/metric-list.ts';
import { measureStores, type RecordingLevel } from '../metrics/recording-level.ts';
import { listTask } from '../metrics/task-metrics.ts';
import { nodeGroups } from '../plan/node-groups.ts';
import { patternText } from '../plan/topic-pattern.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import { GlobalTask } from '../runtime/global-task.ts';
import type { RecordHeader } from '../runtime/record-context.ts';
import { type OutgoingRecord, StreamTask } from '../runtime/stream-task.ts';
import { ThreadCache } from '../stores/cache/thread-cache.ts';
import type { KeyValueStoreWithHeaders } from '../stores/state-store-with-headers.ts';
import type { KeyValueStore, StateStore } from '../stores/state-store.ts';
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

export interface PipedRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly headers?: readonly RecordHeader[];
}

/** A record that a topology produced, in bytes. */
export interface ProducedRecord extends Omit<OutgoingRecord, 'key' | 'value'> {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

const TASK_ID = '0_0';
const THREAD_ID = 'main';
/** Of each topic. */
const PARTITIONS = 1;
const NO_HEADERS: readonly RecordHeader[] = [];

export class TopologyTestDriver implements Disposable {
  readonly #plan: TopologyPlan;
  readonly #task: StreamTask;
  readonly #global: GlobalTask;
  readonly #inputs: ReadonlySet<string>;
  readonly #produced: ProducedRecord[] = [];
  readonly #outputs = new Map<string, ProducedRecord[]>();
  readonly #offsets = new Map<string, number>();
  readonly #dropped = new Map<string, number>();
  readonly #commitsByHand: boolean;
  readonly #recordingLevel: RecordingLevel;
  #now: number;

  constructor(plan: TopologyPlan, options: TestDriverOptions = {}) {
    const {
      now = 0,
      cacheMaxBytes = 0,
      stateDirectory = null,
      commitsByHand = false,
      metricsRecordingLevel = 'INFO',
    } = options;
    this.#recordingLevel = metricsRecordingLevel;
    this.#plan = plan;
    this.#now = now;
    this.#commitsByHand = commitsByHand;
    const wallClock = (): number => this.#now;
    const onDropped = (reason: string): void => void this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1);
    this.#global = new GlobalTask(plan, wallClock, onDropped);
    const nodes = nodeGroups(plan).flatMap((group) => (group.isGlobal ? [] : group.nodes));
    this.#task = new StreamTask({
      plan,
      nodes,
      taskId: TASK_ID,
      partition: 0,
      directory: stateDirectory,
      cache: cacheMaxBytes > 0 ? new ThreadCache(cacheMaxBytes) : null,
      sink: {
        send: (record) => void this.#produced.push(producedRecord(record)),
        partitionCount: () => PARTITIONS,
      },
      globalStores: this.#global.stores,
      wallClock,
      emitIntervalMs: 0,
      measureStores: measureStores(metricsRecordingLevel, wallClock),
      onDropped,
    });
    this.#task.start();
    this.#inputs = new Set(this.#task.topics);
    this.#drain();
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
    if (!this.#accept(topic, record)) {
      throw new KafkaError(
        'UNKNOWN_TOPIC',
        `The topology does not read ${topic}; it reads ${readTopics(this.#plan, this.#inputs).join(', ')}`,
      );
    }
    this.#run();
  }

  /** What was produced to a topic since the last call. */
  take(topic: string): readonly ProducedRecord[] {
    return this.#outputs.get(topic)?.splice(0) ?? [];
  }

  /** All topics that anything was produced to, sorted. */
  producedTopics(): string[] {
    return [...this.#outputs.keys()].sort();
  }

  /** Moves the wall clock; timers run once for it. */
  advanceWallClock(milliseconds: number): void {
    this.#now += milliseconds;
    this.#task.clock.now = this.#now;
    this.#task.turnMetrics(this.#now);
    this.#task.punctuateWallClock();
    this.#endOfRecord();
    this.#run();
  }

  /** All that was processed, with what caches hold back, and what comes of it. */
  commit(): void {
    this.#commit();
    this.#run();
  }

  /**
   * Waits until no function of an asynchronous operator is at work, and lets their results go on. Calls that are to be
   * repeated, or may take too long, wait for the wall clock, which `advanceWallClock` moves.
   */
  async settle(): Promise<void> {
    const { asyncWork } = this.#task;
    this.#run();
    while (asyncWork.atWork > 0) {
      await asyncWork.woken;
      this.#run();
    }
  }

  store(name: string): StateStore {
    const store = this.#task.store(name) ?? this.#global.stores.get(name);
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
    const list = new MetricList(this.#now, this.#recordingLevel);
    listTask(list, THREAD_ID, this.#task.measured, this.#task.metrics.processMs.rate(this.#now));
    return list.metrics;
  }

  /** How many records were left out, by reason. */
  get dropped(): ReadonlyMap<string, number> {
    return this.#dropped;
  }

  close(): void {
    this.#task.close();
    this.#global.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #accept(topic: string, { key, value, timestamp, headers = NO_HEADERS }: PipedRecord): boolean {
    const matching = this.#inputs.has(topic) ? undefined : this.#plan.matching(topic);
    // As in Kafka's driver the topics of a pattern have their offsets in common.
    const counted = matching?.name ?? topic;
    const offset = this.#offsets.get(counted) ?? 0;
    const record = { topic, partition: 0, offset, key, value, timestamp, headers };
    const isGlobal = this.#global.update(record);
    const isInput = this.#inputs.has(topic) || matching !== undefined;
    if (isInput) this.#task.add(record);
    if (isGlobal || isInput) this.#offsets.set(counted, offset + 1);
    return isGlobal || isInput;
  }

  #run(): void {
    while (this.#task.process()) {
      this.#task.punctuateStreamTime();
      this.#endOfRecord();
    }
  }

  #endOfRecord(): void {
    if (this.#commitsByHand) this.#drain();
    else this.#commit();
  }

  #commit(): void {
    this.#task.flush();
    this.#task.committed([], () => null);
    this.#drain();
  }

  /** Produced records become outputs, and inputs where the topology reads them itself. */
  #drain(): void {
    for (const record of this.#produced.splice(0)) {
      const output = this.#outputs.get(record.topic);
      if (output === undefined) this.#outputs.set(record.topic, [record]);
      else output.push(record);
      this.#accept(record.topic, record);
    }
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

function bytesOf(part: Uint8Array | string | null): Uint8Array | null {
  return part === null ? null : Buffer.from(part);
}
