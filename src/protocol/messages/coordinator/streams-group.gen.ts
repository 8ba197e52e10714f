// generated from streams-group.schema by tools/codegen: change that and run `npm run generate`

export interface StreamsGroupMetadataKey {
  groupId: string;
}

export interface StreamsGroupMetadataValue {
  epoch: number;
  metadataHash: bigint;
  validatedTopologyEpoch: number;
  lastAssignmentConfigs: StreamsGroupMetadataValueLastAssignmentConfig[] | null;
  storedDescriptionTopologyEpoch: number;
  failedDescriptionTopologyEpoch: number;
}

export interface StreamsGroupMetadataValueLastAssignmentConfig {
  key: string;
  value: string;
}

export interface StreamsGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export interface StreamsGroupMemberMetadataValue {
  instanceId: string | null;
  rackId: string | null;
  clientId: string;
  clientHost: string;
  rebalanceTimeoutMs: number;
  topologyEpoch: number;
  processId: string;
  userEndpoint: StreamsGroupMemberMetadataValueEndpoint | null;
  clientTags: StreamsGroupMemberMetadataValueKeyValue[];
}

export interface StreamsGroupMemberMetadataValueKeyValue {
  key: string;
  value: string;
}

export interface StreamsGroupMemberMetadataValueEndpoint {
  host: string;
  port: number;
}

export interface StreamsGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export interface StreamsGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number;
  assignmentTimestamp: number;
}

export interface StreamsGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export interface StreamsGroupTargetAssignmentMemberValue {
  activeTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  standbyTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  warmupTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
}

export interface StreamsGroupTargetAssignmentMemberValueTaskIds {
  subtopologyId: string;
  partitions: number[];
}

export interface StreamsGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export interface StreamsGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  activeTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  standbyTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  warmupTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  activeTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  standbyTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  warmupTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
}

export interface StreamsGroupCurrentMemberAssignmentValueTaskIds {
  subtopologyId: string;
  partitions: number[];
  assignmentEpochs: number[] | null;
}

export interface StreamsGroupTopologyKey {
  groupId: string;
}

export interface StreamsGroupTopologyValue {
  epoch: number;
  subtopologies: StreamsGroupTopologyValueSubtopology[];
}

export interface StreamsGroupTopologyValueSubtopology {
  subtopologyId: string;
  sourceTopics: string[];
  sourceTopicRegex: string[];
  stateChangelogTopics: StreamsGroupTopologyValueTopicInfo[];
  repartitionSinkTopics: string[];
  repartitionSourceTopics: StreamsGroupTopologyValueTopicInfo[];
  copartitionGroups: StreamsGroupTopologyValueCopartitionGroup[];
}

export interface StreamsGroupTopologyValueCopartitionGroup {
  sourceTopics: number[];
  sourceTopicRegex: number[];
  repartitionSourceTopics: number[];
}

export interface StreamsGroupTopologyValueTopicInfo {
  name: string;
  partitions: number;
  replicationFactor: number;
  topicConfigs: StreamsGroupTopologyValueTopicConfig[];
}

export interface StreamsGroupTopologyValueTopicConfig {
  key: string;
  value: string;
}
