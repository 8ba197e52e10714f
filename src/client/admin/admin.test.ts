/** Admin on Samsa's own broker. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { batchOf, produce, TestClient } from '#broker/testing';
import type { PartialFailure } from '../errors.ts';
import { ClientTestBroker } from '../test-broker.testing.ts';
import { Admin } from './admin.ts';
import { failure, itemCodes } from './admin.testing.ts';

let broker: ClientTestBroker;
let admin: Admin;
let names = 0;

before(async () => {
  broker = await ClientTestBroker.start();
  admin = new Admin({ bootstrapServers: broker.bootstrap, env: broker.env });
});

after(async () => {
  await admin.close();
  await broker.close();
});

async function newTopic(partitions = 1): Promise<string> {
  const name = `topic-${++names}`;
  await admin.createTopics([{ name, numPartitions: partitions }]);
  return name;
}

/** One record in each batch. */
async function send(topic: string, timestamps: readonly number[], partition = 0): Promise<void> {
  const client = await TestClient.connect(broker.env, broker.port);
  const [description] = await admin.describeTopics([topic]);
  client.topicIds.set(topic, description!.topicId!);
  for (const timestamp of timestamps) {
    await produce(client, topic, batchOf([[null, 'value']], { timestamp }), { partition });
  }
  client.close();
}

test('a topic is made, listed, described by name and by id, grown and deleted', async () => {
  const [made] = await admin.createTopics([
    { name: 'orders', numPartitions: 2, replicationFactor: 1, configs: { 'retention.ms': '60000' } },
  ]);
  assert.deepEqual([made!.numPartitions, made!.replicationFactor], [2, 1]);
  const retention = made!.configs!.find(({ name }) => name === 'retention.ms');
  assert.deepEqual(
    [retention!.value, retention!.source, retention!.isDefault],
    ['60000', 'DYNAMIC_TOPIC_CONFIG', false],
  );
  const topicId = made!.topicId!;
  assert.deepEqual(await admin.listTopics(), [{ name: 'orders', topicId, isInternal: false }]);
  await admin.createPartitions([{ topic: 'orders', totalCount: 3 }]);
  const [byName] = await admin.describeTopics(['orders'], { includeAuthorizedOperations: true });
  assert.equal(byName!.partitions.length, 3);
  assert.ok(byName!.authorizedOperations!.includes('DESCRIBE'));
  const [byId] = await admin.describeTopics([{ topicId }]);
  assert.equal(byId!.name, 'orders');
  await admin.deleteTopics([{ topicId }]);
  assert.deepEqual(await admin.listTopics(), []);
});

test('a topic that is only validated is not made', async () => {
  await admin.createTopics([{ name: 'tried' }], { validateOnly: true });
  assert.equal((await failure(admin.describeTopics(['tried']))).code, 'UNKNOWN_TOPIC_OR_PARTITION');
  const error = await failure(admin.createTopics([{ name: 'tried', replicationFactor: 3 }], { validateOnly: true }));
  assert.equal(error.code, 'INVALID_REPLICATION_FACTOR');
});

test('topics with more partitions than fit in an answer are described whole', async () => {
  const topics = [await newTopic(5), await newTopic(1), await newTopic(7)];
  const described = await admin.describeTopics(topics.toReversed(), { partitionSizeLimitPerResponse: 2 });
  assert.deepEqual(
    described.map(({ name, partitions }) => [name, partitions.map(({ partition }) => partition).join('')]),
    [
      [topics[2], '0123456'],
      [topics[1], '0'],
      [topics[0], '01234'],
    ],
  );
});

test('of several topics those that can be are made, and the others say why not', async () => {
  const topic = await newTopic();
  const call = admin.createTopics([{ name: `${topic}-new` }, { name: topic }, { name: 'no/name' }]);
  const error = (await failure(call)) as PartialFailure;
  assert.deepEqual(
    error.results.map((result) => result.error?.code ?? null),
    [null, 'TOPIC_ALREADY_EXISTS', 'INVALID_TOPIC_EXCEPTION'],
  );
  await admin.describeTopics([`${topic}-new`]);
});

