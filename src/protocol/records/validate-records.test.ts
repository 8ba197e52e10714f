import assert from 'node:assert/strict';
import test from 'node:test';
import { isKafkaError } from '#kernel';
import * as recordBatch from './batch-header.ts';
import { RecordBatchBuilder } from './record-batch-builder.ts';
import { type RecordRules, validateRecords } from './validate-records.ts';

const rules: RecordRules = { maxDecompressedBytes: 1 << 20 };

function builderOf(timestamps: readonly number[], key: Buffer | null = Buffer.from('key')): RecordBatchBuilder {
  const builder = new RecordBatchBuilder();
  for (const timestamp of timestamps) builder.append(timestamp, key, Buffer.from('value'));
  return builder;
}

function refusesAsInvalid(batch: Buffer, others: Partial<RecordRules> = {}): void {
  assert.throws(
    () => validateRecords(batch, 0, { ...rules, ...others }),
    (error) => isKafkaError(error, 'INVALID_RECORD'),
  );
}

test('the summary names the greatest timestamp and the first offset that has it', () => {
  for (const compression of [0, 3] as const) {
    const builder = builderOf([5, 9, 9, 7]);
    const size = builder.sizeInBytes - recordBatch.HEADER_SIZE;
    assert.deepEqual(validateRecords(builder.build({ baseOffset: 100, compression }), 0, rules), {
      maxTimestamp: 9,
      offsetOfMaxTimestamp: 101,
      decompressedBytes: size,
      violations: [],
    });
  }
});

test('gaps between offsets are refused of a producer and accepted of a compacted log', () => {
  const builder = builderOf([1, 2]);
  builder.nextOffsetDelta = 7;
  builder.append(3, null, null);
  const batch = builder.build({ lastOffset: 9 });
  refusesAsInvalid(batch);
  assert.equal(validateRecords(batch, 0, { ...rules, contiguous: false }).maxTimestamp, 3);
  const short = builderOf([1, 2]).build({ lastOffset: 5 });
  refusesAsInvalid(short);
});

test('offsets that repeat, run backwards or leave the batch are refused everywhere', () => {
  const recordBytes = builderOf([1]).sizeInBytes - recordBatch.HEADER_SIZE;
  // A record here begins with its length, its attributes and its timestamp delta, a byte each.
  const lastOffsetDeltaAt = recordBatch.HEADER_SIZE + 2 * recordBytes + 3;
  for (const zigzag of [0, 2, 1, 6, 0x7e]) {
    const batch = builderOf([1, 1, 1]).build();
    batch[lastOffsetDeltaAt] = zigzag;
    refusesAsInvalid(batch, { contiguous: false });
  }
});

test('a compacted topic hears which records have no key', () => {
  const builder = builderOf([1]);
  builder.append(1, null, Buffer.from('value'));
  builder.append(1, Buffer.from('key'), null);
  builder.append(1, null, null);
  const { violations } = validateRecords(builder.build(), 0, { ...rules, keysRequired: true });
  assert.deepEqual(
    violations.map(({ index, code }) => [index, code]),
    [
      [1, 'INVALID_RECORD'],
      [3, 'INVALID_RECORD'],
    ],
  );
});

test('timestamps outside the limits are reported with their records', () => {
  const batch = builderOf([10, 20, 30, 40]).build();
  const limits = { ...rules, earliestTimestamp: 20, latestTimestamp: 30 };
  const { violations } = validateRecords(batch, 0, limits);
  assert.deepEqual(
    violations.map(({ index, code }) => [index, code]),
    [
      [0, 'INVALID_TIMESTAMP'],
      [3, 'INVALID_TIMESTAMP'],
    ],
  );
});

test('the list of violations stays short however many records offend', () => {
  const builder = builderOf(
    Array.from({ length: 5000 }, () => 1),
    null,
  );
  assert.equal(validateRecords(builder.build(), 0, { ...rules, keysRequired: true }).violations.length, 100);
});

test('damage within headers and bytes behind an empty count are found', () => {
  const builder = new RecordBatchBuilder();
  builder.append(1, null, null, [{ key: 'k', value: Buffer.from('v') }]);
  const batch = builder.build();
  // The header's key claims to be null.
  batch[batch.length - 4] = 1;
  refusesAsInvalid(batch);
  const counted = builderOf([1]).build();
  counted.writeInt32BE(0, 57);
  refusesAsInvalid(counted);
});
