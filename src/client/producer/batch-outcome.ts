/**
 * What an answer means for a batch, decided from the error alone and what was tried: Java's rules (Sender.completeBatch).
 * Pure but for what `Idempotence` notes about sequences.
 */
import { Errors, type ProduceResponsePartitionProduceResponse } from '#protocol';
import { errorFor, type ClientError } from '../errors.ts';
import type { Idempotence } from './idempotence.ts';
import type { ProducerBatch } from './producer-batch.ts';

/** `expired`: it could be sent again, were there time left. */
export type BatchOutcome = 'written' | 'retry' | 'split' | 'expired' | 'failed';

export interface OutcomeRules {
  readonly retries: number;
  readonly deliveryTimeoutMs: number;
  readonly idempotence: Idempotence | null;
  /** Records that the broker refuses fail alone, not with their batch. */
  readonly leaveOutRefusedRecords: boolean;
}

export interface BatchAnswer {
  /** NONE where the broker has it. */
  readonly errorCode: number;
  /** Null without an error. */
  readonly error: ClientError | null;
  readonly logStartOffset: number;
  /** Which records of the batch the broker refused (KIP-467), by index; empty where it did not tell. */
  readonly refused: readonly number[];
}

export function outcomeOf(batch: ProducerBatch, answer: BatchAnswer, nowMs: number, rules: OutcomeRules): BatchOutcome {
  const { errorCode, error } = answer;
  if (error === null) return 'written';
  // Written by an earlier attempt, so long ago that the broker does not know where.
  if (errorCode === Errors.DUPLICATE_SEQUENCE_NUMBER.code) return 'written';
  if (batch.recordCount > 1) {
    if (errorCode === Errors.MESSAGE_TOO_LARGE.code) return 'split';
    if (rules.leaveOutRefusedRecords && isRefusedRecord(errorCode) && answer.refused.length < batch.recordCount)
      return 'split';
  }
  const bySequence = rules.idempotence?.canRetry(batch, answer) ?? null;
  if (!(bySequence ?? error.retriable)) return 'failed';
  if (nowMs - batch.createdMs >= rules.deliveryTimeoutMs) return 'expired';
  return batch.attempts > rules.retries ? 'failed' : 'retry';
}

/** Whether a broker says so of what the record is: nothing of the batch was written, and never will be as it is. */
export function isRefusedRecord(errorCode: number): boolean {
  return REFUSED_RECORD.has(errorCode);
}

const REFUSED_RECORD: ReadonlySet<number> = new Set([
  Errors.INVALID_RECORD.code,
  Errors.INVALID_TIMESTAMP.code,
  Errors.MESSAGE_TOO_LARGE.code,
  Errors.RECORD_LIST_TOO_LARGE.code,
]);

/** Whether the records may be in the log although an error was answered, or nothing was. */
export function mayBeWritten(errorCode: number): boolean {
  return UNSURE.has(errorCode);
}

const UNSURE: ReadonlySet<number> = new Set([
  Errors.UNKNOWN_SERVER_ERROR.code,
  Errors.NETWORK_EXCEPTION.code,
  Errors.REQUEST_TIMED_OUT.code,
  Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND.code,
]);

/** What a broker said of a batch, as an answer. `result` is undefined where the broker left the batch out. */
export function answerOf(
  batch: ProducerBatch,
  result: ProduceResponsePartitionProduceResponse | undefined,
  nodeId: number,
): BatchAnswer {
  const { topic, partition } = batch.queue;
  const context = { topic: topic.name, partition, nodeId };
  if (result === undefined) {
    const message = `Broker ${nodeId} left out ${batch.queue.name} in its answer to a Produce request.`;
    const error = errorFor('UNKNOWN_SERVER_ERROR', message, { ...context, retriable: true });
    return { errorCode: Errors.UNKNOWN_SERVER_ERROR.code, error, logStartOffset: -1, refused: [] };
  }
  const { errorCode, logStartOffset } = result;
  if (errorCode === Errors.NONE.code) return { errorCode, error: null, logStartOffset, refused: [] };
  const told = result.errorMessage ?? errorFor(errorCode).message;
  const error = errorFor(errorCode, `Broker ${nodeId} did not take a batch for ${batch.queue.name}: ${told}`, context);
  return { errorCode, error, logStartOffset, refused: result.recordErrors.map(({ batchIndex }) => batchIndex) };
}

/**
 * The error of each record where the broker told which ones it refused (KIP-467); null where it did not. The others failed
 * because a batch is written as a whole or not at all.
 */
export function recordErrors(
  batch: ProducerBatch,
  result: ProduceResponsePartitionProduceResponse,
): ((index: number) => ClientError) | null {
  if (result.recordErrors.length === 0) return null;
  const { topic, partition } = batch.queue;
  const refused = new Map(
    result.recordErrors.map(({ batchIndex, batchIndexErrorMessage }) => [batchIndex, batchIndexErrorMessage]),
  );
  const context = { topic: topic.name, partition };
  return (index) => {
    const own = refused.get(index);
    if (own !== undefined) return errorFor(result.errorCode, own ?? result.errorMessage, context);
    return errorFor(
      'INVALID_RECORD',
      `Other records of the batch for ${batch.queue.name} are not valid, so that none of it was written.`,
      context,
    );
  };
}

/** What came before the batch is missing in the log, and whether the batch itself is there is not known. */
export function lostTrack(batch: ProducerBatch): ClientError {
  const { topic, partition, name } = batch.queue;
  const message = `${batch.recordCount} records for ${name} may have been written or not: the broker lacks what was sent before them. Sending them again may write them twice.`;
  const context = { topic: topic.name, partition, cause: batch.lastError ?? undefined };
  return errorFor('OUT_OF_ORDER_SEQUENCE_NUMBER', message, context);
}

/** A batch was refused that an attempt before may have written: neither can it be left out, nor does it count as refused. */
export function refusedLate(batch: ProducerBatch, cause: ClientError): ClientError {
  const { topic, partition, name } = batch.queue;
  const message = `${batch.recordCount} records for ${name} may have been written or not: an attempt had no answer, and the next one was refused: ${cause.message}`;
  return errorFor('TRANSACTION_ABORTABLE', message, { topic: topic.name, partition, cause });
}

/** The batch is older than `delivery.timeout.ms`. */
export function deliveryTimedOut(batch: ProducerBatch, deliveryTimeoutMs: number): ClientError {
  const { topic, partition, name } = batch.queue;
  const last = batch.lastError === null ? 'it was not sent' : `the last attempt failed: ${batch.lastError.message}`;
  const message = `${batch.recordCount} records for ${name} were not delivered within deliveryTimeoutMs (${deliveryTimeoutMs} ms); ${last}`;
  return errorFor('REQUEST_TIMED_OUT', message, { topic: topic.name, partition, cause: batch.lastError ?? undefined });
}
