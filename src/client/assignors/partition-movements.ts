/**
 * Which partitions balancing has moved from whom to whom. When it wants to move one of a topic back the way another of
 * the same topic came, that other one returns instead: two members need not swap partitions that are worth the same.
 */
import type { PartitionTable } from './partition-table.ts';

interface Movement {
  readonly from: number;
  readonly to: number;
}

export class PartitionMovements {
  readonly #table: PartitionTable;
  readonly #movements = new Map<number, Movement>();
  /** By topic and pair of members. */
  readonly #byPair = new Map<string, Set<number>>();

  constructor(table: PartitionTable) {
    this.#table = table;
  }

  #pairKey(partition: number, from: number, to: number): string {
    return `${this.#table.topicOf(partition)}/${from}/${to}`;
  }

  #forget(partition: number): Movement | undefined {
    const movement = this.#movements.get(partition);
    if (movement === undefined) return undefined;
    this.#movements.delete(partition);
    this.#byPair.get(this.#pairKey(partition, movement.from, movement.to))?.delete(partition);
    return movement;
  }

  /** Notes a move; a partition that comes back to where it began has not moved. */
  note(partition: number, from: number, to: number): void {
    const origin = this.#forget(partition)?.from ?? from;
    if (origin === to) return;
    this.#movements.set(partition, { from: origin, to });
    const key = this.#pairKey(partition, origin, to);
    const moved = this.#byPair.get(key) ?? new Set();
    this.#byPair.set(key, moved.add(partition));
  }

  /** The partition to move in place of `partition`: one that went the other way, if there is one. */
  instead(partition: number, from: number, to: number): number {
    const origin = this.#movements.get(partition)?.from ?? from;
    const [returning] = this.#byPair.get(this.#pairKey(partition, to, origin)) ?? [];
    return returning ?? partition;
  }
}
