import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CompressionType,
  Errors,
  initProducerIdRequest,
  metadataRequest,
  newProduceResponse,
  newProduceResponseBatchIndexAndErrorMessage,
  newProduceResponsePartitionProduceResponse,
  newProduceResponseTopicProduceResponse,
  partitionForKey,
  produceRequest,
  produceResponse,
  recordBatch,
  RecordCursor,
  type ProduceRequest,
  type ProduceResponse,
  type ProduceResponsePartitionProduceResponse,
} from '#protocol';
import { ClientError, isKafkaError, PartialFailure } from '../errors.ts';
import { ModelLeaders, ModelPartition, TOPIC } from './model-leaders.testing.ts';
import type { Delivery } from './producer-options.ts';
import type { ProducerRecord } from './producer-record.ts';
import { onStage } from './producer-stage.testing.ts';
import { Producer } from './producer.ts';

/** Answers every Produce of both brokers by a function of the first batch. */
function answerBy(
  leaders: ModelLeaders,
  answer: (records: Buffer, request: ProduceRequest) => Partial<ProduceResponsePartitionProduceResponse> | 'silence',
): void {
  for (const broker of leaders.brokers) {
    broker.on(produceRequest, produceResponse, (request): ProduceResponse | 'silence' => {
      const { name, topicId, partitionData } = request.topicData[0]!;
      const { index, records } = partitionData[0]!;
      const said = answer(records as Buffer, request);
      if (said === 'silence') return said;
      const partitionResponses = [newProduceResponsePartitionProduceResponse({ index, ...said })];
      return newProduceResponse({
        responses: [newProduceResponseTopicProduceResponse({ name, topicId, partitionResponses })],
      });
    });
  }
}

const code = (name: string) => (error: unknown) => isKafkaError(error, name);

test('records of one turn of the event loop go out together', () =>
  onStage(async ({ leaders, producer }) => {
    const sender = producer();
    await Promise.all(Array.from({ length: 100 }, (_, i) => sender.send({ topic: TOPIC, value: `${i}` })));
    const requests = leaders.brokers.flatMap((broker) => broker.requests(produceRequest));
    assert.equal(requests.length, 1);
  }));

test('what comes while a request is out waits for its answer, then goes together', () =>
  onStage(async ({ world, leaders, producer, pause }) => {
    const sender = producer();
    await sender.send({ topic: TOPIC, value: 'first' });
    world.network.latencyMs = () => 20;
    const pending: Promise<unknown>[] = [];
    for (let i = 0; i < 30; i++) {
      pending.push(sender.send({ topic: TOPIC, value: `${i}` }));
      await pause(0.01);
    }
    await Promise.all(pending);
    const requests = leaders.brokers.flatMap((broker) => broker.requests(produceRequest));
    assert.ok(requests.length <= 3, `${requests.length} requests for 31 records`);
  }));

test('what comes while one request is out goes at once where it is worth a second one', () =>
  onStage(async ({ world, leaders, producer, pause }) => {
    const sender = producer();
    await sender.send({ topic: TOPIC, value: 'first', partition: 0 });
    world.network.latencyMs = () => 20;
    const pending = [sender.send({ topic: TOPIC, value: 'second', partition: 0 })];
    await pause(1);
    // Of one broker, and none of its batches worth a request alone; what comes after them waits for the first answer.
    for (const partition of [0, 2, 0, 2, 0, 2, 0, 2]) {
      pending.push(sender.send({ topic: TOPIC, value: 'v'.repeat(2048), partition }));
    }
    await pause(1);
    pending.push(sender.send({ topic: TOPIC, value: 'last', partition: 0 }));
    await Promise.all(pending);
    assert.equal(leaders.brokers.flatMap((broker) => broker.requests(produceRequest)).length, 4);
  }, 4));

