/** What caches hold back, what makes them let go of it, and in which order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { RecordContext } from '../../runtime/record-context.ts';
import { MemoryKeyValueStore } from '../memory-key-value-store.ts';
import { openStore, type OpenStore } from '../open-store.testing.ts';
import { StoreSerdes } from '../store-serdes.ts';
import { CachedKeyValueStore } from './cached-key-value-store.ts';
import { ThreadCache } from './thread-cache.ts';

const LARGE = 1 << 20;
/** A key and a value of one byte each, with a record of the topic `t`, as Kafka counts them. */
const ROW_BYTES = 1 + 24 + 1 + 20 + 1 + 8 + 1;

interface Cached extends OpenStore<CachedKeyValueStore<string, string>> {
  readonly thread: ThreadCache;
  readonly record: RecordContext;
  /** What was told, `key: old > new @timestamp/offset of the record`. */
  readonly told: string[];
}

function cached(maxBytes: number, thread: ThreadCache = new ThreadCache(maxBytes)): Cached {
  const record = new RecordContext();
  record.restore({ topic: 't', partition: 0, offset: 0, timestamp: 0, headers: [] });
  const serdes = new StoreSerdes<string, string>('changelog', string(), string());
  const store = new CachedKeyValueStore(new MemoryKeyValueStore('s', serdes), serdes, { thread, record });
  const told: string[] = [];
  store.onFlush((key, newValue, oldValue, timestamp) => {
    told.push(`${String(key)}: ${String(oldValue)} > ${String(newValue)} @${timestamp}/${record.offset}`);
  });
  return { ...openStore(store), thread, record, told };
}

test('of all changes of a row the last one is told at a flush, with what was told before it', () => {
  const { store, told, written } = cached(LARGE);
  store.put('a', '1', 1);
  store.put('a', '2', 2);
  assert.deepEqual([told, written], [[], []]);
  store.flush();
  store.put('a', '3', 3);
  store.put('a', '4', 4);
  store.flush();
  store.flush();
  assert.deepEqual(told, ['a: null > 2 @2/0', 'a: 2 > 4 @4/0']);
  assert.deepEqual(
    written.map(({ value, timestamp }) => [String(value), timestamp]),
    [
      ['2', 2],
      ['4', 4],
    ],
  );
});

test('rows are told in the order in which they were put last, each with its own record', () => {
  const { store, told, record } = cached(LARGE);
  for (const key of ['a', 'b', 'c', 'a']) {
    record.offset++;
    store.put(key, 'x', 1);
  }
  store.flush();
  assert.deepEqual(told, ['b: null > x @1/2', 'c: null > x @1/3', 'a: null > x @1/4']);
  assert.equal(record.offset, 4);
});

test('a row that came and went between two flushes is neither told nor written', () => {
  const { store, told, written } = cached(LARGE);
  store.put('a', '1', 1);
  store.put('a', null, 2);
  store.flush();
  assert.deepEqual([told, written], [[], []]);
  store.put('a', '1', 1);
  store.flush();
  store.put('a', '2', 2);
  store.put('a', null, 3);
  store.flush();
  assert.deepEqual(told, ['a: null > 1 @1/0', 'a: 1 > null @3/0']);
});

test('what is put is read at once, whether it was flushed or not', () => {
  const { store } = cached(LARGE);
  store.put('a', '1', 1);
  store.put('b', '2', 2);
  store.put('b', null, 3);
  assert.deepEqual(store.get('a'), { value: '1', timestamp: 1 });
  assert.equal(store.get('b'), undefined);
  assert.deepEqual([...store.all()], [['a', { value: '1', timestamp: 1 }]]);
});

test('what does not fit any more pushes out what was not used for the longest time, and all that is dirty is told after it', () => {
  const { store, told } = cached(2 * ROW_BYTES);
  store.put('a', '1', 1);
  store.put('b', '2', 2);
  store.get('a');
  store.put('c', '3', 3);
  assert.deepEqual(told, ['b: null > 2 @2/0', 'a: null > 1 @1/0', 'c: null > 3 @3/0']);
});

test('a row that is clean is pushed out without a word', () => {
  const { store, told } = cached(2 * ROW_BYTES);
  store.put('a', '1', 1);
  store.put('b', '2', 2);
  store.flush();
  told.length = 0;
  store.put('c', '3', 3);
  assert.deepEqual(told, []);
});

test('the stores of a thread share one bound, and each makes room among its own rows', () => {
  const one = cached(3 * ROW_BYTES);
  const other = cached(0, one.thread);
  one.store.put('a', '1', 1);
  one.store.put('b', '1', 1);
  other.store.put('a', '1', 1);
  assert.deepEqual([one.told, other.told], [[], []]);
  other.store.put('b', '1', 1);
  assert.deepEqual([one.told.length, other.told.length], [0, 2]);
  assert.equal(one.thread.bytes, 3 * ROW_BYTES);
});

test('a store that closes gives its room back', () => {
  const one = cached(LARGE);
  one.store.put('a', '1', 1);
  one.store.flush();
  one.store.put('b', '1', 1);
  assert.equal(one.thread.bytes, 2 * ROW_BYTES);
  one.store.close();
  assert.equal(one.thread.bytes, 0);
});

test('a row that is looked up while it is pushed out is there', () => {
  const one = cached(ROW_BYTES);
  const seen: unknown[] = [];
  one.store.onFlush((key) => void seen.push([key, one.store.get(key as string)?.value]));
  one.store.put('a', '1', 1);
  one.store.put('b', '2', 2);
  one.store.put('c', '3', 3);
  one.store.flush();
  assert.deepEqual(seen, [
    ['a', '1'],
    ['b', '2'],
    ['c', '3'],
  ]);
});
