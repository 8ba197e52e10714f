import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, newLeaveGroupRequest } from '#protocol';
import { context, GROUP, GroupWorld, watch } from './group-world.testing.ts';

test('a member that leaves is gone at once, and the others join again', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b']);
  assert.equal(await a!.leave(), Errors.NONE.code);
  assert.equal(await a!.heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
  assert.equal(await b!.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
  const join = await world.finish(b!.join());
  assert.equal(join.generationId, 2);
  assert.equal(join.leader, b!.memberId);
});

test('when the last member leaves, the group is Empty and keeps its offsets', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a']);
  await world.commit(42, { member: a! });
  await a!.leave();
  assert.equal(await world.state(), 'Empty');
  assert.equal(await world.offset(), 42);
});

test('one request may remove several members, each with its own result', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b']);
  const pending = world.member('p');
  await world.finish(pending.joinOnce());
  const members = [a!.memberId, 'stranger', pending.memberId].map((memberId) => ({
    memberId,
    groupInstanceId: null,
    reason: null,
  }));
  const request = newLeaveGroupRequest({ groupId: GROUP, members });
  const response = await world.finish(world.coordinator.leaveGroup(request, context(5)));
  assert.deepEqual(
    response.members.map(({ errorCode }) => errorCode),
    [Errors.NONE.code, Errors.UNKNOWN_MEMBER_ID.code, Errors.NONE.code],
  );
  assert.equal(response.errorCode, Errors.NONE.code);
  assert.equal(await b!.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
});

test('up to LeaveGroup v2 the one member and its error are the response itself', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a']);
  const leave = (memberId: string) =>
    world.finish(world.coordinator.leaveGroup(newLeaveGroupRequest({ groupId: GROUP, memberId }), context(2)));
  assert.deepEqual(await leave('stranger'), {
    throttleTimeMs: 0,
    errorCode: Errors.UNKNOWN_MEMBER_ID.code,
    members: [],
  });
  assert.equal((await leave(a!.memberId)).errorCode, Errors.NONE.code);
  assert.equal(await world.state(), 'Empty');
});

test('an administrator removes a static member by its instance id', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a'], { instanceId: 'instance' });
  const remove = (groupInstanceId: string) => {
    const members = [{ memberId: '', groupInstanceId, reason: 'maintenance' }];
    return world.finish(world.coordinator.leaveGroup(newLeaveGroupRequest({ groupId: GROUP, members }), context(5)));
  };
  assert.equal((await remove('other')).members[0]!.errorCode, Errors.UNKNOWN_MEMBER_ID.code);
  assert.equal((await remove('instance')).members[0]!.errorCode, Errors.NONE.code);
  assert.equal(await a!.heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
});

test('leaving a group that is not there is UNKNOWN_MEMBER_ID for each member', async () => {
  const world = await GroupWorld.create();
  assert.equal(await world.member('a').leave(), Errors.UNKNOWN_MEMBER_ID.code);
  const request = newLeaveGroupRequest({ groupId: '' });
  const response = await world.finish(world.coordinator.leaveGroup(request, context(5)));
  assert.equal(response.errorCode, Errors.INVALID_GROUP_ID.code);
});

test('a member removed while it waits is told that it is unknown', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b']);
  const join = watch(a!.joinOnce());
  await world.advance(10);
  assert.equal(await a!.leave(), Errors.NONE.code);
  assert.equal(join()?.errorCode, Errors.UNKNOWN_MEMBER_ID.code);
  assert.equal((await world.finish(b!.join())).generationId, 2);
  const c = world.member('c');
  const joinC = c.join();
  await world.finish(Promise.all([joinC, b!.join()]));
  const waiting = c.isLeader ? b! : c;
  const sync = watch(waiting.sync());
  await waiting.leave();
  assert.equal(sync()?.errorCode, Errors.UNKNOWN_MEMBER_ID.code);
});
