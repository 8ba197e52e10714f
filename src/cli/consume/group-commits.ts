/**
 * What a group has printed, committed: now and then, before partitions are given away, and at the end. Never what is not
 * on standard output yet. What is committed is the consumer's position, which is also past the markers of transactions
 * and what was compacted away, so that a group that has read all has no lag; but for records that were left out.
 */
import type { Consumer, TopicPartition } from '#client';
import { partitionKey } from '../group/group-progress.ts';

const INTERVAL_MS = 5000;

interface Progress extends TopicPartition {
  /** Behind the last record that was printed. */
  readonly offset: number;
}

export class GroupCommits {
  readonly #consumer: Consumer;
  readonly #printed = new Map<string, Progress>();
  /** Where the consumer has given out more than was printed. */
  readonly #leftOut = new Set<string>();
  #committedAt = performance.now();

  constructor(consumer: Consumer) {
    this.#consumer = consumer;
  }

  /** The record is on standard output. */
  printed({ topic, partition, offset }: TopicPartition & { readonly offset: number }): void {
    this.#printed.set(partitionKey({ topic, partition }), { topic, partition, offset: offset + 1 });
  }

  /** A record that was given out and is not wanted. */
  leftOut(record: TopicPartition): void {
    this.#leftOut.add(partitionKey(record));
  }

  async commitNowAndThen(): Promise<void> {
    if (performance.now() - this.#committedAt >= INTERVAL_MS) await this.commit();
  }

  async commit(): Promise<void> {
    this.#committedAt = performance.now();
    const offsets = await Promise.all([...this.#printed].map(([key, progress]) => this.#position(key, progress)));
    this.#printed.clear();
    if (offsets.length > 0) await this.#consumer.commit(offsets);
  }

  /** They are another's already. */
  forget(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#printed.delete(partitionKey(partition));
  }

  async #position(key: string, { topic, partition, offset }: Progress): Promise<Progress> {
    if (this.#leftOut.has(key)) return { topic, partition, offset };
    const position = await this.#consumer.position({ topic, partition });
    return { topic, partition, offset: Math.max(offset, position) };
  }
}
