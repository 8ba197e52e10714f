import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { createTopic, produce, batchOf } from '#broker/testing';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import { stringDeserializer } from '../records/serializers.ts';
import { Consumer } from './consumer.ts';
import { all, ConsumerWorld, numbered, take, until } from './consumers.testing.ts';

test('records of every partition come in order, without a group', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 20), numbered('b', 20)]);
  const consumer = world.consumer({ maxPollRecords: 3 });
  consumer.assign(all('orders', 2));
  const seen = await take(consumer, 40);
  assert.deepEqual(
    seen.filter((text) => text!.startsWith('a')),
    numbered('a', 20),
  );
  assert.deepEqual(
    seen.filter((text) => text!.startsWith('b')),
    numbered('b', 20),
  );
  assert.equal(consumer.status.state, 'consuming');
});

test('records that come later are handed out as they come', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [['old']]);
  const consumer = world.consumer();
  consumer.assign(all('orders', 1));
  const records = consumer.records();
  assert.equal((await records.next()).value.text(), 'old');
  for (const value of numbered('new', 5)) {
    const next = records.next();
    await world.add('orders', 0, [value]);
    assert.equal((await next).value.text(), value);
  }
});

test('a group goes on where it had come to, and a record left by break is not taken for processed', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('v', 10)]);
  const first = world.consumer({ groupId: 'billing' });
  first.subscribe('orders');
  assert.deepEqual(await take(first, 4), numbered('v', 4));
  await first.close();
  assert.deepEqual(await world.committed('billing', 'orders', 1), [3]);

  const second = world.consumer({ groupId: 'billing' });
  second.subscribe(['orders']);
  assert.deepEqual(await take(second, 2), ['v3', 'v4']);
  await second.commit();
  assert.deepEqual(await take(second, 1), ['v5'], 'another loop goes on behind the record at hand');
  await second.commit();
  await second.close();
  assert.deepEqual(await world.committed('billing', 'orders', 1), [6], 'what commit() covered stays committed');
});

test('automatic commits by interval cover what was processed, and not what a handler has in hand', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('v', 5)]);
  const consumer = world.consumer({ groupId: 'billing', autoCommitIntervalMs: 20 });
  consumer.subscribe('orders');
  let finish!: () => void;
  const stuck = new Promise<void>((resolve) => (finish = resolve));
  const running = consumer.run({ eachRecord: ({ offset }) => (offset === 3 ? stuck : undefined) });
  await until(async () => (await world.committed('billing', 'orders', 1))[0] === 3, 'offset 3 is committed');
  finish();
  await until(async () => (await world.committed('billing', 'orders', 1))[0] === 5, 'offset 5 is committed');
  await consumer.close();
  await running;
});

test('batches hold records of one partition, as many as maxPollRecords at most', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 7), numbered('b', 7)]);
  const consumer = world.consumer({ maxPollRecords: 3 });
  consumer.assign(all('orders', 2));
  const seen: string[] = [];
  for await (const batch of consumer.batches()) {
    assert.ok(batch.count <= 3 && batch.count === batch.records().length);
    assert.equal(batch.lastOffset - batch.baseOffset + 1, batch.count);
    assert.equal(batch.highWatermark, 7);
    let bytes = 0;
    batch.forEach((record) => (bytes += record.byteLength));
    assert.equal(bytes, batch.byteLength);
    seen.push(...[...batch].map((record) => record.text()!));
    if (seen.length === 14) break;
  }
  assert.deepEqual(seen.toSorted(), [...numbered('a', 7), ...numbered('b', 7)]);
});

test('poll gives up to maxPollRecords of any partitions, and nothing after its time', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 4), numbered('b', 4)]);
  const consumer = world.consumer({ maxPollRecords: 5, groupId: 'billing' });
  consumer.subscribe('orders');
  const seen: string[] = [];
  while (seen.length < 8) {
    const records = await consumer.poll(10_000);
    assert.ok(records.length > 0 && records.length <= 5);
    seen.push(...records.map((record) => record.text()!));
  }
  assert.deepEqual(await consumer.poll(1), []);
  assert.deepEqual(seen.toSorted(), [...numbered('a', 4), ...numbered('b', 4)]);
  await consumer.close();
  assert.deepEqual(await world.committed('billing', 'orders', 2), [4, 4]);
});

