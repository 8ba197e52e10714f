/** A user's test with `samsa/testing`: the broker is real, its time moves, its faults come when they are called. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Admin, Consumer, Producer } from '#client';
import { type Samsa, type SamsaOptions, startSamsa } from './index.ts';

const HOUR_MS = 3_600_000;

async function send(kafka: Samsa, ...values: string[]): Promise<void> {
  await using producer = new Producer({ bootstrapServers: kafka.bootstrapServers });
  await producer.sendBatch(values.map((value) => ({ topic: 'orders', value })));
}

async function read(kafka: Samsa, count: number): Promise<string[]> {
  await using consumer = new Consumer({ bootstrapServers: kafka.bootstrapServers, autoOffsetReset: 'earliest' });
  consumer.assign([{ topic: 'orders', partition: 0 }]);
  const values: string[] = [];
  for await (const { value } of consumer) {
    values.push(String(value));
    if (values.length === count) break;
  }
  return values;
}

async function startOffset(kafka: Samsa): Promise<number> {
  await using admin = new Admin({ bootstrapServers: kafka.bootstrapServers });
  const [offset] = await admin.listOffsets([{ topic: 'orders', partition: 0, spec: 'earliest' }]);
  return Number(offset?.offset);
}

test('a broker with its topics is there for any client, and gone afterwards', async () => {
  let { bootstrapServers } = { bootstrapServers: '' };
  {
    await using kafka = await startSamsa({ topics: ['orders', { name: 'wide', partitions: 3 }] });
    ({ bootstrapServers } = kafka);
    await send(kafka, 'a', 'b');
    assert.deepEqual(await read(kafka, 2), ['a', 'b']);
    await using admin = new Admin({ bootstrapServers });
    const [wide] = await admin.describeTopics(['wide']);
    assert.equal(wide?.partitions?.length, 3);
  }
  await using admin = new Admin({ bootstrapServers, requestTimeoutMs: 300, defaultApiTimeoutMs: 300 });
  await assert.rejects(admin.listTopics());
});

const STORAGES: readonly (readonly [string, () => { options: SamsaOptions; remove(): void }])[] = [
  ['in memory', () => ({ options: {}, remove: () => undefined })],
  [
    'in a directory',
    () => {
      const directory = mkdtempSync(join(tmpdir(), 'samsa-testing-'));
      return { options: { directory }, remove: () => rmSync(directory, { recursive: true }) };
    },
  ],
];

for (const [where, storage] of STORAGES) {
  test(`${where}: what was acknowledged is there after kill and restart, under the same address`, async () => {
    const { options, remove } = storage();
    {
      await using kafka = await startSamsa({ ...options, topics: ['orders'] });
      const { bootstrapServers } = kafka;
      await send(kafka, 'a');
      await kafka.kill();
      assert.equal(kafka.isAlive, false);
      await kafka.restart();
      assert.equal(kafka.bootstrapServers, bootstrapServers);
      await send(kafka, 'b');
      assert.deepEqual(await read(kafka, 2), ['a', 'b']);
    }
    remove();
  });

  test(`${where}: a failed fsync stops the broker, which says so and acknowledges nothing`, async () => {
    const { options, remove } = storage();
    {
      await using kafka = await startSamsa({ ...options, topics: ['orders'] });
      await send(kafka, 'a');
      kafka.failNextFsync();
      await using producer = new Producer({
        bootstrapServers: kafka.bootstrapServers,
        deliveryTimeoutMs: 500,
        requestTimeoutMs: 400,
      });
      await assert.rejects(producer.send({ topic: 'orders', value: 'lost' }));
      assert.equal(kafka.isAlive, false);
      assert.match(String(kafka.deathReason), /EIO/);
      assert.throws(() => kafka.pause(), /does not run \(it gave up: .*EIO.*restart/);
      await kafka.restart();
      assert.equal(kafka.deathReason, null);
      assert.equal((await read(kafka, 1))[0], 'a');
    }
    remove();
  });
}

test('a power cut takes nothing that was acknowledged', async () => {
  await using kafka = await startSamsa({ topics: ['orders'] });
  for (let round = 0; round < 5; round++) {
    await send(kafka, `round ${round}`);
    await kafka.cutPower();
    await kafka.restart();
  }
  assert.deepEqual(
    await read(kafka, 5),
    [0, 1, 2, 3, 4].map((round) => `round ${round}`),
  );
});

test('time that is moved forward deletes what is too old, and outlives a restart', async () => {
  const configs = { 'retention.ms': String(HOUR_MS) };
  await using kafka = await startSamsa({ topics: [{ name: 'orders', configs }] });
  await send(kafka, 'old');
  const before = kafka.clock.now();
  await kafka.clock.advance(HOUR_MS / 2);
  assert.equal(await startOffset(kafka), 0);
  await kafka.clock.advance(HOUR_MS);
  assert.equal(await startOffset(kafka), 1);
  await kafka.restart();
  assert.ok(kafka.clock.now() - before >= 1.5 * HOUR_MS);
  await assert.rejects(kafka.clock.advance(-1), RangeError);
});

test('a broker that is paused answers nobody until it is resumed', async () => {
  await using kafka = await startSamsa({ topics: ['orders'] });
  await using producer = new Producer({ bootstrapServers: kafka.bootstrapServers });
  await producer.send({ topic: 'orders', value: 'before' });
  kafka.pause();
  let isSent = false;
  const sending = producer.send({ topic: 'orders', value: 'during' }).then(() => (isSent = true));
  await using late = new Admin({
    bootstrapServers: kafka.bootstrapServers,
    requestTimeoutMs: 200,
    defaultApiTimeoutMs: 200,
  });
  await assert.rejects(late.listTopics());
  assert.equal(isSent, false);
  kafka.resume();
  await sending;
  assert.deepEqual(await read(kafka, 2), ['before', 'during']);
});

test('connections that are dropped cost a producer nothing but a retry', async () => {
  await using kafka = await startSamsa({ topics: ['orders'] });
  await using producer = new Producer({ bootstrapServers: kafka.bootstrapServers });
  for (let number = 0; number < 10; number++) {
    const sending = producer.send({ topic: 'orders', value: String(number) });
    kafka.dropConnections();
    await sending;
  }
  assert.deepEqual(await read(kafka, 10), '0123456789'.split(''));
});

test('a config that does not exist fails the start with the name that was meant', async () => {
  await assert.rejects(startSamsa({ configs: { 'num.partition': '3' } }), /num\.partitions/);
});