test('a record gets where it went, by key as Java puts it, with its own timestamp', () =>
  onStage(async ({ producer, log }) => {
    const sender = producer();
    for (const key of ['a', 'b', 'größe', 'k'.repeat(100), '', Buffer.from([0, 255])]) {
      const sent = await sender.send({ topic: TOPIC, key, value: 'v', timestamp: 5 });
      assert.equal(sent.partition, partitionForKey(Buffer.from(key as string), 4));
      assert.deepEqual([sent.topic, sent.timestamp, sent.offset], [TOPIC, 5, log(sent.partition).length - 1]);
    }
    assert.equal((await sender.send({ topic: TOPIC, key: 'a', value: 'v', partition: 3 })).partition, 3);
  }, 4));

test('nulls, bytes, texts, headers in all forms and repeated names arrive as they were given', () =>
  onStage(async ({ leaders, producer }) => {
    const seen: unknown[] = [];
    answerBy(leaders, (records) => {
      const cursor = new RecordCursor();
      cursor.open(records, 0, 1 << 20);
      while (cursor.next()) {
        const text = (bytes: Uint8Array | null): string | null =>
          bytes === null ? null : Buffer.from(bytes).toString();
        seen.push([text(cursor.key), text(cursor.value), cursor.headers().map(({ key, value }) => [key, text(value)])]);
      }
      return { baseOffset: 0 };
    });
    const headers = [
      ['a', '1'],
      ['a', Buffer.from('2')],
      ['n', null],
    ] as const;
    await producer().sendBatch([
      { topic: TOPIC },
      { topic: TOPIC, key: null, value: '' },
      { topic: TOPIC, key: Buffer.from('k'), value: 'ä🪲', headers },
      { topic: TOPIC, value: new Uint8Array([118]), headers: { a: ['1', '2'], b: 'x' } },
      { topic: TOPIC, value: 'm', headers: new Map([['m', 'y']]) },
    ]);
    assert.deepEqual(seen, [
      [null, null, []],
      [null, '', []],
      [
        'k',
        'ä🪲',
        [
          ['a', '1'],
          ['a', '2'],
          ['n', null],
        ],
      ],
      [
        null,
        'v',
        [
          ['a', '1'],
          ['a', '2'],
          ['b', 'x'],
        ],
      ],
      [null, 'm', [['m', 'y']]],
    ]);
  }));

for (const [compressionType, type] of [
  ['gzip', CompressionType.GZIP],
  ['snappy', CompressionType.SNAPPY],
  ['lz4', CompressionType.LZ4],
  ['zstd', CompressionType.ZSTD],
] as const) {
  test(`batches are compressed with ${compressionType}, small and large, and keep their order`, () =>
    onStage(async ({ producer, log, leaders }) => {
      const types = new Set<number>();
      const append = leaders.partitions[0]!.append.bind(leaders.partitions[0]);
      leaders.partitions[0]!.append = (bytes) => {
        types.add(recordBatch.compressionType(bytes, 0));
        return append(bytes);
      };
      const sender = producer({ compressionType, compressionGzipLevel: 1, compressionZstdLevel: 1 });
      const values = Array.from({ length: 400 }, (_, i) => `${i} ${'x'.repeat(i * 5)}`);
      for (let i = 0; i < values.length; i += 100) {
        await sender.sendBatch(values.slice(i, i + 100).map((value) => ({ topic: TOPIC, value })));
      }
      await Promise.all(values.map((value) => sender.send({ topic: TOPIC, value })));
      assert.deepEqual(log(), [...values, ...values]);
      assert.deepEqual([...types], [type]);
    }));
}

test('a serializer that throws, or rejects, fails its record alone', () =>
  onStage(async ({ options, log }) => {
    const sender = new Producer<string, { text: string; later?: boolean; bad?: boolean }>({
      ...(options as object),
      bootstrapServers: options.bootstrapServers!,
      valueSerializer: ({ text, later, bad }) => {
        if (later === true) return bad === true ? Promise.reject(new Error('no')) : Promise.resolve(text);
        if (bad === true) throw new Error('no');
        return text;
      },
    });
    const sent = await Promise.allSettled([
      sender.send({ topic: TOPIC, value: { text: '1', later: true } }),
      sender.send({ topic: TOPIC, value: { text: '2', bad: true } }),
      sender.send({ topic: TOPIC, value: { text: '3', bad: true, later: true } }),
      sender.send({ topic: TOPIC, value: { text: '4' } }),
    ]);
    assert.deepEqual(log(), ['1', '4'], 'in the order of the calls');
    assert.deepEqual(
      sent.map((one) => (one.status === 'fulfilled' ? 'sent' : isKafkaError(one.reason, 'SERIALIZATION_FAILED'))),
      ['sent', true, true, 'sent'],
    );
    await sender.close();
  }));

