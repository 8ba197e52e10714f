/** Spreads worlds over threads: each seed is one world, and each thread has every n-th of them. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { addOutcomes, type Outcome } from './outcome.testing.ts';
import { simulate, type Kind } from './simulate.testing.ts';

export interface WorldsToRun {
  readonly kind: Kind;
  readonly firstSeed: number;
  readonly count: number;
  readonly threads: number;
}

interface Share extends WorldsToRun {
  readonly thread: number;
}

/** What all worlds together came to. Rejects with the first failure, whose message says how to repeat it. */
export async function runWorlds(worlds: WorldsToRun): Promise<Outcome> {
  const shares = Array.from({ length: worlds.threads }, (_, thread) => runShare({ ...worlds, thread }));
  return (await Promise.all(shares)).reduce(addOutcomes);
}

function runShare(share: Share): Promise<Outcome> {
  const worker = new Worker(new URL(import.meta.url), { workerData: share });
  return new Promise((resolve, reject) => {
    worker.on('message', (outcome: Outcome) => resolve(outcome));
    worker.on('error', reject);
  });
}

async function work({ kind, firstSeed, count, threads, thread }: Share): Promise<Outcome> {
  let total: Outcome = {};
  for (let seed = firstSeed + thread; seed < firstSeed + count; seed += threads) {
    total = addOutcomes(total, await simulate(kind, seed));
  }
  return total;
}

if (!isMainThread) {
  // Errors are many here, and where they were made is of interest only when one world is repeated by itself.
  Error.stackTraceLimit = 0;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(await work(workerData as Share));
}
