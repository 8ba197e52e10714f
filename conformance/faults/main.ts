/** `npm run faults`: the faults of `npm run conformance -- faults` by themselves, as often as one likes. */
import { parseCommand } from '../../tools/parse-command.ts';
import { runChecks, type Tally } from '../runner/run-checks.ts';
import { faultChecks } from './process-faults.ts';

const USAGE = `Usage: npm run faults -- [--kills 200] [WORD …]

  WORD         only the faults with it in their name
  --kills N    how often the broker is killed
`;

const { values, positionals } = parseCommand(USAGE, {
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