test('what cannot be encoded is refused with a sentence that says why', () =>
  onStage(async ({ producer }) => {
    const sender = producer();
    const bad: [ProducerRecord, RegExp][] = [
      [
        { topic: TOPIC, value: 5 as never },
        /without a valueSerializer a value must be text, bytes or null, not a value of type number/,
      ],
      [{ topic: TOPIC, key: {} as never }, /a key must be text, bytes or null/],
      [{ topic: '', value: 'v' }, /needs the name of a topic/],
      [{ topic: TOPIC, value: 'v', partition: -1 }, /a partition must be a whole number from 0/],
      [{ topic: TOPIC, value: 'v', timestamp: 1.5 }, /a timestamp must be a whole number of milliseconds/],
      [{ topic: TOPIC, value: 'v', headers: [[1, 'x']] as never }, /the name of a header must be a string/],
      [{ topic: TOPIC, value: 'v', headers: { h: 1 as never } }, /the value of header "h" must be text, bytes or null/],
    ];
    for (const [record, message] of bad) {
      await assert.rejects(sender.send(record), (error) => {
        return isKafkaError(error, 'SERIALIZATION_FAILED') && message.test(error.message);
      });
    }
  }));

test('a record that is larger than a request may be is refused up front; one that just fits is sent', () =>
  onStage(async ({ producer, log }) => {
    const sender = producer({ maxRequestSize: 1000 });
    await assert.rejects(sender.send({ topic: TOPIC, value: 'x'.repeat(940) }), code('MESSAGE_TOO_LARGE'));
    await sender.send({ topic: TOPIC, value: 'x'.repeat(925) });
    const small = producer({ bufferMemory: 500 });
    await assert.rejects(small.send({ topic: TOPIC, value: Buffer.alloc(600) }), code('MESSAGE_TOO_LARGE'));
    assert.equal(log().length, 1);
  }));

test('a batch that the broker finds too large is split until it fits, and later ones are made to fit', () =>
  onStage(async ({ leaders, producer, log }) => {
    leaders.partitions[0]!.maxBatchBytes = 3000;
    const sender = producer();
    const values = Array.from({ length: 200 }, (_, i) => `${i} ${'x'.repeat(100)}`);
    const sent = await Promise.all(values.map((value) => sender.send({ topic: TOPIC, value })));
    assert.deepEqual(log(), values);
    assert.deepEqual(
      sent.map(({ offset }) => offset),
      values.map((_, offset) => offset),
    );
    const before = leaders.brokers.flatMap((broker) => broker.requests(produceRequest)).length;
    await Promise.all(values.map((value) => sender.send({ topic: TOPIC, value })));
    const requests = leaders.brokers.flatMap((broker) => broker.requests(produceRequest)).slice(before);
    for (const { topicData } of requests) assert.ok((topicData[0]!.partitionData[0]!.records as Buffer).length <= 3000);
    await assert.rejects(sender.send({ topic: TOPIC, value: 'x'.repeat(4000) }), code('MESSAGE_TOO_LARGE'));
    await sender.send({ topic: TOPIC, value: 'goes on' });
  }));

