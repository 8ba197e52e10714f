import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Consumer } from './consumer.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import { ConsumerWorld, until } from './consumers.testing.ts';

const TOPIC = 'orders';
const place = { topic: TOPIC, partition: 0 };
/** Each is a batch of its own, and a fetch of its own by `fetchMaxBytes`. */
const VALUES = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `${letter}:${letter.repeat(2000)}`);

async function reading(context: TestContext, options = {}): Promise<Consumer> {
  const world = await ConsumerWorld.start(context);
  await world.topic(TOPIC, [VALUES]);
  const consumer = world.consumer({
    autoOffsetReset: 'earliest',
    fetchMaxBytes: 2000,
    maxPartitionFetchBytes: 2000,
    reuseFetchBuffers: true,
    ...options,
  });
  consumer.assign([place]);
  return consumer;
}

async function* recordsOf(consumer: Consumer, way: 'records' | 'batches' | 'poll'): AsyncGenerator<ConsumerRecord> {
  if (way === 'records') yield* consumer;
  else if (way === 'batches') for await (const batch of consumer.batches()) yield* batch;
  else for (;;) yield* await consumer.poll(1000);
}

for (const way of ['records', 'batches', 'poll'] as const) {
  test(`with reuseFetchBuffers, what is taken by ${way} is right while it is in hand, and lies in the same memory`, async (context) => {
    const consumer = await reading(context);
    const memory: ArrayBufferLike[] = [];
    const detached: ConsumerRecord[] = [];
    const kept: ConsumerRecord[] = [];
    for await (const record of recordsOf(consumer, way)) {
      const value = record.value!;
      assert.equal(value.toString(), VALUES[kept.length]);
      // Time for the fetches ahead to come.
      await new Promise(setImmediate);
      assert.equal(value.toString(), VALUES[kept.length], 'overwritten while it was in hand');
      memory.push(value.buffer);
      kept.push(record);
      detached.push(record.detach());
      if (kept.length === VALUES.length) break;
    }
    assert.ok(new Set(memory).size < VALUES.length, 'every answer had memory of its own');
    assert.deepEqual(
      detached.map((record) => record.text()),
      VALUES,
    );
    assert.deepEqual(
      kept.map(({ offset }) => offset),
      [0, 1, 2, 3, 4, 5],
    );
    for (const read of [() => kept[0]!.value, () => kept[0]!.text(), () => kept[0]!.key, () => kept[0]!.detach()]) {
      assert.throws(read, { code: 'ILLEGAL_STATE', message: /offset 0 of orders-0 .*detach\(\) what is kept/ });
    }
  });
}

for (const way of ['records', 'batches', 'poll'] as const) {
  test(`without reuseFetchBuffers, what is taken by ${way} stays what it is for as long as it is kept`, async (context) => {
    const consumer = await reading(context, { reuseFetchBuffers: false });
    const kept: ConsumerRecord[] = [];
    const values: Buffer[] = [];
    for await (const record of recordsOf(consumer, way)) {
      values.push(record.value!);
      if (kept.push(record) === VALUES.length) break;
    }
    assert.deepEqual(
      kept.map((record) => record.text()),
      VALUES,
    );
    assert.deepEqual(values.map(String), VALUES);
  });
}

test('a handler that is late keeps its record while another of the partition is done', async (context) => {
  const consumer = await reading(context, { fetchMaxBytes: 4500, maxPartitionFetchBytes: 4500 });
  let finish!: () => void;
  const rest = new Promise<void>((resolve) => (finish = resolve));
  const stop = new AbortController();
  const seen: string[] = [];
  await consumer.run({
    by: 'key',
    concurrency: VALUES.length,
    signal: stop.signal,
    eachRecord: async (record) => {
      if (record.offset === 0) await rest;
      // More of the partition is there when the other record that came with the first is done.
      if (record.offset === 1) await until(() => consumer.status.bufferedBytes > 0, 'the next fetch has come');
      seen.push(record.text()!);
      if (record.offset === 1) setImmediate(finish);
      if (seen.length === VALUES.length) stop.abort();
    },
  });
  assert.deepEqual(seen.toSorted(), VALUES);
});

test('a loop that is left keeps its last record until records are taken again', async (context) => {
  const consumer = await reading(context);
  let last: ConsumerRecord | undefined;
  for await (const record of consumer) if (((last = record), record.offset === 2)) break;
  await new Promise(setImmediate);
  assert.equal(last!.text(), VALUES[2]);
  for await (const record of consumer) if (record.offset === 4) break;
  assert.throws(() => last!.text(), { code: 'ILLEGAL_STATE' });
});

test('a record in hand outlives a seek', async (context) => {
  const consumer = await reading(context);
  const texts: (string | null)[] = [];
  for await (const record of consumer) {
    if (record.offset === 1 && texts.length < 3) consumer.seek({ ...place, offset: 0 });
    await new Promise(setImmediate);
    texts.push(record.text());
    if (texts.length === 6) break;
  }
  assert.deepEqual(
    texts,
    [0, 1, 0, 1, 2, 3].map((index) => VALUES[index]),
  );
});

test('readable() refuses a consumer with reuseFetchBuffers, as a stream reads ahead', async (context) => {
  const consumer = await reading(context);
  assert.throws(() => consumer.readable(), { code: 'ILLEGAL_STATE', message: /leave out reuseFetchBuffers/ });
});