test('configs are set, added to and taken away, and tell where they come from', async () => {
  const name = await newTopic();
  const resource = { type: 'TOPIC', name } as const;
  await admin.incrementalAlterConfigs([
    {
      ...resource,
      operations: [
        { operation: 'SET', name: 'retention.ms', value: '5000' },
        { operation: 'APPEND', name: 'cleanup.policy', value: 'compact' },
      ],
    },
  ]);
  const configNames = ['retention.ms', 'cleanup.policy'];
  const options = { includeSynonyms: true, includeDocumentation: true };
  const [described] = await admin.describeConfigs([{ ...resource, configNames }], options);
  const [retention, policy] = configNames.map((key) => described!.entries.find((entry) => entry.name === key));
  assert.deepEqual([retention!.value, retention!.type], ['5000', 'LONG']);
  assert.equal(policy!.value, 'delete,compact');
  assert.ok(retention!.synonyms.length > 1);
  assert.ok(retention!.documentation!.length > 20);
  await admin.incrementalAlterConfigs([{ ...resource, operations: [{ operation: 'DELETE', name: 'retention.ms' }] }]);
  const [after] = await admin.describeConfigs([{ ...resource, configNames: ['retention.ms'] }]);
  assert.equal(after!.entries[0]!.isDefault, true);
  const operations = [{ operation: 'SET', name: 'retention.ms', value: 'long' }] as const;
  assert.equal((await failure(admin.incrementalAlterConfigs([{ ...resource, operations }]))).code, 'INVALID_CONFIG');
});

test('configs of topics, brokers, groups and client metrics are described in one call and listed by type', async () => {
  const name = await newTopic();
  await admin.incrementalAlterConfigs([
    {
      type: 'GROUP',
      name: 'readers',
      operations: [{ operation: 'SET', name: 'share.session.timeout.ms', value: '50000' }],
    },
    { type: 'CLIENT_METRICS', name: 'all', operations: [{ operation: 'SET', name: 'interval.ms', value: '60000' }] },
  ]);
  const described = await admin.describeConfigs([
    { type: 'TOPIC', name },
    { type: 'BROKER', name: '1', configNames: ['log.dirs'] },
    { type: 'GROUP', name: 'readers' },
  ]);
  assert.deepEqual(
    described.map(({ type }) => type),
    ['TOPIC', 'BROKER', 'GROUP'],
  );
  assert.equal(described[1]!.entries[0]!.source, 'STATIC_BROKER_CONFIG');
  assert.deepEqual(await admin.listConfigResources(['GROUP']), [{ type: 'GROUP', name: 'readers' }]);
  assert.deepEqual(await admin.listClientMetricsResources(), ['all']);
  const types = new Set((await admin.listConfigResources()).map(({ type }) => type));
  for (const type of ['TOPIC', 'BROKER', 'GROUP', 'CLIENT_METRICS'] as const) assert.ok(types.has(type), type);
});

test('offsets are listed at both ends and by time, and move when records are deleted', async () => {
  const topic = await newTopic(2);
  await send(topic, [1000, 3000, 2000]);
  const place = { topic, partition: 0 };
  const specs = ['earliest', 'latest', 'maxTimestamp'] as const;
  const found = [];
  for (const spec of specs) found.push((await admin.listOffsets([{ ...place, spec }]))[0]!);
  assert.deepEqual(
    found.map(({ offset }) => offset),
    [0, 3, 1],
  );
  assert.equal(found[2]!.timestamp, 3000);
  const [byTime, past] = await admin.listOffsets([
    { ...place, spec: { timestamp: 2500 } },
    { topic, partition: 1, spec: { timestamp: 0 } },
  ]);
  assert.deepEqual([byTime!.offset, byTime!.timestamp], [1, 3000]);
  assert.deepEqual([past!.offset, past!.timestamp], [-1, -1]);
  const deleted = await admin.deleteRecords([
    { ...place, beforeOffset: 2 },
    { topic, partition: 1, beforeOffset: -1 },
  ]);
  assert.deepEqual(
    deleted.map(({ lowWatermark }) => lowWatermark),
    [2, 0],
  );
  assert.equal((await admin.listOffsets([{ ...place, spec: 'earliest' }]))[0]!.offset, 2);
  const error = await failure(admin.deleteRecords([{ ...place, beforeOffset: 9 }]));
  assert.deepEqual([error.code, error.topic, error.partition], ['OFFSET_OUT_OF_RANGE', topic, 0]);
});