test('with memory used up trySend and enqueue decline, and send waits and fails after maxBlockMs', () =>
  onStage(async ({ leaders, producer, pause, log }) => {
    const held: (() => void)[] = [];
    const hold = new Promise<void>((resolve) => held.push(resolve));
    const sender = producer({ bufferMemory: 16_384, maxBlockMs: 5000, batchSize: 4096 });
    const [broker] = leaders.brokers;
    await sender.send({ topic: TOPIC, value: 'first' });
    for (const each of leaders.brokers)
      each.on(produceRequest, produceResponse, () => hold.then(() => 'close' as const));
    const value = Buffer.alloc(6000, 'x');
    const pending = [sender.send({ topic: TOPIC, value }), sender.send({ topic: TOPIC, value })];
    assert.equal(sender.trySend({ topic: TOPIC, value }), null);
    assert.equal(sender.enqueue({ topic: TOPIC, value }), false);
    const waiting = sender.send({ topic: TOPIC, value });
    await assert.rejects(waiting, code('BUFFER_EXHAUSTED'));
    const rescued = sender.send({ topic: TOPIC, value: 'rescued' });
    await pause(10);
    // The request that was held fails; the next attempts are answered as usual.
    for (const each of leaders.brokers) each.dropConnections();
    answerBy(leaders, (records) => leaders.partitions[0]!.append(records));
    held[0]!();
    await Promise.all([...pending, rescued]);
    assert.equal(log().at(-1), 'rescued');
    assert.equal(broker === undefined, false);
  }));

test('a topic that does not exist fails after maxBlockMs by its name, and one that appears is waited for', () =>
  onStage(async ({ leaders, producer, pause }) => {
    const sender = producer({ maxBlockMs: 2000 });
    await assert.rejects(sender.send({ topic: 'nowhere', value: 'v' }), (error) => {
      return error instanceof ClientError && error.code === 'UNKNOWN_TOPIC_OR_PARTITION' && error.topic === 'nowhere';
    });
    const sent = sender.send({ topic: TOPIC, value: 'v', partition: 2 });
    await pause(500);
    while (leaders.partitions.length < 3) leaders.partitions.push(new ModelPartition());
    leaders.moveLeaders();
    assert.equal((await sent).partition, 2);
    await assert.rejects(sender.send({ topic: TOPIC, value: 'v', partition: 9 }), code('UNKNOWN_TOPIC_OR_PARTITION'));
  }));

test('a topic that may not be written to is refused at once', () =>
  onStage(async ({ leaders, producer }) => {
    answerBy(leaders, () => ({ errorCode: Errors.TOPIC_AUTHORIZATION_FAILED.code, baseOffset: -1 }));
    await assert.rejects(producer().send({ topic: TOPIC, value: 'v' }), (error) => {
      return error instanceof ClientError && error.code === 'TOPIC_AUTHORIZATION_FAILED' && error.partition === 0;
    });
  }));

test('a broker that never answers: the record fails after deliveryTimeoutMs, which names the last failure', () =>
  onStage(async ({ world, leaders, producer }) => {
    answerBy(leaders, () => 'silence');
    const sender = producer({ requestTimeoutMs: 1000, deliveryTimeoutMs: 5000 });
    const from = world.monotonic();
    await assert.rejects(sender.send({ topic: TOPIC, value: 'v' }), (error) => {
      return isKafkaError(error, 'REQUEST_TIMED_OUT') && /within deliveryTimeoutMs \(5000 ms\)/.test(error.message);
    });
    const took = world.monotonic() - from;
    assert.ok(took >= 5000 && took < 5200, `${took} ms`);
  }));

test('retries = n means n + 1 attempts', () =>
  onStage(async ({ leaders, producer }) => {
    let attempts = 0;
    answerBy(leaders, () => {
      attempts++;
      return { errorCode: Errors.NOT_ENOUGH_REPLICAS.code, baseOffset: -1 };
    });
    await assert.rejects(producer({ retries: 2 }).send({ topic: TOPIC, value: 'v' }), code('NOT_ENOUGH_REPLICAS'));
    assert.equal(attempts, 3);
  }));

test('DUPLICATE_SEQUENCE_NUMBER is success at an offset that is not known', () =>
  onStage(async ({ leaders, producer }) => {
    answerBy(leaders, () => ({ errorCode: Errors.DUPLICATE_SEQUENCE_NUMBER.code, baseOffset: -1 }));
    assert.equal((await producer().send({ topic: TOPIC, value: 'v' })).offset, -1);
  }));

