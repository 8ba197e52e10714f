/** What is measured of stores and their caches. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { long, string } from '#serde';
import { kv } from '../dsl/store-definitions.ts';
import { Topology } from '../dsl/topology.ts';
import { session, tumbling } from '../windows/windows.ts';
import type { TestDriverOptions, TopologyTestDriver } from '../testing/topology-test-driver.ts';
import type { KeyValueStore } from '../stores/state-store.ts';

const TEXTS = { key: string(), value: string() };
const PROCESSED = 'stream-processor-node-metrics process-total';

/** A topology that counts, and a driver at a level; `value` is that of a metric of its store `counts`. */
function counting(options: TestDriverOptions) {
  const topology = new Topology('app');
  topology.stream('lines', TEXTS).groupByKey().count('counts');
  const driver = topology.testDriver(options);
  const pipe = (...keys: string[]): void => {
    for (const key of keys) driver.input('lines', TEXTS).pipe({ key, value: 'x', timestamp: 0 });
  };
  const value = (group: string, name: string, tag: string): number | undefined =>
    driver.metrics().find((one) => one.group === group && one.name === name && one.tags[tag] === 'counts')?.value;
  return { driver, pipe, value };
}

test('at DEBUG the calls of a store are counted, at INFO stores tell how many rows they have, and ages of records are of TRACE', () => {
  const names = (level: 'INFO' | 'DEBUG' | 'TRACE'): string[] => {
    const { driver, pipe } = counting({ metricsRecordingLevel: level, now: 90 });
    pipe('a');
    return driver
      .metrics()
      .filter(({ group }) => group === 'stream-state-metrics')
      .map(({ name }) => name);
  };
  assert.deepEqual(names('INFO'), ['num-keys']);
  assert.ok(names('DEBUG').includes('put-latency-max') && !names('DEBUG').includes('record-e2e-latency-max'));
  assert.ok(names('TRACE').includes('record-e2e-latency-max'));
  const { pipe, value } = counting({ metricsRecordingLevel: 'TRACE', now: 90 });
  pipe('a', 'b', 'a');
  const of = (name: string): number | undefined => value('stream-state-metrics', name, 'in-memory-state-id');
  // Over a window of 30 s.
  assert.deepEqual([of('put-rate')! * 30, of('get-rate')! * 30, of('all-rate')], [3, 3, 0]);
  assert.deepEqual([of('num-keys'), of('restore-rate')! * 30, of('record-e2e-latency-max')], [2, 1, 90]);
});

test('an iterator is open from its first row until it is through or given up', () => {
  const topology = new Topology('app');
  const seen = kv('seen', TEXTS);
  let store: KeyValueStore<string, string> | null = null;
  topology.stream('lines', TEXTS).process({ stores: { seen }, key: string(), value: long() }, ({ stores }) => {
    store = stores.seen;
    return { process: (value, { key }) => stores.seen.put(key, value, 0) };
  });
  using driver = topology.testDriver({ metricsRecordingLevel: 'DEBUG', now: 7 });
  for (const key of ['a', 'b']) driver.input('lines', TEXTS).pipe({ key, value: 'x', timestamp: 0 });
  const value = (name: string): number | undefined =>
    driver.metrics().find((one) => one.name === name && one.tags['in-memory-state-id'] === 'seen')?.value;
  const rows = store!.all();
  rows.next();
  assert.deepEqual([value('num-open-iterators'), value('oldest-iterator-open-since-ms'), value('all-rate')], [1, 7, 0]);
  rows.return?.();
  assert.equal([...store!.range('b', null)].length, 1);
  assert.deepEqual([value('num-open-iterators'), value('oldest-iterator-open-since-ms')], [0, 0]);
  assert.deepEqual([value('all-rate')! * 30, value('range-rate')! * 30], [1, 1]);
});

