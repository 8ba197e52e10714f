/** What Admin does to topics, configs, offsets and groups, seen through its own eyes and others'. */
import assert from 'node:assert/strict';
import type { Admin, ConsumerOptions } from '../../../src/client/index.ts';
import { ShareConsumer } from '../../../src/client/share/share-consumer.ts';
import { GroupMember } from '../group-members.ts';
import { eventually, failure, itemCodes } from '../outcomes.ts';
import type { ClientCheck, ClientScenario, World } from '../scenario.ts';
import { adminClusterChecks } from './admin-cluster.ts';

const TOPIC_ID = /^[\w-]{22}$/;

const topicChecks: ClientCheck[] = [
  {
    name: 'topics are made as told, listed, described by name, grown and deleted',
    run: async (world) => {
      const admin = world.admin();
      const name = world.unique('topic');
      await admin.createTopics([
        { name, numPartitions: 3, replicationFactor: 1, configs: { 'retention.ms': '60000' } },
      ]);
      await eventually(world, 'it is listed', async () => (await admin.listTopics()).some((one) => one.name === name));
      await admin.createPartitions([{ topic: name, totalCount: 5 }]);
      await eventually(world, 'five partitions', async () => {
        const [topic] = await admin.describeTopics([name]);
        return topic!.partitions.length === 5;
      });
      const fewer = await failure(admin.createPartitions([{ topic: name, totalCount: 4 }]));
      assert.equal(fewer.code, 'INVALID_PARTITIONS');
      assert.equal(await configOf(admin, name, 'retention.ms'), '60000');
      await admin.deleteTopics([name]);
      await eventually(world, 'it is gone', async () => !(await admin.listTopics()).some((one) => one.name === name));
    },
  },
  {
    name: 'topics are made as told, listed, described by name and id, grown and deleted',
    needs: ['topic-defaults', 'topic-ids', 'authorized-operations'],
    run: async (world) => {
      const admin = world.admin();
      const [plain, configured] = [world.unique('topic'), world.unique('topic')];
      const made = await admin.createTopics([
        { name: plain },
        { name: configured, numPartitions: 3, replicationFactor: 1, configs: { 'retention.ms': '60000' } },
      ]);
      assert.deepEqual(
        made.map(({ numPartitions, replicationFactor }) => [numPartitions, replicationFactor]),
        [
          [1, 1],
          [3, 1],
        ],
      );
      const { topicId } = made[1]!;
      assert.match(topicId!, TOPIC_ID);
      await eventually(
        world,
        'they are described',
        async () => (await admin.describeTopics([plain, configured])).length === 2,
      );
      assert.ok((await admin.listTopics()).some(({ name }) => name === configured));
      assert.ok((await (await world.java()).call('listTopics', {})).topics.includes(configured));
      await admin.createPartitions([{ topic: configured, totalCount: 5 }]);
      await eventually(world, 'five partitions', async () => {
        const [topic] = await admin.describeTopics([{ topicId: topicId! }], { includeAuthorizedOperations: true });
        return topic!.partitions.length === 5 && topic!.authorizedOperations!.includes('DELETE');
      });
      assert.equal(
        (await failure(admin.createPartitions([{ topic: configured, totalCount: 4 }]))).code,
        'INVALID_PARTITIONS',
      );
      await admin.deleteTopics([plain, { topicId: topicId! }].slice(0, 1));
      await admin.deleteTopics([{ topicId: topicId! }]);
      await eventually(world, 'they are gone', async () => {
        const names = (await admin.listTopics()).map(({ name }) => name);
        return !names.includes(plain) && !names.includes(configured);
      });
    },
  },
  {
    name: 'what is only validated is not made, and what cannot be says why',
    run: async (world) => {
      const admin = world.admin();
      const name = world.unique('topic');
      await admin.createTopics([{ name, replicaAssignments: [{ partition: 0, replicas: [1] }] }], {
        validateOnly: true,
      });
      const missing = await failure(admin.describeTopics([name]));
      assert.deepEqual([missing.code, missing.topic], ['UNKNOWN_TOPIC_OR_PARTITION', name]);
      const existing = await world.createTopic();
      const size = { numPartitions: 1, replicationFactor: 1 };
      const call = admin.createTopics([
        { ...size, name: existing },
        { ...size, name: `${name}/` },
        { ...size, name: world.unique('topic'), replicationFactor: 9 },
        { ...size, name: world.unique('topic'), configs: { 'retention.ms': 'long' } },
        { ...size, name: world.unique('topic') },
      ]);
      assert.deepEqual(await itemCodes(call), [
        'TOPIC_ALREADY_EXISTS',
        'INVALID_TOPIC_EXCEPTION',
        'INVALID_REPLICATION_FACTOR',
        'INVALID_CONFIG',
        null,
      ]);
    },
  },
  {
    name: 'many partitions are described page by page',
    run: async (world) => {
      const topics = [await world.createTopic({ partitions: 7 }), await world.createTopic({ partitions: 4 })];
      const described = await world.admin().describeTopics(topics, { partitionSizeLimitPerResponse: 3 });
      assert.deepEqual(
        described.map(({ name, partitions }) => [name, partitions.map(({ partition }) => partition)]),
        [
          [topics[0], [0, 1, 2, 3, 4, 5, 6]],
          [topics[1], [0, 1, 2, 3]],
        ],
      );
    },
  },
];

