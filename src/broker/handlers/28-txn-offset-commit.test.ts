/** Offsets in transactions (KIP-98, KIP-447): who may see them while they are pending, and which members may commit them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  consumerGroupHeartbeatRequest,
  consumerGroupHeartbeatResponse,
  Errors,
  newConsumerGroupHeartbeatRequest,
  newOffsetFetchRequest,
  newOffsetFetchRequestGroup,
  newStreamsGroupHeartbeatRequest,
  newStreamsGroupHeartbeatRequestSubtopology,
  offsetFetchRequest,
  offsetFetchResponse,
  streamsGroupHeartbeatRequest,
  streamsGroupHeartbeatResponse,
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  type StreamsGroupHeartbeatRequest,
} from '#protocol';
import type { TestClient } from '../broker.testing.ts';
import { commitOffset, findGroupCoordinator } from '../groups.testing.ts';
import { createTopic } from '../requests.testing.ts';
import { withSimulatedBroker } from '../simulation.testing.ts';
import { TestProducer } from '../transactions.testing.ts';

/** Offset and error of the first two partitions of `in`. */
async function offsets(client: TestClient, requireStable: boolean): Promise<readonly (readonly [number, number])[]> {
  const topics = [{ name: 'in', topicId: client.topicIds.get('in')!, partitionIndexes: [0, 1] }];
  const groups = [newOffsetFetchRequestGroup({ groupId: 'g', topics })];
  const request = newOffsetFetchRequest({ groups, requireStable });
  const answer = await client.call([offsetFetchRequest, offsetFetchResponse], request, 10);
  const { partitions } = answer.groups[0]!.topics[0]!;
  return partitions.map(({ committedOffset, errorCode }) => [committedOffset, errorCode] as const);
}

const UNSTABLE = [-1, Errors.UNSTABLE_OFFSET_COMMIT.code] as const;

for (const committed of [true, false]) {
  test(`until the ${committed ? 'commit' : 'abort'} a stable offset is UNSTABLE_OFFSET_COMMIT, also over a kill, and the old one is shown to others`, () =>
    withSimulatedBroker(async (broker, first) => {
      await createTopic(first, 'in', { partitions: 2 });
      await findGroupCoordinator(first, 'g');
      assert.equal(await commitOffset(first, { groupId: 'g', topic: 'in', committedOffset: 3 }), 0);
      const producer = new TestProducer(first, 'one');
      await producer.init();
      assert.equal(await producer.commitOffset('g', 'in', 7), 0);
      let client = first;
      for (const isRestarted of [false, true]) {
        if (isRestarted) {
          await broker.killAndBoot();
          client = await broker.connect();
          client.topicIds.set('in', first.topicIds.get('in')!);
          await findGroupCoordinator(client, 'g');
        }
        assert.deepEqual(await offsets(client, true), [UNSTABLE, [-1, 0]]);
        assert.deepEqual(await offsets(client, false), [
          [3, 0],
          [-1, 0],
        ]);
      }
      const { producerId, producerEpoch } = producer;
      const again = Object.assign(new TestProducer(client, 'one'), { producerId, producerEpoch });
      assert.equal(await again.end(committed), 0);
      await again.untilComplete();
      assert.deepEqual(await offsets(client, true), [
        [committed ? 7 : 3, 0],
        [-1, 0],
      ]);
    }));
}

test('an offset is unstable until the last of several transactions is over', () =>
  withSimulatedBroker(async (_broker, client) => {
    await createTopic(client, 'in', { partitions: 2 });
    await findGroupCoordinator(client, 'g');
    const [one, other] = ['one', 'other'].map((id) => new TestProducer(client, id));
    for (const producer of [one!, other!]) await producer.init();
    assert.equal(await one!.commitOffset('g', 'in', 5), 0);
    assert.equal(await other!.commitOffset('g', 'in', 9), 0);
    assert.equal(await one!.end(true), 0);
    await one!.untilComplete();
    assert.deepEqual(await offsets(client, true), [UNSTABLE, [-1, 0]]);
    assert.equal(await other!.end(false), 0);
    await other!.untilComplete();
    assert.deepEqual(await offsets(client, true), [
      [5, 0],
      [-1, 0],
    ]);
  }));

async function heartbeat(
  client: TestClient,
  fields: Partial<ConsumerGroupHeartbeatRequest>,
): Promise<ConsumerGroupHeartbeatResponse> {
  const request = newConsumerGroupHeartbeatRequest({ groupId: 'g', ...fields });
  const answer = await client.call([consumerGroupHeartbeatRequest, consumerGroupHeartbeatResponse], request, 1);
  assert.equal(answer.errorCode, 0);
  return answer;
}

