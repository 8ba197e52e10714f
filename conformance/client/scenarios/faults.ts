/**
 * A broker that is killed and started again, connections that are cut at every byte, stand still or are throttled: nothing
 * acknowledged is lost, nothing is there twice, order holds, and everything comes to an end.
 */
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import { isKafkaError } from '../../../src/client/index.ts';
import type { ConsumerOptions, Producer } from '../../../src/client/index.ts';
import { GroupMember, timesProcessed } from '../group-members.ts';
import { assertCounted, stored, take, takeFor, texts } from '../records.ts';
import type { ClientScenario, World } from '../scenario.ts';
import type { StoredRecord } from '../wire.ts';

const planned = new Error('planned');
const PARTITIONS = 3;
/** More bytes than any of the frames that are cut. */
const CUTS = 200;
const FAST = {
  requestTimeoutMs: 5000,
  retryBackoffMs: 50,
  retryBackoffMaxMs: 500,
  reconnectBackoffMaxMs: 500,
} as const;

/** Sends without end; knows what was acknowledged and where. */
class Source {
  readonly acknowledged = new Map<string, { partition: number; offset: number }>();
  readonly failed: unknown[] = [];
  sent = 0;
  #isOver = false;
  readonly #work: Promise<void>;

  constructor(producer: Producer, topic: string) {
    this.#work = this.#run(producer, topic);
  }

  async finish(): Promise<void> {
    this.#isOver = true;
    await this.#work;
  }

  async #run(producer: Producer, topic: string): Promise<void> {
    const pending = new Set<Promise<void>>();
    while (!this.#isOver) {
      for (let count = 0; count < 20; count++) {
        const value = String(this.sent);
        const sending = producer
          .send({ topic, value, partition: this.sent++ % PARTITIONS })
          .then(({ partition, offset }) => void this.acknowledged.set(value, { partition, offset }))
          .catch((error: unknown) => void this.failed.push(error))
          .finally(() => pending.delete(sending));
        pending.add(sending);
      }
      await delay(5);
      if (pending.size > 2000) await Promise.race(pending);
    }
    await Promise.all(pending);
  }

  verify(log: readonly StoredRecord[]): void {
    const byPlace = new Map(log.map((record) => [`${record.partition}:${record.offset}`, record.value?.toString()]));
    for (const [value, { partition, offset }] of this.acknowledged)
      assert.equal(byPlace.get(`${partition}:${offset}`), value, `${value} was acknowledged`);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const numbers = log.filter((record) => record.partition === partition).map(({ value }) => Number(value));
      for (let index = 1; index < numbers.length; index++) {
        const [before = 0, now = 0] = [numbers[index - 1], numbers[index]];
        assert.ok(now > before, `partition ${partition}: ${now} after ${before}`);
      }
    }
  }
}

async function killedMidFlight(world: World, options: Partial<ConsumerOptions> = {}): Promise<void> {
  const topic = await world.createTopic({ partitions: PARTITIONS });
  const groupId = world.unique('killed');
  const source = new Source(world.producer(FAST), topic);
  const members = [1, 2].map(() => new GroupMember(world, { ...FAST, groupId, ...options }).start([topic]));
  await world.until('it flows', () => source.acknowledged.size > 200 && timesProcessed(members).size > 100);
  for (let round = 0; round < 3; round++) {
    const before = source.acknowledged.size;
    await world.broker.kill();
    await world.broker.start();
    await world.until('it flows again', () => source.acknowledged.size > before + 500, 60_000);
  }
  await source.finish();
  assert.deepEqual(source.failed, [], 'within deliveryTimeoutMs everything is delivered');
  const log = await stored(await world.wire(), topic, PARTITIONS);
  source.verify(log);
  assert.equal(log.length, source.sent, 'each record once');
  await world.until('all is processed', () => timesProcessed(members).size === source.sent, 60_000);
  for (const member of members) await member.close();
}

const kip848 = {
  groupProtocol: 'consumer',
  sessionTimeoutMs: undefined,
  heartbeatIntervalMs: undefined,
} as const satisfies Partial<ConsumerOptions>;

async function killedUnderTransactions(world: World): Promise<void> {
  const topic = await world.createTopic();
  const producer = world.producer({ ...FAST, transactionalId: world.unique('id') });
  const committed: string[] = [];
  let sent = 0;
  const rounds = async (count: number): Promise<void> => {
    for (let round = 0; round < count; round++) {
      const values = Array.from({ length: 5 }, () => String(sent++));
      const isToAbort = round % 4 === 3;
      const work = producer.transaction(async (transaction) => {
        await transaction.sendBatch(values.map((value) => ({ topic, value })));
        if (isToAbort) throw planned;
      });
      if (isToAbort) await assert.rejects(work, planned);
      else await work.then(() => committed.push(...values));
    }
  };
  for (let kill = 0; kill < 2; kill++) {
    const working = rounds(40);
    await delay(200);
    await world.broker.kill();
    await world.broker.start();
    await working;
  }
  const reader = world.consumer({ ...FAST, isolationLevel: 'read_committed', autoOffsetReset: 'earliest' });
  reader.assign([{ topic, partition: 0 }]);
  assert.deepEqual(texts(await take(reader, committed.length)), committed);
  assert.deepEqual(await takeFor(reader, 500), []);
}

