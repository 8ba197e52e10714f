/**
 * What a command sees of the world: its streams, its environment, its signals. `main.ts` gives it the process; a test
 * gives it streams of its own, and so runs whole commands without a process for each.
 */
import type { Readable, Writable } from 'node:stream';
import type { SignalSource } from './terminal/stop-signals.ts';

export type InputStream = Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

export interface Surroundings {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signals: SignalSource;
}

/** The process itself. Its standard input is opened by who asks for it, not before. */
export const processSurroundings: Surroundings = {
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
  environment: process.env,
  signals: process,
};
