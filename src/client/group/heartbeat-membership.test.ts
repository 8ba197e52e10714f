import assert from 'node:assert/strict';
import test from 'node:test';
import { createSimulation, type Simulation } from '#sim';
import { Errors } from '#protocol';
import { TestGroupMember, type TestMemberOptions } from './group-member.testing.ts';
import {
  HEARTBEAT_INTERVAL_MS,
  ModelCoordinator,
  modelCluster,
  type ModelConnection,
} from './model-coordinator.testing.ts';

const ID_A = 'AAAAAAAAAAAAAAAAAAAAAQ';
const ID_B = 'AAAAAAAAAAAAAAAAAAAAAg';
const TOPICS = [
  { name: 'a', topicId: ID_A, partitions: 4 },
  { name: 'b', topicId: ID_B, partitions: 3 },
];
const ALL = ['a-0', 'a-1', 'a-2', 'a-3', 'b-0', 'b-1', 'b-2'];

class Group {
  readonly world: Simulation;
  readonly coordinator: ModelCoordinator;

  constructor(seed = 1) {
    this.world = createSimulation(seed);
    this.coordinator = new ModelCoordinator(this.world.env, [...TOPICS]);
  }

  member(options: Partial<TestMemberOptions> = {}, connection: ModelConnection = {}): TestGroupMember {
    const { env } = this.world;
    const cluster = options.cluster ?? modelCluster(env, this.coordinator, connection);
    const config = { groupProtocol: 'consumer' as const, ...options.config };
    return new TestGroupMember({ env, cluster, ...options, config });
  }

  /** Until all is where it should be. */
  async whenSettled(members: readonly TestGroupMember[], wanted: readonly string[] = ALL): Promise<void> {
    const isSettled = (): boolean => {
      const owned = members.flatMap(({ ownedNames }) => ownedNames).sort();
      return String(owned) === String(wanted) && members.every(({ membership }) => membership.state === 'stable');
    };
    await this.world.until(isSettled, 120_000);
  }

  leave(member: TestGroupMember, keepMembership?: boolean): Promise<void> {
    const options = { timeoutMs: 5000, ...(keepMembership === undefined ? {} : { keepMembership }) };
    return this.world.finish(member.membership.leave(options));
  }
}

test('a member joins with everything it has to say, and then says only what has changed', async () => {
  const group = new Group();
  const member = group.member().join(['b', 'a']);
  await group.whenSettled([member]);
  await group.world.advance(3 * HEARTBEAT_INTERVAL_MS);
  const [join, acknowledgement, ...others] = group.coordinator.requests;
  assert.deepEqual(
    [join!.memberEpoch, join!.subscribedTopicNames, join!.rebalanceTimeoutMs, join!.topicPartitions],
    [0, ['a', 'b'], 60_000, []],
  );
  assert.equal(acknowledgement!.subscribedTopicNames, null);
  assert.deepEqual(acknowledgement!.topicPartitions, [
    { topicId: ID_A, partitions: [0, 1, 2, 3] },
    { topicId: ID_B, partitions: [0, 1, 2] },
  ]);
  assert.ok(others.length >= 2);
  for (const { topicPartitions, subscribedTopicNames, rebalanceTimeoutMs } of others) {
    assert.deepEqual([topicPartitions, subscribedTopicNames, rebalanceTimeoutMs], [null, null, -1]);
  }
  await group.leave(member);
});

test('a partition reaches its next owner only after the handlers of the one before have ended', async () => {
  const group = new Group();
  const first = group.member().join(['a']);
  await group.whenSettled([first], ['a-0', 'a-1', 'a-2', 'a-3']);
  let release = (): void => undefined;
  first.handler = new Promise((resolve) => (release = resolve));
  const second = group.member().join(['a']);
  await group.world.advance(20_000);
  assert.deepEqual([first.ownedNames.length, second.ownedNames], [4, []]);
  assert.equal(group.coordinator.memberIds.length, 2, 'heartbeats go on while a handler runs');
  first.handler = null;
  release();
  await group.whenSettled([first, second], ['a-0', 'a-1', 'a-2', 'a-3']);
  assert.deepEqual(first.events.slice(-2), ['-a-1', '-a-3']);
});

