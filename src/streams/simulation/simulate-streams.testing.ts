/**
 * An application of `samsa/streams` around a broker that dies: instances are killed, fenced, come and go, and what it comes
 * to must be what one undisturbed run comes to.
 */
import assert from 'node:assert/strict';
import { Admin, Producer } from '#client';
import { TestClient } from '#broker/testing';
import {
  CLIENT_OPTIONS,
  type ClientWorld,
  DyingBrokerWorld,
  killClients,
  type Outcome,
  PORT,
  readCommittedTopic,
  stablePositions,
  sum,
} from '#client/testing';
import type { Machine } from '#sim';
import type { StreamsOptions } from '../application/streams-options.ts';
import type { StoreType } from '../dsl/materialized.ts';
import { verifyAtLeastOnce, verifyExactlyOnce, verifyLatest } from './output-history.testing.ts';
import { APPLICATION, type InputRecord, OUTPUT, type Scenario } from './scenario.testing.ts';
import { type InstanceOptions, SimulatedInstance } from './simulated-instance.testing.ts';
import { undisturbedRun } from './undisturbed-run.testing.ts';

/** Groups whose members come and go quickly, and transactions that nobody ends. */
const CONFIGS = {
  'group.streams.initial.rebalance.delay.ms': '0',
  'group.streams.heartbeat.interval.ms': '200',
  'group.streams.min.heartbeat.interval.ms': '100',
  'group.streams.session.timeout.ms': '2000',
  'group.streams.min.session.timeout.ms': '1000',
  'group.streams.assignment.interval.ms': '0',
  'group.streams.min.assignment.interval.ms': '0',
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': '500',
};
/** Records that are sent together. */
const MOST_AT_ONCE = 8;

export interface StreamsWorldOptions {
  readonly scenario: Scenario;
  /** What is done wrong on purpose, to see whether it is found out: options that exactly-once forbids. */
  readonly flaws?: Partial<StreamsOptions>;
}

export async function simulateStreams(
  seed: number,
  onWorld: (world: ClientWorld) => void,
  { scenario, flaws = {} }: StreamsWorldOptions,
): Promise<Outcome> {
  const world = new DyingBrokerWorld(seed, CONFIGS);
  onWorld(world);
  using simulated = new SimulatedApplication(world, scenario, flaws);
  const outcome = await simulated.run();
  await world.close();
  return outcome;
}

class SimulatedApplication {
  readonly #world: DyingBrokerWorld;
  readonly #scenario: Scenario;
  readonly #partitions: number;
  readonly #guarantee: InstanceOptions['guarantee'];
  readonly #hasCaches: boolean;
  readonly #isPersistent: boolean;
  readonly #waves: readonly (readonly InputRecord[])[];
  readonly #instances: readonly SimulatedInstance[];
  #expected: readonly string[] = [];
  #output: readonly string[] = [];
  #areAllSent = false;
  #isDone = false;

