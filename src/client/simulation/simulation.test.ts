/** Samsa's broker and its clients in simulated worlds, each from a seed; `npm run sim` and the conformance run have thousands. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from './outcome.testing.ts';
import { runWorlds } from './workers.testing.ts';
import type { WorkloadName } from './workloads.testing.ts';

const THREADS = 2;
const TABLE = new URL('workloads.testing.ts', import.meta.url);

function run(workload: WorkloadName, count: number): Promise<Outcome> {
  return runWorlds({ table: TABLE, workload, firstSeed: 1, count, threads: THREADS });
}

test('whatever happens to brokers, clients and the network: nothing acknowledged is lost, nothing is there twice, order holds, groups get everything', async () => {
  const outcome = await run('records', 50);
  const { acknowledged = 0, sent = 0, delivered = 0, deaths = 0, clientDeaths = 0, faults = 0 } = outcome;
  assert.ok(acknowledged > 50 * 20 && acknowledged > sent * 0.9, `${acknowledged} of ${sent} were acknowledged`);
  assert.ok(delivered > acknowledged * 0.9);
  assert.ok(deaths > 20 && clientDeaths > 4 && faults > 250, `${deaths}, ${clientDeaths}, ${faults} faults`);
});

test('a group whose coordinator divides its partitions gets everything too', async () => {
  const { delivered = 0, notServed = 0 } = await run('consumer-groups', 20);
  assert.ok(delivered > 200 || notServed === 20, `${delivered} were delivered`);
});

test('whatever happens: what is read, processed and written in transactions comes out exactly once, whole transactions at a time', async () => {
  const { committed = 0, aborted = 0, read = 0, deaths = 0 } = await run('exactly-once', 25);
  assert.ok(committed > 50 && aborted > 10 && read > 250, `${committed}, ${aborted}, ${read}`);
  assert.ok(deaths > 7, `${deaths} deaths`);
});

test('whatever happens: each record of a share group is accepted by one, and given to nobody afterwards', async () => {
  const { accepted = 0, notServed = 0 } = await run('share-groups', 15);
  assert.ok(accepted > 150 || notServed === 15, `${accepted} were accepted`);
});

test('whatever happens: a compacted topic keeps the latest record of each key, where it was', async () => {
  const { compacted = 0, acknowledged = 0 } = await run('compaction', 15);
  assert.ok(compacted > acknowledged / 4, `${compacted} of ${acknowledged} were compacted`);
});

test('whatever happens: a topic that was deleted does not come back, and the next one of its name loses nothing', async () => {
  const { deletions = 0, acknowledged = 0 } = await run('topics', 20);
  assert.ok(deletions > 15 && acknowledged > 500, `${deletions} deletions, ${acknowledged} were acknowledged`);
});

test('whatever happens to clients and the network: read_committed shows whole transactions, and nothing of what was aborted', async () => {
  const { committed = 0, aborted = 0, faults = 0 } = await run('transactions', 30);
  assert.ok(committed > 150 && aborted > 60 && faults > 300, `${committed}, ${aborted}, ${faults}`);
});
