/** Spreads worlds over threads: each seed is one world, and each thread has every n-th of them. */
import { Worker } from 'node:worker_threads';
import { addOutcomes, type Outcome } from './outcome.testing.ts';

export interface WorldsToRun {
  /** Where the module with the table of workloads lies. */
  readonly table: URL;
  /** Its name in the table. */
  readonly workload: string;
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

/** What one thread has to do: each n-th seed. */
export interface Share extends Omit<WorldsToRun, 'table'> {
  readonly table: string;
  readonly thread: number;
}

/** What all worlds together came to. Rejects with the first failure, whose message says how to repeat it. */
export async function runWorlds(worlds: WorldsToRun): Promise<Outcome> {
  return (await runAllWorlds({ ...worlds, goesOn: false })).outcome;
}

export async function runAllWorlds(worlds: WorldsToRun): Promise<WorldsRun> {
  const shares = Array.from({ length: worlds.threads }, (_, thread) =>
    runShare({ ...worlds, table: worlds.table.href, thread }),
  );
  const runs = await Promise.all(shares);
  return {
    outcome: runs.map(({ outcome }) => outcome).reduce(addOutcomes),
    failures: runs.flatMap(({ failures }) => failures),
  };
}

/** Real time that one world may take: code that waits for itself without end lets no virtual time pass. */
const STUCK_MS = 120_000;

function runShare(share: Share): Promise<WorldsRun> {
  const worker = new Worker(new URL('worker.testing.ts', import.meta.url), { workerData: share });
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
