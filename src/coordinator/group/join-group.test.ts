import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, newJoinGroupRequest } from '#protocol';
import { assignmentsByClientId, context, GROUP, GroupWorld, watch } from './group-world.testing.ts';

test('a new dynamic member is given an id and joins with it (KIP-394)', async () => {
  const world = await GroupWorld.create();
  const member = world.member('app');
  const first = await world.finish(member.joinOnce());
  assert.equal(first.errorCode, Errors.MEMBER_ID_REQUIRED.code);
  assert.match(first.memberId, /^app-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const second = await world.finish(member.joinOnce());
  assert.equal(second.errorCode, Errors.NONE.code);
  assert.equal(second.memberId, first.memberId);
  assert.equal(second.generationId, 1);
  assert.equal(second.leader, first.memberId);
  assert.equal(second.protocolName, 'range');
  assert.equal(second.protocolType, 'consumer');
});

test('up to JoinGroup v3 a new member joins at once', async () => {
  const world = await GroupWorld.create();
  for (const joinVersion of [0, 1, 2, 3]) {
    const member = world.member(`v${joinVersion}`, { joinVersion, groupId: `g${joinVersion}` });
    const response = await world.finish(member.joinOnce());
    assert.equal(response.errorCode, Errors.NONE.code);
    assert.equal(response.generationId, 1);
  }
});

test('an id that was given and not used is forgotten after the session timeout', async () => {
  const world = await GroupWorld.create();
  const member = world.member('app', { sessionTimeoutMs: 10_000 });
  await world.finish(member.joinOnce());
  await world.advance(10_100);
  const late = await world.finish(member.joinOnce());
  assert.equal(late.errorCode, Errors.UNKNOWN_MEMBER_ID.code);
});

test('an empty group id is INVALID_GROUP_ID, a session timeout out of bounds INVALID_SESSION_TIMEOUT', async () => {
  const world = await GroupWorld.create();
  const invalid = await world.finish(world.member('a', { groupId: '' }).joinOnce());
  assert.equal(invalid.errorCode, Errors.INVALID_GROUP_ID.code);
  for (const sessionTimeoutMs of [5999, 1_800_001]) {
    const response = await world.finish(world.member('a', { sessionTimeoutMs }).joinOnce());
    assert.equal(response.errorCode, Errors.INVALID_SESSION_TIMEOUT.code);
  }
  assert.equal(world.log.logEndOffset, 0);
});

test('a member id that no group knows is UNKNOWN_MEMBER_ID', async () => {
  const world = await GroupWorld.create();
  const member = world.member('a');
  member.memberId = 'somebody';
  const response = await world.finish(member.joinOnce());
  assert.equal(response.errorCode, Errors.UNKNOWN_MEMBER_ID.code);
  await world.stableGroup(['b']);
  assert.equal((await world.finish(member.joinOnce())).errorCode, Errors.UNKNOWN_MEMBER_ID.code);
});

test('another protocol type or no protocol in common is INCONSISTENT_GROUP_PROTOCOL', async () => {
  const world = await GroupWorld.create();
  await world.stableGroup(['a'], { protocols: ['range', 'sticky'] });
  for (const options of [{ protocolType: 'connect' }, { protocols: ['roundrobin'] }, { protocols: [] }]) {
    const response = await world.finish(world.member('b', options).joinOnce());
    assert.equal(response.errorCode, Errors.INCONSISTENT_GROUP_PROTOCOL.code, JSON.stringify(options));
  }
  const empty = await world.finish(world.member('c', { groupId: 'other', protocolType: '' }).joinOnce());
  assert.equal(empty.errorCode, Errors.INCONSISTENT_GROUP_PROTOCOL.code);
  assert.equal(await world.state('other'), 'Dead');
});

test('up to JoinGroup v6 the protocol name of an error is empty instead of null', async () => {
  const world = await GroupWorld.create();
  for (const [joinVersion, expected] of [
    [6, ''],
    [7, null],
  ] as const) {
    const response = await world.finish(world.member('a', { groupId: '', joinVersion }).joinOnce());
    assert.equal(response.protocolName, expected);
  }
});

test('a new group waits for more members, and a member that comes meanwhile makes it wait on', async () => {
  const world = await GroupWorld.create();
  const a = world.member('a');
  const b = world.member('b');
  const joinA = watch(a.join());
  await world.advance(2000);
  const joinB = watch(b.join());
  await world.advance(2000);
  assert.equal(joinA(), undefined);
  await world.advance(2100);
  assert.equal(joinA()?.generationId, 1);
  assert.equal(joinB()?.generationId, 1);
  assert.equal(joinA()?.members.length, 2);
  assert.equal(joinB()?.members.length, 0);
});

test('a new group waits no longer than its rebalance timeout in all', async () => {
  const world = await GroupWorld.create();
  const joins = [watch(world.member('0', { rebalanceTimeoutMs: 7000 }).join())];
  for (let i = 1; i <= 10; i++) {
    await world.advance(1000);
    joins.push(watch(world.member(String(i), { rebalanceTimeoutMs: 7000 }).join()));
    if (i === 6) assert.equal(joins[0]!(), undefined);
  }
  assert.equal(joins[0]!()?.errorCode, Errors.NONE.code);
});

test('with an initial delay of 0 the first member has its generation at once', async () => {
  const world = await GroupWorld.create({ settings: { initialRebalanceDelayMs: 0 } });
  const join = watch(world.member('a').join());
  await world.advance(20);
  assert.equal(join()?.generationId, 1);
});

test('the leader learns all members with what they said, followers learn none', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b'], { topics: ['orders', 'payments'] });
  assert.ok(a!.isLeader);
  assert.deepEqual(
    a!.lastJoin!.members.map(({ memberId }) => memberId),
    [a!.memberId, b!.memberId],
  );
  assert.ok(Buffer.from(a!.lastJoin!.members[1]!.metadata).includes('payments'));
  assert.deepEqual(b!.lastJoin!.members, []);
  assert.equal(b!.lastJoin!.leader, a!.memberId);
});