test("a group's offsets are set, listed, deleted, and the group with them", async () => {
  const topic = await newTopic(3);
  const offsets = [0, 1].map((partition) => ({ topic, partition, offset: 5 + partition, metadata: `p${partition}` }));
  await admin.alterConsumerGroupOffsets('readers', offsets);
  const wanted = { groupId: 'nobody', partitions: [{ topic, partition: 2 }] };
  const [readers, nobody] = await admin.listConsumerGroupOffsets(['readers', wanted], { requireStable: true });
  assert.deepEqual(
    readers!.offsets,
    offsets.map((offset) => ({ ...offset, leaderEpoch: -1 })),
  );
  assert.deepEqual(nobody!.offsets, [{ topic, partition: 2, offset: -1, leaderEpoch: -1, metadata: '' }]);
  await admin.deleteConsumerGroupOffsets('readers', [{ topic, partition: 0 }]);
  const [left] = await admin.listConsumerGroupOffsets(['readers']);
  assert.deepEqual(
    left!.offsets.map(({ partition }) => partition),
    [1],
  );
  const [description] = await admin.describeConsumerGroups(['readers']);
  assert.deepEqual(
    [description!.type, description!.groupState, description!.isSimpleConsumerGroup, description!.members],
    ['CLASSIC', 'EMPTY', true, []],
  );
  const listed = await admin.listGroups({ groupStates: ['EMPTY'], types: ['CLASSIC'], protocolTypes: [''] });
  assert.deepEqual(
    listed.map(({ groupId }) => groupId),
    ['readers'],
  );
  assert.deepEqual(await itemCodes(admin.deleteConsumerGroups(['readers', 'nobody'])), [null, 'GROUP_ID_NOT_FOUND']);
  assert.deepEqual(await admin.listConsumerGroups(), []);
  assert.equal((await failure(admin.describeClassicGroups(['readers']))).code, 'GROUP_ID_NOT_FOUND');
});

test('the cluster, its features and its log directories are described', async () => {
  const topic = await newTopic();
  await send(topic, [1000]);
  const { clusterId, controller, nodes } = await admin.describeCluster({ includeFencedBrokers: true });
  assert.equal(clusterId!.length, 22);
  assert.deepEqual([controller!.port, nodes.length, nodes[0]!.isFenced], [broker.port, 1, false]);
  const { supportedFeatures } = await admin.describeFeatures();
  assert.ok(supportedFeatures.some(({ feature }) => feature === 'metadata.version'));
  const [ofBroker] = await admin.describeLogDirs([1]);
  const [logDir] = ofBroker!.logDirs;
  assert.equal(logDir!.logDir, broker.directory);
  const replica = logDir!.replicas.find((one) => one.topic === topic);
  assert.ok(replica!.size > 60);
  const [place] = await admin.describeReplicaLogDirs([{ topic, partition: 0, brokerId: 1 }]);
  assert.equal(place!.currentReplicaLogDir, broker.directory);
});

test('calls that begin while the broker is down end once it is back', async () => {
  const topic = await newTopic();
  await broker.stop();
  const pending = [
    admin.describeTopics([topic]),
    admin.listOffsets([{ topic, partition: 0, spec: 'latest' }]),
  ] as const;
  await broker.start();
  const [[described], [listed]] = await Promise.all(pending);
  assert.equal(described!.name, topic);
  assert.equal(listed!.offset, 0);
});

test('an option that there is not is refused with the one that was meant', () => {
  assert.throws(() => new Admin({ bootstrapServers: 'x:1', defaultApiTimeoutMS: 5 } as object), {
    code: 'INVALID_CONFIG',
    message: /defaultApiTimeoutMs/,
  });
});

test('metrics count what was sent', () => {
  const total = admin.metrics().find(({ name }) => name === 'request-total');
  assert.ok(total!.value > 10);
  assert.equal(total!.group, 'admin-client-metrics');
});
