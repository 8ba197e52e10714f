import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initProducerIdRequest, initProducerIdResponse, produceRequest } from '#protocol';
import type { ProducerCodeOptions } from '../producer/producer-options.ts';
import { Producer } from '../producer/producer.ts';
import { failure, inWorld, NOWHERE, rejection } from './bad-input.testing.ts';

const circular: Record<string, unknown> = { topic: 'orders' };
circular['value'] = circular;

/** What newcomers give for a record → what they are told. */
const records: Readonly<Record<string, readonly [record: unknown, sentence: RegExp]>> = {
  nothing: [undefined, /^A record was not sent, .* it must be an object, as \{ topic, value \}, not undefined/],
  null: [null, /must be an object, .* not null/],
  'a text': ['hello', /must be an object, .* not the text 'hello'/],
  'a list': [[], /^A record was not sent, .* it needs the name of a topic, not undefined/],
  'no topic': [{ value: 'x' }, /needs the name of a topic, not undefined/],
  'an empty topic': [{ topic: '', value: 'x' }, /needs the name of a topic, not an empty text/],
  'a number as topic': [{ topic: 5, value: 'x' }, /needs the name of a topic, not 5/],
  'a number as value': [{ topic: 'orders', value: 5 }, /for topic orders .* without a valueSerializer a value must be/],
  'an object as value': [{ topic: 'orders', value: { id: 1 } }, /without a valueSerializer/],
  'an object that holds itself': [circular, /without a valueSerializer/],
  'a number as key': [{ topic: 'orders', key: 5, value: 'x' }, /without a keySerializer a key must be/],
  'the messages of another client': [{ topic: 'orders', messages: [{ value: 'x' }] }, /field messages .*: sendBatch/],
  'a value by another name': [{ topic: 'orders', key: 'k', vaule: 'x' }, /no value, and a field vaule/],
  'a negative partition': [{ topic: 'orders', value: 'x', partition: -1 }, /partition must be .* not -1/],
  'a text as partition': [{ topic: 'orders', value: 'x', partition: '0' }, /partition must be/],
  'half a partition': [{ topic: 'orders', value: 'x', partition: 0.5 }, /partition must be .* not 0.5/],
  'a timestamp that is no number': [{ topic: 'orders', value: 'x', timestamp: Number.NaN }, /timestamp must be .* NaN/],
  'a Date': [{ topic: 'orders', value: 'x', timestamp: new Date(0) }, /timestamp must be a whole number of millisec/],
  'a negative timestamp': [{ topic: 'orders', value: 'x', timestamp: -5 }, /timestamp must be .* not -5/],
  'a text as headers': [{ topic: 'orders', value: 'x', headers: 'a=b' }, /headers must be pairs, .* not string/],
  'a list of texts as headers': [
    { topic: 'orders', value: 'x', headers: ['a', 'b'] },
    /holds pairs, as \[name, value\]/,
  ],
  'headers as objects': [{ topic: 'orders', value: 'x', headers: [{ key: 'a', value: 'b' }] }, /holds pairs/],
  'a number in headers': [{ topic: 'orders', value: 'x', headers: { a: 5 } }, /header "a" must be text, bytes or null/],
  'a number as the name of a header': [{ topic: 'orders', value: 'x', headers: [[5, 'a']] }, /name of a header must/],
};

test('a record that is none rejects at once with one sentence on what is wrong with it, and nothing is sent', async () => {
  await inWorld(async ({ env, broker }) => {
    await using producer = new Producer({ env, bootstrapServers: broker.bootstrap });
    for (const [name, [record, sentence]] of Object.entries(records)) {
      const startedAt = env.clock.monotonic();
      const error = await rejection(() => producer.send(record as never));
      assert.equal(error.code, 'SERIALIZATION_FAILED', name);
      assert.match(error.message, sentence, name);
      assert.equal(env.clock.monotonic(), startedAt, name);
      assert.equal(producer.enqueue(record as never), true, name);
    }
    assert.equal(broker.requests(produceRequest).length, 0);
  });
});

test('a stream takes a record that is none as its end, with the same error', async () => {
  await inWorld(async ({ env, broker }) => {
    await using producer = new Producer({ env, bootstrapServers: broker.bootstrap });
    const stream = producer.writable();
    const failed = new Promise<unknown>((resolve) => stream.on('error', resolve));
    stream.write('hello');
    assert.match(String(await failed), /must be an object, as \{ topic, value \}/);
  });
});

