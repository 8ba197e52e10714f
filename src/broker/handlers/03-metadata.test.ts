import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createTopicsRequest,
  createTopicsResponse,
  Errors,
  metadataRequest,
  metadataResponse,
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
  newMetadataRequest,
  ZERO_UUID,
  type MetadataRequest,
  type MetadataResponse,
} from '#protocol';
import type { TestClient } from '../broker.testing.ts';
import { withBroker } from '../requests.testing.ts';

const METADATA = [metadataRequest, metadataResponse] as const;
const UNKNOWN_ID = 'xtzWWN4bTjitpL3kfd9s5g';

function create(client: TestClient, ...names: string[]): Promise<unknown> {
  const topics = names.map((name) =>
    newCreateTopicsRequestCreatableTopic({ name, numPartitions: 2, replicationFactor: 1 }),
  );
  return client.call([createTopicsRequest, createTopicsResponse], newCreateTopicsRequest({ topics }));
}

const byName = (...names: string[]): MetadataRequest['topics'] => names.map((name) => ({ topicId: ZERO_UUID, name }));

function ask(client: TestClient, fields: Partial<MetadataRequest>, version?: number): Promise<MetadataResponse> {
  const allowAutoTopicCreation = version !== undefined && version < 4;
  return client.call(METADATA, newMetadataRequest({ allowAutoTopicCreation, ...fields }), version);
}

const results = ({ topics }: MetadataResponse): [string | null, number][] =>
  topics.map(({ name, errorCode }) => [name, errorCode]);

test("Metadata of every version names the broker at the address of its listener, and each partition's leader", () =>
  withBroker(
    async (client, { port }) => {
      await create(client, 'a');
      const nodeId = 7;
      const { clusterId } = await ask(client, { topics: [] });
      assert.match(clusterId!, /^[\w-]{22}$/);
      for (let version = 0; version <= 13; version++) {
        const answer = await ask(client, { topics: byName('a') }, version);
        assert.deepEqual(answer.brokers, [{ nodeId, host: '127.0.0.1', port, rack: null }]);
        assert.equal(answer.controllerId, version >= 1 ? nodeId : -1);
        assert.equal(answer.clusterId, version >= 2 ? clusterId : null);
        const { partitions, topicId } = answer.topics[0]!;
        assert.deepEqual(
          partitions.map((p) => [p.partitionIndex, p.leaderId, p.replicaNodes, p.isrNodes]),
          [
            [0, nodeId, [nodeId], [nodeId]],
            [1, nodeId, [nodeId], [nodeId]],
          ],
        );
        assert.equal(partitions[0]!.leaderEpoch, version >= 7 ? 0 : -1);
        assert.equal(topicId !== ZERO_UUID, version >= 10);
      }
    },
    { 'node.id': '7' },
  ));

test('no list of topics means all of them; an empty one means all in version 0 and none later', () =>
  withBroker(async (client) => {
    await create(client, 'a', 'b');
    const count = async (topics: MetadataRequest['topics'], version: number): Promise<number> =>
      (await ask(client, { topics }, version)).topics.length;
    assert.deepEqual(
      [await count([], 0), await count([], 1), await count(null, 1), await count([], 13), await count(null, 13)],
      [2, 0, 2, 0, 2],
    );
  }));

test('topics are found by id from version 12 on; versions 10 and 11 refuse ids', () =>
  withBroker(async (client) => {
    await create(client, 'a', 'b');
    const [{ topicId } = { topicId: '' }] = (await ask(client, { topics: byName('a') })).topics;
    const topics = [topicId, UNKNOWN_ID, topicId].map((id) => ({ topicId: id, name: null }));
    for (const version of [12, 13]) {
      assert.deepEqual(results(await ask(client, { topics }, version)), [
        ['a', 0],
        [null, Errors.UNKNOWN_TOPIC_ID.code],
      ]);
    }
    for (const version of [10, 11]) {
      const answer = await ask(client, { topics: topics.slice(0, 1) }, version);
      assert.deepEqual(results(answer), [['', Errors.INVALID_REQUEST.code]]);
    }
  }));

