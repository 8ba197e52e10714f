/** Streams groups through the wire: keys 88 and 89, and what the keys of all groups do with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deleteGroupsRequest,
  deleteGroupsResponse,
  Errors,
  listGroupsRequest,
  listGroupsResponse,
  newDeleteGroupsRequest,
  newListGroupsRequest,
  newStreamsGroupDescribeRequest,
  newStreamsGroupHeartbeatRequest,
  newStreamsGroupHeartbeatRequestSubtopology,
  newStreamsGroupHeartbeatRequestTopicInfo,
  streamsGroupDescribeRequest,
  streamsGroupDescribeResponse,
  type StreamsGroupHeartbeatRequest,
  streamsGroupHeartbeatRequest,
  type StreamsGroupHeartbeatRequestTopology,
  type StreamsGroupHeartbeatResponse,
  streamsGroupHeartbeatResponse,
} from '#protocol';
import { describeTopicConfig, metadataOf } from '../admin.testing.ts';
import type { TestClient } from '../broker.testing.ts';
import { commitOffset, fetchOffset, findGroupCoordinator, TestMember } from '../groups.testing.ts';
import { createTopic, withBroker } from '../requests.testing.ts';

const AT_ONCE = { 'group.streams.initial.rebalance.delay.ms': '0', 'group.streams.assignment.interval.ms': '0' };
const VERSION = 0;
const DELETE_GROUPS_VERSION = 2;
const MISSING_INTERNAL_TOPICS = 3;
const NO_TASKS = { activeTasks: [], standbyTasks: [], warmupTasks: [] };

function wordCount(changelogConfigs: Readonly<Record<string, string>> = {}): StreamsGroupHeartbeatRequestTopology {
  const topicConfigs = Object.entries(changelogConfigs).map(([key, value]) => ({ key, value }));
  return {
    epoch: 0,
    subtopologies: [
      newStreamsGroupHeartbeatRequestSubtopology({
        subtopologyId: '0',
        sourceTopics: ['lines'],
        repartitionSinkTopics: ['words'],
      }),
      newStreamsGroupHeartbeatRequestSubtopology({
        subtopologyId: '1',
        repartitionSourceTopics: [newStreamsGroupHeartbeatRequestTopicInfo({ name: 'words' })],
        stateChangelogTopics: [newStreamsGroupHeartbeatRequestTopicInfo({ name: 'counts', topicConfigs })],
      }),
    ],
  };
}

function heartbeat(
  client: TestClient,
  fields: Partial<StreamsGroupHeartbeatRequest>,
): Promise<StreamsGroupHeartbeatResponse> {
  const request = newStreamsGroupHeartbeatRequest({ groupId: 'app', memberId: 'a', ...NO_TASKS, ...fields });
  return client.call([streamsGroupHeartbeatRequest, streamsGroupHeartbeatResponse], request, VERSION);
}

function join(client: TestClient, topology = wordCount()): Promise<StreamsGroupHeartbeatResponse> {
  return heartbeat(client, { memberEpoch: 0, rebalanceTimeoutMs: 60_000, processId: 'p', topology });
}

async function describe(client: TestClient, groupId = 'app') {
  const request = newStreamsGroupDescribeRequest({ groupIds: [groupId] });
  const { groups } = await client.call([streamsGroupDescribeRequest, streamsGroupDescribeResponse], request, VERSION);
  return groups[0]!;
}

async function listed(client: TestClient): Promise<string[][]> {
  const { groups } = await client.call([listGroupsRequest, listGroupsResponse], newListGroupsRequest());
  return groups.map(({ groupId, groupType, groupState, protocolType }) => [
    groupId,
    groupType,
    groupState,
    protocolType,
  ]);
}

async function remove(client: TestClient, groupId: string): Promise<number> {
  const request = newDeleteGroupsRequest({ groupsNames: [groupId] });
  return (await client.call([deleteGroupsRequest, deleteGroupsResponse], request, DELETE_GROUPS_VERSION)).results[0]!
    .errorCode;
}

test('the broker makes the internal topics with their configs, and the next heartbeat brings the tasks', () =>
  withBroker(async (client, broker) => {
    await createTopic(client, 'lines', { partitions: 2 });
    await findGroupCoordinator(client, 'app');
    const joined = await join(client, wordCount({ 'cleanup.policy': 'compact' }));
    assert.deepEqual(
      joined.status?.map(({ statusCode }) => statusCode),
      [MISSING_INTERNAL_TOPICS],
    );
    assert.equal((await metadataOf(client, 'words')).partitions.length, 2);
    assert.equal((await metadataOf(client, 'counts')).partitions.length, 2);
    assert.equal(await describeTopicConfig(client, 'counts', 'cleanup.policy'), 'compact');
    const { activeTasks, memberEpoch } = await heartbeat(client, { memberEpoch: joined.memberEpoch });
    const everyTask = ['0', '1'].map((subtopologyId) => ({ subtopologyId, partitions: [0, 1] }));
    assert.deepEqual(activeTasks, everyTask);
    assert.deepEqual(await listed(client), [['app', 'streams', 'Stable', 'streams']]);
    await broker.restart();
    const after = await broker.connect();
    await findGroupCoordinator(after, 'app');
    const { groupState, members, topology } = await describe(after);
    assert.equal(groupState, 'Stable');
    assert.deepEqual(members[0]?.assignment.activeTasks, everyTask);
    assert.equal(topology?.subtopologies?.length, 2);
    assert.equal((await heartbeat(after, { memberEpoch, activeTasks: everyTask })).errorCode, Errors.NONE.code);
  }, AT_ONCE));

test('why an internal topic could not be made is told in the status', () =>
  withBroker(async (client) => {
    await createTopic(client, 'lines');
    await findGroupCoordinator(client, 'app');
    const { status } = await join(client, wordCount({ 'cleanup.policy': 'rubbish' }));
    assert.match(status![0]!.statusDetail, /could not be created: counts \(.*rubbish/);
  }, AT_ONCE));

test("names that are none, and the broker's own topics, are STREAMS_INVALID_TOPOLOGY", () =>
  withBroker(async (client) => {
    await findGroupCoordinator(client, 'app');
    for (const name of ['no name', '__consumer_offsets']) {
      const topology = {
        epoch: 0,
        subtopologies: [newStreamsGroupHeartbeatRequestSubtopology({ subtopologyId: '0', sourceTopics: [name] })],
      };
      assert.equal((await join(client, topology)).errorCode, Errors.STREAMS_INVALID_TOPOLOGY.code);
    }
    assert.deepEqual(await listed(client), []);
  }, AT_ONCE));

test('only members commit, in their epoch; a group with members stays; an empty one can be deleted', () =>
  withBroker(async (client) => {
    await createTopic(client, 'lines');
    await findGroupCoordinator(client, 'app');
    const { memberEpoch } = await join(client);
    const commit = (memberId: string, generationId: number) =>
      commitOffset(client, { groupId: 'app', topic: 'lines', committedOffset: 7, memberId, generationId });
    assert.equal(await commit('nobody', memberEpoch), Errors.UNKNOWN_MEMBER_ID.code);
    assert.equal(await commit('a', memberEpoch + 1), Errors.STALE_MEMBER_EPOCH.code);
    assert.equal(await commit('a', memberEpoch), Errors.NONE.code);
    assert.equal(await fetchOffset(client, 'app', 'lines'), 7);
    assert.equal(await remove(client, 'app'), Errors.NON_EMPTY_GROUP.code);
    const left = await heartbeat(client, { memberEpoch: -1 });
    assert.deepEqual([left.errorCode, left.memberEpoch], [Errors.NONE.code, -1]);
    assert.equal((await describe(client)).groupState, 'Empty');
    assert.equal(await remove(client, 'app'), Errors.NONE.code);
    assert.equal((await describe(client)).errorCode, Errors.GROUP_ID_NOT_FOUND.code);
  }, AT_ONCE));

test('an application goes from one protocol to the other while the group is empty, and keeps its offsets', () =>
  withBroker(async (client, broker) => {
    await createTopic(client, 'lines');
    await findGroupCoordinator(client, 'app');
    await commitOffset(client, { groupId: 'app', topic: 'lines', committedOffset: 5 });
    assert.equal((await join(client)).errorCode, Errors.NONE.code);
    const classic = new TestMember(await broker.connect(), 'app');
    assert.equal((await classic.join()).errorCode, Errors.INCONSISTENT_GROUP_PROTOCOL.code);
    await heartbeat(client, { memberEpoch: -1 });
    assert.equal((await new TestMember(await broker.connect(), 'app').join()).errorCode, Errors.NONE.code);
    assert.deepEqual(
      (await listed(client)).map(([groupId, type]) => [groupId, type]),
      [['app', 'classic']],
    );
    assert.equal((await join(client)).errorCode, Errors.GROUP_ID_NOT_FOUND.code);
    assert.equal(await fetchOffset(client, 'app', 'lines'), 5);
  }, AT_ONCE));

test('a group of another type or none is GROUP_ID_NOT_FOUND, and without the feature nothing is served', async () => {
  await withBroker(async (client) => {
    await findGroupCoordinator(client, 'app');
    assert.equal((await heartbeat(client, { memberEpoch: 3 })).errorCode, Errors.GROUP_ID_NOT_FOUND.code);
    assert.equal((await heartbeat(client, { memberEpoch: -1 })).errorCode, Errors.GROUP_ID_NOT_FOUND.code);
    assert.equal((await describe(client)).errorCode, Errors.GROUP_ID_NOT_FOUND.code);
  });
  await withBroker(
    async (client) => {
      await findGroupCoordinator(client, 'app');
      assert.equal((await join(client)).errorCode, Errors.UNSUPPORTED_VERSION.code);
      assert.equal((await describe(client)).errorCode, Errors.UNSUPPORTED_VERSION.code);
    },
    { features: 'streams.version=0' },
  );
});
