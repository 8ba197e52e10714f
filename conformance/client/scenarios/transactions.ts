/** Transactions, KIP-890 (version 2) and before it (version 1): all or nothing, fencing, offsets of groups. */
import assert from 'node:assert/strict';
import type { Producer, ProducerOptions } from '../../../src/client/index.ts';
import { GroupMember } from '../group-members.ts';
import { codeOf } from '../outcomes.ts';
import { committedReader, take, takeFor, texts } from '../records.ts';
import type { ClientCheck, ClientScenario, World } from '../scenario.ts';

function transactional(world: World, id: string, options: Partial<ProducerOptions> = {}): Producer {
  return world.producer({ transactionalId: id, ...options });
}

const planned = new Error('planned');

async function abort(producer: Producer, records: readonly { topic: string; value: string }[]): Promise<void> {
  const work = producer.transaction(async (transaction) => {
    await transaction.sendBatch(records);
    throw planned;
  });
  await assert.rejects(work, planned);
}

const checks: readonly ClientCheck[] = [
  {
    name: 'what is committed becomes visible together, and what is aborted never',
    run: async (world) => {
      const topic = await world.createTopic({ partitions: 2 });
      const producer = transactional(world, world.unique('id'));
      const reader = committedReader(world, topic, 2);
      const record = (value: string, partition: number): { topic: string; value: string; partition: number } => ({
        topic,
        value,
        partition,
      });
      await producer.beginTransaction();
      await producer.sendBatch([record('a', 0), record('b', 1)]);
      assert.deepEqual(await takeFor(reader, 500), [], 'an open transaction shows nothing');
      await producer.commitTransaction();
      assert.deepEqual(texts(await take(reader, 2)).toSorted(), ['a', 'b']);
      await abort(producer, [record('aborted', 0), record('aborted', 1)]);
      await producer.transaction((transaction) => transaction.send(record('c', 0)));
      assert.deepEqual(texts(await take(reader, 1)), ['c']);
      const all = world.consumer({ autoOffsetReset: 'earliest', isolationLevel: 'read_uncommitted' });
      all.assign([{ topic, partition: 0 }]);
      assert.deepEqual(texts(await take(all, 3)), ['a', 'aborted', 'c'], 'read_uncommitted sees all');
    },
  },
  {
    name: 'two transactions of one producer that abort within one fetch show nothing',
    run: async (world) => {
      const topic = await world.createTopic();
      const producer = transactional(world, world.unique('id'));
      await abort(producer, [{ topic, value: 'first' }]);
      await abort(producer, [{ topic, value: 'second' }]);
      await producer.transaction((transaction) => transaction.send({ topic, value: 'committed' }));
      const reader = committedReader(world, topic);
      assert.deepEqual(texts(await take(reader, 1)), ['committed']);
      assert.deepEqual(await takeFor(reader, 300), []);
    },
  },
  {
    name: 'an aborted transaction whose marker comes only with a later fetch shows nothing',
    run: async (world) => {
      const topic = await world.createTopic();
      const producer = transactional(world, world.unique('id'), { batchSize: 1 });
      const records = Array.from({ length: 20 }, (_, number) => ({
        topic,
        value: `aborted ${number} ${'x'.repeat(2000)}`,
      }));
      await abort(producer, records);
      await producer.transaction((transaction) => transaction.send({ topic, value: 'committed' }));
      const reader = world.consumer({
        isolationLevel: 'read_committed',
        autoOffsetReset: 'earliest',
        fetchMaxBytes: 3000,
        maxPartitionFetchBytes: 3000,
      });
      reader.assign([{ topic, partition: 0 }]);
      assert.deepEqual(texts(await take(reader, 1)), ['committed']);
    },
  },
  {
    name: 'transactions of several producers in one partition keep apart',
    run: async (world) => {
      const topic = await world.createTopic();
      const producers = ['a', 'b', 'c'].map((id) => transactional(world, world.unique(id)));
      await Promise.all(producers.map((producer) => producer.initTransactions()));
      for (let round = 0; round < 5; round++) {
        for (const producer of producers) await producer.beginTransaction();
        for (const [index, producer] of producers.entries()) await producer.send({ topic, value: `${round}-${index}` });
        for (const [index, producer] of producers.entries())
          await (index === round % 3 ? producer.abortTransaction() : producer.commitTransaction());
      }
      const expected = Array.from({ length: 15 }, (_, n) => [Math.floor(n / 3), n % 3] as const)
        .filter(([round, index]) => index !== round % 3)
        .map(([round, index]) => `${round}-${index}`);
      assert.deepEqual(texts(await take(committedReader(world, topic), 10)), expected);
    },
  },
  {
    name: 'a second producer of the same id fences the first, which says so and never writes again',
    run: async (world) => {
      const topic = await world.createTopic();
      const id = world.unique('id');
      const zombie = transactional(world, id);
      await zombie.beginTransaction();
      await zombie.send({ topic, value: 'zombie' });
      const successor = transactional(world, id);
      await successor.transaction((transaction) => transaction.send({ topic, value: 'successor' }));
      const code = await codeOf(zombie.commitTransaction());
      assert.ok(['PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH'].includes(code), code);
      const again = await codeOf(zombie.beginTransaction());
      assert.ok(again === 'PRODUCER_FENCED' || again === 'ILLEGAL_STATE' || again === code, again);
      const reader = committedReader(world, topic);
      assert.deepEqual(texts(await take(reader, 1)), ['successor']);
      assert.deepEqual(await takeFor(reader, 300), []);
    },
  },
  {
    name: 'an error of a record aborts the transaction, and the next one works',
    run: async (world) => {
      const topic = await world.createTopic({ configs: { 'max.message.bytes': '1000' } });
      const producer = transactional(world, world.unique('id'));
      const work = producer.transaction(async (transaction) => {
        await transaction.send({ topic, value: 'small' });
        await transaction.send({ topic, value: Buffer.alloc(5000) });
      });
      assert.equal(await codeOf(work), 'MESSAGE_TOO_LARGE');
      await producer.transaction((transaction) => transaction.send({ topic, value: 'next' }));
      assert.deepEqual(texts(await take(committedReader(world, topic), 1)), ['next']);
    },
  },
  {
    name: 'consume, transform, produce: positions and results are committed together, exactly once',
    run: consumeTransformProduce,
  },
  {
    name: 'offsets of a member that its group has put out are refused',
    needs: ['group-fencing'],
    run: async (world) => {
      const from = await world.createTopic({ partitions: 2 });
      const groupId = world.unique('group');
      const first = new GroupMember(world, { groupId, enableAutoCommit: false }).start([from]);
      await world.until('it has both', () => first.partitions.length === 2);
      const old = first.consumer.groupMetadata();
      const second = new GroupMember(world, { groupId, enableAutoCommit: false }).start([from]);
      await world.until('they share', () => first.partitions.length === 1 && second.partitions.length === 1);
      const producer = transactional(world, world.unique('id'));
      const work = producer.transaction((transaction) =>
        transaction.sendOffsets({ offsets: [{ topic: from, partition: 0, offset: 1 }], group: old }),
      );
      const code = await codeOf(work);
      assert.ok(
        ['ILLEGAL_GENERATION', 'COMMIT_FAILED', 'STALE_MEMBER_EPOCH', 'UNKNOWN_MEMBER_ID'].includes(code),
        code,
      );
    },
  },
  {
    name: 'calls in the wrong state are refused by name',
    run: async (world) => {
      const topic = await world.createTopic();
      const producer = transactional(world, world.unique('id'));
      assert.equal(await codeOf(producer.send({ topic, value: 'x' })), 'ILLEGAL_STATE');
      assert.equal(await codeOf(producer.commitTransaction()), 'ILLEGAL_STATE');
      await producer.beginTransaction();
      assert.equal(await codeOf(producer.beginTransaction()), 'ILLEGAL_STATE');
      await producer.abortTransaction();
      assert.equal(await codeOf(world.producer().beginTransaction()), 'ILLEGAL_STATE');
    },
  },
  {
    name: 'an empty transaction commits and aborts',
    run: async (world) => {
      const producer = transactional(world, world.unique('id'));
      await producer.transaction(async () => undefined);
      await producer.beginTransaction();
      await producer.abortTransaction();
    },
  },
  {
    name: 'a transaction that outlives transactionTimeoutMs is aborted by the broker, and says so',
    run: async (world) => {
      const topic = await world.createTopic();
      const producer = transactional(world, world.unique('id'), { transactionTimeoutMs: 1000 });
      await producer.beginTransaction();
      await producer.send({ topic, value: 'late' });
      const reader = committedReader(world, topic);
      const other = transactional(world, world.unique('id'));
      await other.transaction((transaction) => transaction.send({ topic, value: 'after' }));
      assert.deepEqual(texts(await take(reader, 1)), ['after']);
      assert.notEqual(await codeOf(producer.commitTransaction()), 'it succeeds');
    },
  },
];

