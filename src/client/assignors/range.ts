/**
 * The assignor `range`: of each topic every member gets a run of partitions, so that equally partitioned topics go to
 * the same members number by number. Where racks matter (KIP-881), partitions are first matched with members on a rack
 * of their replicas, as far as the shares allow; topics that are partitioned alike among the same members stay together
 * even then.
 */
import {
  type AssignableTopic,
  compareMembers,
  compareStrings,
  type GroupAssignment,
  rackOf,
  racksMatter,
  type SubscribedMember,
  subscribedTopics,
} from './group-members.ts';

/** One topic while it is being dealt out. */
class TopicShares {
  readonly topic: string;
  /** Its subscribers in the order in which they are served. */
  readonly members: readonly SubscribedMember[];
  readonly partitions: number;
  readonly usesRacks: boolean;
  readonly #partitionRacks: readonly ReadonlySet<string>[];
  readonly #unassigned: Set<number>;
  readonly #assigned: Map<string, number>;
  readonly #share: number;
  /** Members that may still get one partition beyond the share. */
  #extras: number;
  readonly #assignment: GroupAssignment;

  constructor(topic: AssignableTopic, members: readonly SubscribedMember[], assignment: GroupAssignment) {
    this.topic = topic.name;
    this.partitions = topic.partitions;
    this.members = members.filter((member) => member.topics.includes(topic.name)).sort(compareMembers);
    this.#assignment = assignment;
    this.#unassigned = new Set(Array.from({ length: topic.partitions }, (_, partition) => partition));
    this.#assigned = new Map(this.members.map(({ memberId }) => [memberId, 0]));
    this.#share = Math.floor(topic.partitions / this.members.length);
    this.#extras = topic.partitions % this.members.length;
    this.#partitionRacks = Array.from(
      { length: topic.partitions },
      (_, partition) => new Set(topic.racks?.[partition]),
    );
    const racks = new Set(this.members.map(rackOf).filter((rack) => rack !== null));
    this.usesRacks = racksMatter(racks, this.#partitionRacks);
  }

  /** What makes topics go together: the same subscribers and as many partitions. */
  get kinship(): string {
    return JSON.stringify([this.partitions, ...this.members.map(({ memberId }) => memberId)]);
  }

  /** A member that names no rack suits every partition. */
  isOnRack(member: SubscribedMember, partition: number): boolean {
    const rack = rackOf(member);
    return rack === null || this.#partitionRacks[partition]!.has(rack);
  }

  room(member: SubscribedMember): number {
    return Math.max(0, this.#share + (this.#extras > 0 ? 1 : 0) - this.#assigned.get(member.memberId)!);
  }

  give(member: SubscribedMember, partitions: readonly number[]): void {
    const list = this.#assignment.get(member.memberId)!;
    for (const partition of partitions) {
      list.push({ topic: this.topic, partition });
      this.#unassigned.delete(partition);
    }
    const count = this.#assigned.get(member.memberId)! + partitions.length;
    this.#assigned.set(member.memberId, count);
    if (count > this.#share) this.#extras--;
  }

  /** Gives each member in turn its share of what suits it. */
  deal(onRacksOnly: boolean): void {
    for (const member of this.members) {
      const suitable: number[] = [];
      const room = this.room(member);
      for (const partition of this.#unassigned) {
        if (suitable.length === room) break;
        if (!onRacksOnly || this.isOnRack(member, partition)) suitable.push(partition);
      }
      if (suitable.length > 0) this.give(member, suitable);
    }
  }
}

/** Topics of the same subscribers and number of partitions: partition n of all of them goes to one member, or waits. */
function dealTogether(topics: readonly TopicShares[]): void {
  const [first] = topics;
  let candidates = [...first!.members];
  for (let partition = 0; partition < first!.partitions && candidates.length > 0; partition++) {
    const suits = (member: SubscribedMember): boolean =>
      topics.every((topic) => topic.isOnRack(member, partition) && topic.room(member) > 0);
    const member = candidates.find(suits);
    if (member === undefined) continue;
    for (const topic of topics) topic.give(member, [partition]);
    if (topics.every((topic) => topic.room(member) === 0)) {
      candidates = candidates.filter((candidate) => candidate !== member);
    }
  }
}

export function assignRange(topics: readonly AssignableTopic[], members: readonly SubscribedMember[]): GroupAssignment {
  const assignment: GroupAssignment = new Map(members.map(({ memberId }) => [memberId, []]));
  const shares = subscribedTopics(topics, members).map((topic) => new TopicShares(topic, members, assignment));
  const usesRacks = shares.some((topic) => topic.usesRacks);
  if (usesRacks) {
    for (const kin of Map.groupBy(shares, (topic) => topic.kinship).values()) {
      const anyRack = kin[0]!.members.some((member) => rackOf(member) !== null);
      if (kin.length > 1 && anyRack) dealTogether(kin);
      else if (kin.length === 1 && kin[0]!.usesRacks) kin[0]!.deal(true);
    }
  }
  for (const topic of shares) topic.deal(false);
  if (usesRacks) {
    for (const list of assignment.values()) {
      list.sort((a, b) => compareStrings(a.topic, b.topic) || a.partition - b.partition);
    }
  }
  return assignment;
}
