/**
 * A simulated world for clients: a machine for each, and a network between them and a broker that resets connections, loses
 * what they carry, holds it up and refuses new ones, while wall clocks jump. All of it is drawn from one seed. What the
 * broker is, and what happens to it, is for those who extend this.
 */
import assert from 'node:assert/strict';
import type { Connection, ConnectOptions, Env, LogFields, Logger } from '#kernel';
import { type Machine, SeededRandom, type SimulatedConnection, Simulation } from '#sim';

export const PORT = 9092;
export const BOOTSTRAP: string = `127.0.0.1:${PORT}`;
/** Seeds of the world and of what is done in it are told apart. */
const PLAN_SEED = 7_000_000;
/** With everything healed, all that is under way has to come to an end within so long. */
const HEALED_WITHIN_MS = 60_000;

export class ClientWorld {
  readonly seed: number;
  readonly world: Simulation;
  /** For the plan: what is done, by whom, when. */
  readonly random: SeededRandom;
  /** Most worlds are small, so that there can be many; some live longer, with more clients in them. */
  readonly isSmall: boolean;
  /** Set once no more faults come: clients begin nothing new and see to the end of what they have begun. */
  isHealed = false;
  faults = 0;
  readonly #director: Machine;
  readonly #connections: Set<SimulatedConnection> = new Set();
  readonly #lines: { atMs: number; name: string; line: string }[] = [];
  #failure: unknown = null;
  #running = 0;
  /** How far wall clocks have jumped, all in all. */
  #jumpedMs = 0;

  constructor(seed: number) {
    this.seed = seed;
    this.world = new Simulation(seed);
    this.random = new SeededRandom(seed + PLAN_SEED);
    this.isSmall = this.random.chance(0.7);
    this.#director = this.world.boot();
    this.world.network.latencyMs = (random) => (random.chance(0.02) ? random.number() * 300 : random.number() * 0.5);
  }

  boot(): Machine {
    return this.world.boot();
  }

  /** What the clients have logged, in order. */
  story(): string[] {
    return this.#lines.map(({ atMs, name, line }) => `${atMs.toFixed(1).padStart(9)} ${name}: ${line}`);
  }

  /** The Env of a client on that machine, whose connections the faults can get at, and whose lines belong to the story. */
  envOf(machine: Machine, name: string): Env {
    const network = machine.env.network;
    return {
      ...machine.env,
      logger: this.#logger(name, ''),
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

  /** Something that is looked at without faults, while nothing else has to happen. */
  look<T>(work: (env: Env) => Promise<T>): Promise<T> {
    const machine = this.boot();
    return machine.finish(work(machine.env));
  }

  /** From now on faults happen. */
  disturb(): void {
    this.spawn(() => this.#disturb());
  }

  /** No more faults; resolves when all that was spawned has ended. `hint` says what hangs. */
  async heal(hint: () => string): Promise<void> {
    this.isHealed = true;
    // What is due by the wall clock would else be late by so much.
    if (this.#jumpedMs < 0) this.#jumpClock(-this.#jumpedMs);
    this.note('world', 'is healed');
    await this.until(() => this.#running === 0, HEALED_WITHIN_MS);
    assert.equal(this.#running, 0, `with all healed, every call comes to an end: ${hint()}`);
  }

  /** Passes virtual time until the condition holds or so much has passed; a failure of anything that was spawned ends it. */
  async until(condition: () => boolean, withinMs: number): Promise<void> {
    const endMs = this.world.monotonic() + withinMs;
    // A timer of its own, so that there is something left to happen.
    this.#director.env.scheduler.after(withinMs, () => undefined);
    const isOver = (): boolean => this.#failure !== null || condition() || this.world.monotonic() >= endMs;
    await this.world.until(isOver, withinMs + 10);
    if (this.#failure !== null) throw this.#failure;
  }

  pass(ms: number): Promise<void> {
    return this.until(() => false, ms);
  }

  /** A connection may fail to come about, and is in the hands of the faults from then on. */
  async #connect(machine: Machine, options: ConnectOptions): Promise<Connection> {
    if (!this.isHealed && this.random.chance(0.05)) {
      this.faults++;
      if (this.random.chance(0.7)) throw Object.assign(new Error('connect ECONNRESET'), { code: 'ECONNRESET' });
      await this.#knock(machine, options.timeoutMs);
    }
    const connection = await this.world.network.connect(machine, options);
    this.#connections.add(connection);
    connection.on('close', () => this.#connections.delete(connection));
    return connection;
  }

  /** The first packets of a connection are lost; as any system, it sends them again, each time after twice as long. */
  async #knock(machine: Machine, timeoutMs: number): Promise<void> {
    let waitedMs = 0;
    for (let waitMs = 1000; ; waitMs *= 2) {
      const restMs = timeoutMs - waitedMs;
      await this.pause(machine, Math.min(waitMs, restMs));
      if (waitMs >= restMs) throw Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' });
      if (this.isHealed || this.random.chance(0.3)) return;
      waitedMs += waitMs;
    }
  }

  /** Something that happened in the world. */
  note(name: string, line: string): void {
    this.#lines.push({ atMs: this.world.monotonic(), name, line });
  }

  #logger(name: string, component: string): Logger {
    const log =
      (level: string) =>
      (message: string, fields: LogFields = {}): void =>
        this.note(name, `${level} ${component} ${message} ${JSON.stringify(fields)}`);
    return {
      error: log('error'),
      warn: log('warn'),
      info: log('info'),
      debug: log('debug'),
      isEnabled: () => true,
      component: (inner) => this.#logger(name, inner),
    };
  }

  #jumpClock(byMs: number): void {
    this.#jumpedMs += byMs;
    this.world.jumpClock(byMs);
  }

  async #disturb(): Promise<void> {
    const { random } = this;
    const everyMs = 20 + random.below(150);
    while (!this.isHealed) {
      await this.pause(this.#director, 1 + random.below(everyMs));
      if (this.isHealed) return;
      const connections = [...this.#connections];
      const victim = connections[random.below(connections.length)];
      if (random.chance(0.1)) this.#jumpClock(random.below(20_000) - 10_000);
      if (victim === undefined) continue;
      this.faults++;
      const what = (['incoming', 'outgoing', 'both'] as const)[random.below(3)] ?? 'both';
      const isReset = random.chance(0.7);
      if (isReset) victim.reset();
      else victim.lose(what);
      this.note('network', isReset ? `resets port ${victim.localPort}` : `loses ${what} of port ${victim.localPort}`);
    }
  }
}
