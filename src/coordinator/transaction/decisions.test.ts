import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from '#protocol';
import { decideAdd, verifyPartitions } from './add-partitions.ts';
import type { Decision } from './decision.ts';
import { abortFenced, decideEnd } from './end-transaction.ts';
import { decideInit } from './init-producer-id.ts';
import { completed, newMetadata, type TransactionMetadata } from './transaction-metadata.ts';
import { TransactionRecordSerde } from './transaction-records.ts';

const NOW = 1000;
const LAST_EPOCH = 0x7fff;
const topics = [{ topic: 'tx', partitions: [0, 1] }];

function next(decision: Decision): TransactionMetadata {
  assert.equal(decision.kind, 'step');
  return decision.kind === 'step' ? decision.next : assert.fail();
}

function errorOf(decision: Decision): number {
  return decision.kind === 'needs-producer-id' ? assert.fail('a producer id is needed') : decision.errorCode;
}

function idle(producerEpoch = 0): TransactionMetadata {
  const fresh = newMetadata('id', { producerId: 7, timeoutMs: 100, now: 1 });
  return { ...fresh, previousProducerId: 7, producerEpoch };
}

function open(producerEpoch = 0, clientTransactionVersion = 2): TransactionMetadata {
  return next(
    decideAdd(idle(producerEpoch), { producerId: 7, producerEpoch, topics, clientTransactionVersion, now: 5 }),
  );
}

const end = (metadata: TransactionMetadata, fields: Partial<Parameters<typeof decideEnd>[1]> = {}): Decision =>
  decideEnd(metadata, {
    producerId: 7,
    producerEpoch: metadata.producerEpoch,
    isCommit: true,
    clientTransactionVersion: 2,
    freshProducerId: -1,
    now: NOW,
    ...fields,
  });

const init = (
  metadata: TransactionMetadata | undefined,
  fields: Partial<Parameters<typeof decideInit>[1]> = {},
): Decision =>
  decideInit(metadata, {
    transactionalId: 'id',
    timeoutMs: 100,
    expected: null,
    freshProducerId: -1,
    transactionVersion: 2,
    now: NOW,
    ...fields,
  });

test('at the last epoch but one the transaction ends with a new producer id from epoch 0 on, and a retry is told so', () => {
  const exhausted = open(LAST_EPOCH - 1);
  assert.equal(end(exhausted).kind, 'needs-producer-id');
  const prepared = next(end(exhausted, { freshProducerId: 8 }));
  assert.deepEqual([prepared.producerId, prepared.nextProducerId, prepared.producerEpoch], [7, 8, LAST_EPOCH]);
  const complete = completed(prepared, NOW);
  assert.deepEqual([complete.producerId, complete.nextProducerId, complete.producerEpoch], [8, -1, 0]);
  assert.equal(errorOf(end(complete, { producerEpoch: LAST_EPOCH - 1 })), Errors.NONE.code);
});

test('a producer that is fenced at its last epoch is replaced under another producer id', () => {
  const prepared = next(abortFenced(open(LAST_EPOCH - 1), { transactionVersion: 2, now: NOW }));
  assert.equal(prepared.producerEpoch, LAST_EPOCH);
  const complete = completed(prepared, NOW);
  assert.equal(init(complete).kind, 'needs-producer-id');
  const fresh = next(init(complete, { freshProducerId: 9 }));
  assert.deepEqual([fresh.producerId, fresh.producerEpoch, fresh.previousProducerId], [9, 0, 7]);
});

test('with version 1 an end without a transaction is INVALID_TXN_STATE, and the epoch stays', () => {
  const version1 = { clientTransactionVersion: 0 };
  assert.equal(errorOf(end(idle(), { ...version1, isCommit: false })), Errors.INVALID_TXN_STATE.code);
  const prepared = next(end(open(0, 0), version1));
  assert.equal(prepared.producerEpoch, 0);
  assert.equal(errorOf(end(prepared, version1)), Errors.CONCURRENT_TRANSACTIONS.code);
  assert.equal(errorOf(end(completed(prepared, NOW), version1)), Errors.NONE.code);
});

test('a producer that goes on after an error is known by its epoch or the one before', () => {
  const bumped = next(init(idle(3), { expected: { producerId: 7, producerEpoch: 3 } }));
  assert.deepEqual([bumped.producerEpoch, bumped.lastProducerEpoch], [4, 3]);
  assert.equal(next(init(bumped, { expected: { producerId: 7, producerEpoch: 3 } })).producerEpoch, 4);
  for (const expected of [
    { producerId: 7, producerEpoch: 2 },
    { producerId: 6, producerEpoch: 4 },
  ])
    assert.equal(errorOf(init(bumped, { expected })), Errors.PRODUCER_FENCED.code);
});

test('partitions are looked at one by one, and an ended transaction has none', () => {
  const metadata = open();
  const producer = { producerId: 7, producerEpoch: 0 };
  const asked = [{ topic: 'tx', partitions: [1, 2] }];
  assert.deepEqual(verifyPartitions(metadata, producer, asked), [0, Errors.TRANSACTION_ABORTABLE.code]);
  const prepared = next(end(metadata));
  const later = { producerId: 7, producerEpoch: 1 };
  assert.deepEqual(verifyPartitions(prepared, later, topics), [51, 51]);
  assert.deepEqual(verifyPartitions(completed(prepared, NOW), later, topics), [120, 120]);
});

test('a state is read as it was written, in the format that the finalized version asks for', () => {
  for (const version of [0, 2]) {
    const serde = new TransactionRecordSerde(() => version);
    for (const value of [idle(), open(), next(end(open(LAST_EPOCH - 1), { freshProducerId: 8 }))]) {
      const record = { transactionalId: 'id', value };
      const bytes = Buffer.from(serde.encodeValue(record)!);
      assert.equal(bytes.readInt16BE(0), version === 0 ? 0 : 1);
      const read = serde.decode(Buffer.from(serde.encodeKey(record)), bytes)?.value;
      const lost = version === 0 ? { previousProducerId: -1, nextProducerId: -1, clientTransactionVersion: 0 } : {};
      assert.deepEqual(read, { ...value, lastProducerEpoch: -1, ...lost });
    }
    const tombstone = { transactionalId: 'id', value: null };
    assert.equal(serde.encodeValue(tombstone), null);
    assert.deepEqual(serde.decode(Buffer.from(serde.encodeKey(tombstone)), null), tombstone);
  }
});

test('a damaged record is passed over', () => {
  const serde = new TransactionRecordSerde(() => 2);
  assert.equal(serde.decode(Buffer.from([0, 0, 0, 9]), null), null);
  assert.equal(
    serde.decode(Buffer.from(serde.encodeKey({ transactionalId: 'id', value: null })), Buffer.from([0, 1])),
    null,
  );
});