test('members vote for the protocol among those that all support', async () => {
  const world = await GroupWorld.create();
  const members = [
    world.member('a', { protocols: ['sticky', 'range', 'only-a'] }),
    world.member('b', { protocols: ['range', 'sticky'] }),
    world.member('c', { protocols: ['only-c', 'range', 'sticky'] }),
  ];
  await world.rebalance(members);
  assert.equal(members[0]!.lastJoin!.protocolName, 'range');
});

test('in Stable a follower that joins again unchanged gets its generation, a leader calls for a rebalance', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b']);
  const again = await world.finish(b!.join());
  assert.equal(again.generationId, 1);
  assert.equal(await world.state(), 'Stable');
  const joinA = watch(a!.join());
  await world.advance(10);
  assert.equal(joinA(), undefined);
  assert.equal(await b!.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
  await world.finish(b!.join());
  assert.equal(joinA()?.generationId, 2);
});

test('in Stable a follower that tells its leader something new calls for a rebalance', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b']);
  const joinB = watch(b!.join({ topics: ['payments'] }));
  await world.advance(10);
  assert.equal(joinB(), undefined);
  assert.equal(await a!.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
  await world.finish(a!.join());
  assert.equal(joinB()?.generationId, 2);
});

test('while an assignment is made, a member that joins again unchanged gets the same answer', async () => {
  const world = await GroupWorld.create();
  const [a, b] = [world.member('a'), world.member('b')];
  await world.finish(Promise.all([a.join(), b.join()]));
  const leader = a.isLeader ? a : b;
  const repeated = await world.finish(leader.join());
  assert.equal(repeated.generationId, 1);
  assert.equal(repeated.members.length, 2);
  assert.equal(await world.state(), 'CompletingRebalance');
});