test('run keeps the order of a partition and works on several at a time', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 10), numbered('b', 10), numbered('c', 10)]);
  const consumer = world.consumer();
  consumer.assign(all('orders', 3));
  const stop = new AbortController();
  const seen: number[][] = [[], [], []];
  let begun = 0;
  let meet!: () => void;
  const allBegun = new Promise<void>((resolve) => (meet = resolve));
  await consumer.run({
    concurrency: 3,
    signal: stop.signal,
    eachRecord: async ({ partition, offset }) => {
      if (offset === 0) {
        if (++begun === 3) meet();
        // Comes only where all three partitions are at work side by side.
        await allBegun;
      }
      await new Promise((resolve) => setImmediate(resolve));
      seen[partition]!.push(offset);
      if (seen.flat().length === 30) stop.abort();
    },
  });
  assert.deepEqual(
    seen,
    [0, 1, 2].map(() => [...Array(10).keys()]),
  );
  assert.equal(getEventListeners(stop.signal, 'abort').length, 0);
});

test('run by key works on records of one partition side by side, and on those of a key one after the other', async (context) => {
  const world = await ConsumerWorld.start(context);
  const values = Array.from({ length: 60 }, (_, i) => `key${i % 6}:${i}`);
  await world.topic('orders', [values]);
  const consumer = world.consumer({ groupId: 'billing', maxPollRecords: 20 });
  consumer.subscribe('orders');
  const stop = new AbortController();
  const seen: string[] = [];
  const busy = new Set<string>();
  let most = 0;
  await consumer.run({
    by: 'key',
    concurrency: 4,
    signal: stop.signal,
    eachRecord: async (record: ConsumerRecord) => {
      const key = record.key!.toString();
      assert.ok(!busy.has(key), 'one record of a key at a time');
      busy.add(key);
      most = Math.max(most, busy.size);
      await new Promise((resolve) => setImmediate(resolve));
      busy.delete(key);
      seen.push(record.text()!);
      if (seen.length === 60) stop.abort();
    },
  });
  assert.ok(most > 1);
  for (let key = 0; key < 6; key++) {
    const ofKey = (list: readonly string[]): string[] => list.filter((value) => value.startsWith(`key${key}:`));
    assert.deepEqual(ofKey(seen), ofKey(values));
  }
  await consumer.close();
  assert.deepEqual(await world.committed('billing', 'orders', 1), [60]);
});

test('by key, nothing behind a record that is not done is committed', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [Array.from({ length: 12 }, (_, i) => `key${i}:${i}`)]);
  const consumer = world.consumer({ groupId: 'billing' });
  consumer.subscribe('orders');
  const done: number[] = [];
  const running = consumer.run({
    by: 'key',
    concurrency: 12,
    eachRecord: ({ offset }) => (offset === 4 ? new Promise(() => {}) : void done.push(offset)),
  });
  await until(() => done.length >= 9, 'other lanes have gone on');
  await consumer.close({ timeoutMs: 400 });
  await running;
  const [committed] = await world.committed('billing', 'orders', 1);
  assert.ok(committed! <= 4, `committed ${committed}`);
});

for (const by of ['partition', 'key'] as const) {
  test(`a handler that throws ends run by ${by} with that error, and its record comes again`, async (context) => {
    const world = await ConsumerWorld.start(context);
    await world.topic('orders', [numbered('v', 6)]);
    const consumer = world.consumer({ groupId: 'billing' });
    consumer.subscribe('orders');
    const boom = new Error('boom');
    const seen: number[] = [];
    const failing = consumer.run({
      by,
      eachRecord: ({ offset }) => {
        if (offset === 2) throw boom;
        seen.push(offset);
      },
    });
    await assert.rejects(failing, (error) => error === boom);
    assert.deepEqual(seen, [0, 1]);
    const stop = new AbortController();
    await consumer.run({
      by,
      signal: stop.signal,
      eachRecord: ({ offset }) => {
        seen.push(offset);
        if (offset === 5) stop.abort();
      },
    });
    assert.deepEqual(seen, [0, 1, 2, 3, 4, 5]);
    await consumer.close();
    assert.deepEqual(await world.committed('billing', 'orders', 1), [6]);
  });
}

