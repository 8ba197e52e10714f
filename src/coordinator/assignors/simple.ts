/**
 * The assignor `simple` of share groups (KIP-932). A partition may go to several members at once: to as many as it takes
 * for everybody to have one. Where all members subscribe to the same topics, all partitions are shared out together,
 * otherwise each topic among its subscribers.
 */
import {
  addPartition,
  emptyAssignment,
  existingPartitionCount,
  type GroupMember,
  isHomogeneous,
  partitionsUpTo,
  sortPartitions,
  type TargetAssignment,
  type TopicDescriber,
} from './group-spec.ts';
import { shareOut } from './share-out.ts';

interface TopicIdPartition {
  readonly topicId: string;
  readonly partition: number;
}

export function assignSimple(members: readonly GroupMember[], topics: TopicDescriber): TargetAssignment {
  const target = emptyAssignment(members);
  const subscribed = new Set(members.flatMap((member) => [...member.subscribedTopicIds]));
  const partitions: TopicIdPartition[] = [];
  for (const topicId of subscribed) {
    for (const partition of partitionsUpTo(existingPartitionCount(topics, topicId))) {
      if (topics.isAssignable(topicId, partition)) partitions.push({ topicId, partition });
    }
  }
  if (isHomogeneous(members)) shareAmong(partitions, members, { target, isOneTopic: false });
  else {
    for (const topicId of subscribed) {
      const ofTopic = partitions.filter((partition) => partition.topicId === topicId);
      const subscribers = members.filter((member) => member.subscribedTopicIds.has(topicId));
      shareAmong(ofTopic, subscribers, { target, isOneTopic: true });
    }
  }
  return sortPartitions(target);
}

function shareAmong(
  partitions: readonly TopicIdPartition[],
  members: readonly GroupMember[],
  options: { target: TargetAssignment; isOneTopic: boolean },
): void {
  const numbers = new Map(partitions.map(({ topicId, partition }, number) => [`${topicId}-${partition}`, number]));
  const owned = members.map(({ assignedPartitions }) =>
    [...assignedPartitions].flatMap(([topicId, list]) =>
      list.map((partition) => numbers.get(`${topicId}-${partition}`)).filter((number) => number !== undefined),
    ),
  );
  const shares = shareOut({
    keys: options.isOneTopic ? partitions.map(({ partition }) => partition) : [...partitions.keys()],
    owned,
    relievesPartitionsFirst: !options.isOneTopic,
  });
  for (const [index, share] of shares.entries()) {
    const assignment = options.target.get(members[index]!.memberId)!;
    for (const number of share) {
      const { topicId, partition } = partitions[number]!;
      addPartition(assignment, topicId, partition);
    }
  }
}
