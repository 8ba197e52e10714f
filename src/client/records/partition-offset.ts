/** Positions in partitions as the public calls take and give them: always arrays of objects, offsets as numbers. */
import type { TopicPartition } from '../assignors/group-members.ts';

/** An offset, of the next record to read. */
export interface TopicPartitionOffset extends TopicPartition {
  /** From 0; some calls answer -1 for none, and say so. */
  readonly offset: number;
}

/** A position as it is committed. */
export interface OffsetAndMetadata extends TopicPartitionOffset {
  /** Of the last record read (KIP-320); -1 or absent where it is not known. */
  readonly leaderEpoch?: number;
  /** A text that is kept with the offset, up to 4096 bytes. */
  readonly metadata?: string;
}

/** The first record at or after a timestamp. */
export interface OffsetAndTimestamp extends TopicPartitionOffset {
  /** Of the record, in milliseconds. */
  readonly timestamp: number;
  /** -1 where it is not known. */
  readonly leaderEpoch: number;
}
