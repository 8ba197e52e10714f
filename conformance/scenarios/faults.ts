/** Faults of processes and machines, a few minutes of them; `npm run faults` has the same for longer. */
import { faultChecks } from '../faults/process-faults.ts';
import type { Scenario } from '../runner/context.ts';

const kills = 25;

export const faults: Scenario = {
  name: 'faults',
  phases: (context) => {
    if (context.broker !== 'samsa') return [];
    return [faultChecks({ kills, onProgress: (line) => console.log(`      ${line}`) })];
  },
};
