/**
 * A program that puts load on a broker, in a process of its own on a processor core of its own. It says in lines of JSON
 * when what counts begins, when it has ended, and what it came to; in between the broker's processor time is taken.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { cpuSeconds } from '../brokers/process-usage.ts';

const CLIENT_CORE = 1;
const DEADLINE_MS = 180_000;
const BUILT = new URL('../../dist/bench/', import.meta.url);

/** What one run came to; of what counts only, the warm-up excluded. */
export interface Outcome {
  readonly records: number;
  readonly seconds: number;
  /** User and kernel, all threads. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  /** Of single calls, where one is made at a time. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** Records acknowledged in all, the warm-up included. */
  readonly acknowledged?: number;
}

export interface Marks {
  begin(): void;
  /** Since `begin`. */
  end(): Pick<Outcome, 'seconds' | 'cpuSeconds' | 'peakMegabytes'>;
}

export interface Measured extends Outcome {
  /** Processor time of the broker between the marks. */
  readonly brokerSeconds: number;
}

/**
 * The program as plain JavaScript, as an installed package is: a process that strips types carries some 100 MB for it.
 * Lies in `dist/`, from where packages resolve as they do from here. Returns its path.
 */
export function buildProgram(source: URL): string {
  const path = fileURLToPath(source);
  buildSync({
    entryPoints: [path],
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
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.ts$/, '.mjs');
  return fileURLToPath(new URL(name, BUILT));
}

export interface Run {
  readonly program: string;
  readonly args: readonly string[];
  readonly brokerPid: number;
  /** Names the run in errors. */
  readonly what: string;
}

export async function runProgram({ program, args, brokerPid, what }: Run): Promise<Measured> {
  const child = spawn('taskset', ['-c', String(CLIENT_CORE), process.execPath, program, ...args], {
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
  if (code !== 0 || ended === null) throw new Error(`${what}: ended with ${String(code)}\n${words}`);
  return { ...ended, brokerSeconds };
}
