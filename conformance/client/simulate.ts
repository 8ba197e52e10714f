/**
 * Thousands of simulated worlds as a step of the conformance run, from ever the same seeds: Samsa's broker, whole, and its
 * clients, in one process and on virtual time (docs/internals/simulation.md).
 */
import { availableParallelism } from 'node:os';
import { runWorlds } from '../../src/client/simulation/workers.testing.ts';
import { shareOf } from '../../src/client/simulation/workload.testing.ts';
import { workloads } from '../../src/client/simulation/workloads.testing.ts';
import type { Check } from '../runner/context.ts';

/** Over all workloads. */
const SEEDS = 5000;
const TABLE = new URL('../../src/client/simulation/workloads.testing.ts', import.meta.url);
export const simulationName = 'simulation';

/** The worlds need no broker; they run where the client suite runs against Samsa, whose broker they hold. */
export function simulationChecks(onProgress: (line: string) => void): Check[] {
  return Object.keys(workloads).map((workload) => {
    const count = shareOf(workloads, workload, SEEDS);
    return {
      name: `client/${simulationName}/${count} worlds of ${workload}`,
      lane: simulationName,
      run: async () => {
        const threads = availableParallelism();
        // From 9,999 on: this seed of `records` once showed a leader that did not hear of its topic.
        const outcome = await runWorlds({ table: TABLE, workload, firstSeed: 9999, count, threads });
        const totals = Object.entries(outcome).map(([name, value]) => `${value.toFixed(0)} ${name}`);
        onProgress(totals.join(', '));
      },
    };
  });
}
