/** What serializers and deserializers may do beside turning values into bytes: add headers, and fetch what they need. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, ConsumerWorld, numbered } from '../consumer/consumers.testing.ts';
import { Producer } from '../producer/producer.ts';
import type { Deserializer, SerializerContext } from './serializers.ts';

/** Of the event loop: the broker is in this process, and needs a few. */
const MAX_TURNS = 1_000_000;

test('headers that serializers add stand behind those of the caller, also where the bytes come later', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [[]]);
  const { env, bootstrap } = world.broker;
  const tagged = async (
    value: string,
    { isKey, addHeader }: Pick<SerializerContext, 'isKey' | 'addHeader'>,
  ): Promise<string> => {
    await Promise.resolve();
    addHeader(isKey ? 'key' : 'value', Buffer.from('later'));
    return value;
  };
  await using producer = new Producer<string, string>({
    env,
    bootstrapServers: bootstrap,
    keySerializer: (key, added) => {
      added.addHeader('key', 'at once');
      return key;
    },
    valueSerializer: (value, added) =>
      value === 'b' ? tagged(value, { isKey: false, addHeader: (name, of) => added.addHeader(name, of) }) : value,
  });
  const headers = { own: '1' };
  for (const value of ['a', 'b', 'c']) void producer.send({ topic: 'orders', key: 'k', value, headers });
  await producer.flush();
  assert.deepEqual(headers, { own: '1' }, 'what the caller gave stays as it is');
  const consumer = world.consumer();
  consumer.assign(all('orders', 1));
  const seen: unknown[] = [];
  for await (const record of consumer) {
    seen.push([record.text(), record.headers.toJSON()]);
    if (seen.length === 3) break;
  }
  const own = ['own', '1'];
  const key = ['key', 'at once'];
  assert.deepEqual(seen, [
    ['a', [own, key]],
    ['b', [own, key, ['value', 'later']]],
    ['c', [own, key]],
  ]);
});

/** Knows what it was prepared for, and nothing else. */
class Fetching {
  readonly known = new Set<string>();
  readonly waiting: (() => void)[] = [];
  readonly asked: string[] = [];

  get deserializer(): Deserializer<string> {
    const decode = (bytes: Buffer): string => {
      const text = bytes.toString();
      if (this.known.has(text[0]!)) return text;
      throw new Error(`${text[0]} is not known`);
    };
    const prepare = (bytes: Buffer): Promise<void> | null => {
      const letter = bytes.toString()[0]!;
      if (this.known.has(letter)) return null;
      this.asked.push(letter);
      if (letter === 'x') return Promise.reject(new Error('no'));
      const { promise, resolve } = Promise.withResolvers<void>();
      this.waiting.push(() => {
        this.known.add(letter);
        resolve();
      });
      return promise;
    };
    return Object.assign(decode, { prepare });
  }

  answer(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
}

test('records wait for what their deserializer fetches, in order, and those of other partitions do not', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [numbered('a', 3), numbered('b', 3)]);
  const fetching = new Fetching();
  fetching.known.add('b');
  const consumer = world.consumer<Buffer, string>({ valueDeserializer: fetching.deserializer });
  consumer.assign(all('orders', 2));
  const records = consumer.records();
  const next = async (): Promise<string | null> => (await records.next()).value.value;
  const others = [await next(), await next(), await next()];
  assert.deepEqual(others, numbered('b', 3));
  const waiting = next();
  for (let turns = 0; fetching.waiting.length === 0; turns++) {
    assert.ok(turns < MAX_TURNS, 'the deserializer is asked for the schema of a');
    await new Promise((resolve) => setImmediate(resolve));
  }
  fetching.answer();
  assert.deepEqual([await waiting, await next(), await next()], numbered('a', 3));
});

test('a deserializer that could not fetch says so where the record is read, and the next record comes', async (context) => {
  const world = await ConsumerWorld.start(context);
  await world.topic('orders', [['x1', 'b1']]);
  const fetching = new Fetching();
  fetching.known.add('b');
  const consumer = world.consumer<Buffer, string>({ valueDeserializer: fetching.deserializer });
  consumer.assign(all('orders', 1));
  const records = consumer.records();
  const { value: first } = await records.next();
  assert.throws(() => first.value, { code: 'DESERIALIZATION_FAILED', cause: new Error('x is not known') });
  assert.equal((await records.next()).value.value, 'b1');
  assert.deepEqual(fetching.asked, ['x'], 'each record is prepared once');
});
