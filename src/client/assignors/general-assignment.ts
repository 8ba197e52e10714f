/**
 * The sticky assignors' way when members want different topics. Members keep what they may keep; what is left goes to
 * the least loaded member that wants it, one on a near rack first; then partitions move from the more to the less loaded
 * until no move makes the loads more even, or are put back where all that moving has not.
 */
import { assert } from '#kernel';
import type { SubscribedMember } from './group-members.ts';
import type { StickyInput } from './constrained-assignment.ts';
import { MembersByLoad } from './members-by-load.ts';
import { PartitionMovements } from './partition-movements.ts';
import { removeFrom } from './previous-assignment.ts';
import type { StickyUserData } from './subscription.ts';

const NOBODY = -1;

export interface GeneralInput extends StickyInput {
  readonly members: readonly SubscribedMember[];
  readonly claims: readonly StickyUserData[];
}

/** By member the partitions it gets. Members are numbered in the order of their ids. */
export function assignGeneral(input: GeneralInput): number[][] {
  const builder = new GeneralAssignment(input);
  builder.keepOwned();
  builder.assignAndBalance();
  return builder.assigned;
}

class GeneralAssignment {
  assigned: number[][];
  readonly #input: GeneralInput;
  /** By topic, the members that want it. */
  readonly #subscribers: number[][];
  /** By member, the topics it wants. */
  readonly #topics: number[][];
  /** By member, how many partitions its topics have. */
  readonly #potential: number[];
  #owner: Int32Array;
  /** All partitions, those of the least wanted topics first. */
  #sorted: number[];
  readonly #movements: PartitionMovements;
  #loads: MembersByLoad;
  /** By partition, who had it in the latest generation before the last. */
  readonly #formerOwners = new Map<number, { member: number; generationId: number }>();
  #revocationRequired = false;

  constructor(input: GeneralInput) {
    this.#input = input;
    const { table, members } = input;
    this.assigned = input.previous.owned.map((owned) => [...owned]);
    this.#subscribers = table.topics.map(() => []);
    this.#topics = members.map(({ topics }) =>
      topics.map((name) => table.topicIndex(name)).filter((index) => index >= 0),
    );
    for (const [member, topics] of this.#topics.entries()) for (const t of topics) this.#subscribers[t]!.push(member);
    this.#potential = this.#topics.map((topics) => topics.reduce((sum, t) => sum + table.topics[t]!.partitions, 0));
    this.#owner = new Int32Array(table.size).fill(NOBODY);
    this.#sorted = Array.from({ length: table.size }, (_, partition) => partition);
    this.#sorted.sort((a, b) => this.#subscriberCount(a) - this.#subscriberCount(b) || a - b);
    this.#movements = new PartitionMovements(table);
    this.#loads = new MembersByLoad(this.assigned, []);
    this.#noteFormerOwners();
  }

