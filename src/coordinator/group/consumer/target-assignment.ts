/**
 * Who of a consumer group is to have what, in an epoch of the group: the assignor's answer (KIP-848), of which only what
 * has changed is written down.
 */
import { isKafkaError, KafkaError } from '#kernel';
import type { Turn } from '../../runtime/turn.ts';
import { consumerGroupAssignors } from '../../assignors/assignors.ts';
import type { GroupMember, TopicDescriber } from '../../assignors/group-spec.ts';
import type { GroupRecord } from '../group-records.ts';
import { entriesOf, isSameTopicPartitions, NO_PARTITIONS, type TopicPartitions } from '../modern/topic-partitions.ts';
import type { TopicDirectory } from '../topic-directory.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import type { SubscriptionChange } from './subscriptions.ts';

export interface TargetOptions {
  readonly groupEpoch: number;
  /** The member whose turn it is, as it will be. */
  readonly updated: ConsumerGroupMember;
  readonly change: SubscriptionChange;
}

/** What the member of this turn is to have. Throws UNKNOWN_SERVER_ERROR where the assignor fails. */
export function computeTargetAssignment(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  { groupEpoch, updated, change }: TargetOptions,
): TopicPartitions {
  const { groupId, context } = group;
  const name = group.subscriptions.preferredAssignor(change) ?? context.settings.consumerGroupAssignors[0]!;
  const members = membersWith(group, updated).map((member) => specOf(group, member));
  const assign = consumerGroupAssignors.get(name) ?? consumerGroupAssignors.get('uniform')!;
  let target: Map<string, TopicPartitions>;
  try {
    target = assign(members, describerOf(context.topics));
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    const message = `Failed to compute a new target assignment for epoch ${groupEpoch}: ${error.message}`;
    throw new KafkaError('UNKNOWN_SERVER_ERROR', message, { cause: error });
  }
  for (const { memberId } of members) {
    const partitions = withoutEmptyTopics(target.get(memberId) ?? NO_PARTITIONS);
    const last = group.targetAssignment.get(memberId);
    if (last !== undefined && isSameTopicPartitions(last, partitions)) continue;
    const value = { topicPartitions: entriesOf(partitions) };
    turn.records.push({ type: 'consumer-group-target-member', groupId, memberId, value });
  }
  const value = { assignmentEpoch: groupEpoch, assignmentTimestamp: turn.now };
  turn.records.push({ type: 'consumer-group-target-metadata', groupId, value });
  context.logger.info('partitions are assigned', { group: groupId, epoch: groupEpoch, assignor: name });
  return withoutEmptyTopics(target.get(updated.memberId) ?? NO_PARTITIONS);
}

/** All members, with the one whose turn it is in its place, or in the place of the static member that it takes over. */
function membersWith(group: ConsumerGroup, updated: ConsumerGroupMember): ConsumerGroupMember[] {
  const holder = updated.instanceId === null ? undefined : group.staticMember(updated.instanceId);
  const others = [...group.members.values()].filter(
    ({ memberId }) => memberId !== updated.memberId && memberId !== holder?.memberId,
  );
  return [...others, updated];
}

function specOf(group: ConsumerGroup, member: ConsumerGroupMember): GroupMember {
  const { topics } = group.context;
  const subscribedTopicIds = new Set<string>();
  for (const name of group.subscriptions.topicsOf(member)) {
    const topicId = topics.topicId(name);
    if (topicId !== null) subscribedTopicIds.add(topicId);
  }
  return {
    memberId: member.memberId,
    instanceId: member.instanceId,
    subscribedTopicIds,
    assignedPartitions: existing(group.targetOfInstance(member), topics),
  };
}

/** A log that comes from elsewhere may tell of partitions that this cluster does not have, which assignors must not see. */
function existing(partitions: TopicPartitions, topics: TopicDirectory): TopicPartitions {
  const { partitionCount } = describerOf(topics);
  const known = new Map<string, readonly number[]>();
  for (const [topicId, list] of partitions) {
    const count = partitionCount(topicId);
    const kept = list.at(-1)! < count ? list : list.filter((partition) => partition < count);
    if (kept.length > 0) known.set(topicId, kept);
  }
  return known;
}

export function describerOf(topics: TopicDirectory): TopicDescriber {
  return {
    partitionCount: (topicId) => {
      const name = topics.topicName(topicId);
      return name === null ? -1 : topics.partitionCount(name);
    },
    isAssignable: () => true,
  };
}

function withoutEmptyTopics(partitions: TopicPartitions): TopicPartitions {
  return new Map([...partitions].filter(([, list]) => list.length > 0));
}
