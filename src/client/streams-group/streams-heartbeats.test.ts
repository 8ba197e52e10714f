/** What a member of a streams group says to its coordinator and makes of its answers, on a scripted broker. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Errors,
  newStreamsGroupDescribeResponse,
  newStreamsGroupDescribeResponseDescribedGroup,
  newStreamsGroupDescribeResponseMember,
  newStreamsGroupHeartbeatResponse,
  streamsGroupDescribeRequest,
  streamsGroupDescribeResponse,
  streamsGroupHeartbeatRequest,
  streamsGroupHeartbeatResponse,
  type ErrorName,
  type StreamsGroupHeartbeatRequest,
  type StreamsGroupHeartbeatResponse,
} from '#protocol';
import { createSimulation, type Simulation } from '#sim';
import { ScriptedBroker, type ScriptedAnswer } from '../scripted-broker.testing.ts';
import { TestStreamsMember, WORD_COUNT, type TestStreamsMemberOptions } from './streams-member.testing.ts';

const INTERVAL_MS = 1000;
const NO_TASKS = { activeTasks: [], standbyTasks: [], warmupTasks: [] };
const tasks = (...partitions: number[]) => ({ ...NO_TASKS, activeTasks: [{ subtopologyId: '0', partitions }] });

/** A coordinator that gives what it is told to give. */
class Coordinator {
  readonly world: Simulation = createSimulation(1);
  broker!: ScriptedBroker;
  /** Answers instead of a plain one, the first first. */
  readonly scripted: ('close' | Partial<StreamsGroupHeartbeatResponse>)[] = [];
  epoch = 1;

  async start(): Promise<this> {
    this.broker = await this.world.finish(ScriptedBroker.start(this.world.env));
    this.broker.on(streamsGroupHeartbeatRequest, streamsGroupHeartbeatResponse, (request) => this.#answer(request));
    return this;
  }

  #answer({ memberId, memberEpoch }: StreamsGroupHeartbeatRequest): ScriptedAnswer<StreamsGroupHeartbeatResponse> {
    const scripted = memberEpoch < 0 ? {} : (this.scripted.shift() ?? {});
    if (scripted === 'close') return 'close';
    const heartbeatIntervalMs = INTERVAL_MS;
    const told = memberEpoch === 0 ? NO_TASKS : {};
    const plain = {
      memberId,
      memberEpoch: memberEpoch < 0 ? memberEpoch : this.epoch,
      heartbeatIntervalMs,
      status: [],
    };
    return newStreamsGroupHeartbeatResponse({ ...plain, ...told, ...scripted });
  }

  /** What StreamsGroupDescribe says of the member. */
  describes(member: TestStreamsMember, activeTasks: { subtopologyId: string; partitions: number[] }[]): void {
    this.broker.on(streamsGroupDescribeRequest, streamsGroupDescribeResponse, ({ groupIds }) => {
      const { memberId } = member.member;
      const assignment = { ...NO_TASKS, activeTasks };
      const members = [newStreamsGroupDescribeResponseMember({ memberId, memberEpoch: this.epoch, assignment })];
      const groups = [newStreamsGroupDescribeResponseDescribedGroup({ groupId: groupIds[0]!, members })];
      return newStreamsGroupDescribeResponse({ groups });
    });
  }

  get requests(): StreamsGroupHeartbeatRequest[] {
    return this.broker.requests(streamsGroupHeartbeatRequest);
  }

  member(options: Partial<TestStreamsMemberOptions> = {}): TestStreamsMember {
    const { env } = this.world;
    const common = { enableMetricsPush: false, retryBackoffMaxMs: 100 };
    return new TestStreamsMember({ env, bootstrapServers: this.broker.bootstrap, ...common, ...options }).start();
  }

  /** A member that has been given these. */
  async memberWith(...partitions: number[]): Promise<TestStreamsMember> {
    this.scripted.push(tasks(...partitions));
    const member = this.member();
    await this.world.until(() => this.requests.length >= 2);
    return member;
  }

  async close(member: TestStreamsMember, keepMembership?: boolean): Promise<void> {
    const options = { timeoutMs: 3000, ...(keepMembership === undefined ? {} : { keepMembership }) };
    await this.world.finish(member.member.close(options));
  }
}

