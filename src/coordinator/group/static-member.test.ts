import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from '#protocol';
import { GroupWorld, watch } from './group-world.testing.ts';

/** A stable group of two static members, i1 leading. */
async function staticGroup(world: GroupWorld) {
  const a = world.member('a', { instanceId: 'i1' });
  const b = world.member('b', { instanceId: 'i2' });
  await world.rebalance([a, b]);
  return [a, b] as const;
}

test('a static member joins without being given an id first', async () => {
  const world = await GroupWorld.create();
  const member = world.member('a', { instanceId: 'i1' });
  const response = await world.finish(member.joinOnce());
  assert.equal(response.errorCode, Errors.NONE.code);
  assert.match(response.memberId, /^i1-/);
});

test('a static follower that starts anew keeps its assignment without a rebalance; its old self is fenced', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await staticGroup(world);
  const reborn = world.member('b2', { instanceId: 'i2' });
  const join = await world.finish(reborn.joinOnce());
  assert.equal(join.errorCode, Errors.NONE.code);
  assert.equal(join.generationId, 1);
  assert.equal(join.leader, a.memberId);
  assert.equal(join.skipAssignment, false);
  assert.notEqual(join.memberId, b.memberId);
  await world.finish(reborn.sync());
  assert.equal(reborn.assignment, 'b');
  assert.equal(await a.heartbeat(), Errors.NONE.code);
  assert.equal(await b.heartbeat(), Errors.FENCED_INSTANCE_ID.code);
  assert.equal((await world.finish(b.sync())).errorCode, Errors.FENCED_INSTANCE_ID.code);
  assert.equal((await world.finish(b.joinOnce())).errorCode, Errors.FENCED_INSTANCE_ID.code);
  assert.equal(await world.commit(1, { member: b }), Errors.FENCED_INSTANCE_ID.code);
  assert.equal(await b.leave(), Errors.FENCED_INSTANCE_ID.code);
});

test('a static leader that starts anew is told to skip the assignment, from v9 on (KIP-814)', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await staticGroup(world);
  const reborn = world.member('a2', { instanceId: 'i1' });
  const join = await world.finish(reborn.joinOnce());
  assert.equal(join.skipAssignment, true);
  assert.equal(join.leader, join.memberId);
  assert.equal(join.members.length, 2);
  await world.finish(reborn.sync());
  assert.equal(reborn.assignment, 'a');
  assert.equal(await b.heartbeat(), Errors.NONE.code);
  assert.equal(await a.heartbeat(), Errors.FENCED_INSTANCE_ID.code);
});

test('before v9 a static leader that starts anew is not told that it leads', async () => {
  const world = await GroupWorld.create();
  const [a] = await staticGroup(world);
  const reborn = world.member('a2', { instanceId: 'i1', joinVersion: 8 });
  const join = await world.finish(reborn.joinOnce());
  assert.equal(join.leader, a.memberId);
  assert.deepEqual(join.members, []);
  await world.finish(reborn.sync());
  assert.equal(reborn.assignment, 'a');
});

