import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, newConsumerGroupHeartbeatRequest } from '#protocol';
import { GROUP, GroupWorld } from '../group-world.testing.ts';
import { ConsumerClient, describeConsumers, settle } from './consumer-client.testing.ts';

const ORDERS = ['orders-0', 'orders-1', 'orders-2', 'orders-3'];

async function reader(world: GroupWorld, regex: string): Promise<ConsumerClient> {
  const client = new ConsumerClient(world, `reader of ${regex}`, { topics: null, regex });
  assert.equal(await client.join(), 0);
  await world.advance(1100);
  await settle(world, [client]);
  return client;
}

test('a member that subscribes by an expression reads the topics whose whole names match', async () => {
  const world = await GroupWorld.create();
  world.topics.add('old.orders', 1);
  const client = await reader(world, 'ord.*');
  assert.deepEqual(client.owned, ORDERS);
  assert.equal((await describeConsumers(world)).members[0]!.subscribedTopicRegex, 'ord.*');
});

test('an expression that is none is refused, and what RE2 does not know is none', async () => {
  const world = await GroupWorld.create();
  for (const regex of ['(', '(?=orders)', '(orders)\\1', 'x'.repeat(40_000)]) {
    const client = new ConsumerClient(world, 'a', { topics: null, regex });
    assert.equal(await client.join(), Errors.INVALID_REGULAR_EXPRESSION.code, regex.slice(0, 20));
    assert.match(client.last!.errorMessage!, /is not a valid regular expression/);
  }
});

test('new topics that match are read once the last search is ten seconds ago', async () => {
  const world = await GroupWorld.create();
  const client = await reader(world, 'order.*');
  world.topics.add('orders-of-today', 1);
  world.coordinator.onTopicsChanged({ created: ['orders-of-today'], changed: [] });
  await client.poll();
  assert.deepEqual(client.owned, ORDERS);
  await world.advance(10_000);
  await settle(world, [client]);
  assert.deepEqual(client.owned, [...ORDERS, 'orders-of-today-0'].sort());
});

test('new topics are looked for although the wall clock was set back', async () => {
  const world = await GroupWorld.create();
  const client = await reader(world, 'order.*');
  world.topics.add('orders-of-today', 1);
  world.coordinator.onTopicsChanged({ created: ['orders-of-today'], changed: [] });
  world.simulation.jumpClock(-3_600_000);
  await settle(world, [client]);
  assert.deepEqual(client.owned, [...ORDERS, 'orders-of-today-0'].sort());
});

test('a topic that is gone is read no more', async () => {
  const world = await GroupWorld.create();
  const client = await reader(world, 'orders|payments');
  assert.equal(client.owned.length, 6);
  world.topics.delete('payments');
  world.coordinator.onTopicsChanged({ created: [], changed: ['payments'] });
  await settle(world, [client]);
  assert.deepEqual(client.owned, ORDERS);
});

test('topics that the client may not know of are not found', async () => {
  const world = await GroupWorld.create();
  const request = newConsumerGroupHeartbeatRequest({
    groupId: GROUP,
    memberId: 'a',
    rebalanceTimeoutMs: 60_000,
    subscribedTopicRegex: '.*',
    topicPartitions: [],
  });
  const mayDescribeTopic = (topic: string): boolean => topic !== 'payments';
  const context = { apiVersion: 1, clientId: 'c', clientHost: '/127.0.0.1', mayDescribeTopic };
  await world.finish(world.coordinator.consumerGroupHeartbeat(request, context));
  await world.advance(1100);
  const client = new ConsumerClient(world, 'a');
  client.epoch = 1;
  await settle(world, [client]);
  assert.deepEqual(client.owned, ORDERS);
});

test('what an expression matches is known after a restart, and forgotten with its last member', async () => {
  const world = await GroupWorld.create();
  const client = await reader(world, 'ord.*');
  const next = await world.restart();
  client.moveTo(next);
  assert.equal(await client.heartbeat(), 0);
  assert.equal(client.last!.assignment, null);
  const offsetDelete = () =>
    next.finish(
      next.coordinator.offsetDelete(
        { groupId: GROUP, topics: [{ name: 'orders', partitions: [{ partitionIndex: 0 }] }] },
        { apiVersion: 0, clientId: 'c', clientHost: '/127.0.0.1' },
      ),
    );
  assert.equal((await offsetDelete()).topics[0]!.partitions[0]!.errorCode, Errors.GROUP_SUBSCRIBED_TO_TOPIC.code);
  await client.leave();
  assert.equal((await offsetDelete()).topics[0]!.partitions[0]!.errorCode, 0);
});

test('members that change from an expression to names give up what it alone matched', async () => {
  const world = await GroupWorld.create();
  const client = await reader(world, 'orders|payments');
  await client.heartbeat({ subscribedTopicRegex: '', subscribedTopicNames: ['payments'] });
  await settle(world, [client]);
  assert.deepEqual(client.owned, ['payments-0', 'payments-1']);
});