test('topics that the metadata does not know yet are taken over once they have a name', async () => {
  const group = new Group();
  const [a, b] = TOPICS;
  group.coordinator.topics.length = 0;
  const member = group.member({}, { knownTopics: [] });
  group.coordinator.topics.push(a!);
  member.join(['a', 'b']);
  await group.whenSettled([member], ['a-0', 'a-1', 'a-2', 'a-3']);
  const target = [ID_A, ID_B].map((topicId) => ({ topicId, partitions: [0] }));
  group.coordinator.scripted.push({
    memberEpoch: 5,
    heartbeatIntervalMs: 60_000,
    assignment: { topicPartitions: target },
  });
  await group.world.until(() => member.ownedNames.length === 1);
  assert.equal(member.membership.state, 'rebalancing');
  group.coordinator.scripted.push({ memberEpoch: 5, heartbeatIntervalMs: 60_000 });
  group.coordinator.topics.push(b!);
  await group.world.until(() => String(member.ownedNames) === 'a-0,b-0', 5000);
});

test('a topic that was deleted and created again is revoked and assigned anew', async () => {
  const group = new Group();
  const member = group.member().join(['a']);
  await group.whenSettled([member], ['a-0', 'a-1', 'a-2', 'a-3']);
  const topicId = 'AAAAAAAAAAAAAAAAAAAACQ';
  group.coordinator.topics[0] = { name: 'a', topicId, partitions: 1 };
  await group.whenSettled([member], ['a-0']);
  assert.deepEqual(member.events.slice(4), ['-a-0', '-a-1', '-a-2', '-a-3', '+a-0']);
});

test('a fenced member loses what it had, without a commit, and comes back at epoch 0 under its id', async () => {
  const group = new Group();
  const member = group.member().join(['b']);
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
  const { memberId } = member.membership.groupMetadata();
  group.coordinator.fence(memberId);
  await group.world.until(() => member.events.includes('!b-0'), 2 * HEARTBEAT_INTERVAL_MS);
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
  assert.equal(member.membership.groupMetadata().memberId, memberId);
  assert.ok(!member.events.some((event) => event.startsWith('-')));
});

test('a member whose application does not poll leaves, and joins again at the next poll', async () => {
  const group = new Group();
  const member = group.member({ config: { maxPollIntervalMs: 5000 } }).join(['b']);
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
  member.isWaiting = false;
  await group.world.advance(12_000);
  assert.deepEqual([member.membership.state, member.ownedNames, group.coordinator.memberIds], ['fenced', [], []]);
  assert.deepEqual(member.events.slice(-3), ['!b-0', '!b-1', '!b-2']);
  member.membership.poll();
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
});

test('an application that waits for records is alive without polling', async () => {
  const group = new Group();
  const member = group.member({ config: { maxPollIntervalMs: 5000 } }).join(['b']);
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
  await group.world.advance(60_000);
  assert.deepEqual([member.membership.state, member.ownedNames.length], ['stable', 3]);
});

test('leaving revokes, says goodbye once, and leaves no timer behind', async () => {
  const group = new Group();
  const member = group.member().join(['b']);
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
  await group.leave(member);
  const { length } = group.coordinator.requests;
  await group.world.advance(60_000);
  assert.equal(group.coordinator.requests.length, length);
  assert.equal(group.coordinator.requests.at(-1)!.memberEpoch, -1);
  assert.deepEqual([member.membership.state, member.ownedNames], ['stopped', []]);
  member.join(['b']);
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
});

test('a static member leaves for a while with epoch -2, and for good with -1 where it is told to', async () => {
  const group = new Group();
  for (const [keepMembership, epoch] of [
    [undefined, -2],
    [false, -1],
  ] as const) {
    const member = group.member({ config: { groupInstanceId: 'one' } }).join(['b']);
    await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
    await group.leave(member, keepMembership);
    const { memberEpoch, instanceId } = group.coordinator.requests.at(-1)!;
    assert.deepEqual([memberEpoch, instanceId], [epoch, 'one']);
  }
});

