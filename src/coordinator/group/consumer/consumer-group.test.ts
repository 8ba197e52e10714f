import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from '#protocol';
import { GROUP, GroupWorld } from '../group-world.testing.ts';
import { ConsumerClient, describeConsumers, entriesOfNames, settle } from './consumer-client.testing.ts';

const { UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH, GROUP_ID_NOT_FOUND, INVALID_REQUEST } = Errors;
const ALL = ['orders-0', 'orders-1', 'orders-2', 'orders-3'];

async function twoSettled(): Promise<{ world: GroupWorld; a: ConsumerClient; b: ConsumerClient }> {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a');
  const b = new ConsumerClient(world, 'b');
  await a.join();
  await world.advance(1100);
  await b.join();
  await settle(world, [a, b]);
  return { world, a, b };
}

test('the first member has all partitions in its first answer', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a');
  assert.equal(await a.join(), 0);
  assert.deepEqual(a.owned, ALL);
  assert.equal(a.epoch, 2);
  assert.equal(a.last!.heartbeatIntervalMs, 5000);
  assert.equal((await describeConsumers(world)).groupState, 'Stable');
});

test('an answer has an assignment only where it has changed, or the member told everything', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a');
  await a.join();
  await a.heartbeat();
  assert.equal(a.last!.assignment, null);
  await a.heartbeat({
    rebalanceTimeoutMs: 300_000,
    subscribedTopicNames: ['orders'],
    topicPartitions: entriesOfNames(ALL),
  });
  assert.notEqual(a.last!.assignment, null);
});

test('a partition goes to another member only once its owner has given it up', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a');
  const b = new ConsumerClient(world, 'b');
  await a.join();
  await world.advance(1100);
  await b.join();
  assert.deepEqual(b.owned, []);
  assert.equal(b.epoch, 3);
  await a.heartbeat();
  assert.equal(a.epoch, 2, 'it stays in its epoch until it has given up what it must');
  assert.equal(a.owned.length, 2);
  await b.heartbeat();
  assert.deepEqual(b.owned, []);
  await a.heartbeat({ topicPartitions: entriesOfNames(a.owned) });
  assert.equal(a.epoch, 3);
  await b.heartbeat();
  assert.equal(b.owned.length, 2);
  assert.deepEqual([...a.owned, ...b.owned].sort(), ALL);
  assert.equal((await describeConsumers(world)).groupState, 'Stable');
});

test('who does not give up partitions in its rebalance time is fenced', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a', { rebalanceTimeoutMs: 20_000 });
  const b = new ConsumerClient(world, 'b');
  await a.join();
  await world.advance(1100);
  await b.join();
  await a.heartbeat();
  for (let i = 0; i < 3; i++) {
    await world.advance(6000);
    assert.equal(await a.heartbeat(), 0);
    await b.heartbeat();
  }
  await world.advance(4000);
  assert.equal(await a.heartbeat(), UNKNOWN_MEMBER_ID.code);
  await settle(world, [b]);
  assert.deepEqual(b.owned, ALL);
});

test('who is silent for its session is fenced, and the others have its partitions', async () => {
  const { world, a, b } = await twoSettled();
  for (let i = 0; i < 10; i++) {
    await world.advance(5000);
    await b.heartbeat();
  }
  assert.equal(await a.heartbeat(), UNKNOWN_MEMBER_ID.code);
  await settle(world, [b]);
  assert.deepEqual(b.owned, ALL);
});

test('a member that leaves is gone at once, and the last one leaves an empty group', async () => {
  const { world, a, b } = await twoSettled();
  assert.equal(await a.leave(), 0);
  assert.equal(a.last!.memberEpoch, -1);
  await settle(world, [b]);
  assert.deepEqual(b.owned, ALL);
  await b.leave();
  const group = await describeConsumers(world);
  assert.equal(group.groupState, 'Empty');
  assert.equal(group.members.length, 0);
});