test('a record whose handler failed is skipped where the application says so', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('v', 4)]);
  const consumer = world.consumer();
  consumer.assign(all('orders', 1));
  const stop = new AbortController();
  const seen: number[] = [];
  const failed: unknown[] = [];
  await consumer.run({
    signal: stop.signal,
    onError: (error, item) => {
      failed.push((error as Error).message, (item as ConsumerRecord).offset);
      return 'skip';
    },
    eachBatch: undefined as never,
    eachRecord: async ({ offset }) => {
      if (offset === 1) throw new Error('no');
      seen.push(offset);
      if (offset === 3) stop.abort();
    },
  });
  assert.deepEqual(
    [seen, failed],
    [
      [0, 2, 3],
      ['no', 1],
    ],
  );
});

test('eachBatch gets batches', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('v', 9)]);
  const consumer = world.consumer({ maxPollRecords: 4 });
  consumer.assign(all('orders', 1));
  const stop = new AbortController();
  const seen: (string | null)[] = [];
  await consumer.run({
    signal: stop.signal,
    eachBatch: async (batch) => {
      seen.push(...batch.records().map((record) => record.text()));
      if (seen.length === 9) stop.abort();
    },
  });
  assert.deepEqual(seen, numbered('v', 9));
});

test('a handler that never returns does not keep close from ending in its time', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [['v0']]);
  const consumer = world.consumer({ groupId: 'billing' });
  consumer.subscribe('orders');
  let isAtWork = false;
  const running = consumer.run({
    eachRecord: () => {
      isAtWork = true;
      return new Promise(() => {});
    },
  });
  await until(() => isAtWork, 'the handler is at work');
  await consumer.close({ timeoutMs: 300 });
  await running;
  assert.equal(consumer.status.state, 'closed');
  assert.deepEqual(await world.committed('billing', 'orders', 1), [0]);
});

test('paused partitions give nothing until they are resumed, and lose nothing', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 50), numbered('b', 50)]);
  const consumer = world.consumer({ maxPollRecords: 5 });
  consumer.assign(all('orders', 2));
  await take(consumer, 3);
  consumer.pause([{ topic: 'orders', partition: 0 }]);
  assert.deepEqual(consumer.paused(), [{ topic: 'orders', partition: 0 }]);
  const before = await consumer.position({ topic: 'orders', partition: 0 });
  const ofB = 50 - (await consumer.position({ topic: 'orders', partition: 1 }));
  const seen = await take(consumer, ofB);
  assert.ok(seen.every((text) => text!.startsWith('b')));
  consumer.resume();
  assert.deepEqual(await take(consumer, 50 - before), numbered('a', 50).slice(before));
});

test('after a seek the next record is that of the offset, also with records of before in hand', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('v', 20)]);
  const consumer = world.consumer();
  consumer.assign(all('orders', 1));
  const place = { topic: 'orders', partition: 0 };
  const records = consumer.records();
  for (let i = 0; i < 3; i++) await records.next();
  consumer.seek({ ...place, offset: 15 });
  assert.equal((await records.next()).value.offset, 15);
  assert.equal(await consumer.position(place), 16);
  consumer.seekToBeginning();
  assert.equal((await records.next()).value.offset, 0);
  consumer.seekToEnd();
  assert.equal(await consumer.position(place), 20);
  const next = records.next();
  await world.add('orders', 0, ['fresh']);
  assert.equal((await next).value.text(), 'fresh');
  await records.return!();
});