test('a member joins with everything it has to say, then acknowledges, then says only what has changed', async () => {
  const coordinator = await new Coordinator().start();
  coordinator.scripted.push(tasks(0, 1));
  const member = coordinator.member({
    processId: 'process',
    rackId: 'rack',
    clientTags: { zone: 'a', cluster: 'b' },
    userEndpoint: { host: 'here', port: 80 },
  });
  await coordinator.world.advance(3 * INTERVAL_MS);
  const [join, acknowledgement, ...others] = coordinator.requests;
  const { topology, ...rest } = join!;
  assert.deepEqual(rest, {
    groupId: 'app',
    memberId: member.member.memberId,
    memberEpoch: 0,
    endpointInformationEpoch: -1,
    instanceId: null,
    rackId: 'rack',
    rebalanceTimeoutMs: 60_000,
    ...NO_TASKS,
    processId: 'process',
    userEndpoint: { host: 'here', port: 80 },
    clientTags: [
      { key: 'cluster', value: 'b' },
      { key: 'zone', value: 'a' },
    ],
    taskOffsets: null,
    taskEndOffsets: null,
    shutdownApplication: false,
  });
  assert.deepEqual(
    topology!.subtopologies.map(({ subtopologyId }) => subtopologyId),
    ['0', '1'],
  );
  const { activeTasks, standbyTasks, memberEpoch } = acknowledgement!;
  assert.deepEqual([memberEpoch, activeTasks, standbyTasks], [1, tasks(0, 1).activeTasks, []]);
  assert.ok(others.length >= 2);
  for (const other of others) {
    assert.deepEqual([other.topology, other.activeTasks, other.rebalanceTimeoutMs], [null, null, -1]);
  }
  await coordinator.close(member);
  assert.equal(coordinator.requests.at(-1)!.memberEpoch, -1);
});

test('tasks that came with an answer that was lost are asked for, since the coordinator tells them once', async () => {
  const coordinator = await new Coordinator().start();
  const member = await coordinator.memberWith(0);
  coordinator.describes(member, tasks(0, 2).activeTasks);
  coordinator.scripted.push('close');
  await coordinator.world.until(() => member.activeNames.length === 2, 10_000);
  assert.deepEqual(member.activeNames, ['0_0', '0_2']);
  await coordinator.world.until(() => coordinator.requests.at(-1)!.activeTasks?.[0]?.partitions.length === 2);
  const { length } = coordinator.broker.requests(streamsGroupDescribeRequest);
  await coordinator.world.advance(5 * INTERVAL_MS);
  assert.equal(coordinator.broker.requests(streamsGroupDescribeRequest).length, length, 'asked once');
  await coordinator.close(member);
});

test('after an answer that was an error, and after one that did not come, all tasks are told again', async () => {
  const coordinator = await new Coordinator().start();
  const member = await coordinator.memberWith(0);
  coordinator.describes(member, tasks(0).activeTasks);
  for (const failure of ['close', { errorCode: Errors.COORDINATOR_LOAD_IN_PROGRESS.code }] as const) {
    const before = coordinator.requests.length;
    coordinator.scripted.push(failure);
    await coordinator.world.until(() => coordinator.requests.length >= before + 2, 10_000);
    assert.deepEqual(coordinator.requests[before + 1]!.activeTasks, tasks(0).activeTasks);
  }
  await coordinator.close(member);
});

test('a fenced or forgotten member loses its tasks and joins anew under its id', async () => {
  for (const name of ['FENCED_MEMBER_EPOCH', 'UNKNOWN_MEMBER_ID', 'GROUP_ID_NOT_FOUND'] as const) {
    const coordinator = await new Coordinator().start();
    const member = await coordinator.memberWith(0);
    coordinator.scripted.push({ errorCode: Errors[name].code }, tasks(0, 1));
    await coordinator.world.until(() => member.activeNames.length === 2, 5000);
    assert.deepEqual(member.events, ['=0_0', '!', '=0_0 0_1']);
    const joins = coordinator.requests.filter(({ memberEpoch }) => memberEpoch === 0);
    assert.deepEqual([joins.length, joins[0]!.memberId === joins[1]!.memberId], [2, true]);
    await coordinator.close(member);
  }
});

