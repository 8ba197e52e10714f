/** Transactions, replicas, features and the quorum as they go over the wire and come back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addRaftVoterRequest,
  addRaftVoterResponse,
  alterPartitionReassignmentsRequest,
  alterPartitionReassignmentsResponse,
  alterReplicaLogDirsRequest,
  alterReplicaLogDirsResponse,
  describeClusterRequest,
  describeClusterResponse,
  describeLogDirsRequest,
  describeLogDirsResponse,
  describeProducersRequest,
  describeProducersResponse,
  describeQuorumRequest,
  describeQuorumResponse,
  describeTransactionsRequest,
  describeTransactionsResponse,
  electLeadersRequest,
  electLeadersResponse,
  initProducerIdRequest,
  initProducerIdResponse,
  listPartitionReassignmentsRequest,
  listPartitionReassignmentsResponse,
  listTransactionsRequest,
  listTransactionsResponse,
  newAddRaftVoterResponse,
  newAlterPartitionReassignmentsResponse,
  newAlterReplicaLogDirsResponse,
  newDescribeClusterResponse,
  newDescribeClusterResponseBroker,
  newDescribeLogDirsResponse,
  newDescribeLogDirsResponsePartition,
  newDescribeLogDirsResponseResult,
  newDescribeLogDirsResponseTopic,
  newDescribeProducersResponse,
  newDescribeProducersResponsePartitionResponse,
  newDescribeProducersResponseProducerState,
  newDescribeQuorumResponse,
  newDescribeQuorumResponsePartitionData,
  newDescribeQuorumResponseReplicaState,
  newDescribeTransactionsResponse,
  newDescribeTransactionsResponseTransactionState,
  newElectLeadersResponse,
  newInitProducerIdResponse,
  newListPartitionReassignmentsResponse,
  newListTransactionsResponse,
  newUnregisterBrokerResponse,
  newUpdateFeaturesResponse,
  newWriteTxnMarkersResponse,
  unregisterBrokerRequest,
  unregisterBrokerResponse,
  updateFeaturesRequest,
  updateFeaturesResponse,
  writeTxnMarkersRequest,
  writeTxnMarkersResponse,
} from '#protocol';
import type { ScriptedBroker } from '../scripted-broker.testing.ts';
import { failure, itemCodes, onScript } from './admin.testing.ts';

const orders = (...partitions: number[]): { topic: string; partition: number }[] =>
  partitions.map((partition) => ({ topic: 'orders', partition }));

test('a cluster is described with its fenced brokers and what the caller may do', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(describeClusterRequest, describeClusterResponse, ({ includeFencedBrokers }) => {
      const brokers = [1, 2].map((brokerId) =>
        newDescribeClusterResponseBroker({ brokerId, host: 'h', port: 9092, isFenced: brokerId === 2 }),
      );
      return newDescribeClusterResponse({
        clusterId: 'c',
        controllerId: 2,
        brokers: brokers.filter(({ isFenced }) => includeFencedBrokers || !isFenced),
        clusterAuthorizedOperations: 1 << 9,
      });
    });
    const described = await admin.describeCluster({ includeFencedBrokers: true, includeAuthorizedOperations: true });
    assert.deepEqual(described, {
      clusterId: 'c',
      controller: { nodeId: 2, host: 'h', port: 9092, rack: null },
      nodes: [
        { nodeId: 1, host: 'h', port: 9092, rack: null, isFenced: false },
        { nodeId: 2, host: 'h', port: 9092, rack: null, isFenced: true },
      ],
      authorizedOperations: ['CLUSTER_ACTION'],
    });
    assert.equal((await admin.describeCluster()).controller, null, 'a controller that is not told of is none');
  });
});

test('transactions are described, those that are not open without a start', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(describeTransactionsRequest, describeTransactionsResponse, ({ transactionalIds }) =>
      newDescribeTransactionsResponse({
        transactionStates: transactionalIds.map((transactionalId) =>
          newDescribeTransactionsResponseTransactionState({
            transactionalId,
            errorCode: transactionalId === 'none' ? 105 : 0,
            transactionState: transactionalId === 'open' ? 'Ongoing' : 'CompleteCommit',
            transactionStartTimeMs: transactionalId === 'open' ? 77 : -1,
            topics: [{ topic: 'orders', partitions: [0, 2] }],
          }),
        ),
      }),
    );
    const [open, done] = await admin.describeTransactions(['open', 'done']);
    assert.deepEqual([open!.state, open!.transactionStartTimeMs, open!.coordinatorId], ['ONGOING', 77, 1]);
    assert.deepEqual(open!.topicPartitions, orders(0, 2));
    assert.deepEqual([done!.state, done!.transactionStartTimeMs], ['COMPLETE_COMMIT', null]);
    assert.deepEqual(await itemCodes(admin.describeTransactions(['open', 'none'])), [
      null,
      'TRANSACTIONAL_ID_NOT_FOUND',
    ]);
  });
});

test('transactions are listed from all brokers, once those that still load have done so', async () => {
  await onScript(
    async ({ brokers, admin }) => {
      let isLoading = true;
      for (const broker of brokers) {
        broker.on(listTransactionsRequest, listTransactionsResponse, () => {
          const errorCode = broker.nodeId === 2 && isLoading ? 14 : 0;
          isLoading &&= broker.nodeId !== 2;
          const transactionalId = `of ${broker.nodeId}`;
          const state = { transactionalId, producerId: 9, transactionState: 'PrepareEpochFence' };
          return newListTransactionsResponse({ errorCode, transactionStates: errorCode === 0 ? [state] : [] });
        });
      }
      const filters = { states: ['ONGOING'], producerIds: [9], durationMs: 5, transactionalIdPattern: 'of.*' } as const;
      assert.deepEqual(await admin.listTransactions(filters), [
        { transactionalId: 'of 1', producerId: 9, state: 'PREPARE_EPOCH_FENCE' },
        { transactionalId: 'of 2', producerId: 9, state: 'PREPARE_EPOCH_FENCE' },
      ]);
      assert.deepEqual(brokers[0].requests(listTransactionsRequest)[0], {
        stateFilters: ['Ongoing'],
        producerIdFilters: [9],
        durationFilter: 5,
        transactionalIdPattern: 'of.*',
      });
    },
    { brokers: 2 },
  );
});

test('producers are fenced by a new epoch, as soon as the transaction before has ended', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    let attempts = 0;
    broker.on(initProducerIdRequest, initProducerIdResponse, () =>
      ++attempts === 1
        ? newInitProducerIdResponse({ errorCode: 51 })
        : newInitProducerIdResponse({ producerId: 4000, producerEpoch: 8 }),
    );
    const fenced = await admin.fenceProducers(['tx']);
    assert.deepEqual(fenced, [{ transactionalId: 'tx', producerId: 4000, producerEpoch: 8 }]);
    assert.equal(attempts, 2);
    await admin.forceTerminateTransaction('tx');
    const [, , terminating] = broker.requests(initProducerIdRequest);
    assert.deepEqual([terminating!.transactionalId, terminating!.keepPreparedTxn], ['tx', false]);
  });
});

test('a hanging transaction is found by its producer and aborted at its leader', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.topics.set('orders', { partitions: 2 });
    broker.on(describeProducersRequest, describeProducersResponse, ({ topics }) =>
      newDescribeProducersResponse({
        topics: topics.map(({ name, partitionIndexes }) => ({
          name,
          partitions: partitionIndexes.map((partitionIndex) => {
            const hanging = { producerId: 5, producerEpoch: 2, coordinatorEpoch: -1, currentTxnStartOffset: 100 };
            const activeProducers = [newDescribeProducersResponseProducerState(hanging)];
            return newDescribeProducersResponsePartitionResponse({ partitionIndex, activeProducers });
          }),
        })),
      }),
    );
    broker.on(writeTxnMarkersRequest, writeTxnMarkersResponse, ({ markers }) =>
      newWriteTxnMarkersResponse({
        markers: markers.map(({ producerId, topics }) => ({
          producerId,
          topics: topics.map(({ name, partitionIndexes }) => ({
            name,
            partitions: partitionIndexes.map((partitionIndex) => ({
              partitionIndex,
              errorCode: producerId === 5 ? 0 : 31,
            })),
          })),
        })),
      }),
    );
    const [partition] = await admin.describeProducers(orders(1));
    const [producer] = partition!.activeProducers;
    assert.deepEqual([producer!.coordinatorEpoch, producer!.currentTransactionStartOffset], [null, 100]);
    const { producerId, producerEpoch } = producer!;
    await admin.abortTransaction({ topic: 'orders', partition: 1, producerId, producerEpoch });
    const [marker] = broker.requests(writeTxnMarkersRequest)[0]!.markers;
    assert.deepEqual([marker!.transactionResult, marker!.coordinatorEpoch], [false, 0]);
    const refused = admin.abortTransaction({ topic: 'orders', partition: 1, producerId: 6, producerEpoch: 0 });
    assert.equal((await failure(refused)).code, 'CLUSTER_AUTHORIZATION_FAILED');
  });
});

/** `/a` holds partition 0 of orders and receives partition 1, which is in `/b`; `/c` is offline. */
function keepLogDirs(broker: ScriptedBroker): void {
  const topic = (partitionIndex: number, isFutureKey: boolean): ReturnType<typeof newDescribeLogDirsResponseTopic> => {
    const partition = { partitionIndex, partitionSize: 10, offsetLag: isFutureKey ? 3 : 0, isFutureKey };
    return newDescribeLogDirsResponseTopic({
      name: 'orders',
      partitions: [newDescribeLogDirsResponsePartition(partition)],
    });
  };
  broker.on(describeLogDirsRequest, describeLogDirsResponse, () =>
    newDescribeLogDirsResponse({
      results: [
        newDescribeLogDirsResponseResult({ logDir: '/a', totalBytes: 100, topics: [topic(0, false), topic(1, true)] }),
        newDescribeLogDirsResponseResult({ logDir: '/b', topics: [topic(1, false)] }),
        newDescribeLogDirsResponseResult({ logDir: '/c', errorCode: 56 }),
      ],
    }),
  );
}

