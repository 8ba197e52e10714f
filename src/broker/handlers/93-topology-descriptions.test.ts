/** What streams applications look like (KIP-1331): asked for, handed in, described and forgotten; keys 88, 89 and 93 of Kafka 4.4. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  apiVersionsRequest,
  apiVersionsResponse,
  deleteGroupsRequest,
  deleteGroupsResponse,
  Errors,
  newApiVersionsRequest,
  newDeleteGroupsRequest,
  newStreamsGroupDescribeRequest,
  newStreamsGroupHeartbeatRequest,
  newStreamsGroupHeartbeatRequestSubtopology,
  newStreamsGroupTopologyDescriptionUpdateRequest,
  type StreamsGroupDescribeResponseDescribedGroup,
  streamsGroupDescribeRequest,
  streamsGroupDescribeResponse,
  type StreamsGroupHeartbeatResponse,
  streamsGroupHeartbeatRequest,
  streamsGroupHeartbeatResponse,
  type StreamsGroupTopologyDescriptionUpdateRequest,
  streamsGroupTopologyDescriptionUpdateRequest,
  streamsGroupTopologyDescriptionUpdateResponse,
} from '#protocol';
import type { TestClient } from '../broker.testing.ts';
import { findGroupCoordinator } from '../groups.testing.ts';
import { createTopic, withBroker } from '../requests.testing.ts';
import { IN_MEMORY_PLUGIN } from '../streams/topology-descriptions.ts';

const UNSTABLE = { 'unstable.api.versions.enable': 'true', 'group.streams.initial.rebalance.delay.ms': '0' };
const KEEPING = { ...UNSTABLE, 'group.streams.topology.description.plugin.class': IN_MEMORY_PLUGIN };
const NOT_REQUESTED = 0;
const NOT_STORED = 1;
const AVAILABLE = 3;

const source = { name: 'SOURCE', nodeType: 1, sourceTopics: ['lines'], sinkTopic: null, stores: [], successors: [] };
const description = { subtopologies: [{ subtopologyId: '0', nodes: [source] }], globalStores: [] };

/** Of the one member `a`, who joins where `memberEpoch` is 0. */
function heartbeat(client: TestClient, memberEpoch = 0): Promise<StreamsGroupHeartbeatResponse> {
  const subtopologies = [newStreamsGroupHeartbeatRequestSubtopology({ subtopologyId: '0', sourceTopics: ['lines'] })];
  const joining = { rebalanceTimeoutMs: 60_000, processId: 'p', topology: { epoch: 0, subtopologies } };
  const request = newStreamsGroupHeartbeatRequest({
    groupId: 'app',
    memberId: 'a',
    memberEpoch,
    activeTasks: [],
    standbyTasks: [],
    warmupTasks: [],
    ...(memberEpoch === 0 ? joining : {}),
  });
  return client.call([streamsGroupHeartbeatRequest, streamsGroupHeartbeatResponse], request, 1);
}

async function update(
  client: TestClient,
  fields: Partial<StreamsGroupTopologyDescriptionUpdateRequest> = {},
): Promise<number> {
  const request = newStreamsGroupTopologyDescriptionUpdateRequest({
    groupId: 'app',
    memberId: 'a',
    topologyEpoch: 0,
    topologyDescription: description,
    ...fields,
  });
  const codecs = [streamsGroupTopologyDescriptionUpdateRequest, streamsGroupTopologyDescriptionUpdateResponse] as const;
  return (await client.call(codecs, request, 0)).errorCode;
}

async function describe(
  client: TestClient,
  includeTopologyDescription = true,
): Promise<StreamsGroupDescribeResponseDescribedGroup> {
  const request = newStreamsGroupDescribeRequest({ groupIds: ['app'], includeTopologyDescription });
  return (await client.call([streamsGroupDescribeRequest, streamsGroupDescribeResponse], request, 1)).groups[0]!;
}

async function begin(client: TestClient): Promise<StreamsGroupHeartbeatResponse> {
  await createTopic(client, 'lines');
  await findGroupCoordinator(client, 'app');
  return heartbeat(client);
}

test('a member is asked for the description until it has handed it in, and then it is there to be described', () =>
  withBroker(async (client) => {
    const joined = await begin(client);
    assert.equal(joined.topologyDescriptionRequired, true);
    assert.equal((await describe(client)).topologyDescriptionStatus, NOT_STORED);
    assert.equal(await update(client), Errors.NONE.code);
    assert.equal((await heartbeat(client, joined.memberEpoch)).topologyDescriptionRequired, false);
    const { topologyDescription, topologyDescriptionStatus } = await describe(client);
    assert.equal(topologyDescriptionStatus, AVAILABLE);
    assert.deepEqual(topologyDescription, description);
    assert.equal((await describe(client, false)).topologyDescriptionStatus, NOT_REQUESTED);
  }, KEEPING));

test('who hands in a description for nobody, as nobody, or of another epoch is told so', () =>
  withBroker(async (client) => {
    await begin(client);
    assert.equal(await update(client, { groupId: '' }), Errors.INVALID_REQUEST.code);
    assert.equal(await update(client, { memberId: '' }), Errors.INVALID_REQUEST.code);
    assert.equal(await update(client, { groupId: 'other' }), Errors.GROUP_ID_NOT_FOUND.code);
    assert.equal(await update(client, { memberId: 'b' }), Errors.UNKNOWN_MEMBER_ID.code);
    assert.equal(await update(client, { topologyEpoch: 1 }), Errors.INVALID_REQUEST.code);
    assert.equal((await describe(client)).topologyDescriptionStatus, NOT_STORED);
  }, KEEPING));

test('a group that is deleted takes its description along', () =>
  withBroker(async (client) => {
    await begin(client);
    assert.equal(await update(client), Errors.NONE.code);
    await heartbeat(client, -1);
    const request = newDeleteGroupsRequest({ groupsNames: ['app'] });
    const { results } = await client.call([deleteGroupsRequest, deleteGroupsResponse], request, 2);
    assert.equal(results[0]?.errorCode, Errors.NONE.code);
    assert.equal((await heartbeat(client)).topologyDescriptionRequired, true);
  }, KEEPING));

test('without the plugin nobody is asked, and what is handed in all the same is UNSUPPORTED_VERSION', () =>
  withBroker(async (client) => {
    assert.equal((await begin(client)).topologyDescriptionRequired, false);
    assert.equal(await update(client), Errors.UNSUPPORTED_VERSION.code);
    assert.equal((await describe(client)).topologyDescriptionStatus, NOT_STORED);
  }, UNSTABLE));

test('a broker with stable versions only does not offer the key', () =>
  withBroker(async (client) => {
    const { apiKeys } = await client.call([apiVersionsRequest, apiVersionsResponse], newApiVersionsRequest({}), 3);
    assert.ok(apiKeys.every(({ apiKey }) => apiKey !== 93));
  }));
