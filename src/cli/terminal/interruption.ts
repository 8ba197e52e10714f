/**
 * Ctrl-C (and SIGTERM, SIGHUP) as an AbortSignal, for commands that have something to finish: records to flush,
 * positions to commit. A second one ends the process at once. Afterwards `end()` says which exit code is due: 130 for
 * Ctrl-C, as shells have it for a program that a signal ended.
 */
import { constants } from 'node:os';
import { CommandEnded } from '../exit-code.ts';
import type { SignalSource, StopSignal } from './stop-signals.ts';
import { StopSignals } from './stop-signals.ts';

export class Interruption {
  readonly #controller = new AbortController();
  readonly #signals: StopSignals;
  #received: StopSignal | null = null;

  constructor(source: SignalSource) {
    this.#signals = new StopSignals(source, { now: () => Date.now(), monotonic: () => performance.now() });
    void this.#signals.first.then((signal) => {
      this.#received = signal;
      this.#controller.abort(new Error(`interrupted by ${signal}`));
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isInterrupted(): boolean {
    return this.#received !== null;
  }

  [Symbol.dispose](): void {
    this.#signals.close();
  }

  /** Throws CommandEnded where a signal came; to be called when all is finished. */
  end(): void {
    if (this.#received !== null) throw new CommandEnded(128 + constants.signals[this.#received]);
  }
}
