/** Streams groups, KIP-1071: members that bring a topology, get its tasks from the coordinator, and hand them on. */
import assert from 'node:assert/strict';
import type {
  ClientError,
  GroupMetadata,
  StreamsMember,
  StreamsEndpoint,
  StreamsGroupStatus,
  StreamsGroupTopology,
  StreamsMemberListener,
  StreamsMemberOptions,
  StreamsTaskAssignment,
  StreamsTaskId,
} from '../../../src/client/index.ts';
import type { ClientCheck, ClientScenario, World } from '../scenario.ts';

const PARTITIONS = 4;
/** Of both subtopologies. */
const TASKS = Array.from({ length: 2 * PARTITIONS }, (_, n) => `${Math.floor(n / PARTITIONS)}_${n % PARTITIONS}`);
const CLOSE_MS = 5000;

/** An application: words of a topic go through a repartition topic into a store. */
interface App {
  readonly groupId: string;
  readonly lines: string;
  readonly topology: StreamsGroupTopology;
}

async function newApp(world: World, configs: Readonly<Record<string, string>> = {}): Promise<App> {
  const lines = await world.createTopic({ partitions: PARTITIONS });
  const app = appOver(world, lines);
  // Tasks are divided at once when a member comes or goes.
  const all = { 'streams.initial.rebalance.delay.ms': '0', 'streams.assignment.interval.ms': '0', ...configs };
  const operations = Object.entries(all).map(([name, value]) => ({ operation: 'SET', name, value }) as const);
  await world.admin().incrementalAlterConfigs([{ type: 'GROUP', name: app.groupId, operations }]);
  return app;
}

function appOver(world: World, lines: string): App {
  const groupId = world.unique('app');
  const internal = (name: string) => ({ name: `${groupId}-${name}`, partitions: 0, replicationFactor: 0 });
  const words = { ...internal('words-repartition'), topicConfigs: { 'cleanup.policy': 'delete' } };
  const counts = { ...internal('counts-changelog'), topicConfigs: { 'cleanup.policy': 'compact' } };
  const part = { stateChangelogTopics: [], repartitionSourceTopics: [], copartitionGroups: [] };
  const subtopologies = [
    { ...part, subtopologyId: '0', sourceTopics: [lines], repartitionSinkTopics: [words.name] },
    {
      ...part,
      subtopologyId: '1',
      sourceTopics: [],
      repartitionSinkTopics: [],
      repartitionSourceTopics: [words],
      stateChangelogTopics: [counts],
    },
  ];
  return { groupId, lines, topology: { epoch: 0, subtopologies } };
}

/** A member whose tasks do nothing. */
class Member implements StreamsMemberListener {
  readonly member: StreamsMember;
  assignment: StreamsTaskAssignment = { active: [], standby: [], warmup: [] };
  statuses: readonly StreamsGroupStatus[] = [];
  endpoints: readonly StreamsEndpoint[] = [];
  losses = 0;
  fatal: ClientError | null = null;
  /** While set, a revocation waits for it. */
  work: Promise<void> | null = null;

  constructor(world: World, { groupId, topology }: App, options: Partial<StreamsMemberOptions> = {}) {
    this.member = world.streamsMember({
      groupId,
      topology,
      processId: world.unique('process'),
      rebalanceTimeoutMs: 10_000,
      listener: this,
      ...options,
    });
    this.member.start();
  }

  get active(): string[] {
    return this.assignment.active.map(nameOf);
  }

  get standby(): string[] {
    return this.assignment.standby.map(nameOf);
  }

  close(): Promise<void> {
    return this.member.close({ timeoutMs: CLOSE_MS });
  }

  async onTasksRevoked(revoked: readonly StreamsTaskId[]): Promise<void> {
    await this.work;
    const gone = new Set(revoked.map(nameOf));
    const active = this.assignment.active.filter((task) => !gone.has(nameOf(task)));
    this.assignment = { ...this.assignment, active };
  }

  async onTasksAssigned(assignment: StreamsTaskAssignment): Promise<void> {
    this.assignment = assignment;
  }

  async onTasksLost(): Promise<void> {
    this.losses++;
    this.assignment = { active: [], standby: [], warmup: [] };
  }

  onStatus(statuses: readonly StreamsGroupStatus[]): void {
    this.statuses = statuses;
  }

