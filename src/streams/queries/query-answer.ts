/** What a query is answered with, partition by partition: rows and how far the store has come, or why there are none. */
import type { Position } from './position.ts';
import type { QueryRow } from './state-query.ts';

/**
 * Kafka's FailureReason. `NOT_ACTIVE`: the partition is a standby here, or still restored, and an active one was asked for.
 * `NOT_UP_TO_BOUND`: the store has not come as far as was asked. `NOT_PRESENT`: the partition is not here. `DOES_NOT_EXIST`:
 * the store has no such partition. `UNKNOWN_QUERY_TYPE`: the store is of a kind that cannot be asked this. `STORE_EXCEPTION`:
 * the store failed. And two of ours: `TOO_LARGE`, more rows or bytes than one answer may have; `UNREACHABLE`, whoever has the
 * partition is not known or does not answer.
 */
export type QueryFailureReason =
  | 'NOT_ACTIVE'
  | 'NOT_UP_TO_BOUND'
  | 'NOT_PRESENT'
  | 'DOES_NOT_EXIST'
  | 'UNKNOWN_QUERY_TYPE'
  | 'STORE_EXCEPTION'
  | 'TOO_LARGE'
  | 'UNREACHABLE';

export interface QueryFailure {
  readonly reason: QueryFailureReason;
  readonly message: string;
}

/** Of one partition. */
export type PartitionAnswer =
  | {
      readonly isSuccess: true;
      readonly rows: readonly QueryRow[];
      /** False where there was more than `limit`. */
      readonly isComplete: boolean;
      readonly position: Position;
    }
  | { readonly isSuccess: false; readonly failure: QueryFailure };

/** Of one partition, in the shape that the query gives it. */
export type PartitionResult<R> =
  | {
      readonly isSuccess: true;
      readonly value: R;
      /** False where there was more than `limit`. */
      readonly isComplete: boolean;
      /** How far the store had come in the topics that its task reads. */
      readonly position: Position;
    }
  | { readonly isSuccess: false; readonly failure: QueryFailure };

/** What is asked of the answer. */
export interface QueryDemands {
  /** Whether standbys, and stores that are still restored, may answer: with what may be old. */
  readonly allowStale: boolean;
  /** How far the store has to have come. */
  readonly bound: Position;
  /** So many rows of each partition at most; null: all, and too many are TOO_LARGE. */
  readonly limit: number | null;
}

export function failed(reason: QueryFailureReason, message: string): PartitionAnswer {
  return { isSuccess: false, failure: { reason, message } };
}
