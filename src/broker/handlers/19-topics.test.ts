import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createPartitionsRequest,
  createPartitionsResponse,
  createTopicsRequest,
  createTopicsResponse,
  deleteTopicsRequest,
  deleteTopicsResponse,
  describeTopicPartitionsRequest,
  describeTopicPartitionsResponse,
  Errors,
  listOffsetsRequest,
  listOffsetsResponse,
  newCreatePartitionsRequest,
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
  newDeleteTopicsRequest,
  newDescribeTopicPartitionsRequest,
  newListOffsetsRequest,
  newListOffsetsRequestPartition,
  ZERO_UUID,
  type CreateTopicsResponseCreatableTopicResult,
  type CreateTopicsRequestCreatableTopic,
  type DeleteTopicsRequest,
  type DescribeTopicPartitionsRequest,
  type DescribeTopicPartitionsResponse,
} from '#protocol';
import type { TestClient } from '../broker.testing.ts';
import { withBroker } from '../requests.testing.ts';

async function create(
  client: TestClient,
  topic: Partial<CreateTopicsRequestCreatableTopic>,
  { version = 7, validateOnly = false } = {},
): Promise<CreateTopicsResponseCreatableTopicResult> {
  const topics = [newCreateTopicsRequestCreatableTopic({ numPartitions: -1, replicationFactor: -1, ...topic })];
  const request = newCreateTopicsRequest({ topics, validateOnly });
  const answer = await client.call([createTopicsRequest, createTopicsResponse], request, version);
  return answer.topics[0]!;
}

async function remove(
  client: TestClient,
  fields: Partial<DeleteTopicsRequest>,
  version = 6,
): Promise<[string | null, number][]> {
  const request = newDeleteTopicsRequest({ timeoutMs: 1000, ...fields });
  const { responses } = await client.call([deleteTopicsRequest, deleteTopicsResponse], request, version);
  return responses.map(({ name, errorCode }) => [name, errorCode]);
}

function describe(
  client: TestClient,
  fields: Partial<DescribeTopicPartitionsRequest>,
): Promise<DescribeTopicPartitionsResponse> {
  const request = newDescribeTopicPartitionsRequest(fields);
  return client.call([describeTopicPartitionsRequest, describeTopicPartitionsResponse], request);
}

async function latestOffset(client: TestClient, name: string, partitionIndex: number): Promise<[number, number]> {
  const partitions = [newListOffsetsRequestPartition({ partitionIndex, timestamp: -1 })];
  const request = newListOffsetsRequest({ replicaId: -1, topics: [{ name, partitions }] });
  const answer = await client.call([listOffsetsRequest, listOffsetsResponse], request, 7);
  const { errorCode, offset } = answer.topics[0]!.partitions[0]!;
  return [errorCode, offset];
}

/** Answers have no order of their own. */
function byName([a]: [string | null, number], [b]: [string | null, number]): number {
  return String(a) < String(b) ? -1 : 1;
}

test('CreateTopics of every version creates a topic that is open when it is answered', () =>
  withBroker(async (client) => {
    for (let version = 2; version <= 7; version++) {
      const name = `v${version}`;
      const result = await create(client, { name, numPartitions: 2 }, { version });
      assert.equal(result.errorCode, 0);
      assert.deepEqual([result.numPartitions, result.replicationFactor], version >= 5 ? [2, 1] : [-1, -1]);
      assert.equal(result.topicId !== ZERO_UUID, version >= 7);
      assert.deepEqual(await latestOffset(client, name, 1), [0, 0]);
    }
  }));

