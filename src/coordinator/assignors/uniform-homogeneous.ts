/**
 * The assignor `uniform` where all members subscribe to the same topics. Everybody keeps what it had up to its share; if
 * the number does not divide, the members that had one partition more keep it while there are some to keep, and what is
 * left of those goes to the last members that have none. The rest fills the gaps.
 */
import { assert } from '#kernel';
import {
  addPartition,
  existingPartitionCount,
  type GroupMember,
  type MemberAssignment,
  partitionsUpTo,
  sortPartitions,
  type TargetAssignment,
  type TopicDescriber,
} from './group-spec.ts';
import { hashCapacity, inHashOrder } from './java-hash-order.ts';

interface TopicIdPartition {
  readonly topicId: string;
  readonly partition: number;
}

export function assignUniformHomogeneous(members: readonly GroupMember[], topics: TopicDescriber): TargetAssignment {
  const subscribed = members[0]!.subscribedTopicIds;
  const unassigned: TopicIdPartition[] = [];
  let total = 0;
  for (const topicId of subscribed) {
    const count = existingPartitionCount(topics, topicId);
    const assigned = new Set(members.flatMap((member) => member.assignedPartitions.get(topicId) ?? []));
    for (const partition of partitionsUpTo(count))
      if (!assigned.has(partition)) unassigned.push({ topicId, partition });
    total += count;
  }
  const target: TargetAssignment = new Map();
  const share = Math.floor(total / members.length);
  let extras = total % members.length;
  const rooms = members.map((member) => {
    const kept: MemberAssignment = new Map();
    target.set(member.memberId, kept);
    const room = keepUpTo(share + (extras > 0 ? 1 : 0), { member, subscribed, kept, unassigned });
    if (extras === 0) return { room, mayTakeExtra: false };
    if (room === 0) extras--;
    return { room: Math.max(0, room - 1), mayTakeExtra: room > 0 };
  });
  for (const gap of rooms.toReversed()) {
    if (extras === 0) break;
    if (!gap.mayTakeExtra) continue;
    gap.room++;
    extras--;
  }
  let next = 0;
  for (const [index, { memberId }] of members.entries()) {
    for (let { room } = rooms[index]!; room > 0 && next < unassigned.length; room--) {
      const { topicId, partition } = unassigned[next++]!;
      addPartition(target.get(memberId)!, topicId, partition);
    }
  }
  assert(next === unassigned.length, 'shares add up to the number of partitions');
  return sortPartitions(target);
}

interface Keeping {
  readonly member: GroupMember;
  readonly subscribed: ReadonlySet<string>;
  readonly kept: MemberAssignment;
  readonly unassigned: TopicIdPartition[];
}

/** Keeps `share` partitions at most, what is beyond goes to the unassigned; answers how many more there is room for. */
function keepUpTo(share: number, { member, subscribed, kept, unassigned }: Keeping): number {
  let room = share;
  for (const [topicId, partitions] of member.assignedPartitions) {
    if (!subscribed.has(topicId)) continue;
    for (const partition of inHashOrder(partitions, hashCapacity(partitions.length), (number) => number)) {
      if (room > 0) {
        room--;
        addPartition(kept, topicId, partition);
      } else unassigned.push({ topicId, partition });
    }
  }
  return room;
}
