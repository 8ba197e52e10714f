import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, fetchRequest, metadataRequest, metadataResponse, offsetCommitRequest } from '#protocol';
import type { ConsumerOptions } from '../consumer/consumer-options.ts';
import { Consumer } from '../consumer/consumer.ts';
import type { ClientError } from '../errors.ts';
import { ShareConsumer } from '../share/share-consumer.ts';
import { failure, inWorld, NOWHERE, rejection, type World } from './bad-input.testing.ts';

const ORDERS = { topic: 'orders', partition: 0 };

async function onConsumer(
  options: Partial<ConsumerOptions>,
  body: (consumer: Consumer, world: World) => Promise<void>,
): Promise<void> {
  await inWorld(async (world) => {
    const { env, broker } = world;
    const consumer = new Consumer({ env, bootstrapServers: broker.bootstrap, defaultApiTimeoutMs: 2000, ...options });
    try {
      await body(consumer, world);
    } finally {
      await consumer.close({ timeoutMs: 1000 });
    }
  });
}

async function firstOf(records: AsyncIterable<unknown>): Promise<unknown> {
  for await (const record of records) return record;
  return 'the end';
}

function words({ code, message }: ClientError): string {
  return `${code} ${message}`;
}

test('subscribe takes topics and patterns, and says so of anything else; nothing is subscribed to then', async () => {
  await onConsumer({ groupId: 'billing' }, async (consumer) => {
    const given = [undefined, null, 5, {}, { topic: 'orders' }, { topics: ['orders'], pattern: /x/ }, { pattern: 'x' }];
    for (const to of given) {
      const error = await failure(() => consumer.subscribe(to as never));
      assert.match(words(error), /^INVALID_REQUEST subscribe\(\) takes a name, a list of names, a RegExp/);
    }
    for (const to of ['', [''], [5], { topics: [null] }]) {
      const error = await failure(() => consumer.subscribe(to as never));
      assert.match(words(error), /^INVALID_REQUEST The name of a topic must be a text/);
    }
    assert.match(words(await failure(() => consumer.subscribe([]))), /given no topic: name one, or call unsubscribe/);
    assert.equal(consumer.subscription(), null);
    assert.equal(consumer.status.state, 'idle');
  });
});

test('assign, seek and commit refuse what is no partition and no offset, and ask no broker', async () => {
  await onConsumer({ groupId: 'billing' }, async (consumer, { broker }) => {
    const partitions = [undefined, 'orders', ORDERS, [null], [{ topic: 'orders' }], [{ topic: 5, partition: 0 }]];
    const negative = [[{ topic: 'orders', partition: -1 }], [{ topic: 'orders', partition: '0' }]];
    for (const wrong of [...partitions, ...negative]) {
      for (const call of [
        () => consumer.assign(wrong as never),
        () => consumer.committed(wrong as never),
        () => consumer.endOffsets(wrong as never),
        () => consumer.offsetsForTimes(wrong as never),
      ]) {
        assert.equal((await failure(call)).code, 'INVALID_REQUEST', `${JSON.stringify(wrong)} ${String(call)}`);
      }
    }
    consumer.assign([ORDERS]);
    for (const offset of [-1, Number.NaN, 0.5, '5', undefined, 2 ** 60]) {
      const target = { ...ORDERS, offset } as never;
      for (const call of [() => consumer.seek(target), () => consumer.commit([target])]) {
        assert.match(words(await failure(call)), /^INVALID_REQUEST .* is no offset for orders-0/);
      }
    }
    const commits = [{ ...ORDERS, offset: 1 }, [{ partition: 0, offset: 1 }], [{ ...ORDERS, offset: 1, metadata: 5 }]];
    for (const offsets of commits)
      assert.equal((await failure(() => consumer.commit(offsets as never))).code, 'INVALID_REQUEST');
    for (const wrong of [undefined, null, 'orders'])
      assert.equal((await failure(() => consumer.seek(wrong as never))).code, 'INVALID_REQUEST');
    assert.equal(broker.requests(offsetCommitRequest).length, 0);
  });
});

test('times that are none are refused where they are given, and the position stays', async () => {
  await onConsumer({}, async (consumer) => {
    consumer.assign([{ ...ORDERS, offset: 7 }]);
    for (const time of [Number.NaN, -1, '2020', undefined, new Date(0)]) {
      const error = await rejection(() => consumer.seekToTime(time as never));
      assert.match(words(error), /^INVALID_REQUEST A timestamp must be whole milliseconds since the epoch/);
      if (time instanceof Date) assert.match(error.message, /date\.getTime\(\)/);
      assert.equal((await rejection(() => consumer.poll(time as never))).code, 'INVALID_REQUEST');
    }
    assert.equal(await consumer.position(ORDERS), 7);
  });
});

test('partitions that are not assigned cannot be moved or paused', async () => {
  await onConsumer({}, async (consumer) => {
    consumer.assign([ORDERS]);
    const other = { topic: 'orders', partition: 1 };
    for (const call of [
      () => consumer.seek({ ...other, offset: 1 }),
      () => consumer.pause([other]),
      () => consumer.resume([other]),
      () => consumer.seekToBeginning([other]),
      () => consumer.position(other),
    ]) {
      assert.match(words(await failure(call)), /^ILLEGAL_STATE orders-1 is not assigned to this consumer/);
    }
  });
});