async function configOf(admin: Admin, topic: string, name: string): Promise<string | null> {
  const [resource] = await admin.describeConfigs([{ type: 'TOPIC', name: topic, configNames: [name] }]);
  return resource!.entries[0]!.value;
}

const configChecks: ClientCheck[] = [
  {
    name: 'configs are set, added to, taken from and taken away one by one, and the others stay',
    run: async (world) => {
      const admin = world.admin();
      const name = await world.createTopic({ configs: { 'segment.ms': '123456' } });
      const alter = (operation: 'SET' | 'DELETE' | 'APPEND' | 'SUBTRACT', key: string, value?: string): Promise<void> =>
        admin.incrementalAlterConfigs([
          { type: 'TOPIC', name, operations: [{ operation, name: key, ...(value === undefined ? {} : { value }) }] },
        ]);
      const becomes = (key: string, value: string): Promise<void> =>
        eventually(world, `${key} becomes ${value}`, async () => (await configOf(admin, name, key)) === value);
      await alter('SET', 'retention.ms', '5000');
      await becomes('retention.ms', '5000');
      await alter('APPEND', 'cleanup.policy', 'compact');
      await becomes('cleanup.policy', 'delete,compact');
      await alter('SUBTRACT', 'cleanup.policy', 'delete');
      await becomes('cleanup.policy', 'compact');
      await alter('DELETE', 'retention.ms');
      await becomes('retention.ms', '604800000');
      assert.equal(await configOf(admin, name, 'segment.ms'), '123456');
    },
  },
  {
    name: 'a config that there is not, or a value that it cannot have, is refused',
    needs: ['incremental-configs'],
    run: async (world) => {
      const admin = world.admin();
      const name = await world.createTopic();
      const set = (key: string, value: string): Promise<void> =>
        admin.incrementalAlterConfigs([{ type: 'TOPIC', name, operations: [{ operation: 'SET', name: key, value }] }]);
      // So since Kafka 3.0, as ids of topics in every call.
      const wrongValue = world.serves('topic-ids') ? 'INVALID_CONFIG' : 'INVALID_REQUEST';
      assert.equal((await failure(set('retention.ms', 'long'))).code, wrongValue);
      assert.equal((await failure(set('no.such.key', '1'))).code, 'INVALID_CONFIG');
    },
  },
  {
    name: 'configs tell where they come from',
    run: async (world) => {
      const name = await world.createTopic({ configs: { 'retention.ms': '5000' } });
      const [topic, broker] = await world.admin().describeConfigs(
        [
          { type: 'TOPIC', name },
          { type: 'BROKER', name: '1', configNames: ['log.dirs', 'log.retention.ms'] },
        ],
        { includeSynonyms: true },
      );
      const entry = topic!.entries.find((one) => one.name === 'retention.ms')!;
      assert.deepEqual(
        [entry.value, entry.source, entry.isDefault, entry.isReadOnly, entry.isSensitive],
        ['5000', 'DYNAMIC_TOPIC_CONFIG', false, false, false],
      );
      assert.equal(entry.synonyms[0]!.source, 'DYNAMIC_TOPIC_CONFIG');
      const logDirs = broker!.entries.find((one) => one.name === 'log.dirs')!;
      assert.deepEqual([logDirs.source, logDirs.isReadOnly], ['STATIC_BROKER_CONFIG', true]);
    },
  },
  {
    name: 'configs tell where they come from, of which type they are, and what for',
    needs: ['config-documentation'],
    run: async (world) => {
      const name = await world.createTopic({ configs: { 'retention.ms': '5000' } });
      const [topic, broker] = await world.admin().describeConfigs(
        [
          { type: 'TOPIC', name },
          { type: 'BROKER', name: '1', configNames: ['log.dirs', 'log.retention.ms'] },
        ],
        { includeSynonyms: true, includeDocumentation: true },
      );
      const entry = topic!.entries.find((one) => one.name === 'retention.ms')!;
      assert.deepEqual(
        [entry.value, entry.source, entry.type, entry.isDefault, entry.isReadOnly, entry.isSensitive],
        ['5000', 'DYNAMIC_TOPIC_CONFIG', 'LONG', false, false, false],
      );
      assert.equal(entry.synonyms[0]!.source, 'DYNAMIC_TOPIC_CONFIG');
      assert.ok(entry.documentation!.length > 0);
      const logDirs = broker!.entries.find((one) => one.name === 'log.dirs')!;
      assert.deepEqual([logDirs.source, logDirs.isReadOnly], ['STATIC_BROKER_CONFIG', true]);
    },
  },
  {
    name: 'groups and subscriptions to metrics have configs too, and are listed',
    needs: ['group-configs'],
    run: async (world) => {
      const admin = world.admin();
      const [group, metrics] = [world.unique('group'), world.unique('metrics')];
      await admin.incrementalAlterConfigs([
        {
          type: 'GROUP',
          name: group,
          operations: [{ operation: 'SET', name: 'share.session.timeout.ms', value: '50000' }],
        },
        {
          type: 'CLIENT_METRICS',
          name: metrics,
          operations: [{ operation: 'SET', name: 'interval.ms', value: '60000' }],
        },
      ]);
      await eventually(world, 'both are listed', async () => {
        const resources = await admin.listConfigResources(['GROUP', 'CLIENT_METRICS']);
        const names = resources.map(({ name }) => name);
        return (
          names.includes(group) &&
          names.includes(metrics) &&
          (await admin.listClientMetricsResources()).includes(metrics)
        );
      });
    },
  },
];

