/**
 * Clients that know what a broker owes them, whatever happens to it and to their connections, and the model that it is
 * held against:
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
import type { SeededRandom } from '#sim';
import { batchOf, type TestClient } from './broker.testing.ts';
import { createTopic, fetch, newProducerId, produce, recordsOf, type FetchedRecord } from './requests.testing.ts';

const TOPIC = 'events';
const PARTITIONS = 2;
/** The last version of Produce and Fetch that goes by names. */
const BY_NAME = 12;
const MAX_IN_FLIGHT = 5;
const PAUSE_MS = 20;

/** Where the clients live. */
export interface ClientsWorld {
  readonly random: SeededRandom;
  /** From then on nothing new is begun; producers still wait for what they have sent. */
  readonly isOver: boolean;
  /** Fails while the broker is down. */
  connect(): Promise<TestClient>;
  pause(ms: number): Promise<void>;
  now(): number;
}

export interface ModelClients {
  readonly producers: readonly ModelProducer[];
  readonly readers: readonly ModelReader[];
  readonly committer: ModelCommitter;
}

export function modelClients(world: ClientsWorld): ModelClients {
  return {
    producers: Array.from({ length: 3 }, (_, index) => new ModelProducer(world, index)),
    readers: Array.from({ length: PARTITIONS }, (_, partition) => new ModelReader(world, partition)),
    committer: new ModelCommitter(world),
  };
}

/** Holds what is there now against what the clients know. */
export async function verifyClients(
  client: TestClient,
  { producers, readers, committer }: ModelClients,
): Promise<void> {
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
abstract class ModelClient {
  protected readonly world: ClientsWorld;

  constructor(world: ClientsWorld) {
    this.world = world;
  }

  abstract get isDone(): boolean;
  abstract work(client: TestClient): Promise<void>;

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

interface SentBatch {
  readonly values: readonly string[];
  readonly sequence: number;
}

export class ModelProducer extends ModelClient {
  readonly name: string;
  readonly partition: number;
  /** Value → offset. */
  readonly acknowledged = new Map<string, number>();
  #sent = 0;
  #producerId = -1;
  #unacknowledged: SentBatch[] = [];

  constructor(world: ClientsWorld, index: number) {
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

export class ModelReader extends ModelClient {
  readonly partition: number;
  /** Offset → value. */
  readonly seen = new Map<number, string | null>();

  constructor(world: ClientsWorld, partition: number) {
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

export class ModelCommitter extends ModelClient {
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