test('a topic that does not exist is UNKNOWN_TOPIC_OR_PARTITION, an impossible name INVALID_TOPIC_EXCEPTION', () =>
  withBroker(async (client) => {
    await create(client, 'a');
    const answer = await ask(client, { topics: byName('nope', 'a b', '../x', '', 'a', 'a') });
    assert.deepEqual(results(answer), [
      ['nope', Errors.UNKNOWN_TOPIC_OR_PARTITION.code],
      ['a b', Errors.INVALID_TOPIC_EXCEPTION.code],
      ['../x', Errors.INVALID_TOPIC_EXCEPTION.code],
      ['', Errors.INVALID_TOPIC_EXCEPTION.code],
      ['a', 0],
    ]);
    assert.equal((await ask(client, { topics: null })).topics.length, 1);
  }));

test('a topic that is created because it was asked for is in the very answer, with its leader', () =>
  withBroker(async (client) => {
    const answer = await ask(client, { topics: byName('made', 'a b'), allowAutoTopicCreation: true });
    assert.deepEqual(results(answer), [
      ['made', 0],
      ['a b', Errors.INVALID_TOPIC_EXCEPTION.code],
    ]);
    assert.deepEqual(
      answer.topics[0]!.partitions.map(({ leaderId, errorCode }) => [leaderId >= 0, errorCode]),
      [[true, 0]],
    );
    const old = await ask(client, { topics: byName('made-too') }, 1);
    assert.deepEqual(results(old), [['made-too', 0]]);
  }));

test('many clients that ask for the same new topic at once all get it, with one id', () =>
  withBroker(async (client, broker) => {
    const clients = await Promise.all(Array.from({ length: 8 }, () => broker.connect()));
    const answers = await Promise.all(
      clients.map((one) => ask(one, { topics: byName('made'), allowAutoTopicCreation: true })),
    );
    const ids = new Set(
      answers.flatMap(({ topics }) => topics.map(({ topicId, errorCode }) => `${topicId} ${errorCode}`)),
    );
    assert.equal(ids.size, 1);
    assert.equal(results(await ask(client, { topics: null })).length, 1);
  }));

test('nothing is created where auto.create.topics.enable is off, or for a name that collides', () =>
  withBroker(
    async (client) => {
      const off = await ask(client, { topics: byName('made'), allowAutoTopicCreation: true });
      assert.deepEqual(results(off), [['made', Errors.UNKNOWN_TOPIC_OR_PARTITION.code]]);
    },
    { 'auto.create.topics.enable': 'false' },
  ).then(() =>
    withBroker(async (client) => {
      await create(client, 'a.b');
      const colliding = await ask(client, { topics: byName('a_b'), allowAutoTopicCreation: true });
      assert.deepEqual(results(colliding), [['a_b', Errors.INVALID_TOPIC_EXCEPTION.code]]);
    }),
  ));

test('the topics of coordinators, asked for by name, are created as the coordinators need them', () =>
  withBroker(async (client) => {
    const answer = await ask(client, { topics: byName('__consumer_offsets'), allowAutoTopicCreation: true });
    const [topic] = answer.topics;
    assert.deepEqual([topic!.errorCode, topic!.isInternal, topic!.partitions.length], [0, true, 3]);
    const other = await ask(client, { topics: byName('__transaction_state'), allowAutoTopicCreation: true });
    assert.deepEqual(results(other), [['__transaction_state', Errors.NONE.code]]);
  }));

test('authorized operations are told when asked for, of the cluster up to version 10', () =>
  withBroker(async (client) => {
    await create(client, 'a');
    const asking = { topics: byName('a'), includeTopicAuthorizedOperations: true };
    const old = await ask(client, { ...asking, includeClusterAuthorizedOperations: true }, 10);
    assert.deepEqual([old.clusterAuthorizedOperations, old.topics[0]!.topicAuthorizedOperations], [8096, 3576]);
    const plain = await ask(client, { topics: byName('a') });
    assert.deepEqual(
      [plain.clusterAuthorizedOperations, plain.topics[0]!.topicAuthorizedOperations],
      [-(2 ** 31), -(2 ** 31)],
    );
  }));

test('topics, their ids and partitions are the same after a restart', () =>
  withBroker(async (client, broker) => {
    await create(client, 'a', 'b');
    const before = (await ask(client, { topics: null })).topics;
    await broker.restart();
    const after = (await ask(await broker.connect(), { topics: null })).topics;
    assert.deepEqual(after, before);
  }));
