/** Writer and reader against each other, and the reader against damage. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isKafkaError } from '#kernel';
import * as recordBatch from './batch-header.ts';
import { BatchCheck, checkBatch } from './check-batch.ts';
import { RecordBatchBuilder, type RecordBatchFields } from './record-batch-builder.ts';
import { RecordCursor } from './record-cursor.ts';

const LIMIT = 1 << 20;

interface PlainRecord {
  offset: number;
  timestamp: number;
  key: string | null;
  value: string | null;
  headers: (readonly [string, string | null])[];
}

function hexOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex');
}

function readAll(buf: Uint8Array, pos = 0, cursor = new RecordCursor()): PlainRecord[] {
  const records: PlainRecord[] = [];
  for (cursor.open(buf, pos, LIMIT); cursor.next();) {
    records.push({
      offset: cursor.offset,
      timestamp: cursor.timestamp,
      key: hexOf(cursor.key),
      value: hexOf(cursor.value),
      headers: cursor.headers().map(({ key, value }) => [key, hexOf(value)] as const),
    });
  }
  return records;
}

const bytes = fc.option(fc.uint8Array({ maxLength: 200 }), { nil: null });
const header = fc.record({ key: fc.string({ unit: 'grapheme' }), value: bytes });
const record = fc.record({
  gap: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(1_000_000) }),
  timestamp: fc.oneof(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }), fc.integer({ min: -1 })),
  key: bytes,
  value: bytes,
  headers: fc.oneof(
    { weight: 3, arbitrary: fc.array(header, { maxLength: 0 }) },
    { weight: 1, arbitrary: fc.array(header, { maxLength: 4 }) },
  ),
});

for (const compression of [0, 1, 2, 3, 4] as const) {
  test(`any records come back from a batch of compression ${compression}, gaps, nulls and double headers included`, () => {
    const cursor = new RecordCursor();
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), fc.nat(2 ** 40), fc.boolean(), (records, baseOffset, plain) => {
        const builder = new RecordBatchBuilder({ initialCapacity: 64 });
        const written: PlainRecord[] = [];
        for (const { gap, timestamp, key, value, headers } of records) {
          builder.nextOffsetDelta += gap;
          written.push({
            offset: baseOffset + builder.nextOffsetDelta,
            timestamp,
            key: hexOf(key),
            value: hexOf(value),
            headers: headers.map((h) => [h.key, hexOf(h.value)] as const),
          });
          builder.append(timestamp, key, value, headers);
        }
        const lastOffset = baseOffset + Math.max(0, builder.nextOffsetDelta - 1);
        const batch = builder.build({ baseOffset, lastOffset, compression });
        // A Buffer and a plain Uint8Array in turn, at another position each time.
        const whole = plain ? new Uint8Array([1, 2, 3, ...batch]) : batch;
        const pos = plain ? 3 : 0;
        assert.equal(checkBatch(whole, pos, whole.length), BatchCheck.OK);
        assert.deepEqual(readAll(whole, pos, cursor), written);
      }),
      { numRuns: 150 },
    );
  });
}

test('with log append time every record has the timestamp of the batch', () => {
  const builder = new RecordBatchBuilder();
  builder.append(5, null, null);
  builder.append(9, null, null);
  const batch = builder.build({ logAppendTime: 1_700_000_000_000 });
  assert.deepEqual(
    readAll(batch).map(({ timestamp }) => timestamp),
    [1_700_000_000_000, 1_700_000_000_000],
  );
});

test('with a delete horizon timestamps count from the horizon and come back as they were', () => {
  const builder = new RecordBatchBuilder({ deleteHorizonMs: 2000 });
  builder.append(1000, Buffer.from('k'), null);
  builder.append(3000, Buffer.from('l'), null);
  const batch = builder.build();
  assert.equal(recordBatch.hasDeleteHorizon(batch, 0), true);
  assert.equal(recordBatch.baseTimestamp(batch, 0), 2000);
  assert.equal(recordBatch.maxTimestamp(batch, 0), 3000);
  assert.deepEqual(
    readAll(batch).map(({ timestamp }) => timestamp),
    [1000, 3000],
  );
});

test('keys and values are views of the batch, not copies', () => {
  const builder = new RecordBatchBuilder();
  builder.append(0, Buffer.from('key'), Buffer.from('value'));
  const batch = builder.build();
  const cursor = new RecordCursor();
  cursor.open(batch, 0, LIMIT);
  cursor.next();
  assert.equal(cursor.value?.buffer, batch.buffer);
  batch[cursor.valueStart] = 0x56;
  assert.equal(String(cursor.value), 'Value');
});

test('a cursor let go of holds no bytes and reads nothing', () => {
  const builder = new RecordBatchBuilder();
  builder.append(0, null, null);
  const cursor = new RecordCursor();
  cursor.open(builder.build(), 0, LIMIT);
  cursor.close();
  assert.equal(cursor.bytes.length, 0);
  assert.equal(cursor.next(), false);
});

function sample(compression: RecordBatchFields['compression'] = 0): Buffer {
  const builder = new RecordBatchBuilder();
  for (let i = 0; i < 5; i++) {
    const headers =
      i % 2 === 0
        ? []
        : [
            { key: 'trace', value: Buffer.from([i]) },
            { key: 'trace', value: null },
          ];
    builder.append(1000 + i, i === 0 ? null : Buffer.from(`key ${i}`), Buffer.from('value '.repeat(i)), headers);
  }
  return builder.build({ compression: compression ?? 0 });
}

/** Reads to the end; typed errors are fine, everything else is not. */
function readsOrRefuses(batch: Uint8Array): boolean {
  const cursor = new RecordCursor();
  try {
    let read = 0;
    for (cursor.open(batch, 0, LIMIT); cursor.next(); read++) cursor.headers();
    assert.ok(read <= batch.length * 1000);
    return true;
  } catch (error) {
    assert.ok(isKafkaError(error, 'INVALID_RECORD') || isKafkaError(error, 'CORRUPT_MESSAGE'), String(error));
    return false;
  }
}

