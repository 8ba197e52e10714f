// generated from topics.schema by tools/codegen: change that and run `npm run generate`

export interface TopicRecord {
  name: string;
  topicId: string;
}

export interface PartitionRecord {
  partitionId: number;
  topicId: string;
  replicas: number[];
  isr: number[];
  removingReplicas: number[];
  addingReplicas: number[];
  leader: number;
  leaderRecoveryState: number;
  leaderEpoch: number;
  partitionEpoch: number;
  /** v1+ */
  directories: string[];
  /** v2+ */
  eligibleLeaderReplicas: number[] | null;
  /** v2+ */
  lastKnownElr: number[] | null;
}

export interface PartitionChangeRecord {
  partitionId: number;
  topicId: string;
  isr: number[] | null;
  leader: number;
  replicas: number[] | null;
  removingReplicas: number[] | null;
  addingReplicas: number[] | null;
  leaderRecoveryState: number;
  /** v1+ */
  directories: string[] | null;
  /** v2+ */
  eligibleLeaderReplicas: number[] | null;
  /** v2+ */
  lastKnownElr: number[] | null;
}

export interface RemoveTopicRecord {
  topicId: string;
}

export interface ClearElrRecord {
  topicName: string;
}
