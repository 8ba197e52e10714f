/** Transformers of tables, and lines for who looks on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { kv, type Table, Topology, type TopologyTestDriver } from '#streams';

const TEXTS = { key: string(), value: string() };

/** Behind each value how many its key has had; a row that goes is forgotten. */
function counted(table: Table<string, string>, store?: string): Table<string, string> {
  const seen = kv('seen', TEXTS);
  const kept = store === undefined ? {} : { store };
  return table.transformValues({ ...kept, value: string(), stores: { seen } }, ({ stores }) => ({
    transform(value, { key, timestamp }) {
      const count = Number(stores.seen.get(key)?.value ?? '0') + 1;
      stores.seen.put(key, value === null ? null : String(count), timestamp);
      return value === null ? null : `${value}${count}`;
    },
  }));
}

function pipe(driver: TopologyTestDriver, ...records: (readonly [topic: string, value: string | null])[]): string[] {
  for (const [topic, value] of records) driver.input(topic, TEXTS).pipe({ key: 'k', value, timestamp: 0 });
  return driver
    .output('out', TEXTS)
    .read()
    .map(({ value }) => String(value));
}

test('a transformer has its state, and is shown rows that go', () => {
  const topology = new Topology('app');
  counted(topology.table('in', TEXTS))
    .toStream()
    .to('out', { key: string(), value: string() as never });
  using driver = topology.testDriver();
  assert.deepEqual(pipe(driver, ['in', 'a'], ['in', 'b'], ['in', null], ['in', 'c']), ['a1', 'b2', 'null', 'c1']);
});

test('rows of a transformer that are kept can be joined, and are made once', () => {
  const topology = new Topology('app');
  const table = counted(topology.table('in', TEXTS), 'counted');
  table
    .join(topology.table('other', TEXTS), (one, other) => one + other, { value: string() })
    .toStream()
    .to('out', { key: string(), value: string() as never });
  using driver = topology.testDriver();
  assert.deepEqual(pipe(driver, ['in', 'a'], ['other', 'x'], ['other', 'y']), ['a1x', 'a1y']);
  assert.equal(driver.keyValueStore('counted').get('k')?.value, 'a1');
});

test('rows that are not kept are asked for when somebody looks at them', () => {
  const topology = new Topology('app');
  const table = counted(topology.table('in', TEXTS));
  table
    .join(topology.table('other', TEXTS), (one, other) => one + other, { value: string() })
    .toStream()
    .to('out', { key: string(), value: string() as never });
  using driver = topology.testDriver();
  assert.deepEqual(pipe(driver, ['in', 'a'], ['other', 'x'], ['other', 'y']), ['a2x', 'a3y']);
});

test('each transformer is closed with its task, also one that a join asks for rows, with its stores still open', () => {
  const topology = new Topology('app');
  const seen = kv('seen', TEXTS);
  const closed: unknown[] = [];
  topology
    .table('in', TEXTS)
    .transformValues({ value: string(), stores: { seen } }, ({ stores }) => ({
      transform: (value) => value,
      close: () => void closed.push([...stores.seen.all()].length),
    }))
    .join(topology.table('other', TEXTS), (one, other) => one + other, { value: string() })
    .toStream()
    .to('out', { key: string(), value: string() as never });
  const driver = topology.testDriver();
  assert.deepEqual(pipe(driver, ['in', 'a'], ['other', 'x']), ['ax']);
  driver.close();
  assert.deepEqual(closed, [0, 0]);
});

test('records are printed with the label, or with the name of the node', () => {
  const topology = new Topology('app', { naming: 'java' });
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const stream = topology.stream('in', TEXTS);
  stream.print(write);
  stream.print(write, { label: 'seen', show: (key, value) => `${key} -> ${value}` });
  using driver = topology.testDriver();
  pipe(driver, ['in', 'a']);
  assert.deepEqual(lines, ['[KSTREAM-PRINTER-0000000001]: k, a', '[seen]: k -> a']);
});
