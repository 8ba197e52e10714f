/** What a producer promises about single records: their bytes, places, timestamps, sizes, and how its calls end. */
import assert from 'node:assert/strict';
import { finished } from 'node:stream/promises';
import { isKafkaError } from '../../../src/client/index.ts';
import type { ClientError, Delivery, ProducerOptions } from '../../../src/client/index.ts';
import { assertCounted, assertSameContent, edgeContents, stored, texts } from '../records.ts';
import type { ClientScenario, World } from '../scenario.ts';

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

const everyCodec = codecs.map((codec, number) => ({
  name: `records compressed with ${codec} lie in the log byte for byte, in order, as one batch of that codec`,
  run: async (world: World): Promise<void> => {
    const topic = await world.createTopic();
    const producer = world.producer({ compressionType: codec, lingerMs: 20 });
    const contents = edgeContents();
    const sent = await Promise.all(contents.map((content) => producer.send({ topic, ...content })));
    assert.deepEqual(
      sent.map(({ offset }) => offset),
      contents.map((_, index) => index),
    );
    const records = await stored(await world.wire(), topic, 1);
    assertSameContent(records, contents);
    assert.ok(records.every(({ compression }) => compression === number));
  },
}));

const levels = { gzip: 9, lz4: 12, zstd: 10 } as const;

async function failure(work: Promise<unknown>): Promise<ClientError> {
  try {
    await work;
  } catch (error) {
    assert.ok(isKafkaError(error), String(error));
    return error as ClientError;
  }
  assert.fail('it succeeds');
}

async function sendCounted(world: World, count: number, options: Partial<ProducerOptions> = {}): Promise<string> {
  const topic = await world.createTopic();
  const producer = world.producer(options);
  await Promise.all(Array.from({ length: count }, (_, number) => producer.send({ topic, value: String(number) })));
  await producer.flush();
  assertCounted(await stored(await world.wire(), topic, 1), count);
  return topic;
}

