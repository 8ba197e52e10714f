/** What a leader refuses of a produced batch, by its rules P1 to P5. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompressionType, Errors, recordBatch } from '#protocol';
import { batchOf, configOf } from './log.test.support.ts';
import { validateProduced, type Rejection } from './log-validator.ts';

const NOW = 1_735_689_600_000;

function validate(records: Buffer, config: Readonly<Record<string, string>> = {}): Rejection | null {
  return validateProduced(records, { config: configOf(config), name: 't-0', now: NOW });
}

function assertRejected(rejection: Rejection | null, error: { code: number }, message: RegExp): void {
  assert.equal(rejection?.errorCode, error.code, rejection?.errorMessage ?? 'taken');
  assert.match(rejection?.errorMessage ?? '', message);
}

test('a sound batch of one record is taken, in every compression', () => {
  for (const compression of Object.values(CompressionType))
    assert.equal(validate(batchOf([{}], { compression })), null);
});

test('no batch, a part of one, and two of them are refused (P1)', () => {
  const batch = batchOf([{}]);
  assertRejected(validate(Buffer.alloc(0)), Errors.INVALID_RECORD, /holds no record batch/);
  assertRejected(validate(batch.subarray(0, 40)), Errors.INVALID_RECORD, /ends before/);
  assertRejected(validate(batch.subarray(0, batch.length - 1)), Errors.CORRUPT_MESSAGE, /end before/);
  assertRejected(validate(Buffer.concat([batch, batch])), Errors.INVALID_RECORD, /more than one record batch/);
});

test('message formats 0 and 1 are refused, and the sentence says what to send (P1)', () => {
  const old = batchOf([{}]);
  old[16] = 1;
  assertRejected(validate(old), Errors.INVALID_RECORD, /record batches of format 2/);
});

test('a base offset other than 0 is refused (P1)', () => {
  assertRejected(validate(batchOf([{}], { baseOffset: 5 })), Errors.INVALID_RECORD, /should be 0, but it is 5/);
});

test('a batch that does not match its CRC is CORRUPT_MESSAGE (P2)', () => {
  const batch = batchOf([{ value: 'abc' }]);
  batch[batch.length - 2]! ^= 1;
  assertRejected(validate(batch), Errors.CORRUPT_MESSAGE, /CRC-32C/);
});

test('a batch above max.message.bytes is MESSAGE_TOO_LARGE (P2)', () => {
  const batch = batchOf([{ value: 'x'.repeat(200) }]);
  assertRejected(
    validate(batch, { 'max.message.bytes': String(batch.length - 1) }),
    Errors.MESSAGE_TOO_LARGE,
    /maximum configured value/,
  );
  assert.equal(validate(batch, { 'max.message.bytes': String(batch.length) }), null);
});

test('a batch above the segment size is RECORD_LIST_TOO_LARGE (P2)', () => {
  const batch = batchOf([{ value: 'x'.repeat(200) }]);
  assertRejected(validate(batch, { 'internal.segment.bytes': '100' }), Errors.RECORD_LIST_TOO_LARGE, /segment size/);
});

test('a count that the offsets or the records contradict is refused (P2)', () => {
  const counts: [string, (batch: Buffer) => void][] = [
    ['more offsets', (batch) => batch.writeInt32BE(4, 23)],
    ['fewer records', (batch) => batch.writeInt32BE(2, 57)],
    ['more of both', (batch) => (batch.writeInt32BE(3, 23), batch.writeInt32BE(4, 57))],
    ['fewer of both', (batch) => (batch.writeInt32BE(1, 23), batch.writeInt32BE(2, 57))],
    ['none', (batch) => batch.writeInt32BE(0, 57)],
  ];
  for (const [what, change] of counts) {
    const batch = batchOf([{}, {}, {}]);
    change(batch);
    recordBatch.stampChecksum(batch, 0);
    assert.equal(validate(batch)?.errorCode, Errors.INVALID_RECORD.code, what);
  }
});

test('a producer may not write control batches, nor an idempotent one without a sequence (P2)', () => {
  assertRejected(validate(batchOf([{}], { control: true })), Errors.INVALID_RECORD, /control batches/);
  const idempotent = batchOf([{}], { producerId: 1, producerEpoch: 0, baseSequence: 0 });
  idempotent.writeInt32BE(-1, 53);
  recordBatch.stampChecksum(idempotent, 0);
  assertRejected(validate(idempotent), Errors.INVALID_RECORD, /sequence/);
});

test('a compacted topic refuses records without a key and names them (P4)', () => {
  for (const compression of Object.values(CompressionType)) {
    const batch = batchOf([{ key: 'a' }, {}, { key: 'c' }, {}], { compression });
    const rejection = validate(batch, { 'cleanup.policy': 'compact' });
    assertRejected(rejection, Errors.INVALID_RECORD, /2 record errors in total/);
    assert.deepEqual(
      rejection?.recordErrors.map((error) => error.batchIndex),
      [1, 3],
    );
    assert.match(rejection?.recordErrors[0]?.message ?? '', /without key in topic partition t-0/);
  }
  assert.equal(validate(batchOf([{ key: 'a' }]), { 'cleanup.policy': 'compact' }), null);
});

test('a timestamp too far in the future or the past is INVALID_TIMESTAMP and names the records (P5)', () => {
  const hour = 3_600_000;
  const late = validate(batchOf([{ timestamp: NOW }, { timestamp: NOW + hour + 1 }]));
  assertRejected(late, Errors.INVALID_TIMESTAMP, /invalid timestamp/);
  assert.deepEqual(
    late?.recordErrors.map((error) => error.batchIndex),
    [1],
  );
  assert.equal(validate(batchOf([{ timestamp: NOW + hour }])), null);
  const past = { 'message.timestamp.before.max.ms': '1000' };
  assertRejected(validate(batchOf([{ timestamp: NOW - 1001 }]), past), Errors.INVALID_TIMESTAMP, /invalid timestamp/);
  assert.equal(validate(batchOf([{ timestamp: NOW - 1000 }]), past), null);
  assert.equal(validate(batchOf([{ timestamp: -1 }]), past), null, 'no timestamp');
});

test('with LogAppendTime the timestamps of the producer do not matter (P5)', () => {
  const batch = batchOf([{ timestamp: NOW + 1e9 }]);
  assert.equal(validate(batch, { 'message.timestamp.type': 'LogAppendTime' }), null);
});

test('a producer may not claim the timestamp type of the broker (P5)', () => {
  assertRejected(validate(batchOf([{}], { logAppendTime: NOW })), Errors.INVALID_TIMESTAMP, /log append time/);
});
