/** A batch with some of its records: what is left is what was there, byte for byte where it may be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as recordBatch from './batch-header.ts';
import { BatchCheck, checkBatch } from './check-batch.ts';
import { RecordBatchBuilder } from './record-batch-builder.ts';
import { RecordCursor } from './record-cursor.ts';
import { reduceBatch } from './reduce-batch.ts';

interface Seen {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly headers: readonly (readonly [string, string | undefined])[];
}

function recordsOf(batch: Buffer): Seen[] {
  const cursor = new RecordCursor();
  const seen: Seen[] = [];
  cursor.open(batch, 0, 1e6);
  while (cursor.next()) seen.push(recordAt(cursor));
  return seen;
}

function recordAt(cursor: RecordCursor): Seen {
  const hex = (bytes: Uint8Array | null): string | undefined =>
    bytes === null ? undefined : Buffer.from(bytes).toString('hex');
  return {
    offset: cursor.offset,
    timestamp: cursor.timestamp,
    key: hex(cursor.key),
    value: hex(cursor.value),
    headers: cursor.headers().map(({ key, value }) => [key, hex(value)] as const),
  };
}

const bytes = fc.option(
  fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array)),
  { nil: null },
);
const records = fc.array(
  fc.record({
    timestamp: fc.nat({ max: 2_000_000_000_000 }),
    key: bytes,
    value: bytes,
    headers: fc.array(fc.record({ key: fc.string({ maxLength: 5 }), value: bytes }), { maxLength: 3 }),
    isKept: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

test('offsets, times, keys, values and headers of the records that stay are as they were', () => {
  const horizons = fc.option(fc.nat({ max: 2_000_000_000_000 }), { nil: null });
  fc.assert(
    fc.property(records, horizons, fc.constantFrom(0, 1, 2, 3, 4), (list, horizon, compression) => {
      const builder = new RecordBatchBuilder();
      for (const { timestamp, key, value, headers } of list) builder.append(timestamp, key, value, headers);
      const batch = builder.build({
        baseOffset: 70,
        producerId: 5,
        producerEpoch: 1,
        baseSequence: 3,
        compression: compression as 0,
      });
      const before = recordsOf(batch);
      const kept = before.filter((_, index) => list[index]!.isKept);
      const cursor = new RecordCursor();
      const ranges: number[] = [];
      cursor.open(batch, 0, 1e6);
      for (const { isKept } of list) {
        cursor.next();
        if (isKept) ranges.push(cursor.recordStart, cursor.recordEnd);
      }
      const maxTimestamp = Math.max(-1, ...kept.map(({ timestamp }) => timestamp));
      const reduced = reduceBatch(batch, { bytes: cursor.bytes, ranges, maxTimestamp }, horizon);
      if (kept.length > 0) assert.equal(checkBatch(reduced, 0, reduced.length), BatchCheck.OK);
      assert.deepEqual(recordsOf(reduced), kept);
      assert.equal(recordBatch.lastOffset(reduced, 0), recordBatch.lastOffset(batch, 0));
      assert.equal(recordBatch.lastSequence(reduced, 0), recordBatch.lastSequence(batch, 0));
      assert.equal(recordBatch.maxTimestamp(reduced, 0), maxTimestamp);
      assert.equal(recordBatch.hasDeleteHorizon(reduced, 0), horizon !== null);
      if (horizon !== null) assert.equal(recordBatch.baseTimestamp(reduced, 0), horizon);
    }),
    { numRuns: 300 },
  );
});
