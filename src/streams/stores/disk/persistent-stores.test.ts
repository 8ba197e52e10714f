/** What every store on the disk keeps through a commit, a crash and a restart, judged by the store in memory beside it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { string } from '#serde';
import type { RecordHeader } from '../../runtime/record-context.ts';
import { KeyValueRowsWithHeaders } from '../headers/key-value-store-with-headers.ts';
import { SessionRowsWithHeaders } from '../headers/session-store-with-headers.ts';
import { WindowRowsWithHeaders } from '../headers/window-store-with-headers.ts';
import { type WithHeaders, withHeadersSerde } from '../headers/with-headers.ts';
import { MemoryKeyValueStore } from '../memory-key-value-store.ts';
import { MemorySessionStore } from '../memory-session-store.ts';
import { MemoryVersionedStore } from '../memory-versioned-store.ts';
import { MemoryWindowStore, type WindowStoreOptions } from '../memory-window-store.ts';
import { openStore, restoreFrom } from '../open-store.testing.ts';
import type { KeyValueStore, SessionStore, StateStore, VersionedKeyValueStore, WindowStore } from '../state-store.ts';
import type {
  KeyValueStoreWithHeaders,
  SessionStoreWithHeaders,
  WindowStoreWithHeaders,
} from '../state-store-with-headers.ts';
import { StoreSerdes } from '../store-serdes.ts';
import { WaitingRecordsStore } from '../waiting-records-store.ts';
import { PersistentKeyValueStore } from './persistent-key-value-store.ts';
import { PersistentSessionStore } from './persistent-session-store.ts';
import { PersistentVersionedStore } from './persistent-versioned-store.ts';
import { PersistentWindowStore } from './persistent-window-store.ts';

const skip = isInstalled() ? false : 'the optional package lmdb is not installed';
const root = mkdtempSync(join(tmpdir(), 'stores-'));
let directories = 0;
after(() => rmSync(root, { recursive: true, force: true }));

function isInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('lmdb');
    return true;
  } catch {
    return false;
  }
}

const newDirectory = (): string => join(root, String(directories++));
const serdes = (): StoreSerdes<string, string> => new StoreSerdes('changelog', string(), string());

/** One step of a store's life; what it does with the numbers is the kind's own. */
interface Step {
  readonly key: string;
  readonly value: string | null;
  readonly time: number;
  readonly span: number;
}

interface Kind<S extends StateStore> {
  readonly kind: string;
  memory(): S;
  persistent(): S;
  step(store: S, step: Step): void;
  /** All that may be asked. */
  look(store: S): unknown;
}

const KEYS = ['a', 'b', 'ab', 'é'];
const TIMES = Array.from({ length: 12 }, (_, index) => index * 10);