test('seekToTime goes to the first record of that time, or to the end', async (context) => {
  const world = await ConsumerWorld.start(context);
  await createTopic(world.client, 'orders', { partitions: 1 });
  for (const timestamp of [1000, 2000, 3000])
    await produce(world.client, 'orders', batchOf([['k', `${timestamp}`]], { timestamp }));
  const consumer = world.consumer();
  consumer.assign(all('orders', 1));
  await consumer.seekToTime(1500);
  assert.deepEqual(await take(consumer, 2), ['2000', '3000']);
  await consumer.seekToTime(4000);
  assert.equal(await consumer.position({ topic: 'orders', partition: 0 }), 3);
  assert.deepEqual(await consumer.offsetsForTimes([{ topic: 'orders', partition: 0, timestamp: 2500 }]), [
    { topic: 'orders', partition: 0, offset: 2, timestamp: 3000, leaderEpoch: 0 },
  ]);
  assert.deepEqual(await consumer.offsetsForTimes([{ topic: 'orders', partition: 0, timestamp: 9000 }]), [null]);
  const twice = [1, 2].map((timestamp) => ({ topic: 'orders', partition: 0, timestamp }));
  await assert.rejects(consumer.offsetsForTimes(twice), { message: /^offsetsForTimes\(\) was given orders-0 twice/ });
  await assert.rejects(consumer.endOffsets(twice), { message: /^endOffsets\(\) was given orders-0 twice/ });
});

test('offsets and lag are told for the partitions that are asked for', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 3), []]);
  const consumer = world.consumer();
  consumer.assign(all('orders', 2));
  await take(consumer, 2);
  const lags = await consumer.lag();
  assert.deepEqual(
    lags.map(({ partition, position, endOffset, lag }) => [partition, position, endOffset, lag]),
    [
      [0, 2, 3, 1],
      [1, 0, 0, 0],
    ],
  );
  assert.deepEqual(
    (await consumer.beginningOffsets(all('orders', 2))).map(({ offset }) => offset),
    [0, 0],
  );
  assert.deepEqual(
    (await consumer.partitionsFor('orders')).map(({ partition, leader }) => [partition, leader >= 0]),
    [
      [0, true],
      [1, true],
    ],
  );
  assert.ok((await consumer.listTopics()).includes('orders'));
});

test('without a committed offset autoOffsetReset says where to begin', async (context) => {
  const world = await ConsumerWorld.start(context);
  await createTopic(world.client, 'orders', { partitions: 1 });
  const now = world.broker.env.clock.now();
  await produce(world.client, 'orders', batchOf([['k', 'old']], { timestamp: now - 7_200_000 }));
  await produce(world.client, 'orders', batchOf([['k', 'new']], { timestamp: now - 60_000 }));
  const place = { topic: 'orders', partition: 0 };
  const cases = [
    [{ autoOffsetReset: 'earliest' }, 0],
    [{ autoOffsetReset: 'latest' }, 2],
    [{ autoOffsetReset: 'by_duration:PT1H' }, 1],
    [{ autoOffsetReset: undefined, onNoOffset: { durationMs: 30_000 } }, 2],
    [{ autoOffsetReset: undefined }, 2],
  ] as const;
  for (const [options, expected] of cases) {
    const consumer = world.consumer({ ...options, groupId: 'nobody' });
    consumer.assign([place]);
    assert.equal(await consumer.position(place), expected, JSON.stringify(options));
  }
});

test('with none, a missing offset and one out of range are errors until the application seeks', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('v', 3)]);
  const consumer = world.consumer({ autoOffsetReset: 'none', groupId: 'nobody' });
  const place = { topic: 'orders', partition: 0 };
  consumer.assign([place]);
  for (let i = 0; i < 2; i++)
    await assert.rejects(take(consumer, 1), { code: 'NO_OFFSET_FOR_PARTITION', topic: 'orders' });
  consumer.seek({ ...place, offset: 100 });
  await assert.rejects(take(consumer, 1), { code: 'OFFSET_OUT_OF_RANGE', message: /offset 100 of orders-0/ });
  consumer.seek({ ...place, offset: 1 });
  assert.deepEqual(await take(consumer, 2), ['v1', 'v2']);
});

test('an offset out of range goes to where autoOffsetReset says', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('v', 3)]);
  const consumer = world.consumer();
  consumer.assign([{ topic: 'orders', partition: 0, offset: 1000 }]);
  assert.deepEqual(await take(consumer, 3), numbered('v', 3));
});

