/** Spreads worlds over threads: each seed is one world, and each thread has every n-th of them. */
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { simulateClients, type SimulationOutcome } from './simulate.testing.ts';

export interface WorldsToRun {
  readonly firstSeed: number;
  readonly count: number;
  readonly threads: number;
}

interface Share extends WorldsToRun {
  readonly thread: number;
}

/** What all worlds together came to. Rejects with the first failure, whose message says how to repeat it. */
export async function runWorlds(worlds: WorldsToRun): Promise<SimulationOutcome> {
  const shares = Array.from({ length: worlds.threads }, (_, thread) => runShare({ ...worlds, thread }));
  return (await Promise.all(shares)).reduce(add);
}

function runShare(share: Share): Promise<SimulationOutcome> {
  const worker = new Worker(new URL(import.meta.url), { workerData: share });
  return new Promise((resolve, reject) => {
    worker.on('message', (outcome: SimulationOutcome) => resolve(outcome));
    worker.on('error', reject);
  });
}

function add(left: SimulationOutcome, right: SimulationOutcome): SimulationOutcome {
  const sum = { ...left };
  for (const key of Object.keys(left) as (keyof SimulationOutcome)[]) sum[key] = left[key] + right[key];
  return sum;
}

async function work({ firstSeed, count, threads, thread }: Share): Promise<SimulationOutcome> {
  let total: SimulationOutcome | null = null;
  for (let seed = firstSeed + thread; seed < firstSeed + count; seed += threads) {
    const outcome = await simulateClients(seed);
    total = total === null ? outcome : add(total, outcome);
  }
  if (total === null) throw new Error(`thread ${thread} has no worlds: fewer threads would do`);
  return total;
}

if (!isMainThread) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(await work(workerData as Share));
}
