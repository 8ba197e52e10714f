/** Members of a streams group against Samsa's broker in a simulated world. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTopic, SimulatedBroker } from '#broker/testing';
import type { Connection, Env } from '#kernel';
import { SimulatedConnection, type Machine } from '#sim';
import { Consumer } from '#client';
import { TestStreamsMember, type TestStreamsMemberOptions } from './streams-member.testing.ts';

const AT_ONCE = {
  'group.streams.initial.rebalance.delay.ms': '0',
  'group.streams.assignment.interval.ms': '0',
  'group.streams.min.heartbeat.interval.ms': '1000',
  'group.streams.heartbeat.interval.ms': '1000',
};
const PARTITIONS = 3;
const TASKS = ['0_0', '0_1', '0_2', '1_0', '1_1', '1_2'];
const CLOSE = { timeoutMs: 5000 };

class App {
  readonly broker: SimulatedBroker;
  readonly connections: Connection[] = [];
  readonly #machines = new Map<TestStreamsMember, Machine>();

  constructor(configs: Readonly<Record<string, string>> = {}, seed = 1) {
    this.broker = new SimulatedBroker(seed, { ...AT_ONCE, ...configs });
  }

  get world(): SimulatedBroker['world'] {
    return this.broker.world;
  }

  get bootstrapServers(): string {
    return `127.0.0.1:${this.broker.port}`;
  }

  async start(topics: readonly string[] = ['lines']): Promise<this> {
    await this.broker.start();
    await this.broker.run(async () => {
      const client = await this.broker.connect();
      for (const name of topics) await createTopic(client, name, { partitions: PARTITIONS });
      client.close();
    });
    return this;
  }

  member(options: Partial<TestStreamsMemberOptions> = {}): TestStreamsMember {
    const machine = this.world.boot();
    const { bootstrapServers } = this;
    const common = { requestTimeoutMs: 3000, enableMetricsPush: false };
    const member = new TestStreamsMember({ env: this.#watched(machine.env), bootstrapServers, ...common, ...options });
    this.#machines.set(member, machine);
    return member.start();
  }

  /** Keeps the connections, to break them. */
  #watched(env: Env): Env {
    const { network } = env;
    const connect: Env['network']['connect'] = async (options) => {
      const connection = await network.connect(options);
      this.connections.push(connection);
      return connection;
    };
    return { ...env, network: { connect, listen: (options, take) => network.listen(options, take) } };
  }

  /** Some connection is reset, or carries nothing any more without anybody knowing. */
  breakOne(): void {
    const { random } = this.world.env;
    const [connection] = this.connections.splice(Math.floor(random.number() * this.connections.length), 1);
    if (!(connection instanceof SimulatedConnection)) return;
    if (random.number() < 0.5) connection.reset();
    else connection.lose(random.number() < 0.5 ? 'incoming' : 'both');
  }

  /** Until the members share the tasks. */
  async whenShared(members: readonly TestStreamsMember[], tasks: readonly string[] = TASKS): Promise<void> {
    const isShared = (): boolean => {
      const all = members.flatMap(({ activeNames }) => activeNames).sort();
      return String(all) === String(tasks) && members.every(({ member }) => member.state === 'stable');
    };
    await this.world.until(isShared, 200_000);
  }

  async close(...members: readonly TestStreamsMember[]): Promise<void> {
    for (const member of members) await this.#machines.get(member)!.finish(member.member.close(CLOSE));
  }

  /** As `kill -9`. */
  kill(member: TestStreamsMember): void {
    this.#machines.get(member)!.die('killed');
  }
}

test('one member has all tasks; a second one gets its share of them only once the first has let go of it', async () => {
  const app = await new App().start();
  const first = app.member();
  await app.whenShared([first]);
  let release = (): void => undefined;
  first.handler = new Promise((resolve) => (release = resolve));
  const second = app.member();
  await app.world.advance(20_000);
  assert.deepEqual([first.activeNames, second.activeNames], [TASKS, []]);
  first.handler = null;
  release();
  await app.whenShared([first, second]);
  assert.equal(first.activeNames.length, 3);
  await app.close(first, second);
  assert.deepEqual([first.activeNames, first.member.state], [[], 'stopped']);
});