test('records damaged anywhere behind a right checksum are read or refused, never read past their batch', () => {
  const edit = fc.record({ at: fc.nat(2000), insert: fc.uint8Array({ maxLength: 6 }), remove: fc.nat(6) });
  const type = fc.constantFrom<(0 | 1 | 2 | 3 | 4)[]>(0, 1, 2, 3, 4);
  fc.assert(
    fc.property(type, edit, fc.option(fc.nat(20)), (compression, { at, insert, remove }, count) => {
      const whole = sample(compression);
      const cut = recordBatch.HEADER_SIZE + (at % (whole.length - recordBatch.HEADER_SIZE));
      const batch = Buffer.concat([whole.subarray(0, cut), insert, whole.subarray(cut + remove)]);
      batch.writeInt32BE(batch.length - recordBatch.LOG_OVERHEAD, 8);
      if (count !== null) batch.writeInt32BE(count, 57);
      recordBatch.stampChecksum(batch, 0);
      readsOrRefuses(batch);
    }),
    { numRuns: 3000 },
  );
});

/** A batch of one record without key, its checksum made right after `damage`. */
function damagedRecord(value: Buffer, damage: (batch: Buffer) => void): Buffer {
  const builder = new RecordBatchBuilder();
  builder.append(0, null, value);
  const batch = builder.build();
  damage(batch);
  recordBatch.stampChecksum(batch, 0);
  return batch;
}

/** Behind length, attributes, two deltas and the key's length. */
const VALUE_LENGTH_AT = recordBatch.HEADER_SIZE + 5;

test('a value longer than its record, and a record longer than its contents, are refused as such', () => {
  const cursor = new RecordCursor();
  const longer = damagedRecord(Buffer.from('value'), (batch) => (batch[VALUE_LENGTH_AT] = 40 << 1));
  cursor.open(longer, 0, LIMIT);
  assert.throws(() => cursor.next(), /a key or a value is longer than its record/);
  // The value's second byte becomes a count of no headers, and the count that was written is left over.
  const shorter = damagedRecord(Buffer.from([1, 0]), (batch) => (batch[VALUE_LENGTH_AT] = 1 << 1));
  cursor.open(shorter, 0, LIMIT);
  assert.throws(() => cursor.next(), /a record is longer than its contents/);
});

test('a count of records that the bytes do not bear out is refused, and 0 reads as none', () => {
  for (const [count, isRead] of [
    [4, false],
    [6, false],
    [0x7fffffff, false],
    [-1, false],
    [0, true],
  ] as const) {
    for (const compression of [0, 3] as const) {
      const batch = sample(compression);
      batch.writeInt32BE(count, 57);
      assert.equal(readsOrRefuses(batch), isRead, `${count} records`);
    }
  }
});

test('a bomb is refused at the limit', () => {
  for (const compression of [1, 2, 3, 4] as const) {
    const builder = new RecordBatchBuilder();
    builder.append(0, null, Buffer.alloc(4 << 20));
    const batch = builder.build({ compression });
    assert.ok(batch.length < 300_000);
    const cursor = new RecordCursor();
    assert.throws(
      () => cursor.open(batch, 0, LIMIT),
      (error) => isKafkaError(error, 'CORRUPT_MESSAGE'),
    );
    cursor.open(batch, 0, 5 << 20);
    assert.equal(cursor.next(), true);
    assert.equal(cursor.valueLength, 4 << 20);
  }
});
