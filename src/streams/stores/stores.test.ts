/** One suite for every store that holds state: rows in the order of bytes, a changelog in Kafka's bytes, and the same store made of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { int, string, type SyncSerde } from '#serde';
import { RecordContext, type RecordHeader, type RecordOrigin } from '../runtime/record-context.ts';
import { CachedKeyValueStore } from './cache/cached-key-value-store.ts';
import { CachedSessionStore } from './cache/cached-session-store.ts';
import type { StoreCache } from './cache/cached-store.ts';
import { CachedWindowStore } from './cache/cached-window-store.ts';
import { ThreadCache } from './cache/thread-cache.ts';
import { ChangeBuffer } from './change-buffer.ts';
import { PersistentWindowStore } from './disk/persistent-window-store.ts';
import { KeyValueRowsWithHeaders } from './headers/key-value-store-with-headers.ts';
import { SessionRowsWithHeaders } from './headers/session-store-with-headers.ts';
import { WindowRowsWithHeaders } from './headers/window-store-with-headers.ts';
import { type WithHeaders, withHeadersSerde } from './headers/with-headers.ts';
import { MemoryKeyValueStore } from './memory-key-value-store.ts';
import { MemorySessionStore } from './memory-session-store.ts';
import { MemoryWindowStore } from './memory-window-store.ts';
import type { KeyValueStore, SessionStore, StateStore, WindowStore } from './state-store.ts';
import type {
  KeyValueStoreWithHeaders,
  SessionStoreWithHeaders,
  WindowStoreWithHeaders,
} from './state-store-with-headers.ts';
import { StoreSerdes } from './store-serdes.ts';
import { WaitingRecordsStore } from './waiting-records-store.ts';

interface Written {
  readonly key: string;
  readonly value: string | null;
  readonly timestamp: number;
  readonly headers: string;
}

const NOW = 5000;
const TEXTS = new StoreSerdes<string, string>('changelog', string(), string());
const NUMBERED = new StoreSerdes<number, string>('changelog', int(), string());

/** Opens a store over a changelog that is kept in hexadecimal digits. */
function open<S extends StateStore>(store: S): { store: S; written: Written[]; dropped: string[] } {
  const written: Written[] = [];
  const dropped: string[] = [];
  const hex = (bytes: Uint8Array | string): string => Buffer.from(bytes as Uint8Array).toString('hex');
  store.open({
    taskId: '0_0',
    directory: null,
    timestamp: () => NOW,
    headers: () => [],
    drop: (reason) => void dropped.push(reason),
    changelog: {
      write(key, value, timestamp, headers = []) {
        const texts = headers.map((one) => `${one.key}=${one.value === null ? 'null' : hex(one.value)}`);
        written.push({ key: hex(key), value: value === null ? null : hex(value), timestamp, headers: texts.join() });
      },
    },
  });
  return { store, written, dropped };
}

/** As `open` writes them down. */
function readHeaders(text: string): RecordHeader[] {
  if (text === '') return [];
  return text.split(',').map((one) => {
    const [key, value] = one.split('=') as [string, string];
    return { key, value: value === 'null' ? null : Buffer.from(value, 'hex') };
  });
}

function originOf(timestamp: number): RecordOrigin {
  return { topic: 'orders', partition: 2, offset: 7, timestamp, headers: [{ key: 'h', value: Buffer.from('x') }] };
}

/** What a store has to show to be judged by the suite. */
interface Subject<S extends StateStore> {
  readonly kind: string;
  create(): S;
  /** Puts some rows in an order of its own, replaces one and deletes one. */
  fill(store: S): void;
  rows(store: S): unknown[];
  /** After `fill`. */
  readonly expected: readonly unknown[];
}

