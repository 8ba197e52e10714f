/** Clusters whose finalized `transaction.version` is below 2, and what a running broker does when it is raised. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  apiVersionsRequest,
  apiVersionsResponse,
  Errors,
  newApiVersionsRequest,
  newUpdateFeaturesRequest,
  RecordCursor,
  updateFeaturesRequest,
  updateFeaturesResponse,
} from '#protocol';
import { metadataOf } from '../admin.testing.ts';
import type { TestClient } from '../broker.testing.ts';
import { batchesOf, createTopic, fetch } from '../requests.testing.ts';
import { withSimulatedBroker, type SimulatedBroker } from '../simulation.testing.ts';
import { committedValues, TestProducer } from '../transactions.testing.ts';

const READ_COMMITTED = { isolationLevel: 1 };
const STATE_TOPIC = '__transaction_state';
const [UPGRADE, SAFE_DOWNGRADE] = [1, 2] as const;

async function finalizedLevel(client: TestClient): Promise<number> {
  const request = newApiVersionsRequest({ clientSoftwareName: 'test', clientSoftwareVersion: '1' });
  const answer = await client.call([apiVersionsRequest, apiVersionsResponse], request, 4);
  return answer.finalizedFeatures.find(({ name }) => name === 'transaction.version')?.maxVersionLevel ?? 0;
}

async function finalize(client: TestClient, maxVersionLevel: number, upgradeType: number = UPGRADE): Promise<void> {
  const featureUpdates = [{ feature: 'transaction.version', maxVersionLevel, allowDowngrade: false, upgradeType }];
  const request = newUpdateFeaturesRequest({ featureUpdates, timeoutMs: 10_000 });
  const answer = await client.call([updateFeaturesRequest, updateFeaturesResponse], request);
  assert.equal(answer.errorCode, 0, answer.errorMessage ?? '');
}

/** The versions in which the states of ids are written, in order, in each partition. */
async function stateVersions(client: TestClient): Promise<number[]> {
  const { topicId, partitions } = await metadataOf(client, STATE_TOPIC);
  client.topicIds.set(STATE_TOPIC, topicId);
  const versions: number[] = [];
  const cursor = new RecordCursor();
  for (const { partitionIndex: partition } of partitions) {
    for (const { buffer, at } of batchesOf((await fetch(client, STATE_TOPIC, 0, { partition })).records)) {
      cursor.open(buffer, at, 1 << 20);
      while (cursor.next()) versions.push(Buffer.from(cursor.value!).readInt16BE(0));
      cursor.close();
    }
  }
  return versions;
}

function producerOn(broker: SimulatedBroker, client: TestClient, version: 1 | 2): TestProducer {
  const producer = new TestProducer(client, 'one', version);
  producer.now = () => broker.now();
  return producer;
}

async function transaction(producer: TestProducer, value: string, isCommit: boolean): Promise<void> {
  assert.equal((await producer.send('tx', [value])).errorCode, 0);
  assert.equal(await producer.end(isCommit), 0);
  await producer.untilComplete();
}

for (const level of [0, 1] as const) {
  const configs = { features: `transaction.version=${level}` };

  test(`at transaction.version ${level} transactions are those of version 1, and are written as brokers of that level read them`, () =>
    withSimulatedBroker(
      async (broker, client) => {
        assert.equal(await finalizedLevel(client), level);
        await createTopic(client, 'tx');
        const producer = producerOn(broker, client, 1);
        await producer.init();
        await transaction(producer, 'a', true);
        await transaction(producer, 'b', false);
        await broker.killAndBoot();
        const again = await broker.connect();
        again.topicIds.set('tx', client.topicIds.get('tx')!);
        assert.equal(await finalizedLevel(again), level);
        const { producerId, producerEpoch, sequences } = producer;
        const next = Object.assign(producerOn(broker, again, 1), { producerId, producerEpoch, sequences });
        await transaction(next, 'c', true);
        assert.equal(next.producerEpoch, 0);
        assert.deepEqual(committedValues(await fetch(again, 'tx', 0, READ_COMMITTED)), ['a', 'c']);
        const versions = await stateVersions(again);
        assert.deepEqual(new Set(versions), new Set([level]));
      },
      { configs },
    ));

  test(`at transaction.version ${level} a transaction past its timeout is aborted, and its producer stays out`, () =>
    withSimulatedBroker(
      async (broker, client) => {
        await createTopic(client, 'tx');
        const producer = producerOn(broker, client, 1);
        await producer.init(60_000);
        assert.equal((await producer.send('tx', ['a'])).errorCode, 0);
        await broker.pause(75_000);
        const { transactionState, producerEpoch } = await producer.describe();
        assert.deepEqual([transactionState, producerEpoch], ['CompleteAbort', 1]);
        assert.equal((await producer.send('tx', ['b'])).errorCode, Errors.INVALID_PRODUCER_EPOCH.code);
        assert.equal(await producer.end(true), Errors.PRODUCER_FENCED.code);
        const { producerId } = producer;
        const retried = await producer.tryInit(60_000, { producerId, producerEpoch: 0 });
        assert.equal(retried.errorCode, Errors.PRODUCER_FENCED.code);
      },
      { configs },
    ));

  test(`from transaction.version ${level} on it is raised under open transactions and lowered again, and none is lost`, () =>
    withSimulatedBroker(
      async (broker, client) => {
        await createTopic(client, 'tx');
        const producer = producerOn(broker, client, 1);
        await producer.init();
        assert.equal((await producer.send('tx', ['a'])).errorCode, 0);
        await finalize(client, 2);
        assert.equal(await finalizedLevel(client), 2);
        await transaction(producer, 'b', true);
        const { producerId, producerEpoch, sequences } = producer;
        const newer = Object.assign(producerOn(broker, client, 2), { producerId, producerEpoch, sequences });
        await transaction(newer, 'c', true);
        assert.equal(newer.producerEpoch, 1);
        assert.equal((await newer.send('tx', ['d'])).errorCode, 0);
        await finalize(client, level, SAFE_DOWNGRADE);
        assert.equal(await newer.end(true), 0);
        await newer.untilComplete();
        const older = producerOn(broker, client, 1);
        await older.init();
        await transaction(older, 'e', true);
        assert.deepEqual(committedValues(await fetch(client, 'tx', 0, READ_COMMITTED)), ['a', 'b', 'c', 'd', 'e']);
      },
      { configs },
    ));
}
