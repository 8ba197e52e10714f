/** The producer: kafkajs's scenarios of `producer/index.spec`, `sendMessages`, `compression` and `partitioners`. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FacadeWorld, numbers } from './facade.testing.ts';
import {
  CompressionCodecs,
  CompressionTypes,
  type ICustomPartitioner,
  KafkaJSError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  type Message,
} from './index.ts';

describe('Producer', () => {
  let world: FacadeWorld;
  before(async () => {
    world = await FacadeWorld.start();
  });
  after(() => world.stop());

  test('throws an error if the topic is invalid', async () => {
    const producer = await world.producer();
    await assert.rejects(producer.send({ topic: '', messages: [] }), {
      name: 'KafkaJSNonRetriableError',
      message: 'Invalid topic',
    });
  });

  test('throws an error if messages is invalid', async () => {
    const producer = await world.producer();
    const messages: unknown = null;
    await assert.rejects(producer.send({ topic: 'orders', messages: messages as Message[] }), {
      message: 'Invalid messages array [null] for topic "orders"',
    });
  });

  test('throws an error for messages with a value of undefined', async () => {
    const producer = await world.producer();
    const message: unknown = { key: 'a' };
    await assert.rejects(
      producer.send({ topic: 'orders', messages: [message as Message] }),
      /without value.*"key":"a"/,
    );
  });

  test('allows messages with a null value to support tombstones', async () => {
    const topic = await world.topic();
    const producer = await world.producer();
    await producer.send({ topic, messages: [{ key: 'a', value: null }] });
    const [message] = await consumed(topic, 1);
    assert.deepEqual([message?.key, message?.value], [Buffer.from('a'), null]);
  });

  test('when disconnected, send rejects: before connect, after disconnect, and while disconnecting', async () => {
    const topic = await world.topic();
    const producer = world.kafka().producer();
    const send = (): Promise<unknown> => producer.send({ topic, messages: [{ value: '1' }] });
    await assert.rejects(send(), (error) => error instanceof KafkaJSError && /disconnected/.test(error.message));
    await producer.connect();
    await send();
    const disconnecting = producer.disconnect();
    await assert.rejects(
      send(),
      (error) => error instanceof KafkaJSNonRetriableError && /disconnecting/.test(error.message),
    );
    await disconnecting;
    await assert.rejects(send(), /disconnected/);
  });

  test('reconnects after disconnect', async () => {
    const topic = await world.topic();
    const producer = await world.producer();
    await producer.send({ topic, messages: [{ value: '1' }] });
    await producer.disconnect();
    await producer.connect();
    const [metadata] = await producer.send({ topic, messages: [{ value: '2' }] });
    assert.equal(metadata?.baseOffset, '1');
  });

  test('reconnects the cluster if the broker was gone', async () => {
    const own = await FacadeWorld.start();
    try {
      const topic = await own.topic();
      const producer = await own.producer();
      await producer.send({ topic, messages: [{ value: '1' }] });
      await own.broker.restart();
      const again = await own.producer({ retry: { retries: 20 } });
      const [metadata] = await again.send({ topic, messages: [{ value: '2' }] });
      assert.equal(metadata?.baseOffset, '1');
    } finally {
      await own.stop();
    }
  });

  test('connect rejects with KafkaJSNumberOfRetriesExceeded where nobody listens, its cause says why', async () => {
    const kafka = world.kafka({
      brokers: ['127.0.0.1:1'],
      connectionTimeout: 100,
      retry: { retries: 1, initialRetryTime: 5 },
    });
    await assert.rejects(kafka.producer().connect(), (error) => {
      assert.ok(error instanceof KafkaJSNumberOfRetriesExceeded);
      assert.equal(error.cause?.name, 'KafkaJSConnectionError');
      assert.match(error.message, /127\.0\.0\.1:1/);
      return true;
    });
  });

  test('gives access to its logger, by the namespace Producer', () => {
    const producer = world.kafka().producer();
    producer.logger().info('hello');
    assert.deepEqual([world.log.at(-1)?.namespace, world.log.at(-1)?.log.message], ['Producer', 'hello']);
  });

  test('on throws an error when provided with an invalid event name', () => {
    const producer = world.kafka().producer();
    const name: unknown = 'NON_EXISTENT_EVENT';
    assert.throws(
      () => producer.on(name as 'producer.connect', () => undefined),
      /Event name should be one of producer.events.CONNECT/,
    );
  });

  test('emits connection events', async () => {
    const producer = world.kafka().producer();
    const events: string[] = [];
    producer.on(producer.events.CONNECT, ({ type }) => events.push(type));
    const off = producer.on(producer.events.DISCONNECT, ({ type }) => events.push(type));
    await producer.connect();
    await producer.disconnect();
    off();
    await producer.disconnect();
    assert.deepEqual(events, ['producer.connect', 'producer.disconnect']);
  });

  test('emits the request event', async () => {
    const topic = await world.topic();
    const producer = await world.producer();
    const names = new Set<string>();
    const off = producer.on(producer.events.REQUEST, ({ payload }) => {
      names.add(payload.apiName);
      assert.ok(payload.size > 0 && payload.sentAt > 0 && payload.clientId === 'facade-test');
    });
    await producer.send({ topic, messages: [{ value: '1' }] });
    off();
    assert.ok(names.has('Produce'), [...names].join());
  });

  test('a listener that throws is logged and harms nobody', async () => {
    const producer = world.kafka().producer();
    producer.on(producer.events.CONNECT, () => {
      throw new Error('no ear');
    });
    await producer.connect();
    await producer.disconnect();
    await world.until('it is logged', () => world.log.some(({ log }) => /no ear/.test(log.message)));
  });

  for (const idempotent of [false, true]) {
    describe(idempotent ? 'when idempotent' : 'when not idempotent', () => {
      test('produce messages: one entry a partition, with the offset of the first', async () => {
        const topic = await world.topic();
        const producer = await world.producer({ idempotent });
        assert.equal(producer.isIdempotent(), idempotent);
        const send = () => producer.send({ topic, messages: numbers(10).map((value) => ({ key: value, value })) });
        const entry = { topicName: topic, partition: 0, errorCode: 0, logAppendTime: '-1', logStartOffset: '-1' };
        assert.deepEqual(await send(), [{ ...entry, baseOffset: '0' }]);
        assert.deepEqual(await send(), [{ ...entry, baseOffset: '10' }]);
      });

      test('produce messages to multiple topics', async () => {
        const topics = [await world.topic(), await world.topic()];
        const producer = await world.producer({ idempotent });
        const written = await producer.sendBatch({
          topicMessages: topics.map((topic) => ({ topic, messages: [{ value: '1' }, { value: '2' }] })),
        });
        assert.deepEqual(
          written.map(({ topicName, baseOffset }) => [topicName, baseOffset]),
          topics.map((topic) => [topic, '0']),
        );
      });

      test('concurrent sends keep their order', async () => {
        const topic = await world.topic();
        const producer = await world.producer({ idempotent });
        await Promise.all(numbers(200).map((value) => producer.send({ topic, messages: [{ value }] })));
        const messages = await consumed(topic, 200);
        assert.deepEqual(
          messages.map(({ value }) => value?.toString()),
          numbers(200),
        );
      });
    });
  }

  test('an idempotent producer throws an error if acks is not -1, and if retries are 0', async () => {
    const topic = await world.topic();
    const producer = await world.producer({ idempotent: true });
    for (const acks of [0, 1]) {
      await assert.rejects(producer.send({ topic, acks, messages: [{ value: '1' }] }), /EoS guarantees/);
    }
    assert.throws(() => world.kafka().producer({ idempotent: true, retry: { retries: 0 } }), /must allow retries/);
  });

  test('when acks=0, returns without entries', async () => {
    const topic = await world.topic();
    const producer = await world.producer();
    assert.deepEqual(await producer.send({ topic, acks: 0, messages: [{ value: '1' }] }), []);
    assert.equal((await consumed(topic, 1))[0]?.value?.toString(), '1');
  });

  test('produce messages with headers, an array for a name that repeats', async () => {
    const topic = await world.topic();
    const producer = await world.producer();
    const headers = { one: 'a', bytes: Buffer.from([0, 255]), many: ['b', Buffer.from('c')], none: undefined };
    await producer.send({ topic, messages: [{ value: '1', headers }] });
    const [message] = await consumed(topic, 1);
    assert.deepEqual(message?.headers, {
      one: Buffer.from('a'),
      bytes: Buffer.from([0, 255]),
      many: [Buffer.from('b'), Buffer.from('c')],
      none: undefined,
    });
  });

  test('a timestamp is digits, the time of the call where there is none, and refused where it is neither', async () => {
    const topic = await world.topic();
    const producer = await world.producer();
    const before = world.broker.env.clock.now();
    await producer.send({ topic, messages: [{ value: '1', timestamp: '1509928155660' }, { value: '2' }] });
    const [first, second] = await consumed(topic, 2);
    assert.equal(first?.timestamp, '1509928155660');
    assert.ok(Number(second?.timestamp) >= before);
    await assert.rejects(producer.send({ topic, messages: [{ value: '1', timestamp: 'noon' }] }), /Invalid timestamp/);
  });

  for (const [name, compression] of Object.entries(CompressionTypes)) {
    test(`supports ${name} compression without a codec being registered`, async () => {
      const topic = await world.topic();
      const producer = await world.producer();
      await producer.send({ topic, compression, messages: numbers(50).map((value) => ({ value })) });
      const messages = await consumed(topic, 50);
      assert.deepEqual(
        messages.map(({ value }) => value?.toString()),
        numbers(50),
      );
    });
  }

  test('registering a codec is taken, and a compression that there is not is refused', async () => {
    const before = CompressionCodecs[CompressionTypes.Snappy];
    CompressionCodecs[CompressionTypes.Snappy] = () => ({});
    CompressionCodecs[CompressionTypes.Snappy] = before;
    const topic = await world.topic();
    const producer = await world.producer();
    const compression: unknown = 9;
    await assert.rejects(
      producer.send({ topic, compression: compression as 0, messages: [{ value: '1' }] }),
      /no compression 9/,
    );
  });

  test('allows a custom partitioner, which gets topic, partitions and message', async () => {
    const topic = await world.topic(3);
    const asked: unknown[] = [];
    const createPartitioner: ICustomPartitioner =
      () =>
      ({ topic: name, partitionMetadata, message }) => {
        asked.push([name, partitionMetadata.length, partitionMetadata[0]?.leader, message.value]);
        return 2;
      };
    const producer = await world.producer({ createPartitioner });
    const [metadata] = await producer.send({ topic, messages: [{ value: '1' }] });
    assert.equal(metadata?.partition, 2);
    assert.deepEqual(asked, [[topic, 3, 1, '1']]);
  });

  test('messages without a key go to all partitions in turn, a partition that is named is taken', async () => {
    const topic = await world.topic(3);
    const producer = await world.producer();
    const written = await producer.send({ topic, messages: numbers(6).map((value) => ({ value })) });
    assert.deepEqual(written.map(({ partition, baseOffset }) => [partition, baseOffset]).sort(), [
      [0, '0'],
      [1, '0'],
      [2, '0'],
    ]);
    const [named] = await producer.send({ topic, messages: [{ value: '7', partition: 1 }] });
    assert.deepEqual([named?.partition, named?.baseOffset], [1, '2']);
  });

  test('a message larger than the client takes by default is left to the broker, which has its own limit', async () => {
    const admin = await world.admin();
    const topic = world.unique('large');
    const configEntries = [{ name: 'max.message.bytes', value: '5000000' }];
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }] });
    const producer = await world.producer();
    await producer.send({ topic, messages: [{ value: Buffer.alloc(3_000_000) }] });
    await assert.rejects(producer.send({ topic, messages: [{ value: Buffer.alloc(6_000_000) }] }), (error) => {
      assert.ok(error instanceof KafkaJSProtocolError);
      assert.deepEqual([error.type, error.code, error.retriable], ['MESSAGE_TOO_LARGE', 10, false]);
      return true;
    });
  });

  test('what brokers refuse when asked where a topic is comes as the cause, as a look-up is retried as a whole', async () => {
    const producer = await world.producer();
    await assert.rejects(producer.send({ topic: 'no topic', messages: [{ value: '1' }] }), (error) => {
      assert.ok(error instanceof KafkaJSNonRetriableError && error.cause instanceof KafkaJSProtocolError);
      assert.equal(error.cause.type, 'INVALID_TOPIC_EXCEPTION');
      return true;
    });
  });

  test('a producer whose transaction went to another fails with the protocol error itself', async () => {
    const topic = await world.topic();
    const config = { transactionalId: world.unique('fenced'), maxInFlightRequests: 1, idempotent: true };
    const fenced = await world.producer(config);
    const transaction = await fenced.transaction();
    await transaction.send({ topic, messages: [{ value: '1' }] });
    const next = await (await world.producer(config)).transaction();
    await next.abort();
    await assert.rejects(transaction.commit(), (error) => {
      assert.ok(error instanceof KafkaJSProtocolError, String(error));
      assert.match(error.type, /PRODUCER_FENCED|INVALID_PRODUCER_EPOCH/);
      return true;
    });
  });

  test('allowAutoTopicCreation false leaves a topic that there is not alone', async () => {
    const topic = world.unique('none');
    const producer = await world.producer({ allowAutoTopicCreation: false, retry: { retries: 0 } });
    await assert.rejects(producer.send({ topic, messages: [{ value: '1' }] }), (error) => {
      return (
        error instanceof KafkaJSNumberOfRetriesExceeded && /does not exist|no such topic|knows no/i.test(error.message)
      );
    });
    assert.ok(!(await (await world.admin()).listTopics()).includes(topic));
  });

  test('functions of a producer can be taken apart', async () => {
    const topic = await world.topic();
    const { send } = await world.producer();
    assert.equal((await send({ topic, messages: [{ value: '1' }] })).length, 1);
  });

  async function consumed(topic: string, count: number) {
    const consumer = await world.consumer();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const messages: Parameters<
      NonNullable<Parameters<typeof consumer.run>[0]>['eachMessage'] & object
    >[0]['message'][] = [];
    await consumer.run({ eachMessage: async ({ message }) => void messages.push(message) });
    await world.until('all is consumed', () => messages.length >= count);
    await consumer.disconnect();
    assert.equal(messages.length, count);
    return messages;
  }
});
