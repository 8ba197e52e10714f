/** A process with applications in it, ours or Java's, on a processor core of its own; it says in lines of JSON what happens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { cpuSeconds, residentMegabytes } from '../brokers/process-usage.ts';

const APPLICATION_CORE = 1;
const DEADLINE_MS = 120_000;
const KEPT_CHARACTERS = 4000;

export interface ApplicationEvent {
  readonly event: 'starting' | 'restoring' | 'restored' | 'closed';
  /** Of a restoration: `TOPIC-PARTITION`. */
  readonly partition?: string;
  readonly records?: number;
  /** When it was heard, by `performance.now()`. */
  readonly at: number;
}

export interface StartedApplication {
  readonly id: string;
  /** Of the names of its topics of input. */
  readonly suffix: string;
  readonly out: string;
}

export class ApplicationProcess {
  /** When the process was begun, by `performance.now()`. */
  readonly spawnedAt: number = performance.now();
  readonly events: ApplicationEvent[] = [];
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #words = '';

  constructor(command: readonly string[]) {
    const child = spawn('taskset', ['-c', String(APPLICATION_CORE), ...command], { stdio: 'pipe' });
    this.#child = child;
    this.#exited = new Promise((resolve) => void child.once('close', resolve));
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-KEPT_CHARACTERS);
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{"event"')) return;
      this.events.push({ ...(JSON.parse(line) as Omit<ApplicationEvent, 'at'>), at: performance.now() });
    });
  }

  /** Of all its threads so far. */
  get cpuSeconds(): number {
    return cpuSeconds(this.#child.pid!);
  }

  get peakMegabytes(): number {
    return residentMegabytes(this.#child.pid!).peak;
  }

  /** Throws, with what the process has said last, where it has ended. */
  check(): void {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) return;
    throw new Error(`the application ended with ${String(exitCode ?? signalCode)}\n${this.#words}`);
  }

  /** When `start` of the application was called. */
  async start({ id, suffix, out }: StartedApplication): Promise<number> {
    this.events.length = 0;
    this.#child.stdin!.write(`start ${id} ${suffix} ${out}\n`);
    return (await this.event('starting')).at;
  }

  async close(): Promise<void> {
    this.#child.stdin!.write('close\n');
    await this.event('closed');
  }

  /** The first of its kind since the last start. */
  async event(kind: ApplicationEvent['event']): Promise<ApplicationEvent> {
    const end = performance.now() + DEADLINE_MS;
    for (;;) {
      const found = this.events.find(({ event }) => event === kind);
      if (found !== undefined) return found;
      this.check();
      if (performance.now() > end) throw new Error(`the application did not say ${kind} in time\n${this.#words}`);
      await new Promise((resolve) => void setTimeout(resolve, 2));
    }
  }

  /** The process is gone, whatever it was at. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