function subject<S extends StateStore>(one: Subject<S>): void {
  test(`a ${one.kind} store gives its rows in order, the replaced one once and the deleted one not at all`, () => {
    const { store } = open(one.create());
    one.fill(store);
    assert.deepEqual(one.rows(store), one.expected);
  });

  test(`a ${one.kind} store restored from its changelog has the same rows, and writes nothing meanwhile`, () => {
    const first = open(one.create());
    one.fill(first.store);
    first.store.flush();
    const second = open(one.create());
    for (const { key, value, timestamp, headers } of first.written) {
      const bytes = value === null ? null : Buffer.from(value, 'hex');
      second.store.restore(Buffer.from(key, 'hex'), bytes, timestamp, readHeaders(headers));
    }
    second.store.flush();
    assert.deepEqual(one.rows(second.store), one.expected);
    assert.deepEqual(second.written, []);
  });

  test(`a ${one.kind} store that was cleared is empty, writes nothing of it, and is filled anew`, () => {
    const { store, written } = open(one.create());
    one.fill(store);
    store.flush();
    const count = written.length;
    store.clear();
    store.flush();
    assert.deepEqual(one.rows(store), []);
    assert.equal(written.length, count);
    one.fill(store);
    assert.deepEqual(one.rows(store), one.expected);
  });

  test(`a ${one.kind} store that was closed is empty`, () => {
    const { store } = open(one.create());
    one.fill(store);
    store.close();
    assert.deepEqual(one.rows(store), []);
  });
}

/** For a store that has room for little more than one row in its cache. */
function smallCache(): StoreCache {
  const record = new RecordContext();
  record.restore(originOf(NOW));
  return { thread: new ThreadCache(150), record };
}

const numbers: Omit<Subject<KeyValueStore<number, string>>, 'kind' | 'create'> = {
  fill(store) {
    store.put(2, 'two', 20);
    store.put(-1, 'minus one', 30);
    store.put(1, 'one', 10);
    store.put(3, 'three', 10);
    store.put(1, 'uno', 5);
    store.put(3, null, 40);
  },
  rows: (store) => [...store.all()].map(([key, { value, timestamp }]) => [key, value, timestamp]),
  // By bytes a negative number comes after all others.
  expected: [
    [1, 'uno', 5],
    [2, 'two', 20],
    [-1, 'minus one', 30],
  ],
};

subject({ kind: 'key-value', create: () => new MemoryKeyValueStore('s', NUMBERED), ...numbers });
subject({ kind: 'large key-value', create: () => new MemoryKeyValueStore('s', NUMBERED, 2), ...numbers });
subject({
  kind: 'cached key-value',
  create: () => new CachedKeyValueStore(new MemoryKeyValueStore('s', NUMBERED), NUMBERED, smallCache()),
  ...numbers,
});

const windows: Omit<Subject<WindowStore<string, string>>, 'kind' | 'create'> = {
  fill(store) {
    store.put('b', '1', { windowStart: 10, timestamp: 12 });
    store.put('a', '2', { windowStart: 10, timestamp: 13 });
    store.put('c', '3', { windowStart: 0, timestamp: 5 });
    store.put('b', '4', { windowStart: 10, timestamp: 15 });
    store.put('d', '5', { windowStart: 20, timestamp: 21 });
    store.put('d', null, { windowStart: 20, timestamp: 22 });
  },
  rows: (store) =>
    [...store.fetchAll(0, 1000)].map(([window, { value, timestamp }]) => ({ ...window, value, timestamp })),
  expected: [
    { key: 'c', start: 0, end: 10, value: '3', timestamp: 5 },
    { key: 'a', start: 10, end: 20, value: '2', timestamp: 13 },
    { key: 'b', start: 10, end: 20, value: '4', timestamp: 15 },
  ],
};

function windowStore(largeFrom?: number): WindowStore<string, string> {
  const options = { name: 's', serdes: TEXTS, retentionMs: 100, windowSizeMs: 10 };
  return new MemoryWindowStore({ ...options, ...(largeFrom !== undefined && { largeFrom }) });
}

subject({ kind: 'window', create: () => windowStore(), ...windows });
subject({ kind: 'large window', create: () => windowStore(1), ...windows });
subject({
  kind: 'cached window',
  create: () => new CachedWindowStore(windowStore(), TEXTS, smallCache()),
  ...windows,
});

const sessions: Omit<Subject<SessionStore<string, string>>, 'kind' | 'create'> = {
  fill(store) {
    store.put({ key: 'a', start: 10, end: 30 }, '1');
    store.put({ key: 'b', start: 0, end: 5 }, '2');
    store.put({ key: 'a', start: 0, end: 8 }, '3');
    store.put({ key: 'a', start: 10, end: 30 }, '4');
    store.put({ key: 'c', start: 1, end: 2 }, '5');
    store.put({ key: 'c', start: 1, end: 2 }, null);
  },
  rows: (store) => [...store.findEnded(0, 1000)].map(([window, value]) => ({ ...window, value })),
  expected: [
    { key: 'b', start: 0, end: 5, value: '2' },
    { key: 'a', start: 0, end: 8, value: '3' },
    { key: 'a', start: 10, end: 30, value: '4' },
  ],
};