export const producerScenario: ClientScenario = {
  name: 'producer',
  checks: [
    ...everyCodec,
    {
      name: 'a level of compression is taken for each codec that has levels',
      run: async (world) => {
        for (const [codec, level] of Object.entries(levels)) {
          await sendCounted(world, 50, {
            compressionType: codec as 'gzip',
            [`compression${codec[0]?.toUpperCase()}${codec.slice(1)}Level`]: level,
          });
        }
      },
    },
    {
      name: 'thousands of concurrent sends keep their order, idempotent and with five requests in flight',
      run: async (world) => {
        await sendCounted(world, 20_000, { batchSize: 2000 });
      },
    },
    {
      name: 'acks 1 and acks 0 store what they are given, and acks 0 answers without an offset',
      run: async (world) => {
        const topic = await sendCounted(world, 100, { acks: 1, enableIdempotence: false });
        const producer = world.producer({ acks: 0, enableIdempotence: false });
        const sent = await producer.send({ topic, value: '100' });
        assert.equal(sent.offset, -1);
        await producer.flush();
        const wire = await world.wire();
        await world.until('the record is there', async () => (await wire.offsetAt(topic, 0, -1)) === 101);
      },
    },
    {
      name: 'a timestamp that is given stays; without one it is the time of the call',
      run: async (world) => {
        const topic = await world.createTopic();
        const producer = world.producer();
        const before = Date.now();
        const given = await producer.send({ topic, value: 'given', timestamp: 1_234_567_890_123 });
        const own = await producer.send({ topic, value: 'own' });
        assert.equal(given.timestamp, 1_234_567_890_123);
        assert.ok(own.timestamp >= before && own.timestamp <= Date.now());
        const records = await stored(await world.wire(), topic, 1);
        assert.deepEqual(
          records.map(({ timestamp }) => timestamp),
          [given.timestamp, own.timestamp],
        );
      },
    },
    {
      name: 'where the log appends the time, the answer tells it',
      run: async (world) => {
        const topic = await world.createTopic({ configs: { 'message.timestamp.type': 'LogAppendTime' } });
        const { timestamp } = await world.producer().send({ topic, value: 'x', timestamp: 1 });
        assert.ok(Math.abs(timestamp - Date.now()) < 60_000);
      },
    },
    {
      name: 'records without a key move on to another partition once a batch is full, and use all of them',
      run: async (world) => {
        const topic = await world.createTopic({ partitions: 4 });
        const producer = world.producer({ batchSize: 2000 });
        const value = 'x'.repeat(500);
        const sent = await Promise.all(Array.from({ length: 400 }, () => producer.send({ topic, value })));
        const counts = [0, 1, 2, 3].map((partition) => sent.filter((one) => one.partition === partition).length);
        assert.ok(
          counts.every((count) => count >= 20),
          `per partition: ${counts.join(', ')}`,
        );
      },
    },
    {
      name: 'a partitioner of the application decides, and a record may name its partition',
      run: async (world) => {
        const topic = await world.createTopic({ partitions: 3 });
        const producer = world.producer({ partitioner: ({ partitionCount }) => partitionCount - 1 });
        assert.equal((await producer.send({ topic, key: 'a', value: '1' })).partition, 2);
        assert.equal((await producer.send({ topic, key: 'a', value: '2', partition: 1 })).partition, 1);
      },
    },
    {
      name: 'a record of 5 MB goes through where producer and topic allow it',
      run: async (world) => {
        const topic = await world.createTopic({ configs: { 'max.message.bytes': '10000000' } });
        const value = Buffer.alloc(5_000_000, 'big');
        await world.producer({ maxRequestSize: 10_000_000 }).send({ topic, value });
        const [record] = await stored(await world.wire(), topic, 1);
        assert.ok(record?.value?.equals(value));
      },
    },
    {
      name: 'a record larger than maxRequestSize, or than the topic takes, fails alone',
      run: async (world) => {
        const topic = await world.createTopic({ configs: { 'max.message.bytes': '2000' } });
        const producer = world.producer();
        const before = producer.send({ topic, value: 'before' });
        const tooLarge = failure(producer.send({ topic, value: Buffer.alloc(10_000) }));
        const after = producer.send({ topic, value: 'after' });
        assert.equal((await tooLarge).code, 'MESSAGE_TOO_LARGE');
        assert.equal(
          (await failure(producer.send({ topic, value: Buffer.alloc(2_000_000) }))).code,
          'MESSAGE_TOO_LARGE',
        );
        await Promise.all([before, after]);
        assert.deepEqual(texts(await stored(await world.wire(), topic, 1)), ['before', 'after']);
      },
    },
    {
      name: 'a batch larger than the topic takes is split, and all of it arrives in order',
      run: async (world) => {
        const topic = await world.createTopic({ configs: { 'max.message.bytes': '5000' } });
        const producer = world.producer({ batchSize: 100_000, lingerMs: 50 });
        const values = Array.from({ length: 200 }, (_, number) => `${number}-${'x'.repeat(200)}`);
        await Promise.all(values.map((value) => producer.send({ topic, value })));
        assert.deepEqual(texts(await stored(await world.wire(), topic, 1)), values);
      },
    },
    {
      name: 'sendBatch answers in the order given, across topics and partitions',
      run: async (world) => {
        const topics = [await world.createTopic({ partitions: 3 }), await world.createTopic()];
        const records = Array.from({ length: 90 }, (_, number) => ({
          topic: topics[number % 2] ?? '',
          value: String(number),
          ...(number % 2 === 0 ? { partition: number % 3 } : {}),
        }));
        const sent = await world.producer().sendBatch(records);
        const wire = await world.wire();
        for (const [number, { topic, partition, offset }] of sent.entries()) {
          assert.equal(topic, records[number]?.topic);
          const log = await wire.read(topic, partition);
          assert.equal(log[offset]?.value?.toString(), String(number));
        }
      },
    },
    {
      name: 'enqueue tells what came of each batch, and flush waits for all of them',
      run: async (world) => {
        const topic = await world.createTopic();
        const deliveries: Delivery[] = [];
        const producer = world.producer({ onDelivery: (delivery) => deliveries.push(delivery), batchSize: 1000 });
        await producer.partitionsFor(topic);
        for (let number = 0; number < 1000; number++) assert.ok(producer.enqueue({ topic, value: String(number) }));
        await producer.flush();
        assert.equal(
          deliveries.reduce((sum, { recordCount, error }) => sum + (error === null ? recordCount : 0), 0),
          1000,
        );
        assertCounted(await stored(await world.wire(), topic, 1), 1000);
      },
    },
    {
      name: 'a stream into a producer is held back by its buffer, and ends once all is acknowledged',
      run: async (world) => {
        const topic = await world.createTopic();
        const producer = world.producer({ bufferMemory: 100_000, batchSize: 4000 });
        const stream = producer.writable();
        for (let number = 0; number < 5000; number++) {
          if (!stream.write({ topic, value: String(number) }))
            await new Promise((resolve) => stream.once('drain', resolve));
        }
        stream.end();
        await finished(stream);
        assertCounted(await stored(await world.wire(), topic, 1), 5000);
      },
    },
    {
      name: 'a serializer that throws fails its record alone, with the cause',
      run: async (world) => {
        const topic = await world.createTopic();
        const cause = new Error('no such thing');
        const valueSerializer = (value: unknown): string => {
          if (value === 'bad') throw cause;
          return String(value);
        };
        const producer = world.producer({ valueSerializer });
        const bad = failure(producer.send({ topic, value: 'bad' }));
        await producer.send({ topic, value: 'good' });
        const error = await bad;
        assert.equal(error.code, 'SERIALIZATION_FAILED');
        assert.equal(error.cause, cause);
        assert.deepEqual(texts(await stored(await world.wire(), topic, 1)), ['good']);
      },
    },
    {
      name: 'a topic or partition that does not exist is named once maxBlockMs has passed',
      run: async (world) => {
        const producer = world.producer({ maxBlockMs: 1500 });
        const missing = world.unique('missing');
        const unknown = await failure(producer.send({ topic: missing, value: 'x' }));
        assert.equal(unknown.code, 'UNKNOWN_TOPIC_OR_PARTITION');
        assert.match(unknown.message, new RegExp(missing));
        const topic = await world.createTopic();
        const beyond = await failure(producer.send({ topic, value: 'x', partition: 7 }));
        assert.match(beyond.message, /7/);
      },
    },
    {
      name: 'a signal ends the wait of a send, and the producer goes on',
      run: async (world) => {
        const producer = world.producer();
        const signal = AbortSignal.timeout(300);
        const aborted = await failure(producer.send({ topic: world.unique('missing'), value: 'x' }, { signal }));
        assert.equal(aborted.code, 'ABORTED');
        const topic = await world.createTopic();
        await producer.send({ topic, value: 'x' });
      },
    },
    {
      name: 'close sends what was given before, and what comes after it is refused',
      run: async (world) => {
        const topic = await world.createTopic();
        const producer = world.producer({ lingerMs: 5000 });
        await producer.partitionsFor(topic);
        const sending = Array.from({ length: 100 }, (_, number) => producer.send({ topic, value: String(number) }));
        await producer.close();
        await Promise.all(sending);
        assert.equal((await failure(producer.send({ topic, value: 'late' }))).code, 'CLIENT_CLOSED');
        assertCounted(await stored(await world.wire(), topic, 1), 100);
      },
    },
  ],
};
