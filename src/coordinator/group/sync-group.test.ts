import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from '#protocol';
import { assignmentsByClientId, GROUP, type GroupClient, GroupWorld, watch } from './group-world.testing.ts';

/** Three members that have joined and not synced; the first one leads. */
async function joined(world: GroupWorld, options: Parameters<GroupWorld['member']>[1] = {}): Promise<GroupClient[]> {
  const members = ['a', 'b', 'c'].map((name) => world.member(name, options));
  const first = members[0]!.join();
  await world.advance(10);
  await world.finish(Promise.all([first, ...members.slice(1).map((member) => member.join())]));
  return members;
}

test('followers wait for the leader, and each gets what the leader gave it', async () => {
  const world = await GroupWorld.create();
  const members = await joined(world);
  const [a, b, c] = members as [GroupClient, GroupClient, GroupClient];
  const syncB = watch(b.sync());
  const syncC = watch(c.sync());
  await world.advance(1000);
  assert.equal(syncB(), undefined);
  await world.finish(a.sync(assignmentsByClientId(members)));
  assert.equal(syncB()?.errorCode, Errors.NONE.code);
  assert.equal(syncB()?.protocolName, 'range');
  assert.equal(syncB()?.protocolType, 'consumer');
  assert.deepEqual([a.assignment, b.assignment, c.assignment], ['a', 'b', 'c']);
  assert.notEqual(syncC(), undefined);
  assert.equal(await world.state(), 'Stable');
});

test('a member that the leader left out gets an empty assignment', async () => {
  const world = await GroupWorld.create();
  const members = await joined(world);
  const syncs = [members[0]!.sync(assignmentsByClientId(members.slice(0, 2))), members[2]!.sync()];
  const [, last] = await world.finish(Promise.all(syncs));
  assert.equal(last!.errorCode, Errors.NONE.code);
  assert.equal(last!.assignment.length, 0);
});

test('in Stable a member that asks again gets its assignment again', async () => {
  const world = await GroupWorld.create();
  const [, b] = await world.stableGroup(['a', 'b']);
  await world.finish(b!.sync());
  assert.equal(b!.assignment, 'b');
});

test('nobody learns of an assignment before it is committed', async () => {
  const world = await GroupWorld.create();
  const members = await joined(world);
  world.log.isHeld = true;
  const syncs = members.map((member) => watch(member.sync(assignmentsByClientId(members))));
  await world.advance(1000);
  assert.deepEqual(
    syncs.map((sync) => sync()),
    [undefined, undefined, undefined],
  );
  const describe = watch(
    world.coordinator.describeGroups(
      { groups: [GROUP], includeAuthorizedOperations: false },
      {
        apiVersion: 6,
        clientId: null,
        clientHost: '',
      },
    ),
  );
  await world.advance(1000);
  assert.equal(describe(), undefined);
  world.log.release();
  await world.advance(1);
  for (const sync of syncs) assert.equal(sync()?.errorCode, Errors.NONE.code);
  assert.equal(describe()?.groups[0]?.groupState, 'Stable');
});

test('an assignment that cannot be written is an error for all who wait, and they join again', async () => {
  const world = await GroupWorld.create();
  const members = await joined(world);
  const waiting = members.slice(1).map((member) => watch(member.sync()));
  world.log.refusal = Errors.NOT_ENOUGH_REPLICAS.code;
  const sync = await world.finish(members[0]!.sync(assignmentsByClientId(members)));
  assert.equal(sync.errorCode, Errors.COORDINATOR_NOT_AVAILABLE.code);
  for (const each of waiting) assert.equal(each()?.errorCode, Errors.COORDINATOR_NOT_AVAILABLE.code);
  world.log.refusal = 0;
  assert.equal(await world.state(), 'PreparingRebalance');
  await world.rebalance(members);
  assert.equal(members[0]!.generation, 2);
  assert.equal(await world.state(), 'Stable');
});

