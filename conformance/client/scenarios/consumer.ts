/** What a consumer promises outside of rebalances: where it begins, what it hands out, how it is steered, what it commits. */
import assert from 'node:assert/strict';
import { isKafkaError } from '../../../src/client/index.ts';
import type { Consumer, ConsumerOptions } from '../../../src/client/index.ts';
import { codeOf } from '../outcomes.ts';
import { assertCounted, assertSameContent, edgeContents, take, takeFor, textOf, texts } from '../records.ts';
import type { ClientScenario, World } from '../scenario.ts';

/** A topic with the values 0, 1, …, round robin over its partitions, with timestamps 1000, 1001, … */
async function countedTopic(world: World, count: number, partitions = 1): Promise<string> {
  const topic = await world.createTopic({ partitions });
  const records = Array.from({ length: count }, (_, number) => ({
    topic,
    key: `k${number % 10}`,
    value: String(number),
    partition: number % partitions,
    timestamp: 1_000_000 + number,
  }));
  await world.producer().sendBatch(records);
  return topic;
}

function assigned(
  world: World,
  topic: string,
  { partitions = 1, ...options }: Partial<ConsumerOptions> & { partitions?: number } = {},
): Consumer {
  const consumer = world.consumer({ autoOffsetReset: 'earliest', ...options });
  consumer.assign(Array.from({ length: partitions }, (_, partition) => ({ topic, partition })));
  return consumer;
}

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

