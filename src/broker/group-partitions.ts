/**
 * `__consumer_offsets` for the group coordinator: created when the first client looks for a coordinator, and each
 * partition's state loaded when the topic opens. Requests that come while a partition loads wait for it.
 */
import type { Env } from '#kernel';
import type { GroupCoordinator } from '#coordinator';
import type { MetadataService } from '#metadata';
import { Errors, errorForCode } from '#protocol';
import { GROUP_METADATA_TOPIC } from './internal-topics.ts';
import { PartitionCoordinatorLog } from './partition-coordinator-log.ts';
import type { PartitionRegistry } from './partition-registry.ts';

export interface GroupPartitionsOptions {
  readonly env: Env;
  readonly metadata: MetadataService;
  readonly partitions: PartitionRegistry;
  readonly groups: GroupCoordinator;
  readonly partitionCount: number;
  readonly replicationFactor: number;
  readonly segmentBytes: number;
}

export class GroupPartitions {
  readonly #options: GroupPartitionsOptions;
  readonly #loaded = new Set<number>();
  #creating: Promise<number> | null = null;

  constructor(options: GroupPartitionsOptions) {
    this.#options = options;
  }

  /** Begins to load what is there and not loaded yet: at start, and when the topic is created. */
  loadAll(): void {
    const { partitions, groups, env } = this.#options;
    for (const partition of partitions.partitionsOf(GROUP_METADATA_TOPIC)) {
      const number = partition.partition;
      if (this.#loaded.has(number)) continue;
      this.#loaded.add(number);
      groups.load(number, new PartitionCoordinatorLog(partition, env.clock)).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        env.logger
          .component('group-coordinator')
          .error(`${GROUP_METADATA_TOPIC}-${number} cannot be loaded: ${reason}`);
      });
    }
  }

  /** Forgets what belonged to the deleted topic. */
  unloadAll(): void {
    for (const number of this.#loaded) this.#options.groups.unload(number);
    this.#loaded.clear();
  }

  /** Creates the topic where it is missing; resolves with NONE or the error that tells a client to try again. */
  async ensureTopic(): Promise<number> {
    const { metadata } = this.#options;
    if (this.#creating === null && metadata.image.topic(GROUP_METADATA_TOPIC) !== undefined) return Errors.NONE.code;
    this.#creating ??= this.#create().finally(() => {
      this.#creating = null;
    });
    return this.#creating;
  }

  async #create(): Promise<number> {
    const { metadata, partitionCount, replicationFactor, segmentBytes, env } = this.#options;
    const configs = [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'compression.type', value: 'producer' },
      { name: 'segment.bytes', value: String(segmentBytes) },
    ];
    const topic = {
      name: GROUP_METADATA_TOPIC,
      numPartitions: partitionCount,
      replicationFactor: Math.min(replicationFactor, metadata.image.brokers.size),
      assignments: [],
      configs,
    };
    const [created] = await metadata.submit('createTopics', { topics: [topic], validateOnly: false });
    const errorCode = created?.errorCode ?? Errors.UNKNOWN_SERVER_ERROR.code;
    if (errorCode === Errors.NONE.code || errorCode === Errors.TOPIC_ALREADY_EXISTS.code) return Errors.NONE.code;
    const { name, message } = errorForCode(errorCode);
    env.logger.component('group-coordinator').error(`${GROUP_METADATA_TOPIC} cannot be created: ${name}, ${message}`);
    return Errors.COORDINATOR_NOT_AVAILABLE.code;
  }
}
