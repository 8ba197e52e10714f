// generated from 09-offset-fetch.schema by tools/codegen: change that and run `npm run generate`

export interface OffsetFetchRequest {
  /** v1-7 */
  groupId: string;
  /** v1-7 */
  topics: OffsetFetchRequestTopic[] | null;
  /** v8+ */
  groups: OffsetFetchRequestGroup[];
  /** v7+ */
  requireStable: boolean;
}

export interface OffsetFetchRequestGroup {
  groupId: string;
  /** v9+ */
  memberId: string | null;
  /** v9+ */
  memberEpoch: number;
  topics: OffsetFetchRequestTopics[] | null;
}

export interface OffsetFetchRequestTopics {
  /** v8-9 */
  name: string;
  /** v10+ */
  topicId: string;
  partitionIndexes: number[];
}

export interface OffsetFetchRequestTopic {
  name: string;
  partitionIndexes: number[];
}

export interface OffsetFetchResponse {
  /** v3+ */
  throttleTimeMs: number;
  /** v1-7 */
  topics: OffsetFetchResponseTopic[];
  /** v2-7 */
  errorCode: number;
  /** v8+ */
  groups: OffsetFetchResponseGroup[];
}

export interface OffsetFetchResponseGroup {
  groupId: string;
  topics: OffsetFetchResponseTopics[];
  errorCode: number;
}

export interface OffsetFetchResponseTopics {
  /** v8-9 */
  name: string;
  /** v10+ */
  topicId: string;
  partitions: OffsetFetchResponsePartitions[];
}

export interface OffsetFetchResponsePartitions {
  partitionIndex: number;
  committedOffset: number;
  committedLeaderEpoch: number;
  metadata: string | null;
  errorCode: number;
}

export interface OffsetFetchResponseTopic {
  name: string;
  partitions: OffsetFetchResponsePartition[];
}

export interface OffsetFetchResponsePartition {
  partitionIndex: number;
  committedOffset: number;
  /** v5-7 */
  committedLeaderEpoch: number;
  metadata: string | null;
  errorCode: number;
}
