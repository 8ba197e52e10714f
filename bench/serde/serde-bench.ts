/**
 * `npm run bench -- serde`: Samsa's serdes beside those on npm, avsc and fastavro, on one core, in turn, each in a process
 * of its own. The registry is asked before anything is counted, and what counts is processor time.
 */
import { fileURLToPath } from 'node:url';
import { npmSerdes, pythonSerdes } from '../../conformance/registry/peers.ts';
import { runOrThrow } from '../../conformance/runner/tools.ts';
import { Progress } from '../report/progress.ts';
import { Samples, type Row } from '../report/rows.ts';
import { samples as data } from './data.ts';
import { startStubRegistry } from './stub-registry.ts';
import type { Subject } from './subjects.ts';

export interface SerdePlan {
  readonly rounds: number;
  /** That count, for each figure; half of it more is for warm-up. */
  readonly millis: number;
}

const SUBJECTS: readonly Subject[] = ['samsa', 'confluentinc', 'kafkajs', 'avsc'];
const FASTAVRO = 'fastavro';

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
const fastavroWorker = fileURLToPath(new URL('fastavro_worker.py', import.meta.url));

export async function serdeBench({ rounds, millis }: SerdePlan): Promise<readonly Row[]> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const folder = await npmSerdes(log);
  const python = await pythonSerdes(log);
  const samples = new Samples('serde');
  const names = Object.keys(data);
  const progress = new Progress(rounds * names.length * (SUBJECTS.length + 1));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      for (const subject of SUBJECTS) {
        progress.step(`${name}: ${subject}`);
        // A fresh one for each: they all register the same subject.
        const registry = await startStubRegistry();
        // A package of the others takes the condition `source` for its own.
        const conditions = subject === 'samsa' ? ['--conditions=source'] : [];
        const command = [...conditions, worker, subject, folder, registry.url, String(millis), name];
        add(samples, { name, subject }, await runOrThrow([process.execPath, ...command]));
        registry.close();
      }
      progress.step(`${name}: ${FASTAVRO}`);
      if (data[name]!.format !== 'AVRO') continue;
      const command = [python, '-B', fastavroWorker, String(millis)];
      add(samples, { name, subject: FASTAVRO }, await runOrThrow(command, { input: JSON.stringify(data[name]) }));
    }
  }
  progress.end();
  return samples.rows();
}

function add(samples: Samples, { name, subject }: { name: string; subject: string }, output: string): void {
  const rates = JSON.parse(output) as Record<string, number>;
  for (const [what, rate] of Object.entries(rates)) {
    samples.add({ row: `${name}: ${what}`, unit: 'values/CPU s', better: 'higher' }, subject, rate);
  }
}