const JOIN = { memberEpoch: 0, rebalanceTimeoutMs: 60_000, topicPartitions: [], subscribedTopicNames: ['in'] };

test('a member of a consumer group that has lost its partition commits nothing for it in a transaction', () =>
  withSimulatedBroker(async (broker, client) => {
    await createTopic(client, 'in', { partitions: 2 });
    await findGroupCoordinator(client, 'g');
    const topicId = client.topicIds.get('in')!;
    const { memberEpoch: early } = await heartbeat(client, { ...JOIN, memberId: 'a' });
    const producer = new TestProducer(client, 'one');
    await producer.init();
    const commit = (memberId: string, generationIdOrMemberEpoch: number, partition: number): Promise<number> =>
      producer.commitOffset('g', 'in', 7, { partition, fields: { memberId, generationIdOrMemberEpoch } });
    assert.equal(await commit('a', early, 1), 0);
    await heartbeat(client, { ...JOIN, memberId: 'b' });
    let { assignment } = await heartbeat(client, { memberId: 'a', memberEpoch: early });
    while (assignment === null) {
      await broker.pause(1000);
      ({ assignment } = await heartbeat(client, { memberId: 'a', memberEpoch: early }));
    }
    const kept = assignment.topicPartitions[0]!.partitions;
    assert.equal(kept.length, 1);
    const owned = [{ topicId, partitions: kept }];
    const { memberEpoch } = await heartbeat(client, { memberId: 'a', memberEpoch: early, topicPartitions: owned });
    assert.ok(memberEpoch > early);
    const lost = 1 - kept[0]!;
    assert.equal(await commit('a', early, lost), Errors.ILLEGAL_GENERATION.code);
    assert.equal(await commit('a', memberEpoch + 1, kept[0]!), Errors.ILLEGAL_GENERATION.code);
    assert.equal(await commit('nobody', memberEpoch, kept[0]!), Errors.UNKNOWN_MEMBER_ID.code);
    assert.equal(await commit('a', memberEpoch, kept[0]!), 0);
    await heartbeat(client, { memberId: 'a', memberEpoch: -1 });
    assert.equal(await commit('a', memberEpoch, kept[0]!), Errors.UNKNOWN_MEMBER_ID.code);
  }));

test('a member of a streams group commits in a transaction at its own epoch only, and not once it has left', () =>
  withSimulatedBroker(
    async (_broker, client) => {
      await createTopic(client, 'in', { partitions: 2 });
      await findGroupCoordinator(client, 'g');
      const subtopology = newStreamsGroupHeartbeatRequestSubtopology({ subtopologyId: '0', sourceTopics: ['in'] });
      const call = [streamsGroupHeartbeatRequest, streamsGroupHeartbeatResponse] as const;
      const none = { activeTasks: [], standbyTasks: [], warmupTasks: [] };
      const beat = async (fields: Partial<StreamsGroupHeartbeatRequest>): Promise<number> => {
        const request = newStreamsGroupHeartbeatRequest({ groupId: 'g', memberId: 'a', ...none, ...fields });
        const answer = await client.call(call, request, 0);
        assert.equal(answer.errorCode, 0);
        return answer.memberEpoch;
      };
      const topology = { epoch: 0, subtopologies: [subtopology] };
      const epoch = await beat({ memberEpoch: 0, rebalanceTimeoutMs: 60_000, processId: 'p', topology });
      const producer = new TestProducer(client, 'one');
      await producer.init();
      const commit = (memberId: string, generationIdOrMemberEpoch: number): Promise<number> =>
        producer.commitOffset('g', 'in', 7, { fields: { memberId, generationIdOrMemberEpoch } });
      assert.equal(await commit('a', epoch), 0);
      assert.equal(await commit('a', epoch + 1), Errors.ILLEGAL_GENERATION.code);
      assert.equal(await commit('nobody', epoch), Errors.UNKNOWN_MEMBER_ID.code);
      await beat({ memberEpoch: -1 });
      assert.equal(await commit('a', epoch), Errors.UNKNOWN_MEMBER_ID.code);
      assert.equal(await producer.end(true), 0);
      await producer.untilComplete();
      assert.deepEqual(await offsets(client, true), [
        [7, 0],
        [-1, 0],
      ]);
    },
    { configs: { 'group.streams.initial.rebalance.delay.ms': '0', 'group.streams.assignment.interval.ms': '0' } },
  ));
