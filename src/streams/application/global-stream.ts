/**
 * What fills the global tables of an application: a consumer of its own reads all partitions of their topics, from their
 * beginning, without a group. Nothing is processed before all that was there at the start has been taken.
 */
import {
  Admin,
  type CommonClientOptions,
  Consumer,
  type ConsumerOptions,
  type Metric,
  type TopicPartition,
  type TopicPartitionOffset,
} from '#client';
import { type Env, isKafkaError, KafkaError, pause } from '#kernel';
import { MetricList } from '../metrics/metric-list.ts';
import { measureStores, type RecordingLevel } from '../metrics/recording-level.ts';
import { listGlobalTask } from '../metrics/task-metrics.ts';
import { GlobalTask } from '../runtime/global-task.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import type { StateStore } from '../stores/state-store.ts';

export interface GlobalStreamOptions {
  readonly env: Env;
  readonly plan: TopologyPlan;
  readonly common: CommonClientOptions;
  readonly clientId: string;
  readonly isExactlyOnce: boolean;
  readonly consumer: Partial<ConsumerOptions>;
  readonly recordingLevel: RecordingLevel;
  /** In metrics: as Kafka Streams calls the thread that does this. */
  readonly threadId: string;
  /** How long calls to brokers may take. */
  readonly defaultApiTimeoutMs: number;
  onDropped(reason: string, at: string): void;
  /** It cannot go on: what the tables hold gets old. */
  onFailure(error: unknown): void;
}

/** Between two looks whether what is left of a topic is nothing but the ends of transactions. */
const LOOK_MS = 20;
/** As long as a source is waited for where the heartbeat has its default (missing-sources.ts): it may just have been made. */
const MISSING_MS = 10_000;

export class GlobalStream {
  readonly #options: GlobalStreamOptions;
  readonly #task: GlobalTask;
  readonly #consumer: Consumer;
  readonly #stop = new AbortController();
  #failure: { readonly error: unknown } | null = null;

  constructor(options: GlobalStreamOptions) {
    const { plan, env, common, clientId, isExactlyOnce, consumer, recordingLevel } = options;
    this.#options = options;
    this.#task = new GlobalTask(plan, {
      wallClock: () => env.clock.now(),
      onDropped: (reason, at) => options.onDropped(reason, at),
      measureStores: measureStores(recordingLevel, () => env.clock.monotonic()),
    });
    this.#consumer = new Consumer({
      ...common,
      clientId: `${clientId}-global-consumer`,
      isolationLevel: isExactlyOnce ? 'read_committed' : 'read_uncommitted',
      autoOffsetReset: 'earliest',
      ...consumer,
      // A table of a topic that was made by looking at it would be empty for good (see thread-clients.ts).
      allowAutoCreateTopics: false,
    });
    this.#consumer.registerMetricsForSubscription(() => this.metrics());
  }

  get stores(): ReadonlyMap<string, StateStore> {
    return this.#task.stores;
  }

  /** None where there are no global tables. */
  metrics(): Metric[] {
    const { env, threadId, recordingLevel } = this.#options;
    const list = new MetricList(env.clock.now(), recordingLevel);
    this.#task.turnMetrics(list.nowMs);
    if (this.stores.size > 0) listGlobalTask(list, threadId, this.#task);
    return list.metrics;
  }

  /** Resolves when all that was there has been taken; goes on taking what comes. Rejects with MISSING_SOURCE_TOPICS. */
  async start(): Promise<void> {
    const topics = this.#task.topics;
    if (topics.length === 0) return;
    const ends = await this.#ends(topics);
    this.#consumer.assign(ends.map(({ topic, partition }) => ({ topic, partition })));
    this.#consumer.seekToBeginning();
    void this.#run();
    while (!this.#hasReached(ends)) {
      if (this.#failure !== null) throw this.#failure.error;
      if (this.#stop.signal.aborted) return;
      await pause(this.#options.env, LOOK_MS, this.#stop.signal);
    }
    this.#task.restored();
  }

  async close(timeoutMs: number): Promise<void> {
    this.#stop.abort();
    await this.#consumer.close({ timeoutMs });
    this.#task.close();
  }

  async #run(): Promise<void> {
    try {
      for await (const batch of this.#consumer.batches()) {
        this.#task.turnMetrics(this.#options.env.clock.now());
        for (const record of batch.records()) {
          const { topic, partition, offset, timestamp, keyBytes: key, valueBytes: value } = record;
          const headers = Array.from(record.headers, ([name, bytes]) => ({ key: name, value: bytes }));
          this.#task.update({ topic, partition, offset, timestamp, key, value, headers });
        }
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#failure = { error };
      this.#options.onFailure(error);
    }
  }

  /** Of the logs, transactions that are open included: they have to end first. */
  async #ends(topics: readonly string[]): Promise<TopicPartitionOffset[]> {
    const { common, clientId } = this.#options;
    const admin = new Admin({ ...common, clientId: `${clientId}-global-admin` });
    try {
      const partitions = (await Promise.all(topics.map((topic) => this.#partitionsOf(topic)))).flat();
      return await admin.listOffsets(partitions.map(({ topic, partition }) => ({ topic, partition, spec: 'latest' })));
    } finally {
      await admin.close();
    }
  }

  async #partitionsOf(topic: string): Promise<readonly TopicPartition[]> {
    const { plan, defaultApiTimeoutMs } = this.#options;
    const timeoutMs = Math.min(defaultApiTimeoutMs, MISSING_MS);
    try {
      return await this.#consumer.partitionsFor(topic, { timeoutMs });
    } catch (error) {
      if (!isKafkaError(error, 'UNKNOWN_TOPIC_OR_PARTITION')) throw error;
      const [store] = [...plan.globalStores.values()].filter(({ source }) =>
        source.topics.some((name) => plan.topicName(name) === topic),
      );
      const what = `The topic ${topic}, which the global store ${store!.store.name} of ${plan.applicationId} is made of`;
      const remedy = 'Make it before the application starts';
      throw new KafkaError(
        'MISSING_SOURCE_TOPICS',
        `${what}, is missing, and did not come within ${timeoutMs} ms. ${remedy}.`,
      );
    }
  }

  #hasReached(ends: readonly TopicPartitionOffset[]): boolean {
    return ends.every(({ topic, partition, offset }) => {
      const position = this.#consumer.currentPosition({ topic, partition });
      return offset === 0 || (position !== null && position >= offset);
    });
  }
}
