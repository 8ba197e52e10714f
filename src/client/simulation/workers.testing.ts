/** Spreads worlds over threads: each seed is one world, and each thread has every n-th of them. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { addOutcomes, type Outcome } from './outcome.testing.ts';
import { simulate } from './simulate.testing.ts';
import type { WorkloadName } from './workloads.testing.ts';

export interface WorldsToRun {
  readonly workload: WorkloadName;
  readonly firstSeed: number;
  readonly count: number;
  readonly threads: number;
  /** Go on after a failure, and only tell of it. */
  readonly goesOn?: boolean;
}

export interface WorldsRun {
  /** What all worlds together came to. */
  readonly outcome: Outcome;
  /** One message for each world that failed; each says how to repeat it. */
  readonly failures: readonly string[];
}

interface Share extends WorldsToRun {
  readonly thread: number;
}

/** What all worlds together came to. Rejects with the first failure, whose message says how to repeat it. */
export async function runWorlds(worlds: WorldsToRun): Promise<Outcome> {
  return (await runAllWorlds({ ...worlds, goesOn: false })).outcome;
}

export async function runAllWorlds(worlds: WorldsToRun): Promise<WorldsRun> {
  const shares = Array.from({ length: worlds.threads }, (_, thread) => runShare({ ...worlds, thread }));
  const runs = await Promise.all(shares);
  return {
    outcome: runs.map(({ outcome }) => outcome).reduce(addOutcomes),
    failures: runs.flatMap(({ failures }) => failures),
  };
}

/** Real time that one world may take: code that waits for itself without end lets no virtual time pass. */
const STUCK_MS = 120_000;

function runShare(share: Share): Promise<WorldsRun> {
  const worker = new Worker(new URL(import.meta.url), { workerData: share });
  return new Promise((resolve, reject) => {
    let watch: NodeJS.Timeout | undefined;
    worker.on('message', (message: WorldsRun | { readonly seed: number }) => {
      clearTimeout(watch);
      if (!('seed' in message)) return resolve(message);
      const again = `npm run sim -- --workload ${share.workload} --seed ${message.seed}`;
      watch = setTimeout(() => {
        reject(new Error(`the world does not end, and no time passes in it\nto repeat it: ${again}`));
        void worker.terminate();
      }, STUCK_MS);
    });
    worker.on('error', (error) => {
      clearTimeout(watch);
      reject(error);
    });
  });
}

async function work({ workload, firstSeed, count, threads, thread, goesOn = false }: Share): Promise<WorldsRun> {
  let outcome: Outcome = {};
  const failures: string[] = [];
  for (let seed = firstSeed + thread; seed < firstSeed + count; seed += threads) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage({ seed });
    try {
      outcome = addOutcomes(outcome, await simulate({ workload, seed }));
    } catch (error) {
      if (!goesOn) throw error;
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { outcome, failures };
}

if (!isMainThread) {
  // Errors are many here, and where they were made is of interest only when one world is repeated by itself.
  Error.stackTraceLimit = 0;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(await work(workerData as Share));
}
