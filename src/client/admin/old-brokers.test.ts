/** Admin on brokers as old as Kafka 2.1: what they cannot say is null, what they cannot do is an error that says so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  alterConfigsRequest,
  alterConfigsResponse,
  ApiKey,
  apis,
  createDelegationTokenRequest,
  createDelegationTokenResponse,
  createTopicsRequest,
  createTopicsResponse,
  deleteTopicsRequest,
  deleteTopicsResponse,
  describeConfigsRequest,
  describeConfigsResponse,
  describeGroupsRequest,
  describeGroupsResponse,
  leaveGroupRequest,
  leaveGroupResponse,
  listGroupsRequest,
  listGroupsResponse,
  listOffsetsRequest,
  listOffsetsResponse,
  newAlterConfigsResponse,
  newAlterConfigsResponseResourceResponse,
  newCreateDelegationTokenResponse,
  newCreateTopicsResponse,
  newCreateTopicsResponseCreatableTopicResult,
  newDeleteTopicsResponse,
  newDeleteTopicsResponseDeletableTopicResult,
  newDescribeConfigsResponse,
  newDescribeConfigsResponseResourceResult,
  newDescribeConfigsResponseResult,
  newDescribeGroupsResponse,
  newDescribeGroupsResponseDescribedGroup,
  newDescribeGroupsResponseDescribedGroupMember,
  newLeaveGroupResponse,
  newListGroupsResponse,
  newListGroupsResponseListedGroup,
  newListOffsetsResponse,
  newListOffsetsResponsePartitionResponse,
  newListOffsetsResponseTopicResponse,
  newOffsetFetchResponse,
  newOffsetFetchResponsePartition,
  newOffsetFetchResponseTopic,
  newUpdateFeaturesResponse,
  newUpdateFeaturesResponseUpdatableFeatureResult,
  offsetFetchRequest,
  offsetFetchResponse,
  updateFeaturesRequest,
  updateFeaturesResponse,
} from '#protocol';
import { writeAssignment } from '../assignors/subscription.ts';
import type { PartialFailure } from '../errors.ts';
import type { ScriptedBroker } from '../scripted-broker.testing.ts';
import { failure, itemCodes, onScript, type AdminWorld } from './admin.testing.ts';

/** The highest versions of Kafka 2.1.0, by API key; what is not named was not there. */
const KAFKA_2_1: Readonly<Record<number, number>> = {
  [ApiKey.Produce]: 7,
  [ApiKey.Fetch]: 10,
  [ApiKey.ListOffsets]: 4,
  [ApiKey.Metadata]: 7,
  [ApiKey.OffsetCommit]: 6,
  [ApiKey.OffsetFetch]: 5,
  [ApiKey.FindCoordinator]: 2,
  [ApiKey.JoinGroup]: 3,
  [ApiKey.Heartbeat]: 2,
  [ApiKey.LeaveGroup]: 2,
  [ApiKey.SyncGroup]: 2,
  [ApiKey.DescribeGroups]: 2,
  [ApiKey.ListGroups]: 2,
  [ApiKey.SaslHandshake]: 1,
  [ApiKey.ApiVersions]: 2,
  [ApiKey.CreateTopics]: 3,
  [ApiKey.DeleteTopics]: 3,
  [ApiKey.DeleteRecords]: 1,
  [ApiKey.InitProducerId]: 1,
  [ApiKey.DescribeAcls]: 1,
  [ApiKey.CreateAcls]: 1,
  [ApiKey.DeleteAcls]: 1,
  [ApiKey.DescribeConfigs]: 2,
  [ApiKey.AlterConfigs]: 1,
  [ApiKey.AlterReplicaLogDirs]: 1,
  [ApiKey.DescribeLogDirs]: 1,
  [ApiKey.CreatePartitions]: 1,
  [ApiKey.CreateDelegationToken]: 1,
  [ApiKey.DeleteGroups]: 1,
};

function makeOld(broker: ScriptedBroker): void {
  for (const { apiKey, request } of apis) {
    const highest = KAFKA_2_1[apiKey];
    broker.versions.set(apiKey, highest === undefined ? null : [request.minVersion, highest]);
  }
}

