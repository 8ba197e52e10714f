import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Errors,
  newOffsetCommitRequest,
  newOffsetFetchRequest,
  newOffsetFetchRequestGroup,
  ZERO_UUID,
} from '#protocol';
import { context, GROUP, GroupWorld, idOf, watch } from './group-world.testing.ts';

const DAY_MS = 86_400_000;

test('a member commits in its generation, and what it committed is fetched', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a']);
  assert.equal(await world.commit(17, { member: a!, metadata: 'so far', leaderEpoch: 3 }), Errors.NONE.code);
  assert.deepEqual(await world.offsets(), [
    {
      name: 'orders',
      partitions: [
        { partitionIndex: 0, committedOffset: 17, committedLeaderEpoch: 3, metadata: 'so far', errorCode: 0 },
      ],
    },
  ]);
});

test('a simple consumer commits without being a member, as long as the group has none', async () => {
  const world = await GroupWorld.create();
  assert.equal(await world.commit(5), Errors.NONE.code);
  assert.equal(await world.offset(), 5);
  const group = await world.describe();
  assert.deepEqual([group.groupState, group.protocolType], ['Empty', '']);
  const [a] = await world.stableGroup(['a']);
  assert.equal(await world.commit(6), Errors.UNKNOWN_MEMBER_ID.code);
  await a!.leave();
  assert.equal(await world.commit(7), Errors.NONE.code);
  assert.equal(await world.offset(), 7);
});

test('a commit of another generation or member is refused', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a']);
  assert.equal(await world.commit(1, { member: a!, generation: 9 }), Errors.ILLEGAL_GENERATION.code);
  assert.equal(await world.commit(1, { member: a!, memberId: 'b' }), Errors.UNKNOWN_MEMBER_ID.code);
  assert.equal(await world.commit(1, { memberId: 'b', generation: 0, groupId: 'x', apiVersion: 8 }), 22);
  assert.equal(await world.commit(1, { memberId: 'b', generation: 0, groupId: 'x', apiVersion: 9 }), 69);
  assert.equal(await world.offset(), -1);
});

test('while members are called to join they may still commit; while the assignment is made they may not', async () => {
  const world = await GroupWorld.create();
  const [a, b] = await world.stableGroup(['a', 'b']);
  const joinA = watch(a!.join());
  await world.advance(10);
  assert.equal(await world.commit(3, { member: b! }), Errors.NONE.code);
  await world.finish(b!.join());
  assert.equal(joinA()?.generationId, 2);
  assert.equal(await world.commit(4, { member: b! }), Errors.REBALANCE_IN_PROGRESS.code);
  assert.equal(await world.offset(), 3);
});

test('metadata longer than allowed is OFFSET_METADATA_TOO_LARGE for its partition alone', async () => {
  const world = await GroupWorld.create({ settings: { offsetMetadataMaxBytes: 3 } });
  const partition = { committedOffset: 1, committedLeaderEpoch: -1 };
  const partitions = [
    { ...partition, partitionIndex: 0, committedMetadata: 'long' },
    { ...partition, partitionIndex: 1, committedMetadata: 'ok' },
    { ...partition, partitionIndex: 2, committedMetadata: null },
  ];
  const topics = [{ name: 'orders', topicId: ZERO_UUID, partitions }];
  const request = newOffsetCommitRequest({ groupId: GROUP, topics });
  const response = await world.finish(world.coordinator.offsetCommit(request, context(8)));
  assert.deepEqual(
    response.topics[0]!.partitions.map(({ errorCode }) => errorCode),
    [Errors.OFFSET_METADATA_TOO_LARGE.code, Errors.NONE.code, Errors.NONE.code],
  );
  assert.equal(await world.offset('orders', 0), -1);
  assert.equal(await world.offset('orders', 2), 1);
});

