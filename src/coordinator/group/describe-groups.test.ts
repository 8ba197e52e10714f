import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, newListGroupsRequest, newOffsetDeleteRequest } from '#protocol';
import { context, GROUP, GroupWorld } from './group-world.testing.ts';

async function list(world: GroupWorld, statesFilter: string[] = [], typesFilter: string[] = []) {
  const request = newListGroupsRequest({ statesFilter, typesFilter });
  const response = await world.finish(world.coordinator.listGroups(request, context(5)));
  return response.groups.map(({ groupId, protocolType, groupState, groupType }) => {
    assert.equal(groupType, 'classic');
    return `${groupId} ${protocolType} ${groupState}`;
  });
}

async function remove(world: GroupWorld, names: string[], apiVersion: number = 3) {
  const response = await world.finish(world.coordinator.deleteGroups({ groupsNames: names }, context(apiVersion)));
  return response.results;
}

async function deleteOffset(world: GroupWorld, name: string, partitionIndex: number = 0, groupId: string = GROUP) {
  const request = newOffsetDeleteRequest({ groupId, topics: [{ name, partitions: [{ partitionIndex }] }] });
  const response = await world.finish(world.coordinator.offsetDelete(request, context(0)));
  return response.errorCode === 0 ? response.topics[0]!.partitions[0]!.errorCode : `group ${response.errorCode}`;
}

test('a stable group is described with what its members said and were assigned', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a'], { instanceId: 'i1' });
  const group = await world.describe();
  assert.equal(group.groupState, 'Stable');
  assert.equal(group.protocolType, 'consumer');
  assert.equal(group.protocolData, 'range');
  const [member] = group.members;
  assert.equal(member!.memberId, a!.memberId);
  assert.equal(member!.groupInstanceId, 'i1');
  assert.equal(member!.clientId, 'a');
  assert.equal(member!.clientHost, '/127.0.0.1');
  assert.ok(Buffer.from(member!.memberMetadata).includes('orders'));
  assert.equal(Buffer.from(member!.memberAssignment).toString(), 'a');
  assert.equal(group.authorizedOperations, -2147483648);
});

test('while a group rebalances it is described without a protocol', async () => {
  const world = await GroupWorld.create();
  await world.finish(world.member('a').join());
  const group = await world.describe();
  assert.deepEqual([group.groupState, group.protocolData], ['CompletingRebalance', '']);
  assert.equal(group.members[0]!.memberMetadata.length, 0);
});

test('a group that is not there is Dead without an error up to v5, and GROUP_ID_NOT_FOUND from v6 on', async () => {
  const world = await GroupWorld.create();
  const old = await world.describe('none', 5);
  assert.deepEqual([old.groupState, old.errorCode, old.errorMessage], ['Dead', 0, null]);
  const newer = await world.describe('none', 6);
  assert.deepEqual(
    [newer.groupState, newer.errorCode, newer.errorMessage],
    ['Dead', Errors.GROUP_ID_NOT_FOUND.code, 'Group none not found.'],
  );
});

test('groups are listed by state and type, whatever the case of the letters', async () => {
  const world = await GroupWorld.create();
  await world.stableGroup(['a']);
  await world.commit(1, { groupId: 'simple' });
  assert.deepEqual((await list(world)).sort(), ['group consumer Stable', 'simple  Empty']);
  assert.deepEqual(await list(world, ['stable']), ['group consumer Stable']);
  assert.deepEqual(await list(world, ['EMPTY', 'Dead'], ['Classic']), ['simple  Empty']);
  assert.deepEqual(await list(world, [], ['consumer']), []);
});

test('a group without members is deleted with its offsets, and stays so after a restart', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a']);
  await world.commit(1, { member: a! });
  assert.deepEqual(await remove(world, [GROUP, 'none', GROUP]), [
    {
      groupId: GROUP,
      errorCode: Errors.NON_EMPTY_GROUP.code,
      errorMessage: 'Group group is not empty: it is Stable.',
    },
    { groupId: 'none', errorCode: Errors.GROUP_ID_NOT_FOUND.code, errorMessage: 'Group none not found.' },
  ]);
  await a!.leave();
  assert.deepEqual(await remove(world, [GROUP], 2), [{ groupId: GROUP, errorCode: 0, errorMessage: null }]);
  assert.equal(await world.state(), 'Dead');
  assert.equal(await world.offset(), -1);
  const again = await world.restart();
  assert.deepEqual(await list(again), []);
  assert.equal(await again.offset(), -1);
});

test('offsets of topics that the group reads are GROUP_SUBSCRIBED_TO_TOPIC, others are deleted', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a'], { topics: ['orders'] });
  await world.commit(1, { member: a! });
  await world.commit(2, { member: a!, topic: 'payments' });
  assert.equal(await deleteOffset(world, 'orders'), Errors.GROUP_SUBSCRIBED_TO_TOPIC.code);
  assert.equal(await deleteOffset(world, 'payments'), Errors.NONE.code);
  assert.equal(await deleteOffset(world, 'payments', 1), Errors.NONE.code);
  assert.equal(await deleteOffset(world, 'nothing'), Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  assert.equal(await world.offset('orders'), 1);
  assert.equal(await world.offset('payments'), -1);
  await a!.leave();
  assert.equal(await deleteOffset(world, 'orders'), Errors.NONE.code);
  assert.equal(await world.offset('orders'), -1);
});

test('offsets of a group that is not there or whose members are no consumers cannot be deleted', async () => {
  const world = await GroupWorld.create();
  assert.equal(await deleteOffset(world, 'orders', 0, 'none'), `group ${Errors.GROUP_ID_NOT_FOUND.code}`);
  assert.equal(await deleteOffset(world, 'orders', 0, ''), `group ${Errors.INVALID_GROUP_ID.code}`);
  await world.stableGroup(['w'], { protocolType: 'connect', protocols: ['sessioned'] });
  assert.equal(await deleteOffset(world, 'orders'), `group ${Errors.NON_EMPTY_GROUP.code}`);
});