test('a member with an epoch that is not its own is fenced, except for the one before when it owns nothing else', async () => {
  const { a } = await twoSettled();
  const { epoch } = a;
  assert.equal(await a.heartbeat({ memberEpoch: epoch + 1 }), FENCED_MEMBER_EPOCH.code);
  assert.equal(await a.heartbeat({ memberEpoch: epoch - 1 }), FENCED_MEMBER_EPOCH.code);
  assert.equal(await a.heartbeat({ memberEpoch: epoch - 1, topicPartitions: entriesOfNames(a.owned) }), 0);
  assert.equal(a.epoch, epoch);
  assert.equal(
    await a.heartbeat({ memberEpoch: epoch - 1, topicPartitions: entriesOfNames(ALL) }),
    FENCED_MEMBER_EPOCH.code,
  );
});

test('a member may join again at any time, and gets what it is to have', async () => {
  const { a } = await twoSettled();
  const { owned, epoch } = a;
  assert.equal(await a.join(), 0);
  assert.deepEqual(a.owned, owned);
  assert.equal(a.epoch, epoch);
});

test('who is not a member is told so, and so is who names no group', async () => {
  const { world } = await twoSettled();
  const stranger = new ConsumerClient(world, 'stranger');
  assert.equal(await stranger.heartbeat({ memberEpoch: 5 }), UNKNOWN_MEMBER_ID.code);
  assert.equal(await stranger.heartbeat({ memberEpoch: 5, groupId: 'nothing' }), GROUP_ID_NOT_FOUND.code);
  assert.equal(stranger.last!.errorMessage, 'Consumer group nothing not found.');
  assert.equal(await stranger.leave(), UNKNOWN_MEMBER_ID.code);
});

test('a heartbeat that says too little or too much is refused', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a');
  const refused = async (changes: Parameters<ConsumerClient['join']>[0]): Promise<string | null> => {
    assert.equal(await a.join(changes), INVALID_REQUEST.code);
    return a.last!.errorMessage;
  };
  assert.equal(await refused({ groupId: ' ' }), "GroupId can't be empty.");
  assert.equal(await refused({ memberId: '' }), "MemberId can't be empty.");
  assert.equal(await refused({ instanceId: '' }), "InstanceId can't be empty.");
  assert.equal(await refused({ rackId: '' }), "RackId can't be empty.");
  assert.equal(await refused({ memberEpoch: -3 }), 'MemberEpoch is invalid.');
  assert.equal(await refused({ memberEpoch: -2 }), "InstanceId can't be null.");
  await refused({ rebalanceTimeoutMs: -1 });
  await refused({ topicPartitions: null });
  await refused({ topicPartitions: entriesOfNames(['orders-0']) });
  await refused({ subscribedTopicNames: null });
  assert.equal(await a.join({ serverAssignor: 'sticky' }), Errors.UNSUPPORTED_ASSIGNOR.code);
  assert.equal(await a.join({ serverAssignor: 'range' }), 0);
});

test('before version 1 the coordinator gives ids to members', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, '', { apiVersion: 0 });
  assert.equal(await a.join(), 0);
  assert.equal(a.last!.memberId!.length, 22);
});

test('most members decide about the assignor', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a', { topics: ['orders', 'payments'], assignor: 'range' });
  const b = new ConsumerClient(world, 'b', { topics: ['orders', 'payments'], assignor: 'range' });
  await a.join();
  await world.advance(1100);
  await b.join();
  await settle(world, [a, b]);
  assert.deepEqual(a.owned, ['orders-0', 'orders-1', 'payments-0']);
  assert.equal((await describeConsumers(world)).assignorName, 'range');
});

test('partitions are assigned no more often than the interval says', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a');
  const b = new ConsumerClient(world, 'b');
  await a.join();
  await b.join();
  assert.deepEqual(b.owned, []);
  assert.equal((await describeConsumers(world)).groupState, 'Assigning');
  await a.poll();
  assert.deepEqual(a.owned, ALL);
  await world.advance(1000);
  await a.poll();
  assert.equal(a.owned.length, 2);
});

test('a wall clock that is set back keeps nobody from the next assignment', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a');
  const b = new ConsumerClient(world, 'b');
  await a.join();
  world.simulation.jumpClock(-3_600_000);
  await b.join();
  await a.poll();
  assert.equal(a.owned.length, 2);
});

