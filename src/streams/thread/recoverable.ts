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
  'PRODUCER_FENCED',
  'STALE_MEMBER_EPOCH',
  'UNKNOWN_MEMBER_ID',
  'UNKNOWN_PRODUCER_ID',
]);

export function needsNewTasks(error: unknown): boolean {
  return error instanceof ClientError && (error.abortable || CODES.has(error.code));
}
