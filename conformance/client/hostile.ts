/** A million damaged requests against the broker in this process, as a step of the conformance run: no socket, no wait. */
import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FuzzReport, FuzzWork } from '../../src/broker/fuzz-worker.testing.ts';
import type { Check } from '../runner/context.ts';

const FRAMES = 1_000_000;
const FIRST_SEED = 20_270_000;
const MIB = 1024 * 1024;
/** Over the second half of the frames, by each of the brokers. */
const MAX_GROWTH_BYTES = 16 * MIB;
/** Of the process, which holds all of them, and garbage that nobody has collected. */
const MAX_RSS_GROWTH_BYTES = 96 * MIB;
export const hostileName = 'hostile';

export function hostileChecks(onProgress: (line: string) => void): Check[] {
  const name = `client/${hostileName}/${FRAMES.toLocaleString('en')} damaged requests of all APIs`;
  return [{ name, lane: hostileName, run: () => attack(onProgress) }];
}

async function attack(onProgress: (line: string) => void): Promise<void> {
  const threads = Math.max(2, availableParallelism());
  const frames = Math.ceil(FRAMES / threads);
  const start = performance.now();
  const reports = await Promise.all(
    Array.from({ length: threads }, (_, thread) => fuzz({ seed: FIRST_SEED + thread, frames })),
  );
  const sum = (of: (report: FuzzReport) => number): number => reports.reduce((total, report) => total + of(report), 0);
  const [reached, answered] = [sum((report) => report.reached), sum((report) => report.answered)];
  for (const { deathReason, failure, grownBytes, grownRssBytes } of reports) {
    assert.equal(deathReason, null, 'the broker lives');
    assert.equal(failure, null, 'no handler throws');
    assert.ok(grownBytes < MAX_GROWTH_BYTES, `memory grew by ${grownBytes} bytes over the second half`);
    assert.ok(
      grownRssBytes < MAX_RSS_GROWTH_BYTES,
      `resident memory grew by ${grownRssBytes} bytes over the second half`,
    );
  }
  assert.ok(reached >= FRAMES && answered > reached / 10, `${answered} of ${reached} got as far as an answer`);
  const rss = reports.map(({ grownRssBytes }) => `${(grownRssBytes / MIB).toFixed(0)} MiB`).join(', ');
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  onProgress(`${reached} frames, ${answered} of them answered, in ${seconds} s; resident memory grew by ${rss}`);
}

function fuzz(workerData: FuzzWork): Promise<FuzzReport> {
  const worker = new Worker(new URL('../../src/broker/fuzz-worker.testing.ts', import.meta.url), { workerData });
  return new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
}
