/** What Admin does to users, quotas, transactions, replicas and the cluster as a whole. */
import assert from 'node:assert/strict';
import type { QuotaEntityType } from '../../../src/client/index.ts';
import { eventually, failure, itemCodes } from '../outcomes.ts';
import type { ClientCheck } from '../scenario.ts';

const CLUSTER_ID = /^[\w-]{22}$/;

const userChecks: ClientCheck[] = [
  {
    name: 'passwords of a user are set for two mechanisms, told without themselves, and deleted',
    needs: ['scram'],
    run: async (world) => {
      const admin = world.admin();
      const user = world.unique('user');
      await admin.alterUserScramCredentials([
        { user, mechanism: 'SCRAM-SHA-256', password: 'secret' },
        { user, mechanism: 'SCRAM-SHA-512', password: 'secret', iterations: 8192 },
      ]);
      await eventually(world, 'both are told of', async () => {
        const [described] = await admin.describeUserScramCredentials([user]);
        return described!.credentials.length === 2;
      });
      const [described] = await admin.describeUserScramCredentials([user]);
      assert.deepEqual(
        described!.credentials.map(({ mechanism, iterations }) => `${mechanism} ${iterations}`).toSorted(),
        ['SCRAM-SHA-256 4096', 'SCRAM-SHA-512 8192'],
      );
      await admin.alterUserScramCredentials([{ user, mechanism: 'SCRAM-SHA-256', delete: true }]);
      await admin.alterUserScramCredentials([{ user, mechanism: 'SCRAM-SHA-512', delete: true }]);
      await eventually(world, 'they are gone', async () =>
        (await admin.describeUserScramCredentials()).every((one) => one.user !== user),
      );
      assert.equal((await failure(admin.describeUserScramCredentials([user]))).code, 'RESOURCE_NOT_FOUND');
    },
  },
  {
    name: 'quotas are set for users, clients and the default, found by filters, and taken away',
    needs: ['quotas'],
    run: async (world) => {
      const admin = world.admin();
      const user = world.unique('user');
      const entities: Partial<Record<QuotaEntityType, string | null>>[] = [{ user }, { user, 'client-id': null }];
      await admin.alterClientQuotas(
        entities.map((entity) => ({ entity, quotas: { producer_byte_rate: 1e6, request_percentage: 12.5 } })),
      );
      const components = [{ entityType: 'user', entityName: user }] as const;
      await eventually(
        world,
        'both are told of',
        async () => (await admin.describeClientQuotas({ components })).length === 2,
      );
      const [alone] = await admin.describeClientQuotas({ components, strict: true });
      assert.deepEqual(alone, { entity: { user }, quotas: { producer_byte_rate: 1e6, request_percentage: 12.5 } });
      const bad = [
        { entity: { user }, quotas: { no_such_quota: 1 } },
        { entity: { user, 'client-id': null }, quotas: { producer_byte_rate: null, request_percentage: null } },
      ];
      assert.deepEqual(await itemCodes(admin.alterClientQuotas(bad)), ['INVALID_REQUEST', null]);
      await admin.alterClientQuotas([
        { entity: { user }, quotas: { producer_byte_rate: null, request_percentage: null } },
      ]);
      await eventually(
        world,
        'they are gone',
        async () => (await admin.describeClientQuotas({ components })).length === 0,
      );
    },
  },
];

