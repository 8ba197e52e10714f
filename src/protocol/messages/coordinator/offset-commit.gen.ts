// generated from offset-commit.schema by tools/codegen: change that and run `npm run generate`

export interface LegacyOffsetCommitKey {
  group: string;
  topic: string;
  partition: number;
}

export interface LegacyOffsetCommitValue {
  offset: number;
  metadata: string;
  commitTimestamp: number;
}

export interface OffsetCommitKey {
  group: string;
  topic: string;
  partition: number;
}

export interface OffsetCommitValue {
  offset: number;
  /** v3+ */
  leaderEpoch: number;
  metadata: string;
  commitTimestamp: number;
  /** v1 */
  expireTimestamp: number;
  /** v4+ */
  topicId: string;
}
