/**
 * A whole broker in a simulated world where machines lose power, processes are killed and connections are reset, and
 * the clients of `model-clients.testing.ts` around it.
 */
import assert from 'node:assert/strict';
import { type Machine, MachineDied, SeededRandom, type SimulatedConnection, Simulation } from '#sim';
import { TestClient } from './broker.testing.ts';
import { Broker } from './broker.ts';
import { parseBrokerConfig } from './config/index.ts';
import { modelClients, verifyClients, type ClientsWorld } from './model-clients.testing.ts';
import { failedHandler } from './simulation.testing.ts';
import { TransactionalWorkload } from './transactional-workload.testing.ts';

const PORT = 9092;

export interface SimulatedBrokerOptions {
  readonly seed: number;
  readonly flushAck: 'fsync' | 'page-cache';
  /** How the broker's process ends: `power` loses what was not synced, `kill` does not. */
  readonly death: 'power' | 'kill';
  readonly deaths: number;
  /** Who works with the broker; `plain` where absent. */
  readonly workload?: 'plain' | 'transactions-1' | 'transactions-2';
}

/** Clients that hold the broker against a model of their own. */
export interface Workload {
  readonly clients: readonly { run(): Promise<void> }[];
  readonly acknowledged: number;
  verify(client: TestClient): Promise<void>;
}

export class SimulatedBrokerWorld implements ClientsWorld {
  readonly world: Simulation;
  readonly random: SeededRandom;
  readonly clients: Machine;
  /** Producers go on until the last death is behind them. */
  isOver = false;
  deaths = 0;
  resets = 0;
  acknowledged = 0;
  readonly #options: SimulatedBrokerOptions;
  readonly #connections = new Set<SimulatedConnection>();
  #machine: Machine;

  constructor(options: SimulatedBrokerOptions) {
    this.#options = options;
    this.world = new Simulation(options.seed);
    this.random = new SeededRandom(options.seed + 1_000_000);
    this.clients = this.world.boot();
    this.#machine = this.world.machine;
  }

  async run(): Promise<void> {
    const workload = this.#workload();
    let failure: unknown = null;
    let running = 0;
    const work = workload.clients.map(async (one) => {
      running++;
      await one.run().catch((error: unknown) => (failure ??= error));
      running--;
    });
    const resets = this.#resetNowAndThen();
    while (this.deaths < this.#options.deaths && failure === null) await this.#liveAndDie(() => failure !== null);
    this.isOver = true;
    if (failure !== null) throw failure;
    const broker = await this.#machine.finish(this.#start());
    await this.world.until(() => running === 0 || failure !== null);
    if (failure !== null) throw failure;
    await this.clients.finish(Promise.all([...work, resets]));
    await this.clients.finish(this.connect().then((client) => workload.verify(client)));
    this.acknowledged = workload.acknowledged;
    await this.#machine.finish(broker.close());
  }

  #workload(): Workload {
    const { workload = 'plain' } = this.#options;
    if (workload !== 'plain') return new TransactionalWorkload(this, workload === 'transactions-1' ? 1 : 2);
    const clients = modelClients(this);
    const { producers, readers, committer } = clients;
    return {
      clients: [...producers, ...readers, committer],
      get acknowledged() {
        return producers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
      },
      verify: (client) => verifyClients(client, clients),
    };
  }

  /** A connection that may be reset at any time. Fails while the broker is down. */
  async connect(): Promise<TestClient> {
    const address = { host: '127.0.0.1', port: PORT, timeoutMs: 1000 };
    const connection = await this.world.network.connect(this.clients, address);
    this.#connections.add(connection);
    connection.on('close', () => this.#connections.delete(connection));
    return TestClient.over(connection);
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.clients.env.scheduler.after(ms, resolve));
  }

  now(): number {
    return this.world.now();
  }

  #start(): Promise<Broker> {
    const options = {
      listeners: `PLAINTEXT://127.0.0.1:${PORT}`,
      'log.dirs': '/data',
      'offsets.topic.num.partitions': '2',
      'transaction.state.log.num.partitions': '2',
      'flush.ack': this.#options.flushAck,
      'log.index.interval.bytes': '64',
    };
    return Broker.start(this.#machine.env, parseBrokerConfig({ options }).config);
  }

  /** One life of the broker: it dies at some operation of its disk, or is killed after some time. */
  async #liveAndDie(isFailed: () => boolean): Promise<void> {
    const { random } = this;
    const machine = this.#machine;
    const isPowerLoss = this.#options.death === 'power';
    if (isPowerLoss) machine.disk.faults.crashAt(1 + random.below(random.chance(0.3) ? 30 : 300));
    const killAt = this.world.monotonic() + 20 + random.below(200);
    try {
      await machine.finish(this.#start());
    } catch (error) {
      if (!(error instanceof MachineDied)) throw error;
    }
    const isDue = (): boolean => machine.isDead || isFailed() || this.world.monotonic() >= killAt;
    await this.world.until(isDue);
    if (isFailed()) return;
    assert.equal(failedHandler(machine), null, 'no handler fails');
    this.deaths++;
    this.#machine = isPowerLoss ? machine.crash() : machine.kill();
  }

  async #resetNowAndThen(): Promise<void> {
    while (!this.isOver) {
      await this.pause(5 + this.random.below(100));
      const [victim] = this.#connections;
      if (victim === undefined || this.isOver) continue;
      this.#connections.delete(victim);
      victim.reset();
      this.resets++;
    }
  }
}