subject({ kind: 'session', create: () => new MemorySessionStore('s', TEXTS, 100), ...sessions });
subject({ kind: 'large session', create: () => new MemorySessionStore('s', TEXTS, 100, 1), ...sessions });
subject({
  kind: 'cached session',
  create: () => new CachedSessionStore(new MemorySessionStore('s', TEXTS, 100), TEXTS, smallCache()),
  ...sessions,
});

const OWN: readonly RecordHeader[] = [
  { key: 'trace', value: Buffer.from('1') },
  { key: 'trace', value: null },
];
const SHOWN = [
  ['trace', '1'],
  ['trace', null],
];
const NUMBERED_WITH_HEADERS = withHeaders<number>(int());
const TEXTS_WITH_HEADERS = withHeaders<string>(string());

function withHeaders<K>(keys: SyncSerde<K>): StoreSerdes<K, WithHeaders<string>> {
  return new StoreSerdes('changelog', keys, withHeadersSerde(string()));
}

function shownHeaders(headers: readonly RecordHeader[]): unknown[] {
  return headers.map(({ key, value }) => [key, value === null ? null : String(value)]);
}

const numbersWithHeaders: Omit<Subject<KeyValueStoreWithHeaders<number, string>>, 'kind' | 'create'> = {
  fill(store) {
    store.put(2, 'two', 20, OWN);
    store.put(-1, 'minus one', 30);
    store.put(1, 'one', 10, []);
    store.put(3, 'three', 10, OWN);
    store.put(1, 'uno', 5, OWN);
    store.put(3, null, 40);
  },
  rows: (store) =>
    [...store.all()].map(([key, { value, timestamp, headers }]) => [key, value, timestamp, shownHeaders(headers)]),
  expected: [
    [1, 'uno', 5, SHOWN],
    [2, 'two', 20, SHOWN],
    [-1, 'minus one', 30, []],
  ],
};

for (const [kind, largeFrom] of [
  ['key-value', undefined],
  ['large key-value', 2],
] as const) {
  const rows = (): MemoryKeyValueStore<number, WithHeaders<string>> =>
    new MemoryKeyValueStore('s', NUMBERED_WITH_HEADERS, largeFrom);
  subject({
    kind: `${kind} with headers`,
    create: () => new KeyValueRowsWithHeaders(rows()),
    ...numbersWithHeaders,
  });
  subject({
    kind: `cached ${kind} with headers`,
    create: () => new KeyValueRowsWithHeaders(new CachedKeyValueStore(rows(), NUMBERED_WITH_HEADERS, smallCache())),
    ...numbersWithHeaders,
  });
}

const windowsWithHeaders: Omit<Subject<WindowStoreWithHeaders<string, string>>, 'kind' | 'create'> = {
  fill(store) {
    store.put('b', '1', { windowStart: 10, timestamp: 12, headers: OWN });
    store.put('a', '2', { windowStart: 10, timestamp: 13, headers: OWN });
    store.put('b', '4', { windowStart: 10, timestamp: 15, headers: [] });
    store.put('d', '5', { windowStart: 20, timestamp: 21, headers: OWN });
    store.put('d', null, { windowStart: 20, timestamp: 22 });
  },
  rows: (store) =>
    [...store.fetchAll(0, 1000)].map(([window, { value, timestamp, headers }]) => {
      return { ...window, value, timestamp, headers: shownHeaders(headers) };
    }),
  expected: [
    { key: 'a', start: 10, end: 20, value: '2', timestamp: 13, headers: SHOWN },
    { key: 'b', start: 10, end: 20, value: '4', timestamp: 15, headers: [] },
  ],
};

function windowRows(): WindowStore<string, WithHeaders<string>> {
  return new MemoryWindowStore({ name: 's', serdes: TEXTS_WITH_HEADERS, retentionMs: 100, windowSizeMs: 10 });
}

subject({
  kind: 'window with headers',
  create: () => new WindowRowsWithHeaders(windowRows()),
  ...windowsWithHeaders,
});
subject({
  kind: 'cached window with headers',
  create: () => new WindowRowsWithHeaders(new CachedWindowStore(windowRows(), TEXTS_WITH_HEADERS, smallCache())),
  ...windowsWithHeaders,
});

