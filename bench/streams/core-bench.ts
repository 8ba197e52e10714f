/**
 * The core of samsa/streams beside that of Kafka Streams: tasks alone, without a broker, over the same records and the same
 * topologies, in turn. What comes out is counted and summed, and must be the same.
 */
import { execFileSync } from 'node:child_process';
import { buildProgram } from '../load/measured-program.ts';
import type { Progress } from '../report/progress.ts';
import type { RowKind, Samples } from '../report/rows.ts';
import { javaProgram } from './java-program.ts';
import { type Results, mustBeSame } from './results.ts';
import { streamsRows } from './topologies.ts';

export interface CorePlan {
  /** Of one run; each process makes one whose output is checked, and then `runs` that are warm. */
  readonly records: number;
  readonly runs: number;
}

interface Outcome extends Results {
  readonly seconds: readonly number[];
}

/** How many measurements a round has. */
export const CORE_STEPS = streamsRows.length * 2;

export async function coreRound({ records, runs }: CorePlan, samples: Samples, progress: Progress): Promise<void> {
  const samsa = [process.execPath, buildProgram(new URL('core-worker.ts', import.meta.url))];
  const subjects = { samsa, 'kafka-streams': await javaProgram('StreamsCore') };
  for (const { name, share = 1 } of streamsRows) {
    const count = records * share;
    const outcomes: Outcome[] = [];
    for (const [subject, command] of Object.entries(subjects)) {
      progress.step(`core, ${name}: ${subject}`);
      const outcome = run(command, [name, String(count), String(runs)]);
      outcomes.push(outcome);
      samples.add(kindOf(name), subject, (Math.min(...outcome.seconds) * 1e6) / count);
    }
    mustBeSame(`core, ${name}`, outcomes);
  }
}

/** The least of the runs: it is the warmest, and the one least disturbed. */
function kindOf(name: string): RowKind {
  return { row: `core, ${name}`, unit: 'µs/record of CPU', better: 'lower' };
}

function run([program = '', ...words]: readonly string[], args: readonly string[]): Outcome {
  const output = execFileSync(program, [...words, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return JSON.parse(output.slice(output.lastIndexOf('{"outputs"'))) as Outcome;
}
