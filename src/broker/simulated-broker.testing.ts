/**
 * A whole broker in a simulated world where machines lose power, processes are killed and connections are reset, with
 * idempotent producers, readers and a committer of offsets around it, and the model it is held against:
 *
 * - every acknowledged record is there, at the offset it was acknowledged with;
 * - each record that is there was sent, is there once, and each producer's are in the order of sending;
 * - what a reader once saw at an offset stays there; offsets have no gaps;
 * - a group's offset is never below one whose commit was acknowledged.
 */
import assert from 'node:assert/strict';
import {
  Errors,
  errorForCode,
  findCoordinatorRequest,
  findCoordinatorResponse,
  newFindCoordinatorRequest,
  newOffsetCommitRequest,
  newOffsetCommitRequestPartition,
  newOffsetFetchRequest,
  offsetCommitRequest,
  offsetCommitResponse,
  offsetFetchRequest,
  offsetFetchResponse,
} from '#protocol';
import { type Machine, MachineDied, SeededRandom, type SimulatedConnection, Simulation } from '#sim';
import { batchOf, TestClient } from './broker.testing.ts';
import { Broker } from './broker.ts';
import { parseBrokerConfig } from './config/index.ts';
import { createTopic, fetch, newProducerId, produce, recordsOf, type FetchedRecord } from './requests.testing.ts';

const PORT = 9092;
const TOPIC = 'events';
const PARTITIONS = 2;
/** The last version of Produce and Fetch that goes by names. */
const BY_NAME = 12;
const MAX_IN_FLIGHT = 5;
const PAUSE_MS = 20;

export interface SimulatedBrokerOptions {
  readonly seed: number;
  readonly flushAck: 'fsync' | 'page-cache';
  /** How the broker's process ends: `power` loses what was not synced, `kill` does not. */
  readonly death: 'power' | 'kill';
  readonly deaths: number;
}

