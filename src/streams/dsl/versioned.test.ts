/** Tables with a history: what comes out of order, and what joins see of the past (KIP-914, KIP-923). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import type { TopologyTestDriver } from '../testing/topology-test-driver.ts';
import { Topology } from './topology.ts';
import type { Stream } from './stream.ts';

const TEXTS = { key: string(), value: string() };
const VERSIONED = { ...TEXTS, store: 'prices', versioned: { historyRetention: 100 } };

/** Pipes `topic key value timestamp`, and gives what came out of a topic. */
function run(driver: TopologyTestDriver, lines: readonly string[]): string[] {
  for (const line of lines) {
    const [topic, key, value, timestamp] = line.split(' ') as [string, string, string, string];
    const record = { key, value: value === 'null' ? null : value, timestamp: Number(timestamp) };
    driver.input<string, string | null>(topic, TEXTS as never).pipe(record);
  }
  const records = driver.output<string, string>('out', TEXTS).read();
  return records.map(({ key, value, timestamp }) => `${key} ${value} ${timestamp}`);
}

function toOut<V extends string | null>(stream: Stream<string, V>): void {
  stream.to('out', { key: string(), value: string() as never });
}

test('a stream finds the row of a versioned table that was there at the time of its record', () => {
  const topology = new Topology('app');
  const prices = topology.table('prices', VERSIONED);
  toOut(topology.stream('orders', TEXTS).joinTable(prices, (order, price) => `${order}:${price}`));
  using driver = topology.testDriver();
  const lines = ['prices a cheap 10', 'prices a dear 20', 'orders a now 25', 'orders a then 15', 'orders a before 5'];
  assert.deepEqual(run(driver, lines), ['a now:dear 25', 'a then:cheap 15']);
});

test('with a grace a record waits for the row of its time, and goes on with its own timestamp', () => {
  const topology = new Topology('app');
  const prices = topology.table('prices', VERSIONED);
  const orders = topology.stream('orders', TEXTS);
  toOut(orders.joinTable(prices, (order, price) => `${order}:${price}`, { name: 'priced', grace: 10 }));
  using driver = topology.testDriver();
  assert.deepEqual(run(driver, ['orders a early 20', 'prices a later 18']), []);
  assert.deepEqual(run(driver, ['orders b other 30']), ['a early:later 20']);
  assert.deepEqual(run(driver, ['orders a late 19']), ['a late:later 19']);
  const [waits, gone] = driver.take('app-priced-Buffer-changelog');
  assert.equal(waits?.key && Buffer.from(waits.key).toString('hex'), '0000000000000000146100000001');
  assert.equal(gone?.timestamp, 30);
});

test('a change that comes out of order joins no other table, and is still told as what it is', () => {
  const topology = new Topology('app');
  const prices = topology.table('prices', VERSIONED);
  const names = topology.table('names', { ...TEXTS, store: 'names' });
  toOut(prices.join(names, (price, name) => `${price}-${name}`).toStream());
  using driver = topology.testDriver();
  const joined = run(driver, ['names a apple 1', 'prices a dear 20', 'prices a cheap 10', 'prices a best 30']);
  assert.deepEqual(joined, ['a dear-apple 20', 'a best-apple 30']);
  assert.deepEqual([...driver.dropped], [['out of order', 1]]);
});

test('a change that comes out of order is counted as left out on either side of a join by foreign key', () => {
  const topology = new Topology('app');
  const prices = topology.table('prices', VERSIONED);
  const pointers = topology.table('pointers', { ...TEXTS, store: 'pointers', versioned: { historyRetention: 100 } });
  toOut(
    pointers
      .joinByForeignKey(
        prices,
        (to) => to,
        (to, price) => `${to}-${price}`,
        { name: 'found' },
      )
      .toStream(),
  );
  using driver = topology.testDriver();
  const lines = ['prices a dear 20', 'pointers p a 20', 'prices a cheap 10', 'pointers p a 10'];
  assert.deepEqual(run(driver, lines), ['p a-dear 20']);
  assert.deepEqual([...driver.dropped], [['out of order', 2]]);
});

test('the changelog of a versioned table keeps all versions as long as its history and a day', () => {
  const topology = new Topology('app');
  topology.table('prices', VERSIONED);
  const { changelog, historyRetentionMs } = topology.build().stores.get('prices')!;
  assert.equal(historyRetentionMs, 100);
  assert.deepEqual(changelog?.configs, { 'min.compaction.lag.ms': '86400100' });
});

test('a grace without a history, or longer than it, is refused with what to do', () => {
  const joined = (prices: object, grace: number) => (): unknown => {
    const topology = new Topology('app');
    const table = topology.table('prices', { ...TEXTS, ...prices });
    topology.stream('orders', TEXTS).joinTable(table, () => '', { name: 'priced', grace });
    return topology.build();
  };
  assert.throws(joined({ store: 'prices' }, 5), { code: 'INVALID_TOPOLOGY', message: /make the table versioned/ });
  assert.throws(joined(VERSIONED, 101), { code: 'INVALID_TOPOLOGY', message: /a history of at least the grace/ });
});

test('a versioned table cannot be suppressed', () => {
  const prices = new Topology('app').table('prices', VERSIONED);
  assert.throws(() => prices.suppress(10, { name: 'held' }), { code: 'INVALID_TOPOLOGY' });
});
