// generated from 02-list-offsets.schema by tools/codegen: change that and run `npm run generate`

export interface ListOffsetsRequest {
  replicaId: number;
  /** v2+ */
  isolationLevel: number;
  topics: ListOffsetsRequestTopic[];
  /** v10+ */
  timeoutMs: number;
}

export interface ListOffsetsRequestTopic {
  name: string;
  partitions: ListOffsetsRequestPartition[];
}

export interface ListOffsetsRequestPartition {
  partitionIndex: number;
  /** v4+ */
  currentLeaderEpoch: number;
  timestamp: number;
}

export interface ListOffsetsResponse {
  /** v2+ */
  throttleTimeMs: number;
  topics: ListOffsetsResponseTopicResponse[];
}

export interface ListOffsetsResponseTopicResponse {
  name: string;
  partitions: ListOffsetsResponsePartitionResponse[];
}

export interface ListOffsetsResponsePartitionResponse {
  partitionIndex: number;
  errorCode: number;
  timestamp: number;
  offset: number;
  /** v4+ */
  leaderEpoch: number;
}