export class SimulatedBrokerWorld {
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
    const producers = Array.from({ length: 3 }, (_, index) => new SimulatedProducer(this, index));
    const readers = Array.from({ length: PARTITIONS }, (_, partition) => new SimulatedReader(this, partition));
    const committer = new SimulatedCommitter(this);
    let failure: unknown = null;
    let running = 0;
    const work = [...producers, ...readers, committer].map(async (one) => {
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
    await this.clients.finish(this.#verify(producers, readers, committer));
    for (const producer of producers) this.acknowledged += producer.acknowledged.size;
    await this.#machine.finish(broker.close());
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
    assert.equal(machine.logLines.find(({ message }) => message.includes('\n'))?.message, undefined);
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

  async #verify(
    producers: readonly SimulatedProducer[],
    readers: readonly SimulatedReader[],
    committer: SimulatedCommitter,
  ): Promise<void> {
    const client = await this.connect();
    for (const reader of readers) {
      const { partition } = reader;
      const stored = await readAll(client, partition);
      stored.forEach(({ offset }, index) => assert.equal(offset, index, 'offsets have no gaps'));
      for (const [offset, value] of reader.seen) assert.equal(stored[offset]?.value, value, 'what was read stays');
      const values = stored.map(({ value }) => value!);
      assert.equal(new Set(values).size, values.length, 'no record is there twice');
      const mine = producers.filter((producer) => producer.partition === partition);
      for (const producer of mine)
        producer.verify(
          values.filter((value) => value.startsWith(`${producer.name}-`)),
          stored,
        );
      assert.ok(
        values.every((value) => mine.some(({ name }) => value.startsWith(`${name}-`))),
        'all of it was sent',
      );
    }
    await committer.verify(client);
  }
}

async function readAll(client: TestClient, partition: number): Promise<FetchedRecord[]> {
  const records: FetchedRecord[] = [];
  for (;;) {
    const data = await fetch(client, TOPIC, records.length, { partition, version: BY_NAME });
    assert.equal(data.errorCode, 0);
    const more = recordsOf(data.records).filter(({ offset }) => offset >= records.length);
    if (more.length === 0) return records;
    records.push(...more);
  }
}

/** Connects again and again, and does its work on each connection until that fails. */
abstract class SimulatedClient {
  protected readonly world: SimulatedBrokerWorld;

  constructor(world: SimulatedBrokerWorld) {
    this.world = world;
  }

  abstract get isDone(): boolean;
  abstract work(client: TestClient): Promise<void>;

  async run(): Promise<void> {
    while (!this.isDone) {
      try {
        await this.work(await this.world.connect());
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        await this.world.pause(PAUSE_MS);
      }
    }
  }
}

interface SentBatch {
  readonly values: readonly string[];
  readonly sequence: number;
}

class SimulatedProducer extends SimulatedClient {
  readonly name: string;
  readonly partition: number;
  /** Value → offset. */
  readonly acknowledged = new Map<string, number>();
  #sent = 0;
  #producerId = -1;
  #unacknowledged: SentBatch[] = [];

  constructor(world: SimulatedBrokerWorld, index: number) {
    super(world);
    this.name = `p${index}`;
    this.partition = index % PARTITIONS;
  }

  get isDone(): boolean {
    return this.world.isOver && this.#producerId >= 0 && this.#unacknowledged.length === 0;
  }

  async work(client: TestClient): Promise<void> {
    await createTopic(client, TOPIC, { partitions: PARTITIONS }).catch((error: unknown) => {
      if (!String(error).includes('already exists')) throw error;
    });
    if (this.#producerId < 0) this.#producerId = await newProducerId(client);
    const inFlight = this.#unacknowledged.map((batch) => this.#send(client, batch));
    while (!this.isDone) {
      while (inFlight.length < MAX_IN_FLIGHT && !this.world.isOver) inFlight.push(this.#send(client, this.#next()));
      await inFlight.shift();
      if (this.world.random.chance(0.3)) await this.world.pause(this.world.random.below(10));
    }
  }

  verify(stored: readonly string[], records: readonly FetchedRecord[]): void {
    const order = stored.map((value) => Number(value.split('-')[1]));
    order.forEach((number, index) => assert.equal(number, index, `${this.name}: in order, none left out`));
    assert.ok(stored.length <= this.#sent, 'nothing that was never sent');
    for (const [value, offset] of this.acknowledged) assert.equal(records[offset]?.value, value, 'acknowledged');
  }

  #next(): SentBatch {
    const values = Array.from({ length: 1 + this.world.random.below(4) }, (_, i) => `${this.name}-${this.#sent + i}`);
    const batch = { values, sequence: this.#sent };
    this.#sent += values.length;
    this.#unacknowledged.push(batch);
    return batch;
  }

  #send(client: TestClient, batch: SentBatch): Promise<void> {
    const producer = { producerId: this.#producerId, producerEpoch: 0, baseSequence: batch.sequence };
    const records = batchOf(
      batch.values.map((value) => [this.name, value]),
      { producer, timestamp: this.world.now() },
    );
    const answered = produce(client, TOPIC, records, { partition: this.partition, version: BY_NAME });
    const settled = answered.then(({ errorCode, baseOffset }) => {
      if (errorCode !== 0) {
        assert.ok(
          errorForCode(errorCode).retriable,
          `${this.name}: ${errorForCode(errorCode).name} for ${batch.sequence}`,
        );
        throw new Error(errorForCode(errorCode).name);
      }
      assert.equal(this.#unacknowledged.shift(), batch, 'answers come in order');
      batch.values.forEach((value, i) => this.acknowledged.set(value, baseOffset + i));
    });
    // Whoever awaits the first of several learns of a failure; the others fail for the same reason.
    settled.catch(() => undefined);
    return settled;
  }
}

class SimulatedReader extends SimulatedClient {
  readonly partition: number;
  /** Offset → value. */
  readonly seen = new Map<number, string | null>();

  constructor(world: SimulatedBrokerWorld, partition: number) {
    super(world);
    this.partition = partition;
  }

  get isDone(): boolean {
    return this.world.isOver;
  }

  async work(client: TestClient): Promise<void> {
    let offset = this.world.random.chance(0.5) ? 0 : this.seen.size;
    while (!this.isDone) {
      const { partition } = this;
      const data = await fetch(client, TOPIC, offset, {
        partition,
        version: BY_NAME,
        maxWaitMs: 50,
        partitionMaxBytes: 500,
      });
      if (data.errorCode === Errors.UNKNOWN_TOPIC_OR_PARTITION.code) throw new Error('not created yet');
      assert.equal(data.errorCode, 0, `reading at ${offset}`);
      for (const record of recordsOf(data.records)) {
        if (record.offset < offset) continue;
        assert.equal(record.offset, offset++, 'offsets have no gaps');
        if (this.seen.has(record.offset))
          assert.equal(this.seen.get(record.offset), record.value, 'what was read stays');
        this.seen.set(record.offset, record.value);
      }
    }
  }
}

const GROUP = 'group';

class SimulatedCommitter extends SimulatedClient {
  #committed = -1;
  #next = 0;

  get isDone(): boolean {
    return this.world.isOver;
  }

  async work(client: TestClient): Promise<void> {
    await client.call([findCoordinatorRequest, findCoordinatorResponse], newFindCoordinatorRequest({ key: GROUP }), 3);
    while (!this.isDone) {
      const committedOffset = this.#next++;
      const partitions = [newOffsetCommitRequestPartition({ committedOffset, committedMetadata: '' })];
      const request = newOffsetCommitRequest({ groupId: GROUP, topics: [{ name: TOPIC, topicId: '', partitions }] });
      const { topics } = await client.call([offsetCommitRequest, offsetCommitResponse], request, 8);
      if (topics[0]!.partitions[0]!.errorCode !== 0) throw new Error('not yet');
      this.#committed = committedOffset;
      await this.world.pause(this.world.random.below(20));
    }
  }

  async verify(client: TestClient): Promise<void> {
    await client.call([findCoordinatorRequest, findCoordinatorResponse], newFindCoordinatorRequest({ key: GROUP }), 3);
    const request = newOffsetFetchRequest({ groupId: GROUP, topics: [{ name: TOPIC, partitionIndexes: [0] }] });
    const { topics } = await client.call([offsetFetchRequest, offsetFetchResponse], request, 7);
    const { committedOffset } = topics[0]!.partitions[0]!;
    assert.ok(committedOffset >= this.#committed, `${committedOffset} is at least ${this.#committed}`);
    assert.ok(committedOffset < Math.max(1, this.#next), 'nothing that was never committed');
  }
}
