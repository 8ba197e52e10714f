import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from '#protocol';
import { GroupWorld, watch } from './group-world.testing.ts';

test('a member that is silent for its session timeout is removed', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b'], { sessionTimeoutMs: 10_000 });
  await world.advance(6000);
  assert.equal(await a!.heartbeat(), Errors.NONE.code);
  await world.advance(4500);
  assert.equal(await a!.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
  assert.equal(await b!.heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
  assert.equal((await world.finish(a!.join())).generationId, 2);
});

test('a group whose members all fell silent is Empty, in the next generation', async () => {
  const world = await GroupWorld.create();
  await world.stableGroup(['a', 'b'], { sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000 });
  await world.advance(30_000);
  const group = await world.describe();
  assert.equal(group.groupState, 'Empty');
  assert.deepEqual(group.members, []);
});

test('heartbeats keep a member forever', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a'], { sessionTimeoutMs: 6000 });
  for (let i = 0; i < 100; i++) {
    await world.advance(5000);
    assert.equal(await a!.heartbeat(), Errors.NONE.code);
  }
});

test('a heartbeat sets no timer: a session has one alarm per session timeout, not per heartbeat', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a'], { sessionTimeoutMs: 60_000 });
  const { scheduler } = world.simulation.env;
  let timers = 0;
  const { after } = scheduler;
  scheduler.after = (delayMs, task) => {
    timers++;
    return after.call(scheduler, delayMs, task);
  };
  for (let i = 0; i < 1000; i++) {
    await world.advance(600);
    await a!.heartbeat();
  }
  assert.ok(timers <= 11, `${timers} timers for 1000 heartbeats in ten session timeouts`);
});

test('a heartbeat of another generation is ILLEGAL_GENERATION, of a stranger UNKNOWN_MEMBER_ID', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a']);
  assert.equal(await a!.heartbeat({ generationId: 9 }), Errors.ILLEGAL_GENERATION.code);
  assert.equal(await a!.heartbeat({ memberId: 'b' }), Errors.UNKNOWN_MEMBER_ID.code);
  assert.equal(await world.member('x', { groupId: 'none' }).heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
  assert.equal(await world.member('x', { groupId: '' }).heartbeat(), Errors.INVALID_GROUP_ID.code);
});

test('while the assignment is made a heartbeat is no error', async () => {
  const world = await GroupWorld.create();
  const a = world.member('a');
  await world.finish(a.join());
  assert.equal(await world.state(), 'CompletingRebalance');
  assert.equal(await a.heartbeat(), Errors.NONE.code);
});

test('members parked in JoinGroup or SyncGroup need not send heartbeats', async () => {
  const world = await GroupWorld.create();
  const options = { sessionTimeoutMs: 6000, rebalanceTimeoutMs: 60_000 };
  const [a, b] = await world.stableGroup(['a', 'b'], options);
  const joinA = watch(a!.join());
  for (let i = 0; i < 6; i++) {
    await world.advance(5000);
    assert.equal(await b!.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
  }
  assert.equal(joinA(), undefined);
  await world.finish(b!.join());
  assert.equal(joinA()?.errorCode, Errors.NONE.code);
  const follower = a!.isLeader ? b! : a!;
  const leader = a!.isLeader ? a! : b!;
  const sync = watch(follower.sync());
  for (let i = 0; i < 6; i++) {
    await world.advance(5000);
    assert.equal(await leader.heartbeat(), Errors.NONE.code);
  }
  assert.equal(sync(), undefined);
  await world.finish(leader.sync());
  await world.advance(5000);
  assert.equal(await follower.heartbeat(), Errors.NONE.code);
  await world.advance(6100);
  assert.equal(await follower.heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
});

test('a commit is a sign of life', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a'], { sessionTimeoutMs: 6000 });
  for (let i = 0; i < 5; i++) {
    await world.advance(5000);
    assert.equal(await world.commit(i, { member: a! }), Errors.NONE.code);
  }
  assert.equal(await a!.heartbeat(), Errors.NONE.code);
});
