/** Which stores of a topology keep the headers of records, and which headers those are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { long, string } from '#serde';
import {
  kv,
  type RecordHeader,
  session,
  sessionStore,
  type StoreFormat,
  Topology,
  type TopologyTestDriver,
  tumbling,
  windowStore,
} from '#streams';

const text = string();
const texts = { key: text, value: text };
const headers = (value: string): RecordHeader[] => [{ key: 'trace', value: Buffer.from(value) }];

/** A table, counts, windows and sessions, each in a store of its own. */
function counted(storeFormat?: StoreFormat): Topology {
  const topology = new Topology('app', storeFormat === undefined ? {} : { storeFormat });
  topology.table('rows', { ...texts, store: 'table' });
  const grouped = topology.stream('in', texts).groupByKey();
  grouped.count('counts');
  grouped.windowedBy(tumbling(10)).count('windows');
  grouped.windowedBy(session(5)).count('sessions');
  grouped.reduce((one, other) => one + other, { store: 'plain', value: text, headers: false });
  return topology;
}

function fed(topology: Topology): TopologyTestDriver {
  const driver = topology.testDriver();
  driver.input('rows', texts).pipe({ key: 'k', value: 'v', timestamp: 1, headers: headers('row') });
  const input = driver.input('in', texts);
  input.pipe({ key: 'k', value: 'a', timestamp: 1, headers: headers('first') });
  input.pipe({ key: 'k', value: 'b', timestamp: 2, headers: headers('second') });
  return driver;
}

/** Of the changelog of a store: each record's value, null or not, and the value of its header. */
function written(driver: TopologyTestDriver, store: string): string[] {
  return driver.take(`app-${store}-changelog`).map(({ value, headers: [one] }) => {
    return `${value === null ? 'gone' : 'there'} ${String(one?.value ?? 'none')}`;
  });
}

test('rows of tables, aggregations, windows and sessions have the headers of the record that they came with last', () => {
  using driver = fed(counted('headers'));
  const store = (name: string) => driver.keyValueStoreWithHeaders<string, unknown>(name);
  assert.deepEqual(store('table').get('k'), { value: 'v', timestamp: 1, headers: headers('row') });
  assert.deepEqual(store('counts').get('k'), { value: 2, timestamp: 2, headers: headers('second') });
  assert.deepEqual(written(driver, 'table'), ['there row']);
  assert.deepEqual(written(driver, 'counts'), ['there first', 'there second']);
  assert.deepEqual(written(driver, 'windows'), ['there first', 'there second']);
  assert.deepEqual(written(driver, 'sessions'), ['there first', 'gone second', 'there second']);
});

test('rows have no headers where nobody asked for them, and where their operator says so', () => {
  using plain = fed(counted());
  for (const store of ['table', 'counts', 'windows']) {
    assert.ok(
      written(plain, store).every((line) => line === 'there none'),
      store,
    );
  }
  assert.deepEqual(plain.keyValueStore('counts').get('k'), { value: 2, timestamp: 2 });
  using other = fed(counted('headers'));
  assert.deepEqual(written(other, 'plain'), ['there none', 'there none']);
});

test('a cached row goes on with the headers of the record that changed it last', () => {
  const topology = new Topology('app', { storeFormat: 'headers' });
  const counts = topology.stream('in', texts).groupByKey().count('counts').toStream();
  counts.mapValues((count) => count ?? 0).to('out', { key: text, value: long() });
  using driver = topology.testDriver({ cacheMaxBytes: 10_000, commitsByHand: true });
  const input = driver.input('in', texts);
  input.pipe({ key: 'k', value: 'a', timestamp: 1, headers: headers('first') });
  input.pipe({ key: 'k', value: 'b', timestamp: 2, headers: headers('second') });
  assert.deepEqual(driver.take('out'), []);
  driver.commit();
  const told = driver.output('out', { key: text, value: long() }).read();
  assert.deepEqual(
    told.map((one) => [one.value, one.headers]),
    [[2, headers('second')]],
  );
  assert.deepEqual(written(driver, 'counts'), ['there second']);
});

