/** Headers that stores keep, where an application ends and another instance goes on. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { string } from '#serde';
import { kv } from '../dsl/store-definitions.ts';
import { Topology } from '../dsl/topology.ts';
import type { StoreFormat, StoreType } from '../dsl/materialized.ts';
import { StreamsWorld } from './application.testing.ts';

const texts = { key: string(), value: string() };

function directoryFor(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'samsa-headers-'));
  context.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** Tells of each record the value and the header of the one before it, and keeps the record with its headers. */
function before(stores: StoreType): Topology {
  const last = kv('last', { ...texts, headers: true, type: stores });
  const topology = new Topology('before', { stores });
  topology
    .stream('orders', texts)
    .process({ ...texts, stores: { last } }, ({ stores: { last: rows }, forward }) => ({
      process(value, { key, timestamp }) {
        const row = rows.get(key);
        forward(key, `${row?.value} ${String(row?.headers[0]?.value)}`);
        rows.put(key, value, timestamp);
      },
    }))
    .to('before', texts);
  return topology;
}

for (const stores of ['memory', 'persistent'] as const) {
  test(`rows with headers (${stores}) are there for the instance that goes on, and for queries`, async (context) => {
    const world = await StreamsWorld.start(context, ['orders', 'before']);
    const stateDir = directoryFor(context);
    const order = (value: string) => ({ topic: 'orders', key: 'k', value, headers: { trace: `of ${value}` } });
    const one = await world.run(before(stores), { stateDir });
    await world.send([order('a')]);
    await world.read('before', 1);
    await one.close();
    const other = await world.run(before(stores), { stateDir });
    await world.send([order('b')]);
    const told = await world.read('before', 2);
    assert.deepEqual(
      told.map(({ value }) => value),
      ['undefined undefined', 'a of a'],
    );
    assert.equal(await other.store<string, string>('last').get('k'), 'b');
  });
}

test('an application may keep headers from now on, and stop again, with the state that it has', async (context) => {
  const world = await StreamsWorld.start(context, ['orders', 'counted']);
  const stateDir = directoryFor(context);
  let runs = 0;
  for (const storeFormat of ['default', 'headers', 'default'] satisfies StoreFormat[]) {
    const topology = new Topology('counts', { stores: 'persistent', storeFormat });
    const counts = topology.stream('orders', texts).groupByKey().count('counts').toStream();
    counts.mapValues((count) => String(count)).to('counted', texts);
    const application = await world.run(topology, { stateDir });
    await world.send([{ topic: 'orders', key: 'k', value: 'v' }]);
    await world.read('counted', ++runs);
    await application.close();
  }
  const told = await world.read('counted', runs);
  assert.deepEqual(
    told.map(({ value }) => value),
    ['1', '2', '3'],
  );
});