const sessionsWithHeaders: Omit<Subject<SessionStoreWithHeaders<string, string>>, 'kind' | 'create'> = {
  fill(store) {
    store.put({ key: 'a', start: 10, end: 30 }, '1', OWN);
    store.put({ key: 'b', start: 0, end: 5 }, '2', OWN);
    store.put({ key: 'a', start: 10, end: 30 }, '4', []);
    store.put({ key: 'c', start: 1, end: 2 }, '5', OWN);
    store.put({ key: 'c', start: 1, end: 2 }, null);
  },
  rows: (store) =>
    [...store.findEndedWithHeaders(0, 1000)].map(([window, { value, headers }]) => {
      return { ...window, value, headers: shownHeaders(headers) };
    }),
  expected: [
    { key: 'b', start: 0, end: 5, value: '2', headers: SHOWN },
    { key: 'a', start: 10, end: 30, value: '4', headers: [] },
  ],
};

function sessionRows(): SessionStore<string, WithHeaders<string>> {
  return new MemorySessionStore('s', TEXTS_WITH_HEADERS, 100);
}

subject({
  kind: 'session with headers',
  create: () => new SessionRowsWithHeaders(sessionRows()),
  ...sessionsWithHeaders,
});
subject({
  kind: 'cached session with headers',
  create: () => new SessionRowsWithHeaders(new CachedSessionStore(sessionRows(), TEXTS_WITH_HEADERS, smallCache())),
  ...sessionsWithHeaders,
});

subject({
  kind: 'waiting-records',
  create: () => new WaitingRecordsStore('s', { left: TEXTS, right: TEXTS }),
  fill(store) {
    store.add({ timestamp: 20, isLeft: true, key: 'a', value: 'l1' });
    store.add({ timestamp: 10, isLeft: true, key: 'b', value: 'l2' });
    store.add({ timestamp: 10, isLeft: false, key: 'c', value: 'r1' });
    store.add({ timestamp: 20, isLeft: true, key: 'a', value: 'l3' });
    store.add({ timestamp: 15, isLeft: true, key: 'd', value: 'l4' });
    assert.equal(store.remove({ timestamp: 15, isLeft: true, key: 'd' }, 30), true);
    assert.equal(store.remove({ timestamp: 15, isLeft: true, key: 'd' }, 30), false);
  },
  rows: (store) => [...store.all()],
  // At one time the right side comes first.
  expected: [
    { timestamp: 10, isLeft: false, key: 'c', values: ['r1'] },
    { timestamp: 10, isLeft: true, key: 'b', values: ['l2'] },
    { timestamp: 20, isLeft: true, key: 'a', values: ['l1', 'l3'] },
  ],
});

const waiting = { oldValue: null, priorValue: null };

/** The changes that wait, in the order in which they are due; the buffer is empty afterwards. */
function drain(buffer: ChangeBuffer<string, string>): unknown[] {
  const changes: unknown[] = [];
  for (let change = buffer.take(); change !== undefined; change = buffer.take()) {
    const { key, time, newValue, oldValue, priorValue, origin } = change;
    changes.push({ key, time, newValue, oldValue, priorValue, offset: origin.offset, timestamp: origin.timestamp });
  }
  return changes;
}

subject({
  kind: 'change-buffer',
  create: () => new ChangeBuffer('s', TEXTS),
  fill(buffer) {
    buffer.put('z', { time: 1, newValue: 'first', oldValue: null, origin: originOf(1) });
    buffer.take();
    buffer.put('b', { time: 10, newValue: '1', oldValue: 'before', origin: originOf(10) });
    buffer.put('a', { time: 10, newValue: '2', oldValue: null, origin: originOf(11) });
    buffer.put('c', { time: 5, newValue: null, oldValue: 'was', origin: originOf(5) });
    buffer.put('b', { time: 90, newValue: '3', oldValue: '1', origin: originOf(90) });
  },
  rows: drain,
  // A change that replaces another waits no longer than that one, and remembers what was before both.
  expected: [
    { key: 'c', time: 5, newValue: null, oldValue: 'was', priorValue: 'was', offset: 7, timestamp: 5 },
    { key: 'a', time: 10, newValue: '2', ...waiting, offset: 7, timestamp: 11 },
    { key: 'b', time: 10, newValue: '3', oldValue: '1', priorValue: 'before', offset: 7, timestamp: 90 },
  ],
});

