/** A compacted topic, written, read and compacted all along, around a broker that dies. */
import assert from 'node:assert/strict';
import { fetch, recordsOf, TestClient, createTopic } from '#broker/testing';
import { contiguous, partitionForKey, recordBatch } from '#protocol';
import { Consumer } from '../consumer/consumer.ts';
import { isKafkaError } from '../errors.ts';
import { Producer } from '../producer/producer.ts';
import { CLIENT_OPTIONS, killClients, SimulatedClient, TOPIC } from './clients.testing.ts';
import { DyingBrokerWorld } from './dying-broker.testing.ts';
import { sum, type Outcome } from './outcome.testing.ts';
import { TableHistory, type TableRecord } from './table-history.testing.ts';
import { PORT, type ClientWorld } from './world.testing.ts';

const COMPACTED = {
  'cleanup.policy': 'compact',
  'internal.segment.bytes': '1500',
  'min.cleanable.dirty.ratio': '0.01',
  'delete.retention.ms': '200',
  'file.delete.delay.ms': '20',
};
const CLEANER = { 'log.cleaner.backoff.ms': '40', 'log.cleaner.dedupe.buffer.size': '1048576' };
const KEYS = 6;
const MOST_IN_A_LIFE = 120;
/** So that what is left to compact is compacted. */
const LAST_ROUND_MS = 500;
const FETCH_VERSION = 12;

interface TableOptions {
  readonly index: number;
  readonly partitions: number;
  readonly history: TableHistory;
}

class TableWriter extends SimulatedClient {
  readonly #options: TableOptions;
  #sent = 0;

  constructor(world: ClientWorld, options: TableOptions) {
    super(world, `w${options.index}`);
    this.#options = options;
  }

  protected async live(): Promise<void> {
    const { random } = this.world;
    const producer = new Producer({
      ...CLIENT_OPTIONS,
      env: this.env,
      clientId: this.name,
      acks: 'all',
      batchSize: this.pick([16_384, 400]),
      lingerMs: this.pick([0, 5]),
      compressionType: this.pick(['none', 'none', 'gzip', 'lz4']),
    });
    const pending: Promise<void>[] = [];
    while (!this.world.isHealed && pending.length < MOST_IN_A_LIFE) {
      for (let count = 1 + random.below(8); count > 0; count--) pending.push(this.#send(producer));
      await this.pause(1 + random.below(20));
    }
    await Promise.all(pending);
    await producer.close();
  }

  async #send(producer: Producer): Promise<void> {
    const { partitions, history } = this.#options;
    const { random } = this.world;
    const key = `k${random.below(KEYS)}`;
    const value = random.chance(0.15) ? null : `${this.name}-${this.#sent++}`;
    const record = history.send(key, value);
    try {
      record.offset = (await producer.send({ topic: TOPIC, key, value })).offset;
      record.partition = partitionForKey(Buffer.from(key), partitions);
    } catch (error) {
      if (!isKafkaError(error)) throw error;
    }
  }
}

class TableReader extends SimulatedClient {
  readonly #options: TableOptions;

  constructor(world: ClientWorld, options: TableOptions) {
    super(world, 'reader');
    this.#options = options;
  }

  protected async live(): Promise<void> {
    const { partitions, history } = this.#options;
    while (!this.world.isHealed) {
      const consumer = new Consumer({
        ...CLIENT_OPTIONS,
        env: this.env,
        clientId: 'reader',
        autoOffsetReset: 'earliest',
        fetchMaxWaitMs: 50,
        maxPartitionFetchBytes: this.pick([1_048_576, 300]),
        maxPollRecords: this.pick([500, 3]),
      });
      const last = Array.from({ length: partitions }, () => -1);
      consumer.assign(last.map((_, partition) => ({ topic: TOPIC, partition })));
      const endMs = this.world.world.monotonic() + this.world.random.below(400);
      while (!this.world.isHealed && this.world.world.monotonic() < endMs) {
        for (const record of await consumer.poll(50)) {
          const { partition, offset } = record;
          const [key, value] = [String(record.key), record.value === null ? null : String(record.value)];
          history.see(partition, { offset, key, value }, last[partition] ?? -1);
          last[partition] = offset;
        }
      }
      await consumer.close();
    }
  }
}

export async function simulateCompaction(seed: number, onWorld: (world: ClientWorld) => void): Promise<Outcome> {
  const world = new DyingBrokerWorld(seed, CLEANER);
  onWorld(world);
  const { random } = world;
  const partitions = 1 + random.below(2);
  const history = new TableHistory();
  const writers = Array.from(
    { length: 1 + random.below(2) },
    (_, index) => new TableWriter(world, { index, partitions, history }),
  );
  const reader = new TableReader(world, { index: 0, partitions, history });
  const clients = [...writers, reader];
  for (const client of clients) client.start();
  world.spawn(() => killClients(world, world.boot(), clients));
  await world.run(
    async (env) => {
      const client = await TestClient.connect(env, PORT);
      await createTopic(client, TOPIC, { partitions, configs: COMPACTED });
      client.close();
    },
    random.below(world.isSmall ? 2 : 4),
  );
  await world.heal(() => clients.map((client) => client.describe()).join());
  await world.pass(LAST_ROUND_MS);
  const logs = await world.look((env) => readTable(env, partitions));
  history.verify(logs);
  await world.close();
  const stored = sum(logs.map((log) => log.length));
  return {
    sent: history.sent,
    acknowledged: history.acknowledged,
    compacted: Math.max(0, history.acknowledged - stored),
    read: history.reads,
    deaths: world.deaths,
    diskDeaths: world.diskDeaths,
    clientDeaths: sum(clients.map(({ lives }) => lives - 1)),
    faults: world.faults,
    virtualSeconds: world.world.monotonic() / 1000,
  };
}

async function readTable(
  env: Parameters<typeof TestClient.connect>[0],
  partitions: number,
): Promise<readonly (readonly TableRecord[])[]> {
  const client = await TestClient.connect(env, PORT);
  const logs: TableRecord[][] = [];
  for (let partition = 0; partition < partitions; partition++) logs.push(await readWhole(client, partition));
  client.close();
  return logs;
}

async function readWhole(client: TestClient, partition: number): Promise<TableRecord[]> {
  const records: TableRecord[] = [];
  for (let next = 0; ;) {
    const data = await fetch(client, TOPIC, next, { partition, version: FETCH_VERSION });
    assert.equal(data.errorCode, 0);
    const bytes = data.records === null ? Buffer.alloc(0) : contiguous(data.records);
    if (bytes.length === 0) return records;
    const more = recordsOf(bytes).filter(({ offset }) => offset >= next);
    records.push(...more.map(({ offset, key, value }) => ({ offset, key: key ?? '', value })));
    next = lastOffsetOf(bytes) + 1;
  }
}

function lastOffsetOf(batches: Buffer): number {
  let last = -1;
  for (let at = 0; at < batches.length; at += recordBatch.sizeInBytes(batches, at)) {
    last = recordBatch.lastOffset(batches, at);
  }
  return last;
}
