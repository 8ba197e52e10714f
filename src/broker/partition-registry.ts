/**
 * The partitions that this broker has, by topic name and by topic id (Kafka's ReplicaManager, as far as one replica
 * goes). It follows the metadata: a topic is here, with open logs, before whoever created it gets an answer.
 */
import type { Env } from '#kernel';
import type { LogConfig, LogManager } from '#log';
import type { MetadataDelta, MetadataImage, TopicImage } from '#metadata';
import { Errors } from '#protocol';
import { PartitionTraffic } from './metrics/partition-traffic.ts';
import { Partition } from './partition.ts';

/** So many logs are created side by side. */
const CREATE_CONCURRENCY = 16;

interface TopicPartitions {
  readonly name: string;
  readonly topicId: string;
  /** By number; null where the log is damaged and not served. */
  readonly partitions: (Partition | null)[];
}

export interface PartitionRegistryOptions {
  readonly nodeId: number;
  readonly logManager: LogManager;
  logConfig(topic: string): LogConfig;
}

export class PartitionRegistry {
  /** Of partitions that are gone. */
  readonly formerTraffic: PartitionTraffic = new PartitionTraffic();
  readonly #env: Env;
  readonly #options: PartitionRegistryOptions;
  readonly #byName = new Map<string, TopicPartitions>();
  readonly #byId = new Map<string, TopicPartitions>();

  constructor(env: Env, options: PartitionRegistryOptions) {
    this.#env = env;
    this.#options = options;
  }

  /** The partition, or the error code that answers a request for it. */
  find(topic: string, partition: number): Partition | number {
    const found = this.#byName.get(topic);
    return found === undefined ? Errors.UNKNOWN_TOPIC_OR_PARTITION.code : partitionOf(found, partition);
  }

  /** As `find`, in the versions that name topics by id. */
  findById(topicId: string, partition: number): Partition | number {
    const found = this.#byId.get(topicId);
    return found === undefined ? Errors.UNKNOWN_TOPIC_ID.code : partitionOf(found, partition);
  }

  /** All that are open. */
  *all(): Generator<Partition, void, undefined> {
    for (const { partitions } of this.#byName.values()) {
      for (const partition of partitions) if (partition !== null) yield partition;
    }
  }

  /** Those of the topic that are served. */
  partitionsOf(topic: string): Partition[] {
    return this.#byName.get(topic)?.partitions.filter((partition) => partition !== null) ?? [];
  }

  /** Opens topics' partitions at start, or as they are created; a topic is found once all that it has are open. */
  async open(topics: readonly TopicImage[]): Promise<void> {
    const missing: (() => Promise<void>)[] = [];
    const opened: TopicPartitions[] = [];
    for (const topic of topics) {
      const partitions = [...(this.#byName.get(topic.name)?.partitions ?? [])];
      opened.push({ name: topic.name, topicId: topic.topicId, partitions });
      if (partitions.length === topic.partitions.length) continue;
      const config = this.#options.logConfig(topic.name);
      for (let number = partitions.length; number < topic.partitions.length; number++) {
        missing.push(async () => {
          partitions[number] = await this.#openPartition(topic, number, config);
        });
      }
    }
    await inParallel(missing, CREATE_CONCURRENCY);
    for (const topic of opened) {
      this.#byName.set(topic.name, topic);
      this.#byId.set(topic.topicId, topic);
    }
  }

  /** Applies what the controller decided. */
  async apply(delta: MetadataDelta): Promise<void> {
    for (const topic of delta.deletedTopics) await this.#delete(topic);
    for (const { topic, partition } of delta.changedPartitions) this.#elect(topic, partition);
    await this.open(delta.createdTopics);
    await this.open([...new Set(delta.addedPartitions.map((added) => added.topic))]);
  }

  /** Sets logs aside that belong to no topic: those of a topic whose deletion a crash cut short. */
  async retireStrays(image: MetadataImage): Promise<void> {
    const { logManager } = this.#options;
    for (const log of logManager.logs()) {
      const { topic, partition } = log.topicPartition;
      const known = image.topic(topic);
      const isKnown = known !== undefined && partition < known.partitions.length;
      if (isKnown && (log.topicId === null || log.topicId === known.topicId)) continue;
      this.#env.logger.component('broker').warn('a log belongs to no topic and is set aside', { log: log.name });
      await logManager.markStray(log);
    }
  }

  #elect(topic: TopicImage, number: number): void {
    const partition = this.#byId.get(topic.topicId)?.partitions[number];
    const registration = topic.partitions[number];
    if (registration === undefined || partition === undefined || partition === null) return;
    const isLed = registration.leader === this.#options.nodeId;
    if (isLed === partition.isLed && registration.leaderEpoch === partition.leaderEpoch) return;
    partition.elected(isLed, registration.leaderEpoch);
  }

  /** Null where its log is damaged. */
  async #openPartition(topic: TopicImage, number: number, config: LogConfig): Promise<Partition | null> {
    const { logManager } = this.#options;
    if (logManager.offlineReason(topic.name, number) !== undefined) return null;
    const log = await logManager.create({ topic: topic.name, partition: number, topicId: topic.topicId, config });
    const registration = topic.partitions[number];
    const partition = new Partition(log, topic.topicId, registration?.leaderEpoch ?? 0);
    if (registration !== undefined && registration.leader !== this.#options.nodeId) {
      partition.elected(false, registration.leaderEpoch);
    }
    return partition;
  }

  async #delete(topic: TopicImage): Promise<void> {
    const known = this.#byId.get(topic.topicId);
    if (known === undefined) return;
    this.#byId.delete(topic.topicId);
    this.#byName.delete(topic.name);
    for (const partition of known.partitions) {
      if (partition === null) continue;
      partition.close();
      this.formerTraffic.add(partition.traffic);
      await this.#options.logManager.delete(topic.name, partition.partition);
    }
    this.#env.logger.component('broker').info('topic deleted', { topic: topic.name });
  }
}

function partitionOf(topic: TopicPartitions, partition: number): Partition | number {
  const found = topic.partitions[partition];
  if (found === undefined) return Errors.UNKNOWN_TOPIC_OR_PARTITION.code;
  if (found === null) return Errors.KAFKA_STORAGE_ERROR.code;
  return found.isLed ? found : Errors.NOT_LEADER_OR_FOLLOWER.code;
}

async function inParallel(tasks: readonly (() => Promise<void>)[], concurrency: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks.length) await tasks[next++]!();
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, tasks.length) }, worker));
}