function onOldBroker(body: (world: AdminWorld) => Promise<void>): Promise<void> {
  return onScript(async (world) => {
    makeOld(world.brokers[0]);
    world.brokers[0].topics.set('orders', { partitions: 2 });
    await body(world);
  });
}

async function failsAsTooOld(call: Promise<unknown>, apiName: string): Promise<void> {
  const { code, message } = await failure(call);
  assert.equal(code, 'UNSUPPORTED_VERSION', message);
  assert.match(message, new RegExp(`roker 1.*${apiName}`));
}

test('topics and the cluster are described by Metadata', async () => {
  await onOldBroker(async ({ admin }) => {
    const [topic] = await admin.describeTopics(['orders']);
    assert.equal(topic!.topicId, null);
    assert.deepEqual(topic!.partitions[1], {
      partition: 1,
      leader: 1,
      leaderEpoch: 0,
      replicas: [1],
      isr: [1],
      offlineReplicas: [],
      eligibleLeaderReplicas: null,
      lastKnownEligibleLeaderReplicas: null,
    });
    assert.deepEqual(await admin.listTopics(), [{ name: 'orders', topicId: null, isInternal: false }]);
    const { clusterId, controller, nodes, authorizedOperations } = await admin.describeCluster();
    assert.deepEqual([clusterId, controller!.nodeId, nodes.length, authorizedOperations], ['scripted', 1, 1, null]);
    await failsAsTooOld(admin.describeCluster({ includeFencedBrokers: true }), 'DescribeCluster');
    await failsAsTooOld(admin.describeTopics([{ topicId: 'AAAAAAAAAAAAAAAAAAAAZw' }]), 'Metadata');
  });
});

test('a topic without numbers of its own cannot be made, one with them can', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    broker.on(createTopicsRequest, createTopicsResponse, ({ topics }) =>
      newCreateTopicsResponse({
        topics: topics.map(({ name }) => newCreateTopicsResponseCreatableTopicResult({ name })),
      }),
    );
    await failsAsTooOld(admin.createTopics([{ name: 'a', numPartitions: 2 }]), 'CreateTopics');
    const [made] = await admin.createTopics([{ name: 'a', numPartitions: 2, replicationFactor: 1 }]);
    assert.deepEqual([made!.topicId, made!.numPartitions], [null, -1]);
    await admin.createTopics([{ name: 'b', replicaAssignments: [{ partition: 0, replicas: [1] }] }]);
  });
});

test('topics are deleted by name, not by id', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    broker.on(deleteTopicsRequest, deleteTopicsResponse, ({ topicNames }) =>
      newDeleteTopicsResponse({
        responses: topicNames.map((name) => newDeleteTopicsResponseDeletableTopicResult({ name })),
      }),
    );
    await admin.deleteTopics(['orders', { name: 'other' }]);
    assert.deepEqual(broker.requests(deleteTopicsRequest)[0]!.topicNames, ['orders', 'other']);
    await failsAsTooOld(admin.deleteTopics([{ topicId: 'AAAAAAAAAAAAAAAAAAAAZw' }]), 'DeleteTopics');
  });
});

/** A broker whose topic has these configs of its own, besides `cleanup.policy=delete` by default. */
function keepConfigs(broker: ScriptedBroker, own: Readonly<Record<string, string | null>>): void {
  const set = Object.entries(own).map(([name, value]) =>
    newDescribeConfigsResponseResourceResult({ name, value, configSource: 1, isSensitive: value === null }),
  );
  const byDefault = newDescribeConfigsResponseResourceResult({
    name: 'cleanup.policy',
    value: 'delete',
    configSource: 5,
  });
  broker.on(describeConfigsRequest, describeConfigsResponse, ({ resources }) =>
    newDescribeConfigsResponse({
      results: resources.map(({ resourceType, resourceName }) =>
        newDescribeConfigsResponseResult({ resourceType, resourceName, configs: [...set, byDefault] }),
      ),
    }),
  );
  broker.on(alterConfigsRequest, alterConfigsResponse, ({ resources }) =>
    newAlterConfigsResponse({
      responses: resources.map(({ resourceType, resourceName }) =>
        newAlterConfigsResponseResourceResponse({ resourceType, resourceName }),
      ),
    }),
  );
}

