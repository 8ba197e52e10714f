/**
 * A client at work on one broker. Every command has a deadline, past which its process is killed: what a broker does not
 * answer ends as a failure that says so, never as a run that hangs.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Arguments, CommandName, DriverEvent, Reply } from './commands.ts';

export interface Session {
  /** The library's name and version, as it says itself. */
  readonly version: string;
  /** The partitions that this member of a group owns now; empty while it owns none. */
  readonly assigned: readonly number[];
  readonly isOpen: boolean;
  /** Rejects with the client's own error, or once `deadlineMs` have passed. */
  call<N extends CommandName>(name: N, command: Arguments<N>, deadlineMs?: number): Promise<Reply<N>>;
  /** Ends the process at once, as a crash would. */
  kill(): void;
  close(): Promise<void>;
}

export const defaultDeadlineMs: number = 60_000;

/** Runs `work` under a deadline; `onLate` is to make it end. */
export async function within<T>(what: string, deadlineMs: number, work: Promise<T>, onLate: () => void): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    onLate();
    late.reject(new Error(`${what}: no answer within ${deadlineMs / 1000} s`));
  }, deadlineMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves once the condition holds; its last `describe()` is in the error past the deadline. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  deadlineMs: number,
  describe: () => string,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${deadlineMs / 1000} s: ${describe()}`);
    await delay(50);
  }
}

type Answer = { reply: object } | { error: string };

/** A driver in a process of its own, which speaks the protocol of commands.ts. */
export class DriverSession implements Session {
  version: string = 'unknown';
  assigned: readonly number[] = [];
  readonly #process: ChildProcess;
  readonly #ready = Promise.withResolvers<void>();
  #waiting: PromiseWithResolvers<Answer> | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #ended: string | undefined;

  private constructor(command: readonly string[], logFile: string) {
    const log = openSync(logFile, 'a');
    const [program = '', ...programArguments] = command;
    this.#process = spawn(program, programArguments, { stdio: ['pipe', 'pipe', log] });
    closeSync(log);
    this.#process.on('error', (error) => this.#end(`${program} did not start: ${error.message}`));
    this.#process.on('exit', (code, signal) =>
      this.#end(`the client's process ended with ${code ?? signal}; see ${logFile}`),
    );
    this.#process.stdin?.on('error', () => undefined);
    if (this.#process.stdout !== null) {
      createInterface({ input: this.#process.stdout }).on('line', (line) => this.#hear(line));
    }
  }

  static async open(command: readonly string[], logFile: string): Promise<DriverSession> {
    const session = new DriverSession(command, logFile);
    await within('starting the client', defaultDeadlineMs, session.#ready.promise, () => session.kill());
    return session;
  }

  get isOpen(): boolean {
    return this.#ended === undefined;
  }

  call<N extends CommandName>(
    name: N,
    command: Arguments<N>,
    deadlineMs: number = defaultDeadlineMs,
  ): Promise<Reply<N>> {
    const turn = this.#queue.then(() => this.#ask(name, { ...command, command: name }, deadlineMs));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #ask(name: string, command: object, deadlineMs: number): Promise<object> {
    if (this.#ended !== undefined) throw new Error(this.#ended);
    const waiting = Promise.withResolvers<Answer>();
    this.#waiting = waiting;
    this.#process.stdin?.write(`${JSON.stringify(command)}\n`);
    const answer = await within(name, deadlineMs, waiting.promise, () => this.kill());
    if ('error' in answer) throw new Error(`${name}: ${answer.error}`);
    return answer.reply;
  }

  #hear(line: string): void {
    const message = JSON.parse(line) as DriverEvent | Answer;
    if (!('event' in message)) return this.#waiting?.resolve(message);
    if (message.event === 'assigned') {
      this.assigned = message.partitions;
      return;
    }
    this.version = message.version;
    this.#ready.resolve();
  }

  #end(reason: string): void {
    this.#ended ??= reason;
    this.assigned = [];
    this.#ready.reject(new Error(this.#ended));
    this.#waiting?.reject(new Error(this.#ended));
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  async close(): Promise<void> {
    if (!this.isOpen) return;
    const exited = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.stdin?.end();
    await within('closing the client', 10_000, exited, () => this.kill()).catch(() => undefined);
  }
}
