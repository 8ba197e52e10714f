/** How appends become durable: in groups, bounded, and never acknowledged before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiskOperation } from '#sim';
import { batchOf, TestWorld, TOPIC_ID } from './log.test.support.ts';

/** Counts operations from now on. */
function watch(world: TestWorld): {
  count(kind: DiskOperation['kind']): number;
  paths(kind: DiskOperation['kind']): string[];
} {
  const seen: DiskOperation[] = [];
  world.machine.disk.faults.intercept = (operation) => {
    seen.push(operation);
    return null;
  };
  const of = (kind: DiskOperation['kind']): DiskOperation[] => seen.filter((operation) => operation.kind === kind);
  return { count: (kind) => of(kind).length, paths: (kind) => of(kind).map((operation) => operation.path) };
}

test('appends of one turn leave in one write and one sync, and are durable together', async () => {
  const world = await TestWorld.open();
  await world.write(1);
  const seen = watch(world);
  const moves: number[] = [];
  world.log.onDurable = (log) => moves.push(log.durableEndOffset);
  for (let i = 0; i < 100; i++) world.append(batchOf([{}]));
  assert.deepEqual([world.log.logEndOffset, world.log.durableEndOffset], [101, 1]);
  await world.settle();
  assert.deepEqual([seen.count('write'), seen.count('datasync')], [1, 1]);
  assert.deepEqual(moves, [101]);
});

test('what is appended while a commit is under way goes with the next one', async () => {
  const world = await TestWorld.open();
  await world.write(1);
  const seen = watch(world);
  world.append(batchOf([{}]));
  await world.simulation.until(() => seen.count('datasync') === 1);
  for (let i = 0; i < 10; i++) world.append(batchOf([{}]));
  await world.settle();
  assert.deepEqual([seen.count('write'), seen.count('datasync'), world.log.durableEndOffset], [2, 2, 12]);
});

test('nothing is durable before its sync has ended', async () => {
  const world = await TestWorld.open();
  await world.write(1);
  let isSynced = false;
  world.machine.disk.faults.latencyMs = (operation) => (operation.kind === 'datasync' ? 50 : 0.01);
  world.log.onDurable = () => assert.ok(isSynced);
  world.append(batchOf([{}]));
  await world.simulation.advance(45);
  assert.equal(world.log.durableEndOffset, 1);
  isSynced = true;
  await world.settle();
  assert.equal(world.log.durableEndOffset, 2);
});

test('no more logs sync at a time than allowed, and all get their turn', async () => {
  const world = await TestWorld.open({ settings: { maxConcurrentSyncs: 3 } });
  const logs = [world.log];
  for (let partition = 1; partition < 12; partition++) {
    logs.push(
      await world.finish(world.manager.create({ topic: 't', partition, topicId: TOPIC_ID, config: world.config })),
    );
  }
  const options = { leaderEpoch: 0, origin: 'client', now: world.simulation.now() } as const;
  for (const log of logs) log.append(batchOf([{}]), options);
  await world.settle();
  const starts: number[] = [];
  world.machine.disk.faults.latencyMs = (operation) => {
    if (operation.kind !== 'datasync') return 0.01;
    starts.push(world.simulation.monotonic());
    return 5;
  };
  for (const log of logs) log.append(batchOf([{}]), options);
  await world.settle();
  const together = starts.map((start) => starts.filter((other) => other >= start && other < start + 4.9).length);
  assert.deepEqual([starts.length, Math.max(...together)], [12, 3]);
  assert.ok(logs.every((log) => log.durableEndOffset === 2));
});

test('with flush.ack=page-cache a turn ends with one write and no sync', async () => {
  const world = await TestWorld.open({ config: { 'flush.ack': 'page-cache' } });
  await world.write(1);
  const seen = watch(world);
  for (let i = 0; i < 10; i++) world.append(batchOf([{}]));
  await world.settle();
  assert.deepEqual([seen.count('write'), seen.count('datasync'), world.log.durableEndOffset], [1, 0, 11]);
  await world.finish(world.log.flush());
  assert.deepEqual([seen.count('datasync'), world.log.writer.flushedEndOffset], [1, 11]);
});

test('with flush.messages=1 the page cache is synced before the acknowledgement, as in Kafka', async () => {
  const world = await TestWorld.open({ config: { 'flush.ack': 'page-cache', 'flush.messages': '1' } });
  await world.write(1);
  assert.equal(world.log.writer.flushedEndOffset, 1);
});

test('with flush.ms the page cache is synced in time', async () => {
  const world = await TestWorld.open({ config: { 'flush.ack': 'page-cache', 'flush.ms': '2000' } });
  await world.write(1);
  assert.equal(world.log.writer.flushedEndOffset, 0);
  await world.simulation.advance(3500);
  assert.equal(world.log.writer.flushedEndOffset, 1);
});

for (const [kind, code] of [
  ['datasync', 'EIO'],
  ['write', 'ENOSPC'],
  ['write', 'EIO'],
] as const) {
  test(`a ${kind} that fails with ${code} halts the process, and nothing of it was acknowledged`, async () => {
    const world = await TestWorld.open();
    await world.write(1);
    world.machine.disk.faults.fail(kind, code, { path: /\.log$/ });
    world.append(batchOf([{}]));
    await world.settle();
    assert.match(world.machine.deathReason ?? '', /halt: Writing the log in \/data\/t-0 failed/);
    assert.equal(world.log.durableEndOffset, 1);
  });
}

test('a new segment is created, named durably and synced in the commit of its first batch', async () => {
  const world = await TestWorld.open({ config: { 'internal.segment.bytes': '150' } });
  await world.write(1);
  const seen = watch(world);
  world.append(batchOf([{}]));
  world.append(batchOf([{}]));
  await world.settle();
  const second = seen.paths('create').filter((path) => path.endsWith('.log'));
  assert.deepEqual(second, ['/data/t-0/00000000000000000002.log']);
  assert.ok(seen.paths('syncDirectory').includes('/data/t-0'));
  assert.equal(world.log.durableEndOffset, 3);
});

test('a commit larger than a megabyte is written away from the event loop', async () => {
  const world = await TestWorld.open({ config: { 'max.message.bytes': '3000000' } });
  await world.write(1);
  world.append(batchOf([{ value: 'x'.repeat(2_000_000) }]));
  await world.settle();
  assert.equal(world.log.durableEndOffset, 2);
  assert.equal((await world.readAll(1))[0]?.[1]?.length, 2_000_000);
});
