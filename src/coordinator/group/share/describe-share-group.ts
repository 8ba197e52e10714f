/** ShareGroupDescribe (key 77, KIP-932). */
import { Errors, type ShareGroupDescribeResponse } from '#protocol';
import type { TopicDirectory } from '../topic-directory.ts';
import type { TopicPartitions } from '../modern/topic-partitions.ts';
import type { ShareGroup } from './share-group.ts';

export type DescribedShareGroup = ShareGroupDescribeResponse['groups'][number];

/** Operations were not asked for. */
const NO_OPERATIONS = -0x80000000;
const ASSIGNOR = 'simple';

export function describeShareGroup(group: ShareGroup): DescribedShareGroup {
  const { groupId, state, groupEpoch, assignmentEpoch, context } = group;
  return {
    errorCode: Errors.NONE.code,
    errorMessage: null,
    groupId,
    groupState: state,
    groupEpoch,
    assignmentEpoch,
    assignorName: ASSIGNOR,
    members: [...group.members.values()].map((member) => ({
      memberId: member.memberId,
      rackId: member.rackId,
      memberEpoch: member.memberEpoch,
      clientId: member.clientId,
      clientHost: member.clientHost,
      subscribedTopicNames: [...member.subscribedTopicNames].sort(),
      assignment: { topicPartitions: namedPartitions(member.assigned, context.topics) },
    })),
    authorizedOperations: NO_OPERATIONS,
  };
}

function namedPartitions(
  assigned: TopicPartitions,
  topics: TopicDirectory,
): DescribedShareGroup['members'][number]['assignment']['topicPartitions'] {
  return [...assigned].flatMap(([topicId, partitions]) => {
    const topicName = topics.topicName(topicId);
    return topicName === null ? [] : [{ topicId, topicName, partitions: [...partitions] }];
  });
}

export function describeShareGroupError(groupId: string, errorCode: number, errorMessage: string): DescribedShareGroup {
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState: errorCode === Errors.GROUP_ID_NOT_FOUND.code ? 'Dead' : '',
    groupEpoch: 0,
    assignmentEpoch: 0,
    assignorName: '',
    members: [],
    authorizedOperations: NO_OPERATIONS,
  };
}
