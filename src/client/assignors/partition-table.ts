/**
 * The partitions of all topics as the numbers from 0 on, ordered by topic and partition, so that sorting, owners and
 * sets of partitions are a matter of small integers; and what is known of their racks.
 */
import {
  type AssignableTopic,
  rackOf,
  racksMatter,
  type SubscribedMember,
  type TopicPartition,
} from './group-members.ts';

export class PartitionTable {
  /** Ascending by name. */
  readonly topics: readonly AssignableTopic[];
  /** How many partitions there are. */
  readonly size: number;
  readonly #firsts: number[] = [];
  readonly #topicIndexes = new Map<string, number>();
  readonly #topicOf: Int32Array;

  /** @param topics ascending by name, each with partitions */
  constructor(topics: readonly AssignableTopic[]) {
    this.topics = topics;
    let size = 0;
    for (const [index, topic] of topics.entries()) {
      this.#firsts.push(size);
      this.#topicIndexes.set(topic.name, index);
      size += topic.partitions;
    }
    this.size = size;
    this.#topicOf = new Int32Array(size);
    for (const [index, topic] of topics.entries()) {
      this.#topicOf.fill(index, this.#firsts[index], this.#firsts[index]! + topic.partitions);
    }
  }

  /** The index of a topic in `topics`, or -1. */
  topicIndex(name: string): number {
    return this.#topicIndexes.get(name) ?? -1;
  }

  /** The number of a partition, or -1 where there is none such. */
  numberOf({ topic, partition }: TopicPartition): number {
    const index = this.topicIndex(topic);
    if (index < 0 || partition < 0 || partition >= this.topics[index]!.partitions) return -1;
    return this.#firsts[index]! + partition;
  }

  /** Indexes the topic of a numbered partition. */
  topicOf(number: number): number {
    return this.#topicOf[number]!;
  }

  partitionOf(number: number): number {
    return number - this.#firsts[this.topicOf(number)]!;
  }

  /** The number of a topic's partition 0. */
  firstOf(topicIndex: number): number {
    return this.#firsts[topicIndex]!;
  }

  at(number: number): TopicPartition {
    return { topic: this.topics[this.topicOf(number)]!.name, partition: this.partitionOf(number) };
  }
}

/** Which members are near which partitions (KIP-881). Where racks make no difference, everybody is near everything. */
export class RackTable {
  /** Whether racks make a difference in this group. */
  readonly matters: boolean;
  readonly #memberRacks: readonly (string | null)[];
  readonly #partitionRacks: readonly ReadonlySet<string>[];
  /** For each partition, how many members are on a rack of its replicas. */
  readonly #nearMembers: Int32Array;

  constructor(table: PartitionTable, members: readonly SubscribedMember[]) {
    const racks = members.map(rackOf);
    this.#partitionRacks = table.topics.flatMap((topic) =>
      Array.from({ length: topic.partitions }, (_, partition) => new Set(topic.racks?.[partition])),
    );
    const distinct = new Set(racks.filter((rack) => rack !== null));
    this.matters = racksMatter(distinct, this.#partitionRacks);
    this.#memberRacks = this.matters ? racks : racks.map(() => null);
    this.#nearMembers = Int32Array.from(
      this.#partitionRacks,
      (near) => racks.filter((rack) => rack !== null && near.has(rack)).length,
    );
  }

  /** Whether the member has a rack and the partition no replica on it. */
  isMismatch(member: number, partition: number): boolean {
    const rack = this.#memberRacks[member]!;
    return rack !== null && !this.#partitionRacks[partition]!.has(rack);
  }

  /** Whether the member has a rack and the partition a replica on it. */
  isMatch(member: number, partition: number): boolean {
    const rack = this.#memberRacks[member]!;
    return rack !== null && this.#partitionRacks[partition]!.has(rack);
  }

  /** The partitions that fewest members are near to come first. */
  sortByNearMembers(partitions: readonly number[]): number[] {
    return partitions.toSorted((a, b) => this.#nearMembers[a]! - this.#nearMembers[b]!);
  }

  /** The index of the first member in `members`, from `from` on and around, that is near; -1 where none is. */
  nextMatch(partition: number, members: readonly number[], from: number): number {
    for (let i = 0; i < members.length; i++) {
      const index = (from + i) % members.length;
      if (this.isMatch(members[index]!, partition)) return index;
    }
    return -1;
  }
}