test('what a member leaves behind the others take over at once; of one that dies, after its session', async () => {
  const app = await new App().start();
  const members = [app.member(), app.member(), app.member()] as const;
  await app.whenShared(members);
  const [first, second, third] = members;
  await app.close(first);
  const left = app.world.monotonic();
  await app.whenShared([second, third]);
  assert.ok(app.world.monotonic() - left < 10_000, 'nobody waited for the end of a session');
  app.kill(second);
  await app.whenShared([third]);
  assert.ok(!third.events.includes('!'));
  await app.close(third);
});

test('standby tasks come with the assignment, and where one becomes active it was a standby before', async () => {
  const app = await new App({ 'group.streams.num.standby.replicas': '1' }).start();
  const [first, second] = [app.member(), app.member()];
  await app.whenShared([first, second]);
  // Only the second subtopology has state.
  await app.world.until(() => first.standbyNames.length + second.standbyNames.length === PARTITIONS, 60_000);
  for (const { standbyNames, activeNames } of [first, second]) {
    assert.ok(standbyNames.every((task) => task.startsWith('1_') && !activeNames.includes(task)));
  }
  const { standbyNames } = second;
  app.kill(first);
  await app.whenShared([second]);
  assert.ok(standbyNames.every((task) => second.activeNames.includes(task)));
  await app.close(second);
});

test('a member that was cut off loses its tasks, and shares them again once it is back', async () => {
  const app = await new App().start();
  const [first, second] = [app.member(), app.member({ requestTimeoutMs: 100_000 })];
  await app.whenShared([first, second]);
  for (const connection of app.connections) {
    if (connection instanceof SimulatedConnection) connection.lose('both');
  }
  await app.whenShared([first]);
  await app.world.until(() => second.events.includes('!'), 300_000);
  await app.whenShared([first, second]);
  await app.close(first, second);
});

test('the group outlives its coordinator: members keep their tasks while the broker is killed and comes back', async () => {
  const app = await new App().start();
  const members = [app.member(), app.member()];
  await app.whenShared(members);
  const before = members.map(({ events }) => events.length);
  await app.broker.killAndStart();
  await app.world.advance(15_000);
  await app.whenShared(members);
  assert.deepEqual(
    members.map(({ events }) => events.length),
    before,
  );
  await app.close(...members);
});

test('what is missing is told as a status, and told as gone when it is there', async () => {
  const app = await new App().start([]);
  const member = app.member();
  await app.world.until(() => member.statuses.length > 0, 20_000);
  assert.equal(member.statuses[0]!.code, 'MISSING_SOURCE_TOPICS');
  assert.match(member.statuses[0]!.detail, /lines/);
  await app.broker.run(async () => createTopic(await app.broker.connect(), 'lines', { partitions: PARTITIONS }));
  await app.whenShared([member]);
  await app.world.until(() => member.statuses.length === 0, 20_000);
  // The same answer has brought tasks, which are not there yet.
  assert.equal(member.stateWhenTold, 'rebalancing');
  await app.close(member);
});

test('a request to shut down reaches every member of the application', async () => {
  const app = await new App().start();
  const members = [app.member(), app.member()];
  await app.whenShared(members);
  members[0]!.member.requestShutdown();
  const isTold = ({ statuses }: TestStreamsMember): boolean =>
    statuses.some(({ code }) => code === 'SHUTDOWN_APPLICATION');
  await app.world.until(() => members.every(isTold), 10_000);
  await app.close(...members);
});

