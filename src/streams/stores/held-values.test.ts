/** Windows and sessions of which there are many: the same rows as where there are few, and memory that comes back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { long, string } from '#serde';
import type { PlanSerde } from '../plan/plan-nodes.ts';
import { HeldValues } from './held-values.ts';
import { MemorySessionStore } from './memory-session-store.ts';
import { MemoryWindowStore } from './memory-window-store.ts';
import { openStore, restoreFrom } from './open-store.testing.ts';
import { StoreSerdes } from './store-serdes.ts';

const RETENTION_MS = 60;
const MOST = 10_000;

const serdes = (): StoreSerdes<string, string> => new StoreSerdes('changelog', string(), string());

const changes = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b', 'ab', 'é'),
    value: fc.option(fc.string({ maxLength: 40 }), { freq: 4 }),
    /** How far behind the newest time it is. */
    lateMs: fc.nat(80),
    span: fc.nat(3),
  }),
  { maxLength: 200, size: 'max' },
);
const from = fc.integer({ min: 0, max: 10 });

test('a store of windows that has become large has the rows of one that has not, whatever is replaced, deleted or expires', () => {
  fc.assert(
    fc.property(changes, from, fc.boolean(), (steps, largeFrom, retainsDuplicates) => {
      const options = { name: 's', serdes: serdes(), retentionMs: RETENTION_MS, windowSizeMs: 10, retainsDuplicates };
      const large = openStore(new MemoryWindowStore({ ...options, largeFrom }));
      const small = openStore(new MemoryWindowStore(options));
      for (const [index, { key, value, lateMs }] of steps.entries()) {
        const windowStart = Math.max(0, index * 5 - lateMs);
        for (const { store } of [large, small]) store.put(key, value, { windowStart, timestamp: index });
        assert.deepEqual(large.store.get(key, windowStart), small.store.get(key, windowStart));
        assert.deepEqual([...large.store.fetch(key, 0, MOST)], [...small.store.fetch(key, 0, MOST)]);
      }
      assert.deepEqual([...large.store.fetchAll(0, MOST)], [...small.store.fetchAll(0, MOST)]);
      assert.deepEqual(large.written, small.written);
      const restored = restoreFrom(new MemoryWindowStore({ ...options, largeFrom }), large.written);
      assert.deepEqual([...restored.fetchAll(0, MOST)], [...small.store.fetchAll(0, MOST)]);
    }),
  );
});

test('a store of sessions that has become large has the sessions of one that has not', () => {
  fc.assert(
    fc.property(changes, from, (steps, largeFrom) => {
      const large = openStore(new MemorySessionStore('s', serdes(), RETENTION_MS, largeFrom));
      const small = openStore(new MemorySessionStore('s', serdes(), RETENTION_MS));
      for (const [index, { key, value, lateMs, span }] of steps.entries()) {
        const end = Math.max(span, index * 5 - lateMs);
        for (const { store } of [large, small]) store.put({ key, start: end - span, end }, value);
        assert.deepEqual([...large.store.find(key, 0, MOST)], [...small.store.find(key, 0, MOST)]);
        assert.equal(large.store.get(key, end - span, end), small.store.get(key, end - span, end));
      }
      assert.deepEqual([...large.store.findEnded(0, MOST)], [...small.store.findEnded(0, MOST)]);
      assert.deepEqual(large.written, small.written);
    }),
  );
});

test('a value is written once, for the store and its changelog, and each row has its own', () => {
  let written = 0;
  const counting: PlanSerde = {
    serialize: (_topic, value) => (written++, value === null ? null : Buffer.from(value as string)),
    deserialize: (_topic, bytes) => (bytes === null ? null : Buffer.from(bytes).toString()),
  };
  const counted = new StoreSerdes<string, string>('changelog', string(), counting);
  const options = { name: 's', retentionMs: RETENTION_MS, windowSizeMs: 10, largeFrom: 0 };
  const windows = openStore(new MemoryWindowStore({ ...options, serdes: counted }));
  const sessions = openStore(new MemorySessionStore('s', counted, RETENTION_MS, 0));
  // The first two are another row and its replacement; the last one is too late.
  const rows = [
    ['a', 'one', 100],
    ['a', 'two', 100],
    ['b', 'three', 110],
    ['a', 'late', 0],
  ] as const;
  for (const [key, value, start] of rows) {
    windows.store.put(key, value, { windowStart: start, timestamp: start });
    sessions.store.put({ key, start, end: start }, value);
  }
  assert.equal(written, 2 * rows.length);
  for (const store of [windows, sessions]) {
    assert.deepEqual(
      store.written.map(({ value }) => String(value)),
      ['one', 'two', 'three', 'late'],
    );
  }
});

test('keys and values of one serde, which writes them into the same bytes, are not mistaken for each other', () => {
  const longs = new StoreSerdes<number, number>('changelog', long(), long());
  const sharing = { name: 's', serdes: longs, retentionMs: RETENTION_MS, windowSizeMs: 10 };
  const [large, small] = [0, MOST].map((largeFrom) => openStore(new MemoryWindowStore({ ...sharing, largeFrom })));
  for (const { store } of [large!, small!]) {
    for (const key of [1, 2, 1]) store.put(key, key + 100, { windowStart: 0, timestamp: 0 });
  }
  assert.deepEqual(large!.written, small!.written);
  assert.deepEqual([...large!.store.fetch(2, 0, 0)], [[0, { value: 102, timestamp: 0 }]]);
});

test('what expires makes room for what comes: numbers are given out again', () => {
  const held = new HeldValues(serdes(), 0);
  const first = Array.from({ length: 1000 }, (_, index) => held.hold({ value: `value ${index}`, timestamp: index }));
  assert.deepEqual(held.read(first[999]!), { value: 'value 999', timestamp: 999 });
  for (const one of first) held.release(one);
  const second = Array.from({ length: 1000 }, (_, index) => held.hold({ value: `other ${index}`, timestamp: -index }));
  assert.deepEqual(second.toSorted(), first.toSorted());
  for (const [index, one] of second.entries()) {
    assert.deepEqual(held.read(one), { value: `other ${index}`, timestamp: -index });
  }
});