test('a batch that some records spoil fails as a whole, each record with its own reason', () =>
  onStage(async ({ leaders, producer }) => {
    answerBy(leaders, () => ({
      errorCode: Errors.INVALID_RECORD.code,
      baseOffset: -1,
      recordErrors: [newProduceResponseBatchIndexAndErrorMessage({ batchIndex: 1, batchIndexErrorMessage: 'no key' })],
    }));
    const records = [
      { topic: TOPIC, key: 'k', value: '0' },
      { topic: TOPIC, value: '1', partition: 0 },
    ];
    await assert.rejects(producer().sendBatch(records), (error) => {
      assert.ok(error instanceof PartialFailure);
      assert.deepEqual(
        error.results.map(({ item }) => item),
        records,
      );
      assert.match(error.results[0]!.error!.message, /Other records of the batch/);
      assert.match(error.results[1]!.error!.message, /no key/);
      return true;
    });
  }));

test('sendBatch answers in the order given, whatever partitions the records went to', () =>
  onStage(async ({ producer, log }) => {
    const records = Array.from({ length: 50 }, (_, i) => ({ topic: TOPIC, key: `k${i}`, value: `v${i}` }));
    const sent = await producer().sendBatch(records);
    for (const [i, { partition, offset }] of sent.entries()) assert.equal(log(partition)[offset], `v${i}`);
    assert.deepEqual(await producer().sendBatch([]), []);
  }, 3));

test('with acks 0 nothing is known but that it was sent', () =>
  onStage(async ({ producer, log, pause }) => {
    const sender = producer({ acks: 0 });
    assert.deepEqual((await sender.send({ topic: TOPIC, value: 'v' })).offset, -1);
    await pause(100);
    assert.deepEqual(log(), ['v']);
  }));

test("with log append time the timestamp is the broker's", () =>
  onStage(async ({ leaders, producer }) => {
    answerBy(leaders, () => ({ baseOffset: 7, logAppendTimeMs: 99 }));
    assert.deepEqual(await producer().send({ topic: TOPIC, value: 'v', timestamp: 1 }), {
      topic: TOPIC,
      partition: 0,
      offset: 7,
      timestamp: 99,
    });
  }));

