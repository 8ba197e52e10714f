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

/** A streams group (KIP-1071). */
export interface StreamsGroupDescription extends GroupDescription {
  /** Grows with every change of members and topology. */
  readonly groupEpoch: number;
  /** Below `groupEpoch` while an assignment is being made. */
  readonly targetAssignmentEpoch: number;
  /** -1 while the group has no topology. */
  readonly topologyEpoch: number;
  /** The parts of the topology that share no state. */
  readonly subtopologies: readonly StreamsSubtopology[];
  /** Those it has at present. */
  readonly members: readonly StreamsGroupMember[];
}

/** A part of a topology: each partition of its sources is a task. */
export interface StreamsSubtopology {
  /** As the topology names it: `0`. */
  readonly subtopologyId: string;
  /** Topics that it reads. */
  readonly sourceTopics: readonly string[];
  /** Repartition topics that it writes. */
  readonly repartitionSinkTopics: readonly string[];
  /** Topics that back its state stores. */
  readonly stateChangelogTopics: readonly StreamsInternalTopic[];
  /** Repartition topics that it reads. */
  readonly repartitionSourceTopics: readonly StreamsInternalTopic[];
}

/** A topic that the group makes for itself. */
export interface StreamsInternalTopic {
  /** The topic's name. */
  readonly name: string;
  /** 0 where it follows from other topics. */
  readonly partitions: number;
  /** 0: the broker's default. */
  readonly replicationFactor: number;
  /** Kafka's keys and the texts of their values. */
  readonly topicConfigs: Readonly<Record<string, string>>;
}

/** A member of a streams group: a client of Kafka Streams. */
export interface StreamsGroupMember extends GroupMember {
  /** The epoch of the assignment it has. */
  readonly memberEpoch: number;
  /** Of a static member (KIP-345). */
  readonly groupInstanceId: string | null;
  /** Where it is; null where it tells none. */
  readonly rackId: string | null;
  /** Of the topology that it runs. */
  readonly topologyEpoch: number;
  /** The same for the members of one process. */
  readonly processId: string;
  /** Where the member answers queries of other instances; null where it does not. */
  readonly userEndpoint: { readonly host: string; readonly port: number } | null;
  /** The configs `client.tag.*` of the client, by what stands for the star. */
  readonly clientTags: Readonly<Record<string, string>>;
  /** How far the changelogs of its tasks have come there. */
  readonly taskOffsets: readonly StreamsTaskOffset[];
  /** Where these changelogs end. */
  readonly taskEndOffsets: readonly StreamsTaskOffset[];
  /** The tasks it has. */
  readonly assignment: StreamsTasks;
  /** The tasks it shall have once the group has come to rest. */
  readonly targetAssignment: StreamsTasks;
  /** Whether it speaks the classic protocol still. */
  readonly isClassic: boolean;
}

/** One partition of a subtopology. */
export interface StreamsTask {
  /** As the topology names it: `0`. */
  readonly subtopologyId: string;
  /** From 0. */
  readonly partition: number;
}

/** How far a task has come. */
export interface StreamsTaskOffset extends StreamsTask {
  /** Summed over the task's changelogs. */
  readonly offset: number;
}

/** Tasks of a member, by what it does for them. */
export interface StreamsTasks {
  /** Those it processes. */
  readonly activeTasks: readonly StreamsTask[];
  /** Those whose state it keeps a copy of. */
  readonly standbyTasks: readonly StreamsTask[];
  /** Those whose state it restores, to take them over. */
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