  #subscriberCount(partition: number): number {
    return this.#subscribers[this.#input.table.topicOf(partition)]!.length;
  }

  #wants(member: number, partition: number): boolean {
    return this.#topics[member]!.includes(this.#input.table.topicOf(partition));
  }

  #noteFormerOwners(): void {
    const { table, claims, previous } = this.#input;
    for (const [member, { partitions, generationId }] of claims.entries()) {
      if (generationId >= previous.maxGeneration) continue;
      for (const topicPartition of partitions) {
        const partition = table.numberOf(topicPartition);
        const former = this.#formerOwners.get(partition);
        if (partition >= 0 && (former === undefined || generationId > former.generationId)) {
          this.#formerOwners.set(partition, { member, generationId });
        }
      }
    }
  }

  /** Members keep what they had, unless they no longer want it or, where racks matter, it is not near. */
  keepOwned(): void {
    for (const [member, owned] of this.assigned.entries()) {
      const kept = owned.filter((p) => this.#wants(member, p) && !this.#input.racks.isMismatch(member, p));
      if (kept.length < owned.length) this.#revocationRequired = true;
      this.assigned[member] = kept;
      for (const partition of kept) this.#owner[partition] = member;
    }
  }

  assignAndBalance(): void {
    this.#loads = new MembersByLoad(this.assigned, this.assigned.keys());
    const initializing = this.assigned[this.#loads.members.at(-1)!]!.length === 0;
    const unassigned = this.#sorted.filter((partition) => this.#owner[partition] === NOBODY);
    const far = this.#input.racks.matters
      ? unassigned.filter((partition) => !this.#assign(partition, true))
      : unassigned;
    for (const partition of far) this.#assign(partition, false);
    for (const member of this.assigned.keys()) if (!this.#canTakePart(member)) this.#loads.remove(member);
    if (this.#loads.members.length === 0) return;
    const before = { assigned: this.assigned.map((list) => [...list]), owner: this.#owner.slice() };
    const participants = [...this.#loads.members];
    const movable = (partition: number): boolean => this.#subscriberCount(partition) >= 2;
    if (!this.#revocationRequired) this.#reassign(unassigned.filter(movable));
    const moved = this.#reassign(this.#sorted.filter(movable));
    const isNoBetter = imbalance(this.assigned, participants) >= imbalance(before.assigned, participants);
    if (!initializing && moved && isNoBetter) {
      this.assigned = before.assigned;
      this.#owner = before.owner;
    }
  }

  /** Gives an unassigned partition to the least loaded member that wants it; false where none (near) does. */
  #assign(partition: number, nearOnly: boolean): boolean {
    for (const member of this.#loads.members) {
      if (!this.#wants(member, partition) || (nearOnly && this.#input.racks.isMismatch(member, partition))) continue;
      this.#loads.remove(member);
      this.assigned[member]!.push(partition);
      this.#owner[partition] = member;
      this.#loads.add(member);
      return true;
    }
    return false;
  }

  /** Whether balancing could give the member anything or take anything from it. */
  #canTakePart(member: number): boolean {
    const owned = this.assigned[member]!;
    return owned.length < this.#potential[member]! || owned.some((partition) => this.#subscriberCount(partition) >= 2);
  }

  /**
   * Moves partitions, round after round, until a round moves none. Answers whether any moved. Few rounds suffice; that a
   * move takes back another one (`PartitionMovements.instead`) might in theory go on for ever, hence the bound.
   */
  #reassign(partitions: readonly number[]): boolean {
    let movedAny = false;
    for (let moved = true, round = 0; moved && round <= partitions.length; round++) {
      moved = false;
      for (const partition of partitions) {
        if (this.#isBalanced()) break;
        const target = this.#betterOwner(partition);
        if (target === NOBODY) continue;
        this.#move(partition, target);
        moved = true;
        movedAny = true;
      }
    }
    return movedAny;
  }

  /** Whether no member could take a partition from another with at least two more. */
  #isBalanced(): boolean {
    const { members } = this.#loads;
    const most = this.assigned[members.at(-1)!]!.length;
    if (this.assigned[members[0]!]!.length >= most - 1) return true;
    const { table } = this.#input;
    // The load of the most loaded owner of a partition, by topic.
    const heaviest = new Int32Array(table.topics.length);
    for (const member of members) {
      const load = this.assigned[member]!.length;
      for (const partition of this.assigned[member]!) {
        const topic = table.topicOf(partition);
        if (load > heaviest[topic]!) heaviest[topic] = load;
      }
    }
    return members.every((member) => {
      const load = this.assigned[member]!.length;
      return load === this.#potential[member] || this.#topics[member]!.every((topic) => load + 1 >= heaviest[topic]!);
    });
  }

  /**
   * Who should have the partition instead of its owner: its former owner, or else the least loaded of all. A former owner
   * that no longer subscribes to the topic gets it none the less. That is what Kafka does, and members must agree.
   */
  #betterOwner(partition: number): number {
    const owner = this.#owner[partition]!;
    assert(owner !== NOBODY, 'a partition that somebody wants is assigned');
    const load = this.assigned[owner]!.length;
    const isLighter = (member: number): boolean => load > this.assigned[member]!.length + 1;
    const former = this.#formerOwners.get(partition)?.member;
    if (former !== undefined && this.#loads.has(former) && isLighter(former)) return former;
    const subscribers = this.#subscribers[this.#input.table.topicOf(partition)]!;
    if (!subscribers.some(isLighter)) return NOBODY;
    return this.#loads.members.find((member) => this.#wants(member, partition)) ?? NOBODY;
  }

  #move(partition: number, target: number): void {
    const moved = this.#movements.instead(partition, this.#owner[partition]!, target);
    const source = this.#owner[moved]!;
    this.#loads.remove(source);
    this.#loads.remove(target);
    this.#movements.note(moved, source, target);
    removeFrom(this.assigned[source]!, moved);
    this.assigned[target]!.push(moved);
    this.#owner[moved] = target;
    this.#loads.add(target);
    this.#loads.add(source);
  }
}

/** The sum of the differences between the loads of all pairs; 0 is perfect balance. */
function imbalance(assigned: readonly (readonly number[])[], members: readonly number[]): number {
  let sum = 0;
  for (const [index, a] of members.entries()) {
    for (const b of members.slice(index + 1)) sum += Math.abs(assigned[a]!.length - assigned[b]!.length);
  }
  return sum;
}
