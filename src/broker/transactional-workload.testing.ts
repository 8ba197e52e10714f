/**
 * Read, process, write, under transactions: each worker reads its partition of `in` from where its group has come, writes
 * a record for each input to both partitions of `out`, commits the group's offset in the same transaction, and ends it
 * well or not. What goes wrong in any way makes it start over, as a new incarnation of its transactional id, while the
 * one before may still try to go on. The model that the broker is held against:
 *
 * - each input is in each partition of `out` once, in the order of the inputs: nothing lost, nothing twice;
 * - a transaction is there whole or not at all, and no reader at read_committed ever sees anything else;
 * - the group's offset never goes back.
 */
import assert from 'node:assert/strict';
import {
  Errors,
  newOffsetFetchRequest,
  offsetFetchRequest,
  offsetFetchResponse,
  recordBatch,
  ZERO_UUID,
} from '#protocol';
import { batchOf, type TestClient } from './broker.testing.ts';
import { findGroupCoordinator } from './groups.testing.ts';
import type { ClientsWorld } from './model-clients.testing.ts';
import { batchesOf, createTopic, fetch, newProducerId, produce } from './requests.testing.ts';
import { type CommittedRecord, committedRecords, TestProducer } from './transactions.testing.ts';

const INPUT = 'in';
const OUTPUT = 'out';
const WORKERS = 2;
const INPUTS = 40;
/** The last version of Produce and Fetch that goes by names. */
const BY_NAME = 12;
const PAUSE_MS = 20;
const READ_COMMITTED = { isolationLevel: 1, version: BY_NAME };

export class TransactionalWorkload {
  readonly clients: readonly { run(): Promise<void> }[];
  readonly #workers: readonly Worker[];
  readonly #readers: readonly CommittedReader[];

