/**
 * The offsets that a group has committed: OffsetCommit (v2 to v10) and OffsetFetch (v1 to v10), as the member that the
 * consumer is at that moment, or as nobody for a consumer that takes its partitions by `assign`.
 *
 * Invariant: commits reach the coordinator in the order in which they were asked for. One is on its way at a time; those
 * that come meanwhile wait, and go together as the next one, the later offset of a partition winning.
 */
import { KafkaError, type Env } from '#kernel';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { GroupCluster } from './group-cluster.ts';
import type { GroupConfig, GroupMembership } from './group-membership.ts';

/** A position to go on from: `offset` is that of the next record to read. */
export interface CommittedOffset extends TopicPartition {
  /** -1 where nothing is committed. */
  readonly offset: number;
  /** Of the last record read (KIP-320); absent or -1 where it is not known. */
  readonly leaderEpoch?: number;
  /** Up to 4096 bytes that are kept with the offset. */
  readonly metadata?: string;
}

export interface CommitOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface FetchOffsetsOptions extends CommitOptions {
  /** Waits until no transaction holds an offset that is not decided yet (KIP-447). */
  readonly requireStable: boolean;
}

export interface GroupOffsetsDependencies {
  readonly env: Env;
  readonly cluster: GroupCluster;
  readonly config: Pick<GroupConfig, 'groupId' | 'groupInstanceId' | 'groupProtocol' | 'requestTimeoutMs'> & {
    readonly retryBackoffMs: number;
    readonly retryBackoffMaxMs: number;
  };
  /** Null for a consumer that takes its partitions by `assign`. */
  readonly membership: GroupMembership | null;
}

export interface GroupOffsets {
  /**
   * Resolves when all are committed. Rejects with COMMIT_FAILED where the member lost its generation (its partitions may
   * be another's by now), REBALANCE_IN_PROGRESS (retriable) where the group rebalances, REQUEST_TIMED_OUT, ABORTED, an
   * authorization error, or PartialFailure where some partitions were refused for reasons of their own.
   */
  commit(offsets: readonly CommittedOffset[], options: CommitOptions): Promise<void>;
  /** In the order of `partitions`; offset -1 where nothing is committed. Null asks for all that the group has. */
  fetch(partitions: readonly TopicPartition[] | null, options: FetchOffsetsOptions): Promise<CommittedOffset[]>;
}

export function createGroupOffsets(dependencies: GroupOffsetsDependencies): GroupOffsets {
  throw new KafkaError('ILLEGAL_STATE', `the offsets of ${dependencies.config.groupId} cannot be reached yet`);
}