async function throttled(world: World): Promise<void> {
  const topic = await world.createTopic();
  const clientId = world.unique('slow');
  const admin = world.admin();
  await admin.alterClientQuotas([{ entity: { 'client-id': clientId }, quotas: { producer_byte_rate: 7000 } }]);
  const throttles: unknown[] = [];
  const onThrottle = (message: unknown): void => void throttles.push(message);
  subscribe('samsa:throttle', onThrottle);
  world.defer(() => void unsubscribe('samsa:throttle', onThrottle));
  const producer = world.producer({ clientId, batchSize: 5000 });
  const values = Array.from({ length: 100 }, (_, n) => `${n}-${'x'.repeat(1000)}`);
  await Promise.all(values.map((value) => producer.send({ topic, value })));
  assert.deepEqual(texts(await stored(await world.wire(), topic, 1)), values);
  assert.ok(throttles.length > 0, 'the client has told that it was slowed down');
}

export const faults: ClientScenario = {
  name: 'faults',
  broker: { configs: { 'max.incremental.fetch.session.cache.slots': '1' } },
  checks: [
    {
      name: 'a broker that is killed three times under produce and consume: nothing acknowledged is lost, nothing twice, all in order',
      deadlineMs: 240_000,
      run: (world) => killedMidFlight(world),
    },
    {
      name: 'KIP-848: a broker that is killed three times under produce and consume',
      deadlineMs: 240_000,
      needs: ['consumer-group-protocol'],
      run: (world) => killedMidFlight(world, kip848),
    },
    {
      name: 'a broker that is killed under transactions: each is there wholly or not at all, once and in order',
      deadlineMs: 240_000,
      needs: ['transactions'],
      run: killedUnderTransactions,
    },
    {
      name: 'a producer over its quota is slowed down, says so, and loses nothing',
      needs: ['quotas'],
      run: throttled,
    },
    {
      name: 'a client that starts before its broker waits for it',
      deadlineMs: 120_000,
      run: async (world) => {
        const topic = await world.createTopic();
        await world.broker.stop();
        const sending = world.producer(FAST).send({ topic, value: '0' });
        const consumer = world.consumer({ ...FAST, autoOffsetReset: 'earliest' });
        consumer.assign([{ topic, partition: 0 }]);
        const reading = take(consumer, 1);
        await delay(500);
        await world.broker.start();
        await sending;
        assertCounted(await reading, 1);
      },
    },
    {
      name: 'a broker that hangs for a while: requests time out, are retried, and each record is there once',
      deadlineMs: 120_000,
      run: async (world) => {
        const topic = await world.createTopic({ partitions: PARTITIONS });
        const source = new Source(world.producer({ ...FAST, requestTimeoutMs: 1500 }), topic);
        await world.until('it flows', () => source.acknowledged.size > 100);
        for (let round = 0; round < 2; round++) {
          const before = source.acknowledged.size;
          world.broker.suspend();
          await delay(3500);
          world.broker.resume();
          await world.until('it flows again', () => source.acknowledged.size > before + 100);
        }
        await source.finish();
        const log = await stored(await world.wire(), topic, PARTITIONS);
        source.verify(log);
        assert.equal(log.length, source.sent);
      },
    },
    {
      name: 'connections that are cut at every byte of an answer: each record is there once, and in order',
      deadlineMs: 120_000,
      run: (world) => cutAtEveryByte(world, 'answers'),
    },
    {
      name: 'connections that are cut at every byte of a request: each record is there once, and in order',
      deadlineMs: 120_000,
      run: (world) => cutAtEveryByte(world, 'requests'),
    },
    {
      name: 'connections that are cut at every byte of a fetch: every record is read once, in order',
      deadlineMs: 120_000,
      run: cutFetches,
    },
    {
      name: 'garbage instead of an answer is one broken connection, and work goes on over the next',
      run: async (world) => {
        const topic = await world.createTopic();
        const proxy = await world.proxy();
        const producer = world.producer({ ...FAST, bootstrapServers: proxy.bootstrap });
        await producer.send({ topic, value: '0' });
        proxy.garbleNextAnswer();
        for (let number = 1; number < 10; number++) await producer.send({ topic, value: String(number) });
        assert.equal(proxy.faults, 1);
        assertCounted(await stored(await world.wire(), topic, 1), 10);
      },
    },
    {
      name: 'readers for whom the broker has no fetch session left read without one, and nothing is missed or read twice',
      run: async (world) => {
        const topic = await world.createTopic({ partitions: PARTITIONS });
        const readers = [1, 2, 3].map(() => {
          const consumer = world.consumer({ autoOffsetReset: 'earliest' });
          consumer.assign(Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition })));
          return consumer;
        });
        const producer = world.producer();
        for (let round = 0; round < 10; round++) {
          const records = Array.from({ length: 30 }, (_, n) => ({
            topic,
            value: `${round}-${n}`,
            partition: n % PARTITIONS,
          }));
          await producer.sendBatch(records);
          const read = await Promise.all(readers.map((reader) => take(reader, 30)));
          for (const values of read)
            assert.deepEqual(texts(values).toSorted(), records.map(({ value }) => value).toSorted());
        }
      },
    },
    {
      name: 'a group goes on after its coordinator was killed, from what was committed',
      deadlineMs: 120_000,
      run: async (world) => {
        const topic = await world.createTopic();
        const groupId = world.unique('group');
        const member = new GroupMember(world, { ...FAST, groupId }).start([topic]);
        const producer = world.producer(FAST);
        await producer.sendBatch(Array.from({ length: 50 }, (_, n) => ({ topic, value: String(n) })));
        await world.until('half is processed', () => member.processed.length === 50);
        await world.until(
          'half is committed',
          async () => (await member.consumer.committed([{ topic, partition: 0 }]))[0]?.offset === 50,
        );
        await world.broker.kill();
        await world.broker.start();
        await producer.sendBatch(Array.from({ length: 50 }, (_, n) => ({ topic, value: String(50 + n) })));
        await world.until('the rest is processed', () => member.processed.length >= 100, 60_000);
        await member.close();
        const values = member.processed.map(({ value }) => value);
        assert.deepEqual(
          values,
          Array.from({ length: 100 }, (_, n) => String(n)),
          'a member that keeps its partition goes on where it was',
        );
      },
    },
    {
      name: 'close ends in time although the broker is gone',
      deadlineMs: 60_000,
      run: async (world) => {
        const topic = await world.createTopic();
        const producer = world.producer();
        await producer.send({ topic, value: 'x' });
        const member = new GroupMember(world, { groupId: world.unique('group') }).start([topic]);
        await world.until('it is a member', () => member.partitions.length === 1);
        await world.broker.kill();
        const sending = producer.send({ topic, value: 'lost' }).catch((error: unknown) => error);
        const start = performance.now();
        await Promise.all([producer.close({ timeoutMs: 2000 }), member.consumer.close({ timeoutMs: 2000 })]);
        assert.ok(performance.now() - start < 10_000);
        assert.ok(isKafkaError(await sending));
        await world.broker.start();
      },
    },
  ],
};

