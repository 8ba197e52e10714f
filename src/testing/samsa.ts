/**
 * A broker for tests, in the process of the test: the real one, on real sockets, with its data in memory or in a
 * directory, a clock that can be moved, and faults on demand. Invariant: what the broker acknowledged is there after
 * every fault and a `restart`, as it is with a broker of its own process.
 */
import { Admin } from '#client';
import { KafkaError, type Env } from '#kernel';
import { SeededRandom, type SimulatedDisk, Volume } from '#sim';
import { BreakableDisk } from './breakable-disk.ts';
import { BrokerProcess } from './broker-process.ts';
import { Gate } from './gate.ts';
import { createMemoryDisk } from './memory-disk.ts';
import type { SamsaOptions, TestTopic } from './options.ts';
import { TestClock } from './test-clock.ts';

const HOST = '127.0.0.1';
const MEMORY_DIRECTORY = '/samsa';

/** The parts of one life. */
interface Life {
  readonly process: BrokerProcess;
  readonly disk: SimulatedDisk | BreakableDisk;
}

export class Samsa implements AsyncDisposable {
  /** The broker's time: `await kafka.clock.advance(60_000)`. */
  readonly clock: TestClock;
  readonly #env: Env;
  readonly #options: SamsaOptions;
  #volume = new Volume();
  #life: Life | null = null;
  #disk: SimulatedDisk | BreakableDisk | null = null;
  #port: number;
  #clusterId = '';
  #deathReason: string | null = null;

  /** Use `startSamsa`. */
  constructor(env: Env, options: SamsaOptions) {
    this.#env = env;
    this.#options = options;
    this.#port = options.port ?? 0;
    this.clock = new TestClock(env, () => this.#settle());
  }

  /** What clients take as `bootstrap.servers`; the same after a restart. */
  get bootstrapServers(): string {
    return `${HOST}:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  get clusterId(): string {
    return this.#clusterId;
  }

  /** Whether it serves, or would if it were not paused. */
  get isAlive(): boolean {
    return this.#life !== null;
  }

  /** Why the broker gave up by itself, as after a failed fsync; null while it lives, and after `kill`. */
  get deathReason(): string | null {
    return this.#deathReason;
  }

  /** Starts it again on what is there, under the same address. */
  async restart(): Promise<void> {
    if (this.#life !== null) await this.close();
    await this.start();
  }

  /** As `kill -9`: the process is gone in the middle of whatever it was doing, the system and its page cache go on. */
  async kill(): Promise<void> {
    await this.#end(() => undefined);
  }

  /** The machine loses power: what was not synced may be lost, or torn. Only with the data in memory. */
  async cutPower(): Promise<void> {
    if (this.#options.directory !== undefined) {
      throw new KafkaError('INVALID_CONFIG', 'cutPower needs the data in memory: leave out the option directory');
    }
    await this.#end(() => {
      const random = new SeededRandom(Buffer.from(this.#env.random.bytes(4)).readUInt32BE(0));
      this.#volume = this.#volume.afterPowerLoss(random);
    });
  }

  /** The process stands still, as after SIGSTOP: connections stay open and nobody gets an answer. Its clock goes on. */
  pause(): void {
    this.#alive().process.pause();
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.#alive().process.resume();
  }

  /** Ends all connections at once; clients can connect again. */
  dropConnections(): void {
    this.#alive().process.dropConnections();
  }

  /** The next fsync fails with this code of the system, upon which a broker stops at once: see `deathReason`. */
  failNextFsync(code = 'EIO'): void {
    const { disk } = this.#alive();
    if (disk instanceof BreakableDisk) disk.failNextSync(code);
    else disk.faults.fail('datasync', code);
  }

  /** Stops in the orderly way. The data stay for a `restart`. */
  async close(): Promise<void> {
    const life = this.#life;
    this.#life = null;
    if (life === null) return;
    life.process.resume();
    await life.process.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    this.clock.stop();
  }

  /** For `startSamsa` and `restart`. */
  async start(): Promise<void> {
    const gate = new Gate();
    const disk = this.#createDisk(gate);
    this.#disk = disk;
    this.#deathReason = null;
    const process = await BrokerProcess.start({
      env: this.#env,
      gate,
      clock: this.clock,
      disk,
      configs: this.#configs(),
      onDied: (reason) => this.#onDied(reason),
    });
    this.#life = { process, disk };
    this.#port = process.addresses[0]!.port;
    this.#clusterId = process.clusterId;
  }

  async createTopics(topics: readonly TestTopic[]): Promise<void> {
    if (topics.length === 0) return;
    await using admin = new Admin({ bootstrapServers: this.bootstrapServers });
    await admin.createTopics(
      topics.map((topic) => {
        const { name, partitions = 1, configs = {} } = typeof topic === 'string' ? { name: topic } : topic;
        return { name, numPartitions: partitions, configs };
      }),
    );
  }

  #createDisk(gate: Gate): SimulatedDisk | BreakableDisk {
    const { directory } = this.#options;
    if (directory !== undefined) return new BreakableDisk(this.#env.disk, gate);
    return createMemoryDisk({ volume: this.#volume, gate, env: this.#env, nowMs: () => this.clock.now() });
  }

  #configs(): Record<string, string> {
    return {
      'log.dirs': this.#options.directory ?? MEMORY_DIRECTORY,
      listeners: `PLAINTEXT://${HOST}:${this.#port}`,
      // What makes tests slow on a broker with its default settings.
      'group.initial.rebalance.delay.ms': '0',
      'offsets.topic.num.partitions': '1',
      ...this.#options.configs,
    };
  }

  async #end(afterwards: () => void): Promise<void> {
    const { process, disk } = this.#alive();
    this.#life = null;
    await process.kill();
    if (disk instanceof BreakableDisk) await disk.tearDown();
    else disk.abandon();
    afterwards();
  }

  #onDied(reason: string): void {
    this.#deathReason = reason;
    this.#life = null;
    const disk = this.#disk;
    if (disk instanceof BreakableDisk) void disk.tearDown();
    else disk?.abandon();
  }

  #alive(): Life {
    if (this.#life !== null) return this.#life;
    const why = this.#deathReason === null ? '' : ` (it gave up: ${this.#deathReason})`;
    throw new KafkaError('BROKER_NOT_AVAILABLE', `the broker does not run${why}: call restart() first`);
  }

  /** Lets what a timer has begun go on until the disk is idle. */
  async #settle(): Promise<void> {
    for (let turn = 0; turn < 3 || (this.#disk instanceof BreakableDisk && !this.#disk.isIdle); turn++) {
      await new Promise<void>((resolve) => this.#env.scheduler.endOfTurn(resolve));
    }
  }
}
