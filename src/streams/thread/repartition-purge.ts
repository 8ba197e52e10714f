/**
 * Deletes records of repartition topics that have been processed: nobody else reads those topics, and they keep their
 * records for ever otherwise (Kafka's repartition.purge.interval.ms). What fails is tried again with the next ones.
 */
import type { Admin, OffsetAndMetadata, TopicPartitionOffset } from '#client';
import type { Env, Logger } from '#kernel';
import type { TopologyPlan } from '../plan/topology-plan.ts';

export interface RepartitionPurgeOptions {
  readonly env: Env;
  readonly logger: Logger;
  readonly plan: TopologyPlan;
  readonly admin: Pick<Admin, 'deleteRecords'>;
  readonly intervalMs: number;
}

export class RepartitionPurge {
  readonly #options: RepartitionPurgeOptions;
  readonly #topics: ReadonlySet<string>;
  /** What may be deleted, by topic and partition. */
  readonly #processed = new Map<string, TopicPartitionOffset>();
  #nextAt: number;
  #isAtWork = false;

  constructor(options: RepartitionPurgeOptions) {
    const { plan, env, intervalMs } = options;
    this.#options = options;
    this.#topics = new Set([...plan.internalTopics.keys()].map((name) => plan.topicName(name)));
    this.#nextAt = env.clock.monotonic() + intervalMs;
  }

  /** These were committed. */
  onCommit(offsets: readonly OffsetAndMetadata[]): void {
    if (this.#topics.size === 0) return;
    for (const { topic, partition, offset } of offsets) {
      if (this.#topics.has(topic)) this.#processed.set(`${partition}:${topic}`, { topic, partition, offset });
    }
    const { env, intervalMs } = this.#options;
    if (this.#isAtWork || this.#processed.size === 0 || env.clock.monotonic() < this.#nextAt) return;
    this.#nextAt = env.clock.monotonic() + intervalMs;
    void this.#purge([...this.#processed.values()]);
    this.#processed.clear();
  }

  async #purge(places: readonly TopicPartitionOffset[]): Promise<void> {
    const { admin, logger } = this.#options;
    this.#isAtWork = true;
    try {
      await admin.deleteRecords(
        places.map(({ topic, partition, offset }) => ({ topic, partition, beforeOffset: offset })),
      );
    } catch (error) {
      logger.info('Processed records of repartition topics were not deleted', { reason: String(error) });
    }
    this.#isAtWork = false;
  }
}
