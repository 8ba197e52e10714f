/** Starts a worker on its own processor core and sees what it and the broker used while it counted. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { cpuSeconds } from '../brokers/process-usage.ts';
import type { WorkRow } from './plan.ts';
import type { Outcome } from './worker.ts';

/** Cores as `taskset` counts them. */
export const BROKER_CORE = 0;
const CLIENT_CORE = 1;
const DEADLINE_MS = 180_000;
const BUILT = new URL('../../dist/bench/', import.meta.url);

export interface Measured extends Outcome {
  /** Share of a core that the broker was busy, in percent. */
  readonly brokerBusy: number;
}

/**
 * The worker as plain JavaScript, as an installed package is: a process that strips types carries some 100 MB for it.
 * Lies in `dist/`, from where packages resolve as they do from here.
 */
export function buildWorker(): void {
  buildSync({
    entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
    outdir: fileURLToPath(BUILT),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    conditions: ['source'],
    packages: 'external',
    logLevel: 'error',
  });
}

interface Job {
  readonly client: string;
  readonly bootstrap: string;
  readonly brokerPid: number;
  readonly topic: string;
  readonly row: WorkRow;
}

export async function runWorker({ client, bootstrap, brokerPid, topic, row }: Job): Promise<Measured> {
  const command = [String(CLIENT_CORE), process.execPath, fileURLToPath(new URL('worker.mjs', BUILT))];
  const child = spawn('taskset', ['-c', ...command, client, bootstrap, topic, JSON.stringify(row)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000);
  });
  let pending = '';
  let brokerBefore = 0;
  let brokerSeconds = 0;
  let outcome: Outcome | null = null;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (pending + text).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('{"event"')) continue;
      const said = JSON.parse(line) as { event: string; outcome?: Outcome };
      if (said.event === 'begin') brokerBefore = cpuSeconds(brokerPid);
      else if (said.event === 'end') brokerSeconds = cpuSeconds(brokerPid) - brokerBefore;
      else outcome = said.outcome ?? null;
    }
  });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve(signal ?? exitCode));
  });
  clearTimeout(timer);
  const ended = outcome as Outcome | null;
  if (code !== 0 || ended === null) throw new Error(`${client}, ${row.name}: ended with ${String(code)}\n${words}`);
  return { ...ended, brokerBusy: (brokerSeconds / ended.seconds) * 100 };
}
