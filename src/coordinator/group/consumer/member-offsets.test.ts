import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, newOffsetFetchRequest } from '#protocol';
import { context, GROUP, GroupWorld } from '../group-world.testing.ts';
import { ConsumerClient, entriesOfNames, settle } from './consumer-client.testing.ts';

const { STALE_MEMBER_EPOCH, UNKNOWN_MEMBER_ID } = Errors;

async function two(): Promise<{ world: GroupWorld; a: ConsumerClient; b: ConsumerClient }> {
  const world = await GroupWorld.create();
  const a = new ConsumerClient(world, 'a');
  const b = new ConsumerClient(world, 'b');
  await a.join();
  await world.advance(1100);
  await b.join();
  return { world, a, b };
}

test('members commit in their epoch, and nobody else does while there are members', async () => {
  const { world, a } = await two();
  assert.equal(await world.commit(5, { memberId: 'a', generation: a.epoch }), 0);
  assert.equal(await world.offset(), 5);
  assert.equal(await world.commit(6, { memberId: 'a', generation: a.epoch + 1 }), STALE_MEMBER_EPOCH.code);
  assert.equal(await world.commit(6, { memberId: 'x', generation: a.epoch }), UNKNOWN_MEMBER_ID.code);
  assert.equal(await world.commit(6), UNKNOWN_MEMBER_ID.code);
  const old = await world.commit(6, { memberId: 'a', generation: a.epoch, apiVersion: 8 });
  assert.equal(old, Errors.UNSUPPORTED_VERSION.code);
});

test('a commit in an epoch that is past counts for partitions that the member has kept since', async () => {
  const { world, a, b } = await two();
  const before = a.epoch;
  await settle(world, [a, b]);
  assert.ok(a.epoch > before);
  const partitionOf = (name: string): number => Number(name.split('-').at(-1));
  const kept = partitionOf(a.owned[0]!);
  const given = partitionOf(b.owned[0]!);
  assert.equal(await world.commit(7, { memberId: 'a', generation: before, partition: kept }), 0);
  assert.equal(await world.commit(7, { memberId: 'a', generation: before, partition: given }), STALE_MEMBER_EPOCH.code);
  assert.equal(
    await world.commit(7, { memberId: 'b', generation: b.epoch - 1, partition: given }),
    STALE_MEMBER_EPOCH.code,
  );
});

test('a partition that is being given up may still be committed', async () => {
  const { world, a } = await two();
  const before = [...a.owned];
  await a.heartbeat();
  const leaving = before.find((name) => !a.owned.includes(name))!;
  const partition = entriesOfNames([leaving])[0]!.partitions[0]!;
  assert.equal(await world.commit(9, { memberId: 'a', generation: a.epoch, partition }), 0);
});

test('anybody commits while the group is empty', async () => {
  const { world, a, b } = await two();
  await a.leave();
  await b.leave();
  assert.equal(await world.commit(3), 0);
  assert.equal(await world.offset(), 3);
});

test('a member that asks for offsets must be in its epoch; who does not say who it is may always ask', async () => {
  const { world, a } = await two();
  await world.commit(5, { memberId: 'a', generation: a.epoch });
  const fetch = async (memberId: string | null, memberEpoch: number) => {
    const topics = [{ name: 'orders', topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitionIndexes: [0] }];
    const request = newOffsetFetchRequest({ groups: [{ groupId: GROUP, memberId, memberEpoch, topics }] });
    const response = await world.finish(world.coordinator.offsetFetch(request, context(9)));
    const group = response.groups[0]!;
    return group.errorCode === 0 ? group.topics[0]!.partitions[0]!.committedOffset : -group.errorCode;
  };
  assert.equal(await fetch('a', a.epoch), 5);
  assert.equal(await fetch(null, -1), 5);
  assert.equal(await fetch('a', a.epoch - 1), -STALE_MEMBER_EPOCH.code);
  assert.equal(await fetch('x', 1), -UNKNOWN_MEMBER_ID.code);
});