const offsetChecks: ClientCheck[] = [
  {
    name: 'the offset of the newest record is told',
    needs: ['newest-record'],
    run: async (world) => {
      const topic = await world.createTopic();
      const producer = world.producer();
      for (const timestamp of [1000, 3000, 2000]) await producer.send({ topic, value: 'v', timestamp });
      const [newest] = await world.admin().listOffsets([{ topic, partition: 0, spec: 'maxTimestamp' }]);
      assert.deepEqual([newest!.offset, newest!.timestamp], [1, 3000]);
    },
  },
  {
    name: 'offsets at both ends and by time are told, and records are deleted',
    run: async (world) => {
      const topic = await world.createTopic({ partitions: 2 });
      const producer = world.producer();
      for (const timestamp of [1000, 3000, 2000]) await producer.send({ topic, partition: 0, value: 'v', timestamp });
      const admin = world.admin();
      const at = async (spec: 'earliest' | 'latest' | { timestamp: number }): Promise<number> =>
        (await admin.listOffsets([{ topic, partition: 0, spec }]))[0]!.offset;
      assert.deepEqual([await at('earliest'), await at('latest'), await at({ timestamp: 2500 })], [0, 3, 1]);
      assert.equal(await at({ timestamp: 4000 }), -1);
      const deleted = await admin.deleteRecords([
        { topic, partition: 0, beforeOffset: 2 },
        { topic, partition: 1, beforeOffset: -1 },
      ]);
      assert.deepEqual(
        deleted.map(({ lowWatermark }) => lowWatermark),
        [2, 0],
      );
      assert.equal(await at('earliest'), 2);
      assert.equal(await (await world.wire()).offsetAt(topic, 0, -2), 2);
      const call = admin.deleteRecords([
        { topic, partition: 0, beforeOffset: 9 },
        { topic, partition: 7, beforeOffset: 0 },
      ]);
      assert.deepEqual(await itemCodes(call), ['OFFSET_OUT_OF_RANGE', 'UNKNOWN_TOPIC_OR_PARTITION']);
    },
  },
  {
    name: 'the end under read_committed is where an open transaction begins',
    needs: ['transactions'],
    run: async (world) => {
      const topic = await world.createTopic();
      const producer = world.producer({ transactionalId: world.unique('id') });
      await producer.beginTransaction();
      await producer.send({ topic, value: 'open' });
      const admin = world.admin();
      const end = async (isolationLevel: 'read_committed' | 'read_uncommitted'): Promise<number> =>
        (await admin.listOffsets([{ topic, partition: 0, spec: 'latest' }], { isolationLevel }))[0]!.offset;
      assert.deepEqual([await end('read_committed'), await end('read_uncommitted')], [0, 1]);
      await producer.commitTransaction();
      await eventually(world, 'the marker is there', async () => (await end('read_committed')) === 2);
    },
  },
  {
    name: 'offsets of a group are set, read by its members, listed and deleted, and the group with them',
    run: async (world) => {
      const topic = await world.createTopic({ partitions: 3 });
      const groupId = world.unique('group');
      const admin = world.admin();
      const offsets = [0, 1].map((partition) => ({
        topic,
        partition,
        offset: 5 + partition,
        metadata: `p${partition}`,
      }));
      await admin.alterConsumerGroupOffsets(groupId, offsets);
      const committed = await world.consumer({ groupId }).committed([{ topic, partition: 1 }]);
      assert.equal(committed[0]!.offset, 6);
      const nobody = world.unique('group');
      const listed = await admin.listConsumerGroupOffsets(
        [groupId, { groupId: nobody, partitions: [{ topic, partition: 2 }] }],
        { requireStable: world.serves('stable-offsets') },
      );
      const inOrder = listed.map((one) => ({
        ...one,
        offsets: one.offsets.toSorted((a, b) => a.partition - b.partition),
      }));
      assert.deepEqual(inOrder, [
        { groupId, offsets: offsets.map((offset) => ({ ...offset, leaderEpoch: -1 })) },
        { groupId: nobody, offsets: [{ topic, partition: 2, offset: -1, leaderEpoch: -1, metadata: '' }] },
      ]);
      const missing = admin.alterConsumerGroupOffsets(groupId, [{ topic, partition: 9, offset: 1 }, offsets[0]!]);
      assert.deepEqual(await itemCodes(missing), ['UNKNOWN_TOPIC_OR_PARTITION', null]);
      assert.deepEqual(await itemCodes(admin.deleteConsumerGroups([groupId, nobody])), [null, 'GROUP_ID_NOT_FOUND']);
      assert.equal((await failure(admin.describeConsumerGroups([groupId]))).code, 'GROUP_ID_NOT_FOUND');
    },
  },
  {
    name: 'single offsets of a group are deleted',
    needs: ['deleting-offsets'],
    run: async (world) => {
      const topic = await world.createTopic({ partitions: 2 });
      const groupId = world.unique('group');
      const admin = world.admin();
      const offsets = [0, 1].map((partition) => ({ topic, partition, offset: 5 }));
      await admin.alterConsumerGroupOffsets(groupId, offsets);
      await admin.deleteConsumerGroupOffsets(groupId, [{ topic, partition: 0 }]);
      const [left] = await admin.listConsumerGroupOffsets([groupId]);
      assert.deepEqual(
        left!.offsets.map(({ partition }) => partition),
        [1],
      );
    },
  },
];

