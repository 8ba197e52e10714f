/** What a reader at read_committed gets, wherever it starts and however little it takes at a time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordBatch } from '#protocol';
import { SeededRandom } from '#sim';
import { batchOf, type TestClient } from '../broker.testing.ts';
import { batchesOf, createTopic, fetch, listOffset, produce } from '../requests.testing.ts';
import { withSimulatedBroker, type SimulatedBroker } from '../simulation.testing.ts';
import { committedRecords, TestProducer } from '../transactions.testing.ts';

const READ_COMMITTED = { isolationLevel: 1 };
const SMALL_SEGMENTS = { 'internal.segment.bytes': '600' };

interface Written {
  readonly offset: number;
  readonly key: string;
  readonly value: string;
}

/** Interleaved transactions of a few producers, with batches outside of any between them. */
class History {
  readonly #client: TestClient;
  readonly #random: SeededRandom;
  readonly #now: () => number;
  readonly #producers: TestProducer[];
  readonly #open = new Map<TestProducer, Written[]>();
  #committed: Written[] = [];

  constructor(broker: SimulatedBroker, client: TestClient, seed: number) {
    this.#client = client;
    this.#random = new SeededRandom(seed);
    this.#now = () => broker.now();
    this.#producers = [1, 2].flatMap((version) =>
      [0, 1].map((index) => new TestProducer(client, `${version}-${index}`, version === 1 ? 1 : 2)),
    );
  }

  /** In the order of their offsets. */
  get committed(): readonly Written[] {
    return this.#committed.toSorted((a, b) => a.offset - b.offset);
  }

  async write(steps: number): Promise<void> {
    for (const producer of this.#producers) if (producer.producerId < 0) await producer.init();
    for (let step = 0; step < steps; step++) {
      const producer = this.#producers[this.#random.below(this.#producers.length)]!;
      if (this.#random.chance(0.15)) await this.#writeBatch(null, step);
      else if (this.#random.chance(0.7) || !this.#open.has(producer)) await this.#writeBatch(producer, step);
      else await this.#end(producer);
    }
    for (const producer of this.#open.keys()) await this.#end(producer);
  }

  async #writeBatch(producer: TestProducer | null, step: number): Promise<void> {
    const key = `k${this.#random.below(6)}`;
    const value = `${step}`;
    const options: { timestamp: number } = { timestamp: this.#now() };
    if (producer === null) {
      const { baseOffset } = await produce(this.#client, 'tx', batchOf([[key, value]], options));
      this.#committed.push({ offset: baseOffset, key, value });
      return;
    }
    if (!this.#open.has(producer)) this.#open.set(producer, []);
    if (producer.version === 1) assert.equal(await producer.add('tx', [0]), 0);
    const { producerId, producerEpoch, transactionalId, sequences } = producer;
    const baseSequence = sequences.get('tx-0') ?? 0;
    const stamp = { producerId, producerEpoch, baseSequence, transactional: true };
    const version = producer.version === 1 ? 11 : 13;
    const batch = batchOf([[key, value]], { ...options, producer: stamp });
    const { errorCode, baseOffset } = await produce(this.#client, 'tx', batch, { transactionalId, version });
    assert.equal(errorCode, 0);
    sequences.set('tx-0', baseSequence + 1);
    this.#open.get(producer)!.push({ offset: baseOffset, key, value });
  }

  async #end(producer: TestProducer): Promise<void> {
    const isCommit = this.#random.chance(0.5);
    assert.equal(await producer.end(isCommit), 0);
    await producer.untilComplete();
    if (isCommit) this.#committed.push(...this.#open.get(producer)!);
    this.#open.delete(producer);
  }
}

/** All that is committed from an offset on, in as many fetches as it takes; a fetch does not go beyond its segment. */
async function read(client: TestClient, from: number, partitionMaxBytes: number = 1_000_000): Promise<Written[]> {
  const { offset: end } = await listOffset(client, 'tx', -1, READ_COMMITTED);
  const found: Written[] = [];
  for (let at = from; at < end;) {
    const answer = await fetch(client, 'tx', at, { ...READ_COMMITTED, partitionMaxBytes });
    const last = batchesOf(answer.records).at(-1);
    assert.ok(last !== undefined, `nothing at ${at} of ${end}`);
    found.push(...(committedRecords(answer) as Written[]).filter(({ offset }) => offset >= at));
    at = recordBatch.nextOffset(last.buffer, last.at);
  }
  return found;
}

async function assertReads(client: TestClient, expected: readonly Written[]): Promise<void> {
  const { offset: end } = await listOffset(client, 'tx', -1, READ_COMMITTED);
  for (let from = 0; from < end; from++) {
    const wanted = expected.filter(({ offset }) => offset >= from);
    assert.deepEqual(await read(client, from), wanted, `from ${from}`);
  }
  assert.deepEqual(await read(client, 0, 1), expected, 'a batch at a time');
}

test('from any offset on, in the middle of transactions and over many segments, exactly what was committed is read', () =>
  withSimulatedBroker(async (broker, client) => {
    await createTopic(client, 'tx', { configs: SMALL_SEGMENTS });
    const history = new History(broker, client, 7);
    await history.write(120);
    assert.ok(history.committed.length > 30);
    await assertReads(client, history.committed);
    await broker.killAndBoot();
    const again = await broker.connect();
    for (const [name, topicId] of client.topicIds) again.topicIds.set(name, topicId);
    await assertReads(again, history.committed);
  }));

test('after compaction the last committed value of each key is read, and nothing that was aborted, from any offset on', () =>
  withSimulatedBroker(
    async (broker, client) => {
      const compacted = { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0' };
      await createTopic(client, 'tx', { configs: { ...SMALL_SEGMENTS, ...compacted } });
      const history = new History(broker, client, 11);
      await history.write(120);
      const before = await read(client, 0);
      await broker.pause(120_000);
      const expected = await read(client, 0);
      assert.ok(expected.length < before.length / 2, 'it is compacted');
      const known = new Set(history.committed.map(({ offset, value }) => `${offset} ${value}`));
      assert.ok(expected.every(({ offset, value }) => known.has(`${offset} ${value}`)));
      const latest = (records: readonly Written[]) => new Map(records.map(({ key, value }) => [key, value]));
      assert.deepEqual(latest(expected), latest(history.committed));
      await assertReads(client, expected);
    },
    { configs: { 'log.cleaner.backoff.ms': '1000' } },
  ));
