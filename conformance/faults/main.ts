/**
 * npm run faults [-- --kills 200] [WORD]
 *
 * The faults of `npm run conformance -- faults` by themselves, as often as one likes; a WORD chooses those with it in their name.
 */
import { parseArgs } from 'node:util';
import { runChecks, type Tally } from '../runner/run-checks.ts';
import { faultChecks } from './process-faults.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string', default: '200' } },
});
const onProgress = (line: string): void => console.log(`      ${line}`);
const all = faultChecks({ kills: Number(values.kills), onProgress });
const chosen = all.filter(({ name }) => positionals.every((word) => name.includes(word)));
const tally: Tally = { passed: 0, failed: 0, skipped: 0, notServed: 0, failures: [], names: new Set() };
await runChecks(chosen, { concurrency: 1, gaps: new Map(), tally });
console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exit(tally.failed > 0 ? 1 : 0);
