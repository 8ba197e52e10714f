import assert from 'node:assert/strict';
import test from 'node:test';
import { Errors, type StreamsGroupHeartbeatResponse } from '#protocol';
import { idOf } from '../group-world.testing.ts';
import { describeStreamsGroup } from './describe-streams-group.ts';
import { checkStreamsCommit, checkStreamsFetch } from './streams-offsets.ts';
import { StreamsGroupWorld, WORD_COUNT, WorldMember } from './streams-group-world.testing.ts';
import type { TaskIds } from './tasks.ts';
import { StreamsGroupStatus } from './topic-configuration-problem.ts';

const ALL_TASKS: TaskIds[] = [
  { subtopologyId: '0', partitions: [0, 1] },
  { subtopologyId: '1', partitions: [0, 1] },
];

function statuses({ status }: StreamsGroupHeartbeatResponse): number[] {
  return (status ?? []).map(({ statusCode }) => statusCode);
}

function namesOf(tasks: readonly TaskIds[]): string[] {
  return tasks.flatMap(({ subtopologyId, partitions }) =>
    partitions.map((partition) => `${subtopologyId}_${partition}`),
  );
}

/** Two members that have everything between them. */
function pair(world: StreamsGroupWorld): [WorldMember, WorldMember] {
  const [a, b] = [new WorldMember(world, 'a'), new WorldMember(world, 'b')];
  a.join();
  a.beat();
  b.join();
  for (let i = 0; i < 3; i++) for (const member of [a, b]) member.beat();
  return [a, b];
}

test('the first member brings the topology, waits for the internal topics, and then has every task', () => {
  const world = new StreamsGroupWorld();
  const member = new WorldMember(world, 'a');
  const joined = member.join();
  assert.deepEqual(statuses(joined), [StreamsGroupStatus.MISSING_INTERNAL_TOPICS]);
  assert.deepEqual(joined.activeTasks, []);
  assert.equal(world.group.state, 'NotReady');
  assert.deepEqual([world.topics.partitionCount('words'), world.topics.partitionCount('counts')], [2, 2]);
  const next = member.beat();
  assert.deepEqual([statuses(next), next.activeTasks], [[], ALL_TASKS]);
  assert.equal(world.group.state, 'Stable');
  assert.equal(member.beat().activeTasks, null);
});

test('a second member gets its share once the first one has given it up', () => {
  const world = new StreamsGroupWorld();
  const [a, b] = [new WorldMember(world, 'a'), new WorldMember(world, 'b')];
  a.join();
  a.beat();
  assert.deepEqual(b.join().activeTasks, []);
  assert.equal(world.group.state, 'Reconciling');
  const told = a.active;
  a.beat();
  assert.equal(namesOf(a.active).length, 2);
  const keeping = a.memberEpoch;
  a.beat({ activeTasks: told });
  assert.equal(a.memberEpoch, keeping);
  assert.deepEqual(namesOf(b.active), []);
  a.beat();
  assert.ok(a.memberEpoch > keeping);
  b.beat();
  assert.deepEqual([...namesOf(a.active), ...namesOf(b.active)].sort(), namesOf(ALL_TASKS));
  assert.equal(world.group.state, 'Stable');
});

test('with standbys asked for, each task with a store has one in another process', () => {
  const world = new StreamsGroupWorld({ streamsNumStandbyReplicas: 1 });
  const [a, b] = pair(world);
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const stateful = namesOf(one.active).filter((name) => name.startsWith('1'));
    assert.deepEqual(namesOf(other.standby), stateful);
  }
});

test('what the log says is all that a new coordinator needs: members go on and notice nothing', () => {
  const world = new StreamsGroupWorld();
  const [a, b] = pair(world);
  const before = describeStreamsGroup(world.group);
  world.restart();
  const records = world.log.length;
  for (const member of [a, b]) {
    const { errorCode, activeTasks, status } = member.beat();
    assert.deepEqual([errorCode, activeTasks, status], [0, null, []]);
  }
  assert.deepEqual(describeStreamsGroup(world.group), before);
  assert.equal(world.log.length, records);
});

test('a member that is not heard of loses its tasks to the others', async () => {
  const world = new StreamsGroupWorld();
  const [a] = pair(world);
  await world.advance(40_000);
  a.beat();
  await world.advance(6_000);
  assert.deepEqual([...world.group.members.keys()], ['a']);
  for (let i = 0; i < 2; i++) a.beat();
  assert.deepEqual(a.active, ALL_TASKS);
});

