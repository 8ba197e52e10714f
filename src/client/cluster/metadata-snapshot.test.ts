import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  newMetadataResponse,
  newMetadataResponseBroker,
  newMetadataResponsePartition,
  newMetadataResponseTopic,
  type MetadataResponse,
} from '#protocol';
import {
  applyEndpoints,
  applyLeader,
  applyMetadata,
  EMPTY_SNAPSHOT,
  type MetadataSnapshot,
} from './metadata-snapshot.ts';

const ID_A = 'AAAAAAAAAAAAAAAAAAAAAQ';
const ID_B = 'AAAAAAAAAAAAAAAAAAAAAg';

interface Answer {
  readonly leader?: number;
  readonly epoch?: number;
  readonly topicId?: string;
  readonly clusterId?: string;
  readonly topicError?: number;
  readonly partitionError?: number;
}

function answer({ leader = 1, epoch = 5, topicId = ID_A, clusterId = 'c', ...errors }: Answer = {}): MetadataResponse {
  return newMetadataResponse({
    clusterId,
    controllerId: 1,
    brokers: [1, 2].map((nodeId) => newMetadataResponseBroker({ nodeId, host: `b${nodeId}`, port: 9092 })),
    topics: [
      newMetadataResponseTopic({
        name: 'orders',
        topicId,
        errorCode: errors.topicError ?? 0,
        partitions: [
          newMetadataResponsePartition({
            partitionIndex: 0,
            leaderId: leader,
            leaderEpoch: epoch,
            replicaNodes: [1, 2],
            isrNodes: [1],
            errorCode: errors.partitionError ?? 0,
          }),
        ],
      }),
    ],
  });
}

function after(...answers: Answer[]): MetadataSnapshot {
  let snapshot = EMPTY_SNAPSHOT;
  for (const given of answers) snapshot = applyMetadata(snapshot, answer(given), () => true);
  return snapshot;
}

function leaderOf(snapshot: MetadataSnapshot): readonly [number, number] | undefined {
  const partition = snapshot.topics.get('orders')?.partitions[0];
  return partition === undefined ? undefined : [partition.leader, partition.leaderEpoch];
}

test('a leader of an older epoch does not come back', () => {
  assert.deepEqual(leaderOf(after({ leader: 1, epoch: 5 }, { leader: 2, epoch: 4 })), [1, 5]);
  assert.deepEqual(leaderOf(after({ leader: 1, epoch: 5 }, { leader: 2, epoch: 6 })), [2, 6]);
});

test('a broker that knows no epochs is believed', () => {
  assert.deepEqual(leaderOf(after({ leader: 1, epoch: 5 }, { leader: 2, epoch: -1 })), [2, -1]);
});

test('a topic that was made anew under another id begins with its own epochs', () => {
  const snapshot = after({ epoch: 5 }, { leader: 2, epoch: 0, topicId: ID_B });
  assert.deepEqual(leaderOf(snapshot), [2, 0]);
  assert.equal(snapshot.namesById.get(ID_B), 'orders');
  assert.equal(snapshot.namesById.get(ID_A), undefined);
});

test('another cluster is believed in everything, and its topics take the place of the others', () => {
  const first = applyMetadata(
    after({ epoch: 5 }),
    newMetadataResponse({ clusterId: 'c', topics: [newMetadataResponseTopic({ name: 'other', topicId: ID_B })] }),
    () => true,
  );
  assert.deepEqual([...first.topics.keys()].sort(), ['orders', 'other']);
  const second = applyMetadata(first, answer({ leader: 2, epoch: 0, clusterId: 'd' }), () => true);
  assert.deepEqual(leaderOf(second), [2, 0]);
  assert.deepEqual([...second.topics.keys()], ['orders']);
});

test('an answer that changes nothing leaves the same objects', () => {
  const first = after({});
  assert.equal(
    applyMetadata(first, answer({}), () => true),
    first,
  );
  const changed = applyMetadata(first, answer({ leader: 2, epoch: 6 }), () => true);
  assert.notEqual(changed, first);
  assert.equal(changed.brokers, first.brokers);
});

test('an error of a topic empties it, an error of a partition takes its leader away', () => {
  const denied = after({}, { topicError: 29 }).topics.get('orders');
  assert.equal(denied?.error?.name, 'TOPIC_AUTHORIZATION_FAILED');
  assert.deepEqual(denied?.partitions, []);
  const leaderless = after({ partitionError: 5, leader: -1 }).topics.get('orders')?.partitions[0];
  assert.equal(leaderless?.leader, -1);
  assert.equal(leaderless?.error?.name, 'LEADER_NOT_AVAILABLE');
  // A follower that is down is no matter of clients.
  assert.deepEqual(leaderOf(after({ partitionError: 9 })), [1, 5]);
});

test('a topic that is not retained is gone when the answer does not name it', () => {
  const other = newMetadataResponse({ clusterId: 'c', controllerId: 1 });
  assert.equal(applyMetadata(after({}), other, () => false).topics.size, 0);
  assert.equal(applyMetadata(after({}), other, () => true).topics.size, 1);
});

test('a leader that a broker names in passing counts where its epoch is newer', () => {
  const snapshot = after({ leader: 1, epoch: 5 });
  const where = { topic: 'orders', partition: 0 };
  assert.equal(applyLeader(snapshot, where, { leaderId: 2, leaderEpoch: 5 }), snapshot);
  assert.deepEqual(leaderOf(applyLeader(snapshot, where, { leaderId: 2, leaderEpoch: 6 })), [2, 6]);
  assert.equal(applyLeader(snapshot, { topic: 'none', partition: 0 }, { leaderId: 2, leaderEpoch: 6 }), snapshot);
  assert.equal(applyLeader(snapshot, { topic: 'orders', partition: 7 }, { leaderId: 2, leaderEpoch: 6 }), snapshot);
});

test('endpoints add brokers and move them', () => {
  const snapshot = after({});
  assert.equal(applyEndpoints(snapshot, [{ nodeId: 1, host: 'b1', port: 9092, rack: null }]), snapshot);
  const moved = applyEndpoints(snapshot, [
    { nodeId: 1, host: 'b1', port: 9093, rack: null },
    { nodeId: 3, host: 'b3', port: 9092, rack: 'r' },
  ]);
  assert.equal(moved.brokers.get(1)?.port, 9093);
  assert.equal(moved.brokers.get(3)?.rack, 'r');
});
