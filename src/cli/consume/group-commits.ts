/**
 * What a group has printed, committed: now and then, before partitions are given away, and at the end. Never what is not
 * on standard output yet.
 */
import type { Consumer, TopicPartition } from '#client';
import { partitionKey } from '../group/group-progress.ts';

const INTERVAL_MS = 5000;

export class GroupCommits {
  readonly #consumer: Consumer;
  readonly #positions = new Map<string, TopicPartition & { readonly offset: number }>();
  #committedAt = performance.now();

  constructor(consumer: Consumer) {
    this.#consumer = consumer;
  }

  /** The record is on standard output. */
  printed({ topic, partition, offset }: TopicPartition & { readonly offset: number }): void {
    this.#positions.set(partitionKey({ topic, partition }), { topic, partition, offset: offset + 1 });
  }

  async commitNowAndThen(): Promise<void> {
    if (performance.now() - this.#committedAt >= INTERVAL_MS) await this.commit();
  }

  async commit(): Promise<void> {
    this.#committedAt = performance.now();
    const offsets = [...this.#positions.values()];
    this.#positions.clear();
    if (offsets.length > 0) await this.#consumer.commit(offsets);
  }

  /** They are another's already. */
  forget(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#positions.delete(partitionKey(partition));
  }
}
