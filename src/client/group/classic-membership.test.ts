import assert from 'node:assert/strict';
import test from 'node:test';
import { createTopic, SimulatedBroker } from '#broker/testing';
import { createPartitionsRequest, createPartitionsResponse } from '#protocol';
import type { Connection, Env } from '#kernel';
import { SimulatedConnection, type Machine } from '#sim';
import type { Cluster } from '../cluster/cluster.ts';
import { openTestCluster } from '../cluster/cluster.testing.ts';
import { TestGroupMember, type TestMemberOptions } from './group-member.testing.ts';

const LEAVE = { timeoutMs: 5000 };
const CONFIG = { sessionTimeoutMs: 6000, heartbeatIntervalMs: 500 };

class Group {
  readonly broker: SimulatedBroker;
  readonly connections: Connection[] = [];
  readonly #clusters = new Map<TestGroupMember, { cluster: Cluster; machine: Machine }>();

  constructor(seed = 1) {
    this.broker = new SimulatedBroker(seed);
  }

  get world(): SimulatedBroker['world'] {
    return this.broker.world;
  }

  async start(...topics: readonly (readonly [name: string, partitions: number])[]): Promise<this> {
    await this.broker.start();
    await this.broker.run(async () => {
      const client = await this.broker.connect();
      for (const [name, partitions] of topics) await createTopic(client, name, { partitions });
      client.close();
    });
    return this;
  }

  member(options: Partial<TestMemberOptions> = {}): TestGroupMember {
    const machine = this.world.boot();
    const env = this.#watched(machine.env);
    const configs = {
      bootstrapServers: `127.0.0.1:${this.broker.port}`,
      requestTimeoutMs: 5000,
      metadataMaxAgeMs: 2000,
    };
    const cluster = openTestCluster(env, configs, { allowAutoTopicCreation: false });
    const member = new TestGroupMember({ env, cluster, ...options, config: { ...CONFIG, ...options.config } });
    this.#clusters.set(member, { cluster, machine });
    return member;
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
    const index = Math.floor(random.number() * this.connections.length);
    const [connection] = this.connections.splice(index, 1);
    if (!(connection instanceof SimulatedConnection)) return;
    if (random.number() < 0.5) connection.reset();
    else connection.lose(random.number() < 0.5 ? 'incoming' : 'both');
  }

  /** Until the members have what is wanted, and the group is quiet. */
  async whenSettled(members: readonly TestGroupMember[], wanted: number): Promise<void> {
    const isSettled = (): boolean => {
      const owned = members.flatMap(({ ownedNames }) => ownedNames);
      const isQuiet = members.every(({ membership }) => membership.state === 'stable');
      return isQuiet && owned.length === wanted && new Set(owned).size === wanted;
    };
    await this.world.until(isSettled, 120_000);
  }

  async close(...members: readonly TestGroupMember[]): Promise<void> {
    for (const member of members) {
      const { cluster, machine } = this.#clusters.get(member)!;
      await machine.finish(member.membership.leave(LEAVE));
      await machine.finish(cluster.close());
    }
  }

  /** As `kill -9`. */
  kill(member: TestGroupMember): void {
    this.#clusters.get(member)!.machine.die('killed');
  }
}

const STRATEGIES = ['range', 'roundrobin', 'sticky', 'cooperative-sticky'] as const;

for (const strategy of STRATEGIES) {
  test(`${strategy}: members share the partitions as they come, leave and die`, async () => {
    const group = await new Group().start(['t', 6], ['u', 3]);
    const options = { strategies: [strategy] };
    const first = group.member(options).join(['t', 'u']);
    await group.whenSettled([first], 9);
    const second = group.member(options).join(['u', 't']);
    const third = group.member(options).join(['t']);
    await group.whenSettled([first, second, third], 9);
    for (const { ownedNames } of [first, second, third]) assert.ok(ownedNames.length >= 2);
    await group.close(second);
    await group.whenSettled([first, third], 9);
    group.kill(first);
    await group.world.until(() => third.ownedNames.length === 6, 60_000);
    await group.close(third);
  });
}