test('enqueue takes records before the topic is known, with bytes that may be filled anew, and onDelivery is told once a batch', () =>
  onStage(async ({ producer, log }) => {
    const deliveries: Delivery[] = [];
    const sender = producer({ onDelivery: (delivery) => deliveries.push(delivery) });
    const record = { topic: TOPIC, value: Buffer.alloc(1) };
    for (let i = 0; i < 10; i++) {
      record.value.write(`${i}`);
      assert.equal(sender.enqueue(record), true);
    }
    assert.ok(sender.trySend({ topic: TOPIC, value: '10' }) !== null);
    await sender.flush();
    assert.deepEqual(log(), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    assert.deepEqual(deliveries, [
      { topic: TOPIC, partition: 0, baseOffset: 0, recordCount: 11, enqueuedCount: 10, error: null },
    ]);
  }));

test('onDelivery hears of records that failed, in a batch or before', () =>
  onStage(async ({ leaders, producer }) => {
    const deliveries: Delivery[] = [];
    const sender = producer({ maxBlockMs: 100, onDelivery: (delivery) => deliveries.push(delivery) });
    answerBy(leaders, () => ({ errorCode: Errors.INVALID_RECORD.code, baseOffset: -1 }));
    sender.enqueue({ topic: TOPIC, value: 'v' });
    sender.enqueue({ topic: 'nowhere', value: 'v' });
    await sender.flush();
    assert.deepEqual(
      deliveries.map(({ topic, partition, error }) => [topic, partition, error?.code]),
      [
        [TOPIC, 0, 'INVALID_RECORD'],
        ['nowhere', -1, 'UNKNOWN_TOPIC_OR_PARTITION'],
      ],
    );
  }));

test('a signal ends the wait; a record that waits for its topic is dropped, one in a batch is sent', () =>
  onStage(async ({ leaders, producer, log, pause }) => {
    const sender = producer();
    const early = new AbortController();
    const dropped = sender.send({ topic: 'later', value: 'dropped' }, { signal: early.signal });
    const kept = sender.send({ topic: 'later', value: 'kept' });
    early.abort(new Error('enough'));
    await assert.rejects(dropped, (error) => {
      return isKafkaError(error, 'ABORTED') && error.cause instanceof Error && error.cause.message === 'enough';
    });
    for (const broker of leaders.brokers) {
      broker.topics.set('later', { partitions: 1, leader: 1 });
      broker.versions.set(produceRequest.apiKey, [3, 12]);
    }
    const values: string[] = [];
    answerBy(leaders, (records, { topicData }) => {
      if (topicData[0]!.name !== 'later') return leaders.partitions[0]!.append(records);
      const cursor = new RecordCursor();
      cursor.open(records, 0, 1 << 20);
      while (cursor.next()) values.push(String(cursor.value));
      return { baseOffset: 0 };
    });
    await kept;
    assert.equal(values.length, 1);
    const late = new AbortController();
    const sent = sender.send({ topic: TOPIC, value: 'sent all the same' }, { signal: late.signal });
    while (log().length === 0 && !late.signal.aborted) {
      await pause(0.01);
      late.abort();
    }
    await assert.rejects(sent, code('ABORTED'));
    await sender.flush();
    await assert.rejects(sender.send({ topic: TOPIC, value: 'never' }, { signal: late.signal }), code('ABORTED'));
    assert.ok(!log().includes('never'));
  }));

test('flush sends what lingers, and resolves when all of it is settled', () =>
  onStage(async ({ world, producer, log }) => {
    const sender = producer({ lingerMs: 10_000 });
    const from = world.monotonic();
    const sent = sender.send({ topic: TOPIC, value: 'v' });
    await sender.flush();
    assert.deepEqual(log(), ['v']);
    await sent;
    assert.ok(world.monotonic() - from < 1000);
  }));

test('with lingerMs a batch waits for it, or until batchSize is reached', () =>
  onStage(async ({ world, producer }) => {
    const sender = producer({ lingerMs: 500, batchSize: 1000 });
    await sender.send({ topic: TOPIC, value: 'first' });
    let from = world.monotonic();
    await sender.send({ topic: TOPIC, value: 'slow' });
    assert.ok(world.monotonic() - from >= 500);
    from = world.monotonic();
    await sender.send({ topic: TOPIC, value: 'x'.repeat(1000) });
    assert.ok(world.monotonic() - from < 100);
  }));

test('close sends what it has; then everything is refused with CLIENT_CLOSED', () =>
  onStage(async ({ producer, log }) => {
    const sender = producer({ lingerMs: 10_000 });
    const sent = sender.send({ topic: TOPIC, value: 'v' });
    await sender.close();
    assert.equal((await sent).offset, 0);
    assert.deepEqual(log(), ['v']);
    await assert.rejects(sender.send({ topic: TOPIC, value: 'v' }), code('CLIENT_CLOSED'));
    await sender.close();
  }));

test('close ends in its time whatever the brokers do, and what is not delivered by then is refused', () =>
  onStage(async ({ world, leaders, producer }) => {
    const sender = producer();
    await sender.send({ topic: TOPIC, value: 'first' });
    answerBy(leaders, () => 'silence');
    const sent = assert.rejects(sender.send({ topic: TOPIC, value: 'v' }), code('CLIENT_CLOSED'));
    const waiting = assert.rejects(sender.send({ topic: 'nowhere', value: 'v' }), code('CLIENT_CLOSED'));
    const from = world.monotonic();
    await sender.close({ timeoutMs: 700 });
    const took = world.monotonic() - from;
    assert.ok(took >= 700 && took < 1000, `${took} ms`);
    await Promise.all([sent, waiting]);
    const other = producer();
    const never = assert.rejects(other.send({ topic: TOPIC, value: 'v' }), code('CLIENT_CLOSED'));
    await other.close({ timeoutMs: 0 });
    await never;
  }));

test('a writable takes records, waits for memory, and finishes when all are acknowledged', () =>
  onStage(async ({ producer, log }) => {
    const sender = producer({ bufferMemory: 20_000 });
    const stream = sender.writable();
    const values = Array.from({ length: 300 }, (_, i) => `${i} ${'x'.repeat(500)}`);
    for (const value of values) stream.write({ topic: TOPIC, value });
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject).on('finish', resolve);
      stream.end();
    });
    assert.deepEqual(log(), values);
  }));