async function consumeTransformProduce(world: World): Promise<void> {
  const RECORDS = 300;
  const from = await world.createTopic({ partitions: 3 });
  const to = await world.createTopic();
  await world
    .producer()
    .sendBatch(Array.from({ length: RECORDS }, (_, n) => ({ topic: from, value: String(n), partition: n % 3 })));
  const groupId = world.unique('group');
  const transactionalId = world.unique('id');
  let moved = 0;
  // Three workers one after another, each of which goes in the middle of a transaction.
  for (let worker = 0; moved < RECORDS; worker++) {
    const consumer = world.consumer({
      groupId,
      enableAutoCommit: false,
      autoOffsetReset: 'earliest',
      maxPollRecords: 20,
    });
    consumer.subscribe([from]);
    const producer = transactional(world, transactionalId);
    for (let round = 0; moved < RECORDS; round++) {
      const records = await consumer.poll(1000);
      if (records.length === 0) continue;
      const isLast = worker < 2 && round === 3;
      const work = producer.transaction(async (transaction) => {
        await transaction.sendBatch(records.map((record) => ({ topic: to, value: record.text() })));
        const offsets = [...Map.groupBy(records, ({ partition }) => partition)].map(([partition, some]) => ({
          topic: from,
          partition,
          offset: (some.at(-1)?.offset ?? 0) + 1,
        }));
        const group = world.serves('group-fencing') ? consumer.groupMetadata() : groupId;
        await transaction.sendOffsets({ offsets, group });
        if (isLast) throw planned;
      });
      if (isLast) await assert.rejects(work, planned);
      else await work;
      if (isLast) break;
      moved += records.length;
    }
    await consumer.close();
    await producer.close();
  }
  const numbers = texts(await take(committedReader(world, to), RECORDS)).map(Number);
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    Array.from({ length: RECORDS }, (_, n) => n),
    'each record once',
  );
}

export const transactions: ClientScenario = {
  name: 'transactions',
  checks: checks.map((check) => ({ ...check, needs: ['transactions-v2', ...(check.needs ?? [])] as const })),
};

/** The same on a cluster that has not finalized KIP-890. */
export const transactionsVersion1: ClientScenario = {
  name: 'transactions-v1',
  broker: { features: { 'transaction.version': 0 } },
  checks: checks.map((check) => ({ ...check, needs: ['transactions', ...(check.needs ?? [])] as const })),
};
