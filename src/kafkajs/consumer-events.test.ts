/** What a consumer tells: kafkajs's scenarios of `instrumentationEvents`, `logger` and `assignerProtocolIntegration`. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FacadeWorld, numbers } from './facade.testing.ts';
import { AssignerProtocol, type ConsumerPayloads, type PartitionAssigner, PartitionAssigners } from './index.ts';

describe('Consumer > Instrumentation Events', () => {
  let world: FacadeWorld;
  before(async () => {
    world = await FacadeWorld.start();
  });
  after(() => world.stop());

  /** The first payload of each event, of a consumer that reads three messages. */
  async function payloads(): Promise<{
    topic: string;
    groupId: string;
    first: Partial<ConsumerPayloads>;
    order: string[];
  }> {
    const topic = await world.filled(numbers(3));
    const groupId = world.unique('events');
    const consumer = world.keep(world.kafka().consumer({ groupId, maxWaitTimeInMs: 50, heartbeatInterval: 50 }));
    const first: Record<string, unknown> = {};
    const order: string[] = [];
    for (const name of Object.values(consumer.events)) {
      consumer.on(name, ({ type, id, timestamp, payload }) => {
        assert.ok(type === name && id !== '' && timestamp > 0);
        if (!(name in first)) order.push(name);
        first[name] ??= payload;
      });
    }
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: async () => undefined });
    await world.until('all were told', () => 'consumer.heartbeat' in first && 'consumer.commit_offsets' in first);
    await consumer.disconnect();
    return { topic, groupId, first, order };
  }

  test("emits connection, group join, fetch, batch, commit, heartbeat, request and stop events in kafkajs's shapes", async () => {
    const { topic, groupId, first, order } = await payloads();
    const { memberId, duration, ...joined } = first['consumer.group_join']!;
    assert.ok(memberId.startsWith('facade-test-') && duration >= 0);
    assert.deepEqual(joined, {
      groupId,
      isLeader: true,
      leaderId: memberId,
      groupProtocol: 'RoundRobinAssigner',
      memberAssignment: { [topic]: [0] },
    });
    const batch = {
      topic,
      partition: 0,
      highWatermark: '3',
      offsetLag: '0',
      offsetLagLow: '2',
      batchSize: 3,
      firstOffset: '0',
      lastOffset: '2',
    };
    assert.deepEqual(first['consumer.start_batch_process'], batch);
    const { duration: took, ...ended } = first['consumer.end_batch_process']!;
    assert.deepEqual(ended, batch);
    assert.equal(typeof took, 'number');
    const member = { groupId, memberId, groupGenerationId: 1 };
    assert.deepEqual(first['consumer.heartbeat'], member);
    assert.deepEqual(first['consumer.commit_offsets'], {
      ...member,
      topics: [{ topic, partitions: [{ partition: 0, offset: '3' }] }],
    });
    assert.deepEqual(first['consumer.fetch_start'], { nodeId: 1 });
    assert.equal(first['consumer.fetch']?.nodeId, 1);
    assert.match(first['consumer.network.request']!.broker, /^127\.0\.0\.1:\d+$/);
    assert.deepEqual([order.at(-2), order.at(-1)], ['consumer.stop', 'consumer.disconnect']);
    assert.ok(!order.includes('consumer.crash') && !order.includes('consumer.rebalancing'));
  });

  test('emits rebalancing, and a join of the new generation, when another member comes', async () => {
    const topic = await world.topic(2);
    const groupId = world.unique('rebalance');
    const [first, second] = [
      await world.consumer({ groupId, heartbeatInterval: 50 }),
      await world.consumer({ groupId }),
    ];
    const events: string[] = [];
    first.on(first.events.REBALANCING, ({ type, payload }) => events.push(`${type} ${payload.groupId}`));
    first.on(first.events.GROUP_JOIN, ({ type, payload }) =>
      events.push(`${type} ${payload.memberAssignment[topic]?.length}`),
    );
    for (const consumer of [first, second]) {
      await consumer.subscribe({ topic });
      await consumer.run({ eachMessage: async () => undefined });
    }
    await world.until('it joined again', () => events.length >= 3);
    assert.deepEqual(events, ['consumer.group_join 2', `consumer.rebalancing ${groupId}`, 'consumer.group_join 1']);
  });

  test('on throws an error when provided with an invalid event name', () => {
    const consumer = world.kafka().consumer({ groupId: 'g' });
    const name: unknown = 'NON_EXISTENT_EVENT';
    assert.throws(
      () => consumer.on(name as 'consumer.stop', () => undefined),
      /Event name should be one of consumer.events.HEARTBEAT/,
    );
    assert.equal(consumer.logger(), consumer.logger());
  });

  test('an assigner of the application decides, sees all members and their userData, and knows the partitions', async () => {
    const topic = await world.topic(3);
    const groupId = world.unique('assigned');
    const told: unknown[] = [];
    const lastFirst: PartitionAssigner = ({ cluster, groupId: group }) => ({
      name: 'LastFirst',
      version: 1,
      assign: async ({ members, topics }) => {
        const userData = members.map(({ memberMetadata }) => {
          const metadata = AssignerProtocol.MemberMetadata.decode(memberMetadata);
          return [metadata?.topics, metadata?.userData.toString()];
        });
        const partitions = cluster
          .findTopicPartitionMetadata(topics[0]!)
          .map(({ partitionId, leader }) => [partitionId, leader]);
        told.push({ group, userData, partitions });
        return members.map(({ memberId }) => {
          const assignment = { [topic]: [2] };
          return { memberId, memberAssignment: AssignerProtocol.MemberAssignment.encode({ version: 1, assignment }) };
        });
      },
      protocol: ({ topics }) => ({
        name: 'LastFirst',
        metadata: AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: Buffer.from('my own') }),
      }),
    });
    const consumer = await world.consumer({ groupId, partitionAssigners: [lastFirst, PartitionAssigners.roundRobin] });
    const joins: ConsumerPayloads['consumer.group_join'][] = [];
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => joins.push(payload));
    await consumer.subscribe({ topic });
    await consumer.run({ eachMessage: async () => undefined });
    const { groupProtocol, memberAssignment } = joins[0]!;
    assert.deepEqual([groupProtocol, memberAssignment], ['LastFirst', { [topic]: [2] }]);
    assert.deepEqual(told[0], {
      group: groupId,
      userData: [[[topic], 'my own']],
      partitions: [
        [0, 1],
        [1, 1],
        [2, 1],
      ],
    });
  });

  test('AssignerProtocol writes and reads what kafkajs does', () => {
    const metadata = AssignerProtocol.MemberMetadata.encode({
      version: 1,
      topics: ['a', 'bc'],
      userData: Buffer.from('x'),
    });
    assert.equal(metadata.toString('hex'), '000100000002000161000262630000000178');
    assert.deepEqual(AssignerProtocol.MemberMetadata.decode(metadata), {
      version: 1,
      topics: ['a', 'bc'],
      userData: Buffer.from('x'),
    });
    const assignment = AssignerProtocol.MemberAssignment.encode({ version: 1, assignment: { a: [0, 3] } });
    assert.equal(assignment.toString('hex'), '00010000000100016100000002000000000000000300000000');
    assert.deepEqual(AssignerProtocol.MemberAssignment.decode(assignment), {
      version: 1,
      assignment: { a: [0, 3] },
      userData: Buffer.alloc(0),
    });
    assert.equal(AssignerProtocol.MemberAssignment.decode(Buffer.alloc(0)), null);
  });
});