test('rows of windows and sessions are counted, also behind a cache or with headers', () => {
  for (const storeFormat of ['default', 'headers'] as const) {
    const topology = new Topology('app', { storeFormat });
    const grouped = topology.stream('lines', TEXTS).groupByKey();
    grouped.windowedBy(tumbling(10, { grace: 0 })).count('windows');
    grouped.windowedBy(session(5, { grace: 100 })).count('sessions');
    using driver = topology.testDriver({ metricsRecordingLevel: 'DEBUG', cacheMaxBytes: 100_000, commitsByHand: true });
    for (const timestamp of [0, 1, 8, 30]) driver.input('lines', TEXTS).pipe({ key: 'a', value: 'x', timestamp });
    const keys = (tag: string): number | undefined =>
      driver.metrics().find(({ name, tags }) => name === 'num-keys' && tag in tags)?.value;
    // The window of 0 has expired.
    assert.deepEqual([keys('in-memory-window-state-id'), keys('in-memory-session-state-id')], [1, 3]);
  }
});

test('rows on the disk are counted, of windows and sessions too', () => {
  const topology = new Topology('app', { stores: 'persistent' });
  const grouped = topology.stream('lines', TEXTS).groupByKey();
  grouped.windowedBy(tumbling(10, { grace: 100 })).count('windows');
  grouped.windowedBy(session(5, { grace: 100 })).count('sessions');
  using driver = topology.testDriver();
  for (const timestamp of [0, 1, 30]) driver.input('lines', TEXTS).pipe({ key: 'a', value: 'x', timestamp });
  const keys = (tag: string): number | undefined =>
    driver.metrics().find(({ name, tags }) => name === 'estimate-num-keys' && tag in tags)?.value;
  assert.deepEqual([keys('rocksdb-window-state-id'), keys('rocksdb-session-state-id')], [2, 2]);
});

test('a source is measured before there is a topic that its pattern matches', () => {
  const topology = new Topology('app');
  topology.stream(/lines-.*/, TEXTS).to('out', TEXTS);
  using driver = topology.testDriver({ metricsRecordingLevel: 'DEBUG' });
  const processed = driver.metrics().filter(({ group, name }) => `${group} ${name}` === PROCESSED);
  assert.deepEqual(
    processed.map(({ value, tags }) => [tags['processor-node-id'], value]),
    [['KSTREAM-SOURCE-0000000000', 0]],
  );
});

test('what waits in a buffer of suppress is measured whenever a change comes or goes', () => {
  const topology = new Topology('app');
  topology.table('rows', { ...TEXTS, store: 'rows' }).suppress(10, { name: 'held' });
  using driver = topology.testDriver({ metricsRecordingLevel: 'DEBUG' });
  const value = (name: string): number | undefined => driver.metrics().find((one) => one.name === name)?.value;
  const pipe = (key: string, timestamp: number): void =>
    driver.input('rows', TEXTS).pipe({ key, value: 'x', timestamp });
  pipe('a', 0);
  pipe('b', 1);
  assert.deepEqual([value('suppression-buffer-count-avg'), value('suppression-buffer-count-max')], [1, 2]);
  const [bytes] = [value('suppression-buffer-size-max')!];
  pipe('c', 30);
  // 0, 1, 2, then 3 before the first two go.
  assert.equal(value('suppression-buffer-count-avg'), (0 + 1 + 2 + 3 + 2 + 1) / 6);
  assert.equal(value('suppression-buffer-size-max'), (bytes / 2) * 3);
});

test('the share of look-ups that a cache answers is told from its first hit on', () => {
  const { driver, pipe, value } = counting({
    metricsRecordingLevel: 'DEBUG',
    cacheMaxBytes: 10_000,
    commitsByHand: true,
  });
  const ratio = (name: string): number | undefined =>
    value('stream-record-cache-metrics', `hit-ratio-${name}`, 'record-cache-id');
  const size = (): number | undefined => driver.metrics().find(({ name }) => name === 'cache-size-bytes-total')?.value;
  assert.equal(size(), 0);
  pipe('a');
  // A key of one byte and a count, with its record of the topic `lines`, as Kafka counts them.
  assert.equal(size(), 1 + 24 + 1 + 20 + 5 + 8 + 8);
  assert.ok(Number.isNaN(ratio('avg')));
  pipe('a', 'a', 'b');
  assert.deepEqual([ratio('min'), ratio('max')], [1 / 2, 2 / 3]);
  const { value: atInfo, pipe: more } = counting({ cacheMaxBytes: 10_000 });
  more('a', 'a');
  assert.equal(atInfo('stream-record-cache-metrics', 'hit-ratio-max', 'record-cache-id'), undefined);
});

