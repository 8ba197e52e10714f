// generated from 53-begin-quorum-epoch.schema by tools/codegen: change that and run `npm run generate`

export interface BeginQuorumEpochRequest {
  clusterId: string | null;
  /** v1+ */
  voterId: number;
  topics: BeginQuorumEpochRequestTopicData[];
  /** v1+ */
  leaderEndpoints: BeginQuorumEpochRequestLeaderEndpoint[];
}

export interface BeginQuorumEpochRequestLeaderEndpoint {
  name: string;
  host: string;
  port: number;
}

export interface BeginQuorumEpochRequestTopicData {
  topicName: string;
  partitions: BeginQuorumEpochRequestPartitionData[];
}

export interface BeginQuorumEpochRequestPartitionData {
  partitionIndex: number;
  /** v1+ */
  voterDirectoryId: string;
  leaderId: number;
  leaderEpoch: number;
}

export interface BeginQuorumEpochResponse {
  errorCode: number;
  topics: BeginQuorumEpochResponseTopicData[];
  /** v1+ */
  nodeEndpoints: BeginQuorumEpochResponseNodeEndpoint[];
}

export interface BeginQuorumEpochResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
}

export interface BeginQuorumEpochResponseTopicData {
  topicName: string;
  partitions: BeginQuorumEpochResponsePartitionData[];
}

export interface BeginQuorumEpochResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  leaderId: number;
  leaderEpoch: number;
}
