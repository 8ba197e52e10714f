/** The consumer's handlers: kafkajs's scenarios of `consumeMessages`, `subscribe`, `batch`, `connection`, `describeGroup`. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FacadeWorld, numbers, seen, type SeenMessage } from './facade.testing.ts';
import { type Batch, type Consumer, type ConsumerSubscribeTopics, KafkaJSNonRetriableError } from './index.ts';

describe('Consumer', () => {
  let world: FacadeWorld;
  before(async () => {
    world = await FacadeWorld.start();
  });
  after(() => world.stop());

  async function reading(consumer: Consumer, topics: string[]): Promise<SeenMessage[]> {
    const messages: SeenMessage[] = [];
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, partition, message }) => void messages.push(seen(topic, partition, message)),
    });
    return messages;
  }

  test('consume messages, in order, with keys, values, headers, offsets and timestamps as kafkajs has them', async () => {
    const topic = await world.topic();
    await world.send(
      topic,
      numbers(100).map((value) => ({ key: `key-${value}`, value, headers: { n: value } })),
    );
    const messages = await reading(await world.consumer(), [topic]);
    await world.until('all are there', () => messages.length === 100);
    assert.deepEqual(
      messages.map(({ offset }) => offset),
      numbers(100),
    );
    const { message } = messages[7]!;
    assert.deepEqual(
      [message.key, message.value, message.headers['n'], message.magicByte],
      [Buffer.from('key-7'), Buffer.from('7'), Buffer.from('7'), 2],
    );
    assert.match(message.timestamp, /^\d{13}$/);
  });

  test('consumes messages concurrently, those of a partition one after the other', async () => {
    const topic = await world.topic(3);
    await world.send(
      topic,
      numbers(60).map((value) => ({ value, partition: Number(value) % 3 })),
    );
    const consumer = await world.consumer();
    const atWork = new Set<number>();
    const { promise: bothAtWork, resolve } = Promise.withResolvers<void>();
    let count = 0;
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      partitionsConsumedConcurrently: 2,
      eachMessage: async ({ partition }) => {
        assert.ok(!atWork.has(partition) && atWork.size < 2);
        atWork.add(partition);
        if (atWork.size === 2) resolve();
        await bothAtWork;
        atWork.delete(partition);
        count++;
      },
    });
    await world.until('all are there', () => count === 60);
  });

  test('consume batches', async () => {
    const topic = await world.filled(numbers(5));
    const consumer = await world.consumer();
    const batches: Batch[] = [];
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ eachBatch: async ({ batch }) => void batches.push(batch) });
    await world.until('the batch is there', () => batches.length === 1);
    const [batch] = batches;
    assert.ok(batch !== undefined);
    assert.deepEqual(
      batch.messages.map(({ value }) => value?.toString()),
      numbers(5),
    );
    assert.deepEqual(
      [batch.topic, batch.partition, batch.highWatermark, batch.isEmpty(), batch.firstOffset(), batch.lastOffset()],
      [topic, 0, '5', false, '0', '4'],
    );
    assert.deepEqual([batch.offsetLag(), batch.offsetLagLow()], ['0', '4']);
  });

  test('stops consuming messages when running = false', async () => {
    const topic = await world.filled(numbers(3));
    const consumer = await world.consumer();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let calls = 0;
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async () => {
        calls++;
        await released;
      },
    });
    await world.until('a handler is at work', () => calls === 1);
    const stopping = consumer.disconnect();
    release();
    await stopping;
    assert.equal(calls, 1);
    const [group] = await (await world.admin()).fetchOffsets({ groupId: lastGroup(world), topics: [topic] });
    assert.equal(group?.partitions[0]?.offset, '1');
  });

  test('eachBatch can see that the consumer stops, and disconnect waits for it', async () => {
    const topic = await world.filled(numbers(3));
    const consumer = await world.consumer();
    const running: boolean[] = [];
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const stopping: Promise<void>[] = [];
    await consumer.run({
      eachBatchAutoResolve: false,
      eachBatch: async ({ isRunning }) => {
        running.push(isRunning());
        if (stopping.length === 0) stopping.push(consumer.disconnect());
        running.push(isRunning());
      },
    });
    await world.until('it was called', () => stopping.length > 0);
    await stopping[0];
    assert.deepEqual(running, [true, false]);
  });

  test('runs again after stop, from where it was', async () => {
    const topic = await world.filled(numbers(3));
    const consumer = await world.consumer();
    const messages = await reading(consumer, [topic]);
    await world.until('all are there', () => messages.length === 3);
    await consumer.stop();
    await world.send(topic, [{ value: '3' }]);
    await consumer.run({ eachMessage: async ({ message }) => void messages.push(seen(topic, 0, message)) });
    await world.until('the new one is there', () => messages.length >= 4);
    assert.deepEqual(
      messages.map(({ value }) => value),
      numbers(4),
    );
  });

  test('run while running is a warning, subscribe while running an error', async () => {
    const topic = await world.topic();
    const consumer = await world.consumer();
    await reading(consumer, [topic]);
    await consumer.run({ eachMessage: async () => undefined });
    assert.ok(world.log.some(({ log, label }) => label === 'WARN' && /already running/.test(log.message)));
    await assert.rejects(consumer.subscribe({ topic }), /Cannot subscribe to topic while consumer is running/);
  });

  test('when subscribing, throws for what names no topic', async () => {
    const consumer = world.kafka().consumer({ groupId: 'none' });
    const wrong: [unknown, RegExp][] = [
      [{}, /Missing required argument "topics"/],
      [{ topics: 'orders' }, /must be an array/],
      [{ topics: [1] }, /Invalid topic 1 \(number\)/],
      [{ topic: {} }, /has to be a String or a RegExp/],
    ];
    for (const [subscription, message] of wrong) {
      await assert.rejects(consumer.subscribe(subscription as ConsumerSubscribeTopics), (error) => {
        return error instanceof KafkaJSNonRetriableError && message.test(error.message);
      });
    }
  });

  test('subscribes by RegExp to the topics that match, and adds to earlier subscriptions', async () => {
    const [a, b] = [world.unique('pattern-a'), world.unique('pattern-b')];
    const other = await world.topic();
    for (const topic of [a, b]) {
      await (await world.admin()).createTopics({ topics: [{ topic, numPartitions: 1 }] });
      await world.send(topic, [{ value: topic }]);
    }
    await world.send(other, [{ value: other }]);
    const consumer = await world.consumer();
    await consumer.subscribe({ topic: /^pattern-/, fromBeginning: true });
    const messages = await reading(consumer, [other]);
    await world.until('all are there', () => messages.length === 3);
    assert.deepEqual(messages.map(({ value }) => value).toSorted(), [a, b, other].toSorted());
  });

  test("fromBeginning is a topic's own", async () => {
    const [old, fresh] = [await world.filled(['before']), await world.filled(['before'])];
    const consumer = await world.consumer();
    await consumer.subscribe({ topics: [fresh], fromBeginning: false });
    const messages = await reading(consumer, [old]);
    await world.until('the old one is there', () => messages.length === 1);
    await world.send(fresh, [{ value: 'after' }]);
    await world.until('the new one is there', () => messages.length === 2);
    assert.deepEqual(
      messages.map(({ topic, value }) => [topic, value]),
      [
        [old, 'before'],
        [fresh, 'after'],
      ],
    );
  });

  test('with allowAutoTopicCreation false, subscribing to a topic that there is not rejects', async () => {
    const consumer = await world.consumer({ allowAutoTopicCreation: false });
    await assert.rejects(consumer.subscribe({ topic: world.unique('none') }), {
      name: 'KafkaJSProtocolError',
      type: 'UNKNOWN_TOPIC_OR_PARTITION',
    });
  });

  test('subscribing to a topic that there is not makes it, and the first assignment has it', async () => {
    const topic = world.unique('made');
    const consumer = await world.consumer();
    const assigned: (number[] | undefined)[] = [];
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => assigned.push(payload.memberAssignment[topic]));
    await consumer.subscribe({ topic });
    await consumer.run({ eachMessage: async () => undefined });
    assert.deepEqual(assigned, [[0]]);
  });

  test('throws for a consumer without groupId, and for a heartbeat slower than the session', () => {
    assert.throws(() => world.kafka().consumer({ groupId: '' }), /groupId must be a non-empty string/);
    assert.throws(
      () => world.kafka().consumer({ groupId: 'g', heartbeatInterval: 10_000, sessionTimeout: 10_000 }),
      /heartbeatInterval \(10000\) must be lower than sessionTimeout/,
    );
  });

  test('describe group', async () => {
    const topic = await world.topic();
    const consumer = await world.consumer();
    await reading(consumer, [topic]);
    const described = await consumer.describeGroup();
    assert.deepEqual(
      [described.state, described.protocol, described.protocolType],
      ['Stable', 'RoundRobinAssigner', 'consumer'],
    );
    assert.equal(described.members.length, 1);
    assert.ok(Buffer.isBuffer(described.members[0]?.memberMetadata));
  });

  test('brokers may be a function, that is asked when a client connects', async () => {
    const topic = await world.filled(['1']);
    let asked = 0;
    const kafka = world.kafka({
      brokers: async () => {
        asked++;
        return [`127.0.0.1:${world.broker.port}`];
      },
    });
    const messages = await reading(await world.consumer({}, kafka), [topic]);
    await world.until('it is there', () => messages.length === 1);
    assert.ok(asked > 0);
    const failing = world.kafka({ brokers: () => Promise.reject(new Error('no registry')) });
    await assert.rejects(failing.consumer({ groupId: 'g' }).connect(), /"brokers" threw: no registry/);
    await assert.rejects(world.kafka({ brokers: [] }).admin().connect(), /not be empty/);
  });

  test('two members of a group share the partitions, each message goes to one of them', async () => {
    const topic = await world.topic(4);
    const groupId = world.unique('shared');
    const [first, second] = [
      await world.consumer({ groupId, heartbeatInterval: 50 }),
      await world.consumer({ groupId }),
    ];
    const here = await reading(first, [topic]);
    const rebalanced = new Promise<void>((resolve) => {
      first.on(first.events.GROUP_JOIN, ({ payload }) => {
        if (payload.memberAssignment[topic]?.length === 2) resolve();
      });
    });
    const there = await reading(second, [topic]);
    await rebalanced;
    await world.send(
      topic,
      numbers(40).map((value) => ({ value, partition: Number(value) % 4 })),
    );
    await world.until('all are there', () => here.length + there.length === 40);
    assert.deepEqual([here.length, there.length], [20, 20]);
  });

  test('disconnect may be called from within a handler', async () => {
    const topic = await world.filled(['1']);
    const consumer = await world.consumer();
    let ended = false;
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async () => {
        void consumer.disconnect().then(() => {
          ended = true;
        });
      },
    });
    await world.until('it has ended', () => ended);
  });

  test('run without a topic and without a handler ends, and so does disconnect without run', async () => {
    const consumer = await world.consumer();
    await consumer.run();
    await consumer.disconnect();
    await (await world.consumer()).disconnect();
  });
});

/** The group of the consumer that was made last. */
function lastGroup(world: FacadeWorld): string {
  const line = world.log.findLast(({ log }) => log.message === 'Starting');
  return String(line?.log['groupId']);
}