test('a deserializer that throws stops the loop at its record, and the loop can go on past it', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [['1', 'x', '3']]);
  const consumer = world.consumer<string, number>({
    keyDeserializer: stringDeserializer,
    valueDeserializer: (bytes) => JSON.parse(bytes.toString()) as number,
  });
  consumer.assign(all('orders', 1));
  const seen: (number | null)[] = [];
  const reading = (async () => {
    for await (const record of consumer) seen.push(record.value);
  })();
  await assert.rejects(reading, { code: 'DESERIALIZATION_FAILED', message: /offset 1 of orders-0/ });
  consumer.seek({ topic: 'orders', partition: 0, offset: 2 });
  const { value } = await consumer.records().next();
  assert.deepEqual([seen, value.value], [[1], 3]);
});

test('a record that is larger than all limits comes through', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [['small', 'x'.repeat(200_000), 'end']]);
  const consumer = world.consumer({ fetchMaxBytes: 1000, maxPartitionFetchBytes: 1000, prefetchMaxBytes: 500 });
  consumer.assign(all('orders', 1));
  const seen = await take(consumer, 3);
  assert.deepEqual(
    seen.map((text) => text!.length),
    [5, 200_000, 3],
  );
});

test('no more is fetched ahead than prefetchMaxBytes, but for the partition in hand', async (context) => {
  const world = await ConsumerWorld.start(context);
  const values = Array.from({ length: 30 }, () => 'x'.repeat(10_000));
  await world.topic('orders', [values, values, values, values, values, values]);
  const consumer = world.consumer({ prefetchMaxBytes: 50_000, maxPartitionFetchBytes: 30_000 });
  consumer.assign(all('orders', 6));
  let most = 0;
  let count = 0;
  for await (const record of consumer) {
    assert.equal(record.value!.length, 10_000);
    if (count % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    most = Math.max(most, consumer.status.bufferedBytes);
    if (++count === 180) break;
  }
  // Six partitions would have 180,000; each limit ends within a batch.
  assert.ok(most <= 50_000 + 30_000 + 2 * 11_000, `buffered ${most}`);
});

test('a broker that goes away and comes back is waited for, and the status says so', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('v', 3)]);
  const consumer = world.consumer({ groupId: 'billing', reconnectBackoffMaxMs: 50 });
  consumer.subscribe('orders');
  assert.deepEqual(await take(consumer, 3), numbered('v', 3));
  const next = consumer.records().next();
  await world.restart(async () => {
    await until(() => consumer.status.state === 'retrying', 'the status tells of it');
    assert.equal(consumer.status.lastError!.retriable, true);
    assert.ok(consumer.status.retryingSinceMs! > 0);
  });
  await world.add('orders', 0, ['v3']);
  assert.equal((await next).value.text(), 'v3');
  await until(() => consumer.status.state === 'consuming', 'all is well');
  assert.equal(consumer.status.lastError, null);
});

test('a topic that is created after it was asked for is read from then on', async (context) => {
  const world = await ConsumerWorld.start(context, { 'auto.create.topics.enable': 'false' });
  const consumer = world.consumer();
  consumer.assign(all('orders', 1));
  const next = consumer.records().next();
  await until(() => consumer.status.state === 'consuming' || consumer.status.state === 'retrying', 'it has begun');
  await world.topic('orders', [['v0']]);
  assert.equal((await next).value.text(), 'v0');
});

test('a signal ends a loop with ABORTED, its reason as the cause, and leaves no listener', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [['v']]);
  const consumer = world.consumer();
  consumer.assign(all('orders', 1));
  for (const iterate of [consumer.records.bind(consumer), consumer.batches.bind(consumer)]) {
    const stop = new AbortController();
    const iterator = iterate({ signal: stop.signal });
    await iterator.next();
    const next = iterator.next();
    const reason = new Error('enough');
    setImmediate(() => stop.abort(reason));
    await assert.rejects(next, (error: Error) => 'code' in error && error.code === 'ABORTED' && error.cause === reason);
    assert.equal(getEventListeners(stop.signal, 'abort').length, 0);
    assert.deepEqual(await iterator.next(), { value: undefined, done: true });
    consumer.seekToBeginning();
  }
  const stop = AbortSignal.abort();
  await assert.rejects(consumer.poll(1000, { signal: stop }), { code: 'ABORTED' });
  await assert.rejects(consumer.endOffsets(all('nothing', 1), { signal: stop }), { code: 'ABORTED' });
});

