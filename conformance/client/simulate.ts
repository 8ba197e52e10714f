/** Thousands of simulated worlds as a step of the conformance run: the client without a broker process, every seed anew. */
import { availableParallelism } from 'node:os';
import { runWorlds } from '../../src/client/simulation/workers.testing.ts';
import type { Check } from '../runner/context.ts';

/** How many seeds of each kind. */
const WORLDS = { records: 1300, transactions: 700 } as const;
export const simulationName = 'simulation';

/** The worlds need no broker; they run where the client suite runs against Samsa, whose broker they hold. */
export function simulationChecks(onProgress: (line: string) => void): Check[] {
  return (['records', 'transactions'] as const).map((kind) => ({
    name: `client/${simulationName}/${WORLDS[kind]} worlds of ${kind}`,
    lane: simulationName,
    run: async () => {
      const threads = availableParallelism();
      const outcome = await runWorlds({ kind, firstSeed: 10_001, count: WORLDS[kind], threads });
      const totals = Object.entries(outcome).map(([name, value]) => `${value.toFixed(0)} ${name}`);
      onProgress(totals.join(', '));
    },
  }));
}