test('leave ends in its time though a handler does not', async () => {
  const group = new Group();
  const member = group.member().join(['b']);
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
  member.handler = new Promise(() => undefined);
  const before = group.world.monotonic();
  await group.leave(member);
  assert.ok(group.world.monotonic() - before <= 5001);
  assert.equal(member.membership.state, 'stopped');
});

test('errors that will not pass end the membership with what to do; an unreadable topic is told and borne', async () => {
  for (const { code } of [
    Errors.UNRELEASED_INSTANCE_ID,
    Errors.GROUP_AUTHORIZATION_FAILED,
    Errors.UNSUPPORTED_ASSIGNOR,
  ]) {
    const group = new Group();
    const member = group.member().join(['b']);
    await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
    group.coordinator.scripted.push({ errorCode: code, errorMessage: 'because' });
    await group.world.until(() => member.fatal !== null, 5000);
    assert.deepEqual([member.membership.state, member.fatal!.fatal, member.ownedNames], ['stopped', true, []]);
    await group.leave(member);
  }
  const group = new Group();
  const member = group.member().join(['b']);
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
  group.coordinator.scripted.push({ errorCode: Errors.TOPIC_AUTHORIZATION_FAILED.code, errorMessage: 'b' });
  await group.world.until(() => member.errors.length > 0, 5000);
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
});

test('a pattern of the client is what the metadata has of it, and follows the metadata', async () => {
  const group = new Group();
  const cluster = modelCluster(group.world.env, group.coordinator, { knownTopics: ['b'] });
  const member = group.member({ cluster });
  member.membership.subscribe({ pattern: /^[ab]$/g });
  member.membership.start();
  await group.whenSettled([member], ['b-0', 'b-1', 'b-2']);
  cluster.known.set('a', { ...cluster.known.get('b')!, name: 'a', topicId: ID_A });
  cluster.changed();
  await group.whenSettled([member]);
  member.membership.subscribe({ serverPattern: 'b.*' });
  await group.world.until(() => group.coordinator.requests.at(-1)!.subscribedTopicRegex === 'b.*', 5000);
  assert.deepEqual(group.coordinator.requests.at(-1)!.subscribedTopicNames, []);
});

/** Members that come, leave, die, are fenced and do not poll, over connections that lose and delay. */
async function livelyGroup(seed: number): Promise<void> {
  const group = new Group(seed);
  const { random } = group.world.env;
  const members: TestGroupMember[] = [];
  const isCounted = (member: TestGroupMember): boolean =>
    group.coordinator.memberIds.includes(member.membership.groupMetadata().memberId);
  const onOwned = (): void => {
    const owned = members.filter(isCounted).flatMap(({ ownedNames }) => ownedNames);
    assert.equal(new Set(owned).size, owned.length, `seed ${seed}: two members have ${owned.sort().join(' ')}`);
  };
  const config = { maxPollIntervalMs: 8000 };
  const add = (): void => {
    const member = group.member(
      { config, slownessMs: 3000, onOwned },
      { loss: 8, maxDelayMs: 400, knownTopics: ['a'] },
    );
    members.push(member.join(random.number() < 0.5 ? ['a', 'b'] : ['a']));
  };
  add();
  for (let step = 0; step < 30; step++) {
    const member = members[Math.floor(random.number() * members.length)]!;
    const what = Math.floor(random.number() * 6);
    if (what === 0 && members.length < 4) add();
    else if (what === 1) group.coordinator.fence(member.membership.groupMetadata().memberId);
    else if (what === 2) member.isWaiting = !member.isWaiting;
    else if (what === 3) member.membership.subscribe({ topics: random.number() < 0.5 ? ['a', 'b'] : ['b'] });
    else if (what === 4 && members.length > 1) {
      void member.membership.leave({ timeoutMs: 6000 });
      members.splice(members.indexOf(member), 1);
    } else member.membership.poll();
    await group.world.advance(random.number() * 4000);
  }
  for (const member of members) {
    member.isWaiting = true;
    member.membership.poll();
    member.membership.subscribe({ topics: ['a', 'b'] });
  }
  await group.whenSettled(members);
}

test('whatever happens, no partition has two owners, and in the end each has one', async () => {
  for (let seed = 1; seed <= 150; seed++) await livelyGroup(seed);
});
