import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  Errors,
  initProducerIdRequest,
  initProducerIdResponse,
  newInitProducerIdRequest,
  type InitProducerIdRequest,
  type InitProducerIdResponse,
} from '#protocol';
import { startTestBroker, type TestBroker, type TestClient } from '../broker.testing.ts';

let broker: TestBroker;
let client: TestClient;
before(async () => {
  broker = await startTestBroker();
  client = await broker.connect();
});
after(() => broker.stop());

function init(fields: Partial<InitProducerIdRequest>, version = 5): Promise<InitProducerIdResponse> {
  const request = newInitProducerIdRequest({ transactionalId: null, transactionTimeoutMs: 60_000, ...fields });
  return client.call([initProducerIdRequest, initProducerIdResponse], request, version);
}

test('every version of InitProducerId from 0 to 5 gives a new id with epoch 0', async () => {
  const ids = new Set<number>();
  for (let version = 0; version <= 5; version++) {
    const { errorCode, producerId, producerEpoch } = await init({}, version);
    assert.deepEqual([errorCode, producerEpoch], [0, 0]);
    ids.add(producerId);
  }
  assert.equal(ids.size, 6);
});

test('a producer without transactions that names the id it has gets another one', async () => {
  const { producerId } = await init({});
  const next = await init({ producerId, producerEpoch: 0 });
  assert.equal(next.errorCode, 0);
  assert.notEqual(next.producerId, producerId);
  assert.equal(next.producerEpoch, 0);
});

test('an id without an epoch, or the other way round, is INVALID_REQUEST', async () => {
  for (const fields of [
    { producerId: 5, producerEpoch: -1 },
    { producerId: -1, producerEpoch: 5 },
  ]) {
    const { errorCode, producerId } = await init(fields);
    assert.deepEqual([errorCode, producerId], [Errors.INVALID_REQUEST.code, -1]);
  }
});

test('an empty transactional id is INVALID_REQUEST, and a timeout out of bounds INVALID_TRANSACTION_TIMEOUT', async () => {
  const empty = await init({ transactionalId: '' });
  assert.deepEqual([empty.errorCode, empty.producerId, empty.producerEpoch], [Errors.INVALID_REQUEST.code, -1, -1]);
  for (const transactionTimeoutMs of [0, -1, 900_001]) {
    const { errorCode } = await init({ transactionalId: 'tx', transactionTimeoutMs });
    assert.equal(errorCode, Errors.INVALID_TRANSACTION_TIMEOUT.code);
  }
});

test('where no client has looked for a coordinator of transactions yet there is none', async () => {
  assert.equal((await init({ transactionalId: 'tx' })).errorCode, Errors.NOT_COORDINATOR.code);
});

test('more ids than one block has are given, each once', async () => {
  const ids = new Set<number>();
  for (let i = 0; i < 21; i++) {
    for (const { producerId } of await Promise.all(Array.from({ length: 50 }, () => init({})))) ids.add(producerId);
  }
  assert.equal(ids.size, 21 * 50);
});