test('the answer of version 5 and later has all configs with their sources, sorted by name', () =>
  withBroker(
    async (client) => {
      const configs = [{ name: 'retention.ms', value: '77' }];
      const result = await create(client, { name: 'a', configs });
      const byKey = new Map(result.configs!.map((config) => [config.name, [config.value, config.configSource]]));
      assert.deepEqual(byKey.get('retention.ms'), ['77', 1]);
      assert.deepEqual(byKey.get('segment.bytes'), ['2097152', 4]);
      assert.deepEqual(byKey.get('max.message.bytes'), ['1048588', 5]);
      const names = result.configs!.map(({ name }) => name);
      assert.deepEqual(names, names.toSorted());
      assert.deepEqual((await create(client, { name: 'b', configs }, { version: 4 })).configs, []);
    },
    { 'log.segment.bytes': '2097152' },
  ));

test('a topic that is only validated is answered as if, and not there', () =>
  withBroker(async (client) => {
    assert.equal((await create(client, { name: 'a' }, { validateOnly: true })).errorCode, 0);
    assert.equal((await create(client, { name: 'a' })).errorCode, 0);
    assert.equal(
      (await create(client, { name: 'a' }, { validateOnly: true })).errorCode,
      Errors.TOPIC_ALREADY_EXISTS.code,
    );
  }));

test('the replication factor of three is refused on one broker, unless samsa.replication.factor.clamp is on', () =>
  withBroker(async (client) => {
    const refused = await create(client, { name: 'a', replicationFactor: 3 });
    assert.equal(refused.errorCode, Errors.INVALID_REPLICATION_FACTOR.code);
  }).then(() =>
    withBroker(
      async (client) => {
        const clamped = await create(client, { name: 'a', replicationFactor: 3 });
        assert.deepEqual([clamped.errorCode, clamped.replicationFactor], [0, 1]);
      },
      { 'samsa.replication.factor.clamp': 'true' },
    ),
  ));

test('an unknown or wrong topic config is INVALID_CONFIG with a sentence that names it', () =>
  withBroker(async (client) => {
    for (const [name, value] of [
      ['foo.bar', '1'],
      ['retention.ms', 'x'],
      ['cleanup.policy', 'shred'],
    ] as const) {
      const result = await create(client, { name: 'a', configs: [{ name, value }] });
      assert.equal(result.errorCode, Errors.INVALID_CONFIG.code);
      assert.ok(result.errorMessage!.includes(name));
    }
  }));

