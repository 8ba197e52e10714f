/**
 * The partitions that this broker leads, by topic name and by topic id (Kafka's ReplicaManager, as far as one replica
 * goes). It follows the metadata: a topic is here, with open logs, before whoever created it gets an answer.
 */
import type { Env } from '#kernel';
import type { LogConfig, LogManager } from '#log';
import type { MetadataDelta, TopicImage } from '#metadata';
import { Errors } from '#protocol';
import { Partition } from './partition.ts';

/** So many logs are created side by side. */
const CREATE_CONCURRENCY = 16;

interface TopicPartitions {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: Partition[];
}

export interface PartitionRegistryOptions {
  readonly logManager: LogManager;
  logConfig(topic: string): LogConfig;
}

export class PartitionRegistry {
  readonly #env: Env;
  readonly #options: PartitionRegistryOptions;
  readonly #byName = new Map<string, TopicPartitions>();
  readonly #byId = new Map<string, TopicPartitions>();

  constructor(env: Env, options: PartitionRegistryOptions) {
    this.#env = env;
    this.#options = options;
  }

  get(topic: string, partition: number): Partition | undefined {
    return this.#byName.get(topic)?.partitions[partition];
  }

  getById(topicId: string, partition: number): Partition | undefined {
    return this.#byId.get(topicId)?.partitions[partition];
  }

  /** The partition, or the error code that answers a request for it, by name or, from some version on, by id. */
  find(name: string, topicId: string, partition: number, usesTopicIds: boolean): Partition | number {
    const topic = usesTopicIds ? this.#byId.get(topicId) : this.#byName.get(name);
    if (topic === undefined) {
      return usesTopicIds ? Errors.UNKNOWN_TOPIC_ID.code : Errors.UNKNOWN_TOPIC_OR_PARTITION.code;
    }
    return topic.partitions[partition] ?? Errors.UNKNOWN_TOPIC_OR_PARTITION.code;
  }

  *all(): Generator<Partition> {
    for (const topic of this.#byName.values()) yield* topic.partitions;
  }

  partitionsOf(topic: string): readonly Partition[] {
    return this.#byName.get(topic)?.partitions ?? [];
  }

  /** Opens the topic's partitions at start, or as it is created. */
  async open(topics: readonly TopicImage[]): Promise<void> {
    const missing: (() => Promise<void>)[] = [];
    for (const topic of topics) {
      const known = this.#byName.get(topic.name);
      const opened: TopicPartitions = known ?? { name: topic.name, topicId: topic.topicId, partitions: [] };
      for (let number = opened.partitions.length; number < topic.partitions.length; number++) {
        missing.push(() => this.#openPartition(opened, topic, number));
      }
      this.#byName.set(topic.name, opened);
      this.#byId.set(topic.topicId, opened);
    }
    await inParallel(missing, CREATE_CONCURRENCY);
  }

  /** Applies what the controller decided. */
  async apply(delta: MetadataDelta): Promise<void> {
    for (const topic of delta.deletedTopics) await this.#delete(topic);
    await this.open(delta.createdTopics);
    await this.open([...new Set(delta.addedPartitions.map((added) => added.topic))]);
  }

  async #openPartition(opened: TopicPartitions, topic: TopicImage, number: number): Promise<void> {
    const { logManager, logConfig } = this.#options;
    const config = logConfig(topic.name);
    const log =
      logManager.get(topic.name, number) ??
      (await logManager.create({ topic: topic.name, partition: number, topicId: topic.topicId, config }));
    const registration = topic.partitions[number];
    opened.partitions[number] = new Partition(log, topic.topicId, registration?.leaderEpoch ?? 0);
  }

  async #delete(topic: TopicImage): Promise<void> {
    const known = this.#byId.get(topic.topicId);
    if (known === undefined) return;
    this.#byId.delete(topic.topicId);
    this.#byName.delete(topic.name);
    for (const partition of known.partitions) {
      partition.close();
      await this.#options.logManager.delete(topic.name, partition.partition);
    }
    this.#env.logger.component('broker').info('topic deleted', { topic: topic.name });
  }
}

async function inParallel(tasks: readonly (() => Promise<void>)[], concurrency: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length) await tasks[next++]!();
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, tasks.length) }, worker));
}
