/** What StreamsGroupDescribe (key 89, KIP-1071) tells of a group. */
import {
  newStreamsGroupDescribeResponseDescribedGroup,
  newStreamsGroupDescribeResponseMember,
  type StreamsGroupDescribeResponseDescribedGroup,
  type StreamsGroupDescribeResponseMember,
  type StreamsGroupDescribeResponseSubtopology,
  type StreamsGroupDescribeResponseTopicInfo,
} from '#protocol';
import type { ConfiguredInternalTopic } from './configured-topology.ts';
import type { StreamsGroup } from './streams-group.ts';
import type { StreamsGroupMember } from './streams-group-member.ts';
import { type AssignedTasks, bySubtopology, type TaskAssignment, taskIdsOf } from './tasks.ts';
import type { TopicInfo } from './topology.ts';

export type DescribedStreamsGroup = StreamsGroupDescribeResponseDescribedGroup;

export function describeStreamsGroup(group: StreamsGroup): DescribedStreamsGroup {
  const { topology, groupId, groupEpoch, assignmentEpoch, state } = group;
  return newStreamsGroupDescribeResponseDescribedGroup({
    groupId,
    groupState: state,
    groupEpoch,
    assignmentEpoch,
    topology: topology === null ? null : { epoch: topology.epoch, subtopologies: describeSubtopologies(group) },
    members: [...group.members.values()].map((member) => describeMember(member, group.targetOf(member.memberId))),
  });
}

export function describeStreamsGroupError(
  groupId: string,
  errorCode: number,
  errorMessage: string | null,
): DescribedStreamsGroup {
  return newStreamsGroupDescribeResponseDescribedGroup({ groupId, errorCode, errorMessage });
}

/** With the partitions that the internal topics have, where the topology fits the topics; else as members sent it. */
function describeSubtopologies({ topology, configured }: StreamsGroup): StreamsGroupDescribeResponseSubtopology[] {
  const isReady = configured !== null && configured.problem === null && configured.subtopologies !== null;
  const subtopologies = isReady ? [...configured.subtopologies.values()] : (topology?.subtopologies ?? []);
  return subtopologies
    .map((subtopology) => ({
      subtopologyId: subtopology.subtopologyId,
      sourceTopics: [...subtopology.sourceTopics].sort(),
      repartitionSinkTopics: [...subtopology.repartitionSinkTopics].sort(),
      repartitionSourceTopics: describeTopics(subtopology.repartitionSourceTopics),
      stateChangelogTopics: describeTopics(subtopology.stateChangelogTopics),
    }))
    .sort(bySubtopology);
}

function describeTopics(
  topics: readonly (TopicInfo | ConfiguredInternalTopic)[],
): StreamsGroupDescribeResponseTopicInfo[] {
  return topics
    .map(({ name, partitions, replicationFactor, topicConfigs }) => ({
      name,
      partitions,
      replicationFactor,
      topicConfigs: topicConfigs.map(({ key, value }) => ({ key, value })),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));
}

function describeMember(member: StreamsGroupMember, target: TaskAssignment): StreamsGroupDescribeResponseMember {
  const { memberId, memberEpoch, metadata, assigned } = member;
  const { instanceId, rackId, clientId, clientHost, topologyEpoch, processId, userEndpoint, clientTags } = metadata;
  return newStreamsGroupDescribeResponseMember({
    memberId,
    memberEpoch,
    instanceId,
    rackId,
    clientId,
    clientHost,
    topologyEpoch,
    processId,
    userEndpoint,
    clientTags: clientTags.map(({ key, value }) => ({ key, value })),
    assignment: describeTasks(assigned),
    targetAssignment: describeTasks(target),
  });
}

function describeTasks({
  active,
  standby,
  warmup,
}: TaskAssignment | AssignedTasks): StreamsGroupDescribeResponseMember['assignment'] {
  return { activeTasks: taskIdsOf(active), standbyTasks: taskIdsOf(standby), warmupTasks: taskIdsOf(warmup) };
}
