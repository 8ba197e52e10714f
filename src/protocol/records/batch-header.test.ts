import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import * as recordBatch from './batch-header.ts';
import { BatchCheck, checkBatch } from './check-batch.ts';
import { RecordBatchBuilder } from './record-batch-builder.ts';

function batchOf(count: number): Buffer {
  const builder = new RecordBatchBuilder();
  for (let i = 0; i < count; i++) builder.append(1000 + i, null, Buffer.from(`value ${i}`));
  return builder.build();
}

/** The batch with other bytes around it, as in a log or a fetch. */
function embedded(batch: Buffer, before: number): Buffer {
  return Buffer.concat([Buffer.alloc(before, 0xab), batch, Buffer.alloc(7, 0xcd)]);
}

test('a header is read back as it was written, at any position', () => {
  const offset = fc.integer({ min: 0, max: 2 ** 52 });
  const int16 = fc.integer({ min: -1, max: 32767 });
  const int32 = fc.integer({ min: -1, max: 0x7fffffff });
  const fields = fc.record({
    baseOffset: offset,
    partitionLeaderEpoch: int32,
    producerId: fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }),
    producerEpoch: int16,
    baseSequence: int32,
    transactional: fc.boolean(),
    control: fc.boolean(),
  });
  fc.assert(
    fc.property(fields, fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }), fc.nat(9), (written, timestamp, pos) => {
      const builder = new RecordBatchBuilder();
      builder.append(timestamp, null, null);
      const buf = embedded(builder.build(written), pos);
      assert.equal(recordBatch.baseOffset(buf, pos), written.baseOffset);
      assert.equal(recordBatch.lastOffset(buf, pos), written.baseOffset);
      assert.equal(recordBatch.nextOffset(buf, pos), written.baseOffset + 1);
      assert.equal(recordBatch.partitionLeaderEpoch(buf, pos), written.partitionLeaderEpoch);
      assert.equal(recordBatch.producerId(buf, pos), written.producerId);
      assert.equal(recordBatch.hasProducerId(buf, pos), written.producerId >= 0);
      assert.equal(recordBatch.producerEpoch(buf, pos), written.producerEpoch);
      assert.equal(recordBatch.baseSequence(buf, pos), written.baseSequence);
      assert.equal(recordBatch.isTransactional(buf, pos), written.transactional);
      assert.equal(recordBatch.isControlBatch(buf, pos), written.control);
      assert.equal(recordBatch.baseTimestamp(buf, pos), timestamp);
      assert.equal(recordBatch.maxTimestamp(buf, pos), timestamp);
      assert.equal(recordBatch.recordsCount(buf, pos), 1);
      assert.equal(recordBatch.magic(buf, pos), 2);
      assert.ok(recordBatch.isChecksumValid(buf, pos));
    }),
  );
});

test('stamping offset and leader epoch leaves the checksum valid and the other bytes as they were', () => {
  const before = embedded(batchOf(3), 5);
  const after = Buffer.from(before);
  recordBatch.stampBaseOffset(after, 5, 2 ** 40 + 7);
  recordBatch.stampPartitionLeaderEpoch(after, 5, 12);
  assert.equal(recordBatch.baseOffset(after, 5), 2 ** 40 + 7);
  assert.equal(recordBatch.lastOffset(after, 5), 2 ** 40 + 9);
  assert.equal(recordBatch.partitionLeaderEpoch(after, 5), 12);
  assert.ok(recordBatch.isChecksumValid(after, 5));
  before.copy(after, 5, 5, 13);
  before.copy(after, 17, 17, 21);
  assert.deepEqual(after, before);
  recordBatch.stampLastOffset(after, 5, 99);
  assert.equal(recordBatch.baseOffset(after, 5), 97);
});

test('stamping the log append time, and taking it back, keeps the batch valid', () => {
  const buf = embedded(batchOf(2), 3);
  const limit = buf.length - 7;
  recordBatch.stampLogAppendTime(buf, 3, 1_700_000_000_000);
  assert.equal(recordBatch.isLogAppendTime(buf, 3), true);
  assert.equal(recordBatch.maxTimestamp(buf, 3), 1_700_000_000_000);
  assert.equal(checkBatch(buf, 3, limit), BatchCheck.OK);
  recordBatch.stampCreateTime(buf, 3, 1001);
  assert.deepEqual(buf, embedded(batchOf(2), 3));
});

test('a retry re-stamps producer, epoch and sequence to the bytes of a batch built so from the start', () => {
  const builder = new RecordBatchBuilder();
  for (let i = 0; i < 2; i++) builder.append(1000 + i, null, Buffer.from(`value ${i}`));
  const stamp = { producerId: 2 ** 33, producerEpoch: 3, baseSequence: 77, transactional: true };
  const built = builder.build(stamp);
  const stamped = batchOf(2);
  recordBatch.stampProducer(stamped, 0, stamp);
  assert.deepEqual(stamped, built);
  recordBatch.stampProducer(stamped, 0, { ...stamp, transactional: false });
  assert.equal(recordBatch.isTransactional(stamped, 0), false);
});

test('sequences go on from 2147483647 to 0', () => {
  assert.equal(recordBatch.incrementSequence(0, 5), 5);
  assert.equal(recordBatch.incrementSequence(0x7fffffff, 1), 0);
  assert.equal(recordBatch.incrementSequence(0x7ffffffe, 4), 2);
  const builder = new RecordBatchBuilder();
  for (let i = 0; i < 4; i++) builder.append(0, null, null);
  assert.equal(
    recordBatch.lastSequence(builder.build({ producerId: 1, producerEpoch: 0, baseSequence: 0x7ffffffe }), 0),
    1,
  );
});

test('a walk over consecutive batches stops before a partial one at the end', () => {
  const batches = [batchOf(1), batchOf(20), batchOf(3)];
  const whole = Buffer.concat(batches);
  for (let limit = 0; limit <= whole.length; limit++) {
    const sizes: number[] = [];
    let pos = 0;
    for (let size; (size = recordBatch.completeSize(whole, pos, limit)) > 0; pos += size) sizes.push(size);
    assert.equal(recordBatch.completeSize(whole, pos, limit), 0);
    let fitting = 0;
    let sum = 0;
    while (fitting < batches.length && (sum += batches[fitting]!.length) <= limit) fitting++;
    assert.deepEqual(
      sizes,
      batches.slice(0, fitting).map((batch) => batch.length),
    );
  }
});

test('a length that no batch has ends the walk with -1 instead of looping', () => {
  for (const length of [-1, 0, 48, -0x80000000]) {
    const buf = batchOf(1);
    buf.writeInt32BE(length, 8);
    assert.equal(recordBatch.completeSize(buf, 0, buf.length), -1);
    assert.equal(recordBatch.completeSize(buf, 0, 12), -1);
  }
  const huge = batchOf(1);
  huge.writeInt32BE(0x7fffffff, 8);
  assert.equal(recordBatch.completeSize(huge, 0, huge.length), 0);
});