test('of two syncs of a member the earlier is answered, too, even where the assignment is refused', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await joined(world);
  const early = watch(b!.sync());
  await world.advance(1);
  const late = watch(b!.sync());
  await world.advance(1);
  assert.equal(early()?.errorCode, Errors.REBALANCE_IN_PROGRESS.code);
  world.log.refusal = Errors.KAFKA_STORAGE_ERROR.code;
  assert.equal((await world.finish(a!.sync())).errorCode, Errors.NOT_COORDINATOR.code);
  assert.equal(late()?.errorCode, Errors.NOT_COORDINATOR.code);
});

test('a group too large for the log is UNKNOWN_SERVER_ERROR, as in Kafka', async () => {
  const world = await GroupWorld.create();
  const members = await joined(world);
  world.log.maxBatchBytes = 300;
  const sync = await world.finish(members[0]!.sync(new Map([[members[0]!.memberId, 'x'.repeat(300)]])));
  assert.equal(sync.errorCode, Errors.UNKNOWN_SERVER_ERROR.code);
});

test('another generation is ILLEGAL_GENERATION, another member UNKNOWN_MEMBER_ID, another protocol inconsistent', async () => {
  const world = await GroupWorld.create();
  const [a] = await joined(world);
  const codes = [
    { generationId: 7 },
    { memberId: 'nobody' },
    { protocolType: 'connect' },
    { protocolName: 'sticky' },
  ].map((changes) => world.finish(a!.sync(new Map(), changes)).then(({ errorCode }) => errorCode));
  assert.deepEqual(await Promise.all(codes), [
    Errors.ILLEGAL_GENERATION.code,
    Errors.UNKNOWN_MEMBER_ID.code,
    Errors.INCONSISTENT_GROUP_PROTOCOL.code,
    Errors.INCONSISTENT_GROUP_PROTOCOL.code,
  ]);
  const stranger = world.member('x', { groupId: 'no such group' });
  assert.equal((await world.finish(stranger.sync())).errorCode, Errors.UNKNOWN_MEMBER_ID.code);
});

test('while members are called to join, SyncGroup is REBALANCE_IN_PROGRESS', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b']);
  void a!.join();
  await world.advance(10);
  assert.equal((await world.finish(b!.sync())).errorCode, Errors.REBALANCE_IN_PROGRESS.code);
});

test('members that do not ask for their assignment in time are removed, and the others start over', async () => {
  const world = await GroupWorld.create();
  const options = { rebalanceTimeoutMs: 20_000, sessionTimeoutMs: 60_000 };
  const [a, b, c] = await joined(world, options);
  const syncB = watch(b!.sync());
  await world.finish(a!.sync());
  assert.equal(syncB()?.errorCode, Errors.NONE.code);
  await world.advance(20_100);
  assert.equal(await a!.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
  assert.equal(await c!.heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
});

test('a leader that brings no assignment in time is removed with all who did not ask', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await joined(world, { rebalanceTimeoutMs: 20_000, sessionTimeoutMs: 60_000 });
  const syncB = watch(b!.sync());
  await world.advance(20_100);
  assert.equal(syncB()?.errorCode, Errors.REBALANCE_IN_PROGRESS.code);
  assert.equal(await a!.heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
  const join = await world.finish(b!.join());
  assert.equal(join.leader, b!.memberId);
});

test('a member that the next leader leaves out does not keep what it had before', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b']);
  assert.equal(b!.assignment, 'b');
  const joinA = a!.join();
  await world.advance(10);
  await world.finish(Promise.all([joinA, b!.join()]));
  await world.finish(Promise.all([a!.sync(assignmentsByClientId([a!])), b!.sync()]));
  assert.deepEqual([a!.assignment, b!.assignment], ['a', '']);
});

test('a new rebalance does not care who had not asked for an assignment of the one before', async () => {
  const world = await GroupWorld.create();
  const options = { rebalanceTimeoutMs: 20_000, sessionTimeoutMs: 60_000 };
  const [a, b, c] = await joined(world, options);
  await world.finish(Promise.all([a!.sync(), b!.sync()]));
  await world.advance(10_000);
  const joinA = watch(a!.join());
  await world.advance(15_000);
  assert.equal(joinA(), undefined);
  await world.finish(Promise.all([b!.join(), c!.join()]));
  assert.equal(joinA()?.members.length, 3);
});