test('a range of a key-value store holds both its ends, and is open where an end is null', () => {
  const { store } = open(new MemoryKeyValueStore('s', TEXTS));
  for (const key of ['d', 'b', 'a', 'c']) store.put(key, key, 1);
  const keys = (from: string | null, to: string | null): string[] => [...store.range(from, to)].map(([key]) => key);
  assert.deepEqual(keys('b', 'c'), ['b', 'c']);
  assert.deepEqual(keys('c', null), ['c', 'd']);
  assert.deepEqual(keys(null, 'a'), ['a']);
});

test('rows may be put and deleted while a store is read', () => {
  const { store } = open(new MemoryKeyValueStore('s', TEXTS));
  for (const key of ['a', 'b', 'c']) store.put(key, key, 1);
  const seen: string[] = [];
  for (const [key] of store.all()) {
    seen.push(key);
    store.put('b', null, 2);
  }
  assert.deepEqual(seen, ['a', 'c']);
});

test("the changelog of a key-value store has the plain value, and the row's time as that of the record", () => {
  const { store, written } = open(new MemoryKeyValueStore('s', TEXTS));
  store.put('a', 'x', 12);
  store.put('a', null, 13);
  assert.deepEqual(written, [
    { key: '61', value: '78', timestamp: 12, headers: '' },
    { key: '61', value: null, timestamp: 13, headers: '' },
  ]);
});

test('the changelog of a window store has key, start and a sequence of 0', () => {
  const { store, written } = open(
    new MemoryWindowStore({ name: 's', serdes: TEXTS, retentionMs: 100, windowSizeMs: 10 }),
  );
  store.put('a', 'x', { windowStart: 258, timestamp: 260 });
  assert.deepEqual(written, [{ key: '61000000000000010200000000', value: '78', timestamp: 260, headers: '' }]);
});

for (const Store of [MemoryWindowStore<string, string>, PersistentWindowStore<string, string>])
  test(`a window store that keeps duplicates gives each row, and numbers them in its changelog, ${Store.name}`, () => {
    const { store, written } = open(
      new Store({
        name: 's',
        serdes: TEXTS,
        retentionMs: 100,
        windowSizeMs: 10,
        retainsDuplicates: true,
      }),
    );
    store.put('a', 'x', { windowStart: 1, timestamp: 1 });
    store.put('a', 'y', { windowStart: 1, timestamp: 1 });
    store.put('a', null, { windowStart: 1, timestamp: 1 });
    const values = [...store.fetch('a', 0, 10)].map(([, { value }]) => value);
    assert.deepEqual(values, ['x', 'y']);
    assert.deepEqual(
      written.map(({ key }) => key.slice(-8)),
      ['00000001', '00000002', '00000003'],
    );
  });

test('the changelog of a session store has the end before the start, and the time of the record at hand', () => {
  const { store, written } = open(new MemorySessionStore('s', TEXTS, 100));
  store.put({ key: 'a', start: 1, end: 2 }, 'x');
  assert.deepEqual(written, [{ key: '6100000000000000020000000000000001', value: '78', timestamp: NOW, headers: '' }]);
});

test('the changelog of waiting records has time, side and key, and the whole list of values', () => {
  const { store, written } = open(new WaitingRecordsStore('s', { left: TEXTS, right: TEXTS }));
  store.add({ timestamp: 3, isLeft: true, key: 'a', value: 'x' });
  store.add({ timestamp: 3, isLeft: true, key: 'a', value: 'yz' });
  assert.deepEqual(
    written.map(({ key, value }) => [key, value]),
    [
      ['00000000000000030161', '0100000001000000020178'],
      ['00000000000000030161', '01000000020000000201780000000301797a'],
    ],
  );
});

test('a change buffer writes what waits once per flush, in the format that the header v tells, and clears what has gone', () => {
  const { store, written } = open(new ChangeBuffer('s', TEXTS));
  store.put('a', { time: 9, newValue: 'n', oldValue: 'o', origin: originOf(4) });
  store.put('b', { time: 9, newValue: 'n', oldValue: null, origin: originOf(4) });
  assert.equal(store.take()?.key, 'a');
  store.flush();
  store.flush();
  const origin = ['0000000000000004', '0000000000000007', '000000066f7264657273', '00000002', '00000001'].join('');
  const waits = `${origin}00000001680000000178ffffffffffffffff000000016e0000000000000009`;
  assert.deepEqual(written, [
    { key: '61', value: null, timestamp: NOW, headers: '' },
    { key: '62', value: waits, timestamp: 4, headers: 'v=03' },
  ]);
});

