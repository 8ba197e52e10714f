/** The client in simulated worlds, each from a seed; `npm run conformance` runs thousands of them (main.testing.ts). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runWorlds } from './workers.testing.ts';

const THREADS = 2;

test('whatever happens to brokers, clients and the network: nothing acknowledged is lost, nothing is there twice, order holds, groups get everything', async () => {
  const outcome = await runWorlds({ kind: 'records', firstSeed: 1, count: 200, threads: THREADS });
  const { acknowledged = 0, sent = 0, delivered = 0, deaths = 0, clientDeaths = 0, faults = 0 } = outcome;
  assert.ok(acknowledged > 200 * 20 && acknowledged > sent * 0.9, `${acknowledged} of ${sent} were acknowledged`);
  assert.ok(delivered > acknowledged * 0.9);
  assert.ok(deaths > 80 && clientDeaths > 15 && faults > 1000, `${deaths}, ${clientDeaths}, ${faults} faults`);
});

test('whatever happens to clients and the network: read_committed shows whole transactions, and nothing of what was aborted', async () => {
  const outcome = await runWorlds({ kind: 'transactions', firstSeed: 1, count: 100, threads: THREADS });
  const { committed = 0, aborted = 0, faults = 0 } = outcome;
  assert.ok(committed > 500 && aborted > 200 && faults > 1000, `${committed}, ${aborted}, ${faults}`);
});
