/** Consumer groups of both protocols: sharing, joining, leaving, being put out, coming back. */
import assert from 'node:assert/strict';
import type { Consumer, ConsumerOptions } from '../../../src/client/index.ts';
import { pause } from '../check-world.ts';
import { areSpread, GroupMember, timesProcessed } from '../group-members.ts';
import { take, textOf } from '../records.ts';
import type { ClientCheck, ClientScenario, World } from '../scenario.ts';

const PARTITIONS = 6;
const RECORDS = 600;

interface Kind {
  readonly name: string;
  readonly options: Partial<ConsumerOptions>;
  readonly isCooperative: boolean;
  readonly needs: ClientCheck['needs'];
}

const classic = (strategy: string, isCooperative = false): Kind => ({
  name: strategy,
  options: { partitionAssignmentStrategy: [strategy] },
  isCooperative,
  needs: [],
});

const kip848: Kind = {
  name: 'KIP-848',
  options: { groupProtocol: 'consumer', sessionTimeoutMs: undefined, heartbeatIntervalMs: undefined },
  isCooperative: true,
  needs: ['consumer-group-protocol'],
};

const kinds: readonly Kind[] = [
  classic('range'),
  classic('roundrobin'),
  classic('sticky'),
  classic('cooperative-sticky', true),
  kip848,
];

async function send(world: World, topic: string, { from, to }: { from: number; to: number }): Promise<void> {
  const records = Array.from({ length: to - from }, (_, index) => ({
    topic,
    value: String(from + index),
    partition: (from + index) % PARTITIONS,
  }));
  await world.producer().sendBatch(records);
}

async function committedSum(consumer: Consumer, topic: string): Promise<number> {
  const places = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition }));
  const committed = await consumer.committed(places);
  return committed.reduce((sum, { offset }) => sum + offset, 0);
}

/** Members that join one by one and leave one by one while records come. */
async function shareAndLeave(world: World, kind: Kind): Promise<void> {
  const topic = await world.createTopic({ partitions: PARTITIONS });
  const groupId = world.unique('group');
  const newMember = (): GroupMember => new GroupMember(world, { groupId, ...kind.options }).start([topic]);
  await send(world, topic, { from: 0, to: RECORDS });
  const members = [newMember()];
  await world.until('one member has all', () => areSpread(members, PARTITIONS));
  members.push(newMember(), newMember());
  await world.until(
    'three members have two each',
    () => areSpread(members, PARTITIONS) && members.every(({ partitions }) => partitions.length === 2),
  );
  await send(world, topic, { from: RECORDS, to: 2 * RECORDS });
  await world.until('all is processed', () => timesProcessed(members).size === 2 * RECORDS);
  const [first, ...rest] = members as [GroupMember, ...GroupMember[]];
  await first.close();
  await world.until('two members have three each', () => areSpread(rest, PARTITIONS));
  await send(world, topic, { from: 2 * RECORDS, to: 3 * RECORDS });
  await world.until('the rest is processed', () => timesProcessed(members).size === 3 * RECORDS);
  for (const member of rest) await member.close();
  const twice = [...timesProcessed(members)].filter(([, times]) => times > 1);
  assert.deepEqual(twice, [], 'without a crash nothing is processed twice');
  assert.equal(
    await committedSum(world.consumer({ groupId }), topic),
    3 * RECORDS,
    'all that was processed is committed',
  );
}

