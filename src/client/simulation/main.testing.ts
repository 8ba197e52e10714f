/**
 * Runs worlds of simulated clients:
 *
 *   node --conditions=source src/client/simulation/main.testing.ts --seed 17              one, and says what happened in it
 *   node --conditions=source src/client/simulation/main.testing.ts --seed 1 --count 2000  many, in as many threads as there are cores
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { simulateClients } from './simulate.testing.ts';
import { runWorlds } from './workers.testing.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const firstSeed = Number(values.seed);
const count = Number(values.count);
if (count === 1) {
  console.log(await simulateClients(firstSeed));
} else {
  const start = performance.now();
  const totals = await runWorlds({ firstSeed, count, threads: Number(values.threads) });
  const seconds = (performance.now() - start) / 1000;
  console.log(`${count} worlds in ${seconds.toFixed(1)} s, ${((seconds / count) * 1000).toFixed(1)} ms each`, totals);
}