test('run says what it takes, and a signal has to be one', async () => {
  await onConsumer({}, async (consumer) => {
    consumer.assign([ORDERS]);
    const eachRecord = (): void => undefined;
    const runs = [
      undefined,
      {},
      { eachMessage: eachRecord },
      { eachRecord: 'x' },
      { eachRecord, eachBatch: eachRecord },
    ];
    for (const options of runs) {
      assert.match(words(await rejection(() => consumer.run(options as never))), /run\(\) takes one function/);
    }
    for (const [options, sentence] of [
      [{ eachRecord, concurrency: 0 }, /concurrency must be a whole number from 1 on, not 0/],
      [{ eachRecord, by: 'topic' }, /by must be 'partition' or 'key', not the text 'topic'/],
      [{ eachRecord, signal: new AbortController() }, /controller\.signal/],
    ] as const) {
      assert.match(words(await rejection(() => consumer.run(options as never))), sentence);
    }
    const signal = new AbortController() as never;
    for (const call of [
      () => consumer.records({ signal }),
      () => consumer.batches({ signal }),
      () => consumer.poll(1, { signal }),
    ]) {
      assert.match(words(await failure(call)), /^INVALID_REQUEST .*controller\.signal/);
    }
  });
});

test('a consumer without topics says so to whoever reads from it, instead of waiting for ever', async () => {
  await onConsumer({ groupId: 'billing' }, async (consumer) => {
    for (const call of [
      () => firstOf(consumer),
      () => firstOf(consumer.batches()),
      () => consumer.poll(10),
      () => consumer.run({ eachRecord: () => undefined }),
    ]) {
      assert.match(words(await rejection(call)), /^ILLEGAL_STATE .*subscribe\(\) or assign\(\)/);
    }
    consumer.subscribe('orders');
    assert.deepEqual(await consumer.poll(10), []);
  });
});

test('a topic that does not exist shows in the status of a group member, by name', async () => {
  await onConsumer({ groupId: 'billing', allowAutoCreateTopics: false }, async (consumer, { broker }) => {
    consumer.subscribe(['orders', 'ordres']);
    await consumer.poll(1000);
    const { lastError, state } = consumer.status;
    assert.equal(state, 'retrying');
    assert.match(
      words(lastError!),
      /^UNKNOWN_TOPIC_OR_PARTITION Topic ordres does not exist: check its name, or create it/,
    );
    broker.topics.set('ordres', { partitions: 1 });
    await consumer.listTopics();
    await consumer.poll(1000);
    assert.equal(consumer.status.lastError, null);
  });
});

test('a topic that may not be read is told to a group member once, since no partition of it will ever come', async () => {
  await onConsumer({ groupId: 'billing' }, async (consumer, { broker }) => {
    broker.on(metadataRequest, metadataResponse, (request) => {
      const answer = broker.metadata(request);
      for (const topic of answer.topics) topic.errorCode = Errors.TOPIC_AUTHORIZATION_FAILED.code;
      return answer;
    });
    consumer.subscribe('orders');
    const error = await rejection(() => firstOf(consumer));
    assert.match(words(error), /^TOPIC_AUTHORIZATION_FAILED topic orders cannot be read/);
    assert.deepEqual(await consumer.poll(1000), []);
  });
});

test('after close every call of the consumer fails with CLIENT_CLOSED, and nothing is fetched', async () => {
  await onConsumer({ groupId: 'billing' }, async (consumer, { broker }) => {
    consumer.assign([ORDERS]);
    await consumer.close({ timeoutMs: 100 });
    const fetches = broker.requests(fetchRequest).length;
    const calls: (() => unknown)[] = [
      () => consumer.subscribe('orders'),
      () => consumer.assign([ORDERS]),
      () => firstOf(consumer),
      () => consumer.poll(1),
      () => consumer.run({ eachRecord: () => undefined }),
      () => consumer.commit(),
      () => consumer.committed([ORDERS]),
      () => consumer.seek({ ...ORDERS, offset: 1 }),
      () => consumer.pause(),
      () => consumer.resume([ORDERS]),
      () => consumer.position(ORDERS),
      () => consumer.seekToTime(0),
      () => consumer.endOffsets([ORDERS]),
      () => consumer.lag(),
      () => consumer.listTopics(),
      () => consumer.unsubscribe(),
    ];
    for (const call of calls) assert.equal((await failure(call)).code, 'CLIENT_CLOSED', String(call));
    assert.equal(broker.requests(fetchRequest).length, fetches);
  });
});

test('members that never found their coordinator close at once', async () => {
  await inWorld(async ({ env }) => {
    const options = { env, bootstrapServers: NOWHERE, groupId: 'billing' };
    for (const member of [
      new ShareConsumer(options),
      new Consumer({ ...options, groupProtocol: 'consumer' }),
      new Consumer(options),
    ]) {
      member.subscribe('orders');
      assert.deepEqual(await member.poll(1000), []);
      const startedAt = env.clock.monotonic();
      await Promise.all([member.close(), member.close()]);
      assert.ok(env.clock.monotonic() - startedAt < 1500, `it took ${env.clock.monotonic() - startedAt} ms`);
    }
  });
});

test('a share consumer refuses what it cannot take, and says where topics are missing', async () => {
  await inWorld(async ({ env }) => {
    await using consumer = new ShareConsumer({ env, bootstrapServers: NOWHERE, groupId: 'billing' });
    assert.match(words(await rejection(() => firstOf(consumer))), /^ILLEGAL_STATE .*subscribe\(\)/);
    assert.equal((await failure(() => consumer.subscribe(undefined as never))).code, 'INVALID_REQUEST');
    assert.equal(consumer.subscription(), null);
    consumer.subscribe('orders');
    const eachBatch = (): void => undefined;
    assert.match(words(await rejection(() => consumer.run({ eachBatch } as never))), /one function, eachRecord$/);
    assert.equal((await rejection(() => consumer.poll(Number.NaN))).code, 'INVALID_REQUEST');
    assert.equal((await failure(() => consumer.records({ signal: {} as never }))).code, 'INVALID_REQUEST');
  });
});