/** One that goes without a word: its connections stand still, and the broker misses it. */
async function vanish(world: World, kind: Kind): Promise<void> {
  const topic = await world.createTopic({ partitions: PARTITIONS });
  const groupId = world.unique('group');
  const options = { groupId, sessionTimeoutMs: 2000, ...kind.options };
  const proxy = await world.proxy();
  const lost = new GroupMember(world, { ...options, bootstrapServers: proxy.bootstrap }).start([topic]);
  const stays = new GroupMember(world, options).start([topic]);
  const both = [lost, stays];
  await world.until(
    'both have three',
    () => areSpread(both, PARTITIONS) && both.every(({ partitions }) => partitions.length === 3),
  );
  await send(world, topic, { from: 0, to: RECORDS });
  await world.until('all is processed', () => timesProcessed(both).size === RECORDS);
  proxy.stall();
  await world.until('the other one has all', () => stays.partitions.length === PARTITIONS, 60_000);
  await send(world, topic, { from: RECORDS, to: 2 * RECORDS });
  await world.until('the other one processes all', () => timesProcessed([stays]).size >= RECORDS);
  proxy.heal();
  await world.until('the lost one is back', () => areSpread(both, PARTITIONS) && lost.partitions.length === 3, 60_000);
  await send(world, topic, { from: 2 * RECORDS, to: 3 * RECORDS });
  await world.until('all is processed', () => timesProcessed(both).size === 3 * RECORDS);
}

const perKind: ClientCheck[] = kinds.flatMap((kind) => [
  {
    name: `${kind.name}: members that come and go share all partitions, and each record is processed once`,
    needs: kind.needs ?? [],
    run: (world: World) => shareAndLeave(world, kind),
  },
]);

export const groups: ClientScenario = {
  name: 'groups',
  checks: [
    ...perKind,
    {
      name: 'cooperative-sticky: a member keeps what it has while another one joins',
      run: (world) => keepsWhatItHas(world, classic('cooperative-sticky', true)),
    },
    {
      name: 'KIP-848: a member keeps what it has while another one joins',
      needs: ['consumer-group-protocol'],
      run: (world) => keepsWhatItHas(world, kip848),
    },
    {
      name: 'classic: a member that vanishes is missed, the others take over, and it comes back',
      deadlineMs: 120_000,
      run: (world) => vanish(world, classic('range')),
    },
    {
      name: 'KIP-848: a member that vanishes is missed, the others take over, and it comes back',
      deadlineMs: 120_000,
      needs: ['consumer-group-protocol'],
      run: (world) => vanish(world, kip848),
    },
    ...(['classic', 'consumer'] as const).map((protocol): ClientCheck => ({
      name: `${protocol}: a static member that comes back has its partitions without a rebalance`,
      needs: protocol === 'consumer' ? ['consumer-group-protocol'] : ['static-members'],
      run: (world) => comeBack(world, protocol === 'consumer' ? kip848.options : {}),
    })),
    {
      name: 'two members with one static name: the older one is told that it is fenced',
      needs: ['static-members'],
      run: async (world) => {
        const topic = await world.createTopic({ partitions: 2 });
        const options = { groupId: world.unique('group'), groupInstanceId: 'only-one' };
        const older = new GroupMember(world, options).start([topic]);
        await world.until('the older one has both', () => older.partitions.length === 2);
        const newer = new GroupMember(world, options).start([topic]);
        await world.until('the newer one has both', () => newer.partitions.length === 2);
        await world.until('the older one is fenced', () => older.failure !== null);
        assert.equal((older.failure as { code?: string }).code, 'FENCED_INSTANCE_ID');
      },
    },
    {
      name: 'a handler that takes longer than maxPollIntervalMs loses its partitions, and its consumer goes on afterwards',
      run: async (world) => {
        const topic = await world.createTopic({ partitions: 2 });
        const groupId = world.unique('group');
        const slow = new GroupMember(world, { groupId, maxPollIntervalMs: 1500, autoCommitIntervalMs: 100 });
        slow.start([topic], 4000);
        await world.until('the slow one has both', () => slow.partitions.length === 2);
        await world.producer().send({ topic, value: 'slow', partition: 0 });
        await pause(500);
        const other = new GroupMember(world, { groupId }).start([topic]);
        await world.until('the other one is given the record too', () =>
          other.processed.some(({ value }) => value === 'slow'),
        );
        await world.until(
          'the slow one is a member again',
          () => areSpread([slow, other], 2) && slow.partitions.length === 1,
        );
      },
    },
    {
      name: 'heartbeats go on while a handler works longer than the session lasts',
      run: async (world) => {
        const topic = await world.createTopic();
        const groupId = world.unique('group');
        const member = new GroupMember(world, { groupId, sessionTimeoutMs: 1500 }).start([topic], 3500);
        await world.producer().send({ topic, value: 'long' });
        await world.until('the record is processed', () => member.processed.length === 1);
        await member.close();
        assert.deepEqual(member.events, ['+0', '-0'], 'it was never put out');
      },
    },
    {
      name: 'partitions that are added to a topic are given to the group',
      run: async (world) => {
        const topic = await world.createTopic({ partitions: 1 });
        const member = new GroupMember(world, { groupId: world.unique('group'), metadataMaxAgeMs: 500 }).start([topic]);
        await world.until('it has one', () => member.partitions.length === 1);
        await world.admin().createPartitions([{ topic, totalCount: 3 }]);
        await world.until('it has three', () => member.partitions.length === 3);
      },
    },
    {
      name: 'a pattern that the broker matches takes topics that come later',
      needs: ['server-side-patterns'],
      run: async (world) => {
        const prefix = world.unique('pattern');
        const wire = await world.wire();
        await wire.createTopic(`${prefix}-a`, 1);
        const consumer = world.consumer({
          groupId: world.unique('group'),
          groupProtocol: 'consumer',
          autoOffsetReset: 'earliest',
        });
        consumer.subscribe({ serverPattern: `${prefix}-.*` });
        await world.producer().send({ topic: `${prefix}-a`, value: 'a' });
        assert.equal(textOf((await take(consumer, 1))[0] ?? { value: null }), 'a');
        await wire.createTopic(`${prefix}-b`, 1);
        await world.producer().send({ topic: `${prefix}-b`, value: 'b' });
        assert.equal(textOf((await take(consumer, 1))[0] ?? { value: null }), 'b');
      },
    },
    {
      name: 'the assignors of the broker are chosen by name',
      needs: ['consumer-group-protocol'],
      run: async (world) => {
        const topic = await world.createTopic({ partitions: 4 });
        const groupId = world.unique('group');
        const members = ['range', 'range'].map((groupRemoteAssignor) =>
          new GroupMember(world, { groupId, ...kip848.options, groupRemoteAssignor }).start([topic]),
        );
        await world.until(
          'both have two',
          () => areSpread(members, 4) && members.every(({ partitions }) => partitions.length === 2),
        );
        for (const { partitions } of members)
          assert.equal((partitions[0] ?? 0) + 1, partitions[1], 'ranges lie together');
      },
    },
  ],
};

