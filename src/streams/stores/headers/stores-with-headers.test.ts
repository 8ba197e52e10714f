/** What stores with headers keep and write down, and that a changelog shows nothing of how they keep it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { RecordContext, type RecordHeader } from '../../runtime/record-context.ts';
import { CachedKeyValueStore } from '../cache/cached-key-value-store.ts';
import { rowsBehind, tellsWhenFlushed } from '../cache/cached-store.ts';
import { ThreadCache } from '../cache/thread-cache.ts';
import { MemoryKeyValueStore } from '../memory-key-value-store.ts';
import { MemorySessionStore } from '../memory-session-store.ts';
import { openStore, restoreFrom } from '../open-store.testing.ts';
import { StoreSerdes } from '../store-serdes.ts';
import { headersIn, valueStart, withHeaderBytes } from './header-bytes.ts';
import { KeyValueRowsWithHeaders } from './key-value-store-with-headers.ts';
import { SessionRowsWithHeaders } from './session-store-with-headers.ts';
import { type WithHeaders, withHeadersSerde } from './with-headers.ts';

const header = (key: string, value: string | null): RecordHeader => ({
  key,
  value: value === null ? null : Buffer.from(value),
});
const OF_RECORD = [header('record', 'r')];
const OWN = [header('own', '1'), header('own', null)];

const serdes = (): StoreSerdes<string, WithHeaders<string>> =>
  new StoreSerdes('changelog', string(), withHeadersSerde(string()));
const rows = (): KeyValueRowsWithHeaders<string, string> =>
  new KeyValueRowsWithHeaders(new MemoryKeyValueStore('s', serdes()));

test('headers are before a value in the bytes of Kafka Streams 4.3', () => {
  const many = [header('h', '\u0001'), header('h', null), header('', ''), header('é', 'x'.repeat(70))];
  const inKafka: readonly (readonly [readonly RecordHeader[], string])[] = [
    [[], '0076'],
    [many.slice(0, 1), '0a020268020176'],
    [many, `aa010802680201026801000004c3a98c01${'78'.repeat(70)}76`],
  ];
  for (const [headers, hex] of inKafka) {
    const bytes = withHeaderBytes(headers, 'v');
    assert.equal(bytes.toString('hex'), hex);
    assert.deepEqual(headersIn(bytes), headers);
    assert.equal(bytes.toString('utf8', valueStart(bytes)), 'v');
  }
});

test('headers that end too early, or are not where they are said to be, are refused', () => {
  const whole = withHeaderBytes(OWN, '');
  for (let length = 0; length < whole.length; length++) {
    assert.throws(() => headersIn(whole.subarray(0, length)), { code: 'CORRUPT_ROW' }, `${length}`);
  }
  const other = Buffer.from(whole);
  other[1]! -= 2;
  assert.throws(() => headersIn(other), { code: 'CORRUPT_ROW' });
  assert.throws(() => headersIn(Buffer.from([0x01])), { code: 'CORRUPT_ROW' });
});

test('a changelog has the plain value, and the headers of the row as those of its record', () => {
  const { store, written } = openStore(rows(), null, OF_RECORD);
  store.put('a', '1', 10);
  store.put('a', '2', 20, OWN);
  store.put('a', '3', 30, []);
  store.put('a', null, 40, OWN);
  assert.deepEqual(
    written.map(({ key, value, timestamp, headers }) => [String(key), value && String(value), timestamp, headers]),
    [
      ['a', '1', 10, OF_RECORD],
      ['a', '2', 20, OWN],
      ['a', '3', 30, []],
      ['a', null, 40, OF_RECORD],
    ],
  );
});

test('a row keeps its headers when the bytes that they were read from are others', () => {
  const { store } = openStore(rows());
  const value = Buffer.from('1');
  store.put('a', 'x', 1, [{ key: 'h', value }]);
  value.fill(0);
  assert.deepEqual(store.get('a'), { value: 'x', timestamp: 1, headers: [header('h', '1')] });
});

test('rows with headers and rows without are made of the same changelog', () => {
  const plain = openStore(new MemoryKeyValueStore('s', new StoreSerdes<string, string>('c', string(), string())));
  plain.store.put('a', 'x', 1);
  const withHeaders = restoreFrom(openStore(rows()).store, plain.written);
  assert.deepEqual(withHeaders.get('a'), { value: 'x', timestamp: 1, headers: [] });
  const { store, written } = openStore(rows());
  store.put('b', 'y', 2, OWN);
  const other = new MemoryKeyValueStore('s', new StoreSerdes<string, string>('c', string(), string()));
  assert.deepEqual(restoreFrom(openStore(other).store, written).get('b'), { value: 'y', timestamp: 2 });
});

test('sessions are shown with their headers and without', () => {
  const { store, written } = openStore(
    new SessionRowsWithHeaders(new MemorySessionStore<string, WithHeaders<string>>('s', serdes(), 100)),
    null,
    OF_RECORD,
  );
  const session = { key: 'a', start: 1, end: 5 };
  store.put(session, 'x');
  const kept = { value: 'x', headers: OF_RECORD };
  assert.deepEqual([store.get('a', 1, 5), store.getWithHeaders('a', 1, 5)], ['x', kept]);
  assert.deepEqual([[...store.find('a', 0, 9)], [...store.findEnded(0, 9)]], [[[session, 'x']], [[session, 'x']]]);
  assert.deepEqual([...store.findWithHeaders('a', 0, 9)], [[session, kept]]);
  assert.deepEqual([String(written[0]!.value), written[0]!.headers], ['x', OF_RECORD]);
});

test('a cached row is told and written once, with the headers that it was put with last', () => {
  const record = new RecordContext();
  const at = (headers: readonly RecordHeader[]): void =>
    record.restore({ topic: 't', partition: 0, offset: 0, timestamp: 0, headers });
  at(OF_RECORD);
  const own = serdes();
  const cached = new CachedKeyValueStore(new MemoryKeyValueStore('s', own), own, {
    record,
    thread: new ThreadCache(1 << 20),
  });
  const { store, written } = openStore(new KeyValueRowsWithHeaders(cached));
  const told: unknown[] = [];
  assert.ok(tellsWhenFlushed(store, (...change) => void told.push(change)));
  store.put('a', '1', 1, []);
  store.put('a', '2', 2, OWN);
  assert.deepEqual([written, store.get('a')], [[], { value: '2', timestamp: 2, headers: OWN }]);
  const behind = rowsBehind(store) as typeof store;
  assert.deepEqual([...behind.all()], [['a', { value: '2', timestamp: 2, headers: OWN }]]);
  store.flush();
  assert.deepEqual(told, [['a', '2', null, 2]]);
  assert.deepEqual(
    written.map(({ value, headers }) => [String(value), headers]),
    [['2', OWN]],
  );
});
