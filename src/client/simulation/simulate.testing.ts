/** One world from one seed; a failure says which command repeats it. */
import type { Outcome } from './outcome.testing.ts';
import type { Workload } from './workload.testing.ts';
import type { ClientWorld } from './world.testing.ts';

export interface WorldToRun {
  readonly workload: string;
  readonly run: Workload['run'];
  readonly seed: number;
}

/** `onStory` is told what was logged in a world that fails. */
export async function simulate(
  { workload, run, seed }: WorldToRun,
  onStory?: (lines: string[]) => void,
): Promise<Outcome> {
  let world: ClientWorld | null = null;
  try {
    return { worlds: 1, ...(await run(seed, (made) => (world = made))) };
  } catch (cause) {
    onStory?.((world as ClientWorld | null)?.story() ?? []);
    const again = `npm run sim -- --workload ${workload} --seed ${seed}`;
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\nto repeat it: ${again}`, { cause });
  }
}