function kind<S extends StateStore>(one: Kind<S>): void {
  const { kind: name, memory, persistent, look } = one;
  const step = fc.record({
    key: fc.constantFrom(...KEYS),
    value: fc.option(fc.string({ maxLength: 3 }), { freq: 4 }),
    time: fc.integer({ min: 0, max: 11 }).map((index) => index * 10),
    span: fc.integer({ min: 0, max: 3 }),
  });
  const life = fc.array(fc.oneof({ weight: 5, arbitrary: step }, fc.constantFrom('commit', 'reopen', 'crash')), {
    minLength: 30,
    maxLength: 60,
  });

  test(
    `a ${name} store on the disk is told from one in memory by nothing, whatever is committed, closed or lost meanwhile`,
    { skip },
    () => {
      fc.assert(
        fc.property(life, (steps) => {
          const directory = newDirectory();
          let disk = openStore(persistent(), directory);
          // What the changelog has, and how much of it was committed.
          let log: ReturnType<typeof openStore>['written'] = [];
          let committed = 0;
          for (const next of steps) {
            if (typeof next === 'object') {
              one.step(disk.store, next);
              continue;
            }
            log = [...log, ...disk.written.splice(0)];
            if (next === 'crash') log = log.slice(0, committed);
            else disk.store.commit((committed = log.length) === 0 ? null : committed - 1);
            if (next === 'commit') continue;
            disk.store.close();
            disk = openStore(persistent(), directory);
            const kept = (disk.store.changelogOffset ?? -1) + 1;
            if (next === 'reopen') assert.equal(kept, committed);
            assert.ok(kept <= committed);
            assert.deepEqual(look(disk.store), look(restoreFrom(openStore(memory()).store, log.slice(0, kept))));
            restoreFrom(disk.store, log.slice(kept));
            disk.store.commit(committed === 0 ? null : committed - 1);
          }
          log = [...log, ...disk.written];
          assert.deepEqual(look(disk.store), look(restoreFrom(openStore(memory()).store, log)));
          disk.store.close();
        }),
        { numRuns: 5 },
      );
    },
  );

  test(`a ${name} store gets only the tail of its changelog after a crash, and is whole again`, { skip }, () => {
    const directory = newDirectory();
    const steps = TIMES.map((time, index): Step => ({ key: KEYS[index % 4]!, value: `${index}`, time, span: 2 }));
    const before = openStore(persistent(), directory);
    for (const next of steps.slice(0, 6)) one.step(before.store, next);
    before.store.commit(before.written.length - 1);
    before.store.close();
    const crashed = openStore(persistent(), directory);
    for (const next of steps.slice(6)) one.step(crashed.store, next);
    const expected = look(crashed.store);
    crashed.store.close();
    const after = openStore(persistent(), directory);
    assert.equal(after.store.changelogOffset, before.written.length - 1);
    restoreFrom(after.store, crashed.written);
    assert.deepEqual(look(after.store), expected);
    after.store.close();
  });

  test(`a ${name} store that was cleared has nothing on the disk either, and is filled anew`, { skip }, () => {
    const directory = newDirectory();
    const steps = TIMES.map((time, index): Step => ({ key: KEYS[index % 4]!, value: `${index}`, time, span: 2 }));
    const first = openStore(persistent(), directory).store;
    for (const next of steps) one.step(first, next);
    const expected = look(first);
    first.commit(7);
    one.step(first, steps[0]!);
    first.clear();
    assert.equal(first.changelogOffset, null);
    assert.deepEqual(look(first), look(openStore(memory()).store));
    first.close();
    const second = openStore(persistent(), directory).store;
    assert.equal(second.changelogOffset, null);
    assert.deepEqual(look(second), look(openStore(memory()).store));
    for (const next of steps) one.step(second, next);
    assert.deepEqual(look(second), expected);
    second.close();
  });

  test(`a ${name} store without a directory keeps its rows in memory`, () => {
    const { store } = openStore(persistent());
    const other = openStore(memory()).store;
    for (const target of [store, other]) {
      for (const time of TIMES) one.step(target, { key: 'a', value: `${time}`, time, span: 1 });
      target.commit(0);
    }
    assert.deepEqual(look(store), look(other));
    // While the task rests; nothing is left of it once the store was closed.
    assert.equal(store.changelogOffset, 0);
    store.close();
    assert.equal(store.changelogOffset, null);
  });
}

kind<KeyValueStore<string, string>>({
  kind: 'key-value',
  memory: () => new MemoryKeyValueStore('s', serdes()),
  persistent: () => new PersistentKeyValueStore('s', serdes()),
  step: (store, { key, value, time }) => store.put(key === 'b' ? '' : key, value, time),
  look: (store) =>
    [[...store.all()], [...store.range('a', 'b')], [...store.range('ab', null)], store.get('')].map(plain),
});

kind<WindowStore<string, string>>({
  kind: 'window',
  memory: () => new MemoryWindowStore({ name: 's', serdes: serdes(), retentionMs: 70, windowSizeMs: 10 }),
  persistent: () => new PersistentWindowStore({ name: 's', serdes: serdes(), retentionMs: 70, windowSizeMs: 10 }),
  step: (store, { key, value, time }) => store.put(key, value, { windowStart: time, timestamp: time + 1 }),
  look: (store) => [
    [...store.fetchAll(0, 1000)].map(plain),
    KEYS.map((key) => [...store.fetchBackward(key, 20, 90)].map(plain)),
    KEYS.map((key) => TIMES.map((time) => plain(store.get(key, time)))),
  ],
});

