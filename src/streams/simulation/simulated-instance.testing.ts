/**
 * An instance of a simulated application: it starts, gets threads and loses them, is paused, closed or killed, and starts
 * again with nothing but what the broker has, and what its stores have on the disk where they are there.
 */
import assert from 'node:assert/strict';
import { type Connection, type Env, isKafkaError, pause } from '#kernel';
import type { SimulatedConnection } from '#sim';
import { CLIENT_OPTIONS, type ClientWorld, SimulatedClient } from '#client/testing';
import type { StreamsApplication } from '../application/streams-application.ts';
import type { StreamsOptions, UncaughtErrorResponse } from '../application/streams-options.ts';
import type { StoreType } from '../dsl/materialized.ts';
import { useDatabases } from '../stores/disk/store-environment.ts';
import type { Scenario, Surroundings } from './scenario.testing.ts';
import { SimulatedDatabases } from './simulated-databases.testing.ts';

export interface InstanceOptions {
  readonly index: number;
  readonly scenario: Scenario;
  readonly guarantee: 'exactly_once_v2' | 'at_least_once';
  readonly hasCaches: boolean;
  readonly standbys: number;
  /** Stores on the disk outlive the instance. */
  readonly stores: StoreType;
  /** How likely it is killed before a transaction of a store on the disk, and after one. */
  readonly deathAtWrite: number;
  /** Whether tables come from their own topics again. */
  readonly optimize: 'all' | readonly [];
  /** Whether functions of the application fail now and then. */
  readonly fails: boolean;
  readonly isDone: () => boolean;
  /** What is done wrong on purpose, to see whether it is found out. */
  readonly flaws: Partial<StreamsOptions>;
}

/** Of an instance that nothing ends but the world. */
const FOR_EVER_MS = 1e9;
/** Beyond its time, to let go of what it has. */
const CLOSE_GRACE_MS = 200;
const MOST_THREADS = 3;
const TROUBLE = 'planned trouble';
/** API keys: StreamsGroupHeartbeat; AddOffsetsToTxn and TxnOffsetCommit; Produce. */
const HEARTBEATS: ReadonlySet<number> = new Set([88]);
const OFFSETS: ReadonlySet<number> = new Set([25, 28]);
const RESULTS: ReadonlySet<number> = new Set([0]);
const NOTHING_LOST: ReadonlySet<number> = new Set();
/** Also in a world that is healed, or most worlds would have hardly any: the first commits take a while. */
const MOST_DEATHS_AT_WRITES = 3;

export class SimulatedInstance extends SimulatedClient {
  /** How many threads have failed by a function of the application. */
  failures = 0;
  readonly #options: InstanceOptions;
  #application: StreamsApplication | null = null;
  /** Kinds of requests that are lost, while all others go on. */
  #lost: ReadonlySet<number> = NOTHING_LOST;
  /** Once a life. */
  #hasMoved = false;
  #deathsAtWrites = 0;
  readonly #databases = new SimulatedDatabases();
  readonly #stateDir: string;

  constructor(world: ClientWorld, options: InstanceOptions) {
    super(world, `i${options.index}`);
    this.#options = options;
    this.#stateDir = `/simulated/${world.seed}/${this.name}`;
  }

  /** The world is over. */
  [Symbol.dispose](): void {
    useDatabases(`${this.#stateDir}/`, null);
  }

  override describe(): string {
    const application = this.#application;
    return `${super.describe()} ${application?.state} ${JSON.stringify(application?.threads())}`;
  }

  /** Of the life at hand. */
  protected override get env(): Env {
    const env = super.env;
    const { network } = env;
    return {
      ...env,
      network: {
        listen: (options, take) => network.listen(options, take),
        connect: async (options) => this.#losing(await network.connect(options)),
      },
    };
  }

