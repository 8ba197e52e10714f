/** What becomes of transactional ids as time goes by: timeouts, expiry, the last epoch. On virtual time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Errors,
  RecordBatchBuilder,
  transactionLogKey,
  transactionLogValue,
  Writer,
  type TransactionLogValue,
} from '#protocol';
import { metadataOf } from '../admin.testing.ts';
import type { TestClient } from '../broker.testing.ts';
import { createTopic, fetch, produce, recordsOf } from '../requests.testing.ts';
import { withSimulatedBroker, type SimulatedBroker } from '../simulation.testing.ts';
import { committedValues, findTransactionCoordinator, TestProducer } from '../transactions.testing.ts';

const STATE_TOPIC = '__transaction_state';
const READ_COMMITTED = { isolationLevel: 1 };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LAST_GIVEN_EPOCH = 0x7ffe;
const LAST_EPOCH = 0x7fff;

function producerOn(broker: SimulatedBroker, client: TestClient, id: string, version: 1 | 2 = 2): TestProducer {
  const producer = new TestProducer(client, id, version);
  producer.now = () => broker.now();
  return producer;
}

/** On a new connection, as those before it may have been idle for too long. */
async function reconnected(broker: SimulatedBroker, client: TestClient): Promise<TestClient> {
  const next = await broker.connect();
  for (const [name, topicId] of client.topicIds) next.topicIds.set(name, topicId);
  return next;
}

async function continued(broker: SimulatedBroker, producer: TestProducer): Promise<TestProducer> {
  const client = await reconnected(broker, producer.client);
  const { producerId, producerEpoch, sequences } = producer;
  const next = producerOn(broker, client, producer.transactionalId, producer.version);
  return Object.assign(next, { producerId, producerEpoch, sequences });
}

interface StateRecord {
  readonly partition: number;
  readonly id: string;
  readonly isTombstone: boolean;
}

/** What `__transaction_state` says, in order. */
async function stateRecords(client: TestClient): Promise<StateRecord[]> {
  const { topicId, partitions } = await metadataOf(client, STATE_TOPIC);
  client.topicIds.set(STATE_TOPIC, topicId);
  const found: StateRecord[] = [];
  for (const { partitionIndex: partition } of partitions) {
    for (const { key, value } of recordsOf((await fetch(client, STATE_TOPIC, 0, { partition })).records)) {
      found.push({ partition, id: key!.slice(4), isTombstone: value === null });
    }
  }
  return found;
}

test('an id that nobody uses for transactional.id.expiration.ms is forgotten for good; others stay', () =>
  withSimulatedBroker(
    async (broker, client) => {
      await createTopic(client, 'tx');
      const [idle, used, open] = ['idle', 'used', 'open'].map((id) => producerOn(broker, client, id));
      for (const producer of [idle!, used!, open!]) await producer.init(12 * HOUR);
      await open!.send('tx', ['a']);
      await idle!.send('tx', ['b']);
      assert.equal(await idle!.end(true), 0);
      await broker.pause(40 * MINUTE);
      const usedLater = await continued(broker, used!);
      await usedLater.send('tx', ['c']);
      assert.equal(await usedLater.end(true), 0);
      await broker.pause(25 * MINUTE);
      for (const isRestarted of [false, true]) {
        if (isRestarted) await broker.killAndBoot();
        const [late, known, ongoing] = await Promise.all(
          [idle!, usedLater, open!].map((one) => continued(broker, one)),
        );
        assert.equal((await late!.describe()).errorCode, Errors.TRANSACTIONAL_ID_NOT_FOUND.code);
        assert.equal(await late!.end(true), Errors.INVALID_PRODUCER_ID_MAPPING.code);
        assert.equal(await known!.state(), 'CompleteCommit');
        assert.equal(await ongoing!.state(), 'Ongoing');
        const records = await stateRecords(known!.client);
        const tombstones = records.filter(({ isTombstone }) => isTombstone);
        assert.deepEqual(
          tombstones.map(({ id }) => id),
          ['idle'],
        );
      }
      const again = await continued(broker, idle!);
      await again.init();
      assert.notEqual(again.producerId, idle!.producerId);
      assert.equal(again.producerEpoch, 0);
      assert.equal(await (await continued(broker, open!)).end(true), 0);
    },
    {
      configs: {
        'transactional.id.expiration.ms': String(HOUR),
        'transaction.remove.expired.transaction.cleanup.interval.ms': String(MINUTE),
        'transaction.max.timeout.ms': String(24 * HOUR),
      },
      withinMs: 3 * HOUR,
    },
  ));