/** Cuts after one byte more each time, in whatever exchange that falls; the producer goes on over new connections. */
async function cutAtEveryByte(world: World, side: 'answers' | 'requests'): Promise<void> {
  const topic = await world.createTopic();
  const proxy = await world.proxy();
  const producer = world.producer({
    ...FAST,
    retryBackoffMs: 1,
    reconnectBackoffMs: 1,
    bootstrapServers: proxy.bootstrap,
  });
  await producer.send({ topic, value: '0' });
  let cuts = 0;
  let sent = 1;
  while (cuts < CUTS) {
    if (!proxy.isCutting) proxy.cutAfter(side, ++cuts);
    await producer.send({ topic, value: String(sent++) });
  }
  proxy.heal();
  assert.ok(proxy.faults >= CUTS - 1, `${proxy.faults} connections were cut`);
  assertCounted(await stored(await world.wire(), topic, 1), sent);
}

async function cutFetches(world: World): Promise<void> {
  const topic = await world.createTopic();
  const producer = world.producer({ batchSize: 1 });
  for (let number = 0; number < CUTS; number++) await producer.send({ topic, value: String(number) });
  const proxy = await world.proxy();
  const options = {
    ...FAST,
    retryBackoffMs: 1,
    reconnectBackoffMs: 1,
    autoOffsetReset: 'earliest',
    bootstrapServers: proxy.bootstrap,
  } as const;
  const consumer = world.consumer({ ...options, maxPollRecords: 1, fetchMaxBytes: 1 });
  consumer.assign([{ topic, partition: 0 }]);
  const read = await take(consumer, 1);
  while (read.length < CUTS) {
    if (!proxy.isCutting) proxy.cutAfter('answers', read.length);
    read.push(...(await take(consumer, 1)));
  }
  proxy.heal();
  assert.ok(proxy.faults > 20, `${proxy.faults} connections were cut`);
  assertCounted(read, CUTS);
}