test('while an assignment is made, a member that says something new makes everybody start over', async () => {
  const world = await GroupWorld.create();
  const [a, b, c] = [world.member('a'), world.member('b'), world.member('c')];
  const first = a.join();
  await world.advance(10);
  await world.finish(Promise.all([first, b.join(), c.join()]));
  const parked = watch(b.sync());
  const joinC = watch(c.join({ topics: ['payments'] }));
  await world.advance(10);
  assert.equal(parked()?.errorCode, Errors.REBALANCE_IN_PROGRESS.code);
  assert.equal(joinC(), undefined);
  await world.finish(Promise.all([a.join(), b.join()]));
  assert.equal(joinC()?.generationId, 2);
});

test('members who do not join again in time are left behind', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b'], { rebalanceTimeoutMs: 20_000, sessionTimeoutMs: 60_000 });
  const joinA = watch(a!.join());
  await world.advance(19_000);
  assert.equal(joinA(), undefined);
  await world.advance(1100);
  assert.equal(joinA()?.generationId, 2);
  assert.deepEqual(
    joinA()?.members.map(({ memberId }) => memberId),
    [a!.memberId],
  );
  assert.equal(await b!.heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
});

test('where the leader does not come back, one who did leads', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b'], { rebalanceTimeoutMs: 20_000, sessionTimeoutMs: 60_000 });
  assert.ok(a!.isLeader);
  const joinB = watch(b!.join({ topics: ['payments'] }));
  await world.advance(20_100);
  assert.equal(joinB()?.leader, b!.memberId);
  assert.equal(joinB()?.members.length, 1);
});

test('the rebalance timeout is the longest of all members; in v0 it is the session timeout', async () => {
  const world = await GroupWorld.create();
  const a = world.member('a', { rebalanceTimeoutMs: 10_000, sessionTimeoutMs: 90_000 });
  const b = world.member('b', { joinVersion: 0, rebalanceTimeoutMs: 1, sessionTimeoutMs: 30_000 });
  await world.rebalance([a, b]);
  const joinA = watch(a.join());
  await world.advance(29_000);
  assert.equal(joinA(), undefined);
  await world.advance(1500);
  assert.equal(joinA()?.generationId, 2);
});

test('a group that is full refuses another member with GROUP_MAX_SIZE_REACHED', async () => {
  const world = await GroupWorld.create({ settings: { maxSize: 2 } });
  await world.stableGroup(['a', 'b']);
  const response = await world.finish(world.member('c').join());
  assert.equal(response.errorCode, Errors.GROUP_MAX_SIZE_REACHED.code);
  assert.equal(response.memberId, '');
  assert.equal(await world.state(), 'Stable');
});

test('a new member that waits too long for its first answer is dropped', async () => {
  const world = await GroupWorld.create();
  const options = { rebalanceTimeoutMs: 900_000, sessionTimeoutMs: 900_000 };
  await world.stableGroup(['a'], options);
  const join = watch(world.member('b', options).join());
  await world.advance(299_000);
  assert.equal(join(), undefined);
  await world.advance(2000);
  assert.equal(join()?.errorCode, Errors.UNKNOWN_MEMBER_ID.code);
});

test('of two joins of one member the earlier is answered, too', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b']);
  const early = watch(a!.joinOnce());
  await world.advance(10);
  const late = watch(a!.joinOnce());
  await world.advance(10);
  assert.equal(early()?.errorCode, Errors.REBALANCE_IN_PROGRESS.code);
  assert.equal(late(), undefined);
  await world.finish(b!.join());
  assert.equal(late()?.generationId, 2);
});

test('a rebalance that members pending an id hold up goes on without them', async () => {
  const world = await GroupWorld.create();
  const options = { rebalanceTimeoutMs: 100_000, sessionTimeoutMs: 10_000 };
  const [a] = await world.stableGroup(['a'], options);
  await world.finish(world.member('b', options).joinOnce());
  const joinA = watch(a!.join());
  await world.advance(5000);
  assert.equal(joinA(), undefined);
  await world.advance(5500);
  assert.equal(joinA()?.generationId, 2);
});

