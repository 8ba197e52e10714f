/** Errors of handlers: kafkajs's scenarios of `handlerErrorRecovery`, `errorRecovery`, `concurrentProcessingErrors`, `runner`. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FacadeWorld, numbers } from './facade.testing.ts';
import { type Consumer, KafkaJSError, KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded } from './index.ts';

describe('Consumer > when a handler throws', () => {
  let world: FacadeWorld;
  before(async () => {
    world = await FacadeWorld.start();
  });
  after(() => world.stop());

  interface Crash {
    readonly error: Error;
    readonly restart: boolean;
  }

  async function crashing(consumer: Consumer, topic: string, fail: (value: string, call: number) => void) {
    const values: string[] = [];
    const crashes: Crash[] = [];
    const events: string[] = [];
    for (const name of [consumer.events.STOP, consumer.events.DISCONNECT])
      consumer.on(name, ({ type }) => events.push(type));
    consumer.on(consumer.events.CRASH, ({ payload, type }) => {
      crashes.push(payload);
      events.push(type);
    });
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const value = String(message.value);
        values.push(value);
        fail(value, values.length);
      },
    });
    return { values, crashes, events };
  }

  test('recovers from errors thrown by eachMessage: the message comes again, those before do not', async () => {
    const topic = await world.filled(numbers(5));
    const { values, crashes } = await crashing(await world.consumer(), topic, (value, call) => {
      if (value === '2' && call < 5) throw new Error('not yet');
    });
    await world.until('all are there', () => values.at(-1) === '4');
    assert.deepEqual(values, ['0', '1', '2', '2', '2', '3', '4']);
    assert.deepEqual(crashes, []);
  });

  test('the message comes again without waiting for the fetch that was on its way, however long that may take', async () => {
    const topic = await world.filled(numbers(2));
    const consumer = await world.consumer({ maxWaitTimeInMs: 3_600_000 });
    const { values } = await crashing(consumer, topic, (_, call) => {
      if (call === 1) throw new Error('not yet');
    });
    await world.until('all are there', () => values.length === 3);
    assert.deepEqual(values, ['0', '0', '1']);
  });

  test('recovers from errors thrown by eachBatch, from the offset that was resolved', async () => {
    const topic = await world.filled(numbers(4));
    const consumer = await world.consumer();
    const batches: string[][] = [];
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachBatch: async ({ batch, resolveOffset }) => {
        batches.push(batch.messages.map(({ offset }) => offset));
        resolveOffset('1');
        if (batches.length === 1) throw new Error('not yet');
      },
    });
    await world.until('it came again', () => batches.length === 2);
    assert.deepEqual(batches, [numbers(4), ['2', '3']]);
  });

  test('commits the previous offsets before it tries again', async () => {
    const topic = await world.filled(numbers(3));
    const consumer = await world.consumer();
    const commits: (string | undefined)[] = [];
    consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) =>
      commits.push(payload.topics[0]?.partitions[0]?.offset),
    );
    await crashing(consumer, topic, (value, call) => {
      if (value === '2' && call === 3) throw new Error('not yet');
    });
    await world.until('all is committed', () => commits.at(-1) === '3');
    assert.deepEqual(commits, ['2', '3']);
  });

  test('an error that stays is a crash by KafkaJSNumberOfRetriesExceeded after the retries, and the consumer restarts', async () => {
    const topic = await world.filled(['bad']);
    const consumer = await world.consumer({ retry: { retries: 2 } });
    const error = new Error('💣');
    const { values, crashes, events } = await crashing(consumer, topic, () => {
      throw error;
    });
    await world.until('it crashed twice', () => crashes.length === 2);
    const [crash] = crashes;
    assert.ok(crash?.error instanceof KafkaJSNumberOfRetriesExceeded);
    assert.deepEqual([crash.restart, crash.error.cause, crash.error.retryCount], [true, error, 2]);
    assert.ok(values.length >= 6, `${values.length} calls`);
    assert.deepEqual(events.slice(0, 3), ['consumer.stop', 'consumer.disconnect', 'consumer.crash']);
    await consumer.disconnect();
  });

  test('restartOnFailure is asked, with the error, and false keeps the consumer down', async () => {
    const topic = await world.filled(['bad']);
    const asked: Error[] = [];
    const consumer = await world.consumer({
      retry: {
        retries: 0,
        restartOnFailure: async (error) => {
          asked.push(error);
          return false;
        },
      },
    });
    const { crashes } = await crashing(consumer, topic, () => {
      throw new Error('💣');
    });
    await world.until('it crashed', () => crashes.length === 1);
    assert.equal(crashes[0]?.restart, false);
    assert.deepEqual(asked, [crashes[0]?.error]);
    assert.throws(() => consumer.pause([{ topic }]), /consumer#run must be called first/);
  });

  test('restartOnFailure that throws is logged, and the consumer restarts', async () => {
    const topic = await world.filled(['bad', 'good']);
    const restartOnFailure = async (): Promise<boolean> => {
      throw new Error('do not know');
    };
    const consumer = await world.consumer({ retry: { retries: 0, restartOnFailure } });
    const { values, crashes } = await crashing(consumer, topic, (_, call) => {
      if (call === 1) throw new Error('once');
    });
    await world.until('it went on', () => values.at(-1) === 'good');
    assert.equal(crashes[0]?.restart, true);
    assert.ok(world.log.some(({ log }) => /restartOnFailure failed/.test(log.message)));
  });

  for (const error of [
    new TypeError('a mistake'),
    new KafkaJSNonRetriableError('give up'),
    new KafkaJSError('give up', { retriable: false }),
  ]) {
    test(`${error.name} is a crash at once, without a restart`, async () => {
      const topic = await world.filled(['bad']);
      const consumer = await world.consumer();
      const { values, crashes } = await crashing(consumer, topic, () => {
        throw error;
      });
      await world.until('it crashed', () => crashes.length === 1);
      assert.deepEqual(
        [crashes[0]?.restart, crashes[0]?.error.name, values.length],
        [false, 'KafkaJSNonRetriableError', 1],
      );
      // It can be run again by hand.
      await consumer.run({ eachMessage: async () => void values.push('again') });
      await world.until('it runs', () => values.at(-1) === 'again');
    });
  }

  test('with partitions concurrently, the others stop too and all goes on', async () => {
    const topic = await world.topic(3);
    await world.send(
      topic,
      numbers(9).map((value) => ({ value, partition: Number(value) % 3 })),
    );
    const consumer = await world.consumer();
    const done = new Set<string>();
    let hasFailed = false;
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      partitionsConsumedConcurrently: 3,
      eachMessage: async ({ message }) => {
        const value = String(message.value);
        if (value === '4' && !hasFailed) {
          hasFailed = true;
          throw new Error('once');
        }
        done.add(value);
      },
    });
    await world.until('all are done', () => done.size === 9);
  });

  test('a broker that comes back is gone on with, without a crash', async () => {
    const own = await FacadeWorld.startOnOnePort();
    try {
      const topic = await own.filled(['1']);
      const consumer = await own.consumer();
      const { values, crashes } = await crashing(consumer, topic, () => undefined);
      await own.until('the first is there', () => values.length === 1);
      await own.broker.restart();
      await own.send(topic, [{ value: '2' }]);
      await own.until('the second is there', () => values.at(-1) === '2');
      assert.deepEqual(crashes, []);
    } finally {
      await own.stop();
    }
  });

  test('disconnect ends although the broker is gone for good', async () => {
    const own = await FacadeWorld.start();
    const topic = await own.filled(['1', '2']);
    const consumer = await own.consumer();
    const { values } = await crashing(consumer, topic, () => undefined);
    await own.until('they are there', () => values.length === 2);
    await own.broker.stop();
    await consumer.disconnect();
    assert.throws(() => consumer.pause([{ topic }]), /consumer#run must be called first/);
  });
});
