/** Groups through the wire, at the lowest and the highest versions: keys 8 to 16, 42 and 47. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deleteGroupsRequest,
  deleteGroupsResponse,
  describeGroupsRequest,
  describeGroupsResponse,
  Errors,
  findCoordinatorRequest,
  findCoordinatorResponse,
  listGroupsRequest,
  listGroupsResponse,
  newDeleteGroupsRequest,
  newDescribeGroupsRequest,
  newFindCoordinatorRequest,
  newListGroupsRequest,
  newOffsetDeleteRequest,
  offsetDeleteRequest,
  offsetDeleteResponse,
  type DescribeGroupsResponseDescribedGroup,
} from '#protocol';
import { deleteTopic, metadataOf } from '../admin.testing.ts';
import type { TestClient } from '../broker.testing.ts';
import { commitOffset, fetchOffset, findGroupCoordinator, TestMember, type GroupVersions } from '../groups.testing.ts';
import { createTopic, withBroker } from '../requests.testing.ts';

const ALL_VERSIONS: readonly GroupVersions[] = ['lowest', 'highest'];
const INT_MIN = -(2 ** 31);

async function describe(
  client: TestClient,
  groupId: string,
  version = 6,
): Promise<DescribeGroupsResponseDescribedGroup> {
  const request = newDescribeGroupsRequest({ groups: [groupId], includeAuthorizedOperations: version >= 3 });
  return (await client.call([describeGroupsRequest, describeGroupsResponse], request, version)).groups[0]!;
}

async function list(client: TestClient, version = 5): Promise<string[]> {
  const { groups } = await client.call([listGroupsRequest, listGroupsResponse], newListGroupsRequest(), version);
  return groups.map(({ groupId }) => groupId).toSorted();
}

test('FindCoordinator creates __consumer_offsets when first asked, in every version, and the group is ready at once', async () => {
  for (const version of [0, 3, 4, 6]) {
    await withBroker(async (client, broker) => {
      assert.notEqual((await metadataOf(client, '__consumer_offsets')).errorCode, 0);
      const found = await findGroupCoordinator(client, 'g', version);
      assert.deepEqual([found.errorCode, found.host, found.port], [0, '127.0.0.1', broker.port]);
      const topic = await metadataOf(client, '__consumer_offsets');
      assert.deepEqual([topic.errorCode, topic.isInternal, topic.partitions.length], [0, true, 3]);
      assert.equal((await new TestMember(await broker.connect(), 'g').join()).errorCode, 0);
    });
  }
});

test('every version of FindCoordinator answers, from 4 on for many keys at once', () =>
  withBroker(
    async (client) => {
      for (let version = 0; version <= 6; version++) {
        assert.equal((await findGroupCoordinator(client, 'g', version)).nodeId, 1);
      }
      const request = newFindCoordinatorRequest({ coordinatorKeys: ['a', 'b', 'c'] });
      const { coordinators } = await client.call([findCoordinatorRequest, findCoordinatorResponse], request);
      assert.deepEqual(
        coordinators.map(({ key, errorCode }) => [key, errorCode]),
        [
          ['a', 0],
          ['b', 0],
          ['c', 0],
        ],
      );
    },
    { 'node.id': '1' },
  ));

test('a type of key that is not served is INVALID_REQUEST for each key', () =>
  withBroker(async (client) => {
    const request = newFindCoordinatorRequest({ keyType: 9, coordinatorKeys: ['a', 'b'] });
    const { coordinators } = await client.call([findCoordinatorRequest, findCoordinatorResponse], request);
    for (const { errorCode, nodeId } of coordinators) {
      assert.deepEqual([errorCode, nodeId], [Errors.INVALID_REQUEST.code, -1]);
    }
    assert.equal(coordinators.length, 2);
  }));

for (const versions of ALL_VERSIONS) {
  test(`members join, share an assignment, beat, commit and leave (${versions} versions)`, () =>
    withBroker(async (client, broker) => {
      await createTopic(client, 'a');
      await findGroupCoordinator(client, 'g');
      const one = new TestMember(client, 'g', versions);
      const joined = await one.join();
      assert.deepEqual([joined.errorCode, joined.leader, joined.protocolName], [0, one.memberId, 'range']);
      assert.deepEqual(
        joined.members.map(({ memberId, metadata }) => [memberId, Buffer.from(metadata).toString()]),
        [[one.memberId, 'metadata of range']],
      );
      assert.equal(await one.sync({ [one.memberId]: 'all' }), 'all');
      assert.equal(await one.heartbeat(), 0);

      const two = new TestMember(await broker.connect(), 'g', versions);
      const joining = two.join();
      while ((await one.heartbeat()) === 0);
      assert.equal(await one.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
      const [again, second] = await Promise.all([one.join(), joining]);
      assert.equal(again.generationId, joined.generationId + 1);
      assert.deepEqual([second.generationId, second.leader, second.members], [again.generationId, one.memberId, []]);
      assert.equal(again.members.length, 2);
      const waiting = two.sync();
      assert.equal(await one.sync({ [one.memberId]: 'left', [two.memberId]: 'right' }), 'left');
      assert.equal(await waiting, 'right');

      assert.equal(await two.commit('a', 42), 0);
      assert.equal(await one.fetchOffset('a'), 42);
      assert.equal(await two.leave(), 0);
      assert.equal(await one.heartbeat(), Errors.REBALANCE_IN_PROGRESS.code);
      await one.join();
      assert.equal(await one.sync({ [one.memberId]: 'all' }), 'all');
      assert.equal(await two.heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
      assert.equal(await two.commit('a', 43), Errors.UNKNOWN_MEMBER_ID.code);
    }));
}

test('members and generations that are not of the group are refused', () =>
  withBroker(async (client) => {
    await createTopic(client, 'a');
    await findGroupCoordinator(client, 'g');
    const member = new TestMember(client, 'g');
    await member.join();
    await member.sync({ [member.memberId]: 'all' });
    const { memberId, generationId } = member;
    member.generationId = generationId + 1;
    assert.equal(await member.heartbeat(), Errors.ILLEGAL_GENERATION.code);
    assert.equal(await member.commit('a', 1), Errors.ILLEGAL_GENERATION.code);
    member.generationId = generationId;
    member.memberId = 'nobody';
    assert.equal(await member.heartbeat(), Errors.UNKNOWN_MEMBER_ID.code);
    assert.equal(await member.leave(), Errors.UNKNOWN_MEMBER_ID.code);
    assert.equal(
      await commitOffset(client, { groupId: 'g', topic: 'a', committedOffset: 1 }),
      Errors.UNKNOWN_MEMBER_ID.code,
    );
    member.memberId = memberId;
    assert.equal(await member.heartbeat(), 0);
  }));

test('a group with members is described and listed in every version, and dead where nobody knows it', () =>
  withBroker(async (client) => {
    await findGroupCoordinator(client, 'g');
    const member = new TestMember(client, 'g');
    await member.join();
    await member.sync({ [member.memberId]: 'all' });
    for (let version = 0; version <= 6; version++) {
      const group = await describe(client, 'g', version);
      assert.deepEqual(
        [group.errorCode, group.groupState, group.protocolType, group.protocolData],
        [0, 'Stable', 'consumer', 'range'],
      );
      const [described] = group.members;
      assert.equal(described!.memberId, member.memberId);
      assert.equal(described!.clientId, 'test');
      assert.equal(described!.clientHost, '/127.0.0.1');
      assert.equal(Buffer.from(described!.memberAssignment).toString(), 'all');
      assert.equal(group.authorizedOperations !== INT_MIN, version >= 3);
      const missing = await describe(client, 'missing', version);
      assert.deepEqual(
        [missing.errorCode, missing.groupState],
        [version >= 6 ? Errors.GROUP_ID_NOT_FOUND.code : 0, 'Dead'],
      );
    }
    for (let version = 0; version <= 5; version++) assert.deepEqual(await list(client, version), ['g']);
  }));

test('offsets are committed and fetched in every version', () =>
  withBroker(async (client) => {
    await createTopic(client, 'a');
    await findGroupCoordinator(client, 'g');
    assert.equal(await fetchOffset(client, 'g', 'a'), -1);
    for (let version = 2; version <= 10; version++) {
      assert.equal(await commitOffset(client, { groupId: 'g', topic: 'a', committedOffset: version }, version), 0);
      for (let reading = 1; reading <= 10; reading++) {
        assert.equal(await fetchOffset(client, 'g', 'a', reading), version, `fetch version ${reading}`);
      }
    }
  }));

test('an offset of a topic that does not exist is refused', () =>
  withBroker(async (client) => {
    await findGroupCoordinator(client, 'g');
    const commit = { groupId: 'g', topic: 'missing', committedOffset: 1 };
    assert.equal(await commitOffset(client, commit, 9), Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    client.topicIds.set('missing', 'xtzWWN4bTjitpL3kfd9s5g');
    assert.equal(await commitOffset(client, commit, 10), Errors.UNKNOWN_TOPIC_ID.code);
  }));

test('a group without members is deleted in every version; one with members or without a name is not', () =>
  withBroker(async (client) => {
    await createTopic(client, 'a');
    await findGroupCoordinator(client, 'g');
    const remove = async (version: number, ...groups: string[]): Promise<[string, number][]> => {
      const request = newDeleteGroupsRequest({ groupsNames: groups });
      const { results } = await client.call([deleteGroupsRequest, deleteGroupsResponse], request, version);
      return results.map(({ groupId, errorCode }) => [groupId, errorCode]);
    };
    for (let version = 0; version <= 2; version++) {
      await commitOffset(client, { groupId: 'g', topic: 'a', committedOffset: 5 });
      assert.deepEqual(await remove(version, 'g', 'missing'), [
        ['g', 0],
        ['missing', Errors.GROUP_ID_NOT_FOUND.code],
      ]);
      assert.deepEqual(await list(client), []);
      assert.equal(await fetchOffset(client, 'g', 'a'), -1);
    }
    const member = new TestMember(client, 'busy');
    await member.join();
    assert.deepEqual(await remove(2, 'busy'), [['busy', Errors.NON_EMPTY_GROUP.code]]);
  }));

test('OffsetDelete forgets the offsets that it names and no others', () =>
  withBroker(async (client) => {
    await createTopic(client, 'a');
    await createTopic(client, 'b');
    await findGroupCoordinator(client, 'g');
    for (const topic of ['a', 'b']) await commitOffset(client, { groupId: 'g', topic, committedOffset: 7 });
    const topics = [{ name: 'a', partitions: [{ partitionIndex: 0 }] }];
    const codecs = [offsetDeleteRequest, offsetDeleteResponse] as const;
    const answer = await client.call(codecs, newOffsetDeleteRequest({ groupId: 'g', topics }));
    assert.deepEqual([answer.errorCode, answer.topics[0]!.partitions[0]!.errorCode], [0, 0]);
    assert.equal(await fetchOffset(client, 'g', 'a'), -1);
    assert.equal(await fetchOffset(client, 'g', 'b'), 7);
    const missing = await client.call(codecs, newOffsetDeleteRequest({ groupId: 'missing', topics }));
    assert.equal(missing.errorCode, Errors.GROUP_ID_NOT_FOUND.code);
  }));

test('the offsets of a topic go with the topic', () =>
  withBroker(async (client) => {
    await createTopic(client, 'a');
    await findGroupCoordinator(client, 'g');
    await commitOffset(client, { groupId: 'g', topic: 'a', committedOffset: 7 });
    await deleteTopic(client, 'a');
    await createTopic(client, 'a');
    assert.equal(await fetchOffset(client, 'g', 'a'), -1);
  }));

test('a restart keeps groups, their members and their offsets, and answers without the client asking twice', () =>
  withBroker(async (client, broker) => {
    await createTopic(client, 'a');
    await findGroupCoordinator(client, 'g');
    const member = new TestMember(client, 'g');
    await member.join();
    await member.sync({ [member.memberId]: 'all' });
    assert.equal(await member.commit('a', 11), 0);
    await broker.restart();
    const again = new TestMember(await broker.connect(), 'g');
    again.memberId = member.memberId;
    again.generationId = member.generationId;
    // The very first request, while the partition may still be loading.
    assert.equal(await again.fetchOffset('a'), 11);
    assert.equal(await again.heartbeat(), 0);
    assert.equal(await again.commit('a', 12), 0);
    assert.equal(await again.fetchOffset('a'), 12);
    assert.equal((await describe(again.client, 'g')).groupState, 'Stable');
  }));

test('a broker that closes tells members that wait, and does not wait for them', () =>
  withBroker(async (client, broker) => {
    await findGroupCoordinator(client, 'g');
    const one = new TestMember(client, 'g');
    await one.join();
    await one.sync({ [one.memberId]: 'all' });
    const two = new TestMember(await broker.connect(), 'g');
    const joining = two.join().then(
      ({ errorCode }) => errorCode,
      () => 'closed',
    );
    while ((await one.heartbeat()) === 0);
    await broker.restart();
    const outcome = await joining;
    assert.ok(outcome === 'closed' || [15, 16].includes(Number(outcome)), String(outcome));
  }));