test('what a member tells its leader is bounded, and so are ids that wait to be used', async () => {
  const world = await GroupWorld.create({ settings: { maxMemberMetadataBytes: 400, maxPendingMembers: 2 } });
  const topics = ['x'.repeat(300)];
  const large = await world.finish(world.member('a', { topics }).joinOnce());
  assert.equal(large.errorCode, Errors.INVALID_REQUEST.code);
  const codes: number[] = [];
  for (let i = 0; i < 3; i++) codes.push((await world.finish(world.member('a').joinOnce())).errorCode);
  assert.deepEqual(codes, [
    Errors.MEMBER_ID_REQUIRED.code,
    Errors.MEMBER_ID_REQUIRED.code,
    Errors.GROUP_MAX_SIZE_REACHED.code,
  ]);
});

test('a protocol that is named twice counts once', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b'], { protocols: ['range', 'range', 'sticky'] });
  assert.equal(a!.lastJoin!.protocolName, 'range');
  assert.equal((await world.finish(b!.join())).generationId, 1);
});

test('what groups, members and offsets take in memory is bounded; what is there goes on', async () => {
  const world = await GroupWorld.create({ settings: { maxStateBytes: 8192 } });
  const [a] = await world.stableGroup(['a']);
  assert.equal(await world.commit(1, { member: a! }), Errors.NONE.code);
  let groups = 0;
  while ((await world.commit(1, { groupId: `g${groups}` })) === Errors.NONE.code) groups++;
  assert.ok(groups >= 1 && groups <= 3);
  const codes = [
    (await world.finish(world.member('b', { groupId: 'new' }).joinOnce())).errorCode,
    (await world.finish(world.member('b', { topics: ['x'.repeat(2000)] }).joinOnce())).errorCode,
    await world.commit(1, { groupId: 'new' }),
  ];
  const full = Errors.COORDINATOR_NOT_AVAILABLE.code;
  assert.deepEqual(codes, [full, full, full]);
  assert.equal(await a!.heartbeat(), Errors.NONE.code);
  assert.equal(await world.commit(2, { member: a! }), Errors.NONE.code);
  await a!.leave();
  const groupsNames = [GROUP, ...Array.from({ length: groups }, (_, i) => `g${i}`)];
  await world.finish(world.coordinator.deleteGroups({ groupsNames }, context(2)));
  await world.stableGroup(['b'], { groupId: 'new' });
});

test('a client id as long as the protocol allows gets a member id that can be written down', async () => {
  const world = await GroupWorld.create();
  const clientId = 'c'.repeat(32_767);
  const [member] = await world.stableGroup([clientId]);
  assert.ok(member!.memberId.length < 1100);
  assert.equal(await world.state(), 'Stable');
});

test('text that was no UTF-8 and cannot be written down is an error, not a crash', async () => {
  const world = await GroupWorld.create();
  const groupId = '\ufffd'.repeat(32_767);
  const request = newJoinGroupRequest({
    groupId,
    sessionTimeoutMs: 10_000,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.alloc(0) }],
  });
  const response = await world.finish(world.coordinator.joinGroup(request, context(3)));
  assert.equal(response.errorCode, Errors.UNKNOWN_SERVER_ERROR.code);
  assert.equal(await world.commit(1, { metadata: '', groupId }), Errors.INVALID_COMMIT_OFFSET_SIZE.code);
  assert.equal(await world.state(groupId), 'Dead');
  await world.stableGroup(['a']);
});

test('a member that joins a group which lost all its members starts the next generation', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a']);
  assert.equal(await a!.leave(), Errors.NONE.code);
  assert.equal(await world.state(), 'Empty');
  const b = world.member('b', { protocolType: 'connect', protocols: ['sessioned'] });
  const join = await world.finish(b.join());
  assert.equal(join.generationId, 3);
  assert.equal(join.protocolType, 'connect');
  await world.finish(b.sync(assignmentsByClientId([b])));
  assert.equal((await world.describe(GROUP)).protocolType, 'connect');
});
