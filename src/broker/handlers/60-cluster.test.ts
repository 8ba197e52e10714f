import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTopicsRequest,
  createTopicsResponse,
  describeClusterRequest,
  describeClusterResponse,
  describeLogDirsRequest,
  describeLogDirsResponse,
  Errors,
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
  newDescribeClusterRequest,
  newDescribeLogDirsRequest,
  type DescribeClusterRequest,
  type DescribeClusterResponse,
  type DescribeLogDirsRequest,
  type DescribeLogDirsResponse,
} from '#protocol';
import type { TestBroker, TestClient } from '../broker.testing.ts';
import { withBroker } from '../requests.testing.ts';

function withNode(work: (client: TestClient, broker: TestBroker) => Promise<void>): Promise<void> {
  return withBroker(work, { 'node.id': '3', 'broker.rack': 'r1' });
}

function describe(
  client: TestClient,
  fields: Partial<DescribeClusterRequest>,
  version?: number,
): Promise<DescribeClusterResponse> {
  return client.call([describeClusterRequest, describeClusterResponse], newDescribeClusterRequest(fields), version);
}

function logDirs(
  client: TestClient,
  topics: DescribeLogDirsRequest['topics'],
  version?: number,
): Promise<DescribeLogDirsResponse> {
  return client.call([describeLogDirsRequest, describeLogDirsResponse], newDescribeLogDirsRequest({ topics }), version);
}

test('DescribeCluster of every version names the cluster, its controller and its brokers', () =>
  withNode(async (client, { port }) => {
    for (let version = 0; version <= 2; version++) {
      const answer = await describe(client, { includeClusterAuthorizedOperations: version === 1 }, version);
      assert.deepEqual([answer.errorCode, answer.controllerId], [0, 3]);
      assert.match(answer.clusterId, /^[\w-]{22}$/);
      assert.deepEqual(answer.brokers, [{ brokerId: 3, host: '127.0.0.1', port, rack: 'r1', isFenced: false }]);
      assert.equal(answer.clusterAuthorizedOperations, version === 1 ? 8096 : -(2 ** 31));
    }
  }));

test('a broker refuses to answer for controllers, and for endpoints of a type nobody knows', () =>
  withNode(async (client) => {
    assert.equal((await describe(client, { endpointType: 2 })).errorCode, Errors.MISMATCHED_ENDPOINT_TYPE.code);
    assert.equal((await describe(client, { endpointType: 9 })).errorCode, Errors.UNSUPPORTED_ENDPOINT_TYPE.code);
  }));

test('DescribeLogDirs of every version tells the directory, its partitions and, from version 4 on, the volume', () =>
  withNode(async (client, { directory }) => {
    const topics = [newCreateTopicsRequestCreatableTopic({ name: 't', numPartitions: 2, replicationFactor: 1 })];
    await client.call([createTopicsRequest, createTopicsResponse], newCreateTopicsRequest({ topics }));
    for (let version = 1; version <= 5; version++) {
      const { results } = await logDirs(client, null, version);
      assert.deepEqual(
        results.map(({ errorCode, logDir }) => [errorCode, logDir]),
        [[0, directory]],
      );
      const [{ topics: found, totalBytes, usableBytes }] = results as [(typeof results)[0]];
      assert.deepEqual(
        found.map(({ name, partitions }) => [name, partitions.map((p) => [p.partitionIndex, p.partitionSize])]),
        [
          [
            't',
            [
              [0, 0],
              [1, 0],
            ],
          ],
        ],
      );
      assert.equal(totalBytes > 0 && usableBytes > 0, version >= 4);
    }
  }));

test('DescribeLogDirs tells of the partitions asked for, and of none where none is named', () =>
  withNode(async (client) => {
    const topics = [newCreateTopicsRequestCreatableTopic({ name: 't', numPartitions: 2, replicationFactor: 1 })];
    await client.call([createTopicsRequest, createTopicsResponse], newCreateTopicsRequest({ topics }));
    const asked = [
      { topic: 't', partitions: [1, 9] },
      { topic: 'nope', partitions: [0] },
    ];
    const [some] = (await logDirs(client, asked)).results;
    assert.deepEqual(
      some!.topics.map(({ name, partitions }) => [name, partitions.map((p) => p.partitionIndex)]),
      [['t', [1]]],
    );
    assert.deepEqual((await logDirs(client, [])).results[0]!.topics, []);
  }));
