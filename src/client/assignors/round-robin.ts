/**
 * The assignor `roundrobin`: the partitions of all topics, in order, dealt to the members in order; who does not
 * subscribe to a topic is passed over.
 */
import {
  type AssignableTopic,
  compareMembers,
  type GroupAssignment,
  partitionsOf,
  type SubscribedMember,
  subscribedTopics,
} from './group-members.ts';

export function assignRoundRobin(
  topics: readonly AssignableTopic[],
  members: readonly SubscribedMember[],
): GroupAssignment {
  const assignment: GroupAssignment = new Map(members.map(({ memberId }) => [memberId, []]));
  const circle = members
    .toSorted(compareMembers)
    .map(({ memberId, topics: subscribed }) => ({ memberId, topics: new Set(subscribed) }));
  let next = 0;
  for (const topic of subscribedTopics(topics, members)) {
    for (const partition of partitionsOf(topic.name, topic.partitions)) {
      // Ends, since somebody subscribes to each of these topics.
      while (!circle[next]!.topics.has(topic.name)) next = (next + 1) % circle.length;
      assignment.get(circle[next]!.memberId)!.push(partition);
      next = (next + 1) % circle.length;
    }
  }
  return assignment;
}