const functions: Readonly<Record<string, readonly [options: object, sentence: RegExp, cause?: string]>> = {
  'a serializer throws': [
    { valueSerializer: thrower('no schema') },
    /since its valueSerializer failed: no schema/,
    'no schema',
  ],
  'a serializer rejects': [
    { keySerializer: async () => thrower('later')() },
    /its keySerializer failed: later/,
    'later',
  ],
  'a serializer forgets to return': [{ valueSerializer: () => undefined }, /valueSerializer answered undefined/],
  'a serializer promises nothing': [{ valueSerializer: async () => undefined }, /valueSerializer answered undefined/],
  'a serializer answers a number': [{ valueSerializer: () => 5 }, /what valueSerializer answers must be text, bytes/],
  'a partitioner throws': [{ partitioner: thrower('no ring') }, /since its partitioner failed: no ring/, 'no ring'],
  'a partitioner answers nothing': [
    { partitioner: () => undefined },
    /partitioner answered undefined for topic orders/,
  ],
  'a partitioner goes beyond': [{ partitioner: () => 2 }, /partitioner answered 2 for topic orders of 2 partitions/],
};

function thrower(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

for (const [name, [options, sentence, cause]] of Object.entries(functions)) {
  test(`where ${name}, the record is refused with a word for whose fault it is`, async () => {
    await inWorld(async ({ env, broker }) => {
      const code = options as ProducerCodeOptions<string, string>;
      await using producer = new Producer<string, string>({ env, bootstrapServers: broker.bootstrap, ...code });
      const error = await rejection(() => producer.send({ topic: 'orders', key: 'k', value: 'x' }));
      assert.equal(error.code, 'SERIALIZATION_FAILED');
      assert.match(error.message, sentence);
      if (cause !== undefined) assert.equal((error.cause as Error).message, cause);
      assert.equal(broker.requests(produceRequest).length, 0);
    });
  });
}

test('calls with something else than records, signals and names are refused', async () => {
  await inWorld(async ({ env, broker }) => {
    await using producer = new Producer({ env, bootstrapServers: broker.bootstrap });
    const record = { topic: 'orders', value: 'x' };
    for (const records of [undefined, record, new Set([record])]) {
      const error = await rejection(() => producer.sendBatch(records as never));
      assert.match(`${error.code} ${error.message}`, /^INVALID_REQUEST sendBatch takes an array of records/);
    }
    for (const signal of [{}, new AbortController(), 'abort']) {
      const error = await rejection(() => producer.send(record, { signal: signal as never }));
      assert.match(`${error.code} ${error.message}`, /^INVALID_REQUEST .* controller\.signal/);
    }
    for (const topic of [undefined, '', 5]) {
      const error = await rejection(() => producer.partitionsFor(topic as never));
      assert.match(`${error.code} ${error.message}`, /^INVALID_TOPIC_EXCEPTION The name of a topic must be a text/);
    }
  });
});

test('a producer without a transactional id says so in every call of a transaction', async () => {
  await inWorld(async ({ env, broker }) => {
    await using producer = new Producer({ env, bootstrapServers: broker.bootstrap });
    const calls: Record<string, () => Promise<unknown>> = {
      initTransactions: () => producer.initTransactions(),
      beginTransaction: () => producer.beginTransaction(),
      commitTransaction: () => producer.commitTransaction(),
      abortTransaction: () => producer.abortTransaction(),
      transaction: () => producer.transaction(async () => 1),
    };
    for (const [name, call] of Object.entries(calls)) {
      const error = await rejection(call);
      assert.equal(
        `${error.code} ${error.message}`,
        `ILLEGAL_STATE ${name} needs a transactional producer: give it a transactionalId.`,
      );
    }
  });
});

test('a producer that never reached a broker closes without waiting for one, whatever it was doing', async () => {
  await inWorld(async ({ env, broker }) => {
    broker.on(initProducerIdRequest, initProducerIdResponse, () => 'silence');
    for (const bootstrapServers of [NOWHERE, broker.bootstrap]) {
      const producer = new Producer({ env, bootstrapServers, transactionalId: 'till', maxBlockMs: 500 });
      const error = await rejection(() => producer.transaction(async (tx) => tx.send({ topic: 'orders', value: 'x' })));
      assert.equal(error.code, 'REQUEST_TIMED_OUT');
      const startedAt = env.clock.monotonic();
      await producer.close();
      assert.ok(env.clock.monotonic() - startedAt < 1000, `it took ${env.clock.monotonic() - startedAt} ms`);
      assert.equal((await rejection(() => producer.initTransactions())).code, 'CLIENT_CLOSED');
    }
  });
});

test('after close every call of the producer fails with CLIENT_CLOSED, and close may be called again', async () => {
  await inWorld(async ({ env, broker }) => {
    const producer = new Producer({ env, bootstrapServers: broker.bootstrap });
    await producer.partitionsFor('orders');
    await producer.close({ timeoutMs: Number.NaN });
    await producer.close();
    const record = { topic: 'orders', value: 'x' };
    const calls = [
      () => producer.send(record),
      () => producer.sendBatch([record]),
      () => producer.trySend(record),
      () => producer.partitionsFor('orders'),
      () => producer.beginTransaction(),
    ];
    for (const call of calls) assert.equal((await failure(call)).code, 'CLIENT_CLOSED', String(call));
    await producer.flush();
  });
});
