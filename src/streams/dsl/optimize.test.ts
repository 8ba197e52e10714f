/** What optimizations leave out of a topology, and what comes of it all the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { type Optimization, Topology, type TopologyTestDriver } from '#streams';

const TEXTS = { key: string(), value: string() };

function pipe(driver: TopologyTestDriver, topic: string, value: string, timestamp: number = 0): void {
  driver.input(topic, TEXTS).pipe({ key: 'k', value, timestamp });
}

function results(driver: TopologyTestDriver, topic: string): string[] {
  return driver
    .output(topic, TEXTS)
    .read()
    .map(({ key, value, timestamp }) => `${key}=${value}@${timestamp}`);
}

test('an optimization that there is not is refused by name', () => {
  const names: string[] = ['everything'];
  assert.throws(() => new Topology('app', { optimize: names as Optimization[] }), {
    code: 'INVALID_CONFIG',
    message: /There is no optimization everything: these are reuse.ktable.source.topics, /,
  });
});

test('tables have their source topics for changelogs', () => {
  const topology = new Topology('app', { optimize: ['reuse.ktable.source.topics'] });
  topology
    .table('in', { ...TEXTS, store: 'rows' })
    .mapValues((value) => value.toUpperCase(), { value: string(), store: 'upper' });
  using driver = topology.testDriver();
  pipe(driver, 'in', 'a');
  assert.deepEqual(driver.producedTopics(), ['app-upper-changelog']);
  assert.equal(driver.keyValueStore('rows').get('k')?.value, 'a');
});

test('what is grouped by one new key goes through one topic', () => {
  const build = (optimize: 'all' | []): Topology => {
    const topology = new Topology('app', { optimize });
    const byValue = topology.stream('in', TEXTS).selectKey((value) => value, { key: string() });
    const join = (one: string, other: string): string => one + other;
    byValue
      .groupByKey()
      .reduce(join, 'all')
      .toStream()
      .to('all', { key: string(), value: string() as never });
    byValue
      .filter((value) => value !== 'b')
      .groupByKey()
      .reduce(join, 'some')
      .toStream()
      .to('some', { key: string(), value: string() as never });
    return topology;
  };
  for (const [optimize, topics] of [
    [[], ['app-all-repartition', 'app-some-repartition']],
    ['all', ['app-all-repartition']],
  ] as const) {
    using driver = build(optimize as 'all' | []).testDriver();
    for (const value of ['a', 'b', 'a']) pipe(driver, 'in', value);
    assert.deepEqual(results(driver, 'all'), ['a=a@0', 'b=b@0', 'a=aa@0']);
    assert.deepEqual(results(driver, 'some'), ['a=a@0', 'a=aa@0']);
    const repartitions = driver.producedTopics().filter((topic) => topic.endsWith('-repartition'));
    assert.deepEqual(repartitions, topics);
  }
});

test('a topic is not merged with another one where values were changed on the way', () => {
  const topology = new Topology('app', { optimize: 'all' });
  const byValue = topology.stream('in', TEXTS).selectKey((value) => value, { key: string() });
  byValue.groupByKey().count('all');
  byValue
    .mapValues((value) => value.length, { value: string() as never })
    .groupByKey()
    .count('lengths');
  assert.deepEqual([...topology.build().internalTopics.keys()], ['lengths-repartition', 'all-repartition']);
});

test('a stream that is joined with itself keeps its records once', () => {
  const build = (optimize: 'all' | []): Topology => {
    const topology = new Topology('app', { optimize });
    const stream = topology.stream('in', TEXTS);
    const join = (one: string, other: string): string => one + other;
    stream.join(stream, join, { name: 'pairs', within: 10 }).to('out', TEXTS);
    return topology;
  };
  const expected = ['k=aa@0', 'k=ba@5', 'k=ab@5', 'k=bb@5'];
  for (const optimize of [[], 'all'] as const) {
    const topology = build(optimize as 'all' | []);
    using driver = topology.testDriver();
    pipe(driver, 'in', 'a', 0);
    pipe(driver, 'in', 'b', 5);
    pipe(driver, 'in', 'c', 30);
    assert.deepEqual(results(driver, 'out').slice(0, 4), expected);
    const stores = [...topology.build().stores.keys()];
    assert.deepEqual(stores, ['pairs-this-join-store', ...(optimize === 'all' ? [] : ['pairs-other-join-store'])]);
  }
});
