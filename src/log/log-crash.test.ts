/** Crashes on a simulated disk, by the thousand; `crash-world.test.support.ts` says what is checked after each. `npm run soak` has 20,000. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { CrashWork } from './log-crash.test.worker.ts';

const LIVES = 10;
const SCALE = process.env['SAMSA_SOAK'] === 'true' ? 5 : 1;
/** How many threads share a test's worlds. */
const WORKERS = 2;

async function crash(least: number, options: CrashWork['options']): Promise<void> {
  const crashes = least * SCALE;
  const worlds = crashes / LIVES / WORKERS;
  const counts = await Promise.all(
    Array.from({ length: WORKERS }, (_, index) => {
      const workerData: CrashWork = { firstSeed: 1 + index * worlds, worlds, lives: LIVES, options };
      const worker = new Worker(new URL('log-crash.test.worker.ts', import.meta.url), { workerData });
      return new Promise<number>((resolve, reject) => worker.on('message', resolve).on('error', reject));
    }),
  );
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    crashes,
  );
}

test('no acknowledged record is lost, repeated or made up by thousands of power losses', () =>
  crash(2800, { flushAck: 'fsync', death: 'power', failures: false }));

test('nor by hundreds with writes and syncs that fail, which halt the process', () =>
  crash(800, { flushAck: 'fsync', death: 'power', failures: true }));

test('with flush.ack=page-cache nor by hundreds of kills', () =>
  crash(400, { flushAck: 'page-cache', death: 'kill', failures: false }));
