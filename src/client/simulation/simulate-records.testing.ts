/** One world of clients from one seed, and what is checked when it has come to its end. */
import assert from 'node:assert/strict';
import { TestClient } from '#broker/testing';
import type { Env } from '#kernel';
import { committedPositions, makeTopic, readLogs } from './broker-state.testing.ts';
import { killClients, SimulatedProducer, TOPIC } from './clients.testing.ts';
import { GROUP, SimulatedMember, SimulatedReader, type GroupPlan } from './consumers.testing.ts';
import { GroupHistory, ReaderHistory, type Logs } from './history.testing.ts';
import { sum, type Outcome } from './outcome.testing.ts';
import { PORT, type ClientWorld } from './world.testing.ts';
import { DyingBrokerWorld } from './dying-broker.testing.ts';

/** ConsumerGroupHeartbeat. */
const CONSUMER_GROUP_HEARTBEAT = 68;

/** Producers, a classic group and readers around a broker that dies. */
export function simulateRecords(seed: number, onWorld: (world: ClientWorld) => void): Promise<Outcome> {
  return simulateGroup(seed, { onWorld });
}

/** The same with a group whose coordinator divides its partitions (KIP-848). */
export async function simulateConsumerGroups(seed: number, onWorld: (world: ClientWorld) => void): Promise<Outcome> {
  return simulateGroup(seed, { onWorld, groupProtocol: 'consumer' });
}

export interface GroupSimulation {
  readonly onWorld: (world: ClientWorld) => void;
  readonly groupProtocol?: GroupPlan['protocol'];
  /** Configs of the broker, to see whether one that is not sound is found out. */
  readonly configs?: Readonly<Record<string, string>>;
}

export async function simulateGroup(
  seed: number,
  { onWorld, groupProtocol = 'classic', configs = {} }: GroupSimulation,
): Promise<Outcome> {
  const simulated = new Simulated(seed, { groupProtocol, configs });
  onWorld(simulated.world);
  return simulated.run();
}

class Simulated {
  readonly world: DyingBrokerWorld;
  readonly #partitions: number;
  readonly #isStatic: boolean;
  readonly #producers: SimulatedProducer[];
  readonly #members: SimulatedMember[];
  readonly #readers: SimulatedReader[];
  readonly #group: GroupHistory;
  readonly #read: ReaderHistory;
  /** As they are once no producer is at work. */
  #logs: Logs | null = null;

  readonly #protocol: GroupPlan['protocol'];

