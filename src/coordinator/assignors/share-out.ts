/**
 * How the assignor `simple` shares numbered partitions out among numbered members, several of whom may get the same:
 * what members have is taken away where a partition has too many members or a member too many partitions; then the
 * members that lack some take turns at the partitions that lack members.
 */
import { hashCapacity, inHashOrder } from './java-hash-order.ts';

export interface Sharing {
  /** By partition, the integer that Kafka's maps have it under; where it has none that is known, its own number. */
  readonly keys: readonly number[];
  /** By member, what it had. */
  readonly owned: readonly (readonly number[])[];
  /** Whether partitions are relieved of members before members of partitions. */
  readonly relievesPartitionsFirst: boolean;
}

/** By member, what it gets. */
export function shareOut(sharing: Sharing): readonly ReadonlySet<number>[] {
  const state = new ShareOut(sharing);
  if (sharing.relievesPartitionsFirst) {
    state.relievePartitions();
    state.relieveMembers();
  } else {
    state.relieveMembers();
    state.relievePartitions();
  }
  state.assignRemaining();
  return state.byMember;
}

class ShareOut {
  readonly byMember: readonly Set<number>[];
  readonly #byPartition: readonly Set<number>[];
  /** The partitions in the order in which they are looked at. */
  readonly #order: readonly number[];
  /** How many members a partition should have. */
  readonly #membersPerPartition: number;
  /** By member, how many partitions it should have. */
  readonly #desired: readonly number[];

  constructor({ keys, owned }: Sharing) {
    const members = owned.length;
    const partitions = keys.length;
    const keyOf = (partition: number): number => keys[partition]!;
    this.byMember = owned.map((list) => new Set(inHashOrder(list, hashCapacity(list.length), keyOf)));
    this.#byPartition = keys.map(() => new Set<number>());
    for (const [member, set] of this.byMember.entries()) {
      for (const partition of set) this.#byPartition[partition]!.add(member);
    }
    const inserted = [...new Set([...this.byMember.flatMap((set) => [...set]), ...keys.keys()])];
    this.#order = inHashOrder(inserted, hashCapacity(partitions, partitions), keyOf);
    this.#membersPerPartition = partitions === 0 ? 0 : Math.ceil(members / partitions);
    const exact = (this.#membersPerPartition * partitions) / members;
    this.#desired = owned.map((_, member) => Math.ceil(exact * (member + 1)) - Math.ceil(exact * member));
  }

  #isOverfilled(member: number): boolean {
    return this.byMember[member]!.size > this.#desired[member]!;
  }

  #revoke(partition: number, member: number): void {
    this.#byPartition[partition]!.delete(member);
    this.byMember[member]!.delete(partition);
  }

  /** Takes partitions with too many members away, from those first that have too many partitions. */
  relievePartitions(): void {
    const overfilled = new Set([...this.byMember.keys()].filter((member) => this.#isOverfilled(member)));
    for (const partition of this.#order) {
      const holders = this.#byPartition[partition]!;
      const inOrder = inHashOrder([...holders], hashCapacity(holders.size), (member) => member);
      const sorted = inOrder.sort((a, b) => Number(overfilled.has(b)) - Number(overfilled.has(a)));
      for (const member of sorted.slice(0, Math.max(0, holders.size - this.#membersPerPartition))) {
        this.#revoke(partition, member);
      }
    }
  }

  relieveMembers(): void {
    for (const [member, partitions] of this.byMember.entries()) {
      for (const partition of partitions) {
        if (!this.#isOverfilled(member)) break;
        this.#revoke(partition, member);
      }
    }
  }

  /** A partition that every member with room has already keeps fewer members than it should. */
  assignRemaining(): void {
    const unfilled = [...this.byMember.keys()].filter((member) => this.byMember[member]!.size < this.#desired[member]!);
    let turn = 0;
    for (const partition of this.#order) {
      const holders = this.#byPartition[partition]!;
      for (let passed = 0; holders.size < this.#membersPerPartition && passed < unfilled.length;) {
        if (turn >= unfilled.length) turn = 0;
        const member = unfilled[turn]!;
        if (holders.has(member)) {
          passed++;
          turn++;
          continue;
        }
        holders.add(member);
        this.byMember[member]!.add(partition);
        if (this.byMember[member]!.size >= this.#desired[member]!) unfilled.splice(turn, 1);
        else turn++;
      }
    }
  }
}