test('a writable is destroyed with the error of a record that failed', () =>
  onStage(async ({ producer }) => {
    const stream = producer({ maxBlockMs: 50 }).writable();
    stream.write({ topic: 'nowhere', value: 'v' });
    const error = await new Promise<Error>((resolve) => void stream.on('error', resolve));
    assert.ok(isKafkaError(error, 'UNKNOWN_TOPIC_OR_PARTITION'));
  }));

test('a producer that was warmed up has all that its first record needs, and makes no topics', () =>
  onStage(async ({ leaders, producer }) => {
    const sender = producer();
    const countOf = (request: Parameters<(typeof leaders.brokers)[0]['requests']>[0]): number =>
      leaders.brokers.flatMap((broker) => broker.requests(request)).length;
    await sender.warmUp([TOPIC, 'missing']);
    const asked = leaders.brokers.flatMap((broker) => broker.requests(metadataRequest));
    assert.ok(asked.some(({ topics }) => topics?.some(({ name }) => name === TOPIC)));
    assert.ok(asked.every(({ topics, allowAutoTopicCreation }) => topics?.length === 0 || !allowAutoTopicCreation));
    const before = [asked.length, countOf(initProducerIdRequest)];
    await sender.send({ topic: TOPIC, value: 'x' });
    assert.deepEqual([countOf(metadataRequest), countOf(initProducerIdRequest)], before);
    assert.equal(before[1], 1);
    await sender.close();
    await sender.warmUp();
  }));

test('partitionsFor tells leaders and replicas, and what is not there', () =>
  onStage(async ({ producer }) => {
    const sender = producer({ maxBlockMs: 300 });
    const partitions = await sender.partitionsFor(TOPIC);
    assert.deepEqual(
      partitions.map(({ partition, leader }) => [partition, leader]),
      [
        [0, 2],
        [1, 2],
      ],
    );
    await assert.rejects(sender.partitionsFor('nowhere'), code('UNKNOWN_TOPIC_OR_PARTITION'));
  }, 2));

test('a custom partitioner sees the serialized key; an answer that is no partition fails its record', () =>
  onStage(async ({ producer }) => {
    const keys: (string | null)[] = [];
    const sender = producer({
      partitioner: ({ key, partitionCount, availablePartitions }) => {
        keys.push(key === null ? null : Buffer.from(key).toString());
        assert.deepEqual([partitionCount, availablePartitions], [3, [0, 1, 2]]);
        return keys.length;
      },
    });
    assert.equal((await sender.send({ topic: TOPIC, key: 'k', value: 'v' })).partition, 1);
    assert.equal((await sender.send({ topic: TOPIC, value: 'v' })).partition, 2);
    await assert.rejects(sender.send({ topic: TOPIC, value: 'v' }), /the partitioner answered 3/);
    assert.deepEqual(keys, ['k', null, null]);
  }, 3));

test('a producer without topic ids (before Kafka 2.8) names its topics', () =>
  onStage(async ({ leaders, producer, log }) => {
    for (const broker of leaders.brokers) {
      broker.versions.set(produceRequest.apiKey, [3, 7]);
      broker.topics.set(TOPIC, { partitions: 1, leader: 2, topicId: 'AAAAAAAAAAAAAAAAAAAAAA' });
    }
    await producer().send({ topic: TOPIC, value: 'v' });
    assert.deepEqual(log(), ['v']);
  }));

test('metrics tell what was sent, under the names of the Java producer', () =>
  onStage(async ({ producer }) => {
    const sender = producer();
    await sender.sendBatch([
      { topic: TOPIC, value: 'a' },
      { topic: TOPIC, value: 'b' },
    ]);
    const value = (name: string) =>
      sender.metrics().find((metric) => metric.name === name && metric.group === 'producer-metrics')?.value;
    assert.equal(value('record-send-total'), 2);
    assert.equal(value('buffer-available-bytes'), 33_554_432);
    assert.equal(value('requests-in-flight'), 0);
  }));