  constructor(seed: number, { groupProtocol, configs }: Required<Omit<GroupSimulation, 'onWorld'>>) {
    const isNew = groupProtocol === 'consumer';
    // So that members that died are not waited for longer than members of a classic group.
    const sessions = {
      'group.consumer.session.timeout.ms': '3000',
      'group.consumer.min.session.timeout.ms': '1000',
      'group.consumer.heartbeat.interval.ms': '300',
      'group.consumer.min.heartbeat.interval.ms': '100',
    };
    this.world = new DyingBrokerWorld(seed, { ...(isNew ? sessions : {}), ...configs });
    this.#protocol = groupProtocol;
    const world = this.world;
    const { random } = world;
    const most = (small: number, large: number): number => (world.isSmall ? small : large);
    const partitions = 1 + random.below(most(2, 3));
    const history = new GroupHistory(partitions);
    const plan: GroupPlan = {
      protocol: groupProtocol,
      strategy: (['range', 'roundrobin', 'sticky', 'cooperative-sticky'] as const)[random.below(4)] ?? 'range',
      isStatic: random.chance(0.2),
      staysForCommits: random.chance(0.5),
    };
    const read = new ReaderHistory(partitions);
    this.#partitions = partitions;
    this.#isStatic = plan.isStatic;
    this.#group = history;
    this.#read = read;
    this.#producers = several(
      1 + random.below(most(1, 2)),
      (index) => new SimulatedProducer(world, { index, partitions }),
    );
    this.#members = several(
      1 + random.below(most(2, 3)),
      (index) => new SimulatedMember(world, { index, history, plan }),
    );
    this.#readers = several(
      random.chance(world.isSmall ? 0.3 : 0.7) ? 1 : 0,
      () => new SimulatedReader(world, { history: read, partitions }),
    );
  }

  async run(): Promise<Outcome> {
    const world = this.world;
    if (this.#protocol === 'consumer' && !(await world.servedKeys()).has(CONSUMER_GROUP_HEARTBEAT)) {
      await world.close();
      return { notServed: 1 };
    }
    const clients = [...this.#producers, ...this.#members, ...this.#readers];
    const begin = (): void => {
      for (const client of clients) client.start();
      world.spawn(() => killClients(world, world.boot(), clients));
    };
    // A static leader that comes back does not learn that its group was divided before the topic was there (KIP-814).
    if (!this.#isStatic) begin();
    world.spawn(() => this.#watchCommits());
    const setUp = async (env: Env): Promise<void> => {
      await this.#setUp(env);
      if (this.#isStatic) begin();
    };
    await world.run(setUp, world.random.below(world.isSmall ? 2 : 3));
    await world.heal(() => this.#hint());
    await this.#verify();
    await world.close();
    const histories = this.#producers.flatMap((producer) => producer.histories);
    return {
      sent: sum(histories.map(({ sent }) => sent)),
      acknowledged: sum(histories.map(({ acknowledged }) => acknowledged.size)),
      failed: sum(histories.map(({ failed }) => failed.size)),
      delivered: this.#group.deliveries,
      read: this.#read.reads,
      deaths: world.deaths,
      diskDeaths: world.diskDeaths,
      clientDeaths: sum(clients.map(({ lives }) => lives - 1)),
      faults: world.faults,
      virtualSeconds: world.world.monotonic() / 1000,
    };
  }

  async #setUp(env: Env): Promise<void> {
    const client = await TestClient.connect(env, PORT);
    await makeTopic(client, TOPIC, this.#partitions);
    client.close();
  }

  /** Looks at the group's positions now and then; once no producer is at work, tells the group what is left to do. */
  async #watchCommits(): Promise<void> {
    const { world } = this;
    const machine = world.boot();
    const isOver = (): boolean => this.#members.every(({ isWorking }) => !isWorking) && this.#logs !== null;
    while (!isOver()) {
      await world.pause(machine, 50 + world.random.below(400));
      const client = await TestClient.connect(machine.env, PORT).catch(() => null);
      if (client === null) continue;
      const isLast = world.isHealed && this.#producers.every(({ isWorking }) => !isWorking);
      await this.#look(client, isLast).catch(rethrowAssertion);
      client.close();
    }
  }

  async #look(client: TestClient, isLast: boolean): Promise<void> {
    const positions = await this.#observeCommitted(client);
    if (positions === null || !isLast) return;
    this.#logs ??= await readLogs(client, TOPIC, this.#partitions);
    this.#group.finishAt(this.#logs);
    this.#group.isCommitted ||= this.#logs.every((log, partition) => positions[partition] === log.length);
  }

  async #observeCommitted(client: TestClient): Promise<number[] | null> {
    const positions = await committedPositions(client, GROUP, { topic: TOPIC, partitions: this.#partitions });
    positions?.forEach((position, partition) => this.#group.observeCommitted(partition, position));
    return positions;
  }

  /** What the world waits for, when it has waited for too long. */
  #hint(): string {
    const working = [...this.#producers, ...this.#members, ...this.#readers].filter(({ isWorking }) => isWorking);
    const missing = `the group was not given ${this.#group.missing}, committed: ${this.#group.isCommitted}`;
    return `${working.map((client) => client.describe()).join('; ')}; ${missing}`;
  }

  async #verify(): Promise<void> {
    const positions = await this.world.look(async (env) => {
      const client = await TestClient.connect(env, PORT);
      return this.#observeCommitted(client);
    });
    const logs = this.#logs ?? [];
    const ends = logs.map((log) => log.length);
    if (this.#group.isCommitted) assert.deepEqual(positions, ends, 'what is committed stays committed');
    for (const producer of this.#producers) {
      for (const history of producer.histories) history.verify(logs);
    }
    this.#read.verify(logs);
  }
}

function several<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Whatever else fails here fails because the broker is down, and is tried again. */
function rethrowAssertion(error: unknown): void {
  if (error instanceof assert.AssertionError) throw error;
}