interface GroupKind {
  readonly name: string;
  readonly type: 'CLASSIC' | 'CONSUMER';
  readonly needs: NonNullable<ClientCheck['needs']>;
  readonly options: Partial<ConsumerOptions>;
}

const groupKinds: readonly GroupKind[] = [
  {
    name: 'classic',
    type: 'CLASSIC',
    needs: ['static-members', 'group-types', 'authorized-operations', 'deleting-offsets'],
    options: {},
  },
  {
    name: 'KIP-848',
    type: 'CONSUMER',
    needs: ['released-consumer-groups'],
    options: { groupProtocol: 'consumer', sessionTimeoutMs: undefined, heartbeatIntervalMs: undefined },
  },
];

/** A static member at work: the group is described, its offsets are its own, and it is removed. */
async function administerGroup(world: World, { type, options }: GroupKind): Promise<void> {
  const topic = await world.createTopic({ partitions: 2 });
  const [groupId, groupInstanceId] = [world.unique('group'), world.unique('instance')];
  const member = new GroupMember(world, { groupId, groupInstanceId, ...options }).start([topic]);
  const admin = world.admin();
  await world.until('the member has all', () => member.partitions.length === 2);
  await eventually(world, 'the group is stable', async () => {
    const [group] = await admin.describeConsumerGroups([groupId]);
    return group!.groupState === 'STABLE' && group!.members[0]!.assignment.length === 2;
  });
  const [group] = await admin.describeConsumerGroups([groupId], { includeAuthorizedOperations: true });
  assert.equal(group!.type, type);
  assert.ok(group!.authorizedOperations!.includes('READ'));
  assert.equal(group!.members[0]!.groupInstanceId, groupInstanceId);
  assert.equal(group!.groupEpoch === null, type === 'CLASSIC');
  const listed = await admin.listGroups({ types: [type], groupStates: ['STABLE'], protocolTypes: ['consumer'] });
  assert.ok(listed.some((one) => one.groupId === groupId && one.type === type));
  const classic = admin.describeClassicGroups([groupId]);
  if (type === 'CLASSIC') assert.equal((await classic)[0]!.protocolType, 'consumer');
  else assert.equal((await failure(classic)).code, 'GROUP_ID_NOT_FOUND');
  assert.equal((await failure(admin.deleteConsumerGroups([groupId]))).code, 'NON_EMPTY_GROUP');
  const place = { topic, partition: 0 };
  assert.equal(
    (await failure(admin.alterConsumerGroupOffsets(groupId, [{ ...place, offset: 0 }]))).code,
    'UNKNOWN_MEMBER_ID',
  );
  assert.equal((await failure(admin.deleteConsumerGroupOffsets(groupId, [place]))).code, 'GROUP_SUBSCRIBED_TO_TOPIC');
  const stranger = admin.removeMembersFromConsumerGroup(groupId, { members: [{ groupInstanceId: 'nobody' }] });
  assert.equal((await failure(stranger)).code, 'UNKNOWN_MEMBER_ID');
  await member.close();
  await admin.removeMembersFromConsumerGroup(groupId, { reason: 'a test' });
  await eventually(world, 'the group can be deleted', async () => {
    await admin.deleteConsumerGroups([groupId]);
    return true;
  });
}

