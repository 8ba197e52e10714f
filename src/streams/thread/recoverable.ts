/** Which errors a thread survives by giving up its tasks and beginning anew at what is committed. Pure. */
import { ClientError } from '#client';

/** Somebody else has the tasks, or the transaction is lost (Kafka's TaskMigratedException and TaskCorruptedException). */
const CODES: ReadonlySet<string> = new Set([
  'COMMIT_FAILED',
  'FENCED_INSTANCE_ID',
  'FENCED_MEMBER_EPOCH',
  'ILLEGAL_GENERATION',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_TXN_STATE',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'PRODUCER_FENCED',
  'STALE_MEMBER_EPOCH',
  'UNKNOWN_MEMBER_ID',
  'UNKNOWN_PRODUCER_ID',
]);

/** Records, and topics, that a broker takes no better the next time. */
const REFUSALS: ReadonlySet<string> = new Set([
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'TOPIC_AUTHORIZATION_FAILED',
  'UNSUPPORTED_COMPRESSION_TYPE',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/** Whether it is about a record that would fail the next time, too. */
export function isRefusal(error: unknown): error is ClientError {
  return error instanceof ClientError && REFUSALS.has(error.code);
}

export function needsNewTasks(error: unknown): boolean {
  if (isRefusal(error)) return false;
  return error instanceof ClientError && (error.abortable || CODES.has(error.code));
}
