/**
 * Which partition a record goes to that names none. With a key it is the hash of the key, as in Java (`partitionForKey`).
 * Without one it is KIP-794's uniform sticky choice: about `batch.size` bytes to one partition, then another at random,
 * less often to one whose batches queue up.
 */
import type { Random } from '#kernel';
import type { TopicQueue } from './partition-queue.ts';

export interface StickyOptions {
  readonly random: Random;
  /** Bytes until another partition is chosen. */
  readonly batchSize: number;
  readonly isAdaptive: boolean;
  /** 0 for none; see `partitioner.availability.timeout.ms`. */
  readonly availabilityTimeoutMs: number;
}

export class StickyPartition {
  readonly #options: StickyOptions;
  readonly #stickyBytes: number;
  /** -1 before the first choice. */
  #current = -1;
  #producedBytes = 0;

  constructor(options: StickyOptions) {
    this.#options = options;
    this.#stickyBytes = Math.max(1, options.batchSize);
  }

  /** The partition for the next record. */
  current(topic: TopicQueue, nowMs: number): number {
    if (this.#current < 0 || this.#current >= topic.partitionCount) this.#current = this.#choose(topic, nowMs);
    return this.#current;
  }

  /**
   * Counts a record. The choice changes where the partition's batch is big enough to be sent, so that none is left half
   * full, or at twice the size in any case.
   */
  produced(bytes: number, topic: TopicQueue, nowMs: number): void {
    this.#producedBytes += bytes;
    if (this.#producedBytes < this.#stickyBytes) return;
    const open = topic.partitions[this.#current]?.open ?? null;
    const isFull = open === null || open.sizeInBytes >= this.#stickyBytes;
    if (!isFull && this.#producedBytes < 2 * this.#stickyBytes) return;
    this.#producedBytes = 0;
    this.#current = this.#choose(topic, nowMs);
  }

  #choose(topic: TopicQueue, nowMs: number): number {
    const count = topic.partitionCount;
    if (count === 1) return 0;
    const available: number[] = [];
    const queued: number[] = [];
    let isUneven = false;
    for (let partition = 0; partition < count; partition++) {
      const { sender, batches } = topic.partitions[partition]!;
      if (sender === null) continue;
      if (sender.isStalled(nowMs, this.#options.availabilityTimeoutMs)) continue;
      if (queued.length > 0 && queued[0] !== batches.length) isUneven = true;
      available.push(partition);
      queued.push(batches.length);
    }
    const chance = this.#options.random.number();
    if (available.length === 0) return Math.floor(chance * count);
    if (!isUneven || !this.#options.isAdaptive) return available[Math.floor(chance * available.length)]!;
    return available[weightedChoice(queued, chance)]!;
  }
}

/** The index of a queue, each with the weight that the longest one is longer, plus one. `chance` is in [0, 1). */
export function weightedChoice(lengths: readonly number[], chance: number): number {
  let longest = 0;
  for (const length of lengths) longest = Math.max(longest, length);
  let total = 0;
  for (const length of lengths) total += longest + 1 - length;
  let rest = Math.floor(chance * total);
  for (let index = 0; index < lengths.length; index++) {
    rest -= longest + 1 - lengths[index]!;
    if (rest < 0) return index;
  }
  return lengths.length - 1;
}
