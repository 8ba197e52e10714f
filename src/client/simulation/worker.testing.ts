/** What runs in a thread of `runWorlds`. Nobody imports it: it waits for tables of workloads, which may import all else here. */
import { parentPort, workerData } from 'node:worker_threads';
import { addOutcomes, type Outcome } from './outcome.testing.ts';
import { simulate } from './simulate.testing.ts';
import type { Share, WorldsRun } from './workers.testing.ts';
import type { WorkloadsModule } from './workload.testing.ts';

// Errors are many here, and where they were made is of interest only when one world is repeated by itself.
Error.stackTraceLimit = 0;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await work(workerData as Share));

async function work({ table, workload, firstSeed, count, threads, thread, goesOn = false }: Share): Promise<WorldsRun> {
  const { workloads } = (await import(table)) as WorkloadsModule;
  const { run } = workloads[workload]!;
  let outcome: Outcome = {};
  const failures: string[] = [];
  for (let seed = firstSeed + thread; seed < firstSeed + count; seed += threads) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage({ seed });
    try {
      outcome = addOutcomes(outcome, await simulate({ workload, run, seed }));
    } catch (error) {
      if (!goesOn) throw error;
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { outcome, failures };
}
