/**
 * Which offsets are resolved (all before them is processed) and which of those are committed.
 *
 * Invariant: what is to be committed was resolved by a handler, or was the goal of a `seek`.
 */
import { PartitionMap, type Place } from './partition-map.ts';
import type { Offsets } from './producer-types.ts';

export class OffsetTracker {
  /** Of the next message to process. */
  readonly #resolved = new PartitionMap<number>();
  /** What is committed, or where reading began. */
  readonly #committed = new PartitionMap<number>();

  /** Reading of the partition begins here, unless it has begun. */
  begin(place: Place, offset: number): void {
    if (!this.#committed.has(place)) this.#committed.set(place, offset);
  }

  /** The message at `offset` is processed, and all before it. */
  resolve(place: Place, offset: number): void {
    this.#resolved.set(place, offset + 1);
  }

  /** A `seek` went there: it is committed as if all before it was processed. */
  moveTo(place: Place, offset: number): void {
    this.#resolved.set(place, offset);
  }

  /** The next message to process, where one was resolved. */
  next(place: Place): number | undefined {
    return this.#resolved.get(place);
  }

  forget(place: Place): void {
    this.#resolved.delete(place);
    this.#committed.delete(place);
  }

  /** Takes note that these were committed. */
  committed({ topics }: Offsets): void {
    for (const { topic, partitions } of topics) {
      for (const { partition, offset } of partitions) this.#committed.set({ topic, partition }, Number(offset));
    }
  }

  /** Messages that are resolved and not committed. */
  count(): number {
    let count = 0;
    for (const [place, resolved] of this.#resolved) {
      count += Math.max(0, resolved - (this.#committed.get(place) ?? resolved));
    }
    return count;
  }

  uncommitted(): Offsets {
    const topics = new Map<string, { partition: number; offset: string }[]>();
    for (const [place, resolved] of this.#resolved) {
      if (this.#committed.get(place) === resolved) continue;
      const { topic, partition } = place;
      const partitions = topics.get(topic) ?? [];
      partitions.push({ partition, offset: String(resolved) });
      topics.set(topic, partitions);
    }
    return { topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })) };
  }
}