test('cooperative members go on with what does not move; eager ones let go of everything', async () => {
  for (const [strategy, revoked] of [
    ['cooperative-sticky', 3],
    ['range', 6],
  ] as const) {
    const group = await new Group().start(['t', 6]);
    const first = group.member({ strategies: [strategy] }).join(['t']);
    await group.whenSettled([first], 6);
    const second = group.member({ strategies: [strategy] }).join(['t']);
    await group.whenSettled([first, second], 6);
    assert.equal(first.events.filter((event) => event.startsWith('-')).length, revoked);
    assert.ok(!second.events.some((event) => !event.startsWith('+')));
    await group.close(first, second);
  }
});

test('a rebalance waits for the handler of a partition that moves, while heartbeats go on', async () => {
  const group = await new Group().start(['t', 2]);
  const first = group.member({ strategies: ['cooperative-sticky'] }).join(['t']);
  await group.whenSettled([first], 2);
  let release = (): void => undefined;
  first.handler = new Promise((resolve) => (release = resolve));
  const second = group.member({ strategies: ['cooperative-sticky'] }).join(['t']);
  await group.world.advance(20_000);
  assert.deepEqual([first.ownedNames.length, second.ownedNames], [2, []]);
  first.handler = null;
  release();
  await group.whenSettled([first, second], 2);
  await group.close(first, second);
});

test('a member moves to another assignor while the group has both', async () => {
  const group = await new Group().start(['t', 4]);
  const first = group.member({ strategies: ['range'] }).join(['t']);
  const second = group.member({ strategies: ['range', 'cooperative-sticky'] }).join(['t']);
  await group.whenSettled([first, second], 4);
  await group.close(first);
  const third = group.member({ strategies: ['cooperative-sticky'] }).join(['t']);
  await group.whenSettled([second, third], 4);
  await group.close(second, third);
});

test('a group without a common assignor refuses the member, and the error says what to do', async () => {
  const group = await new Group().start(['t', 4]);
  const first = group.member({ strategies: ['range'] }).join(['t']);
  await group.whenSettled([first], 4);
  const other = group.member({ strategies: ['sticky'] }).join(['t']);
  await group.world.until(() => other.fatal !== null, 10_000);
  assert.equal(other.fatal!.code, 'INCONSISTENT_GROUP_PROTOCOL');
  assert.match(other.fatal!.message, /partitionAssignmentStrategy/);
  assert.equal(other.membership.state, 'stopped');
  await group.close(first, other);
});

test('a static member that restarts gets its partitions back, and nobody else notices', async () => {
  const group = await new Group().start(['t', 4]);
  const config = { groupInstanceId: 'one' };
  const first = group.member().join(['t']);
  const before = group.member({ config }).join(['t']);
  await group.whenSettled([first, before], 4);
  const had = before.ownedNames;
  const { generationId } = first.membership.groupMetadata();
  await group.close(before);
  const after = group.member({ config }).join(['t']);
  await group.whenSettled([first, after], 4);
  assert.deepEqual(after.ownedNames, had);
  assert.equal(first.membership.groupMetadata().generationId, generationId);
  await group.close(first, after);
});

test('of two consumers with one instance id the older one is fenced for good, and loses its partitions', async () => {
  const group = await new Group().start(['t', 4]);
  const config = { groupInstanceId: 'one' };
  const older = group.member({ config }).join(['t']);
  await group.whenSettled([older], 4);
  const newer = group.member({ config }).join(['t']);
  await group.world.until(() => older.fatal !== null, 20_000);
  assert.equal(older.fatal!.code, 'FENCED_INSTANCE_ID');
  assert.match(older.fatal!.message, /groupInstanceId/);
  assert.deepEqual([older.ownedNames, older.events.at(-1)![0]], [[], '!']);
  await group.whenSettled([newer], 4);
  await group.close(older, newer);
});

