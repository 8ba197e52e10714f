/** What one answer shows, every other request honours at once, on any connection: nobody polls after a change. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ConfigOperation,
  createPartitions,
  deleteTopic,
  describeTopicConfig,
  metadataOf,
  setTopicConfig,
} from './admin.testing.ts';
import { batchOf, type TestClient } from './broker.testing.ts';
import { createTopic, fetch, listOffset, produce, valuesOf, withBroker } from './requests.testing.ts';
import { SimulatedBroker } from './simulation.testing.ts';

/** Work of two clients against a broker in a simulated world, where opening a log takes its time. */
async function inSimulation(
  seed: number,
  work: (one: TestClient, other: TestClient, now: number) => Promise<void>,
): Promise<void> {
  const broker = new SimulatedBroker(seed);
  await broker.start();
  await broker.run(async () => work(await broker.connect(), await broker.connect(), broker.now()));
  await broker.close();
}

/** Asks until the topic has so many partitions; then it must be served. */
async function untilSeen(client: TestClient, topic: string, partitions: number): Promise<void> {
  for (;;) {
    const seen = await metadataOf(client, topic);
    if (seen.errorCode === 0 && seen.partitions.length === partitions) {
      client.topicIds.set(topic, seen.topicId);
      return;
    }
  }
}

async function assertServed(client: TestClient, topic: string, partition: number, timestamp: number): Promise<void> {
  const produced = await produce(client, topic, batchOf([['k', 'v']], { timestamp }), { partition });
  assert.equal(produced.errorCode, 0, 'produced');
  assert.deepEqual(valuesOf((await fetch(client, topic, 0, { partition })).records), ['v']);
  assert.equal((await listOffset(client, topic, -1, { partition })).offset, 1);
}

test('a topic that Metadata shows to anybody can be written and read, also while its creator still waits', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    await inSimulation(seed, async (creator, other, now) => {
      const created = createTopic(creator, 'new', { partitions: 20 });
      await untilSeen(other, 'new', 20);
      for (const partition of [19, 0, 7]) await assertServed(other, 'new', partition, now);
      await created;
    });
  }
});

test('partitions that Metadata shows can be written and read, also while who added them still waits', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    await inSimulation(seed, async (creator, other, now) => {
      await createTopic(creator, 'grown');
      const grown = createPartitions(creator, 'grown', 20);
      await untilSeen(other, 'grown', 20);
      await assertServed(other, 'grown', 19, now);
      assert.equal(await grown, 0);
    });
  }
});

test('a topic that was created is written, read and listed by other connections right after the answer', () =>
  withBroker(async (client, broker) => {
    const other = await broker.connect();
    for (let i = 0; i < 20; i++) {
      await createTopic(client, `t${i}`, { partitions: 3 });
      await assertServed(other, `t${i}`, 2, Date.now());
    }
  }));

test('a config that was set is honoured by other connections right after the answer', () =>
  withBroker(async (client, broker) => {
    const other = await broker.connect();
    await createTopic(client, 'a');
    const records = batchOf([['k', 'x'.repeat(2000)]]);
    assert.equal((await produce(other, 'a', records)).errorCode, 0);
    await setTopicConfig(client, 'a', { name: 'max.message.bytes', value: '1000' });
    assert.equal(await describeTopicConfig(other, 'a', 'max.message.bytes'), '1000');
    assert.equal((await produce(other, 'a', batchOf([['k', 'x'.repeat(2000)]]))).errorCode, 10);
    await setTopicConfig(client, 'a', { name: 'max.message.bytes', value: null, operation: ConfigOperation.DELETE });
    assert.equal((await produce(other, 'a', batchOf([['k', 'x'.repeat(2000)]]))).errorCode, 0);
  }));

test('a topic that was deleted is gone for other connections right after the answer, and its name is free', () =>
  withBroker(async (client, broker) => {
    const other = await broker.connect();
    for (let i = 0; i < 5; i++) {
      const topicId = await createTopic(client, 'again');
      await assertServed(other, 'again', 0, Date.now());
      await deleteTopic(client, 'again');
      assert.equal((await produce(other, 'again', batchOf([['k', 'v']]), { version: 12 })).errorCode, 3);
      assert.equal((await produce(other, 'again', batchOf([['k', 'v']]))).errorCode, 100, topicId);
      assert.equal((await fetch(other, 'again', 0, { version: 12 })).errorCode, 3);
      assert.equal((await fetch(other, 'again', 0)).errorCode, 100);
      assert.equal((await listOffset(other, 'again', -1)).errorCode, 3);
    }
  }));

test('what was produced is listed and fetched by other connections right after the answer', () =>
  withBroker(async (client, broker) => {
    const other = await broker.connect();
    await createTopic(client, 'a');
    for (let i = 0; i < 50; i++) {
      await produce(client, 'a', batchOf([['k', `v${i}`]]));
      assert.equal((await listOffset(other, 'a', -1)).offset, i + 1);
      assert.deepEqual(valuesOf((await fetch(other, 'a', i)).records), [`v${i}`]);
    }
  }));