/** Of the stores with rows whose name begins so: by metric. Rates are counts over 30 s. */
function valuesOf(driver: TopologyTestDriver, store: string): Map<string, number> {
  const named = driver.metrics().filter(({ tags }) => tags['in-memory-state-id']?.startsWith(store) === true);
  return new Map(named.map(({ name, value }) => [name, name.endsWith('-rate') ? value * 30 : value]));
}

test('what waits in joins, and who is subscribed to rows by a foreign key, is measured as rows of a store', () => {
  const topology = new Topology('app', { naming: 'java' });
  const [left, right] = ['left', 'right'].map((topic) => topology.stream(topic, TEXTS));
  left!.outerJoin(right!, (one, other) => `${one}${other}`, { within: 10, grace: 0 });
  const prices = topology.table('prices', { ...TEXTS, store: 'prices', versioned: { historyRetention: '1h' } });
  left!.joinTable(prices, (one, other) => one + other, { name: 'priced', grace: 100 });
  const orders = topology.table('orders', TEXTS);
  orders.joinByForeignKey(
    topology.table('people', TEXTS),
    (order) => order,
    (one, other) => one + other,
  );
  using driver = topology.testDriver({ metricsRecordingLevel: 'DEBUG' });
  const pipe = (topic: string, key: string, value: string | null, timestamp = 0): void =>
    driver.input(topic, TEXTS).pipe({ key, value, timestamp });
  pipe('left', 'a', 'x');
  pipe('left', 'b', 'x', 5);
  const waiting = valuesOf(driver, 'KSTREAM-OUTERSHARED');
  assert.deepEqual([waiting.get('num-keys'), waiting.get('put-rate')], [2, 2]);
  pipe('right', 'a', 'y', 5);
  assert.equal(valuesOf(driver, 'KSTREAM-OUTERSHARED').get('num-keys'), 1);
  assert.deepEqual([...valuesOf(driver, 'priced')], [['num-keys', 2]]);
  for (const order of ['1', '2']) pipe('orders', order, 'ada');
  pipe('orders', '1', null);
  pipe('people', 'ada', 'Ada');
  const subscribed = valuesOf(driver, 'KTABLE-FK-JOIN-SUBSCRIPTION');
  assert.deepEqual([subscribed.get('num-keys'), subscribed.get('put-rate'), subscribed.get('range-rate')], [1, 3, 1]);
});

test('the store of a global table is measured as one of the task that fills it', () => {
  const topology = new Topology('app');
  const countries = topology.globalTable('countries', { ...TEXTS, store: 'countries' });
  topology.stream('orders', TEXTS).joinGlobal(
    countries,
    (order) => order,
    (one, other) => one + other,
  );
  using driver = topology.testDriver({ metricsRecordingLevel: 'DEBUG' });
  for (const key of ['at', 'de']) driver.input('countries', TEXTS).pipe({ key, value: key, timestamp: 0 });
  driver.input('orders', TEXTS).pipe({ key: '1', value: 'at', timestamp: 0 });
  const values = valuesOf(driver, 'countries');
  const names = ['num-keys', 'put-rate', 'get-rate', 'restore-rate'];
  assert.deepEqual(
    names.map((name) => values.get(name)),
    [2, 2, 1, 1],
  );
  const tasks = driver.metrics().filter(({ tags }) => tags['in-memory-state-id'] === 'countries');
  assert.deepEqual(new Set(tasks.map(({ tags }) => tags['task-id'])), new Set(['-1_-1']));
});
