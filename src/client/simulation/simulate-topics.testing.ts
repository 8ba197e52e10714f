/** A topic that is deleted and made anew under its name all along, while it is written and read, around a broker that dies. */
import assert from 'node:assert/strict';
import { TestClient } from '#broker/testing';
import { Admin } from '../admin/admin.ts';
import { Consumer } from '../consumer/consumer.ts';
import { isKafkaError } from '../errors.ts';
import { Producer } from '../producer/producer.ts';
import { readLogs } from './broker-state.testing.ts';
import { CLIENT_OPTIONS, killClients, SimulatedClient, TOPIC } from './clients.testing.ts';
import { DyingBrokerWorld } from './dying-broker.testing.ts';
import { sum, type Outcome } from './outcome.testing.ts';
import { TopicHistory } from './topic-history.testing.ts';
import { PORT, type ClientWorld } from './world.testing.ts';

const PARTITIONS = 2;
const MOST_IN_A_LIFE = 80;

/** Deletes the topic and makes it anew. What it begins it sees to its end, whatever it takes. */
class TopicKeeper extends SimulatedClient {
  readonly #history: TopicHistory;

  constructor(world: ClientWorld, history: TopicHistory) {
    super(world, 'keeper');
    this.#history = history;
  }

  protected async live(): Promise<void> {
    const admin = new Admin({ ...CLIENT_OPTIONS, env: this.env, clientId: 'keeper', defaultApiTimeoutMs: 5000 });
    await this.#create(admin);
    while (!this.world.isHealed) {
      await this.pause(20 + this.world.random.below(300));
      if (this.world.isHealed) break;
      await this.#delete(admin);
      if (this.world.random.chance(0.5)) await this.pause(this.world.random.below(60));
      await this.#create(admin);
    }
    await admin.close();
  }

  /** By id, so that a request that was held up on its way does not delete the topic of the same name that comes next. */
  async #delete(admin: Admin): Promise<void> {
    const topicId = await this.#insist(
      async () => (await admin.describeTopics([TOPIC]))[0]?.topicId ?? null,
      ['UNKNOWN_TOPIC_OR_PARTITION'],
    );
    if (topicId === null) return;
    this.#history.beginDeletion();
    await this.#insist(() => admin.deleteTopics([{ topicId }]), ['UNKNOWN_TOPIC_ID']);
    this.world.note('keeper', `has deleted ${topicId}`);
  }

  async #create(admin: Admin): Promise<void> {
    const topic = { name: TOPIC, numPartitions: PARTITIONS, replicationFactor: 1 };
    await this.#insist(() => admin.createTopics([topic]), ['TOPIC_ALREADY_EXISTS']);
    this.#history.isCreated();
    this.world.note('keeper', 'has made the topic');
  }

  /** Again and again; null for the codes that say that there is nothing to do. */
  async #insist<T>(call: () => Promise<T>, done: readonly string[]): Promise<T | null> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!isKafkaError(error)) throw error;
        if (done.includes(error.code)) return null;
        assert.ok(error.retriable || error.code === 'REQUEST_TIMED_OUT', `the keeper's call fails: ${String(error)}`);
        await this.pause(30);
      }
    }
  }
}

class TopicWriter extends SimulatedClient {
  readonly #history: TopicHistory;

  constructor(world: ClientWorld, options: { index: number; history: TopicHistory }) {
    super(world, `w${options.index}`);
    this.#history = options.history;
  }

  protected async live(life: number): Promise<void> {
    const { random } = this.world;
    const producer = new Producer({
      ...CLIENT_OPTIONS,
      env: this.env,
      clientId: this.name,
      acks: 'all',
      deliveryTimeoutMs: this.pick([30_000, 3000]),
      metadataMaxAgeMs: 1000,
    });
    const pending: Promise<void>[] = [];
    for (let number = 0; !this.world.isHealed && number < MOST_IN_A_LIFE; number++) {
      pending.push(this.#send(producer, `${this.name}.${life}-${number}`));
      if (random.chance(0.3)) await this.pause(1 + random.below(30));
    }
    await Promise.all(pending);
    // One that nothing disturbs: the topic is there to stay.
    if (this.world.isHealed) await this.#send(producer, `${this.name}.${life}-last`);
    await producer.close();
  }

  async #send(producer: Producer, value: string): Promise<void> {
    const partition = this.world.random.below(PARTITIONS);
    const sent = this.#history.send(value, partition);
    try {
      this.#history.acknowledge(sent, (await producer.send({ topic: TOPIC, partition, value })).offset);
    } catch (error) {
      if (!isKafkaError(error)) throw error;
      this.world.note(this.name, `cannot send ${value}: ${String(error)}`);
    }
  }
}

class TopicReader extends SimulatedClient {
  readonly #history: TopicHistory;

  constructor(world: ClientWorld, history: TopicHistory) {
    super(world, 'reader');
    this.#history = history;
  }

  protected async live(): Promise<void> {
    const consumer = new Consumer({
      ...CLIENT_OPTIONS,
      env: this.env,
      clientId: 'reader',
      autoOffsetReset: 'earliest',
      fetchMaxWaitMs: 50,
      metadataMaxAgeMs: 1000,
    });
    consumer.assign(Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: TOPIC, partition })));
    while (!this.world.isHealed) {
      for (const record of await consumer.poll(50)) this.#history.see(record.partition, record.text() ?? '');
    }
    await consumer.close();
  }
}

export async function simulateTopics(seed: number, onWorld: (world: ClientWorld) => void): Promise<Outcome> {
  const world = new DyingBrokerWorld(seed, { 'log.segment.delete.delay.ms': '50' });
  onWorld(world);
  const { random } = world;
  const history = new TopicHistory();
  const keeper = new TopicKeeper(world, history);
  const writers = Array.from({ length: 1 + random.below(2) }, (_, index) => new TopicWriter(world, { index, history }));
  const reader = new TopicReader(world, history);
  const clients = [...writers, reader];
  for (const client of [keeper, ...clients]) client.start();
  world.spawn(() => killClients(world, world.boot(), clients));
  await world.run(() => Promise.resolve(), random.below(world.isSmall ? 2 : 4));
  // With the keeper's last work done nothing is in the way of the others.
  await world.heal(() =>
    [keeper, ...clients]
      .filter(({ isWorking }) => isWorking)
      .map((client) => client.describe())
      .join(),
  );
  const logs = await world.look(async (env) => {
    const client = await TestClient.connect(env, PORT);
    return readLogs(client, TOPIC, PARTITIONS);
  });
  history.verify(logs);
  await world.close();
  return {
    sent: history.sent,
    acknowledged: history.acknowledged,
    deletions: history.deletions,
    read: history.reads,
    deaths: world.deaths,
    diskDeaths: world.diskDeaths,
    clientDeaths: sum(clients.map(({ lives }) => lives - 1)),
    faults: world.faults,
    virtualSeconds: world.world.monotonic() / 1000,
  };
}
