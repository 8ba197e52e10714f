/** For tests: one broker in a simulated world, on virtual time, and a machine for its clients. */
import assert from 'node:assert/strict';
import type { Env } from '#kernel';
import { createSimulation, type Machine, type Simulation } from '#sim';
import { TestClient } from './broker.testing.ts';
import { Broker } from './broker.ts';
import { parseBrokerConfig } from './config/index.ts';

const PORT = 9092;

/** What a handler of the broker on that machine threw, which is a bug always; null where none did. */
export function failedHandler({ logLines }: Machine): string | null {
  return logLines.find(({ message }) => FAILURE.test(message))?.message ?? null;
}

/** As the dispatcher says it: `Produce failed: …`. */
const FAILURE = /\b[A-Z]\w+ failed: /;

export class SimulatedBroker {
  readonly world: Simulation;
  readonly clients: Machine;
  readonly port: number = PORT;
  machine: Machine;
  readonly #configs: Readonly<Record<string, string>>;
  #broker: Broker | null = null;

  constructor(seed: number, configs: Readonly<Record<string, string>> = {}) {
    this.world = createSimulation(seed);
    this.machine = this.world.machine;
    this.clients = this.world.boot();
    this.#configs = configs;
  }

  /** `env` stands in for the machine's own. */
  async start(env: Env = this.machine.env): Promise<void> {
    this.#broker = await this.machine.finish(this.#boot(env));
  }

  #boot(env: Env): Promise<Broker> {
    const options = {
      listeners: `PLAINTEXT://127.0.0.1:${PORT}`,
      'log.dirs': '/data',
      'offsets.topic.num.partitions': '2',
      'transaction.state.log.num.partitions': '2',
      'group.initial.rebalance.delay.ms': '0',
      ...this.#configs,
    };
    return Broker.start(env, parseBrokerConfig({ options }).config);
  }

  /** Drives the world until the clients' work is done, within ten virtual minutes unless told otherwise. */
  run<T>(work: () => Promise<T>, withinMs?: number): Promise<T> {
    return this.clients.finish(work(), withinMs);
  }

  connect(): Promise<TestClient> {
    return TestClient.connect(this.clients.env, PORT);
  }

  now(): number {
    return this.world.now();
  }

  /** Virtual time: nobody waits for it. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.clients.env.scheduler.after(ms, resolve));
  }

  /** As `kill -9`, and another start on what is left. */
  async killAndStart(): Promise<void> {
    this.machine = this.machine.kill();
    await this.start();
  }

  /** As `killAndStart`, from within work that `run` drives. */
  async killAndBoot(): Promise<void> {
    this.machine = this.machine.kill();
    this.#broker = await this.#boot(this.machine.env);
  }

  async close(): Promise<void> {
    await this.machine.finish(this.#broker!.close());
  }
}

export interface WithBrokerOptions {
  readonly seed?: number;
  readonly configs?: Readonly<Record<string, string>>;
  /** What the broker runs on instead of its machine's own. */
  readonly envOf?: (broker: SimulatedBroker) => Env;
  /** Virtual milliseconds that the work takes at most; ten minutes where absent. */
  readonly withinMs?: number;
}

/** Work on a broker of its own; fails where a handler of the broker failed. */
export async function withSimulatedBroker(
  work: (broker: SimulatedBroker, client: TestClient) => Promise<void>,
  { seed = 1, configs = {}, envOf, withinMs }: WithBrokerOptions = {},
): Promise<void> {
  const broker = new SimulatedBroker(seed, configs);
  await broker.start(envOf?.(broker));
  await broker.run(async () => work(broker, await broker.connect()), withinMs);
  assert.equal(failedHandler(broker.machine), null, 'no handler fails');
  await broker.close();
}
