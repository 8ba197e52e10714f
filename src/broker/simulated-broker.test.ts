/** A broker in a simulated world that dies again and again; `simulated-broker.testing.ts` says what is checked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { SimulatedBrokerWork } from './simulated-broker-worker.testing.ts';

/** How many threads share a test's worlds. */
const THREADS = 2;
const SCALE = process.env['SAMSA_SOAK'] === 'true' ? 5 : 1;

/** `each` is how many records a world acknowledges at least, on average. */
async function run(least: number, options: SimulatedBrokerWork['options'], each: number = 100): Promise<void> {
  const worlds = least * SCALE;
  const share = worlds / THREADS;
  const counts = await Promise.all(
    Array.from({ length: THREADS }, (_, index) => {
      const workerData: SimulatedBrokerWork = { firstSeed: 1 + index * share, worlds: share, options };
      const worker = new Worker(new URL('simulated-broker-worker.testing.ts', import.meta.url), { workerData });
      return new Promise<number>((resolve, reject) => worker.on('message', resolve).on('error', reject));
    }),
  );
  const acknowledged = counts.reduce((sum, count) => sum + count, 0);
  assert.ok(acknowledged >= worlds * each, `only ${acknowledged} records were acknowledged`);
}

test('what a broker acknowledged over the network outlives power losses and resets, once and in order', () =>
  run(20, { flushAck: 'fsync', death: 'power', deaths: 4 }));

test('with flush.ack=page-cache it outlives kills of the process', () =>
  run(12, { flushAck: 'page-cache', death: 'kill', deaths: 3 }));

for (const version of [1, 2] as const) {
  const workload = `transactions-${version}` as const;

  test(`transactions of version ${version} are whole or not at all, and what they read is processed exactly once, over power losses`, () =>
    run(6, { flushAck: 'fsync', death: 'power', deaths: 4, workload }, 80));

  test(`transactions of version ${version} outlive kills of the process with flush.ack=page-cache`, () =>
    run(4, { flushAck: 'page-cache', death: 'kill', deaths: 4, workload }, 80));
}