test('one loop at a time reads from a consumer', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [['v']]);
  const consumer = world.consumer();
  consumer.assign(all('orders', 1));
  const records = consumer.records();
  await records.next();
  await assert.rejects(consumer.records().next(), { code: 'ILLEGAL_STATE', message: /one loop at a time/ });
  await assert.rejects(consumer.poll(1), { code: 'ILLEGAL_STATE' });
  await assert.rejects(consumer.run({ eachRecord: () => undefined }), { code: 'ILLEGAL_STATE' });
  await records.return!();
  consumer.seekToBeginning();
  assert.deepEqual(await take(consumer, 1), ['v']);
});

test('close ends a loop that waits, ends it again without harm, and refuses what comes after it', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [['v']]);
  const consumer = world.consumer({ groupId: 'billing' });
  consumer.subscribe('orders');
  const seen: (string | null)[] = [];
  const reading = (async () => {
    for await (const record of consumer) seen.push(record.text());
  })();
  await until(() => seen.length === 1, 'the record is there');
  await Promise.all([consumer.close(), consumer.close()]);
  await reading;
  assert.deepEqual(seen, ['v']);
  assert.equal(consumer.status.state, 'closed');
  await assert.rejects(consumer.poll(1), { code: 'CLIENT_CLOSED' });
  await assert.rejects(consumer.records().next(), { code: 'CLIENT_CLOSED' });
  assert.throws(() => consumer.subscribe('orders'), { code: 'CLIENT_CLOSED' });
  assert.deepEqual(await world.committed('billing', 'orders', 1), [1]);
});

test('a stream gives the same records', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('v', 5)]);
  const consumer = world.consumer();
  consumer.assign(all('orders', 1));
  const seen: (string | null)[] = [];
  for await (const record of consumer.readable() as AsyncIterable<ConsumerRecord>) {
    seen.push(record.text());
    if (seen.length === 5) break;
  }
  assert.deepEqual(seen, numbered('v', 5));
});

test('mistakes in options and calls are told at once, with the remedy', async (context) => {
  const world = await ConsumerWorld.start(context);
  const bootstrapServers = world.broker.bootstrap;
  const invalid = (options: object, message: RegExp): void =>
    assert.throws(() => new Consumer({ bootstrapServers, ...options }), { code: 'INVALID_CONFIG', message });
  invalid({ maxPolRecords: 5 }, /did you mean maxPollRecords/);
  invalid({ autoOffsetReset: 'by_duration:1H' }, /duration/);
  invalid({ autoOffsetReset: 'latest', onNoOffset: 'earliest' }, /one of them/);
  invalid({ onNoOffset: 'first' }, /onNoOffset/);
  invalid({ groupId: '' }, /groupId/);
  invalid({ groupProtocol: 'consumer' }, /groupId/);
  invalid({ groupId: 'g', heartbeatIntervalMs: 50_000 }, /heartbeatIntervalMs/);
  const alone = world.consumer();
  assert.throws(() => alone.subscribe('orders'), { code: 'INVALID_GROUP_ID' });
  await assert.rejects(alone.commit(), { code: 'INVALID_GROUP_ID' });
  assert.throws(() => alone.seek({ topic: 'orders', partition: 0, offset: 0 }), {
    code: 'ILLEGAL_STATE',
    message: /orders-0 is not assigned/,
  });
  assert.throws(() => alone.assign([{ topic: 'orders', partition: 0, offset: -2 }]), { code: 'INVALID_REQUEST' });
  alone.assign(all('orders', 1));
  await assert.rejects(alone.run({ eachRecord: 5 as never }), { code: 'INVALID_REQUEST' });
  await assert.rejects(alone.run({ eachRecord: () => 1, concurrency: 0 }), { code: 'INVALID_REQUEST' });
  const member = world.consumer({ groupId: 'g' });
  member.subscribe('orders');
  assert.throws(() => member.assign(all('orders', 1)), { code: 'ILLEGAL_STATE', message: /unsubscribe/ });
});
