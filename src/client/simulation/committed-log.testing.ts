/**
 * What of a partition a reader of committed records is to see, told from the log alone and by Kafka's rule: up to the last
 * stable offset, without the records of transactions that end in ABORT. Not by the broker's lists of aborted transactions.
 */
import assert from 'node:assert/strict';
import { fetch, recordsOf, type TestClient } from '#broker/testing';
import { contiguous, ControlRecordType, controlTypeOfKey, recordBatch, RecordCursor } from '#protocol';
import type { LoggedRecord } from './history.testing.ts';

/**
 * Of batches from the beginning of a log up to its last stable offset. Null where how a transaction ended cannot be seen:
 * behind that offset, since one that began later than it and earlier than its end is still open.
 */
export function committedRecordsOf(batches: Buffer): LoggedRecord[] | null {
  const open = new Map<number, LoggedRecord[]>();
  const visible: LoggedRecord[] = [];
  for (let at = 0; at < batches.length; at += recordBatch.sizeInBytes(batches, at)) {
    const batch = batches.subarray(at, at + recordBatch.sizeInBytes(batches, at));
    const producerId = recordBatch.producerId(batch, 0);
    if (recordBatch.isControlBatch(batch, 0)) {
      if (isCommit(batch)) visible.push(...(open.get(producerId) ?? []));
      open.delete(producerId);
      continue;
    }
    const records = recordsOf(batch).map(({ offset, value }) => ({ offset, value: value ?? '' }));
    if (!recordBatch.isTransactional(batch, 0)) visible.push(...records);
    else open.set(producerId, [...(open.get(producerId) ?? []), ...records]);
  }
  if (open.size > 0) return null;
  return visible.toSorted((a, b) => a.offset - b.offset);
}

function isCommit(marker: Buffer): boolean {
  const cursor = new RecordCursor();
  cursor.open(marker, 0, marker.length);
  assert.ok(cursor.next());
  return controlTypeOfKey(cursor.key ?? Buffer.alloc(0)) === ControlRecordType.COMMIT;
}

export interface CommittedLog {
  readonly records: readonly LoggedRecord[];
  readonly lastStableOffset: number;
  readonly highWatermark: number;
}

/** The last version that goes by names. */
const FETCH_VERSION = 12;
const READ_COMMITTED = 1;

/** One partition, from an offset on; null while the broker cannot tell. */
async function readCommitted(
  client: TestClient,
  topic: string,
  { partition, from }: { readonly partition: number; readonly from: number },
): Promise<CommittedLog | null> {
  const chunks: Buffer[] = [];
  let next = from;
  for (;;) {
    const options = { partition, version: FETCH_VERSION, isolationLevel: READ_COMMITTED };
    const data = await fetch(client, topic, next, options);
    if (data.errorCode !== 0) return null;
    const bytes = data.records === null ? Buffer.alloc(0) : contiguous(data.records);
    if (bytes.length === 0) {
      const { lastStableOffset, highWatermark } = data;
      const records = committedRecordsOf(Buffer.concat(chunks));
      if (records === null) {
        assert.ok(lastStableOffset < highWatermark, 'no transaction is open below the last stable offset');
        return null;
      }
      return { records: records.filter(({ offset }) => offset >= from), lastStableOffset, highWatermark };
    }
    chunks.push(bytes);
    for (let at = 0; at < bytes.length; at += recordBatch.sizeInBytes(bytes, at)) {
      const baseOffset = recordBatch.baseOffset(bytes, at);
      assert.ok(baseOffset === next || (next === from && baseOffset < from), 'offsets have no gaps');
      next = recordBatch.lastOffset(bytes, at) + 1;
    }
  }
}

/** All partitions of a topic, each whole or from its offset of `from` on; null while the broker cannot tell of one of them. */
export async function readCommittedTopic(
  client: TestClient,
  topic: string,
  partitions: number,
  from: readonly number[] = [],
): Promise<CommittedLog[] | null> {
  const logs: CommittedLog[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    const log = await readCommitted(client, topic, { partition, from: from[partition] ?? 0 });
    if (log === null) return null;
    logs.push(log);
  }
  return logs;
}