  constructor(world: DyingBrokerWorld, scenario: Scenario, flaws: Partial<StreamsOptions>) {
    const { random } = world;
    this.#world = world;
    this.#scenario = scenario;
    this.#partitions = scenario.partitions ?? 1 + random.below(3);
    const isLax = random.chance(0.25) && scenario.atLeastOnce !== null;
    this.#guarantee = isLax ? 'at_least_once' : 'exactly_once_v2';
    const size = world.isSmall ? 20 + random.below(30) : 60 + random.below(60);
    const begin = Math.floor(world.world.now() / 1000) * 1000;
    this.#waves = scenario.waves(random, { size, begin });
    this.#hasCaches = random.chance(0.3);
    this.#isPersistent = random.chance(0.5);
    const hasCaches = this.#hasCaches;
    const stores: StoreType = this.#isPersistent ? 'persistent' : 'memory';
    const optimize: InstanceOptions['optimize'] = random.chance(0.3) ? 'all' : [];
    const deathAtWrite = random.chance(0.7) ? 0.1 : 0.01;
    const standbys = random.chance(0.4) ? 1 : 0;
    const fails = random.chance(0.2);
    const guarantee = this.#guarantee;
    const isDone = (): boolean => this.#isDone;
    this.#instances = Array.from({ length: 1 + random.below(world.isSmall ? 2 : 3) }, (_, index) => {
      const ofAll = { scenario, guarantee, hasCaches, stores, optimize, standbys, fails, isDone, flaws, deathAtWrite };
      return new SimulatedInstance(world, { index, ...ofAll });
    });
  }

  [Symbol.dispose](): void {
    for (const instance of this.#instances) instance[Symbol.dispose]();
  }

  async run(): Promise<Outcome> {
    const world = this.#world;
    this.#expected = await undisturbedRun(this.#scenario, this.#waves, this.#partitions);
    const deaths = world.random.below(world.isSmall ? 2 : 3);
    await world.run((env) => this.#begin(new Admin({ ...CLIENT_OPTIONS, env })), deaths);
    // Members that were killed are missed only after a while.
    await world.pass(world.random.below(8000));
    await world.heal(() => this.#hint());
    await this.#verify();
    return {
      expected: this.#expected.length,
      exactlyOnce: Number(this.#guarantee === 'exactly_once_v2'),
      persistent: Number(this.#isPersistent),
      functionFailures: sum(this.#instances.map(({ failures }) => failures)),
      deaths: world.deaths,
      diskDeaths: world.diskDeaths,
      instanceDeaths: sum(this.#instances.map(({ lives }) => lives - 1)),
      faults: world.faults,
      virtualSeconds: world.world.monotonic() / 1000,
    };
  }

  /** Makes the topics; then everybody is at work. */
  async #begin(admin: Admin): Promise<void> {
    const world = this.#world;
    const names = [...this.#scenario.inputs, OUTPUT];
    await admin.createTopics(names.map((name) => ({ name, numPartitions: this.#partitions })));
    await admin.close();
    for (const instance of this.#instances) instance.start();
    // What begins with a commit that fails takes a while: in some worlds nobody is killed meanwhile.
    if (world.random.chance(0.7)) world.spawn(() => killClients(world, world.boot(), this.#instances));
    world.spawn(() => this.#feed(world.boot()));
    world.spawn(() => this.#watch(world.boot()));
  }

  /** One wave after the other, each when all before it is committed. */
  async #feed(machine: Machine): Promise<void> {
    const world = this.#world;
    const env = world.envOf(machine, 'feeder');
    const encode = (text: string): Buffer => Buffer.from(text);
    const producer = new Producer({ ...CLIENT_OPTIONS, env, keySerializer: encode, valueSerializer: encode });
    for (const [index, wave] of this.#waves.entries()) {
      while (index > 0 && !(await this.#ask(machine, (client) => this.#isAllCommitted(client)))) {
        await world.pause(machine, 100);
      }
      if (index > 0) await world.pause(machine, this.#scenario.restMs ?? 0);
      for (let at = 0; at < wave.length; at += MOST_AT_ONCE) {
        await producer.sendBatch(wave.slice(at, at + MOST_AT_ONCE));
        await world.pause(machine, world.random.below(300));
      }
    }
    await producer.close();
    this.#areAllSent = true;
  }

  /** Says when everything has come out, and, now and then, a while later: nothing more may come. */
  async #watch(machine: Machine): Promise<void> {
    const world = this.#world;
    while (!this.#isDone) {
      await world.pause(machine, 200);
      if (!world.isHealed || !this.#areAllSent) continue;
      this.#output = (await this.#ask(machine, (client) => this.#read(client))) ?? this.#output;
      if (!this.#isComplete()) continue;
      if (world.random.chance(0.3)) await world.pause(machine, world.random.below(4000));
      this.#isDone = true;
    }
  }

  /** Null where the broker is down, or cannot tell. */
  async #ask<T>(machine: Machine, question: (client: TestClient) => Promise<T | null>): Promise<T | null> {
    const client = await TestClient.connect(machine.env, PORT).catch(() => null);
    if (client === null) return null;
    try {
      return await question(client);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return null;
    } finally {
      client.close();
    }
  }

  async #isAllCommitted(client: TestClient): Promise<boolean> {
    const { inputs, between = [] } = this.#scenario;
    for (const topic of [...inputs, ...between]) {
      const positions = await stablePositions(client, APPLICATION, { topic, partitions: this.#partitions });
      if (positions === null) return false;
      // Topics between are cut off up to what was committed of them. Behind the last record may be the end of its transaction.
      const rest = await readCommittedTopic(client, topic, this.#partitions, positions);
      const isPassed = rest?.every(({ records, lastStableOffset, highWatermark }) => {
        return records.length === 0 && lastStableOffset === highWatermark;
      });
      if (isPassed !== true) return false;
    }
    return true;
  }

  /** What a reader of committed records sees; null while transactions are open. */
  async #read(client: TestClient): Promise<string[] | null> {
    const logs = await readCommittedTopic(client, OUTPUT, this.#partitions);
    if (logs === null || logs.some((log) => log.lastStableOffset < log.highWatermark)) return null;
    return logs.flatMap(({ records }) => records.map(({ value }) => value));
  }

  #isComplete(): boolean {
    try {
      this.#judge();
      return true;
    } catch (error) {
      // What is there too often stays so: there is nothing to wait for.
      return error instanceof Error && !error.message.startsWith('lost');
    }
  }

  #judge(): void {
    const { order, atLeastOnce, isCached } = this.#scenario;
    if (this.#guarantee === 'exactly_once_v2') {
      if (this.#hasCaches && isCached) verifyLatest(this.#expected, this.#output);
      else verifyExactlyOnce(this.#expected, this.#output, order);
    } else verifyAtLeastOnce(this.#expected, this.#output, atLeastOnce);
  }

  /** When all instances have been closed. */
  async #verify(): Promise<void> {
    await this.#world.look(async (env) => {
      const client = await TestClient.connect(env, PORT);
      await this.#verifyInput(client);
      const output = await this.#read(client);
      assert.ok(output !== null, 'instances that were closed leave no transaction open');
      this.#output = output;
      client.close();
    });
    this.#judge();
  }

  /** What went in is there once, or what comes out proves nothing. */
  async #verifyInput(client: TestClient): Promise<void> {
    for (const topic of this.#scenario.inputs) {
      const logs = await readCommittedTopic(client, topic, this.#partitions);
      const sent = this.#waves.flat().filter((record) => record.topic === topic);
      const values = logs?.flatMap(({ records }) => records.map(({ value }) => value)).sort();
      assert.deepEqual(values, sent.map(({ value }) => value ?? '').sort(), `${topic} has what was sent to it`);
    }
  }

  #hint(): string {
    const working = this.#instances.filter(({ isWorking }) => isWorking).map((instance) => instance.describe());
    return `${working.join('; ')}; ${this.#areAllSent ? 'all' : 'not all'} was sent; ${this.#missing()}`;
  }

  #missing(): string {
    try {
      this.#judge();
      return 'all has come out';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
