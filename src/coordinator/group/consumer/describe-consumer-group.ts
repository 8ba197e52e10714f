/** ConsumerGroupDescribe (key 69, KIP-848): the group's epochs, and what each member has and is to have. */
import { Errors, type ConsumerGroupDescribeResponse, newConsumerGroupDescribeResponseDescribedGroup } from '#protocol';
import type { GroupCoordinatorShard } from '../group-coordinator-shard.ts';
import type { TopicPartitions } from '../modern/topic-partitions.ts';
import type { TopicDirectory } from '../topic-directory.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { consumerGroupKind } from './consumer-group-kind.ts';
import { type ConsumerGroupMember, isClassicMember } from './consumer-group-member.ts';

export type DescribedConsumerGroup = ConsumerGroupDescribeResponse['groups'][number];
type DescribedMember = DescribedConsumerGroup['members'][number];
type DescribedAssignment = DescribedMember['assignment'];

const MEMBER_TYPE = { CLASSIC: 0, CONSUMER: 1 } as const;

export function describeConsumerGroup(shard: GroupCoordinatorShard, groupId: string): DescribedConsumerGroup {
  const group = shard.modernGroup(groupId, consumerGroupKind);
  if (group !== undefined) return describe(group);
  const reason = shard.groups.has(groupId) ? 'is not a consumer group' : 'not found';
  return describeConsumerGroupError(groupId, Errors.GROUP_ID_NOT_FOUND.code, `Group ${groupId} ${reason}.`);
}

export function describeConsumerGroupError(
  groupId: string,
  errorCode: number,
  errorMessage: string | null,
): DescribedConsumerGroup {
  return newConsumerGroupDescribeResponseDescribedGroup({ groupId, errorCode, errorMessage });
}

function describe(group: ConsumerGroup): DescribedConsumerGroup {
  const { groupId, state, groupEpoch, assignmentEpoch, context, subscriptions } = group;
  return newConsumerGroupDescribeResponseDescribedGroup({
    groupId,
    groupState: state,
    groupEpoch,
    assignmentEpoch,
    assignorName: subscriptions.preferredAssignor() ?? context.settings.consumerGroupAssignors[0]!,
    members: [...group.members.values()].map((member) => describeMember(group, member)),
  });
}

function describeMember(group: ConsumerGroup, member: ConsumerGroupMember): DescribedMember {
  const { topics } = group.context;
  return {
    memberId: member.memberId,
    instanceId: member.instanceId,
    rackId: member.rackId,
    memberEpoch: member.memberEpoch,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: [...member.subscribedTopicNames],
    subscribedTopicRegex: member.subscribedTopicRegex,
    assignment: assignmentOf(partitionsOf(member), topics),
    targetAssignment: assignmentOf(group.targetOf(member.memberId), topics),
    memberType: isClassicMember(member) ? MEMBER_TYPE.CLASSIC : MEMBER_TYPE.CONSUMER,
  };
}

/** All that the member has, what it is giving up included. */
function partitionsOf({ assigned, pendingRevocation }: ConsumerGroupMember): TopicPartitions {
  const partitions = new Map<string, number[]>();
  for (const [topicId, epochs] of [...assigned, ...pendingRevocation]) {
    partitions.set(topicId, [...(partitions.get(topicId) ?? []), ...epochs.keys()]);
  }
  return partitions;
}

function assignmentOf(partitions: TopicPartitions, topics: TopicDirectory): DescribedAssignment {
  return {
    topicPartitions: [...partitions].flatMap(([topicId, list]) => {
      const topicName = topics.topicName(topicId);
      return topicName === null ? [] : [{ topicId, topicName, partitions: list.toSorted((a, b) => a - b) }];
    }),
  };
}
