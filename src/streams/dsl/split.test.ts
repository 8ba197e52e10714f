/** Branches of a stream: where records go, and how Kafka Streams calls them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { Topology } from './topology.ts';

const TEXTS = { key: string(), value: string() };
const isLoud = (value: string): boolean => value.endsWith('!');
const isLong = (value: string): boolean => value.length > 3;

function processorsOf(topology: Topology): string[] {
  return Array.from(topology.describe().matchAll(/Processor: (\S+)/g), ([, name]) => name!).sort();
}

test('a record goes to the first branch that takes it, whether branches have names or are a list', () => {
  const topology = new Topology('app');
  const lines = topology.stream('lines', TEXTS);
  const { loud, rest } = lines.split({ loud: isLoud, rest: null });
  loud.to('loud');
  const [long, quiet] = rest.split([isLong, null]);
  long.to('long');
  quiet.to('quiet');
  using driver = topology.testDriver();
  for (const value of ['a!', 'long', 'b']) driver.input('lines', TEXTS).pipe({ key: 'k', value, timestamp: 0 });
  const valuesOf = (topic: string): unknown[] =>
    driver
      .output(topic, TEXTS)
      .read()
      .map(({ value }) => value);
  assert.deepEqual([valuesOf('loud'), valuesOf('long'), valuesOf('quiet')], [['a!'], ['long'], ['b']]);
});

test('what no branch of a list takes is left out', () => {
  const topology = new Topology('app');
  const [loud, long] = topology.stream('lines', TEXTS).split([isLoud, isLong]);
  loud.merge(long).to('out');
  using driver = topology.testDriver();
  for (const value of ['a!', 'b']) driver.input('lines', TEXTS).pipe({ key: 'k', value, timestamp: 0 });
  assert.equal(driver.take('out').length, 1);
});

test("branches without names have Kafka's numbers, the one that takes what is left has 0", () => {
  const topology = new Topology('app', { naming: 'java' });
  topology.stream('lines', TEXTS).split([isLoud, isLong, null]);
  const splitter = 'KSTREAM-BRANCH-0000000001';
  assert.deepEqual(processorsOf(topology), [splitter, `${splitter}0`, `${splitter}1`, `${splitter}2`]);
});

test("names of branches stand right behind their splitter's where names are Kafka's", () => {
  const split = (naming: 'java' | 'explicit'): string[] => {
    const topology = new Topology('app', { naming });
    topology.stream('lines', TEXTS).split({ loud: isLoud, rest: null }, { name: 'volume' });
    return processorsOf(topology);
  };
  assert.deepEqual(split('java'), ['volume', 'volumeloud', 'volumerest']);
  assert.deepEqual(split('explicit'), ['volume', 'volume-loud', 'volume-rest']);
});

test('headers that are set by a node with a name use up no number, as no processor with a name does', () => {
  const topology = new Topology('app', { naming: 'java' });
  topology
    .stream('lines', TEXTS)
    .withHeaders(() => [], { name: 'stamp' })
    .filter(isLoud);
  assert.deepEqual(processorsOf(topology), ['KSTREAM-FILTER-0000000001', 'stamp']);
});
