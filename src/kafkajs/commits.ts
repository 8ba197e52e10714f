/** Commits of a running consumer: of what is resolved, when `autoCommit…` says so, and of what the application asks for. */
import { isKafkaError, type Consumer as ClientConsumer, type OffsetAndMetadata } from '#client';
import type { TopicPartitionOffsetAndMetadata } from './consumer-types.ts';
import { toKafkaJSError } from './error-conversion.ts';
import type { OffsetTracker } from './offset-tracker.ts';
import type { Offsets } from './producer-types.ts';
import type { RunContext } from './run-context.ts';

/** The group moves on; what is not committed is read again by whoever gets it. */
const PASSING: ReadonlySet<string> = new Set([
  'COMMIT_FAILED',
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'CLIENT_CLOSED',
  'ABORTED',
]);

export class Commits {
  readonly #context: RunContext;
  readonly #consumer: ClientConsumer;
  readonly #tracker: OffsetTracker;
  readonly #givingUp = new AbortController();
  #lastCommitMs: number;

  constructor(context: RunContext, consumer: ClientConsumer, tracker: OffsetTracker) {
    this.#context = context;
    this.#consumer = consumer;
    this.#tracker = tracker;
    this.#lastCommitMs = context.env.clock.monotonic();
  }

  /** Commits that are under way, and those to come, fail at once. */
  giveUp(): void {
    this.#givingUp.abort();
  }

  /** All that is resolved, unless only the application commits. Rejects with what is more than a rebalance. */
  async automatic(): Promise<void> {
    if (this.#context.run.autoCommit === false) return;
    this.#lastCommitMs = this.#context.env.clock.monotonic();
    const { topics } = this.#tracker.uncommitted();
    if (topics.length === 0) return;
    try {
      await this.commit({ topics });
    } catch (error) {
      if (!isKafkaError(error) || !(error.retriable || PASSING.has(error.code))) throw error;
      const { groupId, logger } = this.#context;
      logger.warn('Offsets were not committed', { groupId, error: error.message });
    }
  }

  /** Where the interval is over or enough is resolved. */
  async automaticIfNecessary(): Promise<void> {
    if (this.#context.run.autoCommit !== false && this.#isDue()) await this.automatic();
  }

  async ifNecessary(): Promise<void> {
    if (!this.#isDue()) return;
    const offsets = this.#tracker.uncommitted();
    this.#lastCommitMs = this.#context.env.clock.monotonic();
    if (offsets.topics.length > 0) await this.asked(offsets);
  }

  /** What the application asks for; rejects with kafkajs's errors. */
  async asked(offsets: Offsets): Promise<void> {
    try {
      await this.commit(offsets);
    } catch (error) {
      throw toKafkaJSError(error);
    }
  }

  async commit({ topics }: { topics: CommittedTopic[] }): Promise<void> {
    const { groupId, instrumentation } = this.#context;
    await this.#consumer.commit(topics.flatMap(offsetsOf), { signal: this.#givingUp.signal });
    this.#tracker.committed({ topics });
    const { memberId, generationId } = this.#consumer.groupMetadata();
    instrumentation.emit('consumer.commit_offsets', { groupId, memberId, groupGenerationId: generationId, topics });
  }

  #isDue(): boolean {
    const { autoCommitInterval, autoCommitThreshold } = this.#context.run;
    const sinceMs = this.#context.env.clock.monotonic() - this.#lastCommitMs;
    if (typeof autoCommitInterval === 'number' && sinceMs >= autoCommitInterval) return true;
    return typeof autoCommitThreshold === 'number' && this.#tracker.count() >= autoCommitThreshold;
  }
}

interface CommittedTopic {
  topic: string;
  partitions: Omit<TopicPartitionOffsetAndMetadata, 'topic'>[];
}

function offsetsOf({ topic, partitions }: CommittedTopic): OffsetAndMetadata[] {
  return partitions.map(({ partition, offset, metadata }) => {
    const place = { topic, partition, offset: Number(offset) };
    return metadata === undefined || metadata === null ? place : { ...place, metadata };
  });
}
