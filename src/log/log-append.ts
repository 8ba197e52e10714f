/** What goes into an append and what comes out: shapes only, shared by the log and its owner. */
import { Errors } from '#protocol';
import type { RecordError, Rejection } from './log-validator.ts';

export interface AppendOptions {
  /** Stamped into each batch, but for replicated ones, which carry their leader's. */
  readonly leaderEpoch: number;
  /**
   * Who wrote the records, which settles how far they are trusted: a client (one batch, all rules), a coordinator of
   * this broker (any batches and markers, epochs checked), or the leader this log follows (taken as they come).
   */
  readonly origin: 'client' | 'coordinator' | 'replication';
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Of markers: 2 demands a newer epoch than the producer's (KIP-890). 0 where absent. */
  readonly transactionVersion?: number;
  /** The transaction coordinator confirmed that the partition belongs to the producer's open transaction. */
  readonly isTransactionVerified?: boolean;
  /** The producer runs transactions of version 2, which begin at sequence 0 where the log knows nothing of them. */
  readonly producerStartsAtZero?: boolean;
}

export interface AppendResult {
  /** From Kafka's error table, 0 when appended or a duplicate. */
  readonly errorCode: number;
  readonly errorMessage: string | null;
  /** Of the first record; -1 on error. Of the original where this is a duplicate. */
  readonly baseOffset: number;
  /** Acknowledge when all up to here is durable; -1 on error. */
  readonly lastOffset: number;
  /** Milliseconds; -1 unless the topic has LogAppendTime. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  /** The same batch was appended before: success, and nothing was appended now. */
  readonly isDuplicate: boolean;
  readonly recordErrors: readonly RecordError[];
}

export const NO_RECORD_ERRORS: readonly RecordError[] = [];

export function rejectedAppend(rejection: Rejection, logStartOffset: number): AppendResult {
  return {
    errorCode: rejection.errorCode,
    errorMessage: rejection.errorMessage,
    baseOffset: -1,
    lastOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset,
    isDuplicate: false,
    recordErrors: rejection.recordErrors,
  };
}

/** For a log that was closed or deleted: the client looks for the partition's leader anew. */
export function closedAppend(name: string, logStartOffset: number): AppendResult {
  const errorMessage = `The log of ${name} is closed`;
  const errorCode = Errors.NOT_LEADER_OR_FOLLOWER.code;
  return rejectedAppend({ errorCode, errorMessage, recordErrors: NO_RECORD_ERRORS }, logStartOffset);
}