const transactionChecks: ClientCheck[] = [
  {
    name: 'an open transaction is listed and described, and ended by fencing its producer',
    needs: ['transactions', 'describe-transactions', 'describe-producers'],
    run: async (world) => {
      const topic = await world.createTopic();
      const transactionalId = world.unique('id');
      const producer = world.producer({ transactionalId });
      await producer.beginTransaction();
      await producer.send({ topic, value: 'open' });
      const admin = world.admin();
      const place = { topic, partition: 0 };
      const listed = await admin.listTransactions({ states: ['ONGOING'] });
      assert.ok(listed.some((one) => one.transactionalId === transactionalId));
      const [open] = await admin.describeTransactions([transactionalId]);
      assert.deepEqual([open!.state, open!.topicPartitions], ['ONGOING', [place]]);
      assert.ok(open!.transactionStartTimeMs! > 0);
      const [partition] = await admin.describeProducers([place]);
      const [active] = partition!.activeProducers;
      assert.deepEqual([active!.producerId, active!.currentTransactionStartOffset], [open!.producerId, 0]);
      const [fenced] = await admin.fenceProducers([transactionalId]);
      assert.equal(fenced!.transactionalId, transactionalId);
      await failure(producer.commitTransaction());
      await eventually(
        world,
        'it is aborted',
        async () => (await admin.describeTransactions([transactionalId]))[0]!.state !== 'ONGOING',
      );
      await admin.forceTerminateTransaction(transactionalId);
      assert.equal((await failure(admin.describeTransactions(['none']))).code, 'TRANSACTIONAL_ID_NOT_FOUND');
    },
  },
  {
    name: 'transactions are listed by a pattern of their ids',
    needs: ['transactions', 'transaction-patterns'],
    run: async (world) => {
      const topic = await world.createTopic();
      const transactionalId = world.unique('id');
      const producer = world.producer({ transactionalId });
      await producer.beginTransaction();
      await producer.send({ topic, value: 'open' });
      const listed = await world.admin().listTransactions({ transactionalIdPattern: `^${transactionalId}$` });
      assert.deepEqual(
        listed.map((one) => one.transactionalId),
        [transactionalId],
      );
      await producer.abortTransaction();
    },
  },
  {
    name: 'a transaction that hangs in a partition is aborted there',
    needs: ['transactions', 'describe-producers'],
    run: async (world) => {
      const topic = await world.createTopic();
      const producer = world.producer({ transactionalId: world.unique('id') });
      await producer.beginTransaction();
      await producer.send({ topic, value: 'hanging' });
      const admin = world.admin();
      const place = { topic, partition: 0 };
      const [partition] = await admin.describeProducers([place], { brokerId: 1 });
      const { producerId, producerEpoch, coordinatorEpoch } = partition!.activeProducers[0]!;
      await admin.abortTransaction({ ...place, producerId, producerEpoch, coordinatorEpoch: coordinatorEpoch ?? 0 });
      await eventually(world, 'nothing is open', async () => {
        const [now] = await admin.describeProducers([place]);
        return now!.activeProducers[0]!.currentTransactionStartOffset === null;
      });
    },
  },
];

const replicaChecks: ClientCheck[] = [
  {
    name: 'log directories tell the size of each replica, and one that there is not is named',
    run: async (world) => {
      const topic = await world.createTopic();
      await world.producer().send({ topic, value: 'x'.repeat(1000) });
      const admin = world.admin();
      const [broker] = await admin.describeLogDirs();
      const replica = broker!.logDirs[0]!.replicas.find((one) => one.topic === topic);
      assert.ok(replica!.size > 1000);
      assert.ok(broker!.logDirs[0]!.totalBytes! >= broker!.logDirs[0]!.usableBytes!);
      const [place] = await admin.describeReplicaLogDirs([{ topic, partition: 0, brokerId: 1 }]);
      assert.equal(place!.currentReplicaLogDir, broker!.logDirs[0]!.logDir);
      const missing = await failure(admin.describeLogDirs([77]));
      assert.deepEqual([missing.code, missing.nodeId], ['BROKER_NOT_AVAILABLE', 77]);
    },
  },
  {
    name: 'a replica cannot move to a directory that there is not',
    needs: ['alter-log-dirs'],
    run: async (world) => {
      const topic = await world.createTopic();
      const move = { topic, partition: 0, brokerId: 1, logDir: '/no/such/directory' };
      assert.equal((await failure(world.admin().alterReplicaLogDirs([move]))).code, 'LOG_DIR_NOT_FOUND');
    },
  },
  {
    name: 'partitions are moved to where they are, and not to brokers that there are not',
    needs: ['reassignments', 'elect-leaders'],
    run: async (world) => {
      const topic = await world.createTopic({ partitions: 3 });
      const admin = world.admin();
      const call = admin.alterPartitionReassignments([
        { topic, partition: 0, targetReplicas: [1] },
        { topic, partition: 1, targetReplicas: [9] },
        { topic, partition: 2, targetReplicas: null },
      ]);
      assert.deepEqual(await itemCodes(call), [null, 'INVALID_REPLICA_ASSIGNMENT', 'NO_REASSIGNMENT_IN_PROGRESS']);
      assert.deepEqual(await admin.listPartitionReassignments([{ topic, partition: 0 }]), []);
      const election = admin.electLeaders('PREFERRED', [
        { topic, partition: 0 },
        { topic, partition: 9 },
      ]);
      assert.deepEqual(await itemCodes(election), ['ELECTION_NOT_NEEDED', 'UNKNOWN_TOPIC_OR_PARTITION']);
    },
  },
];

