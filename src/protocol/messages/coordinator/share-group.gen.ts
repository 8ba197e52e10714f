// generated from share-group.schema by tools/codegen: change that and run `npm run generate`

export interface ShareGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export interface ShareGroupMemberMetadataValue {
  rackId: string | null;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
}

export interface ShareGroupMetadataKey {
  groupId: string;
}

export interface ShareGroupMetadataValue {
  epoch: number;
  metadataHash: bigint;
}

export interface ShareGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export interface ShareGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number;
  assignmentTimestamp: number;
}

export interface ShareGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export interface ShareGroupTargetAssignmentMemberValue {
  topicPartitions: ShareGroupTargetAssignmentMemberValueTopicPartition[];
}

export interface ShareGroupTargetAssignmentMemberValueTopicPartition {
  topicId: string;
  partitions: number[];
}

export interface ShareGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export interface ShareGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  assignedPartitions: ShareGroupCurrentMemberAssignmentValueTopicPartitions[];
}

export interface ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: string;
  partitions: number[];
}

export interface ShareGroupStatePartitionMetadataKey {
  groupId: string;
}

export interface ShareGroupStatePartitionMetadataValue {
  initializingTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[];
  initializedTopics: ShareGroupStatePartitionMetadataValueTopicPartitionsInfo[];
  deletingTopics: ShareGroupStatePartitionMetadataValueTopicInfo[];
}

export interface ShareGroupStatePartitionMetadataValueTopicInfo {
  topicId: string;
  topicName: string;
}

export interface ShareGroupStatePartitionMetadataValueTopicPartitionsInfo {
  topicId: string;
  topicName: string;
  partitions: number[];
}
