/** What an error of OffsetCommit or OffsetFetch means, by the rules of Kafka's consumer. Pure. */
import { Errors } from '#protocol';

/**
 * `again` and `find coordinator`: the same call after a pause; `refresh metadata`: after new metadata as well; `refused`:
 * this partition is not committed, whatever is done; `stale epoch`: again once the member knows its new epoch (KIP-848);
 * `rebalancing`: the caller may commit again after the rebalance; `not a member`: what the member had may be another's.
 */
export type OffsetVerdict =
  | 'none'
  | 'again'
  | 'find coordinator'
  | 'refresh metadata'
  | 'stale epoch'
  | 'rebalancing'
  | 'not a member'
  | 'refused';

const COMMON: readonly (readonly [number, OffsetVerdict])[] = [
  [Errors.NONE.code, 'none'],
  [Errors.COORDINATOR_LOAD_IN_PROGRESS.code, 'again'],
  [Errors.COORDINATOR_NOT_AVAILABLE.code, 'find coordinator'],
  [Errors.NOT_COORDINATOR.code, 'find coordinator'],
  [Errors.REQUEST_TIMED_OUT.code, 'find coordinator'],
  [Errors.UNKNOWN_TOPIC_ID.code, 'refresh metadata'],
  [Errors.STALE_MEMBER_EPOCH.code, 'stale epoch'],
];

const COMMIT: ReadonlyMap<number, OffsetVerdict> = new Map([
  ...COMMON,
  [Errors.UNKNOWN_TOPIC_OR_PARTITION.code, 'refresh metadata'],
  [Errors.REBALANCE_IN_PROGRESS.code, 'rebalancing'],
  [Errors.UNKNOWN_MEMBER_ID.code, 'not a member'],
  [Errors.ILLEGAL_GENERATION.code, 'not a member'],
  [Errors.FENCED_INSTANCE_ID.code, 'not a member'],
  [Errors.FENCED_MEMBER_EPOCH.code, 'not a member'],
]);

const FETCH: ReadonlyMap<number, OffsetVerdict> = new Map([
  ...COMMON,
  [Errors.UNSTABLE_OFFSET_COMMIT.code, 'again'],
  // The member is between two memberships; it reads as a member again soon.
  [Errors.UNKNOWN_MEMBER_ID.code, 'stale epoch'],
]);

export function offsetCommitVerdict(errorCode: number): OffsetVerdict {
  return COMMIT.get(errorCode) ?? 'refused';
}

export function offsetFetchVerdict(errorCode: number): OffsetVerdict {
  return FETCH.get(errorCode) ?? 'refused';
}