  protected async live(life: number): Promise<void> {
    useDatabases(
      `${this.#stateDir}/`,
      this.#databases.life(() => this.#diesOf(life), this.pick([1, 1, 20, 10_000])),
    );
    this.#lost = NOTHING_LOST;
    this.#hasMoved = false;
    if (this.world.random.chance(0.5)) void this.#loseSome(life);
    while (!this.#options.isDone()) {
      const application = await this.#start();
      if (application !== null) await this.#use(application, life);
      // Killed while it wrote, it still came to here; another life is at work.
      if (life !== this.lives - 1) return new Promise(() => undefined);
      if (!this.#options.isDone()) await this.pause(this.world.random.below(200));
    }
  }

  /** Null where brokers could not be reached for too long, so that its operator has to try again. */
  async #start(): Promise<StreamsApplication | null> {
    try {
      const { scenario, stores, optimize } = this.#options;
      const topology = scenario.topology(this.#surroundings(), { stores, optimize });
      const { env, onUncaughtError, ...options } = this.#startOptions();
      this.world.note(this.name, `starts with ${JSON.stringify(options)}`);
      this.#application = await topology.start({ ...options, env, onUncaughtError });
      return this.#application;
    } catch (error) {
      if (!isKafkaError(error) || !error.retriable) throw error;
      this.world.note(this.name, `does not start: ${error.message}`);
      return null;
    }
  }

  async #use(application: StreamsApplication, life: number): Promise<void> {
    const { world } = this;
    const { random } = world;
    const endMs = world.world.monotonic() + (random.chance(0.4) ? 1000 + random.below(4000) : FOR_EVER_MS);
    while (!this.#options.isDone() && isAlive(application) && world.world.monotonic() < endMs) {
      await this.pause(20 + random.below(200));
      if (!world.isHealed && random.chance(0.05)) await this.#meddle(application);
    }
    await this.#close(application);
    if (life !== this.lives - 1) return;
    const { lastError } = application;
    if (application.state === 'error') assert.ok(isPlanned(lastError), `the application fails by ${lastError?.stack}`);
  }

