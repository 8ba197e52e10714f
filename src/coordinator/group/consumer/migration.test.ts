import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  consumerProtocolAssignment,
  Errors,
  newConsumerProtocolAssignment,
  newSyncGroupRequest,
  newSyncGroupRequestAssignment,
  Reader,
  Writer,
} from '#protocol';
import { context, GROUP, type GroupClient, GroupWorld, type GroupWorldOptions } from '../group-world.testing.ts';
import { ConsumerClient, describeConsumers } from './consumer-client.testing.ts';

const ALL = ['orders-0', 'orders-1', 'orders-2', 'orders-3'];

function assignmentBytes(partitions: readonly number[]): Buffer {
  const writer = new Writer();
  writer.begin();
  writer.int16(1);
  const assignedPartitions = [{ topic: 'orders', partitions: [...partitions] }];
  consumerProtocolAssignment.write(writer, newConsumerProtocolAssignment({ assignedPartitions }), 1);
  return Buffer.from(writer.finishBuffer());
}

function partitionsIn(assignment: Uint8Array): string[] {
  if (assignment.length === 0) return [];
  const reader = new Reader(assignment);
  const version = reader.int16();
  const { assignedPartitions } = consumerProtocolAssignment.read(reader, version);
  return assignedPartitions
    .flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}-${partition}`))
    .sort();
}

/** A stable classic group whose leader gave the partitions out in turn. */
async function classicGroup(
  names: readonly string[],
  options: GroupWorldOptions & { instances?: boolean } = {},
): Promise<{ world: GroupWorld; members: GroupClient[] }> {
  const world = await GroupWorld.create(options);
  const members = names.map((name) => world.member(name, { instanceId: options.instances === true ? name : null }));
  const first = members[0]!.join();
  await world.advance(10);
  await world.finish(Promise.all([first, ...members.slice(1).map((member) => member.join())]));
  const assignments = members.map(({ memberId }, index) =>
    newSyncGroupRequestAssignment({
      memberId,
      assignment: assignmentBytes([0, 1, 2, 3].filter((partition) => partition % members.length === index)),
    }),
  );
  const syncs = members.map((member) =>
    world.coordinator.syncGroup(
      newSyncGroupRequest({
        groupId: GROUP,
        memberId: member.memberId,
        groupInstanceId: member.options.instanceId,
        generationId: member.generation,
        assignments: member.isLeader ? assignments : [],
      }),
      context(5),
    ),
  );
  const answers = await world.finish(Promise.all(syncs));
  assert.ok(answers.every(({ errorCode }) => errorCode === 0));
  return { world, members };
}

/** A classic member's round: heartbeat, and join and sync anew where it is told to. What it has then. */
async function round(world: GroupWorld, member: GroupClient): Promise<string[] | null> {
  const code = await member.heartbeat();
  if (code === 0) return null;
  assert.equal(code, Errors.REBALANCE_IN_PROGRESS.code);
  assert.equal((await world.finish(member.join())).errorCode, 0);
  const { errorCode, assignment } = await world.finish(member.sync());
  if (errorCode === Errors.REBALANCE_IN_PROGRESS.code) return null;
  assert.equal(errorCode, 0);
  return partitionsIn(assignment);
}

test('a consumer of the new protocol makes a classic group in use a consumer group, and nobody loses anything', async () => {
  const { world, members } = await classicGroup(['c']);
  const [c] = members;
  const k = new ConsumerClient(world, 'k');
  assert.equal(await k.join(), 0);
  assert.deepEqual(k.owned, [], 'the classic member has all until it has given some up');
  const group = await describeConsumers(world);
  assert.equal(group.errorCode, 0);
  assert.deepEqual(
    group.members.map(({ memberType, assignment }) => [
      memberType,
      assignment.topicPartitions[0]?.partitions.length ?? 0,
    ]),
    [
      [0, 4],
      [1, 0],
    ],
  );
  assert.equal(await c!.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
});

test('classic members of a consumer group join, sync and send heartbeats until the partitions are shared', async () => {
  const { world, members } = await classicGroup(['c', 'd']);
  const k = new ConsumerClient(world, 'k');
  await k.join();
  const has = new Map<GroupClient, string[]>();
  for (let i = 0; i < 10; i++) {
    for (const member of members) {
      const got = await round(world, member);
      if (got !== null) has.set(member, got);
    }
    await k.poll();
    await world.advance(1100);
  }
  const shares = [k.owned, ...members.map((member) => has.get(member) ?? [])];
  assert.deepEqual(shares.flat().sort(), ALL);
  assert.ok(shares.every((share) => share.length > 0));
  assert.equal((await describeConsumers(world)).groupState, 'Stable');
});

test('a classic member joins a group of the new protocol', async () => {
  const world = await GroupWorld.create();
  const k = new ConsumerClient(world, 'k');
  await k.join();
  await world.advance(1100);
  const c = world.member('c');
  const joined = await world.finish(c.join());
  assert.equal(joined.errorCode, 0);
  assert.equal(joined.protocolName, 'range');
  assert.equal(joined.leader, '');
  assert.deepEqual(partitionsIn((await world.finish(c.sync())).assignment), []);
  let has: string[] = [];
  for (let i = 0; i < 8; i++) {
    await k.poll();
    has = (await round(world, c)) ?? has;
    await world.advance(1100);
  }
  assert.deepEqual([...k.owned, ...has].sort(), ALL);
  assert.equal(has.length, 2);
});

test('when the last consumer of the new protocol leaves, the group is a classic one again', async () => {
  const { world, members } = await classicGroup(['c', 'd']);
  const k = new ConsumerClient(world, 'k');
  await k.join();
  for (let i = 0; i < 6; i++) {
    for (const member of members) await round(world, member);
    await k.poll();
    await world.advance(1100);
  }
  assert.equal(await k.leave(), 0);
  assert.equal(await world.state(), 'PreparingRebalance');
  for (const member of members) assert.equal(await member.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
  const joins = await world.finish(Promise.all(members.map((member) => member.join())));
  assert.deepEqual(
    joins.map(({ errorCode }) => errorCode),
    [0, 0],
  );
  assert.equal(members.filter((member) => member.isLeader).length, 1);
  const next = await world.restart();
  assert.equal((await describeConsumers(next)).errorCode, Errors.GROUP_ID_NOT_FOUND.code);
  assert.equal((await next.describe()).members.length, 2);
});

test('a group whose last consumer of the new protocol is not heard of is a classic one again, too', async () => {
  const { world, members } = await classicGroup(['c']);
  const k = new ConsumerClient(world, 'k');
  await k.join();
  for (let i = 0; i < 10; i++) {
    await world.advance(5000);
    if (members[0]!.generation >= 0) await members[0]!.heartbeat();
  }
  assert.equal(await world.state(), 'PreparingRebalance');
});

test('a static member that comes back in the classic protocol as the last one takes the group back without a rebalance', async () => {
  const world = await GroupWorld.create();
  const k = new ConsumerClient(world, 'k', { instanceId: 'one' });
  await k.join();
  await k.leave(-2);
  const c = world.member('c', { instanceId: 'one' });
  const joined = await world.finish(c.join());
  assert.equal(joined.errorCode, 0);
  assert.equal(await world.state(), 'Stable');
  const { errorCode, assignment } = await world.finish(c.sync());
  assert.equal(errorCode, 0);
  assert.deepEqual(partitionsIn(assignment), ALL);
});

test('a static member goes over to the new protocol with its partitions', async () => {
  const { world } = await classicGroup(['one', 'two'], { instances: true });
  const k = new ConsumerClient(world, 'k', { instanceId: 'one' });
  assert.equal(await k.join(), 0);
  assert.deepEqual(k.owned, ['orders-0', 'orders-2']);
});

test('an empty group changes its protocol whatever the policy says, and offsets stay', async () => {
  const world = await GroupWorld.create({ settings: { migrationPolicy: 'disabled' } });
  await world.commit(7);
  const k = new ConsumerClient(world, 'k');
  assert.equal(await k.join(), 0);
  assert.equal(await world.offset(), 7);
  await k.leave();
  const c = world.member('c');
  assert.equal((await world.finish(c.join(), 10_000)).errorCode, 0);
  assert.equal(await world.state(), 'CompletingRebalance');
  assert.equal(await world.offset(), 7);
  const next = await world.restart();
  assert.equal(await next.offset(), 7);
  assert.equal(await next.state(), 'Empty');
});

test('a policy that does not let groups change refuses those of the other protocol', async () => {
  const { world } = await classicGroup(['c'], { settings: { migrationPolicy: 'downgrade' } });
  const k = new ConsumerClient(world, 'k');
  assert.equal(await k.join(), Errors.GROUP_ID_NOT_FOUND.code);
  assert.match(k.last!.errorMessage!, /online upgrade is disabled/);
  assert.equal(await world.state(), 'Stable');

  const other = await GroupWorld.create({ settings: { migrationPolicy: 'disabled' } });
  const first = new ConsumerClient(other, 'k');
  await first.join();
  const c = other.member('c');
  assert.equal((await other.finish(c.joinOnce())).errorCode, Errors.INCONSISTENT_GROUP_PROTOCOL.code);
});

test('groups that are none of consumers stay what they are', async () => {
  const world = await GroupWorld.create();
  await world.stableGroup(['c'], { protocolType: 'connect' });
  const k = new ConsumerClient(world, 'k');
  assert.equal(await k.join(), Errors.GROUP_ID_NOT_FOUND.code);
  assert.match(k.last!.errorMessage!, /does not use the consumer embedded protocol/);
  assert.equal(await k.heartbeat({ memberEpoch: 4 }), Errors.GROUP_ID_NOT_FOUND.code);
});

test('consumers of a classic group that wait while it is taken over join again', async () => {
  const { world, members } = await classicGroup(['c', 'd']);
  const parked = members[0]!.join();
  await world.advance(10);
  const k = new ConsumerClient(world, 'k');
  assert.equal(await k.join(), 0);
  assert.equal((await world.finish(parked)).errorCode, Errors.REBALANCE_IN_PROGRESS.code);
});

test('a log that refuses leaves a classic group as it was', async () => {
  const { world, members } = await classicGroup(['c']);
  world.log.refusal = Errors.NOT_ENOUGH_REPLICAS.code;
  const k = new ConsumerClient(world, 'k');
  assert.equal(await k.join(), Errors.COORDINATOR_NOT_AVAILABLE.code);
  world.log.refusal = 0;
  assert.equal(await world.state(), 'Stable');
  assert.equal(await members[0]!.heartbeat(), 0);
  assert.equal(await k.join(), 0);
});
