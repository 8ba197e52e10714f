/** Mutated frames against a living broker: whatever arrives costs its own connection at most. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { FuzzReport, FuzzWork } from './fuzz-worker.testing.ts';

const FRAMES = 20_000;
const SEEDS = [20_261_125, 20_261_126];
const MAX_GROWTH_BYTES = 8 * 1024 * 1024;

function fuzz(workerData: FuzzWork): Promise<FuzzReport> {
  const worker = new Worker(new URL('fuzz-worker.testing.ts', import.meta.url), { workerData });
  return new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
}

test(`${FRAMES} mutated frames leave the broker alive, serving, and no larger`, async () => {
  const reports = await Promise.all(SEEDS.map((seed) => fuzz({ seed, frames: FRAMES / SEEDS.length })));
  let reached = 0;
  for (const report of reports) {
    assert.equal(report.deathReason, null);
    assert.equal(report.failure, null, 'no handler throws');
    assert.ok(report.grownBytes < MAX_GROWTH_BYTES, `memory grew by ${report.grownBytes} bytes over the second half`);
    assert.ok(report.answered > report.reached / 10, `${report.answered} of ${report.reached} got as far as an answer`);
    reached += report.reached;
  }
  assert.ok(reached >= FRAMES);
});
