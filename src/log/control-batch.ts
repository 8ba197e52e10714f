/** What a control batch in a log says, as far as the log itself has to know: whether and how a transaction ends. */
import { ControlRecordType, coordinatorEpochOfMarker, recordBatch, RecordCursor } from '#protocol';
import { MAX_DECOMPRESSED_BYTES } from './log-validator.ts';
import type { EndTransactionMarker } from './producer-state.ts';

/** Null for another control record, for a type of the future, and for a batch that compaction has emptied. */
export function readEndTransactionMarker(bytes: Uint8Array, at: number): EndTransactionMarker | null {
  if (recordBatch.recordsCount(bytes, at) === 0) return null;
  const cursor = new RecordCursor();
  try {
    cursor.open(bytes, at, MAX_DECOMPRESSED_BYTES);
    if (!cursor.next()) return null;
    const type = cursor.controlType;
    const { value } = cursor;
    if ((type !== ControlRecordType.COMMIT && type !== ControlRecordType.ABORT) || value === null) return null;
    return { isCommit: type === ControlRecordType.COMMIT, coordinatorEpoch: coordinatorEpochOfMarker(value) };
  } finally {
    cursor.close();
  }
}