test('a member that does not give up its tasks within its rebalance timeout is removed', async () => {
  const world = new StreamsGroupWorld({ streamsSessionTimeoutMs: 600_000 });
  const [a, b] = [new WorldMember(world, 'a', { rebalanceTimeoutMs: 10_000 }), new WorldMember(world, 'b')];
  a.join();
  a.beat();
  const kept = a.active;
  b.join();
  a.beat();
  await world.advance(9_000);
  a.beat({ activeTasks: kept });
  await world.advance(2_000);
  assert.deepEqual([...world.group.members.keys()], ['b']);
  assert.equal(a.beat().errorCode, Errors.UNKNOWN_MEMBER_ID.code);
});

test('a new group waits for more members before its first assignment', async () => {
  const world = new StreamsGroupWorld({ streamsInitialRebalanceDelayMs: 3_000 });
  const [a, b] = [new WorldMember(world, 'a'), new WorldMember(world, 'b')];
  assert.ok(statuses(a.join()).includes(StreamsGroupStatus.ASSIGNMENT_DELAYED));
  b.join();
  assert.deepEqual(statuses(a.beat()), [StreamsGroupStatus.ASSIGNMENT_DELAYED]);
  await world.advance(3_000);
  for (const member of [a, b]) member.beat();
  assert.deepEqual([namesOf(a.active).length, namesOf(b.active).length], [2, 2]);
});

test('assignments are no closer together than the assignment interval', async () => {
  const world = new StreamsGroupWorld({ streamsAssignmentIntervalMs: 1_000 });
  const [a, b] = [new WorldMember(world, 'a'), new WorldMember(world, 'b')];
  a.join();
  assert.deepEqual(a.beat().activeTasks, ALL_TASKS);
  assert.deepEqual(statuses(b.join()), [StreamsGroupStatus.ASSIGNMENT_DELAYED]);
  await world.advance(999);
  assert.deepEqual(statuses(b.beat()), [StreamsGroupStatus.ASSIGNMENT_DELAYED]);
  await world.advance(1);
  assert.deepEqual(statuses(b.beat()), []);
});

test('an assignment without tasks, as topics are missing, keeps nobody waiting for the next one', () => {
  const world = new StreamsGroupWorld({ streamsAssignmentIntervalMs: 1_000 });
  const a = new WorldMember(world, 'a');
  assert.ok(statuses(a.join()).includes(StreamsGroupStatus.MISSING_INTERNAL_TOPICS));
  assert.deepEqual(namesOf(a.active), []);
  assert.deepEqual(a.beat().activeTasks, ALL_TASKS);
});

test('a wall clock that is set back keeps nobody from the next assignment', async () => {
  const world = new StreamsGroupWorld({ streamsAssignmentIntervalMs: 1_000 });
  const [a, b] = [new WorldMember(world, 'a'), new WorldMember(world, 'b')];
  a.join();
  await world.advance(1_000);
  a.beat();
  world.jumpClock(-3_600_000);
  assert.deepEqual(statuses(b.join()), []);
});

test('when the source topic grows, or is gone, members are told and the tasks change', () => {
  const world = new StreamsGroupWorld();
  const [a] = pair(world);
  world.setTopic('lines', 3);
  assert.deepEqual(statuses(a.beat()), [StreamsGroupStatus.INCORRECTLY_PARTITIONED_TOPICS]);
  assert.equal(world.group.state, 'NotReady');
  world.deleteTopic('lines');
  assert.deepEqual(statuses(a.beat()), [StreamsGroupStatus.MISSING_SOURCE_TOPICS]);
  assert.deepEqual(namesOf(a.active), []);
});

test('a member that asks for it shuts the whole application down, until the group is empty', () => {
  const world = new StreamsGroupWorld();
  const [a, b] = pair(world);
  a.beat({ shutdownApplication: true });
  assert.deepEqual(statuses(b.beat()), [StreamsGroupStatus.SHUTDOWN_APPLICATION]);
  world.leave('a');
  assert.deepEqual(statuses(b.beat()), [StreamsGroupStatus.SHUTDOWN_APPLICATION]);
  world.leave('b');
  assert.equal(world.group.state, 'Empty');
  assert.deepEqual(statuses(new WorldMember(world, 'c').join()), []);
});

test('another topology is refused, an older one is told that it is stale, and neither changes anything', () => {
  const world = new StreamsGroupWorld();
  const newer = { ...WORD_COUNT, epoch: 1 };
  new WorldMember(world, 'a', { topology: newer }).join();
  const records = world.log.length;
  const changed = { epoch: 1, subtopologies: WORD_COUNT.subtopologies.slice(0, 1) };
  const refused = new WorldMember(world, 'b', { topology: changed }).join();
  assert.equal(refused.errorCode, Errors.INVALID_REQUEST.code);
  assert.equal(world.log.length, records);
  const stale = new WorldMember(world, 'c', { topology: WORD_COUNT }).join();
  assert.ok(statuses(stale).includes(StreamsGroupStatus.STALE_TOPOLOGY));
});

