/** Committed offsets of consumer and streams groups: listing, altering, deleting (KIP-88, KIP-496, KIP-709, KIP-1226). */
import type { TopicPartition } from '../assignors/group-members.ts';
import type { CallOptions } from './call-options.ts';

/** A group of which the offsets of all partitions are told, or of those named. */
export type GroupOffsetsSpec = string | { readonly groupId: string; readonly partitions?: readonly TopicPartition[] };

export interface ListGroupOffsetsOptions extends CallOptions {
  /** Wait until no transaction that commits offsets is open (KIP-447): false where absent. */
  readonly requireStable?: boolean;
}

export interface CommittedOffset extends TopicPartition {
  /** -1 for a partition that was named and has none. */
  readonly offset: number;
  /** -1 where none was committed. */
  readonly leaderEpoch: number;
  readonly metadata: string;
}

export interface CommittedGroupOffsets {
  readonly groupId: string;
  readonly offsets: readonly CommittedOffset[];
}

export interface NewGroupOffset extends TopicPartition {
  readonly offset: number;
  readonly leaderEpoch?: number;
  readonly metadata?: string;
}