test('members know which partitions are at whose endpoint', async () => {
  const app = await new App({ 'group.streams.num.standby.replicas': '1' }).start();
  const members = [1, 2].map((port) => app.member({ userEndpoint: { host: 'instance', port } }));
  await app.whenShared(members);
  const isKnown = ({ endpoints }: TestStreamsMember): boolean =>
    endpoints.flatMap(({ activePartitions }) => activePartitions).length === 2 * PARTITIONS &&
    endpoints.flatMap(({ standbyPartitions }) => standbyPartitions).length === PARTITIONS;
  await app.world.until(() => members.every(isKnown), 60_000);
  for (const [index, { activeNames }] of members.entries()) {
    const { activePartitions } = members[0]!.endpoints.find(({ port }) => port === index + 1)!;
    const words = activePartitions.filter(({ topic }) => topic === 'words').map(({ partition }) => `1_${partition}`);
    assert.deepEqual(
      words,
      activeNames.filter((task) => task.startsWith('1_')),
    );
  }
  await app.close(...members);
});

test('a closed member ends within its time though the listener does not come back, and leaves no timer behind', async () => {
  const app = await new App().start();
  const member = app.member();
  await app.whenShared([member]);
  member.handler = new Promise(() => undefined);
  const before = app.world.monotonic();
  await app.close(member);
  assert.ok(app.world.monotonic() - before <= CLOSE.timeoutMs + 1);
  assert.throws(() => member.start(), { code: 'CLIENT_CLOSED' });
  const next = app.member();
  await app.whenShared([next]);
  await app.close(next);
});

test('a group of another kind, and a cluster without streams groups, are told with what to do', async () => {
  const app = await new App().start();
  await app.broker.run(async () => {
    const { env } = app.broker.clients;
    const consumer = new Consumer({ env, bootstrapServers: app.bootstrapServers, groupId: 'app' });
    consumer.subscribe('lines');
    await consumer.poll(3000);
    const member = app.member();
    for (let i = 0; i < 100 && member.fatal === null; i++) await app.broker.pause(100);
    assert.equal(member.fatal?.code, 'GROUP_ID_NOT_FOUND');
    assert.match(member.fatal?.message ?? '', /another kind .*id of its own/);
    await consumer.close();
  });
  const without = await new App({ features: 'streams.version=0' }).start();
  const member = without.member();
  await without.world.until(() => member.fatal !== null, 20_000);
  assert.equal(member.fatal!.code, 'UNSUPPORTED_VERSION');
  assert.match(member.fatal!.message, /Samsa, or Apache Kafka 4\.2 .*streams\.version/);
});

/** Members that come, leave and die, over connections that break, with listeners that take their time. */
async function livelyApp(seed: number): Promise<void> {
  const app = await new App({ 'group.streams.num.standby.replicas': '1' }, seed).start();
  const { random } = app.world.env;
  const members: TestStreamsMember[] = [];
  const onActive = (): void => {
    const alive = members.filter(({ member }) => member.groupMetadata().generationId > 0);
    const active = alive.flatMap(({ activeNames }) => activeNames);
    assert.equal(new Set(active).size, active.length, `seed ${seed}: two members have ${active.sort().join(' ')}`);
  };
  const add = (): void => void members.push(app.member({ slownessMs: 1500, onActive }));
  add();
  for (let step = 0; step < 20; step++) {
    const what = Math.floor(random.number() * 8);
    if (what < 2 && members.length < 4) add();
    else if (what < 4) app.breakOne();
    else if (what === 4 && members.length > 1) {
      const [member] = members.splice(Math.floor(random.number() * members.length), 1);
      if (random.number() < 0.5) app.kill(member!);
      else void member!.member.close(CLOSE);
    } else if (what === 5 && random.number() < 0.3) await app.broker.killAndStart();
    await app.world.advance(random.number() * 5000);
  }
  await app.whenShared(members);
  for (const { events } of members) assert.ok(!events.includes('!'), `seed ${seed}: nobody was away for a session`);
  await app.close(...members);
}

test('whatever happens, no task is active at two members, and in the end each is at one', async () => {
  for (let seed = 1; seed <= 20; seed++) await livelyApp(seed);
});