const clusterChecks: ClientCheck[] = [
  {
    name: 'the cluster tells its id, nodes and controller',
    run: async (world) => {
      const { clusterId, controller, nodes, authorizedOperations } = await world.admin().describeCluster();
      assert.match(clusterId!, CLUSTER_ID);
      assert.deepEqual(
        nodes.map(({ nodeId }) => nodeId),
        [1],
      );
      assert.equal(`${controller!.host}:${controller!.port}`, world.bootstrap);
      assert.equal(authorizedOperations, null);
    },
  },
  {
    name: 'the cluster tells its id, nodes and controller, and what one may do',
    needs: ['authorized-operations', 'fenced-brokers'],
    run: async (world) => {
      const options = { includeAuthorizedOperations: true, includeFencedBrokers: true };
      const { clusterId, controller, nodes, authorizedOperations } = await world.admin().describeCluster(options);
      assert.match(clusterId!, CLUSTER_ID);
      assert.deepEqual(
        nodes.map(({ nodeId, isFenced }) => [nodeId, isFenced]),
        [[1, false]],
      );
      assert.equal(`${controller!.host}:${controller!.port}`, world.bootstrap);
      assert.ok(authorizedOperations!.includes('CREATE'));
    },
  },
  {
    name: 'features are told, and updated only to levels that there are',
    needs: ['update-features'],
    run: async (world) => {
      const admin = world.admin();
      const { finalizedFeatures, supportedFeatures } = await admin.describeFeatures();
      const { feature, maxVersionLevel } = finalizedFeatures.find((one) => one.feature === 'group.version')!;
      assert.ok(supportedFeatures.some((one) => one.feature === feature && one.maxVersion >= maxVersionLevel));
      await admin.updateFeatures([{ feature, maxVersionLevel: 0, upgradeType: 'SAFE_DOWNGRADE' }], {
        validateOnly: true,
      });
      const beyond = await failure(admin.updateFeatures([{ feature, maxVersionLevel: 99 }]));
      assert.equal(beyond.code, 'INVALID_UPDATE_VERSION');
    },
  },
  {
    name: 'the quorum tells its leader and voters, a static one takes no others, and no stranger is taken out',
    needs: ['quorum', 'raft-voters', 'unregister-broker'],
    run: async (world) => {
      const admin = world.admin();
      const { leaderId, voters, highWatermark } = await admin.describeMetadataQuorum();
      assert.deepEqual([leaderId, voters.map(({ replicaId }) => replicaId)], [1, [1]]);
      assert.ok(highWatermark > 0);
      const voter = { voterId: 5, voterDirectoryId: 'AAAAAAAAAAAAAAAAAAAAZw' };
      const endpoints = [{ name: 'CONTROLLER', host: '127.0.0.1', port: 1 }];
      assert.equal((await failure(admin.addRaftVoter({ ...voter, endpoints }))).code, 'UNSUPPORTED_VERSION');
      assert.equal((await failure(admin.removeRaftVoter(voter))).code, 'UNSUPPORTED_VERSION');
      assert.equal((await failure(admin.unregisterBroker(99))).code, 'BROKER_ID_NOT_REGISTERED');
    },
  },
];

export const adminClusterChecks: readonly ClientCheck[] = [
  ...userChecks,
  ...transactionChecks,
  ...replicaChecks,
  ...clusterChecks,
];
