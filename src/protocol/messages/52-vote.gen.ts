// generated from 52-vote.schema by tools/codegen: change that and run `npm run generate`

export interface VoteRequest {
  clusterId: string | null;
  /** v1+ */
  voterId: number;
  topics: VoteRequestTopicData[];
}

export interface VoteRequestTopicData {
  topicName: string;
  partitions: VoteRequestPartitionData[];
}

export interface VoteRequestPartitionData {
  partitionIndex: number;
  replicaEpoch: number;
  replicaId: number;
  /** v1+ */
  replicaDirectoryId: string;
  /** v1+ */
  voterDirectoryId: string;
  lastOffsetEpoch: number;
  lastOffset: number;
  /** v2+ */
  preVote: boolean;
}

export interface VoteResponse {
  errorCode: number;
  topics: VoteResponseTopicData[];
  /** v1+ */
  nodeEndpoints: VoteResponseNodeEndpoint[];
}

export interface VoteResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
}

export interface VoteResponseTopicData {
  topicName: string;
  partitions: VoteResponsePartitionData[];
}

export interface VoteResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  leaderId: number;
  leaderEpoch: number;
  voteGranted: boolean;
}
