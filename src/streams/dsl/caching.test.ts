/** Topologies whose stores are cached: what goes on, and when. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { long, string } from '#serde';
import type { Table } from './table.ts';
import type { TopologyTestDriver } from '../testing/topology-test-driver.ts';
import { Topology } from './topology.ts';
import { tumbling } from '../windows/windows.ts';

const text = { key: string(), value: string() };
const NUMBERS = { key: string(), value: long() };
const CACHED = { cacheMaxBytes: 10_485_760 };
const BY_HAND = { ...CACHED, commitsByHand: true };

function counting(caching?: boolean): Topology {
  const topology = new Topology('shop');
  const words = topology.stream('lines', text).flatMapValues((line) => line.split(' '));
  const table: Table<string, number> = words
    .groupByKey()
    .count(caching === undefined ? { store: 'counts' } : { store: 'counts', caching });
  table.toStream().to('counts', { key: string() });
  return topology;
}

function counts(driver: TopologyTestDriver): (readonly [string | null, number | null])[] {
  return driver
    .output('counts', NUMBERS)
    .read()
    .map(({ key, value }) => [key, value]);
}

function say(driver: TopologyTestDriver, topic: string, key: string, value: string): void {
  driver.input(topic, text).pipe({ key, value, timestamp: 0 });
}

test('without a cache every change goes on, as in a driver that nobody asked for one', () => {
  using driver = counting().testDriver();
  say(driver, 'lines', 'a', 'x y');
  assert.deepEqual(counts(driver), [
    ['a', 1],
    ['a', 2],
  ]);
});

test('with a cache the last change of a row goes on when the record is committed', () => {
  using driver = counting().testDriver(CACHED);
  say(driver, 'lines', 'a', 'x y');
  assert.deepEqual(counts(driver), [['a', 2]]);
});

test('a store with caching: false lets every change go on all the same', () => {
  using driver = counting(false).testDriver(BY_HAND);
  say(driver, 'lines', 'a', 'x y');
  assert.deepEqual(counts(driver), [
    ['a', 1],
    ['a', 2],
  ]);
});

test('what is held back is in the store at once, and goes on with the commit', () => {
  using driver = counting().testDriver(BY_HAND);
  say(driver, 'lines', 'a', 'x');
  say(driver, 'lines', 'b', 'x');
  say(driver, 'lines', 'a', 'x');
  assert.deepEqual(counts(driver), []);
  assert.equal(driver.keyValueStore('counts').get('a')?.value, 2);
  driver.commit();
  assert.deepEqual(counts(driver), [
    ['b', 1],
    ['a', 2],
  ]);
});

test('a table behind a cached one is told of the change from what it was told before', () => {
  const topology = new Topology('shop');
  topology
    .table('people', { ...text, store: 'people' })
    .groupBy((team, { key }) => ({ key: team, value: key }), { name: 'by-team', ...text })
    .count('teams')
    .toStream()
    .to('counts', { key: string() });
  using driver = topology.testDriver(BY_HAND);
  say(driver, 'people', 'ann', 'red');
  driver.commit();
  driver.commit();
  say(driver, 'people', 'ann', 'blue');
  say(driver, 'people', 'ann', 'green');
  driver.commit();
  driver.commit();
  assert.deepEqual(counts(driver), [
    ['red', 1],
    ['red', 0],
    ['green', 1],
  ]);
});

test('final results of windows without records are told with the commit that idling asks for, though a cache held them back', () => {
  const topology = new Topology('shop');
  topology
    .stream('lines', text)
    .groupByKey()
    .windowedBy(tumbling(10, { grace: 5 }))
    .count('per-window')
    .final({ idle: '2s', name: 'final' })
    .toStream()
    .map((count, { key: { key, start } }) => ({ key: `${key} ${start}`, value: count ?? 0 }))
    .to('counts', NUMBERS);
  using driver = topology.testDriver(BY_HAND);
  const pipe = (...times: readonly number[]): void => {
    for (const timestamp of times) driver.input('lines', text).pipe({ key: 'a', value: 'x', timestamp });
  };
  pipe(1, 12);
  driver.advanceWallClock(2000);
  driver.commit();
  assert.deepEqual(counts(driver), [
    ['a 0', 1],
    ['a 10', 1],
  ]);
  pipe(13, 21);
  driver.commit();
  assert.deepEqual(counts(driver), []);
  driver.advanceWallClock(2000);
  assert.deepEqual(counts(driver), [['a 20', 1]]);
  pipe(22, 31);
  driver.commit();
  assert.deepEqual(counts(driver), [], 'one is late, and the other waits');
});

test('a commit flushes caches in the order in which their nodes were added, whichever topics they come from', () => {
  const topology = new Topology('shop');
  const first = topology.stream('first', text);
  const second = topology.stream('second', text);
  second.groupByKey().count('of-second').toStream().to('counts', { key: string() });
  first.groupByKey().count('of-first').toStream().to('counts', { key: string() });
  using driver = topology.testDriver(BY_HAND);
  say(driver, 'first', 'one', 'x');
  say(driver, 'second', 'other', 'x');
  driver.commit();
  assert.deepEqual(counts(driver), [
    ['other', 1],
    ['one', 1],
  ]);
});