test('a change whose old value is the one before all that wait says so instead of holding it twice', () => {
  const { store, written } = open(new ChangeBuffer('s', TEXTS));
  store.put('a', { time: 9, newValue: 'n', oldValue: 'o', origin: originOf(4) });
  store.flush();
  assert.ok(written[0]?.value?.endsWith('000000016ffffffffe000000016e0000000000000009'));
});

test('a changelog record of waiting changes that is cut off is refused wherever the cut is', () => {
  const whole = open(new ChangeBuffer('s', TEXTS));
  whole.store.put('a', { time: 9, newValue: 'n', oldValue: 'o', origin: originOf(4) });
  whole.store.flush();
  const bytes = Buffer.from(whole.written[0]!.value!, 'hex');
  for (let length = 0; length < bytes.length; length++) {
    const { store } = open(new ChangeBuffer('s', TEXTS));
    assert.throws(() => store.restore(Buffer.from('a'), bytes.subarray(0, length), 0, []), {
      code: 'CORRUPT_CHANGELOG',
    });
  }
});

test('the bytes that a change buffer counts are those of what waits', () => {
  const { store } = open(new ChangeBuffer('s', TEXTS));
  store.put('a', { time: 1, newValue: 'value', oldValue: null, origin: originOf(1) });
  const one = store.bytes;
  store.put('b', { time: 2, newValue: 'value', oldValue: null, origin: originOf(2) });
  assert.equal(store.bytes, 2 * one);
  store.put('b', { time: 2, newValue: 'value!', oldValue: null, origin: originOf(2) });
  assert.equal(store.bytes, 2 * one + 1);
  store.take();
  store.take();
  assert.equal(store.bytes, 0);
  assert.equal(store.minTime, Infinity);
});

test('a window is gone once it is a retention older than the newest one, by time of the store itself', () => {
  const { store, dropped } = open(
    new MemoryWindowStore({ name: 's', serdes: TEXTS, retentionMs: 100, windowSizeMs: 10 }),
  );
  store.put('a', 'x', { windowStart: 0, timestamp: 0 });
  store.put('a', 'y', { windowStart: 1, timestamp: 1 });
  store.put('b', 'z', { windowStart: 100, timestamp: 100 });
  assert.equal(store.get('a', 0), undefined);
  assert.equal(store.get('a', 1)?.value, 'y');
  store.put('c', 'late', { windowStart: 0, timestamp: 0 });
  assert.equal(store.get('c', 0), undefined);
  assert.deepEqual(dropped, ['expired window']);
});

test('a session is gone once its end is a retention older than the newest one', () => {
  const { store, dropped } = open(new MemorySessionStore('s', TEXTS, 100));
  store.put({ key: 'a', start: 0, end: 0 }, 'x');
  store.put({ key: 'b', start: 0, end: 1 }, 'y');
  store.put({ key: 'c', start: 100, end: 100 }, 'z');
  assert.equal(store.get('a', 0, 0), undefined);
  assert.equal(store.get('b', 0, 1), 'y');
  store.put({ key: 'd', start: 0, end: 0 }, 'late');
  assert.deepEqual(dropped, ['expired window']);
});

test('sessions of one key are found by time, ascending', () => {
  const { store } = open(new MemorySessionStore('s', TEXTS, 1000));
  for (const [start, end] of [
    [50, 60],
    [0, 10],
    [20, 30],
  ] as const)
    store.put({ key: 'a', start, end }, `${start}`);
  store.put({ key: 'b', start: 0, end: 60 }, 'other');
  const found = (earliestEnd: number, latestStart: number): string[] =>
    [...store.find('a', earliestEnd, latestStart)].map(([, value]) => value);
  assert.deepEqual(found(10, 50), ['0', '20', '50']);
  assert.deepEqual(found(11, 49), ['20']);
});

test('windows of one key are read in either direction', () => {
  const { store } = open(new MemoryWindowStore({ name: 's', serdes: TEXTS, retentionMs: 1000, windowSizeMs: 10 }));
  for (const windowStart of [30, 10, 20]) store.put('a', `${windowStart}`, { windowStart, timestamp: windowStart });
  store.put('b', 'other', { windowStart: 20, timestamp: 20 });
  assert.deepEqual(
    [...store.fetch('a', 10, 20)].map(([start]) => start),
    [10, 20],
  );
  assert.deepEqual(
    [...store.fetchBackward('a', 10, 30)].map(([start]) => start),
    [30, 20, 10],
  );
});
