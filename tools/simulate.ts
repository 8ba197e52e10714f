/**
 * `npm run sim`: simulated worlds, of the workloads of the tables `workloads.testing.ts` in src/client/simulation and
 * src/streams/simulation. Prints how much happened, and of what failed the command that repeats it; ends with 1 then.
 */
import { availableParallelism } from 'node:os';
import { addOutcomes, type Outcome } from '../src/client/simulation/outcome.testing.ts';
import { simulate } from '../src/client/simulation/simulate.testing.ts';
import { runAllWorlds, type WorldsRun } from '../src/client/simulation/workers.testing.ts';
import { shareOf, type Workload, type Workloads } from '../src/client/simulation/workload.testing.ts';
import { workloads as ofClients } from '../src/client/simulation/workloads.testing.ts';
import { workloads as ofStreams } from '../src/streams/simulation/workloads.testing.ts';
import { endWithUsage, parseCommand } from './parse-command.ts';

const CLIENTS = new URL('../src/client/simulation/workloads.testing.ts', import.meta.url);
const STREAMS = new URL('../src/streams/simulation/workloads.testing.ts', import.meta.url);
const all: Workloads = { ...ofClients, ...ofStreams };

const USAGE = `Usage:
  npm run sim -- --seed 17 --workload records       one world, with all that its clients log
  npm run sim -- --seed 17                          one of each workload
  npm run sim -- --seeds 5000 [--workload NAME]     so many over all workloads, from --seed on, on all cores
  npm run sim -- --hours 8 [--workload NAME]        new seeds for so long; goes on after a failure, a line for each
  --threads N                                       instead of all cores

Workloads:
  ${Object.keys(all).join('\n  ')}
`;

const { values } = parseCommand(USAGE, {
  options: {
    workload: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    hours: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const chosen = chosenWorkloads(values.workload);
const threads = Number(values.threads);

if (values.hours !== undefined) await soak(Number(values.hours));
else if (values.seeds !== undefined) await runMany(Number(values.seeds), Number(values.seed ?? 1));
else await runOnes(Number(values.seed ?? 1));

function chosenWorkloads(name: string | undefined): readonly (readonly [string, Workload])[] {
  const found = Object.entries(all).filter(([one]) => name === undefined || one === name);
  return found.length > 0 ? found : endWithUsage(`There is no workload ${name}.`, USAGE);
}

async function runOnes(seed: number): Promise<void> {
  for (const [workload, { run }] of chosen) {
    const start = performance.now();
    try {
      const outcome = await simulate({ workload, run, seed }, (lines) => say(lines.join('\n')));
      say(`${workload}: ${tookSince(start)}, ${shown(outcome)}`);
    } catch (error) {
      process.exitCode = 1;
      say(
        error instanceof Error
          ? `${error.message}\n${String(error.cause instanceof Error && error.cause.stack)}`
          : String(error),
      );
    }
  }
}

async function runMany(seeds: number, firstSeed: number): Promise<void> {
  const start = performance.now();
  let total: Outcome = {};
  for (const [workload] of chosen) {
    const count = chosen.length === 1 ? seeds : shareOf(all, workload, seeds);
    total = addOutcomes(total, await runSome(workload, { firstSeed, count }));
  }
  say(`${tookSince(start)} for ${total['worlds'] ?? 0} worlds`);
}

/** One round of worlds after the other, each with new seeds, until the time is over. */
async function soak(hours: number): Promise<void> {
  const start = performance.now();
  const firstOfAll = Number(values.seed ?? Math.floor(Date.now() / 1000));
  const roundSeeds = 400;
  let total: Outcome = {};
  for (let firstSeed = firstOfAll; performance.now() - start < hours * 3_600_000; firstSeed += roundSeeds) {
    for (const [workload] of chosen) {
      const count = chosen.length === 1 ? roundSeeds : shareOf(all, workload, roundSeeds);
      total = addOutcomes(total, await runSome(workload, { firstSeed, count }));
    }
    say(`${tookSince(start)}: ${total['worlds'] ?? 0} worlds, ${total['failures'] ?? 0} failed`);
  }
}

async function runSome(
  workload: string,
  { firstSeed, count }: { readonly firstSeed: number; readonly count: number },
): Promise<Outcome> {
  const start = performance.now();
  const table = Object.hasOwn(ofStreams, workload) ? STREAMS : CLIENTS;
  const run = await runAllWorlds({
    table,
    workload,
    firstSeed,
    count,
    threads: Math.min(threads, count),
    goesOn: true,
  });
  const ms = (performance.now() - start) / count;
  say(`${workload}: ${tookSince(start)}, ${ms.toFixed(1)} ms a world, ${shown(run.outcome)}`);
  tellFailures(run);
  return { worlds: count, failures: run.failures.length };
}

function tellFailures({ failures }: WorldsRun): void {
  if (failures.length > 0) process.exitCode = 1;
  for (const failure of failures) say(`failed: ${failure.replaceAll('\n', ' | ')}`);
}

function tookSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function shown(outcome: Outcome): string {
  const parts = Object.entries(outcome).map(
    ([name, value]) => `${Number.isInteger(value) ? value : value.toFixed(1)} ${name}`,
  );
  return parts.join(', ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
