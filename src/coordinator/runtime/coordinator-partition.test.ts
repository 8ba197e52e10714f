import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, newHeartbeatRequest, newOffsetFetchRequest } from '#protocol';
import { context, GROUP, GroupWorld, watch } from '../group/group-world.testing.ts';
import { MemoryLog } from './memory-log.testing.ts';

/** A log with one commit in it, of which reading takes as long as the test says. */
async function slowLog(): Promise<{ world: GroupWorld; log: MemoryLog; finishReading: () => void }> {
  const before = await GroupWorld.create();
  await before.commit(17);
  const world = GroupWorld.unloaded({ simulation: before.simulation });
  const log = new MemoryLog(world.simulation.env, before.log.batches);
  let finishReading = (): void => undefined;
  const reading = new Promise<void>((resolve) => (finishReading = resolve));
  log.beforeRead = () => reading;
  return { world, log, finishReading };
}

function fetch(world: GroupWorld) {
  const request = newOffsetFetchRequest({ groupId: GROUP, topics: [{ name: 'orders', partitionIndexes: [0] }] });
  return watch(world.coordinator.offsetFetch(request, context(7)));
}

test('requests that come while the log is read wait for it', async () => {
  const { world, log, finishReading } = await slowLog();
  void world.coordinator.load(0, log);
  const offset = fetch(world);
  await world.advance(5000);
  assert.equal(offset(), undefined);
  finishReading();
  await world.advance(1);
  assert.equal(offset()?.topics[0]?.partitions[0]?.committedOffset, 17);
});

test('a request does not wait forever for the log: COORDINATOR_LOAD_IN_PROGRESS, a heartbeat is fine', async () => {
  const { world, log, finishReading } = await slowLog();
  void world.coordinator.load(0, log);
  const offset = fetch(world);
  const request = newHeartbeatRequest({ groupId: GROUP, memberId: 'a', generationId: 1 });
  const heartbeat = watch(world.coordinator.heartbeat(request, context(4)));
  await world.advance(5000);
  const late = fetch(world);
  await world.advance(5001);
  assert.equal(offset()?.errorCode, Errors.COORDINATOR_LOAD_IN_PROGRESS.code);
  assert.equal(heartbeat()?.errorCode, Errors.NONE.code);
  assert.equal(late(), undefined);
  finishReading();
  await world.advance(1);
  assert.equal(late()?.errorCode, Errors.NONE.code);
});

test('so many requests wait for the log and no more', async () => {
  const {
    world: { simulation },
    log,
  } = await slowLog();
  const world = GroupWorld.unloaded({ simulation, settings: { maxWaitingForLoad: 2 } });
  void world.coordinator.load(0, log);
  const offsets = [fetch(world), fetch(world), fetch(world)];
  await world.advance(1);
  assert.deepEqual(
    offsets.map((offset) => offset()?.errorCode),
    [undefined, undefined, Errors.COORDINATOR_LOAD_IN_PROGRESS.code],
  );
});

test('a partition that this broker does not coordinate is NOT_COORDINATOR', async () => {
  const world = GroupWorld.unloaded();
  const join = await world.finish(world.member('a').joinOnce());
  assert.equal(join.errorCode, Errors.NOT_COORDINATOR.code);
  assert.equal((await world.describe()).errorCode, Errors.NOT_COORDINATOR.code);
  assert.equal(await world.commit(1), Errors.NOT_COORDINATOR.code);
});

test('a log that cannot be read fails the load, and whoever waited', async () => {
  const { world, log } = await slowLog();
  log.beforeRead = () => Promise.reject(new Error('the disk is gone'));
  const loading = world.coordinator.load(0, log);
  const offset = fetch(world);
  await assert.rejects(world.finish(loading), /the disk is gone/);
  assert.equal(offset()?.errorCode, Errors.COORDINATOR_NOT_AVAILABLE.code);
});

test('when a partition moves away, parked members look for its new coordinator', async () => {
  const world = await GroupWorld.create();
  await world.stableGroup(['a']);
  const join = watch(world.member('b').join());
  await world.advance(10);
  world.coordinator.unload(0);
  await world.advance(1);
  assert.equal(join()?.errorCode, Errors.NOT_COORDINATOR.code);
  await world.finish(world.coordinator.load(0, new MemoryLog(world.simulation.env, world.log.batches)));
  assert.equal(await world.state(), 'Stable');
});

test('when the broker stops, parked members and later requests get COORDINATOR_NOT_AVAILABLE', async () => {
  const world = await GroupWorld.create();
  await world.stableGroup(['a']);
  const join = watch(world.member('b').join());
  await world.advance(10);
  world.coordinator.close();
  await world.advance(1);
  assert.equal(join()?.errorCode, Errors.COORDINATOR_NOT_AVAILABLE.code);
  const later = await world.finish(world.member('c').joinOnce());
  assert.equal(later.errorCode, Errors.COORDINATOR_NOT_AVAILABLE.code);
  const list = await world.finish(world.coordinator.listGroups({ statesFilter: [], typesFilter: [] }, context(5)));
  assert.equal(list.errorCode, Errors.COORDINATOR_NOT_AVAILABLE.code);
});

test('a write that is not committed in time is an error; the next ones go on', async () => {
  const world = await GroupWorld.create();
  await world.commit(1);
  world.log.isHeld = true;
  assert.equal(await world.commit(2), Errors.COORDINATOR_NOT_AVAILABLE.code);
  const offset = fetch(world);
  await world.advance(5001);
  // Clients before 3.9 would not ask again for another error.
  assert.equal(offset()?.errorCode, Errors.NOT_COORDINATOR.code);
  world.log.release();
  assert.equal(await world.commit(3), Errors.NONE.code);
  assert.equal(await world.offset(), 3);
});

test('a partition whose commits are lost gives up: everyone looks for its new coordinator', async () => {
  const world = await GroupWorld.create();
  await world.stableGroup(['a']);
  const join = watch(world.member('b').join());
  await world.advance(10);
  world.log.isHeld = true;
  const newGroup = watch(world.member('c', { groupId: 'other' }).joinOnce());
  await world.advance(10);
  world.log.lose();
  await world.advance(1);
  assert.equal(newGroup()?.errorCode, Errors.NOT_COORDINATOR.code);
  assert.equal(join()?.errorCode, Errors.NOT_COORDINATOR.code);
  assert.equal(await world.commit(3), Errors.NOT_COORDINATOR.code);
});

test('loading that takes long says how far it is', async () => {
  const before = await GroupWorld.create();
  for (let i = 0; i < 20; i++) await before.commit(i);
  const world = GroupWorld.unloaded({ simulation: before.simulation });
  const log = new MemoryLog(world.simulation.env, before.log.batches);
  log.beforeRead = () => new Promise((resolve) => world.simulation.env.scheduler.after(300, resolve));
  await world.finish(world.coordinator.load(0, log));
  const lines = world.simulation.machine.logLines.filter(({ message }) => message === 'loading');
  assert.ok(lines.length >= 4 && lines.length <= 6, `${lines.length} lines`);
  assert.deepEqual(Object.keys(lines[0]!.fields), ['partition', 'records', 'bytes', 'skipped']);
});
