/**
 * `npm run bench -- streams`: the core of samsa/streams beside that of Kafka Streams: tasks alone, without a broker, over the
 * same records and the same topologies, in turn. What comes out is counted and summed, and must be the same.
 */
import { execFileSync } from 'node:child_process';
import { buildProgram } from '../load/measured-program.ts';
import { Progress } from '../report/progress.ts';
import { type Row, type RowKind, Samples } from '../report/rows.ts';
import { javaCore } from './java-core.ts';
import { coreRows } from './topologies.ts';

export interface StreamsPlan {
  readonly rounds: number;
  /** Of one run; each process makes one whose output is checked, and then `runs` that are warm. */
  readonly records: number;
  readonly runs: number;
}

export function streamsPlan(rounds: number, isQuick: boolean): StreamsPlan {
  return isQuick ? { rounds, records: 100_000, runs: 4 } : { rounds, records: 500_000, runs: 6 };
}

interface Outcome {
  readonly outputs: number;
  readonly checksum: number;
  readonly seconds: readonly number[];
}

export async function streamsBench({ rounds, records, runs }: StreamsPlan): Promise<readonly Row[]> {
  const samsa = [process.execPath, buildProgram(new URL('core-worker.ts', import.meta.url))];
  const subjects = { samsa, 'kafka-streams': await javaCore() };
  const samples = new Samples('streams');
  const progress = new Progress(coreRows.length * rounds * Object.keys(subjects).length);
  for (let round = 0; round < rounds; round++) {
    for (const { name, share = 1 } of coreRows) {
      const count = records * share;
      const outcomes: Outcome[] = [];
      for (const [subject, command] of Object.entries(subjects)) {
        progress.step(`${name}: ${subject}`);
        const outcome = run(command, [name, String(count), String(runs)]);
        outcomes.push(outcome);
        samples.add(kindOf(name), subject, (Math.min(...outcome.seconds) * 1e6) / count);
      }
      mustBeSame(name, outcomes);
    }
  }
  progress.end();
  return samples.rows();
}

/** The least of the runs: it is the warmest, and the one least disturbed. */
function kindOf(name: string): RowKind {
  return { row: `core, ${name}`, unit: 'µs/record of CPU', better: 'lower' };
}

function run([program = '', ...words]: readonly string[], args: readonly string[]): Outcome {
  const output = execFileSync(program, [...words, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return JSON.parse(output.slice(output.lastIndexOf('{"outputs"'))) as Outcome;
}

function mustBeSame(name: string, [first, ...others]: readonly Outcome[]): void {
  for (const other of others) {
    if (other.outputs === first!.outputs && other.checksum === first!.checksum) continue;
    throw new Error(`${name}: the engines' outputs differ: ${JSON.stringify([first, other])}`);
  }
}
