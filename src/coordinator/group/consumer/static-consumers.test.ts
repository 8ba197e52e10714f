import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from '#protocol';
import { GroupWorld } from '../group-world.testing.ts';
import { ConsumerClient, describeConsumers, settle } from './consumer-client.testing.ts';

const ALL = ['orders-0', 'orders-1', 'orders-2', 'orders-3'];

test('an instance that left for a while gets its partitions back, and nobody has them in between', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a', { instanceId: 'one' });
  const b = new ConsumerClient(world, 'b', { instanceId: 'two' });
  await a.join();
  await world.advance(1100);
  await b.join();
  await settle(world, [a, b]);
  const { owned, epoch } = a;
  assert.equal(await a.leave(-2), 0);
  assert.equal(a.last!.memberEpoch, -2);
  await settle(world, [b]);
  assert.equal(b.owned.length, 2);
  const next = new ConsumerClient(world, 'a2', { instanceId: 'one' });
  assert.equal(await next.join(), 0);
  assert.deepEqual(next.owned, owned);
  assert.equal(next.epoch, epoch);
  assert.equal((await describeConsumers(world)).groupEpoch, epoch, 'nobody else had to do anything');
});

test('an instance id is its holder’s until that has left or is gone', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a', { instanceId: 'one' });
  await a.join();
  const second = new ConsumerClient(world, 'b', { instanceId: 'one' });
  assert.equal(await second.join(), Errors.UNRELEASED_INSTANCE_ID.code);
  assert.match(second.last!.errorMessage!, /owned by a member/);
  assert.equal(await second.heartbeat({ memberEpoch: 2 }), Errors.FENCED_INSTANCE_ID.code);
  assert.equal(await second.leave(), Errors.FENCED_INSTANCE_ID.code);
  await a.leave(-2);
  assert.equal(await second.join(), 0);
  assert.equal(await a.heartbeat(), Errors.FENCED_INSTANCE_ID.code);
  const stranger = new ConsumerClient(world, 'c', { instanceId: 'other' });
  assert.equal(await stranger.heartbeat({ memberEpoch: 1 }), Errors.UNKNOWN_MEMBER_ID.code);
});

test('an instance that does not come back within its session is gone', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a', { instanceId: 'one' });
  await a.join();
  await a.leave(-2);
  await world.advance(44_000);
  assert.equal((await describeConsumers(world)).members[0]!.memberEpoch, -2);
  await world.advance(2000);
  assert.equal((await describeConsumers(world)).members.length, 0);
});

test('an instance that leaves for good frees its partitions at once', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a', { instanceId: 'one' });
  const b = new ConsumerClient(world, 'b');
  await a.join();
  await world.advance(1100);
  await b.join();
  await settle(world, [a, b]);
  assert.equal(await a.leave(), 0);
  await settle(world, [b]);
  assert.deepEqual(b.owned, ALL);
});

test('an instance that is away is still away after a restart of the coordinator', async () => {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a', { instanceId: 'one' });
  await a.join();
  await a.leave(-2);
  const restarted = await world.restart();
  const next = new ConsumerClient(restarted, 'a2', { instanceId: 'one' });
  assert.equal(await next.join(), 0);
  assert.deepEqual(next.owned, ALL);
});
