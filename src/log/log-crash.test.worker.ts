/** Runs crash worlds away from the test runner, whose tracking of every promise would take more time than the worlds. */
import { parentPort, workerData } from 'node:worker_threads';
import { CrashWorld, type CrashWorldOptions } from './crash-world.test.support.ts';

export interface CrashWork {
  readonly firstSeed: number;
  readonly worlds: number;
  readonly lives: number;
  readonly options: Omit<CrashWorldOptions, 'seed'>;
}

const { firstSeed, worlds, lives, options } = workerData as CrashWork;
let crashes = 0;
for (let seed = firstSeed; seed < firstSeed + worlds; seed++) {
  const world = new CrashWorld({ ...options, seed });
  await world.run(lives);
  crashes += world.crashes;
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort!.postMessage(crashes);