test('log directories tell what is in them, which is offline, and where replicas move to', async () => {
  await onScript(
    async ({ brokers, admin }) => {
      for (const broker of brokers) keepLogDirs(broker);
      const all = await admin.describeLogDirs();
      assert.deepEqual(
        all.map(({ brokerId }) => brokerId),
        [1, 2],
      );
      const [a, b, c] = all[1]!.logDirs;
      assert.deepEqual([a!.totalBytes, b!.totalBytes, a!.error], [100, null, null]);
      assert.equal(c!.error!.code, 'KAFKA_STORAGE_ERROR');
      const [moving, missing] = await admin.describeReplicaLogDirs(
        orders(1, 7).map((place) => ({ ...place, brokerId: 2 })),
      );
      assert.deepEqual(moving, {
        topic: 'orders',
        partition: 1,
        brokerId: 2,
        currentReplicaLogDir: '/b',
        currentReplicaOffsetLag: 0,
        futureReplicaLogDir: '/a',
        futureReplicaOffsetLag: 3,
      });
      assert.equal(missing!.currentReplicaLogDir, null);
    },
    { brokers: 2 },
  );
});

test('replicas move within their brokers, each broker asked about its own', async () => {
  await onScript(
    async ({ brokers, admin }) => {
      for (const broker of brokers) {
        broker.on(alterReplicaLogDirsRequest, alterReplicaLogDirsResponse, ({ dirs }) =>
          newAlterReplicaLogDirsResponse({
            results: dirs.flatMap(({ path, topics }) =>
              topics.map(({ name, partitions }) => ({
                topicName: name,
                partitions: partitions.map((partitionIndex) => ({ partitionIndex, errorCode: path === '/b' ? 0 : 57 })),
              })),
            ),
          }),
        );
      }
      const call = admin.alterReplicaLogDirs([
        { topic: 'orders', partition: 0, brokerId: 1, logDir: '/b' },
        { topic: 'orders', partition: 0, brokerId: 2, logDir: '/x' },
        { topic: 'orders', partition: 1, brokerId: 2, logDir: '/b' },
      ]);
      assert.deepEqual(await itemCodes(call), [null, 'LOG_DIR_NOT_FOUND', null]);
      assert.deepEqual(
        brokers.map((broker) => broker.requests(alterReplicaLogDirsRequest)[0]!.dirs.map(({ path }) => path)),
        [['/b'], ['/x', '/b']],
      );
    },
    { brokers: 2 },
  );
});