  /** In the time that it is given, whatever brokers do meanwhile. */
  async #close(application: StreamsApplication): Promise<void> {
    const { world, random } = this.world;
    const timeoutMs = this.pick([30_000, 2000, 5000]);
    const isFirst = isAlive(application);
    const begunMs = world.monotonic();
    await application.close({ timeoutMs, leaveGroup: random.chance(0.8) });
    const tookMs = world.monotonic() - begunMs;
    if (isFirst) assert.ok(tookMs <= timeoutMs + CLOSE_GRACE_MS, `closing within ${timeoutMs} ms took ${tookMs} ms`);
  }

  /**
   * For longer than its group waits, so that others get its tasks while it still works on them, or than a commit waits,
   * which fails while everything else goes on. What is lost for good with the instance may be what it said was done.
   */
  async #loseSome(life: number): Promise<void> {
    const { random } = this.world;
    await this.pause(200 + random.below(3000));
    await this.#lose(this.pick([HEARTBEATS, OFFSETS, RESULTS]), 2000 + random.below(4000));
    if (!this.world.isHealed && life === this.lives - 1 && random.chance(0.3)) this.killAndStart();
  }

  async #lose(kinds: ReadonlySet<number>, forMs: number): Promise<void> {
    this.#lost = kinds;
    this.world.note(this.name, `loses requests of kind ${[...kinds].join()}`);
    await this.pause(forMs);
    this.#lost = NOTHING_LOST;
  }

  /**
   * While a record is at hand: it cannot be committed, and a thread comes that is to have tasks of others. So a task is given up
   * whose last commit fails.
   */
  #moveUncommitted(): void {
    const application = this.#application;
    if (application === null || !isAlive(application)) return;
    const threads = application.threads();
    if (threads.length === MOST_THREADS || threads.every(({ activeTasks }) => activeTasks.length < 2)) return;
    this.#hasMoved = true;
    void this.#lose(this.pick([OFFSETS, OFFSETS, RESULTS]), 3000 + this.world.random.below(3000));
    this.world.note(this.name, `has ${application.addThread()} more, with a record at hand`);
  }

  /** A connection on which one of them is sent is gone from then on, and nobody tells. */
  #losing(connection: Connection): Connection {
    const write = connection.write.bind(connection);
    connection.write = (chunk) => {
      if (this.#lost.size > 0 && this.#lost.has(kindOf(chunk))) (connection as SimulatedConnection).lose('outgoing');
      return write(chunk);
    };
    return connection;
  }

  async #meddle(application: StreamsApplication): Promise<void> {
    const { random } = this.world;
    if (random.chance(0.3)) {
      this.world.note(this.name, 'is paused');
      application.pause();
      await this.pause(random.below(1000));
      application.resume();
    } else if (application.threads().length < MOST_THREADS && random.chance(0.5)) {
      if (isAlive(application)) this.world.note(this.name, `has ${application.addThread()} more`);
    } else if (application.threads().length > 1) {
      this.world.note(this.name, `has ${await application.removeThread({ timeoutMs: this.pick([30_000, 500]) })} less`);
    }
  }

  #startOptions(): StreamsOptions {
    const { guarantee, hasCaches, standbys, flaws } = this.#options;
    return {
      ...CLIENT_OPTIONS,
      env: this.env,
      stateDir: this.#stateDir,
      processingGuarantee: guarantee,
      numStandbyReplicas: standbys,
      ...(hasCaches ? {} : { statestoreCacheMaxBytes: 0 }),
      numStreamThreads: this.pick([1, 1, 2]),
      commitIntervalMs: this.pick([50, 50, 300]),
      defaultApiTimeoutMs: this.pick([60_000, 2500]),
      maxTaskIdleMs: this.pick([0, 0, 20]),
      maxPollRecords: this.pick([1000, 3]),
      bufferedRecordsPerPartition: this.pick([1000, 4]),
      repartitionPurgeIntervalMs: this.pick([30_000, 100]),
      transactionTimeoutMs: this.pick([10_000, 10_000, 2000]),
      producer: {
        maxBlockMs: this.pick([60_000, 3000, 1000, 300]),
        deliveryTimeoutMs: this.pick([120_000, 4000]),
        batchSize: this.pick([16_384, 300]),
      },
      // A fetch that finds nothing is much of what a world costs.
      consumer: { fetchMaxWaitMs: this.pick([500, 500, 50]) },
      restoreConsumer: { fetchMaxWaitMs: this.pick([500, 500, 50]) },
      onUncaughtError: (error) => this.#answer(error),
      ...flaws,
    };
  }

  #answer(error: unknown): UncaughtErrorResponse {
    if (!isPlanned(error)) return 'shutdown-client';
    this.failures++;
    return this.pick(['replace-thread', 'replace-thread', 'shutdown-client']);
  }

  /** Now and then an instance is killed between what two stores write, or between a commit and what it is to them. */
  #diesOf(life: number): boolean {
    if (life !== this.lives - 1) return true;
    const { isDone, deathAtWrite } = this.#options;
    if (isDone() || this.#deathsAtWrites === MOST_DEATHS_AT_WRITES) return false;
    if (!this.world.random.chance(deathAtWrite)) return false;
    this.#deathsAtWrites++;
    this.killAndStart();
    return true;
  }

  /** Of the life at hand. */
  #surroundings(): Surroundings {
    const { env, world } = this;
    return {
      trouble: () => {
        if (world.isHealed) return;
        if (this.#options.fails && world.random.chance(0.01)) throw new Error(TROUBLE);
        if (!this.#hasMoved && world.random.chance(0.2)) this.#moveUncommitted();
      },
      someTime: () => pause(env, world.random.below(60)),
    };
  }
}

function isAlive({ state }: StreamsApplication): boolean {
  return state === 'rebalancing' || state === 'running';
}

function isPlanned(error: unknown): boolean {
  return error instanceof Error && error.message.includes(TROUBLE);
}

/** Of a request: behind its length stands its API key. */
function kindOf(request: Uint8Array): number {
  return Buffer.from(request.buffer, request.byteOffset, 6).readInt16BE(4);
}
