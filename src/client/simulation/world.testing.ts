/**
 * A simulated world for clients: one broker that loses power or is killed again and again, a machine for each client, and a
 * network between them that resets connections, loses what they carry, holds it up and refuses new ones, while wall clocks
 * jump. All of it is drawn from one seed.
 */
import assert from 'node:assert/strict';
import { Broker, parseBrokerConfig } from '#broker';
import type { Connection, ConnectOptions, Env } from '#kernel';
import { type Machine, MachineDied, SeededRandom, type SimulatedConnection, Simulation } from '#sim';

export const PORT = 9092;
export const BOOTSTRAP: string = `127.0.0.1:${PORT}`;
/** Seeds of the world and of what is done in it are told apart. */
const PLAN_SEED = 7_000_000;
/** With everything healed, all that is under way has to come to an end within so long. */
const HEALED_WITHIN_MS = 400_000;

export interface ClientWorldOptions {
  readonly seed: number;
  readonly configs?: Readonly<Record<string, string>>;
  /** What the broker's operator does before anything goes wrong, such as making topics. */
  setUp(env: Env): Promise<void>;
}

export class ClientWorld {
  readonly seed: number;
  readonly world: Simulation;
  /** For the plan: what is done, by whom, when. */
  readonly random: SeededRandom;
  /** Set once no more faults come: clients begin nothing new and see to the end of what they have begun. */
  isHealed = false;
  deaths = 0;
  faults = 0;
  readonly #options: ClientWorldOptions;
  readonly #director: Machine;
  readonly #connections: Set<SimulatedConnection> = new Set();
  #machine: Machine;
  #broker: Broker | null = null;
  #failure: unknown = null;
  #running = 0;

  constructor(options: ClientWorldOptions) {
    const { seed } = options;
    this.seed = seed;
    this.world = new Simulation(seed);
    this.random = new SeededRandom(seed + PLAN_SEED);
    this.#machine = this.world.machine;
    this.#director = this.world.boot();
    this.#options = options;
    this.world.network.latencyMs = (random) => (random.chance(0.02) ? random.number() * 300 : random.number() * 0.5);
  }

  /** A machine for a client, whose connections the faults can get at. */
  boot(): Machine {
    return this.world.boot();
  }

  /** The Env of a client on that machine. */
  envOf(machine: Machine): Env {
    const network = machine.env.network;
    return {
      ...machine.env,
      network: {
        listen: (options, take) => network.listen(options, take),
        connect: (options) => this.#connect(machine, options),
      },
    };
  }

  /** Something that goes on beside everything else. Its failure is the world's. */
  spawn(work: () => Promise<void>): void {
    this.#running++;
    work().then(
      () => this.#running--,
      (error: unknown) => (this.#failure ??= error),
    );
  }

  /** One that a machine's death ends too: nothing of it happens any more, and nobody waits for it. */
  abandonOne(): void {
    this.#running--;
  }

  pause(machine: Machine, ms: number): Promise<void> {
    return new Promise((resolve) => machine.env.scheduler.after(ms, resolve));
  }

  /** Runs with `deaths` deaths of the broker, then to the end of everything that was spawned; `hint` says what hangs. */
  async run(deaths: number, hint: () => string): Promise<void> {
    const setUp = await this.#machine.finish(this.#start());
    await this.look((env) => this.#options.setUp(env));
    await this.#machine.finish(setUp.close());
    this.#machine = this.#machine.kill();
    this.spawn(() => this.#disturb());
    while (this.deaths < deaths) await this.#liveAndDie();
    this.#broker = await this.#machine.finish(this.#start());
    // A while without deaths but with all other faults, so that clients get through the middle of things too.
    await this.#until(() => false, 200 + this.random.below(1500));
    this.isHealed = true;
    await this.#until(() => this.#running === 0, HEALED_WITHIN_MS);
    assert.equal(this.#running, 0, `with all healed, every call comes to an end: ${hint()}`);
  }

  /** After `run`: something that is looked at without faults. */
  async look<T>(work: (env: Env) => Promise<T>): Promise<T> {
    const machine = this.boot();
    return machine.finish(work(machine.env));
  }

  async close(): Promise<void> {
    if (this.#broker !== null) await this.#machine.finish(this.#broker.close());
  }

  #start(): Promise<Broker> {
    const options = {
      listeners: `PLAINTEXT://127.0.0.1:${PORT}`,
      'log.dirs': '/data',
      'offsets.topic.num.partitions': '1',
      'group.initial.rebalance.delay.ms': '0',
      'group.min.session.timeout.ms': '1000',
      'log.index.interval.bytes': '64',
      ...this.#options.configs,
    };
    return Broker.start(this.#machine.env, parseBrokerConfig({ options }).config);
  }

  async #liveAndDie(): Promise<void> {
    const { random } = this;
    const machine = this.#machine;
    const isPowerLoss = random.chance(0.7);
    if (isPowerLoss) machine.disk.faults.crashAt(1 + random.below(random.chance(0.2) ? 30 : 150));
    const lifeMs = 50 + random.below(1500);
    const endMs = this.world.monotonic() + lifeMs;
    try {
      await machine.finish(this.#start());
    } catch (error) {
      if (!(error instanceof MachineDied)) throw error;
    }
    await this.#until(() => machine.isDead || this.world.monotonic() >= endMs, lifeMs + 1);
    const failed = machine.logLines.find(({ message }) => message.includes('\n'));
    assert.equal(failed?.message, undefined, 'no handler of the broker fails');
    this.deaths++;
    this.#machine = isPowerLoss ? machine.crash() : machine.kill();
    if (random.chance(0.5)) await this.#until(() => false, random.below(800));
  }

  /** Passes virtual time; a failure of any of the spawned works ends it. */
  async #until(condition: () => boolean, withinMs: number): Promise<void> {
    const endMs = this.world.monotonic() + withinMs;
    // A timer of its own, so that there is something left to happen.
    this.#director.env.scheduler.after(withinMs, () => undefined);
    const isOver = (): boolean => this.#failure !== null || condition() || this.world.monotonic() >= endMs;
    await this.world.until(isOver, withinMs + 10);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** A connection may fail to come about, and is in the hands of the faults from then on. */
  async #connect(machine: Machine, options: ConnectOptions): Promise<Connection> {
    if (!this.isHealed && this.random.chance(0.05)) {
      const isSilent = this.random.chance(0.3);
      await this.pause(machine, isSilent ? options.timeoutMs : 1);
      throw Object.assign(new Error(isSilent ? 'connect ETIMEDOUT' : 'connect ECONNRESET'), {
        code: isSilent ? 'ETIMEDOUT' : 'ECONNRESET',
      });
    }
    const connection = await this.world.network.connect(machine, options);
    this.#connections.add(connection);
    connection.on('close', () => this.#connections.delete(connection));
    return connection;
  }

  async #disturb(): Promise<void> {
    const { random } = this;
    const everyMs = 20 + random.below(200);
    while (!this.isHealed) {
      await this.pause(this.#director, 1 + random.below(everyMs));
      if (this.isHealed) return;
      const connections = [...this.#connections];
      const victim = connections[random.below(connections.length)];
      if (random.chance(0.1)) this.world.jumpClock(random.below(20_000) - 10_000);
      if (victim === undefined) continue;
      this.faults++;
      if (random.chance(0.7)) victim.reset();
      else victim.lose((['incoming', 'outgoing', 'both'] as const)[random.below(3)] ?? 'both');
    }
  }
}
