/**
 * What the coordinator's assignors (KIP-848, KIP-932) divide, and among whom. They are pure functions; the order of the
 * members matters where it says so, and is the caller's to keep stable.
 */
import { KafkaError } from '#kernel';

export interface GroupMember {
  readonly memberId: string;
  /** Of a static member. */
  readonly instanceId: string | null;
  readonly subscribedTopicIds: ReadonlySet<string>;
  /** By topic id, what the member's last target assignment was. */
  readonly assignedPartitions: ReadonlyMap<string, readonly number[]>;
}

/** What the assignors ask about topics. */
export interface TopicDescriber {
  /** How many partitions a topic has; -1 where it does not exist. */
  partitionCount(topicId: string): number;
  /** Whether a share group may have the partition yet. */
  isAssignable(topicId: string, partition: number): boolean;
}

/** By topic id, ascending partitions. */
export type MemberAssignment = Map<string, number[]>;

/** For every member what it is to have, nothing included. */
export type TargetAssignment = Map<string, MemberAssignment>;

export type GroupAssignor = (members: readonly GroupMember[], topics: TopicDescriber) => TargetAssignment;

/** Whether all members subscribe to the same topics. */
export function isHomogeneous(members: readonly GroupMember[]): boolean {
  const first = members[0]?.subscribedTopicIds ?? new Set();
  return members.every(
    ({ subscribedTopicIds: ids }) => ids.size === first.size && [...ids].every((id) => first.has(id)),
  );
}

/** Throws UNKNOWN_SERVER_ERROR where there is no such topic, as the group then gets no new assignment. */
export function existingPartitionCount(topics: TopicDescriber, topicId: string): number {
  const count = topics.partitionCount(topicId);
  if (count < 0) {
    throw new KafkaError('UNKNOWN_SERVER_ERROR', `members subscribe to topic ${topicId}, which does not exist`);
  }
  return count;
}

/** The partitions of a topic that nobody may lack: 0 to its count. */
export function partitionsUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, partition) => partition);
}

export function emptyAssignment(members: readonly GroupMember[]): TargetAssignment {
  return new Map(members.map(({ memberId }) => [memberId, new Map()]));
}

/** Adds to a member's partitions of a topic; order is put right by `sortPartitions` in the end. */
export function addPartition(assignment: MemberAssignment, topicId: string, partition: number): void {
  const partitions = assignment.get(topicId);
  if (partitions === undefined) assignment.set(topicId, [partition]);
  else partitions.push(partition);
}

export function sortPartitions(target: TargetAssignment): TargetAssignment {
  for (const assignment of target.values()) {
    for (const partitions of assignment.values()) partitions.sort((a, b) => a - b);
  }
  return target;
}