test('partitions move to other brokers, a move is taken back by null, and what moves is told', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(alterPartitionReassignmentsRequest, alterPartitionReassignmentsResponse, ({ topics }) =>
      newAlterPartitionReassignmentsResponse({
        responses: topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex, replicas }) => {
            return { partitionIndex, errorCode: replicas === null ? 85 : 0, errorMessage: null };
          }),
        })),
      }),
    );
    const [first, second] = orders(0, 1);
    const call = admin.alterPartitionReassignments([
      { ...first!, targetReplicas: [2, 3] },
      { ...second!, targetReplicas: null },
    ]);
    assert.deepEqual(await itemCodes(call), [null, 'NO_REASSIGNMENT_IN_PROGRESS']);
    const moving = { partitionIndex: 0, replicas: [1, 2, 3], addingReplicas: [2, 3], removingReplicas: [1] };
    broker.on(listPartitionReassignmentsRequest, listPartitionReassignmentsResponse, () =>
      newListPartitionReassignmentsResponse({ topics: [{ name: 'orders', partitions: [moving] }] }),
    );
    const { partitionIndex: _index, ...replicas } = moving;
    assert.deepEqual(await admin.listPartitionReassignments(), [{ ...first, ...replicas }]);
    await admin.listPartitionReassignments(orders(0, 1));
    const [all, some] = broker.requests(listPartitionReassignmentsRequest);
    assert.equal(all!.topics, null);
    assert.deepEqual(some!.topics, [{ name: 'orders', partitionIndexes: [0, 1] }]);
  });
});