test('errors that will not pass end the membership with what to do; an unreadable topic is told and borne', async () => {
  const remedies: Partial<Record<ErrorName, RegExp>> = {
    GROUP_ID_NOT_FOUND: /another kind/,
    STREAMS_INVALID_TOPOLOGY: /cannot be \(because\)/,
    STREAMS_INVALID_TOPOLOGY_EPOCH: /needs a higher one/,
    STREAMS_TOPOLOGY_FENCED: /deploy the newer one/,
    GROUP_AUTHORIZATION_FAILED: /needs READ/,
    GROUP_MAX_SIZE_REACHED: /group\.streams\.max\.size/,
    INVALID_REQUEST: /of group \w+ \(because\).*another id/,
    UNKNOWN_SERVER_ERROR: /heartbeat of group \w+ \(because\).*make the topics first/,
    UNSUPPORTED_VERSION: /no streams groups/,
  };
  for (const [code, remedy] of Object.entries(remedies)) {
    const coordinator = await new Coordinator().start();
    const { code: errorCode } = Errors[code as ErrorName];
    coordinator.scripted.push({ errorCode, errorMessage: 'because' });
    const member = coordinator.member();
    await coordinator.world.until(() => member.fatal !== null, 5000);
    assert.deepEqual([member.fatal!.code, member.fatal!.fatal, member.member.state], [code, true, 'stopped']);
    assert.match(member.fatal!.message, remedy);
    await coordinator.close(member);
  }
  const coordinator = await new Coordinator().start();
  coordinator.scripted.push({ errorCode: Errors.TOPIC_AUTHORIZATION_FAILED.code }, tasks(0));
  const member = coordinator.member();
  await coordinator.world.until(() => member.activeNames.length === 1, 5000);
  assert.equal(member.errors[0]!.code, 'TOPIC_AUTHORIZATION_FAILED');
  await coordinator.close(member);
});

test('a broker without the API is told with the remedy', async () => {
  const coordinator = await new Coordinator().start();
  coordinator.broker.versions.set(88, null);
  const member = coordinator.member();
  await coordinator.world.until(() => member.fatal !== null, 5000);
  assert.equal(member.fatal!.code, 'UNSUPPORTED_VERSION');
  assert.match(member.fatal!.message, /Samsa, or Apache Kafka 4\.2/);
  await coordinator.close(member);
});

test('a listener that fails ends the membership: the coordinator hears that the member is gone', async () => {
  const coordinator = await new Coordinator().start();
  const member = await coordinator.memberWith(0);
  member.failure = new Error('the store is damaged');
  coordinator.scripted.push(tasks(0, 1));
  await coordinator.world.until(() => member.fatal !== null, 5000);
  assert.match(member.fatal!.message, /the store is damaged/);
  assert.deepEqual(member.events.at(-1), '!');
  await coordinator.world.until(() => coordinator.requests.at(-1)!.memberEpoch === -1, 5000);
  await coordinator.close(member);
});

test('revocations end before what comes instead is taken over; standbys come without any', async () => {
  const coordinator = await new Coordinator().start();
  const member = await coordinator.memberWith(0, 1);
  const standbyTasks = [{ subtopologyId: '1', partitions: [2] }];
  coordinator.scripted.push({ ...tasks(1, 2), standbyTasks });
  await coordinator.world.until(() => member.standbyNames.length === 1, 5000);
  coordinator.scripted.push({ ...tasks(1, 2), standbyTasks: [] });
  await coordinator.world.until(() => member.standbyNames.length === 0, 5000);
  assert.deepEqual(member.events, ['=0_0 0_1', '-0_0', '=0_1 0_2', '=0_1 0_2']);
  await coordinator.close(member);
  assert.deepEqual(member.events.slice(-3), ['-0_1', '-0_2', '=']);
});

test('while the group is about to have tasks it is asked again soon, and less and less often', async () => {
  const coordinator = await new Coordinator().start();
  const status = [{ statusCode: 3, statusDetail: 'being made' }];
  coordinator.scripted.push(...Array.from({ length: 6 }, () => ({ status })));
  const member = coordinator.member();
  // After 100, 125, 157, 197, 247 and 309 ms, and then at the interval's pace.
  for (const [ms, count] of [
    [70, 2],
    [125, 3],
    [157, 4],
    [197, 5],
    [247, 6],
    [309, 7],
    [INTERVAL_MS, 8],
    [INTERVAL_MS, 9],
  ] as const) {
    await coordinator.world.advance(ms);
    assert.equal(coordinator.requests.length, count);
  }
  assert.equal(member.statuses.length, 0);
  await coordinator.close(member);
});

