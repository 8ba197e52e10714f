/**
 * Runs worlds of simulated clients:
 *
 *   node --conditions=source src/client/simulation/main.testing.ts --kind records --seed 17              one
 *   node --conditions=source src/client/simulation/main.testing.ts --kind records --seed 1 --count 2000  many, on all cores
 *
 * A kind is one of simulate.testing.ts. Prints how much happened, or the first failure; of one world that fails also what its clients have logged.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { simulate, type Kind } from './simulate.testing.ts';
import { runWorlds } from './workers.testing.ts';

const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: 'records' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const kind = values.kind as Kind;
const firstSeed = Number(values.seed);
const count = Number(values.count);
const start = performance.now();
const outcome =
  count === 1
    ? await simulate(kind, firstSeed, (lines) => process.stdout.write(`${lines.join('\n')}\n`))
    : await runWorlds({ kind, firstSeed, count, threads: Number(values.threads) });
const ms = performance.now() - start;
const took = `${(ms / 1000).toFixed(1)} s, ${(ms / count).toFixed(1)} ms for each world`;
process.stdout.write(`${took} ${JSON.stringify(outcome, null, 2)}\n`);
