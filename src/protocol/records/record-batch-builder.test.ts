import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { AssertionFailure } from '#kernel';
import * as recordBatch from './batch-header.ts';
import { compress, CompressionType } from '../compression/compression.ts';
import { buildEmptyBatch, RecordBatchBuilder, recordSizeBound } from './record-batch-builder.ts';

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

test('text gives the same bytes as its UTF-8, within the bound that was told, whatever its characters', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 700 }),
    fc.string({ unit: 'binary', maxLength: 140 }),
    fc.constantFrom(
      '',
      'a'.repeat(63),
      'a'.repeat(64),
      'ß'.repeat(32),
      `${'a'.repeat(62)}🪲`,
      '\ud800',
      '語'.repeat(600),
    ),
  );
  const utf8 = (value: string): Buffer => Buffer.from(value);
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 4 }), (records) => {
      const fromText = new RecordBatchBuilder({ initialCapacity: 64 });
      const fromBytes = new RecordBatchBuilder({ initialCapacity: 64 });
      for (const [key, value, header] of records) {
        const before = fromText.sizeInBytes;
        fromText.append(5, key, value, [{ key: header, value: header }]);
        const bound = recordSizeBound(key, value, [{ key: header, value: header }]);
        assert.ok(fromText.sizeInBytes - before <= bound);
        fromBytes.append(5, utf8(key), utf8(value), [{ key: utf8(header), value: utf8(header) }]);
      }
      assert.deepEqual(fromText.build(), fromBytes.build());
    }),
  );
});

test('a batch moves to a larger buffer, and is stamped again for a retry, without being written again', () => {
  const first = Buffer.alloc(200);
  const builder = new RecordBatchBuilder({ buffer: first });
  builder.append(1, null, 'a');
  assert.equal(builder.moveTo(Buffer.alloc(400)), first);
  assert.equal(builder.capacity, 400);
  builder.append(2, null, 'b');
  const size = builder.build({ producerId: 7, producerEpoch: 0, baseSequence: 0 }).length;
  const retried = builder.build({ producerId: 7, producerEpoch: 1, baseSequence: 5 });
  assert.equal(retried.length, size);
  assert.deepEqual([recordBatch.producerEpoch(retried, 0), recordBatch.baseSequence(retried, 0)], [1, 5]);
  assert.ok(recordBatch.isChecksumValid(retried, 0));
});

test('records that were compressed elsewhere make the same batch, and their buffer is given back', () => {
  const make = (): RecordBatchBuilder => {
    const builder = new RecordBatchBuilder({ buffer: Buffer.alloc(4096) });
    for (let i = 0; i < 20; i++) builder.append(i, `key ${i}`, 'the same value each time');
    return builder;
  };
  const elsewhere = make();
  const buffer = elsewhere.takeCompressed(CompressionType.GZIP, compress(CompressionType.GZIP, elsewhere.records));
  assert.equal(buffer.length, 4096);
  assert.deepEqual(elsewhere.build(), make().build({ compression: CompressionType.GZIP }));
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