test('a static member that is told to leaves at once, so that others get its partitions', async () => {
  const group = await new Group().start(['t', 4]);
  const first = group.member().join(['t']);
  const second = group.member({ config: { groupInstanceId: 'one' } }).join(['t']);
  await group.whenSettled([first, second], 4);
  const started = group.world.monotonic();
  await group.broker.run(() => second.membership.leave({ ...LEAVE, keepMembership: false }));
  await group.whenSettled([first], 4);
  assert.ok(group.world.monotonic() - started < CONFIG.sessionTimeoutMs);
  await group.close(first, second);
});

test('a member whose application does not poll leaves in good time, and comes back with the next poll', async () => {
  const group = await new Group().start(['t', 4]);
  const first = group.member().join(['t']);
  const slow = group.member({ config: { maxPollIntervalMs: 8000 } }).join(['t']);
  await group.whenSettled([first, slow], 4);
  slow.isWaiting = false;
  await group.whenSettled([first], 4);
  assert.deepEqual([slow.membership.state, slow.ownedNames], ['fenced', []]);
  assert.equal(slow.events.filter((event) => event.startsWith('!')).length, 2);
  slow.isWaiting = true;
  slow.membership.poll();
  await group.whenSettled([first, slow], 4);
  await group.close(first, slow);
});

test('a topic that gets more partitions is divided again', async () => {
  const group = await new Group().start(['t', 2]);
  const members = [group.member().join(['t']), group.member().join(['t'])];
  await group.whenSettled(members, 2);
  await group.broker.run(async () => {
    const topics = [{ name: 't', count: 5, assignments: null }];
    const client = await group.broker.connect();
    await client.call([createPartitionsRequest, createPartitionsResponse], {
      topics,
      timeoutMs: 1000,
      validateOnly: false,
    });
  });
  await group.whenSettled(members, 5);
  await group.close(...members);
});

test('a pattern takes in topics as they are created, but not internal ones', async () => {
  const group = await new Group().start(['orders-1', 2], ['other', 1]);
  const member = group.member();
  member.membership.subscribe({ pattern: /^orders|^__/g });
  member.membership.start();
  await group.whenSettled([member], 2);
  await group.broker.run(async () => createTopic(await group.broker.connect(), 'orders-2', { partitions: 3 }));
  await group.whenSettled([member], 5);
  assert.ok(member.ownedNames.every((name) => name.startsWith('orders')));
  await group.close(member);
});

test('another subscription lets go of the old topics and takes the new ones', async () => {
  for (const strategies of [['range'], ['cooperative-sticky']]) {
    const group = await new Group().start(['t', 2], ['u', 3]);
    const member = group.member({ strategies }).join(['t']);
    await group.whenSettled([member], 2);
    member.membership.subscribe({ topics: ['u'] });
    await group.whenSettled([member], 3);
    assert.ok(member.ownedNames.every((name) => name.startsWith('u')));
    await group.close(member);
  }
});

test('a topic that does not exist yet is divided when it does', async () => {
  const group = await new Group().start(['t', 1]);
  const member = group.member().join(['t', 'later']);
  await group.whenSettled([member], 1);
  await group.broker.run(async () => createTopic(await group.broker.connect(), 'later', { partitions: 2 }));
  await group.whenSettled([member], 3);
  await group.close(member);
});

test('a topic that appears while the leader is still joining is divided right after', async () => {
  const group = await new Group().start(['t', 1]);
  const arrived = Promise.withResolvers<void>();
  const member = group.member({ whileAssigned: () => arrived.promise }).join(['t', 'later']);
  await group.world.until(() => member.isBeingAssigned, 10_000);
  await group.broker.run(async () => createTopic(await group.broker.connect(), 'later', { partitions: 2 }));
  // The member hears of the topic now, in the middle of the join, and nothing changes afterwards.
  await group.world.advance(5000);
  arrived.resolve();
  await group.whenSettled([member], 3);
  await group.close(member);
});