kind<WindowStore<string, string>>({
  kind: 'join',
  memory: () => joinStore(MemoryWindowStore),
  persistent: () => joinStore(PersistentWindowStore),
  // Null moves the time of such a store, and is in no changelog.
  step: (store, { key, value, time }) => store.put(key, value ?? 'none', { windowStart: time, timestamp: time }),
  look: (store) => KEYS.map((key) => [...store.fetch(key, 0, 1000)].map(plain)),
});

function joinStore(
  Store: typeof MemoryWindowStore<string, string> | typeof PersistentWindowStore<string, string>,
): WindowStore<string, string> {
  return new Store({ name: 's', serdes: serdes(), retentionMs: 70, windowSizeMs: 10, retainsDuplicates: true });
}

kind<SessionStore<string, string>>({
  kind: 'session',
  memory: () => new MemorySessionStore('s', serdes(), 70),
  persistent: () => new PersistentSessionStore('s', serdes(), 70),
  step: (store, { key, value, time, span }) => store.put({ key, start: time, end: time + span * 10 }, value),
  look: (store) => [
    [...store.findEnded(0, 1000)],
    KEYS.map((key) => [...store.find(key, 30, 80)]),
    KEYS.map((key) => TIMES.map((time) => store.get(key, time, time + 10))),
  ],
});

const serdesWithHeaders = (): StoreSerdes<string, WithHeaders<string>> =>
  new StoreSerdes('changelog', string(), withHeadersSerde(string()));
const FORMAT = { withHeaders: true };

/** Of the value itself, so that each row has others; none for every third time. */
function headersOf({ value, time }: Step): RecordHeader[] {
  if (time % 30 === 0) return [];
  return [
    { key: 'é', value: Buffer.from(value ?? '') },
    { key: '', value: null },
  ];
}

kind<KeyValueStoreWithHeaders<string, string>>({
  kind: 'key-value with headers',
  memory: () => new KeyValueRowsWithHeaders(new MemoryKeyValueStore('s', serdesWithHeaders())),
  persistent: () => new KeyValueRowsWithHeaders(new PersistentKeyValueStore('s', serdesWithHeaders(), FORMAT)),
  step: (store, step) => store.put(step.key === 'b' ? '' : step.key, step.value, step.time, headersOf(step)),
  look: (store) => [[...store.all()], [...store.range('a', 'b')], store.get('')].map(plain),
});

const windowOptions = (): WindowStoreOptions<string, WithHeaders<string>> => {
  return { name: 's', serdes: serdesWithHeaders(), retentionMs: 70, windowSizeMs: 10 };
};

kind<WindowStoreWithHeaders<string, string>>({
  kind: 'window with headers',
  memory: () => new WindowRowsWithHeaders(new MemoryWindowStore(windowOptions())),
  persistent: () => new WindowRowsWithHeaders(new PersistentWindowStore(windowOptions(), FORMAT)),
  step: (store, step) =>
    store.put(step.key, step.value, { windowStart: step.time, timestamp: step.time + 1, headers: headersOf(step) }),
  look: (store) => [
    [...store.fetchAll(0, 1000)].map(plain),
    KEYS.map((key) => [...store.fetchBackward(key, 20, 90)].map(plain)),
    KEYS.map((key) => TIMES.map((time) => plain(store.get(key, time)))),
  ],
});

kind<SessionStoreWithHeaders<string, string>>({
  kind: 'session with headers',
  memory: () => new SessionRowsWithHeaders(new MemorySessionStore('s', serdesWithHeaders(), 70)),
  persistent: () => new SessionRowsWithHeaders(new PersistentSessionStore('s', serdesWithHeaders(), 70, FORMAT)),
  step: (store, step) =>
    store.put({ key: step.key, start: step.time, end: step.time + step.span * 10 }, step.value, headersOf(step)),
  look: (store) => [
    [...store.findEndedWithHeaders(0, 1000)].map(plain),
    KEYS.map((key) => [...store.findWithHeaders(key, 30, 80)].map(plain)),
    KEYS.map((key) => TIMES.map((time) => plain(store.getWithHeaders(key, time, time + 10)))),
  ],
});

