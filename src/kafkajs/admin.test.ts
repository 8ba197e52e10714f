/** The admin: kafkajs's scenarios of `admin/__tests__`, one describe each by the operation's name. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FacadeWorld, numbers } from './facade.testing.ts';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  type Admin,
  type ConfigEntries,
  ConfigResourceTypes,
  ConfigSource,
  KafkaJSAggregateError,
  KafkaJSCreateTopicError,
  KafkaJSDeleteGroupsError,
  KafkaJSDeleteTopicRecordsError,
  KafkaJSNonRetriableError,
  KafkaJSProtocolError,
  ResourcePatternTypes,
} from './index.ts';

describe('Admin', () => {
  let world: FacadeWorld;
  let admin: Admin;
  before(async () => {
    world = await FacadeWorld.start({ 'auto.create.topics.enable': 'false' });
    admin = world.kafka().admin();
    await admin.connect();
  });
  after(async () => {
    await admin.disconnect();
    await world.stop();
  });

  const invalid = (pattern: RegExp) => (error: unknown) =>
    error instanceof KafkaJSNonRetriableError && pattern.test(error.message);
  /** What a caller without types may give. */
  const given = (value: unknown): never => value as never;

  test('emits connection and request events, and refuses an event that there is not', async () => {
    const own = world.kafka().admin();
    const events = new Set<string>();
    for (const name of [own.events.CONNECT, own.events.DISCONNECT, own.events.REQUEST])
      own.on(name, ({ type }) => events.add(type));
    await own.connect();
    await own.listTopics();
    await own.disconnect();
    assert.deepEqual([...events], ['admin.connect', 'admin.network.request', 'admin.disconnect']);
    assert.throws(() => own.on(given('NON_EXISTENT_EVENT'), () => undefined), invalid(/one of admin.events.CONNECT/));
  });

  describe('createTopics', () => {
    test('create the new topics and return true, false when all existed', async () => {
      const topics = [world.unique('created'), world.unique('created')].map((topic) => ({ topic, numPartitions: 2 }));
      assert.equal(await admin.createTopics({ topics }), true);
      assert.equal(await admin.createTopics({ topics }), false);
      const names = await admin.listTopics();
      assert.ok(topics.every(({ topic }) => names.includes(topic)));
    });

    test('without numbers the broker decides, configEntries and replicaAssignment are taken', async () => {
      const [plain, assigned] = [world.unique('created'), world.unique('created')];
      const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
      const replicaAssignment = [0, 1, 2].map((partition) => ({ partition, replicas: [1] }));
      await admin.createTopics({
        topics: [
          { topic: plain, configEntries },
          { topic: assigned, replicaAssignment },
        ],
      });
      const { topics } = await admin.fetchTopicMetadata({ topics: [plain, assigned] });
      assert.deepEqual(
        topics.map(({ partitions }) => partitions.length),
        [1, 3],
      );
      assert.equal((await topicConfig(plain, 'cleanup.policy'))?.configValue, 'compact');
    });

    test('validateOnly makes nothing', async () => {
      const topic = world.unique('checked');
      assert.equal(await admin.createTopics({ validateOnly: true, topics: [{ topic }] }), true);
      assert.ok(!(await admin.listTopics()).includes(topic));
    });

    test('failures are a KafkaJSAggregateError of KafkaJSCreateTopicErrors', async () => {
      const topics = [{ topic: 'no spaces' }, { topic: world.unique('fine') }];
      await assert.rejects(admin.createTopics({ topics }), (error) => {
        assert.ok(error instanceof KafkaJSAggregateError);
        assert.deepEqual(
          error.errors.map((one) => one instanceof KafkaJSCreateTopicError && [one.topic, one.type, one.code]),
          [['no spaces', 'INVALID_TOPIC_EXCEPTION', 17]],
        );
        return true;
      });
    });

    test('throws an error if the topics or config entries are invalid', async () => {
      const wrong: [unknown, RegExp][] = [
        [{ topics: null }, /Invalid topics array null/],
        [{ topics: [{ topic: 123 }] }, /names have to be a valid string/],
        [{ topics: [{ topic: 'a' }, { topic: 'a' }] }, /multiple entries for the same topic/],
        [{ topics: [{ topic: 'a', configEntries: {} }] }, /must be an array/],
        [{ topics: [{ topic: 'a', configEntries: [1] }] }, /Entry 0 must be an object/],
        [{ topics: [{ topic: 'a', configEntries: [{ name: 'x' }] }] }, /valid "value" property/],
      ];
      for (const [options, message] of wrong)
        await assert.rejects(admin.createTopics(given(options)), invalid(message));
    });
  });

  describe('deleteTopics', () => {
    test('deletes topics', async () => {
      const topic = await world.topic();
      await admin.deleteTopics({ topics: [topic] });
      assert.ok(!(await admin.listTopics()).includes(topic));
      await assert.rejects(admin.deleteTopics({ topics: [topic], timeout: 100 }), (error) => error instanceof Error);
      await assert.rejects(admin.deleteTopics(given({ topics: 'x' })), invalid(/Invalid topics array x/));
      await assert.rejects(admin.deleteTopics(given({ topics: [1] })), invalid(/names must be a valid string/));
    });
  });

  describe('createPartitions', () => {
    test('create new partitions', async () => {
      const topic = await world.topic();
      assert.equal(await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] }), true);
      await world.until('metadata has them', () => true);
      assert.equal((await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions.length, 3);
      await assert.rejects(admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] }), {
        name: 'KafkaJSProtocolError',
        type: 'INVALID_PARTITIONS',
      });
      await assert.rejects(
        admin.createPartitions(given({ topicPartitions: null })),
        invalid(/Invalid topic partitions array/),
      );
      await assert.rejects(admin.createPartitions({ topicPartitions: [] }), invalid(/Empty topic partitions array/));
    });
  });

  describe('fetchTopicMetadata', () => {
    test('retrieves metadata for each partition, of topics named or of all', async () => {
      const topic = await world.topic(2);
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const partition = { partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1], offlineReplicas: [] };
      assert.deepEqual(topics, [
        { name: topic, partitions: [0, 1].map((partitionId) => ({ ...partition, partitionId })) },
      ]);
      assert.ok((await admin.fetchTopicMetadata()).topics.some(({ name }) => name === topic));
      await assert.rejects(admin.fetchTopicMetadata(given({ topics: [123] })), invalid(/Invalid topic 123/));
      await assert.rejects(admin.fetchTopicMetadata({ topics: [world.unique('none')] }), {
        name: 'KafkaJSProtocolError',
        type: 'UNKNOWN_TOPIC_OR_PARTITION',
        retriable: true,
      });
    });
  });

  describe('fetchTopicOffsets', () => {
    test('returns the current high and low of each partition, and offsets by timestamp', async () => {
      const topic = await world.topic();
      await world.send(
        topic,
        [1000, 2000, 3000].map((timestamp) => ({ value: 'x', timestamp: String(timestamp) })),
      );
      assert.deepEqual(await admin.fetchTopicOffsets(topic), [{ partition: 0, offset: '3', high: '3', low: '0' }]);
      const at = async (timestamp?: number) => (await admin.fetchTopicOffsetsByTimestamp(topic, timestamp))[0]?.offset;
      assert.deepEqual([await at(1500), await at(2000), await at(9000), await at()], ['1', '1', '3', '3']);
      await assert.rejects(admin.fetchTopicOffsets(given(null)), invalid(/Invalid topic null/));
      await assert.rejects(admin.fetchTopicOffsetsByTimestamp(given(''), 1), invalid(/Invalid topic/));
    });
  });

  describe('fetchOffsets, setOffsets and resetOffsets', () => {
    test('returns unresolved offsets as -1, and resolves them when asked', async () => {
      const topic = await world.filled(numbers(4));
      const groupId = world.unique('offsets');
      const fetch = async (options = {}) => admin.fetchOffsets({ groupId, topics: [topic], ...options });
      assert.deepEqual(await fetch(), [{ topic, partitions: [{ partition: 0, offset: '-1', metadata: null }] }]);
      assert.equal((await fetch({ resolveOffsets: true }))[0]?.partitions[0]?.offset, '4');
      assert.equal((await fetch())[0]?.partitions[0]?.offset, '4');
    });

    test('set the provided offsets; resets to the start and to the end as they are', async () => {
      const topic = await world.filled(numbers(4));
      const groupId = world.unique('offsets');
      const offset = async () => (await admin.fetchOffsets({ groupId }))[0]?.partitions[0]?.offset;
      await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '2' }] });
      assert.equal(await offset(), '2');
      await admin.resetOffsets({ groupId, topic, earliest: true });
      assert.equal(await offset(), '0');
      await admin.resetOffsets({ groupId, topic });
      assert.equal(await offset(), '4');
    });

    test('throws an error if the consumer group is running', async () => {
      const topic = await world.filled(numbers(1));
      const groupId = world.unique('running');
      const consumer = await world.consumer({ groupId });
      await consumer.subscribe({ topic });
      await consumer.run({ eachMessage: async () => undefined });
      await assert.rejects(
        admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '0' }] }),
        invalid(/must have no running instances, current state: Stable/),
      );
      await consumer.disconnect();
    });

    test('throws an error if groupId, topic or partitions are invalid', async () => {
      const partitions = [{ partition: 0, offset: '1' }];
      await assert.rejects(admin.fetchOffsets(given({ groupId: null })), invalid(/Invalid groupId null/));
      await assert.rejects(admin.fetchOffsets(given({ groupId: 'g', topics: 't' })), invalid(/Expected topics array/));
      await assert.rejects(
        admin.setOffsets(given({ groupId: '', topic: 't', partitions })),
        invalid(/Invalid groupId/),
      );
      await assert.rejects(
        admin.setOffsets(given({ groupId: 'g', topic: null, partitions })),
        invalid(/Invalid topic null/),
      );
      await assert.rejects(
        admin.setOffsets({ groupId: 'g', topic: 't', partitions: [] }),
        invalid(/Invalid partitions/),
      );
      await assert.rejects(admin.resetOffsets(given({ groupId: 'g', topic: '' })), invalid(/Invalid topic/));
    });
  });

  async function topicConfig(topic: string, name: string): Promise<ConfigEntries | undefined> {
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: [name] }];
    const { resources: described } = await admin.describeConfigs({ resources, includeSynonyms: true });
    assert.deepEqual([described[0]?.errorCode, described[0]?.resourceName, described[0]?.resourceType], [0, topic, 2]);
    return described[0]?.configEntries.find(({ configName }) => configName === name);
  }

  describe('describeConfigs and alterConfigs', () => {
    test('alter configs sets exactly those that are named', async () => {
      const topic = await world.topic();
      const alter = async (entries: Record<string, string>) => {
        const configEntries = Object.entries(entries).map(([name, value]) => ({ name, value }));
        return admin.alterConfigs({ resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }] });
      };
      const answer = await alter({ 'retention.ms': '60000', 'cleanup.policy': 'compact' });
      assert.deepEqual(answer.resources, [{ errorCode: 0, errorMessage: null, resourceName: topic, resourceType: 2 }]);
      const entry = await topicConfig(topic, 'retention.ms');
      assert.deepEqual(
        [entry?.configValue, entry?.isDefault, entry?.configSource],
        ['60000', false, ConfigSource.TOPIC_CONFIG],
      );
      assert.ok((entry?.configSynonyms.length ?? 0) > 0);
      await alter({ 'retention.ms': '70000' });
      assert.equal((await topicConfig(topic, 'retention.ms'))?.configValue, '70000');
      assert.equal((await topicConfig(topic, 'cleanup.policy'))?.configSource, ConfigSource.DEFAULT_CONFIG);
      await assert.rejects(alter({ 'retention.ms': 'for ever' }), {
        name: 'KafkaJSProtocolError',
        type: 'INVALID_CONFIG',
      });
    });

    test('throws an error if the resources are invalid', async () => {
      const wrong: [unknown, RegExp][] = [
        [null, /Invalid resources array null/],
        [[], /Empty resources array/],
        [[{ type: 123, name: 'a' }], /Invalid resource type 123/],
        [[{ type: 2, name: '' }], /Invalid resource name/],
      ];
      for (const [resources, message] of wrong) {
        await assert.rejects(admin.describeConfigs(given({ resources })), invalid(message));
        await assert.rejects(admin.alterConfigs(given({ resources })), invalid(message));
      }
      await assert.rejects(
        admin.describeConfigs(given({ resources: [{ type: 2, name: 'a', configNames: 5 }] })),
        invalid(/configNames/),
      );
      await assert.rejects(
        admin.alterConfigs(given({ resources: [{ type: 2, name: 'a' }] })),
        invalid(/configEntries/),
      );
    });
  });

  describe('groups', () => {
    test('list, describe and delete groups', async () => {
      const topic = await world.filled(numbers(1));
      const groupId = world.unique('groups');
      await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '0' }] });
      assert.ok((await admin.listGroups()).groups.some((group) => group.groupId === groupId));
      const { groups } = await admin.describeGroups([groupId, 'nobody']);
      assert.deepEqual(
        groups.map(({ state, members }) => [state, members]),
        [
          ['Empty', []],
          ['Dead', []],
        ],
      );
      assert.deepEqual(await admin.deleteGroups([groupId]), [{ groupId, errorCode: 0 }]);
      assert.ok(!(await admin.listGroups()).groups.some((group) => group.groupId === groupId));
    });

    test('delete groups rejects with KafkaJSDeleteGroupsError, that names those that failed', async () => {
      const topic = await world.filled(numbers(1));
      const groupId = world.unique('busy');
      const consumer = await world.consumer({ groupId });
      await consumer.subscribe({ topic });
      await consumer.run({ eachMessage: async () => undefined });
      await assert.rejects(admin.deleteGroups([groupId]), (error) => {
        assert.ok(error instanceof KafkaJSDeleteGroupsError);
        const [group] = error.groups;
        assert.deepEqual([group?.groupId, group?.errorCode], [groupId, 68]);
        assert.ok(group?.error instanceof KafkaJSProtocolError && group.error.type === 'NON_EMPTY_GROUP');
        return true;
      });
      await assert.rejects(admin.deleteGroups(given('x')), invalid(/Invalid groupIds array x/));
      await assert.rejects(admin.deleteGroups(given([1])), invalid(/Invalid groupId name/));
      assert.deepEqual(await admin.deleteGroups([]), []);
      await consumer.disconnect();
    });
  });

  describe('deleteTopicRecords', () => {
    test('deletes records up to the offsets; -1 deletes all', async () => {
      const topic = await world.filled(numbers(5));
      const low = async () => (await admin.fetchTopicOffsets(topic))[0]?.low;
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] });
      assert.equal(await low(), '2');
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '-1' }] });
      assert.equal(await low(), '5');
    });

    test('failures are a KafkaJSDeleteTopicRecordsError with the partitions that failed', async () => {
      const topic = await world.filled(numbers(2));
      await assert.rejects(
        admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '9' }] }),
        (error) => {
          assert.ok(error instanceof KafkaJSDeleteTopicRecordsError);
          const [failed] = error.partitions;
          assert.deepEqual(
            [failed?.partition, failed?.offset, failed?.error.name],
            [0, '9', 'KafkaJSOffsetOutOfRange'],
          );
          return true;
        },
      );
      await assert.rejects(admin.deleteTopicRecords(given({ topic: 5, partitions: [] })), invalid(/Invalid topic 5/));
      await assert.rejects(admin.deleteTopicRecords({ topic, partitions: [] }), invalid(/Invalid partitions/));
    });
  });

  test('describeCluster: brokers, controller and cluster id', async () => {
    const { brokers, controller, clusterId } = await admin.describeCluster();
    assert.deepEqual(brokers, [{ nodeId: 1, host: '127.0.0.1', port: world.broker.port }]);
    assert.equal(controller, 1);
    assert.ok(clusterId.length > 0);
  });

  describe('ACLs', () => {
    const entry = {
      resourceType: AclResourceTypes.TOPIC,
      resourceName: 'orders',
      resourcePatternType: ResourcePatternTypes.LITERAL,
      principal: 'User:alice',
      host: '*',
      operation: AclOperationTypes.READ,
      permissionType: AclPermissionTypes.ALLOW,
    };

    test('throw an error for what is no ACL', async () => {
      const wrong: [object, RegExp][] = [
        [{ principal: 1 }, /Invalid principal/],
        [{ host: 1 }, /Invalid host/],
        [{ resourceName: 1 }, /Invalid resourceName/],
        [{ operation: 123 }, /Invalid operation type 123/],
        [{ permissionType: 123 }, /Invalid permission type 123/],
        [{ resourceType: 123 }, /Invalid resource type 123/],
        [{ resourcePatternType: 123 }, /Invalid resource pattern type 123/],
      ];
      for (const [change, message] of wrong) {
        await assert.rejects(admin.createAcls(given({ acl: [{ ...entry, ...change }] })), invalid(message));
        await assert.rejects(admin.describeAcls(given({ ...entry, ...change })), invalid(message));
        await assert.rejects(admin.deleteAcls(given({ filters: [{ ...entry, ...change }] })), invalid(message));
      }
      await assert.rejects(admin.createAcls({ acl: [] }), invalid(/Empty ACL array/));
      await assert.rejects(admin.deleteAcls({ filters: [] }), invalid(/Empty ACL Filter array/));
    });
  });

  describe('partition reassignments', () => {
    test('throw an error for what is no reassignment', async () => {
      const wrong: [unknown, RegExp][] = [
        [null, /Invalid topics array/],
        [[{ topic: 1 }], /names have to be a valid string/],
        [[{ topic: 'a' }], /Invalid partitions array/],
        [[{ topic: 'a', partitionAssignment: [{ partition: -1, replicas: [1] }] }], /Invalid partitions index: -1/],
        [[{ topic: 'a', partitionAssignment: [{ partition: 0 }] }], /Invalid replica assignment/],
        [[{ topic: 'a', partitionAssignment: [{ partition: 0, replicas: [-1] }] }], /non negative number/],
      ];
      for (const [topics, message] of wrong) {
        await assert.rejects(admin.alterPartitionReassignments(given({ topics })), invalid(message));
      }
      await assert.rejects(
        admin.listPartitionReassignments(given({ topics: [{ topic: 'a', partitions: [-1] }] })),
        invalid(/Invalid partition array/),
      );
    });
  });
});
