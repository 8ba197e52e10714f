/** Stores with many rows: the same rows as one with few has, and memory that comes back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytes, string } from '#serde';
import { MemoryKeyValueStore } from './memory-key-value-store.ts';
import { openStore, restoreFrom } from './open-store.testing.ts';
import { Slab } from './slab.ts';
import { StoreSerdes } from './store-serdes.ts';

type Store = MemoryKeyValueStore<string, string>;

function storeOf(largeFrom: number): Store {
  return new MemoryKeyValueStore('s', new StoreSerdes('changelog', string(), string()), largeFrom);
}

function rowsOf(store: Store): unknown[] {
  return [...store.all()].map(([key, { value, timestamp }]) => [key, value, timestamp]);
}

const change = fc.record({
  key: fc.integer({ min: 0, max: 40 }),
  value: fc.oneof(fc.constant(null), fc.string({ maxLength: 40 })),
  isRead: fc.boolean(),
});

test('a store that has become large has the rows of one that has not, in the same order, and writes the same', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200, size: 'max' }), fc.integer({ min: 1, max: 30 }), (changes, from) => {
      const large = openStore(storeOf(from));
      const small = openStore(storeOf(Infinity));
      for (const [index, { key, value, isRead }] of changes.entries()) {
        large.store.put(`key-${key}`, value, index);
        small.store.put(`key-${key}`, value, index);
        assert.deepEqual(large.store.get(`key-${key}`), small.store.get(`key-${key}`));
        if (isRead) assert.deepEqual(rowsOf(large.store), rowsOf(small.store));
      }
      assert.equal(large.store.approximateSize, small.store.approximateSize);
      assert.deepEqual(large.written, small.written);
      const restored = restoreFrom(openStore(storeOf(from)).store, large.written);
      assert.deepEqual(rowsOf(restored), rowsOf(small.store));
    }),
  );
});

test('rows may become bytes while a range is read', () => {
  const { store } = openStore(storeOf(20));
  for (let index = 10; index < 29; index++) store.put(String(index), 'x', index);
  const seen: string[] = [];
  for (const [key] of store.all()) {
    seen.push(key);
    store.put('99', 'y', 0);
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 19 }, (_, index) => String(index + 10)),
  );
});

test('bytes that were read stay as they are when the row is put again', () => {
  const serdes = new StoreSerdes<string, Buffer>('changelog', string(), bytes());
  const { store } = openStore(new MemoryKeyValueStore('s', serdes, 1));
  store.put('a', Buffer.from('one'), 1);
  store.put('b', Buffer.from('one'), 1);
  const read = store.get('a')!.value;
  store.put('a', Buffer.from('two'), 2);
  assert.equal(String(read), 'one');
});

/** As `Slab` sees values. */
function valueOf(slab: Slab, row: number): string {
  slab.find(row);
  return slab.bytes.toString('utf8', slab.start, slab.end);
}

test('a slab gives back the room of what is gone, and keeps what is not', () => {
  const slab = new Slab();
  const rows = 4000;
  for (let row = 0; row < rows; row++) slab.set(row, `value of ${row}`.padEnd(200));
  const full = slab.allocatedBytes;
  for (let row = 0; row < rows; row++) if (row % 8 !== 0) slab.delete(row);
  // Half of it may be of values that are gone, and two chunks besides.
  assert.ok(slab.allocatedBytes <= full / 4 + 128 * 1024, `${slab.allocatedBytes} of ${full}`);
  for (let row = 0; row < rows; row += 8) assert.equal(valueOf(slab, row).trimEnd(), `value of ${row}`);
});

test('values of a slab grow and shrink however often', () => {
  const slab = new Slab();
  const rows = 64;
  const wanted = new Map<number, string>();
  for (let turn = 0; turn < 20_000; turn++) {
    const row = (turn * 7919) % rows;
    const value = String(turn).repeat((turn * 31) % 400);
    slab.set(row, value);
    wanted.set(row, value);
  }
  for (const [row, value] of wanted) assert.equal(valueOf(slab, row), value);
  assert.ok(slab.allocatedBytes < 1_000_000, `${slab.allocatedBytes}`);
});

test('a value that is larger than any chunk has its place', () => {
  const slab = new Slab();
  const large = 'x'.repeat(1_000_000);
  slab.set(0, 'small');
  slab.set(1, large);
  slab.set(2, 'small, too');
  assert.deepEqual(
    [valueOf(slab, 0), valueOf(slab, 1).length, valueOf(slab, 2)],
    ['small', large.length, 'small, too'],
  );
  slab.set(1, 'not any more');
  slab.delete(1);
  assert.ok(slab.allocatedBytes < large.length);
});