kind<VersionedKeyValueStore<string, string>>({
  kind: 'versioned',
  memory: () => new MemoryVersionedStore({ name: 's', serdes: serdes(), historyRetentionMs: 40 }),
  persistent: () => new PersistentVersionedStore({ name: 's', serdes: serdes(), historyRetentionMs: 40 }),
  step: (store, { key, value, time, span }) => void store.put(key, value, time + span),
  look: (store) => KEYS.map((key) => [store.get(key), ...TIMES.map((time) => store.get(key, time))]),
});

kind<WaitingRecordsStore>({
  kind: 'waiting-records',
  memory: () => new WaitingRecordsStore('s', { left: serdes(), right: serdes() }),
  persistent: () => new WaitingRecordsStore('s', { left: serdes(), right: serdes(), isPersistent: true }),
  step(store, { key, value, time, span }) {
    const place = { timestamp: time, isLeft: span > 1, key };
    if (value === null) store.remove(place, time);
    else store.add({ ...place, value });
  },
  look: (store) => [...store.all()],
});

/** Rows in memory hold their keys besides. */
function plain(row: unknown): unknown {
  return row === undefined ? undefined : JSON.parse(JSON.stringify(row), dropRowKeys);
}

function dropRowKeys(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('timestamp' in value)) return value;
  const { key: _key, ...rest } = value as Record<string, unknown>;
  return rest;
}

test('rows on the disk are as the documentation says: other tools can read them', { skip }, async () => {
  const directory = newDirectory();
  const rows = openStore(new PersistentKeyValueStore('rows', serdes()), directory).store;
  const windows = openStore(
    new PersistentWindowStore({ name: 'windows', serdes: serdes(), retentionMs: 1000, windowSizeMs: 10 }),
    directory,
  ).store;
  const sessions = openStore(new PersistentSessionStore('sessions', serdes(), 1000), directory).store;
  rows.put('a', 'x', 258);
  windows.put('a', 'y', { windowStart: 1, timestamp: 2 });
  sessions.put({ key: 'a', start: 1, end: 2 }, 'z');
  for (const store of [rows, windows, sessions]) store.commit(7);
  for (const store of [rows, windows, sessions]) store.close();
  assert.deepEqual(await onDisk(directory, 'rows'), ['61 000000000000010278']);
  assert.deepEqual(await onDisk(directory, 'windows'), ['61000000000000000100000000 000000000000000279']);
  assert.deepEqual(await onDisk(directory, 'sessions'), ['6100000000000000020000000000000001 7a']);
});

/** Keys and values of a store in hexadecimal, as another program reads them. */
async function onDisk(directory: string, name: string): Promise<string[]> {
  const { open } = createRequire(import.meta.url)('lmdb') as typeof import('lmdb');
  const root = open<Buffer, Buffer>({ path: directory, readOnly: true });
  const database = root.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary' });
  const rows = [...database.getRange()].map(({ key, value }) => `${key.toString('hex')} ${value.toString('hex')}`);
  await root.close();
  return rows;
}

test(
  'commits go to the disk when they are worth it: after 10,000 records of the changelog, a mebibyte, or at the end',
  { skip },
  async () => {
    const directory = newDirectory();
    const { store } = openStore(new PersistentKeyValueStore('rows', serdes()), directory);
    const keys = async (): Promise<string[]> => (await onDisk(directory, 'rows')).map((row) => row.split(' ')[0]!);
    store.put('a', '1', 0);
    store.commit(9_998);
    assert.deepEqual(await keys(), []);
    assert.equal(store.uncommittedBytes, 0);
    store.commit(9_999);
    assert.deepEqual(await keys(), ['61']);
    store.put('b', 'x'.repeat(2 ** 20), 0);
    assert.ok(store.uncommittedBytes > 2 ** 20);
    store.commit(10_000);
    assert.deepEqual(await keys(), ['61', '62']);
    store.put('c', '1', 0);
    store.commit(10_001);
    store.put('d', '1', 0);
    store.close();
    assert.deepEqual(await keys(), ['61', '62'], 'nothing is written that was not committed');
    const { store: again } = openStore(new PersistentKeyValueStore('rows', serdes()), directory);
    assert.equal(again.changelogOffset, 10_000);
    again.put('c', '1', 0);
    again.commit(10_001);
    again.close();
    assert.deepEqual(await keys(), ['61', '62', '63']);
  },
);

