// generated from 01-fetch.schema by tools/codegen: change that and run `npm run generate`
import type { ByteChunks } from '../byte-chunks.ts';

export interface FetchRequest {
  /** v12+ */
  clusterId: string | null;
  /** v4-14 */
  replicaId: number;
  /** v15+ */
  replicaState: FetchRequestReplicaState;
  maxWaitMs: number;
  minBytes: number;
  maxBytes: number;
  isolationLevel: number;
  /** v7+ */
  sessionId: number;
  /** v7+ */
  sessionEpoch: number;
  topics: FetchRequestTopic[];
  /** v7+ */
  forgottenTopicsData: FetchRequestForgottenTopic[];
  /** v11+ */
  rackId: string;
}

export interface FetchRequestForgottenTopic {
  /** v7-12 */
  topic: string;
  /** v13+ */
  topicId: string;
  partitions: number[];
}

export interface FetchRequestTopic {
  /** v4-12 */
  topic: string;
  /** v13+ */
  topicId: string;
  partitions: FetchRequestPartition[];
}

export interface FetchRequestPartition {
  partition: number;
  /** v9+ */
  currentLeaderEpoch: number;
  fetchOffset: number;
  /** v12+ */
  lastFetchedEpoch: number;
  /** v5+ */
  logStartOffset: number;
  partitionMaxBytes: number;
  /** v17+ */
  replicaDirectoryId: string;
  /** v18+ */
  highWatermark: number;
}

export interface FetchRequestReplicaState {
  replicaId: number;
  replicaEpoch: number;
}

export interface FetchResponse {
  throttleTimeMs: number;
  /** v7+ */
  errorCode: number;
  /** v7+ */
  sessionId: number;
  responses: FetchResponseFetchableTopicResponse[];
  /** v16+ */
  nodeEndpoints: FetchResponseNodeEndpoint[];
}

export interface FetchResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export interface FetchResponseFetchableTopicResponse {
  /** v4-12 */
  topic: string;
  /** v13+ */
  topicId: string;
  partitions: FetchResponsePartitionData[];
}

export interface FetchResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  highWatermark: number;
  lastStableOffset: number;
  /** v5+ */
  logStartOffset: number;
  /** v12+ */
  divergingEpoch: FetchResponseEpochEndOffset;
  /** v12+ */
  currentLeader: FetchResponseLeaderIdAndEpoch;
  /** v12+ */
  snapshotId: FetchResponseSnapshotId;
  abortedTransactions: FetchResponseAbortedTransaction[] | null;
  /** v11+ */
  preferredReadReplica: number;
  records: ByteChunks | null;
}

export interface FetchResponseAbortedTransaction {
  producerId: number;
  firstOffset: number;
}

export interface FetchResponseSnapshotId {
  endOffset: number;
  epoch: number;
}

export interface FetchResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export interface FetchResponseEpochEndOffset {
  epoch: number;
  endOffset: number;
}