export const consumerScenario: ClientScenario = {
  name: 'consumer',
  checks: [
    {
      name: 'records of every codec are handed out byte for byte, with headers in order',
      run: async (world) => {
        const topic = await world.createTopic();
        const contents = edgeContents();
        for (const compressionType of codecs) {
          const producer = world.producer({ compressionType, lingerMs: 10 });
          await Promise.all(contents.map((content) => producer.send({ topic, ...content })));
        }
        const records = await take(assigned(world, topic), contents.length * codecs.length);
        assertSameContent(
          records,
          codecs.flatMap(() => contents),
        );
        assert.deepEqual(
          records.map(({ offset }) => offset),
          records.map((_, index) => index),
        );
      },
    },
    {
      name: 'records one by one, by batches, by poll and by run are the same records',
      run: async (world) => {
        const topic = await countedTopic(world, 1000);
        const one: string[] = [];
        for await (const record of assigned(world, topic)) {
          one.push(record.text() ?? '');
          if (one.length === 1000) break;
        }
        const batched: string[] = [];
        for await (const batch of assigned(world, topic).batches()) {
          for (const record of batch.records()) batched.push(record.text() ?? '');
          if (batched.length >= 1000) break;
        }
        const run: string[] = [];
        const stop = new AbortController();
        await assigned(world, topic).run({
          signal: stop.signal,
          eachRecord: (record) => {
            run.push(record.text() ?? '');
            if (run.length === 1000) stop.abort();
          },
        });
        const polled = texts(await take(assigned(world, topic), 1000));
        const expected = Array.from({ length: 1000 }, (_, number) => String(number));
        for (const values of [one, batched, run, polled]) assert.deepEqual(values, expected);
      },
    },
    {
      name: 'run by key handles keys side by side and the records of one key in order',
      run: async (world) => {
        const topic = await countedTopic(world, 300, 2);
        const byKey = new Map<string, number[]>();
        const stop = new AbortController();
        let atOnce = 0;
        let most = 0;
        let count = 0;
        await assigned(world, topic, { partitions: 2 }).run({
          concurrency: 5,
          by: 'key',
          signal: stop.signal,
          eachRecord: async (record) => {
            most = Math.max(most, ++atOnce);
            await new Promise((resolve) => setImmediate(resolve));
            const key = record.key?.toString() ?? '';
            byKey.set(key, [...(byKey.get(key) ?? []), Number(record.text())]);
            atOnce--;
            if (++count === 300) stop.abort();
          },
        });
        assert.ok(most > 1, 'handlers work side by side');
        for (const numbers of byKey.values()) {
          assert.deepEqual(
            numbers,
            numbers.toSorted((a, b) => a - b),
          );
        }
      },
    },
    {
      name: 'assign begins at the offset that is given, and reads nothing before it',
      run: async (world) => {
        const topic = await countedTopic(world, 100);
        const consumer = world.consumer();
        consumer.assign([{ topic, partition: 0, offset: 90 }]);
        const records = await take(consumer, 10);
        assert.deepEqual(texts(records), ['90', '91', '92', '93', '94', '95', '96', '97', '98', '99']);
      },
    },
    {
      name: 'seek, seekToBeginning, seekToEnd and seekToTime move the position at once, also past what was prefetched',
      run: async (world) => {
        const topic = await countedTopic(world, 200);
        const place = { topic, partition: 0 };
        const consumer = assigned(world, topic, { maxPollRecords: 10 });
        await take(consumer, 10);
        consumer.seek({ ...place, offset: 150 });
        assert.equal((await take(consumer, 1)).at(0)?.offset, 150);
        consumer.seekToBeginning([place]);
        assert.equal((await take(consumer, 1)).at(0)?.offset, 0);
        await consumer.seekToTime(1_000_000 + 77);
        assert.equal((await take(consumer, 1)).at(0)?.offset, 77);
        consumer.seekToEnd([place]);
        assert.equal(await consumer.position(place), 200);
        await world.producer().send({ topic, value: 'new' });
        assert.deepEqual(texts(await take(consumer, 1)), ['new']);
      },
    },
    {
      name: 'a paused partition hands out nothing until it is resumed, and loses nothing',
      run: async (world) => {
        const topic = await countedTopic(world, 200, 2);
        const consumer = assigned(world, topic, { partitions: 2, maxPollRecords: 10 });
        await take(consumer, 10);
        consumer.pause([{ topic, partition: 0 }]);
        assert.deepEqual(consumer.paused(), [{ topic, partition: 0 }]);
        const while0 = await takeFor(consumer, 500);
        assert.ok(while0.every(({ partition }) => partition === 1));
        consumer.resume();
        consumer.seekToBeginning();
        const all = await take(consumer, 200);
        assert.equal(all.filter(({ partition }) => partition === 0).length, 100);
      },
    },
    {
      name: 'offsets: beginning, end, for times, position and lag',
      run: async (world) => {
        const topic = await countedTopic(world, 50);
        const place = { topic, partition: 0 };
        const consumer = assigned(world, topic, { maxPollRecords: 20 });
        assert.equal((await consumer.beginningOffsets([place]))[0]?.offset, 0);
        assert.equal((await consumer.endOffsets([place]))[0]?.offset, 50);
        const at = async (timestamp: number): Promise<number | undefined> =>
          (await consumer.offsetsForTimes([{ ...place, timestamp }]))[0]?.offset;
        assert.equal(await at(1_000_000 + 30), 30);
        assert.equal(await at(2_000_000), undefined);
        await take(consumer, 20);
        const [lag] = await consumer.lag();
        assert.equal(lag?.endOffset, 50);
        assert.equal(lag?.lag, 50 - (lag?.position ?? 0));
        const partitions = await consumer.partitionsFor(topic);
        assert.deepEqual(
          partitions.map(({ partition }) => partition),
          [0],
        );
        assert.ok((await consumer.listTopics()).includes(topic));
      },
    },
    {
      name: 'a group goes on where it committed, with the metadata that it committed',
      run: async (world) => {
        const topic = await countedTopic(world, 100);
        const groupId = world.unique('group');
        const first = world.consumer({
          groupId,
          autoOffsetReset: 'earliest',
          enableAutoCommit: false,
          maxPollRecords: 40,
        });
        first.subscribe([topic]);
        const before = await take(first, 40);
        await first.commit([{ topic, partition: 0, offset: 40, metadata: 'forty' }]);
        await first.close();
        const second = world.consumer({ groupId, autoOffsetReset: 'earliest' });
        second.subscribe([topic]);
        const after = await take(second, 60);
        assertCounted([...before, ...after], 100);
        const [committed] = await world.consumer({ groupId }).committed([{ topic, partition: 0 }]);
        assert.equal(committed?.offset, 40);
        assert.equal(committed?.metadata, 'forty');
      },
    },
    {
      name: 'close commits what was processed and nothing that was only fetched',
      run: async (world) => {
        const topic = await countedTopic(world, 100);
        const groupId = world.unique('group');
        const first = world.consumer({ groupId, autoOffsetReset: 'earliest' });
        first.subscribe([topic]);
        let last = -1;
        for await (const record of first) {
          last = record.offset;
          if (last === 10) break;
        }
        await first.close();
        const [committed] = await world.consumer({ groupId }).committed([{ topic, partition: 0 }]);
        assert.ok(committed !== undefined && committed.offset >= 10 && committed.offset <= 11, `${committed?.offset}`);
      },
    },
    {
      name: 'without a committed offset it begins as told: earliest, latest, so long ago, or fails by name',
      run: async (world) => {
        const topic = await world.createTopic();
        const now = Date.now();
        const timestamps = [now - 7_200_000, now - 1_800_000, now - 1000];
        for (const [number, timestamp] of timestamps.entries())
          await world.producer().send({ topic, value: String(number), timestamp });
        const first = async (options: Partial<ConsumerOptions>): Promise<string> => {
          const consumer = world.consumer(options);
          consumer.assign([{ topic, partition: 0 }]);
          return textOf((await take(consumer, 1))[0] ?? { value: null });
        };
        assert.equal(await first({ onNoOffset: 'earliest' }), '0');
        assert.equal(await first({ onNoOffset: { durationMs: 3_600_000 } }), '1');
        assert.equal(await first({ autoOffsetReset: 'by_duration:PT1H' }), '1');
        const none = world.consumer({ autoOffsetReset: 'none', groupId: world.unique('group') });
        none.assign([{ topic, partition: 0 }]);
        assert.equal(await codeOf(none.poll(5000)), 'NO_OFFSET_FOR_PARTITION');
        const latest = world.consumer({ onNoOffset: 'latest' });
        latest.assign([{ topic, partition: 0 }]);
        assert.equal(await latest.position({ topic, partition: 0 }), 3);
        await world.producer().send({ topic, value: '3' });
        assert.deepEqual(texts(await take(latest, 1)), ['3']);
      },
    },
    {
      name: 'an offset that is out of range is reset as told, or fails by name',
      run: async (world) => {
        const topic = await countedTopic(world, 10);
        const lost = world.consumer({ autoOffsetReset: 'earliest' });
        lost.assign([{ topic, partition: 0, offset: 5000 }]);
        assertCounted(await take(lost, 10), 10);
        const strict = world.consumer({ autoOffsetReset: 'none' });
        strict.assign([{ topic, partition: 0, offset: 5000 }]);
        assert.equal(await codeOf(strict.poll(5000)), 'OFFSET_OUT_OF_RANGE');
      },
    },
    {
      name: 'small limits of a fetch still hand out everything, records larger than the limit too',
      run: async (world) => {
        const topic = await world.createTopic({ partitions: 2 });
        const producer = world.producer({ batchSize: 1 });
        for (let number = 0; number < 20; number++)
          await producer.send({ topic, partition: number % 2, value: `${number}-${'x'.repeat(5000)}` });
        const consumer = assigned(world, topic, { partitions: 2, fetchMaxBytes: 1000, maxPartitionFetchBytes: 100 });
        assert.equal((await take(consumer, 20)).length, 20);
      },
    },
    {
      name: 'a deserializer that throws names the record, and the consumer can go past it',
      run: async (world) => {
        const topic = await world.createTopic();
        await world.producer().sendBatch(['1', 'x', '3'].map((value) => ({ topic, value })));
        const consumer = world.consumer({ autoOffsetReset: 'earliest' });
        consumer.assign([{ topic, partition: 0 }]);
        const numbers: number[] = [];
        let damaged = '';
        for await (const record of consumer) {
          try {
            numbers.push(record.json<number>() ?? -1);
          } catch (error) {
            assert.ok(isKafkaError(error, 'DESERIALIZATION_FAILED'));
            damaged = error.message;
          }
          if (record.offset === 2) break;
        }
        assert.deepEqual(numbers, [1, 3]);
        assert.match(damaged, /offset 1 of/);
      },
    },
    {
      name: 'a handler that throws ends run with its own error, and its record is not committed',
      run: async (world) => {
        const topic = await countedTopic(world, 10);
        const groupId = world.unique('group');
        const consumer = world.consumer({ groupId, autoOffsetReset: 'earliest' });
        consumer.subscribe([topic]);
        const cause = new Error('the handler is out of order');
        const running = consumer.run({
          eachRecord: (record) => {
            if (record.offset === 4) throw cause;
          },
        });
        await assert.rejects(running, (error: Error) => error === cause || error.cause === cause);
        await consumer.close();
        const [committed] = await world.consumer({ groupId }).committed([{ topic, partition: 0 }]);
        assert.equal(committed?.offset, 4);
      },
    },
    {
      name: 'a signal ends an iteration that waits for records',
      run: async (world) => {
        const topic = await world.createTopic();
        const consumer = assigned(world, topic);
        const iterate = async (): Promise<void> => {
          for await (const record of consumer.records({ signal: AbortSignal.timeout(300) }))
            assert.fail(String(record.offset));
        };
        assert.equal(await codeOf(iterate()), 'ABORTED');
      },
    },
    {
      name: 'a topic that is made later is read once it is there',
      run: async (world) => {
        const topic = world.unique('later');
        const consumer = world.consumer({
          autoOffsetReset: 'earliest',
          groupId: world.unique('group'),
        });
        consumer.subscribe([topic]);
        await takeFor(consumer, 500);
        const wire = await world.wire();
        await wire.createTopic(topic, 1);
        await world.producer().send({ topic, value: '0' });
        assertCounted(await take(consumer, 1), 1);
      },
    },
    {
      name: 'a pattern takes all topics that match, those that come later too',
      run: async (world) => {
        const prefix = world.unique('pattern');
        const wire = await world.wire();
        await wire.createTopic(`${prefix}-a`, 1);
        await wire.createTopic(`not-${prefix}-b`, 1);
        const consumer = world.consumer({
          autoOffsetReset: 'earliest',
          groupId: world.unique('group'),
          metadataMaxAgeMs: 500,
        });
        consumer.subscribe(new RegExp(`^${prefix}-`));
        const producer = world.producer();
        await producer.send({ topic: `${prefix}-a`, value: 'a' });
        assert.deepEqual(texts(await take(consumer, 1)), ['a']);
        await wire.createTopic(`${prefix}-c`, 1);
        await producer.send({ topic: `not-${prefix}-b`, value: 'b' });
        await producer.send({ topic: `${prefix}-c`, value: 'c' });
        assert.deepEqual(texts(await take(consumer, 1)), ['c']);
      },
    },
    {
      name: 'a rack changes nothing where all replicas are in one place',
      run: async (world) => {
        const topic = await countedTopic(world, 100);
        assertCounted(await take(assigned(world, topic, { clientRack: 'somewhere' }), 100), 100);
      },
    },
  ],
};