  /** `version` is that of the transactions. */
  constructor(world: ClientsWorld, version: 1 | 2) {
    const isDone = (): boolean => this.#workers.every((worker) => worker.isDone);
    this.#workers = Array.from({ length: WORKERS }, (_, index) => new Worker(world, { index, version }));
    this.#readers = [0, 1].map((partition) => new CommittedReader(world, { partition, isDone }));
    this.clients = [new Setup(world), ...this.#workers, ...this.#readers];
  }

  /** Inputs whose output the workers were told is committed. */
  get acknowledged(): number {
    return this.#workers.reduce((sum, worker) => sum + worker.acknowledged, 0);
  }

  async verify(client: TestClient): Promise<void> {
    for (const reader of this.#readers) await reader.verify(client);
  }
}

/** Does its work on one connection after another until it is done. */
abstract class Persistent {
  protected readonly world: ClientsWorld;
  isDone = false;

  constructor(world: ClientsWorld) {
    this.world = world;
  }

  protected abstract work(client: TestClient): Promise<void>;

  async run(): Promise<void> {
    while (!this.isDone) {
      let client: TestClient | null = null;
      try {
        client = await this.world.connect();
        await this.work(client);
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        await this.world.pause(PAUSE_MS);
      } finally {
        client?.close();
      }
    }
  }
}

/** Makes the topics, and the inputs, each once. */
class Setup extends Persistent {
  #producerId = -1;
  #next = Array.from({ length: WORKERS }, () => 0);

  protected async work(client: TestClient): Promise<void> {
    for (const topic of [INPUT, OUTPUT]) await createTopic(client, topic, { partitions: 2 }).catch(() => undefined);
    if (this.#producerId < 0) this.#producerId = await newProducerId(client);
    for (let partition = 0; partition < WORKERS; partition++) {
      while (this.#next[partition]! < INPUTS) {
        const baseSequence = this.#next[partition]!;
        const producer = { producerId: this.#producerId, producerEpoch: 0, baseSequence };
        const batch = batchOf([[null, `${partition}:${baseSequence}`]], { producer, timestamp: this.world.now() });
        const { errorCode } = await produce(client, INPUT, [batch], { partition, version: BY_NAME });
        if (errorCode !== 0) throw new Error(`setup: ${errorCode}`);
        this.#next[partition]!++;
      }
    }
    this.isDone = true;
  }
}

class Worker extends Persistent {
  acknowledged = 0;
  readonly #index: number;
  readonly #version: 1 | 2;
  readonly #group: string;
  #transaction = 0;
  #lastOffset = 0;

  constructor(world: ClientsWorld, { index, version }: { index: number; version: 1 | 2 }) {
    super(world);
    this.#index = index;
    this.#version = version;
    this.#group = `group-${index}`;
  }

  protected async work(client: TestClient): Promise<void> {
    const producer = new TestProducer(client, `worker-${this.#index}`, this.#version);
    producer.now = () => this.world.now();
    const coordinator = await findGroupCoordinator(client, this.#group);
    if (coordinator.errorCode !== 0) throw new Error('no coordinator of groups');
    await producer.init();
    for (;;) {
      const offset = await this.#committedOffset(client);
      assert.ok(offset >= this.#lastOffset, `the offset of ${this.#group} goes back to ${offset}`);
      this.#lastOffset = offset;
      this.acknowledged = offset;
      this.isDone = offset === INPUTS;
      if (this.isDone) return;
      await this.#process(producer, offset);
    }
  }

  async #committedOffset(client: TestClient): Promise<number> {
    const topics = [{ name: INPUT, topicId: ZERO_UUID, partitionIndexes: [this.#index] }];
    for (;;) {
      const request = newOffsetFetchRequest({
        requireStable: true,
        groups: [{ groupId: this.#group, memberId: null, memberEpoch: -1, topics }],
      });
      const answer = await client.call([offsetFetchRequest, offsetFetchResponse], request, 9);
      const group = answer.groups[0]!;
      const partition = group.topics[0]?.partitions[0];
      const errorCode = group.errorCode || partition!.errorCode;
      if (errorCode === 0) return Math.max(0, partition!.committedOffset);
      if (errorCode !== Errors.UNSTABLE_OFFSET_COMMIT.code) throw new Error(`offsets: ${errorCode}`);
      await this.world.pause(2);
    }
  }

  async #process(producer: TestProducer, offset: number): Promise<void> {
    const { random } = this.world;
    const data = await fetch(producer.client, INPUT, offset, {
      ...READ_COMMITTED,
      partition: this.#index,
      maxWaitMs: 50,
    });
    if (data.errorCode !== 0) throw new Error(`fetch: ${data.errorCode}`);
    const inputs = committedRecords(data).filter((record) => record.offset >= offset);
    const some = inputs.slice(0, 1 + random.below(4));
    if (some.length === 0) return;
    const tag = `${this.#index}.${++this.#transaction}`;
    const rest = this.#write(producer, some, tag);
    // A process that hangs: the next incarnation starts while this one goes on.
    if (random.chance(0.1)) {
      rest.catch(() => undefined);
      await this.world.pause(random.below(20));
      throw new Error('the worker starts over');
    }
    await rest;
  }

  async #write(producer: TestProducer, inputs: readonly CommittedRecord[], tag: string): Promise<void> {
    const { random } = this.world;
    const values = inputs.map(({ value }) => `${value} ${tag}/${inputs.length}`);
    for (const partition of [0, 1]) {
      const { errorCode } = await producer.send(OUTPUT, values, {
        partition,
        ...(this.#version === 2 && { version: BY_NAME }),
      });
      if (errorCode !== 0) throw new Error(`send: ${errorCode}`);
      if (random.chance(0.1)) await this.world.pause(random.below(50));
    }
    const next = inputs.at(-1)!.offset + 1;
    const errorCode = await producer.commitOffset(this.#group, INPUT, next, { partition: this.#index });
    if (errorCode !== 0) throw new Error(`offset: ${errorCode}`);
    const ended = await producer.end(random.chance(0.8));
    if (ended !== 0) throw new Error(`end: ${ended}`);
  }
}

/** Reads `out` at read_committed from the beginning on, and again and again, as a consumer with a session would. */
class CommittedReader extends Persistent {
  readonly #partition: number;
  readonly #areWorkersDone: () => boolean;
  readonly #seen = new Map<number, string>();
  #offset = 0;

  constructor(world: ClientsWorld, { partition, isDone }: { partition: number; isDone: () => boolean }) {
    super(world);
    this.#partition = partition;
    this.#areWorkersDone = isDone;
  }

  protected async work(client: TestClient): Promise<void> {
    while (!this.#areWorkersDone()) await this.#read(client);
    this.isDone = true;
  }

  /** Resolves with whether more may come: the last transactions may not have their markers yet. */
  async #read(client: TestClient): Promise<boolean> {
    const options = { ...READ_COMMITTED, partition: this.#partition, maxWaitMs: 100, partitionMaxBytes: 400 };
    const data = await fetch(client, OUTPUT, this.#offset, options);
    if (data.errorCode !== 0) throw new Error(`fetch: ${data.errorCode}`);
    const last = batchesOf(data.records).at(-1);
    for (const { offset, value } of committedRecords(data)) if (offset >= this.#offset) this.#seen.set(offset, value);
    if (last !== undefined) this.#offset = recordBatch.nextOffset(last.buffer, last.at);
    return this.#offset < data.highWatermark;
  }

  /** What was read along the way is what is there now, whole and once. */
  async verify(client: TestClient): Promise<void> {
    while (await this.#read(client));
    const values = [...this.#seen.values()];
    const again = new CommittedReader(this.world, { partition: this.#partition, isDone: this.#areWorkersDone });
    while (await again.#read(client));
    assert.deepEqual(values, [...again.#seen.values()], 'what was read stays');
    for (let worker = 0; worker < WORKERS; worker++) {
      const mine = values.filter((value) => value.startsWith(`${worker}:`));
      const inputs = mine.map((value) => value.split(' ')[0]);
      const expected = Array.from({ length: INPUTS }, (_, index) => `${worker}:${index}`);
      assert.deepEqual(inputs, expected, `inputs of ${worker} in partition ${this.#partition}, each once and in order`);
    }
    const transactions = Map.groupBy(values, (value) => value.split(' ')[1]!);
    for (const [name, records] of transactions) {
      assert.equal(records.length, Number(name.split('/')[1]), `transaction ${name} is there whole`);
    }
  }
}
