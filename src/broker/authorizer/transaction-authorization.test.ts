/** What the requests of transactions need, from outside: keys 0, 22, 24 to 28, 61, 65 and 66. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as p from '#protocol';
import { Errors, ZERO_UUID } from '#protocol';
import { AclOperation, AclResourceType } from '../authorization.ts';
import { batchOf } from '../broker.testing.ts';
import { findGroupCoordinator } from '../groups.testing.ts';
import { createTopic } from '../requests.testing.ts';
import { TestProducer } from '../transactions.testing.ts';
import { type Acl, assertNeeds, codesOf, needs, row, type Row, withSecuredBroker } from './secured-broker.testing.ts';

const { TOPIC, GROUP, CLUSTER, TRANSACTIONAL_ID } = AclResourceType;
const { READ, WRITE, ALTER, DESCRIBE, CLUSTER_ACTION, IDEMPOTENT_WRITE } = AclOperation;
const {
  TOPIC_AUTHORIZATION_FAILED,
  GROUP_AUTHORIZATION_FAILED,
  CLUSTER_AUTHORIZATION_FAILED,
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
} = Errors;

const ID = 'payments';
const WRITE_ID: Acl = [TRANSACTIONAL_ID, ID, WRITE];
const OF_BROKERS: Acl = [CLUSTER, 'kafka-cluster', CLUSTER_ACTION];
const producer = { transactionalId: ID, producerId: 9, producerEpoch: 0 };
const topics = [{ name: 't', partitions: [0] }];

const ADD = [p.addPartitionsToTxnRequest, p.addPartitionsToTxnResponse] as const;
const addOfProducer = p.newAddPartitionsToTxnRequest({
  v3AndBelowTransactionalId: ID,
  v3AndBelowProducerId: 9,
  v3AndBelowProducerEpoch: 0,
  v3AndBelowTopics: topics,
});
const addOfBroker = p.newAddPartitionsToTxnRequest({ transactions: [{ ...producer, topics, verifyOnly: true }] });

const TXN_OFFSET_COMMIT = [p.txnOffsetCommitRequest, p.txnOffsetCommitResponse] as const;
const offset = { partitionIndex: 0, committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: '' };
const offsetCommit = p.newTxnOffsetCommitRequest({
  ...producer,
  groupId: 'g',
  topics: [{ name: 't', topicId: ZERO_UUID, partitions: [offset] }],
});

const WRITE_MARKERS = [p.writeTxnMarkersRequest, p.writeTxnMarkersResponse] as const;
const marker = {
  producerId: 9,
  producerEpoch: 0,
  transactionResult: false,
  topics: [{ name: 't', partitionIndexes: [0] }],
  coordinatorEpoch: 0,
  transactionVersion: 0,
};

const batch = batchOf([['k', 'v']], {
  producer: { producerId: 9, producerEpoch: 0, baseSequence: 0, transactional: true },
});
const writing = p.newProduceRequest({
  transactionalId: ID,
  acks: -1,
  timeoutMs: 1000,
  topicData: [{ name: 't', topicId: ZERO_UUID, partitionData: [{ index: 0, records: [batch] }] }],
});

const ROWS: readonly Row[] = [
  row(
    [p.initProducerIdRequest, p.initProducerIdResponse],
    p.newInitProducerIdRequest({ transactionalId: ID, transactionTimeoutMs: 1000 }),
    { ...needs(TRANSACTIONAL_ID_AUTHORIZATION_FAILED, WRITE_ID), version: 5 },
  ),
  row(
    [p.initProducerIdRequest, p.initProducerIdResponse],
    p.newInitProducerIdRequest({ transactionalId: null, transactionTimeoutMs: 1000 }),
    { ...needs(CLUSTER_AUTHORIZATION_FAILED, [CLUSTER, 'kafka-cluster', IDEMPOTENT_WRITE]), version: 5 },
  ),
  row(ADD, addOfProducer, {
    ...needs(TRANSACTIONAL_ID_AUTHORIZATION_FAILED, [TOPIC, 't', WRITE], WRITE_ID),
    version: 3,
  }),
  row(ADD, addOfProducer, { ...needs(TOPIC_AUTHORIZATION_FAILED, WRITE_ID, [TOPIC, 't', WRITE]), version: 3 }),
  row(ADD, addOfBroker, { ...needs(CLUSTER_AUTHORIZATION_FAILED, WRITE_ID, [TOPIC, 't', WRITE], OF_BROKERS) }),
  row(
    [p.addOffsetsToTxnRequest, p.addOffsetsToTxnResponse],
    { ...producer, groupId: 'g' },
    needs(TRANSACTIONAL_ID_AUTHORIZATION_FAILED, [GROUP, 'g', READ], WRITE_ID),
  ),
  row(
    [p.addOffsetsToTxnRequest, p.addOffsetsToTxnResponse],
    { ...producer, groupId: 'g' },
    needs(GROUP_AUTHORIZATION_FAILED, WRITE_ID, [GROUP, 'g', READ]),
  ),
  row(
    [p.endTxnRequest, p.endTxnResponse],
    { ...producer, committed: true },
    needs(TRANSACTIONAL_ID_AUTHORIZATION_FAILED, WRITE_ID),
  ),
  row(WRITE_MARKERS, { markers: [marker] }, needs(CLUSTER_AUTHORIZATION_FAILED, WRITE_ID, OF_BROKERS)),
  row(
    WRITE_MARKERS,
    { markers: [marker] },
    needs(CLUSTER_AUTHORIZATION_FAILED, [TOPIC, 't', WRITE], [CLUSTER, 'kafka-cluster', ALTER]),
  ),
  row(TXN_OFFSET_COMMIT, offsetCommit, {
    ...needs(TRANSACTIONAL_ID_AUTHORIZATION_FAILED, [GROUP, 'g', READ], [TOPIC, 't', READ], WRITE_ID),
    version: 5,
  }),
  row(TXN_OFFSET_COMMIT, offsetCommit, {
    ...needs(GROUP_AUTHORIZATION_FAILED, WRITE_ID, [TOPIC, 't', READ], [GROUP, 'g', READ]),
    version: 5,
  }),
  row(TXN_OFFSET_COMMIT, offsetCommit, {
    ...needs(TOPIC_AUTHORIZATION_FAILED, WRITE_ID, [GROUP, 'g', READ], [TOPIC, 't', READ]),
    version: 5,
  }),
  row(
    [p.describeProducersRequest, p.describeProducersResponse],
    { topics: [{ name: 't', partitionIndexes: [0] }] },
    needs(TOPIC_AUTHORIZATION_FAILED, [TOPIC, 't', READ]),
  ),
  row(
    [p.describeTransactionsRequest, p.describeTransactionsResponse],
    { transactionalIds: [ID] },
    needs(TRANSACTIONAL_ID_AUTHORIZATION_FAILED, [TRANSACTIONAL_ID, ID, DESCRIBE]),
  ),
  row([p.produceRequest, p.produceResponse], writing, {
    ...needs(TRANSACTIONAL_ID_AUTHORIZATION_FAILED, [TOPIC, 't', WRITE], WRITE_ID),
    version: 12,
  }),
];

test('every request of a transaction needs its ACLs: all but one of them are not enough', () =>
  withSecuredBroker(async (secured) => {
    await createTopic(secured.admin, 't');
    await findGroupCoordinator(secured.admin, 'g');
    await new TestProducer(secured.admin, ID).init();
    await assertNeeds(secured, ROWS);
  }));

test('whoever asks about transactions is told of those that are theirs, and of no topic that is not', () =>
  withSecuredBroker(async ({ admin, alice, allow }) => {
    for (const name of ['mine', 'theirs']) {
      await createTopic(admin, name);
      await new TestProducer(admin, name).init();
    }
    const both = new TestProducer(admin, 'both');
    await both.init();
    for (const topic of ['mine', 'theirs']) await both.send(topic, ['a']);
    await allow([TRANSACTIONAL_ID, 'mine', DESCRIBE], [TRANSACTIONAL_ID, 'both', WRITE], [TOPIC, 'mine', DESCRIBE]);
    const list = await alice.call(
      [p.listTransactionsRequest, p.listTransactionsResponse],
      p.newListTransactionsRequest({}),
    );
    assert.deepEqual(list.transactionStates.map(({ transactionalId }) => transactionalId).toSorted(), ['both', 'mine']);
    const { transactionStates } = await alice.call([p.describeTransactionsRequest, p.describeTransactionsResponse], {
      transactionalIds: ['both', 'theirs', 'nowhere'],
    });
    const [described, theirs, nowhere] = transactionStates;
    assert.deepEqual(
      described!.topics.map(({ topic }) => topic),
      ['mine'],
    );
    // One that there is and one that there is not look the same.
    assert.equal(theirs!.errorCode, TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code);
    assert.deepEqual({ ...theirs, transactionalId: '' }, { ...nowhere, transactionalId: '' });
  }));

test('one topic that a producer may not write to keeps all others out of its transaction', () =>
  withSecuredBroker(async ({ admin, alice, allow }) => {
    for (const name of ['mine', 'theirs']) await createTopic(admin, name);
    const started = new TestProducer(admin, ID);
    await started.init();
    await allow(WRITE_ID, [TOPIC, 'mine', WRITE]);
    const request = p.newAddPartitionsToTxnRequest({
      v3AndBelowTransactionalId: ID,
      v3AndBelowProducerId: started.producerId,
      v3AndBelowProducerEpoch: started.producerEpoch,
      v3AndBelowTopics: ['mine', 'theirs', 'nowhere'].map((name) => ({ name, partitions: [0] })),
    });
    const answer = await alice.call(ADD, request, 3);
    assert.deepEqual(codesOf(answer), [
      Errors.OPERATION_NOT_ATTEMPTED.code,
      TOPIC_AUTHORIZATION_FAILED.code,
      TOPIC_AUTHORIZATION_FAILED.code,
    ]);
    assert.equal(await started.state(), 'Empty');
  }));
