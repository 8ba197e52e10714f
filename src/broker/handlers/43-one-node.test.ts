/** The administration of a cluster (keys 43, 45, 46, 55, 57, 64, 80, 81), as true for a cluster of one node. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  newIncrementalAlterConfigsRequest,
  addRaftVoterRequest,
  addRaftVoterResponse,
  alterPartitionReassignmentsRequest,
  alterPartitionReassignmentsResponse,
  apiVersionsRequest,
  apiVersionsResponse,
  describeQuorumRequest,
  describeQuorumResponse,
  electLeadersRequest,
  electLeadersResponse,
  Errors,
  listPartitionReassignmentsRequest,
  listPartitionReassignmentsResponse,
  newAddRaftVoterRequest,
  newAlterPartitionReassignmentsRequest,
  newApiVersionsRequest,
  newDescribeQuorumRequest,
  newElectLeadersRequest,
  newListPartitionReassignmentsRequest,
  newRemoveRaftVoterRequest,
  newUnregisterBrokerRequest,
  newUpdateFeaturesRequest,
  newUpdateFeaturesRequestFeatureUpdateKey,
  removeRaftVoterRequest,
  removeRaftVoterResponse,
  unregisterBrokerRequest,
  unregisterBrokerResponse,
  updateFeaturesRequest,
  updateFeaturesResponse,
  type ElectLeadersRequest,
  type UpdateFeaturesResponse,
} from '#protocol';
import type { TestClient } from '../broker.testing.ts';
import { createTopic, withBroker } from '../requests.testing.ts';

const NODE = { 'node.id': '3' };

async function elect(
  client: TestClient,
  topicPartitions: ElectLeadersRequest['topicPartitions'],
  electionType = 0,
): Promise<[code: number, partitions: number[][]]> {
  const request = newElectLeadersRequest({ electionType, topicPartitions, timeoutMs: 1000 });
  const answer = await client.call([electLeadersRequest, electLeadersResponse], request);
  const codes = answer.replicaElectionResults.map(({ partitionResult }) => partitionResult.map((one) => one.errorCode));
  return [answer.errorCode, codes];
}

test('where the only broker leads, no election is needed, and of all partitions none is told of', () =>
  withBroker(async (client) => {
    await createTopic(client, 't', { partitions: 2 });
    const partitions = [
      { topic: 't', partitions: [0, 1, 2] },
      { topic: 'nope', partitions: [0] },
    ];
    const unknown = Errors.UNKNOWN_TOPIC_OR_PARTITION.code;
    const expected = [[84, 84, unknown], [unknown]];
    assert.deepEqual(await elect(client, partitions), [0, expected]);
    assert.deepEqual(await elect(client, partitions, 1), [0, expected]);
    assert.deepEqual(await elect(client, null), [0, []]);
    assert.deepEqual(await elect(client, [], 7), [Errors.INVALID_REQUEST.code, []]);
  }, NODE));

test('a partition can be reassigned to the broker that has it and to no other, and nothing ever moves', () =>
  withBroker(async (client) => {
    await createTopic(client, 't');
    const codes = async (...replicas: (number[] | null)[]): Promise<number[]> => {
      const found: number[] = [];
      for (const one of replicas) {
        const topics = [{ name: 't', partitions: [{ partitionIndex: 0, replicas: one }] }];
        const request = newAlterPartitionReassignmentsRequest({ topics, timeoutMs: 1000 });
        const calls = [alterPartitionReassignmentsRequest, alterPartitionReassignmentsResponse] as const;
        found.push((await client.call(calls, request)).responses[0]!.partitions[0]!.errorCode);
      }
      return found;
    };
    const invalid = Errors.INVALID_REPLICA_ASSIGNMENT.code;
    assert.deepEqual(await codes([3], [4], [3, 3], [], null), [
      0,
      invalid,
      invalid,
      invalid,
      Errors.NO_REASSIGNMENT_IN_PROGRESS.code,
    ]);
    for (const topics of [null, [{ name: 't', partitionIndexes: [0, 5] }]]) {
      const request = newListPartitionReassignmentsRequest({ topics, timeoutMs: 1000 });
      const calls = [listPartitionReassignmentsRequest, listPartitionReassignmentsResponse] as const;
      const answer = await client.call(calls, request);
      assert.deepEqual([answer.errorCode, answer.topics], [0, []]);
    }
  }, NODE));

test('the quorum of the metadata is this node, which leads it and has all of its log', () =>
  withBroker(async (client, { port }) => {
    const ask = async (topicName: string, partitionIndex: number): Promise<unknown[]> => {
      const request = newDescribeQuorumRequest({ topics: [{ topicName, partitions: [{ partitionIndex }] }] });
      const answer = await client.call([describeQuorumRequest, describeQuorumResponse], request);
      const { errorCode, leaderId, currentVoters, observers, highWatermark } = answer.topics[0]!.partitions[0]!;
      const isWhole = currentVoters.every(({ logEndOffset }) => logEndOffset === highWatermark && logEndOffset > 0);
      return [errorCode, leaderId, currentVoters.map(({ replicaId }) => replicaId), observers, isWhole, answer.nodes];
    };
    const listeners = [{ name: 'PLAINTEXT', host: '127.0.0.1', port }];
    assert.deepEqual(await ask('__cluster_metadata', 0), [0, 3, [3], [], true, [{ nodeId: 3, listeners }]]);
    const unknown = Errors.UNKNOWN_TOPIC_OR_PARTITION.code;
    assert.deepEqual((await ask('__cluster_metadata', 1))[0], unknown);
    assert.deepEqual((await ask('t', 0))[0], unknown);
  }, NODE));

async function update(
  client: TestClient,
  [feature, maxVersionLevel, upgradeType]: [string, number, number],
  options: { validateOnly?: boolean; version?: number } = {},
): Promise<UpdateFeaturesResponse> {
  const { validateOnly = false, version } = options;
  const type = version === 0 ? { allowDowngrade: upgradeType > 1 } : { upgradeType };
  const key = { feature, maxVersionLevel, ...type };
  const featureUpdates = [newUpdateFeaturesRequestFeatureUpdateKey(key)];
  const request = newUpdateFeaturesRequest({ timeoutMs: 1000, featureUpdates, validateOnly });
  return await client.call([updateFeaturesRequest, updateFeaturesResponse], request, version);
}

async function level(client: TestClient, name: string): Promise<number> {
  const request = newApiVersionsRequest({ clientSoftwareName: 't', clientSoftwareVersion: '1' });
  const { finalizedFeatures } = await client.call([apiVersionsRequest, apiVersionsResponse], request, 4);
  return finalizedFeatures.find((feature) => feature.name === name)?.maxVersionLevel ?? 0;
}

test('a level of a feature goes down where that loses nothing and is asked for, up again, and survives a restart', () =>
  withBroker(async (client, broker) => {
    assert.equal(await level(client, 'metadata.version'), 30);
    const invalid = Errors.INVALID_UPDATE_VERSION.code;
    assert.equal((await update(client, ['metadata.version', 29, 1])).errorCode, invalid);
    assert.equal((await update(client, ['metadata.version', 31, 1])).errorCode, invalid);
    assert.equal((await update(client, ['nope.version', 1, 1])).errorCode, invalid);
    assert.equal((await update(client, ['metadata.version', 7, 2])).errorCode, invalid);
    assert.equal((await update(client, ['metadata.version', 29, 9])).errorCode, invalid);
    assert.equal((await update(client, ['metadata.version', 30, 1], { validateOnly: true })).errorCode, 0);
    for (const version of [0, 1, 2]) {
      const { errorCode, results } = await update(client, ['metadata.version', 30, 1], { version });
      assert.equal(errorCode, 0);
      assert.deepEqual(
        results.map(({ feature, errorCode: code }) => [feature, code]),
        version < 2 ? [['metadata.version', 0]] : [],
      );
    }
    await broker.restart();
    assert.equal(await level(await broker.connect(), 'metadata.version'), 30);
  }));

test('the one broker cannot be unregistered, and one that is none is not registered', () =>
  withBroker(async (client) => {
    const calls = [unregisterBrokerRequest, unregisterBrokerResponse] as const;
    const codeOf = async (brokerId: number): Promise<number> =>
      (await client.call(calls, newUnregisterBrokerRequest({ brokerId }))).errorCode;
    assert.equal(await codeOf(3), Errors.INVALID_REQUEST.code);
    assert.equal(await codeOf(4), Errors.BROKER_ID_NOT_REGISTERED.code);
  }, NODE));

test('voters are neither added nor removed, and a request for another cluster is told so', () =>
  withBroker(async (client) => {
    const add = newAddRaftVoterRequest({ clusterId: null, voterId: 9 });
    const remove = newRemoveRaftVoterRequest({ clusterId: null, voterId: 3 });
    const added = async (fields: object = {}): Promise<number> =>
      (await client.call([addRaftVoterRequest, addRaftVoterResponse], { ...add, ...fields })).errorCode;
    const removed = async (fields: object = {}): Promise<number> =>
      (await client.call([removeRaftVoterRequest, removeRaftVoterResponse], { ...remove, ...fields })).errorCode;
    assert.deepEqual(
      [await added(), await removed()],
      [Errors.UNSUPPORTED_VERSION.code, Errors.UNSUPPORTED_VERSION.code],
    );
    assert.equal(await added({ clusterId: 'other' }), Errors.INCONSISTENT_CLUSTER_ID.code);
    assert.equal((await update(client, ['kraft.version', 1, 1])).errorCode, 0);
    assert.equal(await added({ voterId: 3 }), Errors.DUPLICATE_VOTER.code);
    assert.equal(await added(), Errors.INVALID_REQUEST.code);
    assert.equal(await removed(), Errors.VOTER_NOT_FOUND.code);
  }, NODE));

test('min.insync.replicas is one for all brokers while the eligible leader replicas are on', () =>
  withBroker(async (client) => {
    const set = async (resourceName: string, value: string | null): Promise<number> => {
      const configs = [{ name: 'min.insync.replicas', configOperation: value === null ? 1 : 0, value }];
      const request = newIncrementalAlterConfigsRequest({ resources: [{ resourceType: 4, resourceName, configs }] });
      const calls = [incrementalAlterConfigsRequest, incrementalAlterConfigsResponse] as const;
      return (await client.call(calls, request)).responses[0]!.errorCode;
    };
    const invalid = Errors.INVALID_CONFIG.code;
    assert.deepEqual([await set('3', '2'), await set('', '1'), await set('', null)], [invalid, 0, invalid]);
    assert.equal((await update(client, ['eligible.leader.replicas.version', 0, 2])).errorCode, 0);
    assert.deepEqual([await set('3', '1'), await set('', null)], [0, 0]);
  }, NODE));