for (const version of [1, 2] as const) {
  test(`version ${version}: a transaction lives for its timeout, is aborted then, and its producer fenced by the next epoch`, () =>
    withSimulatedBroker(async (broker, client) => {
      await createTopic(client, 'tx');
      const producer = producerOn(broker, client, 'one', version);
      await producer.init(MINUTE);
      await producer.send('tx', ['a']);
      await broker.pause(MINUTE - 1000);
      assert.equal((await producer.send('tx', ['b'])).errorCode, 0);
      assert.equal(await producer.state(), 'Ongoing');
      await broker.pause(12_000);
      const { transactionState, producerEpoch } = await producer.describe();
      assert.deepEqual([transactionState, producerEpoch], ['CompleteAbort', 1]);
      const after = await fetch(client, 'tx', 0, READ_COMMITTED);
      assert.deepEqual([after.lastStableOffset, committedValues(after)], [3, []]);
      const { producerId } = producer;
      assert.deepEqual(after.abortedTransactions, [{ producerId, firstOffset: 0 }]);
      const late = await producer.send('tx', ['c']);
      assert.equal(late.errorCode, Errors.INVALID_PRODUCER_EPOCH.code);
      const ends = version === 1 ? Errors.PRODUCER_FENCED : Errors.INVALID_TXN_STATE;
      assert.equal(await producer.end(true), ends.code);
      const next = await producer.tryInit(MINUTE, { producerId, producerEpoch: 0 });
      assert.deepEqual([next.errorCode, next.producerEpoch], [0, 1]);
    }));
}

/** Puts a state of the id into its partition, as the one client that may, and has a broker read it. */
async function startWithState(
  broker: SimulatedBroker,
  client: TestClient,
  state: Partial<TransactionLogValue> & { readonly id: string },
): Promise<TestClient> {
  const { partition } = (await stateRecords(client)).find(({ id }) => id === state.id)!;
  const timestamp = broker.now();
  const value: TransactionLogValue = {
    producerId: -1,
    previousProducerId: -1,
    nextProducerId: -1,
    producerEpoch: 0,
    nextProducerEpoch: -1,
    transactionTimeoutMs: MINUTE,
    transactionStatus: 0,
    transactionPartitions: null,
    transactionLastUpdateTimestampMs: timestamp,
    transactionStartTimestampMs: -1,
    clientTransactionVersion: 0,
    ...state,
  };
  const builder = new RecordBatchBuilder({});
  const key = versioned((writer) => transactionLogKey.write(writer, { transactionalId: state.id }, 0));
  builder.append(
    timestamp,
    key,
    versioned((writer) => transactionLogValue.write(writer, value, 0)),
  );
  client.clientId = '__admin_client';
  const written = await produce(client, STATE_TOPIC, builder.build({}), { partition });
  assert.equal(written.errorCode, 0);
  await broker.killAndBoot();
  return reconnected(broker, client);
}

/** Version 0 of a record's key or value. */
function versioned(write: (writer: Writer) => void): Buffer {
  const writer = new Writer();
  writer.begin();
  writer.int16(0);
  write(writer);
  return Buffer.from(writer.finishBuffer());
}

