/**
 * The coordinator's assignor `range`: of each topic every subscriber gets a run of partitions, static members first by
 * their instance, the others by member id. Topics with equally many partitions and the same subscribers therefore go to
 * the same members number by number.
 */
import {
  emptyAssignment,
  existingPartitionCount,
  type GroupMember,
  type TargetAssignment,
  type TopicDescriber,
} from './group-spec.ts';

export function assignRange(members: readonly GroupMember[], topics: TopicDescriber): TargetAssignment {
  const target = emptyAssignment(members);
  const sorted = members.toSorted(compareMembers);
  const subscribers = new Map<string, GroupMember[]>();
  for (const member of sorted) {
    for (const topicId of member.subscribedTopicIds) {
      const list = subscribers.get(topicId);
      if (list === undefined) subscribers.set(topicId, [member]);
      else list.push(member);
    }
  }
  for (const [topicId, list] of subscribers) {
    const count = existingPartitionCount(topics, topicId);
    let next = 0;
    for (const [index, { memberId }] of list.entries()) {
      const share = Math.floor(count / list.length) + (index < count % list.length ? 1 : 0);
      if (share === 0) continue;
      const first = next;
      next += share;
      target.get(memberId)!.set(
        topicId,
        Array.from({ length: share }, (_, i) => first + i),
      );
    }
  }
  return target;
}

function compareMembers(a: GroupMember, b: GroupMember): number {
  if (a.instanceId !== null && b.instanceId !== null) return compareStrings(a.instanceId, b.instanceId);
  if (a.instanceId !== null) return -1;
  return b.instanceId !== null ? 1 : compareStrings(a.memberId, b.memberId);
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