test('a static member that starts anew with another protocol calls for a rebalance', async () => {
  const world = await GroupWorld.create();
  const a = world.member('a', { instanceId: 'i1', protocols: ['range', 'sticky'] });
  const b = world.member('b', { instanceId: 'i2', protocols: ['range', 'sticky'] });
  await world.rebalance([a, b]);
  assert.equal(a.lastJoin!.protocolName, 'range');
  const reborn = world.member('b2', { instanceId: 'i2', protocols: ['sticky'] });
  const join = watch(reborn.joinOnce());
  await world.advance(10);
  assert.equal(join(), undefined);
  assert.equal(await a.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
  await world.finish(a.join());
  assert.equal(join()?.protocolName, 'sticky');
});

test('a static member that starts anew while the assignment is made makes everybody start over', async () => {
  const world = await GroupWorld.create();
  const a = world.member('a', { instanceId: 'i1' });
  const b = world.member('b', { instanceId: 'i2' });
  const first = a.join();
  await world.advance(10);
  await world.finish(Promise.all([first, b.join()]));
  const parked = watch(b.sync());
  const reborn = world.member('b2', { instanceId: 'i2' });
  const join = watch(reborn.joinOnce());
  await world.advance(10);
  assert.equal(parked()?.errorCode, Errors.FENCED_INSTANCE_ID.code);
  assert.equal(join(), undefined);
  assert.equal((await world.finish(a.join())).generationId, 2);
  assert.equal(join()?.generationId, 2);
});

test('whoever waits to join under an instance id is fenced by the next one', async () => {
  const world = await GroupWorld.create();
  const early = watch(world.member('a', { instanceId: 'i1' }).joinOnce());
  await world.advance(10);
  const late = watch(world.member('a2', { instanceId: 'i1' }).joinOnce());
  await world.advance(4000);
  assert.equal(early()?.errorCode, Errors.FENCED_INSTANCE_ID.code);
  assert.equal(late()?.errorCode, Errors.NONE.code);
});

test('static members may miss a rebalance as long as their sessions last', async () => {
  const world = await GroupWorld.create();
  const options = { sessionTimeoutMs: 60_000, rebalanceTimeoutMs: 10_000 };
  const a = world.member('a', { ...options, instanceId: 'i1' });
  const b = world.member('b', { ...options, instanceId: 'i2' });
  await world.rebalance([a, b]);
  const join = watch(a.join());
  await world.advance(10_100);
  assert.equal(join()?.generationId, 2);
  assert.equal(join()?.members.length, 2);
});

test('where only static members are left and none comes back, the rebalance waits for their sessions to end', async () => {
  const world = await GroupWorld.create();
  const options = { sessionTimeoutMs: 60_000, rebalanceTimeoutMs: 10_000 };
  const a = world.member('a', { ...options, instanceId: 'i1' });
  const b = world.member('b', options);
  await world.rebalance([a, b]);
  assert.equal(await b.leave(), Errors.NONE.code);
  await world.advance(40_000);
  assert.equal(await world.state(), 'PreparingRebalance');
  await world.advance(40_000);
  assert.equal(await world.state(), 'Empty');
});

test('an instance id that the group does not know is UNKNOWN_MEMBER_ID', async () => {
  const world = await GroupWorld.create();
  const [a] = await staticGroup(world);
  const stranger = world.member('x', { instanceId: 'i9' });
  stranger.memberId = a.memberId;
  stranger.generation = 1;
  assert.equal(await stranger.heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
  assert.equal((await world.finish(stranger.sync())).errorCode, Errors.UNKNOWN_MEMBER_ID.code);
  assert.equal(await stranger.leave(), Errors.UNKNOWN_MEMBER_ID.code);
});

test('a new incarnation that cannot be written down leaves the old one in place', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await staticGroup(world);
  world.log.refusal = Errors.NOT_ENOUGH_REPLICAS.code;
  const join = await world.finish(world.member('b2', { instanceId: 'i2' }).joinOnce());
  assert.equal(join.errorCode, Errors.COORDINATOR_NOT_AVAILABLE.code);
  world.log.refusal = 0;
  assert.equal(await b.heartbeat(), Errors.NONE.code);
  assert.equal(await a.heartbeat(), Errors.NONE.code);
});

test('after a restart a static member still has its place', async () => {
  const before = await GroupWorld.create();
  await staticGroup(before);
  const world = await before.restart();
  const reborn = world.member('b2', { instanceId: 'i2' });
  assert.equal((await world.finish(reborn.joinOnce())).generationId, 1);
  await world.finish(reborn.sync());
  assert.equal(reborn.assignment, 'b');
});

test('after a restart the member that led the group leads it', async () => {
  const before = await GroupWorld.create();
  const [, b] = await staticGroup(before);
  const leader = before.member('a2', { instanceId: 'i1' });
  await before.finish(leader.joinOnce());
  assert.deepEqual(await before.memberIds(), [b.memberId, leader.memberId]);
  const world = await before.restart();
  b.moveTo(world);
  assert.equal((await world.finish(b.join())).leader, leader.memberId);
});