test('a topology that no topics can ever fit is STREAMS_INVALID_TOPOLOGY and leaves no group', () => {
  const world = new StreamsGroupWorld();
  const [, second] = WORD_COUNT.subtopologies;
  const { errorCode } = new WorldMember(world, 'a', { topology: { epoch: 0, subtopologies: [second!] } }).join();
  assert.equal(errorCode, Errors.STREAMS_INVALID_TOPOLOGY.code);
  assert.deepEqual(world.log, []);
});

test('a member of another epoch is fenced, except where it only missed the last answer', () => {
  const world = new StreamsGroupWorld();
  const [a] = pair(world);
  const { memberEpoch } = a;
  const { previousMemberEpoch } = world.group.members.get('a')!;
  assert.equal(a.beat({ memberEpoch: memberEpoch + 1 }).errorCode, Errors.FENCED_MEMBER_EPOCH.code);
  assert.equal(a.beat({ memberEpoch: previousMemberEpoch }).errorCode, Errors.NONE.code);
  const others = ALL_TASKS.filter(({ subtopologyId }) => subtopologyId === '0');
  const { errorCode } = a.beat({ memberEpoch: previousMemberEpoch, activeTasks: others });
  assert.equal(errorCode, Errors.FENCED_MEMBER_EPOCH.code);
});

test('tasks that the topology does not have are INVALID_REQUEST', () => {
  const world = new StreamsGroupWorld();
  const [a] = pair(world);
  for (const activeTasks of [[{ subtopologyId: '0', partitions: [2] }], [{ subtopologyId: '9', partitions: [0] }]]) {
    assert.equal(a.beat({ activeTasks }).errorCode, Errors.INVALID_REQUEST.code);
  }
});

test('a full group takes nobody, and changed numbers of standbys are assigned anew', () => {
  const world = new StreamsGroupWorld({ maxSize: 2 });
  const [a, b] = pair(world);
  assert.equal(new WorldMember(world, 'c').join().errorCode, Errors.GROUP_MAX_SIZE_REACHED.code);
  world.configs = { ...world.configs, streamsNumStandbyReplicas: 1 };
  for (let i = 0; i < 2; i++) for (const member of [a, b]) member.beat();
  assert.equal(namesOf([...a.standby, ...b.standby]).length, 2);
});

test('where members can be asked is told to whoever does not know it yet', () => {
  const world = new StreamsGroupWorld();
  const endpoint = (port: number) => ({ userEndpoint: { host: 'localhost', port } });
  const [a, b] = [new WorldMember(world, 'a', endpoint(1)), new WorldMember(world, 'b', endpoint(2))];
  a.join();
  const { partitionsByUserEndpoint } = a.beat();
  assert.deepEqual(partitionsByUserEndpoint, [
    {
      userEndpoint: { host: 'localhost', port: 1 },
      activePartitions: [
        { topic: 'lines', partitions: [0, 1] },
        { topic: 'words', partitions: [0, 1] },
      ],
      standbyPartitions: [],
    },
  ]);
  assert.equal(a.beat().partitionsByUserEndpoint, null);
  b.join();
  assert.equal(a.beat().partitionsByUserEndpoint?.length, 2);
});

test('commits of an older epoch count for tasks that the member has had since then, and no others', () => {
  const world = new StreamsGroupWorld();
  const [a, b] = pair(world);
  const commit = (member: WorldMember, memberEpoch: number) =>
    checkStreamsCommit(world.group, {
      memberId: member.memberId,
      memberEpoch,
      groupInstanceId: null,
      isTransactional: false,
      apiVersion: 9,
    });
  const topicOf = (name: string) => (name.startsWith('0') ? 'lines' : 'words');
  const check = commit(a, a.memberEpoch - 1);
  assert.ok(typeof check === 'function');
  for (const name of namesOf(a.active)) assert.equal(check(idOf(topicOf(name)), Number(name.at(-1))), Errors.NONE.code);
  for (const name of namesOf(b.active)) {
    assert.equal(check(idOf(topicOf(name)), Number(name.at(-1))), Errors.STALE_MEMBER_EPOCH.code);
  }
  assert.equal(check(idOf('elsewhere'), 0), Errors.STALE_MEMBER_EPOCH.code);
  assert.equal(commit(a, a.memberEpoch + 1), Errors.STALE_MEMBER_EPOCH.code);
  assert.equal(commit(new WorldMember(world, 'nobody'), 1), Errors.UNKNOWN_MEMBER_ID.code);
  const fetch = (memberId: string, memberEpoch: number) =>
    checkStreamsFetch(world.group, { memberId, memberEpoch, groupInstanceId: null });
  assert.equal(fetch('a', 1), Errors.STALE_MEMBER_EPOCH.code);
  assert.equal(fetch('', -1), Errors.NONE.code);
});
