import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { Consumer } from './consumer.ts';
import { ConsumerWorld, numbered, take, until } from './consumers.testing.ts';

const group = { groupId: 'billing', heartbeatIntervalMs: 50, sessionTimeoutMs: 6000 } as const;

const partitionsOf = (places: readonly TopicPartition[]): number[] => places.map(({ partition }) => partition).sort();

/** Two consumers have one partition each, of two. */
const areDivided = (...consumers: Consumer[]): boolean =>
  consumers.every((consumer) => consumer.assignment().length === 1 && consumer.status.membership === 'stable');

for (const strategy of ['range', 'cooperative-sticky'] as const) {
  test(`a partition goes to another member once its record in hand is processed and committed (${strategy})`, async (context) => {
    const world = await ConsumerWorld.start(context);
    await world.topic('orders', [numbered('a', 3), numbered('b', 3)]);
    const options = { ...group, partitionAssignmentStrategy: strategy };
    const first = world.consumer(options);
    const processed: string[] = [];
    const holds: (() => void)[] = [];
    let isHolding = true;
    first.subscribe('orders');
    const running = first.run({
      concurrency: 2,
      eachRecord: async (record) => {
        if (isHolding) await new Promise<void>((resolve) => holds.push(resolve));
        processed.push(record.text()!);
      },
    });
    await until(() => holds.length === 2, 'both partitions have a record in hand');
    const second = world.consumer(options);
    second.subscribe('orders');
    const other = second.run({ eachRecord: (record) => void processed.push(record.text()!) });
    await until(
      () => first.status.membership === 'rebalancing' || first.assignment().length === 1,
      'the group divides anew',
    );
    assert.deepEqual(processed, [], 'nobody else has got what is in hand');
    isHolding = false;
    for (const release of holds) release();
    await until(() => processed.length >= 6 && areDivided(first, second), 'both have their share');
    assert.deepEqual(
      processed.toSorted(),
      [...numbered('a', 3), ...numbered('b', 3)],
      'each record was processed once',
    );
    await Promise.all([first.close(), second.close()]);
    await Promise.all([running, other]);
    assert.deepEqual(await world.committed('billing', 'orders', 2), [3, 3]);
  });
}

test('a loop that is slow with a record keeps its partition from others until it comes back', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 2), numbered('b', 2)]);
  const first = world.consumer(group);
  first.subscribe('orders');
  const records = first.records();
  const { value } = await records.next();
  const second = world.consumer(group);
  second.subscribe('orders');
  const taken = second.records().next();
  let isTaken = false;
  void taken.then(() => (isTaken = true));
  await until(() => first.status.membership === 'rebalancing', 'the group divides anew');
  assert.equal(isTaken, false);
  assert.equal((await records.next()).value.offset >= 0, true);
  const other = (await taken).value;
  assert.ok(other.partition !== value.partition || other.offset > value.offset);
});

test('the rebalance listener hears of partitions before their first record, and may seek', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 5)]);
  const events: string[] = [];
  const consumer: Consumer = world.consumer({
    ...group,
    rebalanceListener: {
      onPartitionsAssigned: async (partitions) => {
        events.push(`assigned ${partitionsOf(partitions).join()}`);
        await new Promise((resolve) => setImmediate(resolve));
        consumer.seek({ topic: 'orders', partition: 0, offset: 3 });
      },
      onPartitionsRevoked: (partitions) => void events.push(`revoked ${partitionsOf(partitions).join()}`),
    },
  });
  consumer.subscribe('orders');
  assert.deepEqual(await take(consumer, 2), ['a3', 'a4']);
  await consumer.unsubscribe();
  assert.deepEqual(events, ['assigned 0', 'revoked 0']);
  assert.deepEqual(consumer.assignment(), []);
  assert.equal(consumer.status.state, 'idle');
});

test('what a rebalance listener throws ends the loop, and the consumer goes on', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [['a0']]);
  const boom = new Error('boom');
  const consumer = world.consumer({
    ...group,
    rebalanceListener: {
      onPartitionsAssigned: () => {
        throw boom;
      },
    },
  });
  consumer.subscribe('orders');
  await assert.rejects(take(consumer, 1), (error: Error) => error === boom);
  assert.deepEqual(await take(consumer, 1), ['a0']);
});

