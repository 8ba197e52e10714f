/**
 * The sticky assignors' way when all members want the same topics. Everybody gets the same number of partitions, some
 * one more: first what they had, up to that; then, where racks matter, what is near; then the rest in turns.
 */
import { assert } from '#kernel';
import type { PartitionTable, RackTable } from './partition-table.ts';
import { type PreviousAssignment, removeFrom } from './previous-assignment.ts';

export interface StickyAssignment {
  /** By member. */
  readonly assigned: number[][];
  /** Partitions that go from one member to another, with the latter. */
  readonly transferred: ReadonlyMap<number, number>;
}

export interface StickyInput {
  readonly table: PartitionTable;
  readonly racks: RackTable;
  readonly previous: PreviousAssignment;
}

/** Members are numbered in the order of their ids, so that comparing numbers compares ids. */
export function assignConstrained(input: StickyInput): StickyAssignment {
  const builder = new ConstrainedAssignment(input);
  builder.keepOwned();
  builder.assignUnassigned();
  return builder;
}

class ConstrainedAssignment implements StickyAssignment {
  readonly assigned: number[][];
  readonly transferred = new Map<number, number>();
  readonly #input: StickyInput;
  readonly #minQuota: number;
  readonly #maxQuota: number;
  /** How many members get `maxQuota`, where that is more than `minQuota`. */
  readonly #expectedAtMax: number;
  #atMax = 0;
  /** Members below `minQuota`, and those at it that may get one more. */
  readonly #underMin: number[] = [];
  #atMin: number[] = [];
  /** Partitions that members had and do not keep, with the member; it may yet get one back. */
  readonly #revoked = new Map<number, number>();

  constructor(input: StickyInput) {
    this.#input = input;
    const members = input.previous.owned.length;
    this.assigned = input.previous.owned.map(() => []);
    this.#minQuota = Math.floor(input.table.size / members);
    this.#maxQuota = Math.ceil(input.table.size / members);
    this.#expectedAtMax = input.table.size % members;
  }

  keepOwned(): void {
    const { table, racks, previous } = this.#input;
    for (const [member, claimed] of previous.owned.entries()) {
      const uncontested = claimed.filter((p) => !previous.contested.has(p));
      const owned = uncontested.filter((p) => !racks.isMismatch(member, p));
      for (const partition of uncontested)
        if (racks.isMismatch(member, partition)) this.#revoked.set(partition, member);
      owned.sort((a, b) => table.partitionOf(a) - table.partitionOf(b) || a - b);
      let kept = this.#minQuota;
      if (owned.length < this.#minQuota) {
        kept = owned.length;
        this.#underMin.push(member);
      } else if (owned.length >= this.#maxQuota && this.#atMax < this.#expectedAtMax) {
        kept = this.#maxQuota;
        if (++this.#atMax === this.#expectedAtMax) this.#atMin = [];
      } else if (this.#atMax < this.#expectedAtMax) this.#atMin.push(member);
      this.assigned[member]!.push(...owned.slice(0, kept));
      for (const partition of owned.slice(kept)) this.#revoked.set(partition, member);
    }
  }

  assignUnassigned(): void {
    const { table, racks } = this.#input;
    const taken = new Uint8Array(table.size);
    for (const partitions of this.assigned) for (const partition of partitions) taken[partition] = 1;
    const unassigned = Array.from({ length: table.size }, (_, partition) => partition).filter((p) => taken[p] === 0);
    this.#underMin.sort((a, b) => a - b);
    this.#atMin.sort((a, b) => a - b);
    const sorted = racks.sortByNearMembers(unassigned);
    this.#assignInTurns(racks.matters ? this.#assignNear(sorted) : sorted);
  }

  /** Answers the partitions that no member with room is near. */
  #assignNear(partitions: readonly number[]): number[] {
    const { racks } = this.#input;
    const left: number[] = [];
    let next = 0;
    for (const partition of partitions) {
      const index = racks.nextMatch(partition, this.#underMin, next);
      if (index >= 0) {
        next = this.#assignUnderMin(partition, index);
        continue;
      }
      const atMinIndex = this.#atMax < this.#expectedAtMax ? racks.nextMatch(partition, this.#atMin, 0) : -1;
      if (atMinIndex < 0) {
        left.push(partition);
        continue;
      }
      this.#atMax++;
      this.#give(partition, this.#atMin.splice(atMinIndex, 1)[0]!);
    }
    return left;
  }

  /** Gives to the member at `index` of those under the minimum; answers where the next turn begins. */
  #assignUnderMin(partition: number, index: number): number {
    const member = this.#underMin[index]!;
    const count = this.#give(partition, member);
    let next = index + 1;
    if (count >= this.#minQuota) {
      this.#underMin.splice(index, 1);
      if (count < this.#maxQuota) this.#atMin.push(member);
      next = index;
    }
    return this.#underMin.length === 0 ? 0 : next % this.#underMin.length;
  }

  #assignInTurns(partitions: readonly number[]): void {
    let turn = 0;
    for (const partition of partitions) {
      if (this.#underMin.length === 0) {
        const member = this.#atMin.shift();
        assert(member !== undefined, 'shares add up to the number of partitions');
        this.#give(partition, member);
        continue;
      }
      if (turn >= this.#underMin.length) turn = 0;
      const member = this.#underMin[turn]!;
      const count = this.#give(partition, member);
      if (count === this.#minQuota) {
        removeFrom(this.#underMin, member);
        this.#atMin.push(member);
      } else turn++;
    }
  }

  #give(partition: number, member: number): number {
    const list = this.assigned[member]!;
    list.push(partition);
    const formerOwner = this.#revoked.get(partition) ?? member;
    if (formerOwner !== member || this.#input.previous.contested.has(partition)) {
      this.transferred.set(partition, member);
    }
    return list.length;
  }
}