const groupChecks: ClientCheck[] = [
  {
    name: 'a group at work is listed, described and protected while it works',
    run: async (world) => {
      const topic = await world.createTopic({ partitions: 2 });
      const groupId = world.unique('group');
      const member = new GroupMember(world, { groupId }).start([topic]);
      const admin = world.admin();
      await world.until('the member has all', () => member.partitions.length === 2);
      await eventually(world, 'the group is stable', async () => {
        const [group] = await admin.describeConsumerGroups([groupId]);
        return group!.groupState === 'STABLE' && group!.members[0]!.assignment.length === 2;
      });
      assert.ok((await admin.listGroups()).some((one) => one.groupId === groupId));
      assert.equal((await failure(admin.deleteConsumerGroups([groupId]))).code, 'NON_EMPTY_GROUP');
      await member.close();
      await eventually(world, 'the group can be deleted', async () => {
        await admin.deleteConsumerGroups([groupId]);
        return true;
      });
    },
  },
  ...groupKinds.map((kind) => ({
    name: `${kind.name}: a group at work is described, protected while it works, and its static member removed`,
    needs: kind.needs,
    run: (world: World) => administerGroup(world, kind),
  })),
  {
    name: 'a group that there is not is so for every type',
    needs: ['share-groups', 'streams-groups'],
    run: async (world) => {
      const admin = world.admin();
      const none = [world.unique('group')];
      const calls = [
        () => admin.describeConsumerGroups(none),
        () => admin.describeClassicGroups(none),
        () => admin.describeShareGroups(none),
        () => admin.describeStreamsGroups(none),
        () => admin.deleteShareGroups(none),
        () => admin.deleteStreamsGroups(none),
      ];
      for (const call of calls) assert.equal((await failure(call())).code, 'GROUP_ID_NOT_FOUND');
    },
  },
  {
    name: 'a share group is described, and where it reads on is set, told and deleted once it has no members',
    needs: ['share-groups', 'share-group-offsets'],
    run: async (world) => {
      const topic = await world.createTopic();
      const groupId = world.unique('group');
      const admin = world.admin();
      const consumer = new ShareConsumer({ bootstrapServers: world.bootstrap, groupId });
      world.defer(() => consumer.close());
      consumer.subscribe([topic]);
      void consumer.poll(500).catch(() => undefined);
      const offset = { topic, partition: 0, offset: 0 };
      await eventually(world, 'the group has a member', async () => {
        const [group] = await admin.describeShareGroups([groupId]);
        return group!.groupState === 'STABLE' && group!.members[0]!.assignment.length === 1;
      });
      assert.equal((await failure(admin.alterShareGroupOffsets(groupId, [offset]))).code, 'NON_EMPTY_GROUP');
      await consumer.close();
      await eventually(world, 'the offset is set', async () => {
        await admin.alterShareGroupOffsets(groupId, [offset]);
        return true;
      });
      const [offsets] = await admin.listShareGroupOffsets([groupId]);
      assert.deepEqual([offsets!.offsets[0]!.topic, offsets!.offsets[0]!.offset], [topic, 0]);
      await admin.deleteShareGroupOffsets(groupId, [topic]);
      assert.deepEqual(await admin.listShareGroupOffsets([groupId]), [{ groupId, offsets: [] }]);
      await admin.deleteShareGroups([groupId]);
    },
  },
  {
    name: 'offsets of a streams group are kept as those of any group',
    needs: ['streams-groups'],
    run: async (world) => {
      const topic = await world.createTopic();
      const admin = world.admin();
      const groupId = world.unique('group');
      await admin.alterStreamsGroupOffsets(groupId, [{ topic, partition: 0, offset: 3 }]);
      const [offsets] = await admin.listStreamsGroupOffsets([groupId]);
      assert.equal(offsets!.offsets[0]!.offset, 3);
      await admin.deleteStreamsGroupOffsets(groupId, [{ topic, partition: 0 }]);
    },
  },
];

export const admin: ClientScenario = {
  name: 'admin',
  checks: [...topicChecks, ...configChecks, ...offsetChecks, ...groupChecks, ...adminClusterChecks],
};
