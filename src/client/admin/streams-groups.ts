/** Streams groups (KIP-1071): the topology and the tasks of each member. Kafka 4.1 and later. */
import {
  streamsGroupDescribeRequest,
  streamsGroupDescribeResponse,
  type StreamsGroupDescribeResponseAssignment,
  type StreamsGroupDescribeResponseDescribedGroup,
  type StreamsGroupDescribeResponseKeyValue,
  type StreamsGroupDescribeResponseMember,
  type StreamsGroupDescribeResponseSubtopology,
  type StreamsGroupDescribeResponseTaskIds,
  type StreamsGroupDescribeResponseTaskOffset,
  type StreamsGroupDescribeResponseTopicInfo,
} from '#protocol';
import { AdminCall, type AdminContext } from './admin-call.ts';
import type { AdminNode } from './cluster-description.ts';
import {
  describeByCoordinator,
  groupDescription,
  groupMember,
  type DescribeGroupsOptions,
  type GroupDescription,
  type GroupMember,
} from './group-description.ts';

export interface StreamsGroupDescription extends GroupDescription {
  readonly groupEpoch: number;
  readonly targetAssignmentEpoch: number;
  /** -1 while the group has no topology. */
  readonly topologyEpoch: number;
  readonly subtopologies: readonly StreamsSubtopology[];
  readonly members: readonly StreamsGroupMember[];
}

export interface StreamsSubtopology {
  readonly subtopologyId: string;
  readonly sourceTopics: readonly string[];
  readonly repartitionSinkTopics: readonly string[];
  readonly stateChangelogTopics: readonly StreamsInternalTopic[];
  readonly repartitionSourceTopics: readonly StreamsInternalTopic[];
}

export interface StreamsInternalTopic {
  readonly name: string;
  /** 0 where it follows from other topics. */
  readonly partitions: number;
  /** 0: the broker's default. */
  readonly replicationFactor: number;
  readonly topicConfigs: Readonly<Record<string, string>>;
}

export interface StreamsGroupMember extends GroupMember {
  readonly memberEpoch: number;
  readonly groupInstanceId: string | null;
  readonly rackId: string | null;
  readonly topologyEpoch: number;
  /** The same for the members of one process. */
  readonly processId: string;
  /** Where the member answers queries of other instances; null where it does not. */
  readonly userEndpoint: { readonly host: string; readonly port: number } | null;
  readonly clientTags: Readonly<Record<string, string>>;
  readonly taskOffsets: readonly StreamsTaskOffset[];
  readonly taskEndOffsets: readonly StreamsTaskOffset[];
  readonly assignment: StreamsTasks;
  readonly targetAssignment: StreamsTasks;
  /** Whether it speaks the classic protocol still. */
  readonly isClassic: boolean;
}

export interface StreamsTask {
  readonly subtopologyId: string;
  readonly partition: number;
}

export interface StreamsTaskOffset extends StreamsTask {
  readonly offset: number;
}

export interface StreamsTasks {
  readonly activeTasks: readonly StreamsTask[];
  readonly standbyTasks: readonly StreamsTask[];
  readonly warmupTasks: readonly StreamsTask[];
}

export function describeStreamsGroups(
  context: AdminContext,
  groupIds: readonly string[],
  options: DescribeGroupsOptions = {},
): Promise<StreamsGroupDescription[]> {
  const call = new AdminCall(context, 'describeStreamsGroups', options);
  const { includeAuthorizedOperations = false } = options;
  return describeByCoordinator(call, groupIds, {
    ask: (nodeId, ids) => {
      const body = { groupIds: ids, includeAuthorizedOperations, includeTopologyDescription: false };
      return call.send(nodeId, [streamsGroupDescribeRequest, streamsGroupDescribeResponse], body);
    },
    read: streamsGroup,
  });
}

function streamsGroup(
  group: StreamsGroupDescribeResponseDescribedGroup,
  coordinator: AdminNode,
): StreamsGroupDescription {
  return {
    ...groupDescription(group, coordinator),
    groupEpoch: group.groupEpoch,
    targetAssignmentEpoch: group.assignmentEpoch,
    topologyEpoch: group.topology?.epoch ?? -1,
    subtopologies: (group.topology?.subtopologies ?? []).map(subtopology),
    members: group.members.map(streamsMember),
  };
}

function subtopology(of: StreamsGroupDescribeResponseSubtopology): StreamsSubtopology {
  return {
    subtopologyId: of.subtopologyId,
    sourceTopics: of.sourceTopics,
    repartitionSinkTopics: of.repartitionSinkTopics,
    stateChangelogTopics: of.stateChangelogTopics.map(internalTopic),
    repartitionSourceTopics: of.repartitionSourceTopics.map(internalTopic),
  };
}

function internalTopic({ name, partitions, ...topic }: StreamsGroupDescribeResponseTopicInfo): StreamsInternalTopic {
  return {
    name,
    partitions,
    replicationFactor: topic.replicationFactor,
    topicConfigs: recordOf(topic.topicConfigs),
  };
}

function recordOf(entries: readonly StreamsGroupDescribeResponseKeyValue[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

function streamsMember(member: StreamsGroupDescribeResponseMember): StreamsGroupMember {
  const { memberEpoch, instanceId, rackId, topologyEpoch, processId, userEndpoint, isClassic } = member;
  return {
    ...groupMember(member),
    memberEpoch,
    groupInstanceId: instanceId,
    rackId,
    topologyEpoch,
    processId,
    userEndpoint: userEndpoint === null ? null : { host: userEndpoint.host, port: userEndpoint.port },
    clientTags: recordOf(member.clientTags),
    taskOffsets: member.taskOffsets.map(taskOffset),
    taskEndOffsets: member.taskEndOffsets.map(taskOffset),
    assignment: tasksOf(member.assignment),
    targetAssignment: tasksOf(member.targetAssignment),
    isClassic,
  };
}

function taskOffset({ subtopologyId, partition, offset }: StreamsGroupDescribeResponseTaskOffset): StreamsTaskOffset {
  return { subtopologyId, partition, offset };
}

function tasksOf(assignment: StreamsGroupDescribeResponseAssignment): StreamsTasks {
  return {
    activeTasks: assignment.activeTasks.flatMap(tasks),
    standbyTasks: assignment.standbyTasks.flatMap(tasks),
    warmupTasks: assignment.warmupTasks.flatMap(tasks),
  };
}

function tasks({ subtopologyId, partitions }: StreamsGroupDescribeResponseTaskIds): StreamsTask[] {
  return partitions.map((partition) => ({ subtopologyId, partition }));
}