test('an election of all tells which leaders are new, one of some fails where there is no need', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(electLeadersRequest, electLeadersResponse, () =>
      newElectLeadersResponse({
        replicaElectionResults: [
          {
            topic: 'orders',
            partitionResult: [
              { partitionId: 0, errorCode: 84, errorMessage: null },
              { partitionId: 1, errorCode: 0, errorMessage: null },
            ],
          },
        ],
      }),
    );
    assert.deepEqual(await admin.electLeaders('PREFERRED'), orders(1));
    assert.deepEqual(await itemCodes(admin.electLeaders('UNCLEAN', orders(0, 1))), ['ELECTION_NOT_NEEDED', null]);
    const [all, some] = broker.requests(electLeadersRequest);
    assert.deepEqual([all!.electionType, all!.topicPartitions], [0, null]);
    assert.deepEqual([some!.electionType, some!.topicPartitions], [1, [{ topic: 'orders', partitions: [0, 1] }]]);
  });
});

test('features are told as they are finalized and supported, and updated all or none', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.features.push({ name: 'group.version', level: 1 });
    const { finalizedFeatures, finalizedFeaturesEpoch } = await admin.describeFeatures({ nodeId: 1 });
    assert.deepEqual(finalizedFeatures, [{ feature: 'group.version', minVersionLevel: 1, maxVersionLevel: 1 }]);
    assert.equal(finalizedFeaturesEpoch, 1);
    let errorCode = 0;
    broker.on(updateFeaturesRequest, updateFeaturesResponse, () => newUpdateFeaturesResponse({ errorCode }));
    const updates = [
      { feature: 'group.version', maxVersionLevel: 0, upgradeType: 'UNSAFE_DOWNGRADE' as const },
      { feature: 'share.version', maxVersionLevel: 1 },
    ];
    await admin.updateFeatures(updates, { validateOnly: true });
    const [request] = broker.requests(updateFeaturesRequest);
    assert.deepEqual(
      request!.featureUpdates.map(({ upgradeType }) => upgradeType),
      [3, 1],
    );
    errorCode = 96;
    assert.deepEqual(await itemCodes(admin.updateFeatures(updates)), [
      'FEATURE_UPDATE_FAILED',
      'FEATURE_UPDATE_FAILED',
    ]);
  });
});

test('the quorum tells its voters, and what the broker does not know is null', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    let errorCode = 0;
    broker.on(describeQuorumRequest, describeQuorumResponse, ({ topics }) => {
      const voter = newDescribeQuorumResponseReplicaState({ replicaId: 1, logEndOffset: 9, lastFetchTimestamp: 5 });
      const partition = { leaderId: 1, leaderEpoch: 2, highWatermark: 8, currentVoters: [voter], errorCode };
      return newDescribeQuorumResponse({
        topics: topics.map(({ topicName }) => ({
          topicName,
          partitions: [newDescribeQuorumResponsePartitionData(partition)],
        })),
        nodes: [{ nodeId: 1, listeners: [{ name: 'CONTROLLER', host: 'h', port: 9093 }] }],
      });
    });
    assert.deepEqual(await admin.describeMetadataQuorum(), {
      leaderId: 1,
      leaderEpoch: 2,
      highWatermark: 8,
      voters: [
        {
          replicaId: 1,
          replicaDirectoryId: null,
          logEndOffset: 9,
          lastFetchTimestamp: 5,
          lastCaughtUpTimestamp: null,
        },
      ],
      observers: [],
      nodes: [{ nodeId: 1, listeners: [{ name: 'CONTROLLER', host: 'h', port: 9093 }] }],
    });
    errorCode = 87;
    assert.equal((await failure(admin.describeMetadataQuorum())).code, 'INVALID_RECORD');
  });
});

test('a voter is added under its directory, and a broker that is not there cannot be taken out', async () => {
  await onScript(async ({ brokers: [broker], admin }) => {
    broker.on(addRaftVoterRequest, addRaftVoterResponse, () => newAddRaftVoterResponse({ errorCode: 126 }));
    broker.on(unregisterBrokerRequest, unregisterBrokerResponse, () => newUnregisterBrokerResponse({ errorCode: 102 }));
    const endpoints = [{ name: 'CONTROLLER', host: 'h', port: 9093 }];
    const voter = { voterId: 3, voterDirectoryId: 'AAAAAAAAAAAAAAAAAAAAZw', endpoints };
    const error = await failure(admin.addRaftVoter(voter, { clusterId: 'c' }));
    assert.equal(error.code, 'DUPLICATE_VOTER');
    const [request] = broker.requests(addRaftVoterRequest);
    assert.deepEqual([request!.clusterId, request!.voterId, request!.listeners], ['c', 3, endpoints]);
    assert.equal((await failure(admin.unregisterBroker(9))).code, 'BROKER_ID_NOT_REGISTERED');
  });
});
