/** Crashes on a simulated disk, by the ten thousand; `crash-world.test.support.ts` says what is checked after each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { CrashWork } from './log-crash.test.worker.ts';

const LIVES = 10;
/** How many threads share a test's worlds. */
const WORKERS = 2;

async function crash(crashes: number, options: CrashWork['options']): Promise<number> {
  const worlds = crashes / LIVES / WORKERS;
  const counts = await Promise.all(
    Array.from({ length: WORKERS }, (_, index) => {
      const workerData: CrashWork = { firstSeed: 1 + index * worlds, worlds, lives: LIVES, options };
      const worker = new Worker(new URL('log-crash.test.worker.ts', import.meta.url), { workerData });
      return new Promise<number>((resolve, reject) => worker.on('message', resolve).on('error', reject));
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

test('no acknowledged record is lost, repeated or made up by 14,000 power losses', async () => {
  assert.equal(await crash(14_000, { flushAck: 'fsync', death: 'power', failures: false }), 14_000);
});
test('nor by 4,000 power losses with writes and syncs that fail, which halt the process', async () => {
  assert.equal(await crash(4_000, { flushAck: 'fsync', death: 'power', failures: true }), 4_000);
});
test('with flush.ack=page-cache nor by 2,000 kills', async () => {
  assert.equal(await crash(2_000, { flushAck: 'page-cache', death: 'kill', failures: false }), 2_000);
});