async function producerAtLastEpoch(broker: SimulatedBroker, first: TestClient, version: 1 | 2): Promise<TestProducer> {
  await createTopic(first, 'tx');
  const early = producerOn(broker, first, 'one', version);
  await early.init();
  const { producerId } = early;
  const state = { id: 'one', producerId, producerEpoch: LAST_GIVEN_EPOCH };
  const producer = producerOn(broker, await startWithState(broker, first, state), 'one', version);
  await findTransactionCoordinator(producer.client, 'one');
  return Object.assign(producer, { producerId, producerEpoch: LAST_GIVEN_EPOCH });
}

for (const committed of [true, false]) {
  const outcome = committed ? 'commit' : 'abort';

  test(`version 2: the ${outcome} at the last epoch gives another producer id, also to who asks again, also over a kill`, () =>
    withSimulatedBroker(async (broker, first) => {
      const producer = await producerAtLastEpoch(broker, first, 2);
      const exhausted = producer.producerId;
      assert.equal((await producer.send('tx', ['a'])).errorCode, 0);
      const late = await continued(broker, producer);
      assert.equal(await producer.end(committed), 0);
      assert.notEqual(producer.producerId, exhausted);
      assert.equal(producer.producerEpoch, 0);
      await producer.untilComplete();
      await broker.killAndBoot();
      const retried = await continued(broker, late);
      const { errorCode, producerId, producerEpoch } = await retried.tryEnd(committed);
      assert.deepEqual([errorCode, producerId, producerEpoch], [0, producer.producerId, 0]);
      assert.equal((await retried.tryEnd(!committed)).errorCode, Errors.INVALID_TXN_STATE.code);
      const stray = await retried.send('tx', ['stray']);
      assert.notEqual(stray.errorCode, 0);
      const next = await continued(broker, producer);
      assert.equal((await next.send('tx', ['b'])).errorCode, 0);
      assert.equal(await next.end(true), 0);
      await next.untilComplete();
      const read = await fetch(next.client, 'tx', 0, READ_COMMITTED);
      assert.deepEqual(committedValues(read), committed ? ['a', 'b'] : ['b']);
    }));
}

for (const version of [1, 2] as const) {
  test(`version ${version}: who starts at the last epoch gets another producer id, and the one before is no longer known`, () =>
    withSimulatedBroker(async (broker, first) => {
      const producer = await producerAtLastEpoch(broker, first, version);
      const successor = producerOn(broker, producer.client, 'one', version);
      await successor.init();
      const { producerId, producerEpoch } = producer;
      assert.notEqual(successor.producerId, producerId);
      assert.equal(successor.producerEpoch, 0);
      const late = Object.assign(producerOn(broker, producer.client, 'one'), { producerId, producerEpoch });
      const { errorCode } = await late.send('tx', ['late'], { version: 11 });
      assert.equal(errorCode, Errors.INVALID_PRODUCER_ID_MAPPING.code);
      assert.equal((await successor.send('tx', ['a'])).errorCode, 0);
      assert.equal(await successor.end(true), 0);
    }));

  test(`version ${version}: a transaction that times out at the last epoch is aborted with the epoch that fences, and the id goes on`, () =>
    withSimulatedBroker(async (broker, first) => {
      const producer = await producerAtLastEpoch(broker, first, version);
      assert.equal((await producer.send('tx', ['a'])).errorCode, 0);
      await broker.pause(MINUTE + 15_000);
      const { transactionState, producerEpoch } = await producer.describe();
      assert.deepEqual([transactionState, producerEpoch], ['CompleteAbort', LAST_EPOCH]);
      assert.equal((await producer.send('tx', ['late'])).errorCode, Errors.INVALID_PRODUCER_EPOCH.code);
      const successor = producerOn(broker, producer.client, 'one', version);
      await successor.init();
      assert.deepEqual([successor.producerId === producer.producerId, successor.producerEpoch], [false, 0]);
      assert.equal((await successor.send('tx', ['b'])).errorCode, 0);
      assert.equal(await successor.end(true), 0);
      await successor.untilComplete();
      const read = await fetch(successor.client, 'tx', 0, READ_COMMITTED);
      assert.deepEqual(committedValues(read), ['b']);
    }));
}