test('topics that come, grow and go are in the next assignment', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a', { topics: ['orders', 'later'] });
  await a.join();
  assert.deepEqual(a.owned, ALL);
  world.topics.add('later', 1);
  world.coordinator.onTopicsChanged({ created: ['later'], changed: [] });
  await world.advance(1100);
  await a.poll();
  assert.deepEqual(a.owned, ['later-0', ...ALL]);
  world.topics.add('later', 2);
  world.coordinator.onTopicsChanged({ created: [], changed: ['later'] });
  await world.advance(1100);
  await a.poll();
  assert.deepEqual(a.owned, ['later-0', 'later-1', ...ALL]);
  world.topics.delete('later');
  world.coordinator.onTopicsChanged({ created: [], changed: ['later'] });
  await world.advance(1100);
  await a.poll();
  assert.deepEqual(a.owned, ALL);
});

test('what a member no longer subscribes to is taken away at once', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a', { topics: ['orders', 'payments'] });
  await a.join();
  await a.heartbeat({ subscribedTopicNames: ['payments'] });
  assert.deepEqual(a.owned, ['payments-0', 'payments-1']);
});

test('a group of its full size takes nobody new', async () => {
  const world = await GroupWorld.create({ settings: { consumerGroupMaxSize: 1 } });
  const a = new ConsumerClient(world, 'a');
  await a.join();
  assert.equal(await new ConsumerClient(world, 'b').join(), Errors.GROUP_MAX_SIZE_REACHED.code);
  assert.equal(await a.join(), 0);
});

test('a group is after a restart as it was before, and goes on', async () => {
  const { world, a, b } = await twoSettled();
  const before = await describeConsumers(world);
  const next = await world.restart();
  assert.deepEqual(await describeConsumers(next), before);
  for (const client of [a, b]) {
    client.moveTo(next);
    assert.equal(await client.heartbeat(), 0);
    assert.equal(client.last!.assignment, null);
  }
  await next.advance(46_000);
  assert.equal(await a.heartbeat(), UNKNOWN_MEMBER_ID.code);
});

test('nothing is left of a group that was deleted, nor after a restart', async () => {
  const { world, a, b } = await twoSettled();
  const remove = () => world.finish(world.coordinator.deleteGroups({ groupsNames: [GROUP] }, CONTEXT));
  assert.equal((await remove()).results[0]!.errorCode, Errors.NON_EMPTY_GROUP.code);
  await a.leave();
  await b.leave();
  assert.equal((await remove()).results[0]!.errorCode, 0);
  assert.equal((await describeConsumers(world)).errorCode, GROUP_ID_NOT_FOUND.code);
  const next = await world.restart();
  assert.equal((await describeConsumers(next)).errorCode, GROUP_ID_NOT_FOUND.code);
});

test('an empty group goes by itself once its last offset has expired', async () => {
  const world = await GroupWorld.create({ settings: { offsetsRetentionMs: 60_000 } });
  const a = new ConsumerClient(world, 'a');
  await a.join();
  assert.equal(await world.commit(5, { memberId: 'a', generation: a.epoch }), 0);
  await world.advance(700_000 - 650_000);
  await a.leave();
  await world.advance(1_300_000);
  assert.equal((await describeConsumers(world)).errorCode, GROUP_ID_NOT_FOUND.code);
  assert.equal(await world.offset(), -1);
});

test('groups are listed with their type and state', async () => {
  const { world } = await twoSettled();
  const list = async (typesFilter: string[], statesFilter: string[] = []) =>
    (await world.finish(world.coordinator.listGroups({ typesFilter, statesFilter }, CONTEXT))).groups;
  const entry = { groupId: GROUP, protocolType: 'consumer', groupState: 'Stable', groupType: 'consumer' };
  assert.deepEqual(await list([]), [entry]);
  assert.deepEqual(await list(['Consumer'], ['STABLE']), [entry]);
  assert.deepEqual(await list(['classic']), []);
  assert.deepEqual(await list([], ['empty']), []);
  assert.equal((await world.describe()).errorMessage, `Group ${GROUP} is not a classic group.`);
});

const CONTEXT = { apiVersion: 5, clientId: 'client', clientHost: '/127.0.0.1' };