async function keepsWhatItHas(world: World, kind: Kind): Promise<void> {
  const topic = await world.createTopic({ partitions: PARTITIONS });
  const groupId = world.unique('group');
  const first = new GroupMember(world, { groupId, ...kind.options }).start([topic]);
  await world.until('the first has all', () => first.partitions.length === PARTITIONS);
  const second = new GroupMember(world, { groupId, ...kind.options }).start([topic]);
  await world.until(
    'the second has its share',
    () => areSpread([first, second], PARTITIONS) && second.partitions.length === 3,
  );
  const revoked = first.events
    .filter((event) => event.startsWith('-'))
    .join()
    .replaceAll('-', '')
    .split(',');
  assert.equal(revoked.length, 3, `only what the other one gets is taken away: ${first.events.join(' ')}`);
}

async function comeBack(world: World, options: Partial<ConsumerOptions>): Promise<void> {
  const topic = await world.createTopic({ partitions: 4 });
  const groupId = world.unique('group');
  const newMember = (groupInstanceId: string): GroupMember =>
    new GroupMember(world, { groupId, groupInstanceId, sessionTimeoutMs: 10_000, ...options }).start([topic]);
  const stays = newMember('stays');
  const goes = newMember('goes');
  await world.until('both have two', () => areSpread([stays, goes], 4) && goes.partitions.length === 2);
  const had = goes.partitions;
  const before = stays.events.length;
  await goes.close();
  const back = newMember('goes');
  await world.until('it is back', () => back.partitions.length === 2);
  assert.deepEqual(back.partitions, had);
  assert.equal(stays.events.length, before, `the other one noticed nothing: ${stays.events.join(' ')}`);
}