test('a config is altered by writing all that are set, so that the others stay', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    keepConfigs(broker, { 'retention.ms': '1000', 'segment.ms': '50', 'flush.ms': '9' });
    await admin.incrementalAlterConfigs([
      {
        type: 'TOPIC',
        name: 'orders',
        operations: [
          { operation: 'SET', name: 'retention.ms', value: '2000' },
          { operation: 'DELETE', name: 'segment.ms' },
          { operation: 'APPEND', name: 'cleanup.policy', value: 'compact' },
        ],
      },
    ]);
    const [request] = broker.requests(alterConfigsRequest);
    const written = request!.resources[0]!.configs.map(({ name, value }) => `${name}=${value}`);
    assert.deepEqual(written, ['retention.ms=2000', 'flush.ms=9', 'cleanup.policy=delete,compact']);
  });
});

test('a password that would be lost with it keeps a config from being altered', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    keepConfigs(broker, { secret: null });
    const operations = [{ operation: 'SET', name: 'retention.ms', value: '1' }] as const;
    const error = await failure(admin.incrementalAlterConfigs([{ type: 'TOPIC', name: 'orders', operations }]));
    assert.equal(error.code, 'UNSUPPORTED_VERSION');
    assert.match(error.message, /secret/);
    assert.equal(broker.requests(alterConfigsRequest).length, 0);
  });
});

test('groups are listed without state and type; a filter by them says that the broker is too old', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    broker.on(listGroupsRequest, listGroupsResponse, () =>
      newListGroupsResponse({
        groups: [
          newListGroupsResponseListedGroup({ groupId: 'readers', protocolType: 'consumer' }),
          newListGroupsResponseListedGroup({ groupId: 'workers', protocolType: 'connect' }),
        ],
      }),
    );
    const [readers] = await admin.listConsumerGroups();
    assert.deepEqual(readers, {
      groupId: 'readers',
      type: null,
      protocolType: 'consumer',
      groupState: null,
      isSimpleConsumerGroup: false,
    });
    assert.equal((await admin.listGroups()).length, 2);
    await failsAsTooOld(admin.listGroups({ groupStates: ['EMPTY'] }), 'ListGroups');
    await failsAsTooOld(admin.listGroups({ types: ['SHARE'] }), 'ListGroups');
  });
});

test('a consumer group is described as a classic one, and a dead group is none', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    const assignment = writeAssignment([{ topic: 'orders', partition: 1 }], null);
    broker.on(describeGroupsRequest, describeGroupsResponse, ({ groups }) => {
      const members = [newDescribeGroupsResponseDescribedGroupMember({ memberId: 'm', memberAssignment: assignment })];
      const known: Readonly<Record<string, object>> = {
        readers: { groupState: 'Stable', protocolType: 'consumer', protocolData: 'range', members },
        workers: { groupState: 'Stable', protocolType: 'connect', protocolData: 'sessioned', members },
      };
      return newDescribeGroupsResponse({
        groups: groups.map((groupId) =>
          newDescribeGroupsResponseDescribedGroup({ groupId, groupState: 'Dead', ...known[groupId] }),
        ),
      });
    });
    const [readers] = await admin.describeConsumerGroups(['readers']);
    assert.equal(readers!.type, 'CLASSIC');
    assert.equal(readers!.groupState, 'STABLE');
    assert.deepEqual(readers!.members[0]!.assignment, [{ topic: 'orders', partition: 1 }]);
    assert.deepEqual(readers!.coordinator, { nodeId: 1, host: '127.0.0.1', port: broker.port, rack: null });
    const call = admin.describeConsumerGroups(['readers', 'workers', 'none']);
    assert.deepEqual(await itemCodes(call), [null, 'INCONSISTENT_GROUP_PROTOCOL', 'GROUP_ID_NOT_FOUND']);
    const [workers] = await admin.describeClassicGroups(['workers']);
    assert.deepEqual([workers!.protocolType, workers!.members[0]!.assignment], ['connect', []]);
    await failsAsTooOld(
      admin.describeClassicGroups(['readers'], { includeAuthorizedOperations: true }),
      'DescribeGroups',
    );
  });
});