test('the group outlives its coordinator: members come back to the broker that was killed', async () => {
  const group = await new Group().start(['t', 4]);
  const members = [group.member().join(['t']), group.member().join(['t'])];
  await group.whenSettled(members, 4);
  await group.broker.killAndStart();
  await group.world.advance(15_000);
  await group.whenSettled(members, 4);
  await group.close(...members);
});

test('leave ends in its time while the group waits for others, and the group goes on without it', async () => {
  const group = await new Group().start(['t', 4]);
  const first = group.member().join(['t']);
  await group.whenSettled([first], 4);
  let release = (): void => undefined;
  first.handler = new Promise((resolve) => (release = resolve));
  const second = group.member().join(['t']);
  await group.world.advance(3000);
  const started = group.world.monotonic();
  await group.close(second);
  assert.ok(group.world.monotonic() - started <= 5001);
  first.handler = null;
  release();
  await group.whenSettled([first], 4);
  await group.close(first);
});

test('a member that has left can join again, with another subscription', async () => {
  const group = await new Group().start(['t', 2], ['u', 3]);
  const member = group.member().join(['t']);
  await group.whenSettled([member], 2);
  await group.broker.run(() => member.membership.leave(LEAVE));
  assert.deepEqual([member.membership.state, member.ownedNames], ['stopped', []]);
  member.join(['u']);
  await group.whenSettled([member], 3);
  await group.close(member);
});

/** Members that come, leave, die, change their minds and do not poll, with slow listeners. */
async function livelyGroup(seed: number): Promise<void> {
  const group = await new Group(seed).start(['t', 5], ['u', 2]);
  const { random } = group.world.env;
  const strategy = STRATEGIES[seed % STRATEGIES.length]!;
  const members: TestGroupMember[] = [];
  const onOwned = (): void => {
    const alive = members.filter(({ membership }) => membership.groupMetadata().generationId >= 0);
    const latest = Math.max(...alive.map(({ membership }) => membership.groupMetadata().generationId));
    const current = alive.filter(({ membership }) => membership.groupMetadata().generationId === latest);
    const owned = current.flatMap(({ ownedNames }) => ownedNames);
    assert.equal(new Set(owned).size, owned.length, `seed ${seed}: two members have ${owned.sort().join(' ')}`);
  };
  let joined = 0;
  const add = (): void => {
    joined++;
    const config = {
      maxPollIntervalMs: 9000,
      ...(random.number() < 0.3 ? { groupInstanceId: `i${joined}` } : {}),
    };
    const member = group.member({ config, strategies: [strategy], slownessMs: 1500, onOwned });
    members.push(member.join(random.number() < 0.5 ? ['t', 'u'] : ['t']));
  };
  add();
  for (let step = 0; step < 20; step++) {
    const member = members[Math.floor(random.number() * members.length)]!;
    const what = Math.floor(random.number() * 8);
    if (what === 0 && members.length < 4) add();
    else if (what === 1) member.isWaiting = !member.isWaiting;
    else if (what === 2) member.membership.subscribe({ topics: random.number() < 0.5 ? ['t', 'u'] : ['u'] });
    else if (what === 3) member.membership.rejoin('a whim');
    else if (what === 6) group.breakOne();
    else if (what === 4 && members.length > 1) {
      members.splice(members.indexOf(member), 1);
      if (random.number() < 0.5) group.kill(member);
      else void member.membership.leave(LEAVE);
    } else if (what === 5 && random.number() < 0.3) await group.broker.killAndStart();
    else member.membership.poll();
    await group.world.advance(random.number() * 4000);
  }
  const alive = members.filter(({ fatal }) => fatal === null);
  for (const member of alive) {
    member.isWaiting = true;
    member.membership.poll();
    member.membership.subscribe({ topics: ['t', 'u'] });
  }
  await group.whenSettled(alive, 7);
}

test('whatever happens, no partition has two owners in a generation, and in the end each has one', async () => {
  for (let seed = 1; seed <= 24; seed++) await livelyGroup(seed);
});