test('a store that cannot open its directory says which store, which directory and what to do', { skip }, () => {
  const file = newDirectory();
  writeFileSync(file, 'no database'.repeat(1000));
  assert.throws(() => openStore(new PersistentKeyValueStore('rows', serdes()), file), {
    code: 'STATE_STORE_FAILED',
    message: /The store rows cannot open .*; see that it may be written .* comes back from the changelog/,
  });
});

test('rows of a store of another kind are not taken for its own, and the error says what to do', { skip }, () => {
  const directory = newDirectory();
  const before = openStore(new PersistentKeyValueStore('rows', serdes()), directory).store;
  before.put('a', 'x', 1);
  before.commit(0);
  before.close();
  const windows = { name: 'rows', serdes: serdes(), retentionMs: 1000, windowSizeMs: 10 };
  assert.throws(() => openStore(new PersistentWindowStore(windows), directory), {
    code: 'STATE_STORE_FAILED',
    message: /The store rows was of the kind 'key-value' .* 'window' now: give it another name, or reset/,
  });
  openStore(new PersistentKeyValueStore('rows', serdes()), directory).store.close();
});

test('rows that have headers from now on, or none any more, come back from the changelog whole', { skip }, () => {
  const directory = newDirectory();
  const one = openStore(new PersistentKeyValueStore('rows', serdes()), directory);
  one.store.put('a', 'x', 1);
  one.store.commit(0);
  one.store.close();
  const headers: RecordHeader[] = [{ key: 'h', value: Buffer.from('1') }];
  const rows = new KeyValueRowsWithHeaders(new PersistentKeyValueStore('rows', serdesWithHeaders(), FORMAT));
  const two = openStore(rows, directory);
  assert.equal(two.store.changelogOffset, null);
  restoreFrom(two.store, one.written);
  assert.deepEqual(two.store.get('a'), { value: 'x', timestamp: 1, headers: [] });
  two.store.put('b', 'y', 2, headers);
  two.store.commit(1);
  two.store.close();
  const three = openStore(new PersistentKeyValueStore('rows', serdes()), directory);
  assert.deepEqual([three.store.changelogOffset, [...three.store.all()]], [null, []]);
  restoreFrom(three.store, [...one.written, ...two.written]);
  assert.deepEqual(three.store.get('b'), { value: 'y', timestamp: 2 });
  three.store.close();
});

test('rows without a changelog are not forgotten for another format, and the error says what to do', { skip }, () => {
  const directory = newDirectory();
  const one = openStore(new PersistentKeyValueStore('rows', serdes(), { isLogged: false }), directory).store;
  one.put('a', 'x', 1);
  one.commit(null);
  one.close();
  const format = { withHeaders: true, isLogged: false };
  assert.throws(() => openStore(new PersistentKeyValueStore('rows', serdesWithHeaders(), format), directory), {
    code: 'STATE_STORE_FAILED',
    message: /was of the kind 'key-value' .* 'key-value with headers' now: .* its rows are lost/,
  });
  const again = openStore(new PersistentKeyValueStore('rows', serdes(), { isLogged: false }), directory).store;
  assert.equal(again.get('a')?.value, 'x');
  again.close();
});

test('a key that is too long for the disk is refused when it is put, and nothing of it is kept', { skip }, () => {
  const { store } = openStore(new PersistentKeyValueStore('rows', serdes()), newDirectory());
  assert.throws(() => store.put('k'.repeat(1979), 'v', 1), { code: 'KEY_TOO_LONG', message: /type: 'memory'/ });
  store.put('k'.repeat(1978), 'v', 1);
  store.commit(0);
  assert.equal([...store.all()].length, 1);
  store.close();
});
