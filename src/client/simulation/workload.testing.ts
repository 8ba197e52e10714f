/** A kind of world, and tables of them: each module that simulates has one, which threads load by its address. */
import type { Outcome } from './outcome.testing.ts';
import type { ClientWorld } from './world.testing.ts';

export interface Workload {
  /** Of a run over all workloads of a table, in parts of the sum of their shares. */
  readonly share: number;
  /** `onWorld` is given the world before anything happens in it. `notServed` in what comes of it: the broker lacks it. */
  readonly run: (seed: number, onWorld: (world: ClientWorld) => void) => Promise<Outcome>;
}

/** By the names that `npm run sim -- --workload` takes. */
export type Workloads = Readonly<Record<string, Workload>>;

/** What a module that has a table exports. */
export interface WorkloadsModule {
  readonly workloads: Workloads;
}

/** The seeds of a run over all workloads: each has its share of them. */
export function shareOf(workloads: Workloads, name: string, seeds: number): number {
  const all = Object.values(workloads).reduce((total, { share }) => total + share, 0);
  return Math.ceil((seeds * (workloads[name]?.share ?? 0)) / all);
}
