import assert from 'node:assert/strict';
import test from 'node:test';
import { AssertionFailure } from '#kernel';
import * as recordBatch from './batch-header.ts';
import { buildEmptyBatch, RecordBatchBuilder } from './record-batch-builder.ts';

test('a builder tells the count, size and greatest timestamp of what it holds', () => {
  const builder = new RecordBatchBuilder({ initialCapacity: 1 });
  assert.deepEqual([builder.count, builder.sizeInBytes, builder.maxTimestamp], [0, 61, -1]);
  builder.append(7, null, Buffer.alloc(100_000));
  builder.append(3, Buffer.from('key'), null);
  assert.deepEqual([builder.count, builder.maxTimestamp, builder.nextOffsetDelta], [2, 7, 2]);
  const size = builder.sizeInBytes;
  assert.equal(builder.build().length, size);
});

test('the largest timestamp counts even where the first is the largest or all are negative', () => {
  const builder = new RecordBatchBuilder();
  builder.append(-1, null, null);
  builder.append(-1, null, null);
  const batch = builder.build();
  assert.equal(recordBatch.baseTimestamp(batch, 0), -1);
  assert.equal(recordBatch.maxTimestamp(batch, 0), -1);
});

test('offsets that would run backwards are a bug', () => {
  const builder = new RecordBatchBuilder();
  builder.append(0, null, null);
  assert.throws(() => void (builder.nextOffsetDelta = 0), AssertionFailure);
  assert.throws(() => builder.build({ baseOffset: 5, lastOffset: 4 }), AssertionFailure);
});

test('header keys may come as text or as bytes', () => {
  const build = (key: string | Uint8Array): Buffer => {
    const builder = new RecordBatchBuilder({ initialCapacity: 64 });
    builder.append(0, null, null, [{ key, value: Buffer.from('x') }]);
    return builder.build();
  };
  assert.deepEqual(build('größe 🪲'), build(Buffer.from('größe 🪲')));
});

test('an emptied batch is a header alone that keeps offsets, sequence and timestamps', () => {
  const batch = buildEmptyBatch({
    baseOffset: 100,
    lastOffset: 120,
    maxTimestamp: 55,
    producerId: 9,
    producerEpoch: 1,
    baseSequence: 40,
  });
  assert.equal(batch.length, recordBatch.HEADER_SIZE);
  assert.equal(recordBatch.lastOffset(batch, 0), 120);
  assert.equal(recordBatch.lastSequence(batch, 0), 60);
  assert.equal(recordBatch.maxTimestamp(batch, 0), 55);
  assert.equal(recordBatch.baseTimestamp(batch, 0), -1);
  assert.equal(recordBatch.recordsCount(batch, 0), 0);
});