test('offsets of several groups are asked for one by one, and stable ones not at all', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    broker.on(offsetFetchRequest, offsetFetchResponse, ({ groupId }) => {
      const partitions = [newOffsetFetchResponsePartition({ partitionIndex: 0, committedOffset: groupId.length })];
      return newOffsetFetchResponse({ topics: [newOffsetFetchResponseTopic({ name: 'orders', partitions })] });
    });
    const groups = await admin.listConsumerGroupOffsets([
      'a',
      { groupId: 'bb', partitions: [{ topic: 'orders', partition: 0 }] },
    ]);
    assert.deepEqual(
      groups.map(({ groupId, offsets }) => [groupId, offsets[0]!.offset]),
      [
        ['a', 1],
        ['bb', 2],
      ],
    );
    await failsAsTooOld(admin.listConsumerGroupOffsets(['a'], { requireStable: true }), 'OffsetFetch');
  });
});

test('a delegation token is made for oneself, and for nobody else', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    broker.on(createDelegationTokenRequest, createDelegationTokenResponse, () =>
      newCreateDelegationTokenResponse({ principalType: 'User', principalName: 'me', tokenId: 'id' }),
    );
    assert.equal((await admin.createDelegationToken()).owner, 'User:me');
    await failsAsTooOld(admin.createDelegationToken({ owner: 'User:other' }), 'CreateDelegationToken');
  });
});

test('members leave one by one by their ids, and static ones cannot be named', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    broker.on(leaveGroupRequest, leaveGroupResponse, ({ memberId }) =>
      newLeaveGroupResponse({ errorCode: memberId === 'b' ? 25 : 0 }),
    );
    const members = [{ memberId: 'a' }, { memberId: 'b' }, { groupInstanceId: 'c' }];
    const call = admin.removeMembersFromConsumerGroup('readers', { members });
    assert.deepEqual(await itemCodes(call), [null, 'UNKNOWN_MEMBER_ID', 'UNSUPPORTED_VERSION']);
  });
});

test('an offset of a kind that the broker does not know fails alone', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    broker.on(listOffsetsRequest, listOffsetsResponse, ({ topics }) =>
      newListOffsetsResponse({
        topics: topics.map(({ name, partitions }) =>
          newListOffsetsResponseTopicResponse({
            name,
            partitions: partitions.map(({ partitionIndex }) =>
              newListOffsetsResponsePartitionResponse({ partitionIndex, offset: 7 }),
            ),
          }),
        ),
      }),
    );
    const call = admin.listOffsets([
      { topic: 'orders', partition: 0, spec: 'maxTimestamp' },
      { topic: 'orders', partition: 1, spec: 'latest' },
    ]);
    const error = (await failure(call)) as PartialFailure;
    assert.match(error.results[0]!.error!.message, /ListOffsets up to version 4.*maxTimestamp/);
    assert.equal((error.results[1]!.value as { offset: number }).offset, 7);
  });
});

test('features of Kafka 2.7 are updated with its own word for a downgrade, and answered one by one', async () => {
  await onOldBroker(async ({ brokers: [broker], admin }) => {
    broker.versions.set(ApiKey.UpdateFeatures, [0, 0]);
    broker.on(updateFeaturesRequest, updateFeaturesResponse, ({ featureUpdates }) =>
      newUpdateFeaturesResponse({
        results: featureUpdates.map(({ feature, allowDowngrade }) =>
          newUpdateFeaturesResponseUpdatableFeatureResult({ feature, errorCode: allowDowngrade ? 0 : 42 }),
        ),
      }),
    );
    const call = admin.updateFeatures([
      { feature: 'down', maxVersionLevel: 1, upgradeType: 'SAFE_DOWNGRADE' },
      { feature: 'up', maxVersionLevel: 2 },
    ]);
    assert.deepEqual(await itemCodes(call), [null, 'INVALID_REQUEST']);
  });
});