test('a topic or partition that is not there is UNKNOWN_TOPIC_OR_PARTITION, an unknown id UNKNOWN_TOPIC_ID', async () => {
  const world = await GroupWorld.create();
  assert.equal(await world.commit(1, { topic: 'nothing' }), Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  assert.equal(await world.commit(1, { partition: 4 }), Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  assert.equal(await world.commit(1, { partition: -1 }), Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  assert.equal(await world.commit(1, { topic: 'nothing', apiVersion: 10 }), Errors.UNKNOWN_TOPIC_ID.code);
  assert.equal(await world.commit(1, { partition: 4, apiVersion: 10 }), Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  assert.equal(await world.state(), 'Dead');
});

test('OffsetCommit v10 and OffsetFetch v10 name topics by id', async () => {
  const world = await GroupWorld.create();
  assert.equal(await world.commit(8, { apiVersion: 10 }), Errors.NONE.code);
  const topics = [
    { name: '', topicId: idOf('orders'), partitionIndexes: [0, 1] },
    { name: '', topicId: idOf('nothing'), partitionIndexes: [0] },
  ];
  const request = newOffsetFetchRequest({ groups: [newOffsetFetchRequestGroup({ groupId: GROUP, topics })] });
  const response = await world.finish(world.coordinator.offsetFetch(request, context(10)));
  const found = response.groups[0]!.topics.map(({ topicId, partitions }) => [
    topicId,
    partitions.map(({ committedOffset, errorCode }) => [committedOffset, errorCode]),
  ]);
  assert.deepEqual(found, [
    [
      idOf('orders'),
      [
        [8, 0],
        [-1, 0],
      ],
    ],
    [idOf('nothing'), [[-1, Errors.UNKNOWN_TOPIC_ID.code]]],
  ]);
});

test('by id, the offsets of a deleted topic are not those of the new topic of the same name', async () => {
  const world = await GroupWorld.create();
  await world.commit(8, { apiVersion: 10 });
  world.topics.add('orders', 4, idOf('other orders'));
  const topics = [{ name: '', topicId: idOf('other orders'), partitionIndexes: [0] }];
  const request = newOffsetFetchRequest({ groups: [newOffsetFetchRequestGroup({ groupId: GROUP, topics })] });
  const response = await world.finish(world.coordinator.offsetFetch(request, context(10)));
  assert.equal(response.groups[0]!.topics[0]!.partitions[0]!.committedOffset, -1);
});

test('nothing committed is offset -1 and no error, for groups that are not there, too', async () => {
  const world = await GroupWorld.create();
  const topics = [{ name: 'orders', partitionIndexes: [0, 3] }];
  for (const apiVersion of [1, 2, 5, 7]) {
    const request = newOffsetFetchRequest({ groupId: 'nobody', topics });
    const response = await world.finish(world.coordinator.offsetFetch(request, context(apiVersion)));
    assert.equal(response.errorCode, Errors.NONE.code);
    assert.deepEqual(response.topics[0]!.partitions[1], {
      partitionIndex: 3,
      committedOffset: -1,
      committedLeaderEpoch: -1,
      metadata: '',
      errorCode: 0,
    });
  }
  assert.deepEqual(await world.offsets('nobody'), []);
});

test('OffsetFetch v8 answers for several groups, all topics of some and named ones of others', async () => {
  const world = await GroupWorld.create();
  await world.commit(1, { groupId: 'g1' });
  await world.commit(2, { groupId: 'g2', topic: 'payments', partition: 1 });
  const groups = [
    newOffsetFetchRequestGroup({ groupId: 'g1', topics: null }),
    newOffsetFetchRequestGroup({
      groupId: 'g2',
      topics: [{ name: 'payments', topicId: ZERO_UUID, partitionIndexes: [1] }],
    }),
    newOffsetFetchRequestGroup({ groupId: 'g3', topics: null }),
  ];
  const response = await world.finish(world.coordinator.offsetFetch(newOffsetFetchRequest({ groups }), context(9)));
  assert.deepEqual(
    response.groups.map((group) => [group.groupId, group.topics.map((topic) => topic.partitions[0]!.committedOffset)]),
    [
      ['g1', [1]],
      ['g2', [2]],
      ['g3', []],
    ],
  );
});

test('before OffsetFetch v2 an error of the group is an error of each partition', async () => {
  const world = GroupWorld.unloaded();
  const request = newOffsetFetchRequest({ groupId: GROUP, topics: [{ name: 'orders', partitionIndexes: [0] }] });
  const old = await world.finish(world.coordinator.offsetFetch(request, context(1)));
  assert.equal(old.topics[0]!.partitions[0]!.errorCode, Errors.NOT_COORDINATOR.code);
  const newer = await world.finish(world.coordinator.offsetFetch(request, context(2)));
  assert.equal(newer.errorCode, Errors.NOT_COORDINATOR.code);
});

test('an offset is neither confirmed nor shown before it is committed', async () => {
  const world = await GroupWorld.create();
  await world.commit(1);
  world.log.isHeld = true;
  const commit = watch(
    world.coordinator.offsetCommit(
      newOffsetCommitRequest({
        groupId: GROUP,
        topics: [
          {
            name: 'orders',
            topicId: ZERO_UUID,
            partitions: [{ partitionIndex: 0, committedOffset: 2, committedLeaderEpoch: -1, committedMetadata: '' }],
          },
        ],
      }),
      context(8),
    ),
  );
  const fetch = watch(
    world.coordinator.offsetFetch(newOffsetFetchRequest({ groupId: GROUP, topics: null }), context(7)),
  );
  await world.advance(1000);
  assert.equal(commit(), undefined);
  assert.equal(fetch(), undefined);
  world.log.release();
  await world.advance(1);
  assert.equal(commit()?.topics[0]?.partitions[0]?.errorCode, Errors.NONE.code);
  assert.equal(fetch()?.topics[0]?.partitions[0]?.committedOffset, 2);
});

test('offsets that do not fit into the log are INVALID_COMMIT_OFFSET_SIZE and change nothing', async () => {
  const world = await GroupWorld.create();
  await world.commit(1);
  world.log.maxBatchBytes = 200;
  assert.equal(await world.commit(2, { metadata: 'x'.repeat(200) }), Errors.INVALID_COMMIT_OFFSET_SIZE.code);
  assert.equal(await world.offset(), 1);
  world.log.refusal = Errors.NOT_LEADER_OR_FOLLOWER.code;
  assert.equal(await world.commit(2), Errors.NOT_COORDINATOR.code);
});

test('offsets of a group without members expire when the retention has passed since it lost its last one', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a']);
  await world.commit(1, { member: a! });
  await keepAlive(world, a!, 8);
  assert.equal(await world.offset(), 1);
  await a!.leave();
  await world.advance(6.9 * DAY_MS);
  assert.equal(await world.offset(), 1);
  await world.advance(0.2 * DAY_MS);
  assert.equal(await world.offset(), -1);
  assert.equal(await world.state(), 'Dead');
});

test('offsets of topics that a stable group no longer reads expire, of others they do not', async () => {
  const world = await GroupWorld.create();
  const [a] = await world.stableGroup(['a'], { topics: ['orders'] });
  await world.commit(1, { member: a! });
  await world.commit(2, { member: a!, topic: 'payments' });
  await keepAlive(world, a!, 8);
  assert.equal(await world.offset('orders'), 1);
  assert.equal(await world.offset('payments'), -1);
  assert.equal(await world.state(), 'Stable');
});

test('offsets of a simple consumer expire when the retention has passed since the commit', async () => {
  const world = await GroupWorld.create();
  await world.commit(1);
  await world.advance(5 * DAY_MS);
  await world.commit(2, { partition: 1 });
  await world.advance(3 * DAY_MS);
  assert.equal(await world.offset('orders', 0), -1);
  assert.equal(await world.offset('orders', 1), 2);
  await world.advance(5 * DAY_MS);
  assert.equal(await world.state(), 'Dead');
});

test('up to OffsetCommit v4 a commit may say itself how long it is kept', async () => {
  const world = await GroupWorld.create();
  await world.commit(1, { apiVersion: 4, retentionTimeMs: 3_600_000 });
  await world.advance(3_000_000);
  assert.equal(await world.offset(), 1);
  await world.advance(1_300_000);
  assert.equal(await world.offset(), -1);
});

test('offsets of deleted topics are forgotten at once, in all groups', async () => {
  const world = await GroupWorld.create();
  for (const groupId of ['g1', 'g2']) {
    await world.commit(1, { groupId });
    await world.commit(2, { groupId, topic: 'payments' });
  }
  world.topics.delete('orders');
  await world.finish(world.coordinator.onTopicsDeleted(['orders']));
  for (const groupId of ['g1', 'g2']) {
    assert.deepEqual(
      (await world.offsets(groupId)).map(({ name }) => name),
      ['payments'],
    );
  }
  const again = await world.restart();
  assert.deepEqual(
    (await again.offsets('g1')).map(({ name }) => name),
    ['payments'],
  );
});

test('tombstones for more offsets than one batch takes go into several', async () => {
  const world = await GroupWorld.create();
  world.topics.add('wide', 10_000);
  const partitions = Array.from({ length: 10_000 }, (_, partitionIndex) => ({
    partitionIndex,
    committedOffset: partitionIndex,
    committedLeaderEpoch: -1,
    committedMetadata: '',
  }));
  const request = newOffsetCommitRequest({
    groupId: GROUP,
    topics: [{ name: 'wide', topicId: ZERO_UUID, partitions }],
  });
  await world.finish(world.coordinator.offsetCommit(request, context(8)));
  const before = world.log.batches.length;
  world.log.maxBatchBytes = 300_000;
  await world.finish(world.coordinator.onTopicsDeleted(['wide']));
  assert.ok(world.log.batches.length > before + 1);
  assert.deepEqual(await world.offsets(), []);
});

async function keepAlive(world: GroupWorld, member: { heartbeat(): Promise<number> }, days: number): Promise<void> {
  for (let ms = 0; ms < days * DAY_MS; ms += 40_000) {
    await world.advance(40_000);
    await member.heartbeat();
  }
}