test('a member that is to come back, and a static one, leave without a word', async () => {
  for (const [keepMembership, groupInstanceId] of [
    [true, undefined],
    [undefined, 'one'],
  ] as const) {
    const coordinator = await new Coordinator().start();
    const member = coordinator.member({ groupInstanceId });
    await coordinator.world.until(() => member.member.state === 'stable', 5000);
    await coordinator.close(member, keepMembership);
    assert.ok(coordinator.requests.every(({ memberEpoch }) => memberEpoch >= 0));
    assert.equal(coordinator.requests[0]!.instanceId, groupInstanceId ?? null);
  }
});

test('offsets of tasks go as often as the broker asks for them, and no more once it has refused them', async () => {
  const coordinator = await new Coordinator().start();
  const taskOffsetIntervalMs = 3 * INTERVAL_MS;
  coordinator.scripted.push(...Array.from({ length: 9 }, () => ({ taskOffsetIntervalMs })));
  const one = { subtopologyId: '1', partition: 0 };
  const taskOffsets = () => ({ offsets: [{ ...one, offset: 5 }], endOffsets: [{ ...one, offset: 8 }] });
  const member = coordinator.member({ taskOffsets });
  await coordinator.world.until(() => coordinator.requests.length >= 9, 20_000);
  const told = coordinator.requests.filter(({ taskOffsets: sent }) => sent !== null);
  assert.ok(told.length >= 2 && told.length <= 4);
  assert.deepEqual([told[0]!.taskOffsets![0]!.offset, told[0]!.taskEndOffsets![0]!.offset], [5, 8]);
  const refusal = { errorCode: Errors.INVALID_REQUEST.code };
  coordinator.broker.on(
    streamsGroupHeartbeatRequest,
    streamsGroupHeartbeatResponse,
    ({ memberId, taskOffsets: sent }) =>
      newStreamsGroupHeartbeatResponse({
        memberId,
        memberEpoch: 1,
        heartbeatIntervalMs: INTERVAL_MS,
        taskOffsetIntervalMs,
        ...(sent === null ? {} : refusal),
      }),
  );
  const before = coordinator.requests.length;
  await coordinator.world.advance(20_000);
  const sent = coordinator.requests.slice(before).filter((request) => request.taskOffsets !== null);
  assert.deepEqual([sent.length, member.fatal], [1, null]);
  await coordinator.close(member);
});

test('topics of a topology go in the order of their names, copartition groups as their places there', async () => {
  const coordinator = await new Coordinator().start();
  const repartition = { name: 'r', partitions: 2, replicationFactor: 1, topicConfigs: { b: '2', a: '1' } };
  const subtopology = {
    ...WORD_COUNT.subtopologies[0]!,
    sourceTopics: ['z', 'a'],
    repartitionSourceTopics: [repartition],
    copartitionGroups: [['z', 'r']],
  };
  const member = coordinator.member({ topology: { epoch: 0, subtopologies: [subtopology] } });
  await coordinator.world.until(() => coordinator.requests.length > 0);
  const [sent] = coordinator.requests[0]!.topology!.subtopologies;
  assert.deepEqual(sent!.sourceTopics, ['a', 'z']);
  assert.deepEqual(
    sent!.repartitionSourceTopics[0]!.topicConfigs.map(({ key }) => key),
    ['a', 'b'],
  );
  assert.deepEqual(sent!.copartitionGroups, [
    { sourceTopics: [1], sourceTopicRegex: [], repartitionSourceTopics: [0] },
  ]);
  await coordinator.close(member);
});

test('options that cannot be are named when the member is made', async () => {
  const coordinator = await new Coordinator().start();
  const { world, broker } = coordinator;
  const [first] = WORD_COUNT.subtopologies;
  const wrong: [object, RegExp][] = [
    [{ groupId: '' }, /groupId/],
    [{ processId: undefined }, /processId/],
    [{ rebalanceTimeoutMs: 0 }, /rebalanceTimeoutMs/],
    [{ userEndpoint: { host: 'h', port: 70_000 } }, /userEndpoint\.port/],
    [{ groupID: 'x' }, /did you mean groupId/],
    [{ topology: { epoch: -1, subtopologies: [] } }, /topology\.epoch/],
    [{ topology: { epoch: 0, subtopologies: [first, first] } }, /same subtopologyId/],
    [{ topology: { epoch: 0, subtopologies: [{ ...first, copartitionGroups: [['x']] }] } }, /names x/],
  ];
  for (const [options, message] of wrong) {
    const make = () => new TestStreamsMember({ env: world.env, bootstrapServers: broker.bootstrap, ...options });
    assert.throws(
      make,
      (error: Error & { code?: string }) => error.code === 'INVALID_CONFIG' && message.test(error.message),
    );
  }
});
