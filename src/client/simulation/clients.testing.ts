/**
 * Simulated clients at work: producers, members of a group, readers of partitions. Each lives on a machine of its own and
 * may be killed at any time; its next life begins with nothing but what the brokers remember.
 */
import type { Env } from '#kernel';
import { partitionForKey } from '#protocol';
import type { Machine } from '#sim';
import { isKafkaError } from '../errors.ts';
import { Producer } from '../producer/producer.ts';
import { ProducerHistory } from './history.testing.ts';
import { BOOTSTRAP, type ClientWorld } from './world.testing.ts';

export const TOPIC = 'events';
/** So that a life whose broker is never down for long stays small. */
const MAX_SENT_IN_A_LIFE = { small: 15, large: 60 } as const;
const KEYS = 8;

/** Common to all clients here: short time-outs, so that a lost answer costs seconds of virtual time and not minutes. */
export const CLIENT_OPTIONS = {
  bootstrapServers: BOOTSTRAP,
  requestTimeoutMs: 2000,
  socketConnectionSetupTimeoutMs: 1000,
  retryBackoffMs: 20,
  retryBackoffMaxMs: 200,
  reconnectBackoffMs: 10,
  reconnectBackoffMaxMs: 200,
} as const;

/** A client that can be killed: its work stops in the middle of whatever it was doing. */
export abstract class SimulatedClient {
  protected readonly world: ClientWorld;
  protected machine: Machine;
  lives = 0;
  isWorking = false;
  readonly name: string;

  constructor(world: ClientWorld, name: string) {
    this.world = world;
    this.name = name;
    this.machine = world.boot();
  }

  /** One life; ends when the world is healed and all that was begun has ended. */
  protected abstract live(life: number): Promise<void>;

  start(): void {
    const life = this.lives++;
    this.isWorking = true;
    this.world.spawn(async () => {
      await this.live(life);
      this.isWorking = false;
    });
  }

  killAndStart(): void {
    if (!this.isWorking) return;
    this.machine = this.machine.kill();
    this.world.abandonOne();
    this.world.note(this.name, 'is killed');
    this.start();
  }

  /** For messages about what hangs. */
  describe(): string {
    return `${this.name}.${this.lives - 1}`;
  }

  /** Of the life at hand. */
  protected get env(): Env {
    return this.world.envOf(this.machine, `${this.name}.${this.lives - 1}`);
  }

  protected pause(ms: number): Promise<void> {
    return this.world.pause(this.machine, ms);
  }

  protected pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.world.random.below(values.length)] ?? values[0];
  }
}

/** Kills one of the clients now and then. */
export async function killClients(
  world: ClientWorld,
  machine: Machine,
  clients: readonly SimulatedClient[],
): Promise<void> {
  const { random } = world;
  while (!world.isHealed) {
    await world.pause(machine, 50 + random.below(1500));
    if (!world.isHealed && random.chance(0.5)) clients[random.below(clients.length)]?.killAndStart();
  }
}

export class SimulatedProducer extends SimulatedClient {
  readonly histories: ProducerHistory[] = [];
  readonly #partitions: number;

  constructor(world: ClientWorld, { index, partitions }: { index: number; partitions: number }) {
    super(world, `p${index}`);
    this.#partitions = partitions;
  }

  protected async live(life: number): Promise<void> {
    const { random } = this.world;
    const isIdempotent = random.chance(0.9);
    const history = new ProducerHistory(`${this.name}.${life}`, isIdempotent);
    this.histories.push(history);
    const producer = this.#producer(isIdempotent);
    const mostSent = MAX_SENT_IN_A_LIFE[this.world.isSmall ? 'small' : 'large'];
    const pending = new Set<Promise<void>>();
    while (!this.world.isHealed && history.sent < mostSent) {
      for (let count = 1 + random.below(6); count > 0; count--) {
        const sending = this.#send(producer, history);
        pending.add(sending);
        void sending.finally(() => pending.delete(sending)).catch(() => undefined);
      }
      if (random.chance(0.3)) await Promise.all(pending);
      else await this.pause(1 + random.below(40));
    }
    await Promise.all(pending);
    await producer.close();
  }

  #producer(isIdempotent: boolean): Producer {
    return new Producer({
      ...CLIENT_OPTIONS,
      env: this.env,
      clientId: this.name,
      enableIdempotence: isIdempotent,
      acks: 'all',
      maxInFlightRequestsPerConnection: 1 + this.world.random.below(5),
      lingerMs: this.pick([0, 0, 5, 30]),
      batchSize: this.pick([16_384, 16_384, 300]),
      compressionType: this.pick(['none', 'none', 'gzip', 'snappy', 'lz4', 'zstd']),
      deliveryTimeoutMs: this.pick([120_000, 120_000, 5000]),
    });
  }

  async #send(producer: Producer, history: ProducerHistory): Promise<void> {
    const { random } = this.world;
    const key = random.chance(0.5) ? `k${random.below(KEYS)}` : null;
    const partition =
      key === null ? random.below(this.#partitions) : partitionForKey(Buffer.from(key), this.#partitions);
    const { number, value } = history.next(partition);
    try {
      const record = { topic: TOPIC, key, value, ...(key === null ? { partition } : {}) };
      history.acknowledge(number, await producer.send(record));
    } catch (error) {
      // What is not known to be a failure of Kafka's is one of this test, or of the client.
      if (!isKafkaError(error)) throw error;
      history.fail(number, error);
    }
  }
}