test('DeleteTopics deletes by name in every version, by id in version 6, and the topic is gone when it answers', () =>
  withBroker(async (client) => {
    for (let version = 1; version <= 5; version++) {
      await create(client, { name: 'a' });
      const deleted = await remove(client, { topicNames: ['a', 'nope'] }, version);
      assert.deepEqual(deleted.toSorted(byName), [
        ['a', 0],
        ['nope', Errors.UNKNOWN_TOPIC_OR_PARTITION.code],
      ]);
      assert.equal((await latestOffset(client, 'a', 0))[0], Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    }
    const { topicId } = await create(client, { name: 'a' });
    assert.deepEqual(await remove(client, { topics: [{ name: null, topicId }] }), [['a', 0]]);
    assert.deepEqual(await remove(client, { topics: [{ name: null, topicId }] }), [
      [null, Errors.UNKNOWN_TOPIC_ID.code],
    ]);
  }));

test('where deletion is switched off it is TOPIC_DELETION_DISABLED, and INVALID_REQUEST before version 3', () =>
  withBroker(
    async (client) => {
      await create(client, { name: 'a' });
      assert.deepEqual(await remove(client, { topicNames: ['a'] }, 3), [['a', Errors.TOPIC_DELETION_DISABLED.code]]);
      assert.deepEqual(await remove(client, { topicNames: ['a'] }, 2), [['a', Errors.INVALID_REQUEST.code]]);
    },
    { 'delete.topic.enable': 'false' },
  ));

test('a topic deleted and created again is another topic, and empty', () =>
  withBroker(async (client, broker) => {
    const first = await create(client, { name: 'a' });
    await remove(client, { topicNames: ['a'] }, 5);
    const second = await create(client, { name: 'a' });
    assert.notEqual(second.topicId, first.topicId);
    await broker.restart();
    const { topics } = await describe(await broker.connect(), { topics: [{ name: 'a' }] });
    assert.equal(topics[0]!.topicId, second.topicId);
  }));

test('CreatePartitions of every version makes partitions that are open when it answers, and refuses fewer', () =>
  withBroker(async (client) => {
    await create(client, { name: 'a', numPartitions: 1 });
    for (let version = 0; version <= 3; version++) {
      const count = version + 2;
      const request = newCreatePartitionsRequest({ topics: [{ name: 'a', count, assignments: null }] });
      const call = (): Promise<number> =>
        client
          .call([createPartitionsRequest, createPartitionsResponse], request, version)
          .then(({ results }) => results[0]!.errorCode);
      assert.equal(await call(), 0);
      assert.deepEqual(await latestOffset(client, 'a', count - 1), [0, 0]);
      assert.equal(await call(), Errors.INVALID_PARTITIONS.code);
    }
  }));

test('DescribeTopicPartitions gives topics by name, page by page, up to the limit that is asked for', () =>
  withBroker(async (client) => {
    for (const name of ['c', 'a', 'b']) await create(client, { name, numPartitions: 3 });
    const topics = ['c', 'nope', 'a', 'b', 'a'].map((name) => ({ name }));
    const seen: string[] = [];
    let cursor: DescribeTopicPartitionsRequest['cursor'] = null;
    const pages: number[] = [];
    do {
      const page = await describe(client, { topics, responsePartitionLimit: 4, cursor });
      const found = page.topics.flatMap((t) =>
        t.partitions.map((p) => `${t.name}-${p.partitionIndex} ${p.leaderId >= 0}`),
      );
      const failed = page.topics.filter((t) => t.errorCode !== 0).map((t) => `${t.name} ${t.errorCode}`);
      seen.push(...found, ...failed);
      pages.push(found.length);
      cursor = page.nextCursor;
    } while (cursor !== null);
    assert.deepEqual(pages, [4, 4, 1]);
    const all = ['a', 'b', 'c'].flatMap((name) => [0, 1, 2].map((p) => `${name}-${p} true`));
    assert.deepEqual(seen, [...all, 'nope 3']);
  }));

test('a page that ends with a topic points to the next one, and no topics mean all of them', () =>
  withBroker(async (client) => {
    for (const name of ['a', 'b']) await create(client, { name, numPartitions: 2 });
    const page = await describe(client, { topics: [], responsePartitionLimit: 2 });
    assert.deepEqual(
      [page.topics.map(({ name }) => name), page.nextCursor],
      [['a'], { topicName: 'b', partitionIndex: 0 }],
    );
    const rest = await describe(client, { topics: [], responsePartitionLimit: 2, cursor: page.nextCursor });
    assert.deepEqual([rest.topics.map(({ name }) => name), rest.nextCursor], [['b'], null]);
  }));

test('no page is larger than max.request.partition.size.limit, and none smaller than one partition', () =>
  withBroker(
    async (client) => {
      await create(client, { name: 'a', numPartitions: 9 });
      const size = async (responsePartitionLimit: number): Promise<number> =>
        (await describe(client, { topics: [{ name: 'a' }], responsePartitionLimit })).topics[0]!.partitions.length;
      assert.deepEqual([await size(100), await size(2), await size(0), await size(-7)], [5, 2, 1, 1]);
    },
    { 'max.request.partition.size.limit': '5' },
  ));

test('a cursor that the topics asked for do not have is INVALID_REQUEST', () =>
  withBroker(async (client) => {
    await create(client, { name: 'a' });
    for (const cursor of [
      { topicName: 'b', partitionIndex: 0 },
      { topicName: 'a', partitionIndex: -1 },
    ]) {
      const { topics } = await describe(client, { topics: [{ name: 'a' }], cursor });
      assert.deepEqual(
        topics.map(({ errorCode }) => errorCode),
        [Errors.INVALID_REQUEST.code],
      );
    }
  }));