  onEndpoints(endpoints: readonly StreamsEndpoint[]): void {
    this.endpoints = endpoints;
  }

  onFatal(error: ClientError): void {
    this.fatal = error;
  }
}

function nameOf({ subtopologyId, partition }: StreamsTaskId): string {
  return `${subtopologyId}_${partition}`;
}

function areShared(members: readonly Member[]): boolean {
  const all = members.flatMap(({ active }) => active).toSorted();
  return String(all) === String(TASKS) && members.every(({ member }) => member.state === 'stable');
}

const codesOf = ({ statuses }: Member): string[] => statuses.map(({ code }) => code);

const checks: readonly Omit<ClientCheck, 'needs'>[] = [
  {
    name: 'members share the tasks as they come and go, each task at one of them',
    run: async (world) => {
      const app = await newApp(world);
      const first = new Member(world, app);
      await world.until('one member has all tasks', () => areShared([first]));
      const second = new Member(world, app);
      await world.until(
        'two members have half of them each',
        () => areShared([first, second]) && second.active.length === PARTITIONS,
      );
      await first.close();
      assert.deepEqual(first.active, []);
      await world.until('the one that stays has all', () => areShared([second]));
      assert.deepEqual([first.losses, second.losses], [0, 0]);
    },
  },
  {
    name: 'a task comes to its next member only after the one before has let go of it',
    run: async (world) => {
      const app = await newApp(world);
      const first = new Member(world, app);
      await world.until('one member has all tasks', () => areShared([first]));
      let release = (): void => undefined;
      first.work = new Promise((resolve) => (release = resolve));
      const second = new Member(world, app);
      const admin = world.admin();
      await world.until('the second is to have tasks', async () => {
        const [group] = await admin.describeStreamsGroups([app.groupId]);
        const described = group!.members.find(({ memberId }) => memberId === second.member.memberId);
        const hasHeard = described?.memberEpoch === group!.targetAssignmentEpoch;
        return hasHeard && described.targetAssignment.activeTasks.length === PARTITIONS;
      });
      assert.deepEqual([first.active.length, second.active], [TASKS.length, []]);
      release();
      await world.until('they share', () => areShared([first, second]));
    },
  },
  {
    name: 'a member that vanishes is missed, the other one takes over, and it loses its tasks when it is back',
    deadlineMs: 120_000,
    run: async (world) => {
      const app = await newApp(world, { 'streams.session.timeout.ms': '2000', 'streams.heartbeat.interval.ms': '300' });
      const proxy = await world.proxy();
      const lost = new Member(world, app, { bootstrapServers: [proxy.bootstrap], requestTimeoutMs: 2000 });
      const stays = new Member(world, app);
      await world.until('both have their share', () => areShared([lost, stays]) && lost.active.length === PARTITIONS);
      proxy.stall();
      await world.until('the other one has all', () => areShared([stays]), 60_000);
      proxy.heal();
      await world.until(
        'both have their share again',
        () => areShared([lost, stays]) && lost.active.length === PARTITIONS,
        60_000,
      );
      assert.deepEqual([lost.losses, stays.losses], [1, 0]);
    },
  },
  {
    name: 'with standby replicas, what a member has as standby is active at the other one',
    run: async (world) => {
      const app = await newApp(world, { 'streams.num.standby.replicas': '1' });
      const [first, second] = [new Member(world, app), new Member(world, app)];
      await world.until('each store has a standby', () => {
        return areShared([first, second]) && first.standby.length + second.standby.length === PARTITIONS;
      });
      for (const [one, other] of [
        [first, second],
        [second, first],
      ] as const) {
        assert.ok(one.standby.every((task) => task.startsWith('1_') && other.active.includes(task)));
      }
    },
  },
  {
    name: 'what is missing is told as a status, and the group works once it is there',
    run: async (world) => {
      const lines = world.unique('lines');
      const app = appOver(world, lines);
      const member = new Member(world, app);
      await world.until('the topic is missed', () => codesOf(member).includes('MISSING_SOURCE_TOPICS'));
      await world.admin().createTopics([{ name: lines, numPartitions: PARTITIONS }]);
      await world.until('the tasks come', () => areShared([member]));
      await world.until('all is well', () => member.statuses.length === 0);
    },
  },
  {
    name: 'a request to shut down reaches all members',
    run: async (world) => {
      const app = await newApp(world);
      const members = [new Member(world, app), new Member(world, app)];
      await world.until('they share', () => areShared(members));
      members[0]!.member.requestShutdown();
      await world.until('all are told', () => members.every((one) => codesOf(one).includes('SHUTDOWN_APPLICATION')));
    },
  },
  {
    name: 'members hear at whose endpoint which partitions are',
    run: async (world) => {
      const app = await newApp(world);
      const members = [1, 2].map((port) => new Member(world, app, { userEndpoint: { host: 'instance', port } }));
      await world.until('they share', () => areShared(members));
      await world.until('all know all', () =>
        members.every(({ endpoints }) => {
          const known = endpoints.flatMap(({ activePartitions }) => activePartitions);
          return endpoints.length === 2 && known.length === TASKS.length;
        }),
      );
      for (const [index, { active }] of members.entries()) {
        const { activePartitions } = members[0]!.endpoints.find(({ port }) => port === index + 1)!;
        const read = activePartitions
          .filter(({ topic }) => topic === app.lines)
          .map(({ partition }) => `0_${partition}`);
        assert.deepEqual(
          read.toSorted(),
          active.filter((task) => task.startsWith('0_')),
        );
      }
    },
  },
  {
    name: 'offsets are committed as the member, by a consumer and in a transaction, and by nobody else',
    run: async (world) => {
      const app = await newApp(world);
      const { groupId, lines: topic } = app;
      const member = new Member(world, app);
      await world.until('the tasks come', () => areShared([member]));
      const place = { topic, partition: 0 };
      const newConsumer = (groupMember?: () => GroupMetadata) => {
        const consumer = world.consumer({ groupId, enableAutoCommit: false, ...(groupMember && { groupMember }) });
        consumer.assign([place]);
        return consumer;
      };
      const consumer = newConsumer(() => member.member.groupMetadata());
      await consumer.commit([{ ...place, offset: 3 }]);
      assert.equal((await consumer.committed([place]))[0]!.offset, 3);
      await assert.rejects(newConsumer().commit([{ ...place, offset: 9 }]), { code: 'COMMIT_FAILED' });
      const producer = world.producer({ transactionalId: world.unique('transactional') });
      await producer.initTransactions();
      const send = (group: GroupMetadata, offset: number): Promise<void> =>
        producer.transaction(async (transaction) => {
          await transaction.send({ topic, value: 'x' });
          await transaction.sendOffsets({ offsets: [{ ...place, offset }], group });
        });
      const group = member.member.groupMetadata();
      await send(group, 5);
      assert.equal((await consumer.committed([place]))[0]!.offset, 5);
      const ahead = { ...group, generationId: group.generationId + 1 };
      await assert.rejects(send(ahead, 9), { code: 'COMMIT_FAILED' });
      assert.equal((await consumer.committed([place]))[0]!.offset, 5);
    },
  },
  {
    name: 'a group of another kind is refused with what to do',
    run: async (world) => {
      const app = await newApp(world);
      const consumer = world.consumer({ groupId: app.groupId });
      consumer.subscribe(app.lines);
      await world.until('there is a consumer group', async () => {
        await consumer.poll(200);
        return consumer.assignment().length === PARTITIONS;
      });
      const member = new Member(world, app);
      await world.until('it is refused', () => member.fatal !== null);
      assert.equal(member.fatal!.code, 'GROUP_ID_NOT_FOUND');
      assert.match(member.fatal!.message, /another kind/);
    },
  },
  {
    name: 'a topology that cannot be is refused with what is wrong',
    run: async (world) => {
      const app = await newApp(world);
      const [first, second] = app.topology.subtopologies;
      const fixed = second!.stateChangelogTopics.map((topic) => ({ ...topic, partitions: 3 }));
      const topology = { epoch: 0, subtopologies: [first!, { ...second!, stateChangelogTopics: fixed }] };
      const member = new Member(world, { ...app, topology });
      await world.until('it is refused', () => member.fatal !== null);
      assert.equal(member.fatal!.code, 'STREAMS_INVALID_TOPOLOGY');
    },
  },
];

export const streamsGroups: ClientScenario = {
  name: 'streams-groups',
  checks: checks.map((check): ClientCheck => ({ ...check, needs: ['streams-groups', 'group-configs'] })),
};
