/** Offsets of logs: the ends, by time and of tiers (KIP-79, KIP-396, KIP-734, KIP-405, KIP-1005, KIP-1023). */
import type { TopicPartition } from '../assignors/group-members.ts';
import type { CallOptions } from './call-options.ts';
import type { IsolationLevel } from './words.ts';

/**
 * `earliest`, `latest` (the high watermark, or the last stable offset under `read_committed`), `maxTimestamp` (the record
 * with the largest timestamp), those of tiered storage, or the first record at or after a time in ms since 1970.
 */
export type OffsetSpec =
  | 'earliest'
  | 'latest'
  | 'maxTimestamp'
  | 'earliestLocal'
  | 'latestTiered'
  | 'earliestPendingUpload'
  | { readonly timestamp: number };

export interface ListedPartition extends TopicPartition {
  readonly spec: OffsetSpec;
}

export interface ListOffsetsOptions extends CallOptions {
  /** `read_uncommitted` where absent. */
  readonly isolationLevel?: IsolationLevel;
}

export interface ListedOffset extends TopicPartition {
  /** -1 where no record is that new, or there is none of the kind. */
  readonly offset: number;
  /** Of the record at the offset, where it was looked up by time; otherwise -1. */
  readonly timestamp: number;
  /** -1 where not known. */
  readonly leaderEpoch: number;
}