test('a global table keeps the headers of its topic', () => {
  const topology = new Topology('app', { storeFormat: 'headers' });
  topology.globalTable('rows', { ...texts, store: 'rows' });
  topology.stream('in', texts).to('out');
  using driver = topology.testDriver();
  driver.input('rows', texts).pipe({ key: 'k', value: 'v', timestamp: 1, headers: headers('row') });
  assert.deepEqual(driver.keyValueStore('rows').get('k'), { value: 'v', timestamp: 1, headers: headers('row') });
});

test('a transformer that is asked for a row sees the headers that the row came with', () => {
  const topology = new Topology('app');
  const shown = topology
    .table('rows', { ...texts, store: 'rows', headers: true })
    .filter(() => true)
    .transformValues({ value: text }, () => ({
      transform: (value, record) => value && `${value}[${String(record.headers[0]?.value)}]`,
    }));
  topology
    .stream('in', texts)
    .joinTable(shown, (value, row) => `${value} ${row}`)
    .to('out', texts);
  using driver = topology.testDriver();
  driver.input('rows', texts).pipe({ key: 'k', value: 'v', timestamp: 1, headers: headers('row') });
  driver.input('in', texts).pipe({ key: 'k', value: 'a', timestamp: 2, headers: headers('stream') });
  assert.equal(driver.output('out', texts).read()[0]?.value, 'a v[row]');
});

test('a processor reads and puts rows of all kinds with headers of its choice', () => {
  const options = { ...texts, headers: true } as const;
  const stores = {
    rows: kv('rows', options),
    windows: windowStore('windows', { ...options, size: 10, retention: 100 }),
    sessions: sessionStore('sessions', { ...options, retention: 100 }),
    plain: kv('plain', texts),
  };
  const topology = new Topology('app', { storeFormat: 'headers' });
  topology
    .stream('in', texts)
    .process({ ...texts, stores }, ({ stores: { rows, windows, sessions, plain }, forward }) => ({
      process(value, { key, timestamp }) {
        plain.put(key, value, timestamp);
        rows.put(key, value, timestamp);
        windows.put(key, value, { windowStart: 0, timestamp, headers: headers('window') });
        sessions.put({ key, start: 0, end: timestamp }, value, headers('session'));
        const found = [rows.get(key), windows.get(key, 0), sessions.getWithHeaders(key, 0, timestamp)];
        forward(key, found.map((row) => String(row?.headers[0]?.value)).join());
      },
    }))
    .to('out');
  using driver = topology.testDriver();
  driver.input('in', texts).pipe({ key: 'k', value: 'v', timestamp: 1, headers: headers('record') });
  assert.equal(driver.output('out', texts).read()[0]?.value, 'record,window,session');
  // What a topology says of its operators says nothing of stores of a processor.
  const lines = (['rows', 'windows', 'sessions', 'plain'] as const).map((store) => written(driver, store));
  assert.deepEqual(lines, [['there record'], ['there window'], ['there session'], ['there none']]);
});

test('versions have no headers: a topology with them leaves stores with a history as they are', () => {
  const versioned = { historyRetention: '1m' } as const;
  const topology = new Topology('app', { storeFormat: 'headers' });
  topology.table('rows', { ...texts, store: 'rows', versioned });
  using driver = topology.testDriver();
  driver.input('rows', texts).pipe({ key: 'k', value: 'v', timestamp: 1, headers: headers('row') });
  assert.deepEqual(written(driver, 'rows'), ['there none']);
  const wrong = new Topology('app');
  wrong.table('rows', { ...texts, store: 'rows', versioned, headers: true });
  assert.throws(() => wrong.build(), { code: 'INVALID_CONFIG', message: /a history and headers/ });
});

test('whoever knows no headers uses a store that keeps them as any other', () => {
  const topology = new Topology('app', { storeFormat: 'headers' });
  const left = topology.table('left', { ...texts, store: 'left' });
  const right = topology.table('right', { ...texts, store: 'right' });
  left
    .join(right, (one, other) => one + other, { store: 'joined', value: text })
    .toStream()
    .to('out');
  using driver = topology.testDriver();
  driver.input('left', texts).pipe({ key: 'k', value: 'l', timestamp: 1, headers: headers('left') });
  driver.input('right', texts).pipe({ key: 'k', value: 'r', timestamp: 2, headers: headers('right') });
  const [one] = driver.output('out', texts).read();
  assert.deepEqual([one?.value, one?.headers], ['lr', headers('right')]);
});
