import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import * as recordBatch from './batch-header.ts';
import { BatchCheck, batchCheckReason, checkBatch, checkProducedBatch } from './check-batch.ts';
import { buildEmptyBatch, RecordBatchBuilder, type RecordBatchFields } from './record-batch-builder.ts';

function batchOf(fields: RecordBatchFields = {}, options: { deleteHorizonMs?: number } = {}): Buffer {
  const builder = new RecordBatchBuilder(options);
  for (let i = 0; i < 3; i++) builder.append(1000, Buffer.from('key'), Buffer.from(`value ${i}`));
  return builder.build(fields);
}

/** The check's answer to a batch that `damage` has been done to, its checksum made right again. */
function checkAfter(damage: (batch: Buffer) => void): BatchCheck {
  const batch = batchOf();
  damage(batch);
  recordBatch.stampChecksum(batch, 0);
  return checkBatch(batch, 0, batch.length);
}

test('sound batches pass: compressed, emptied by compaction, and thinned', () => {
  for (const compression of [0, 1, 2, 3, 4] as const) {
    const batch = batchOf({ compression });
    assert.equal(checkBatch(batch, 0, batch.length), BatchCheck.OK);
    assert.equal(checkProducedBatch(batch, 0, batch.length), BatchCheck.OK);
  }
  const empty = buildEmptyBatch({ lastOffset: 5, maxTimestamp: 1 });
  assert.equal(checkBatch(empty, 0, empty.length), BatchCheck.OK);
  const thinned = batchOf({ lastOffset: 9 });
  assert.equal(checkBatch(thinned, 0, thinned.length), BatchCheck.OK);
});

test('a batch cut off anywhere is incomplete', () => {
  const batch = batchOf();
  for (let limit = 0; limit < batch.length; limit++) assert.equal(checkBatch(batch, 0, limit), BatchCheck.INCOMPLETE);
});

test('any single flipped bit is found, but for those of base offset and leader epoch', () => {
  const batch = batchOf({ baseOffset: 17 });
  for (let bit = 0; bit < batch.length * 8; bit++) {
    const byte = bit >> 3;
    const damaged = Buffer.from(batch);
    damaged[byte] = damaged[byte]! ^ (1 << (bit & 7));
    const stamped = byte < 8 || (byte >= 12 && byte < 16);
    if (!stamped) assert.notEqual(checkBatch(damaged, 0, damaged.length), BatchCheck.OK, `bit ${bit}`);
  }
});

test('the old message formats are told from damage', () => {
  for (const [magic, answer] of [
    [0, BatchCheck.OLD_MAGIC],
    [1, BatchCheck.OLD_MAGIC],
    [3, BatchCheck.UNKNOWN_MAGIC],
    [255, BatchCheck.UNKNOWN_MAGIC],
  ] as const) {
    const batch = batchOf();
    batch[16] = magic;
    assert.equal(checkBatch(batch, 0, batch.length), answer);
  }
  assert.match(batchCheckReason(BatchCheck.OLD_MAGIC), /formats 0 and 1 are not supported/);
});

test('headers that contradict themselves or their batch are refused though their checksum is right', () => {
  const int32 = (pos: number, value: number) => (batch: Buffer) => void batch.writeInt32BE(value, pos);
  const int64 = (pos: number, value: bigint) => (batch: Buffer) => void batch.writeBigInt64BE(value, pos);
  assert.equal(checkAfter(int32(57, -1)), BatchCheck.BAD_COUNT);
  assert.equal(checkAfter(int32(57, 4)), BatchCheck.BAD_COUNT);
  assert.equal(checkAfter(int32(23, -1)), BatchCheck.BAD_COUNT);
  assert.equal(
    checkAfter((batch) => (int32(57, 1_000_000)(batch), int32(23, 999_999)(batch))),
    BatchCheck.BAD_SIZE,
  );
  assert.equal(
    checkAfter((batch) => (batch[22] = 5)),
    BatchCheck.UNKNOWN_COMPRESSION,
  );
  assert.equal(
    checkAfter((batch) => (batch[22] = 7)),
    BatchCheck.UNKNOWN_COMPRESSION,
  );
  assert.equal(checkAfter(int64(0, -1n)), BatchCheck.BAD_NUMBER);
  assert.equal(checkAfter(int64(0, 2n ** 53n - 1n)), BatchCheck.BAD_NUMBER);
  assert.equal(checkAfter(int64(27, 2n ** 60n)), BatchCheck.BAD_NUMBER);
  assert.equal(checkAfter(int64(35, -(2n ** 60n))), BatchCheck.BAD_NUMBER);
  assert.equal(checkAfter(int64(43, 2n ** 53n)), BatchCheck.BAD_NUMBER);
  const batch = batchOf();
  batch.writeInt32BE(48, 8);
  assert.equal(checkBatch(batch, 0, batch.length), BatchCheck.BAD_SIZE);
});

test('what only brokers may write is refused from a producer', () => {
  const check = (batch: Buffer): BatchCheck => checkProducedBatch(batch, 0, batch.length);
  assert.equal(check(buildEmptyBatch({ lastOffset: 0, maxTimestamp: 1 })), BatchCheck.NOT_CONTIGUOUS);
  assert.equal(check(batchOf({ lastOffset: 3 })), BatchCheck.NOT_CONTIGUOUS);
  assert.equal(check(batchOf({ control: true })), BatchCheck.CONTROL);
  assert.equal(check(batchOf({ logAppendTime: 5 })), BatchCheck.BROKER_ATTRIBUTES);
  assert.equal(check(batchOf({}, { deleteHorizonMs: 5 })), BatchCheck.BROKER_ATTRIBUTES);
  assert.equal(check(batchOf({ producerId: 5, producerEpoch: 0 })), BatchCheck.BAD_SEQUENCE);
  assert.equal(check(batchOf({ producerId: 5, baseSequence: 0 })), BatchCheck.BAD_SEQUENCE);
  assert.equal(check(batchOf({ transactional: true })), BatchCheck.BAD_TRANSACTION);
  assert.equal(
    check(batchOf({ producerId: 5, producerEpoch: 0, baseSequence: 0, transactional: true })),
    BatchCheck.OK,
  );
});

test('garbage gets an answer with a reason, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(10), (bytes, pos) => {
      const result = checkProducedBatch(bytes, Math.min(pos, bytes.length), bytes.length);
      assert.notEqual(result, BatchCheck.OK);
      assert.ok(batchCheckReason(result).length > 10);
    }),
    { numRuns: 1000 },
  );
});
