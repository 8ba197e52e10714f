/** What each request needs, from outside: refused without the ACL, answered with it, and no name told that is not for the client. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AclPatternType, AclPermissionType } from '#metadata';
import * as protocol from '#protocol';
import { Errors, ZERO_UUID } from '#protocol';
import { metadataOf } from '../admin.testing.ts';
import { AclOperation, AclResourceType } from '../authorization.ts';
import { batchOf, startTestBroker, type TestClient } from '../broker.testing.ts';
import { createTopic, produce } from '../requests.testing.ts';
import {
  type Acl,
  assertNeeds,
  codesOf,
  EVERY_ACL,
  login,
  needs,
  row,
  type Row,
  withSecuredBroker,
} from './secured-broker.testing.ts';

const { TOPIC, GROUP, CLUSTER, TRANSACTIONAL_ID, USER } = AclResourceType;
const { ALL, READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, CLUSTER_ACTION, DESCRIBE_CONFIGS, ALTER_CONFIGS } =
  AclOperation;
const { TOPIC_AUTHORIZATION_FAILED, GROUP_AUTHORIZATION_FAILED, CLUSTER_AUTHORIZATION_FAILED } = Errors;
const p = protocol;
const timeoutMs = 1000;
const cluster = (operation: number): Acl[] => [[CLUSTER, 'kafka-cluster', operation]];
const config = (resourceType: number, resourceName: string) => ({
  resourceType,
  resourceName,
  configurationKeys: null,
});
const groupMember = { groupId: 'g', generationId: 1, memberId: 'm' };

const ROWS: readonly Row[] = [
  row(
    [p.listOffsetsRequest, p.listOffsetsResponse],
    p.newListOffsetsRequest({
      topics: [{ name: 't', partitions: [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp: -1 }] }],
    }),
    { ...needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', DESCRIBE]), version: 8 },
  ),
  row(
    [p.metadataRequest, p.metadataResponse],
    p.newMetadataRequest({ topics: [{ name: 't', topicId: ZERO_UUID }], allowAutoTopicCreation: false }),
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', DESCRIBE]),
  ),
  row(
    [p.metadataRequest, p.metadataResponse],
    p.newMetadataRequest({ topics: [{ name: 'new', topicId: ZERO_UUID }], allowAutoTopicCreation: true }),
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 'new', DESCRIBE], [TOPIC, 'new', CREATE]),
  ),
  row(
    [p.findCoordinatorRequest, p.findCoordinatorResponse],
    p.newFindCoordinatorRequest({ keyType: 0, coordinatorKeys: ['g'] }),
    needs(GROUP_AUTHORIZATION_FAILED, [GROUP, 'g', DESCRIBE]),
  ),
  row(
    [p.findCoordinatorRequest, p.findCoordinatorResponse],
    p.newFindCoordinatorRequest({ keyType: 1, coordinatorKeys: ['x'] }),
    needs(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, [TRANSACTIONAL_ID, 'x', DESCRIBE]),
  ),
  row(
    [p.heartbeatRequest, p.heartbeatResponse],
    p.newHeartbeatRequest(groupMember),
    needs(GROUP_AUTHORIZATION_FAILED, [GROUP, 'g', READ]),
  ),
  row(
    [p.syncGroupRequest, p.syncGroupResponse],
    p.newSyncGroupRequest({ ...groupMember, protocolType: 'consumer', protocolName: 'range' }),
    needs(GROUP_AUTHORIZATION_FAILED, [GROUP, 'g', READ]),
  ),
  row(
    [p.leaveGroupRequest, p.leaveGroupResponse],
    p.newLeaveGroupRequest({ groupId: 'g', members: [{ memberId: 'm', groupInstanceId: null, reason: null }] }),
    needs(GROUP_AUTHORIZATION_FAILED, [GROUP, 'g', READ]),
  ),
  row(
    [p.joinGroupRequest, p.joinGroupResponse],
    p.newJoinGroupRequest({
      groupId: 'g',
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 1000,
      protocolType: 'consumer',
    }),
    needs(GROUP_AUTHORIZATION_FAILED, [GROUP, 'g', READ]),
  ),
  row(
    [p.offsetCommitRequest, p.offsetCommitResponse],
    p.newOffsetCommitRequest({
      groupId: 'g',
      generationIdOrMemberEpoch: -1,
      topics: [
        {
          name: 't',
          topicId: ZERO_UUID,
          partitions: [{ partitionIndex: 0, committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: '' }],
        },
      ],
    }),
    { ...needs(TOPIC_AUTHORIZATION_FAILED, [GROUP, 'g', READ], [TOPIC, 't', READ]), version: 9 },
  ),
  row(
    [p.offsetFetchRequest, p.offsetFetchResponse],
    p.newOffsetFetchRequest({
      groups: [
        {
          groupId: 'g',
          memberId: null,
          memberEpoch: -1,
          topics: [{ name: 't', topicId: ZERO_UUID, partitionIndexes: [0] }],
        },
      ],
    }),
    { ...needs(TOPIC_AUTHORIZATION_FAILED, [GROUP, 'g', DESCRIBE], [TOPIC, 't', DESCRIBE]), version: 9 },
  ),
  row(
    [p.offsetDeleteRequest, p.offsetDeleteResponse],
    p.newOffsetDeleteRequest({ groupId: 'g', topics: [{ name: 't', partitions: [{ partitionIndex: 0 }] }] }),
    needs(TOPIC_AUTHORIZATION_FAILED, [GROUP, 'g', DELETE], [TOPIC, 't', READ]),
  ),
  row(
    [p.describeGroupsRequest, p.describeGroupsResponse],
    p.newDescribeGroupsRequest({ groups: ['g'] }),
    needs(GROUP_AUTHORIZATION_FAILED, [GROUP, 'g', DESCRIBE]),
  ),
  row([p.deleteGroupsRequest, p.deleteGroupsResponse], p.newDeleteGroupsRequest({ groupsNames: ['g'] }), {
    ...needs(GROUP_AUTHORIZATION_FAILED, [GROUP, 'g', DELETE]),
    version: 2,
  }),
  row(
    [p.createTopicsRequest, p.createTopicsResponse],
    p.newCreateTopicsRequest({
      topics: [{ name: 'made', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }],
      timeoutMs,
    }),
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 'made', CREATE]),
  ),
  row(
    [p.deleteTopicsRequest, p.deleteTopicsResponse],
    p.newDeleteTopicsRequest({ topics: [{ name: 'gone', topicId: ZERO_UUID }], timeoutMs }),
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 'gone', DELETE]),
  ),
  row(
    [p.deleteRecordsRequest, p.deleteRecordsResponse],
    p.newDeleteRecordsRequest({ topics: [{ name: 't', partitions: [{ partitionIndex: 0, offset: -1 }] }], timeoutMs }),
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', DELETE]),
  ),
  row(
    [p.createPartitionsRequest, p.createPartitionsResponse],
    p.newCreatePartitionsRequest({ topics: [{ name: 't', count: 1, assignments: null }], timeoutMs }),
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', ALTER]),
  ),
  row(
    [p.describeConfigsRequest, p.describeConfigsResponse],
    p.newDescribeConfigsRequest({ resources: [config(2, 't')] }),
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', DESCRIBE_CONFIGS]),
  ),
  row(
    [p.describeConfigsRequest, p.describeConfigsResponse],
    p.newDescribeConfigsRequest({ resources: [config(4, '1'), config(8, '1'), config(16, 'm')] }),
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(DESCRIBE_CONFIGS)),
  ),
  row(
    [p.describeConfigsRequest, p.describeConfigsResponse],
    p.newDescribeConfigsRequest({ resources: [config(32, 'g')] }),
    needs(GROUP_AUTHORIZATION_FAILED, [GROUP, 'g', DESCRIBE_CONFIGS]),
  ),
  row(
    [p.incrementalAlterConfigsRequest, p.incrementalAlterConfigsResponse],
    p.newIncrementalAlterConfigsRequest({
      resources: [
        {
          resourceType: 2,
          resourceName: 't',
          configs: [{ name: 'retention.ms', configOperation: 0, value: '1000000' }],
        },
      ],
    }),
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', ALTER_CONFIGS]),
  ),
  row(
    [p.alterConfigsRequest, p.alterConfigsResponse],
    p.newAlterConfigsRequest({ resources: [{ resourceType: 4, resourceName: '', configs: [] }] }),
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(ALTER_CONFIGS)),
  ),
  row(
    [p.describeLogDirsRequest, p.describeLogDirsResponse],
    p.newDescribeLogDirsRequest({ topics: null }),
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(DESCRIBE)),
  ),
  row(
    [p.listConfigResourcesRequest, p.listConfigResourcesResponse],
    p.newListConfigResourcesRequest(),
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(DESCRIBE_CONFIGS)),
  ),
  row(
    [p.offsetForLeaderEpochRequest, p.offsetForLeaderEpochResponse],
    p.newOffsetForLeaderEpochRequest({
      topics: [{ topic: 't', partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] }],
    }),
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', DESCRIBE]),
  ),
  row(
    [p.describeTopicPartitionsRequest, p.describeTopicPartitionsResponse],
    p.newDescribeTopicPartitionsRequest({ topics: [{ name: 't' }], responsePartitionLimit: 10 }),
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', DESCRIBE]),
  ),
  row(
    [p.initProducerIdRequest, p.initProducerIdResponse],
    p.newInitProducerIdRequest({ transactionalId: null, transactionTimeoutMs: 1000 }),
    { ...needs(CLUSTER_AUTHORIZATION_FAILED, [TOPIC, 'any', WRITE]), version: 5 },
  ),
  row(
    [p.describeAclsRequest, p.describeAclsResponse],
    p.newDescribeAclsRequest(EVERY_ACL),
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(DESCRIBE)),
  ),
  row(
    [p.createAclsRequest, p.createAclsResponse],
    { creations: [{ ...newAcl() }] },
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(ALTER)),
  ),
  row(
    [p.deleteAclsRequest, p.deleteAclsResponse],
    { filters: [{ ...EVERY_ACL, principalFilter: 'User:nobody' }] },
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(ALTER)),
  ),
  row(
    [p.describeClientQuotasRequest, p.describeClientQuotasResponse],
    p.newDescribeClientQuotasRequest(),
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(DESCRIBE_CONFIGS)),
  ),
  row(
    [p.alterClientQuotasRequest, p.alterClientQuotasResponse],
    p.newAlterClientQuotasRequest({ entries: [{ entity: [{ entityType: 'user', entityName: 'u' }], ops: [] }] }),
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(ALTER_CONFIGS)),
  ),
  row(
    [p.describeUserScramCredentialsRequest, p.describeUserScramCredentialsResponse],
    { users: null },
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(DESCRIBE)),
  ),
  row(
    [p.alterUserScramCredentialsRequest, p.alterUserScramCredentialsResponse],
    { deletions: [{ name: 'u', mechanism: 1 }], upsertions: [] },
    needs(CLUSTER_AUTHORIZATION_FAILED, ...cluster(ALTER)),
  ),
  row(
    [p.createDelegationTokenRequest, p.createDelegationTokenResponse],
    p.newCreateDelegationTokenRequest({ ownerPrincipalType: 'User', ownerPrincipalName: 'bob', maxLifetimeMs: -1 }),
    needs(Errors.DELEGATION_TOKEN_AUTHORIZATION_FAILED, [USER, 'User:bob', AclOperation.CREATE_TOKENS]),
  ),
  row([p.fetchRequest, p.fetchResponse], fetchOf(-1), {
    ...needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', READ]),
    version: 12,
  }),
  row([p.fetchRequest, p.fetchResponse], fetchOf(7), {
    ...needs(TOPIC_AUTHORIZATION_FAILED, ...cluster(CLUSTER_ACTION)),
    version: 12,
  }),
  row(
    [p.produceRequest, p.produceResponse],
    p.newProduceRequest({
      acks: 1,
      timeoutMs,
      topicData: [{ name: 't', topicId: ZERO_UUID, partitionData: [{ index: 0, records: [batchOf([['k', 'v']])] }] }],
    }),
    { ...needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', WRITE]), version: 12 },
  ),
];

function newAcl(): protocol.CreateAclsRequestAclCreation {
  const resource = { resourceType: TOPIC, resourceName: 'z', resourcePatternType: AclPatternType.LITERAL };
  return { ...resource, principal: 'User:z', host: '*', operation: READ, permissionType: AclPermissionType.ALLOW };
}

function fetchOf(replicaId: number): protocol.FetchRequest {
  const partition = protocol.newFetchRequestPartition({ partition: 0, partitionMaxBytes: 1000 });
  const topics = [{ topic: 't', topicId: ZERO_UUID, partitions: [partition] }];
  return protocol.newFetchRequest({ replicaId, maxBytes: 1000, topics });
}

test('every request needs its ACLs: all but one of them are not enough, and with all of them it is answered', () =>
  withSecuredBroker(async (secured) => {
    await createTopic(secured.admin, 't');
    await createTopic(secured.admin, 'gone');
    await assertNeeds(secured, ROWS);
  }));

test('whoever asks for all topics or groups gets those that are theirs, and no sign of the others', () =>
  withSecuredBroker(async ({ admin, alice, allow }) => {
    for (const name of ['mine', 'theirs']) await createTopic(admin, name);
    await allow([TOPIC, 'mine', READ]);
    const all = [p.metadataRequest, p.metadataResponse] as const;
    const names = async (client: TestClient): Promise<(string | null)[]> =>
      (await client.call(all, p.newMetadataRequest({ topics: null }))).topics.map(({ name }) => name);
    assert.deepEqual(await names(alice), ['mine']);
    assert.deepEqual((await names(admin)).toSorted(), ['mine', 'theirs']);
    const described = await alice.call(
      [p.describeTopicPartitionsRequest, p.describeTopicPartitionsResponse],
      p.newDescribeTopicPartitionsRequest({ responsePartitionLimit: 10 }),
    );
    assert.deepEqual(
      described.topics.map(({ name }) => name),
      ['mine'],
    );
    const named = await alice.call(
      all,
      p.newMetadataRequest({
        topics: ['theirs', 'nowhere'].map((name) => ({ name, topicId: ZERO_UUID })),
        allowAutoTopicCreation: true,
      }),
    );
    // One that there is and one that there is not look the same.
    const [theirs, nowhere] = named.topics;
    assert.deepEqual({ ...theirs, name: '' }, { ...nowhere, name: '' });
    assert.equal((await metadataOf(admin, 'nowhere')).errorCode, Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    const topicId = (await metadataOf(admin, 'theirs')).topicId;
    const byId = await alice.call(all, p.newMetadataRequest({ topics: [{ name: null, topicId }] }));
    assert.deepEqual(
      byId.topics.map(({ name, errorCode }) => [name, errorCode]),
      [[null, TOPIC_AUTHORIZATION_FAILED.code]],
    );
  }));

test('authorized operations are those that the client may do', () =>
  withSecuredBroker(async ({ admin, alice, allow }) => {
    await createTopic(admin, 't');
    await allow([TOPIC, 't', READ], [CLUSTER, 'kafka-cluster', DESCRIBE]);
    const request = { topics: [{ name: 't', topicId: ZERO_UUID }], includeTopicAuthorizedOperations: true };
    const asked = p.newMetadataRequest({ ...request, includeClusterAuthorizedOperations: true });
    const answer = await alice.call([p.metadataRequest, p.metadataResponse], asked, 10);
    assert.equal(answer.topics[0]!.topicAuthorizedOperations, (1 << READ) | (1 << DESCRIBE));
    assert.equal(answer.clusterAuthorizedOperations, 1 << DESCRIBE);
  }));

test('an ACL acts at once, also against who is connected, and is there after a restart', () =>
  withSecuredBroker(async ({ broker, admin, alice, allow }) => {
    await createTopic(admin, 't');
    const fetch = (client: TestClient): Promise<number[]> =>
      client.call([p.fetchRequest, p.fetchResponse], fetchOf(-1), 12).then(codesOf);
    await allow([TOPIC, 't', ALL]);
    assert.deepEqual(await fetch(alice), []);
    await allow([TOPIC, 't', READ, { permissionType: AclPermissionType.DENY, host: '127.0.0.1' }]);
    assert.deepEqual(await fetch(alice), [TOPIC_AUTHORIZATION_FAILED.code]);
    await broker.restart();
    assert.deepEqual(await fetch(await login(broker, 'alice')), [TOPIC_AUTHORIZATION_FAILED.code]);
  }));

test('a refusal is logged once a minute, with who, what and from where; what lists leave out is not', () =>
  withSecuredBroker(async ({ broker, admin, alice }) => {
    await createTopic(admin, 'closed');
    await alice.call([p.metadataRequest, p.metadataResponse], p.newMetadataRequest({ topics: null }));
    for (let i = 0; i < 3; i++) {
      const { errorCode } = await produce(alice, 'closed', batchOf([[null, 'value']]), { version: 9 });
      assert.equal(errorCode, Errors.TOPIC_AUTHORIZATION_FAILED.code);
    }
    const denied = broker.logLines.filter(({ message }) => message === 'Denied');
    assert.deepEqual(
      denied.map(({ fields }) => fields),
      [{ principal: 'User:alice', host: '127.0.0.1', operation: 'WRITE', resource: 'TOPIC:closed' }],
    );
  }));

test('without an authorizer everybody may do everything, and ACLs are SECURITY_DISABLED', async () => {
  const broker = await startTestBroker();
  const client = await broker.connect();
  const codes = [
    codesOf(await client.call([p.describeAclsRequest, p.describeAclsResponse], p.newDescribeAclsRequest(EVERY_ACL))),
    codesOf(await client.call([p.createAclsRequest, p.createAclsResponse], { creations: [newAcl()] })),
    codesOf(await client.call([p.deleteAclsRequest, p.deleteAclsResponse], { filters: [EVERY_ACL] })),
  ];
  assert.deepEqual(new Set(codes.flat()), new Set([Errors.SECURITY_DISABLED.code]));
  assert.equal(codes.flat().length, 3);
  await broker.stop();
});