test('a handler slower than maxPollIntervalMs costs the partition, shows in the status, and the consumer comes back', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 3)]);
  const lost: number[][] = [];
  const consumer = world.consumer({
    ...group,
    maxPollIntervalMs: 300,
    enableAutoCommit: false,
    rebalanceListener: { onPartitionsLost: (partitions) => void lost.push(partitionsOf(partitions)) },
  });
  consumer.subscribe('orders');
  let release: (() => void) | null = null;
  const seen: string[] = [];
  const running = consumer.run({
    eachRecord: async (record) => {
      seen.push(record.text()!);
      if (seen.length === 1) await new Promise<void>((resolve) => (release = resolve));
    },
  });
  await until(() => lost.length === 1, 'the partition is lost');
  assert.deepEqual(lost, [[0]]);
  assert.equal(consumer.status.state, 'fenced');
  assert.equal(consumer.status.lastError!.code, 'MAX_POLL_INTERVAL_EXCEEDED');
  release!();
  await until(() => seen.length >= 4, 'it has come back and read again');
  assert.deepEqual(seen, ['a0', 'a0', 'a1', 'a2']);
  await until(() => consumer.status.state === 'consuming', 'all is well');
  await consumer.close();
  await running;
});

test('what was made of records whose partition was lost is not committed with a transaction, before or after the member is back', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 3)]);
  let isLost = false;
  const rebalanceListener = { onPartitionsLost: () => void (isLost = true) };
  const consumer = world.consumer({ ...group, enableAutoCommit: false, rebalanceListener });
  consumer.subscribe('orders');
  const polled: string[] = [];
  while (polled.length === 0) polled.push(...(await consumer.poll(100)).map((record) => record.text()!));
  const { memberId } = consumer.groupMetadata();
  await world.removeMember('billing', memberId);
  await until(() => isLost, 'the member hears that it is one no more');
  assert.throws(() => consumer.offsetsToCommit(), { code: 'COMMIT_FAILED' });
  assert.throws(() => consumer.groupMetadata(), { code: 'COMMIT_FAILED' });
  await until(() => consumer.status.membership === 'stable', 'it is a member again');
  assert.throws(() => consumer.offsetsToCommit(), { code: 'COMMIT_FAILED' }, 'nor as the new member');
  assert.throws(() => consumer.groupMetadata(), { code: 'COMMIT_FAILED' });
  const again: string[] = [];
  while (again.length === 0) again.push(...(await consumer.poll(100)).map((record) => record.text()!));
  assert.deepEqual(again[0], 'a0', 'they are handed out again');
  assert.notEqual(consumer.groupMetadata().memberId, memberId);
  assert.deepEqual(
    consumer.offsetsToCommit().map(({ offset }) => offset),
    [again.length],
  );
});

test('a member that waits for records, or takes them slowly one by one, is alive', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 8)]);
  const lost: number[][] = [];
  const consumer = world.consumer({
    ...group,
    maxPollIntervalMs: 200,
    rebalanceListener: { onPartitionsLost: (partitions) => void lost.push(partitionsOf(partitions)) },
  });
  consumer.subscribe('orders');
  let count = 0;
  for await (const _ of consumer) {
    if (++count === 9) break;
    await new Promise((resolve) => setTimeout(resolve, 60));
    // After the last one there, it waits for longer than the interval.
    if (count === 8) setTimeout(() => void world.add('orders', 0, ['late']), 500);
  }
  assert.deepEqual(lost, []);
});

test('topics by a pattern are found, internal ones left out', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders-eu', [['eu']]);
  await world.topic('orders-us', [['us']]);
  await world.topic('other', [['no']]);
  const consumer = world.consumer({ ...group, metadataMaxAgeMs: 100 });
  consumer.subscribe(/^orders-|^__/);
  assert.deepEqual((await take(consumer, 2)).toSorted(), ['eu', 'us']);
  await consumer.commit();
  await world.topic('orders-asia', [['asia']]);
  assert.deepEqual(await take(consumer, 1), ['asia']);
});

test('a commit of a member that was put out of its group is refused', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [['a0']]);
  const consumer = world.consumer(group);
  consumer.subscribe('orders');
  await take(consumer, 1);
  await consumer.unsubscribe();
  await assert.rejects(consumer.commit([{ topic: 'orders', partition: 0, offset: 1 }]), { code: 'COMMIT_FAILED' });
});
