// generated from consumer-group.schema by tools/codegen: change that and run `npm run generate`

export interface ConsumerGroupMetadataKey {
  groupId: string;
}

export interface ConsumerGroupMetadataValue {
  epoch: number;
  metadataHash: bigint;
}

export interface ConsumerGroupPartitionMetadataKey {
  groupId: string;
}

export interface ConsumerGroupPartitionMetadataValue {
  topics: ConsumerGroupPartitionMetadataValueTopicMetadata[];
}

export interface ConsumerGroupPartitionMetadataValueTopicMetadata {
  topicId: string;
  topicName: string;
  numPartitions: number;
  partitionMetadata: ConsumerGroupPartitionMetadataValuePartitionMetadata[];
}

export interface ConsumerGroupPartitionMetadataValuePartitionMetadata {
  partition: number;
  racks: string[];
}

export interface ConsumerGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export interface ConsumerGroupMemberMetadataValue {
  instanceId: string | null;
  rackId: string | null;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
  subscribedTopicRegex: string | null;
  rebalanceTimeoutMs: number;
  serverAssignor: string | null;
  classicMemberMetadata: ConsumerGroupMemberMetadataValueClassicMemberMetadata | null;
}

export interface ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  sessionTimeoutMs: number;
  supportedProtocols: ConsumerGroupMemberMetadataValueClassicProtocol[];
}

export interface ConsumerGroupMemberMetadataValueClassicProtocol {
  name: string;
  metadata: Uint8Array;
}

export interface ConsumerGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export interface ConsumerGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number;
  assignmentTimestamp: number;
}

export interface ConsumerGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export interface ConsumerGroupTargetAssignmentMemberValue {
  topicPartitions: ConsumerGroupTargetAssignmentMemberValueTopicPartition[];
}

export interface ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  topicId: string;
  partitions: number[];
}

export interface ConsumerGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export interface ConsumerGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  assignedPartitions: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[];
  partitionsPendingRevocation: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[];
}

export interface ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: string;
  partitions: number[];
  assignmentEpochs: number[] | null;
}

export interface ConsumerGroupRegularExpressionKey {
  groupId: string;
  regularExpression: string;
}

export interface ConsumerGroupRegularExpressionValue {
  topics: string[];
  version: number;
  timestamp: number;
}
