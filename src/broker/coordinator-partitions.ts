/**
 * The internal topic of one coordinator: created when the first client looks for that coordinator, and each
 * partition's state loaded when the topic opens. Requests that come while a partition loads wait for it.
 */
import type { Env } from '#kernel';
import type { PrunableLog } from '#coordinator';
import type { MetadataService } from '#metadata';
import { Errors, errorForCode } from '#protocol';
import { PartitionCoordinatorLog } from './partition-coordinator-log.ts';
import type { PartitionRegistry } from './partition-registry.ts';

/** Who keeps its state in the partitions of an internal topic. */
export interface PartitionedCoordinator {
  /** Resolves when the log is read; fails with what reading it failed with. */
  load(partition: number, log: PrunableLog): Promise<void>;
  unload(partition: number): void;
}

export interface CoordinatorPartitionsOptions {
  readonly metadata: MetadataService;
  readonly partitions: PartitionRegistry;
  readonly coordinator: PartitionedCoordinator;
  readonly topic: string;
  readonly partitionCount: number;
  readonly replicationFactor: number;
  /** What the topic is created with. */
  readonly configs: readonly { readonly name: string; readonly value: string }[];
}

export class CoordinatorPartitions {
  readonly #env: Env;
  readonly #options: CoordinatorPartitionsOptions;
  readonly #loaded = new Set<number>();
  #creating: Promise<number> | null = null;

  constructor(env: Env, options: CoordinatorPartitionsOptions) {
    this.#env = env;
    this.#options = options;
  }

  get topic(): string {
    return this.#options.topic;
  }

  /** Begins to load what is there and not loaded yet: at start, and when the topic is created. */
  loadAll(): void {
    const { partitions, coordinator, topic } = this.#options;
    for (const partition of partitions.partitionsOf(topic)) {
      const number = partition.partition;
      if (this.#loaded.has(number)) continue;
      this.#loaded.add(number);
      const log = new PartitionCoordinatorLog(partition, this.#env.clock);
      coordinator.load(number, log).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#logError(`${topic}-${number} cannot be loaded: ${reason}`);
      });
    }
  }

  /** Forgets what belonged to the deleted topic. */
  unloadAll(): void {
    for (const number of this.#loaded) this.#options.coordinator.unload(number);
    this.#loaded.clear();
  }

  /** Creates the topic where it is missing; resolves with NONE or the error that tells a client to try again. */
  async ensureTopic(): Promise<number> {
    const { metadata, topic } = this.#options;
    if (this.#creating === null && metadata.image.topic(topic) !== undefined) return Errors.NONE.code;
    this.#creating ??= this.#create().finally(() => {
      this.#creating = null;
    });
    return this.#creating;
  }

  async #create(): Promise<number> {
    const { metadata, topic: name, partitionCount, replicationFactor, configs } = this.#options;
    const topic = {
      name,
      numPartitions: partitionCount,
      replicationFactor: Math.min(replicationFactor, metadata.image.brokers.size),
      assignments: [],
      configs,
    };
    const [created] = await metadata.submit('createTopics', { topics: [topic], validateOnly: false });
    const errorCode = created?.errorCode ?? Errors.UNKNOWN_SERVER_ERROR.code;
    if (errorCode === Errors.NONE.code || errorCode === Errors.TOPIC_ALREADY_EXISTS.code) return Errors.NONE.code;
    const error = errorForCode(errorCode);
    this.#logError(`${name} cannot be created: ${error.name}, ${error.message}`);
    return Errors.COORDINATOR_NOT_AVAILABLE.code;
  }

  #logError(message: string): void {
    this.#env.logger.component('coordinators').error(message);
  }
}
