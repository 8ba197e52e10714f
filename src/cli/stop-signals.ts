/**
 * Ctrl-C, SIGTERM and a closed terminal. The first is a wish; one more of the same kind, half a second later or more,
 * ends the process at once: launchers pass a signal on that the terminal has sent to us already, and such an echo must
 * not count as impatience.
 */
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const ECHO_MS = 500;

export type StopSignal = (typeof SIGNALS)[number];

export class StopSignals {
  /** Resolves with the first signal. */
  readonly first: Promise<StopSignal>;
  #resolve: (signal: StopSignal) => void = () => {};
  #firstAtMs = -1;
  readonly #listener = (signal: NodeJS.Signals): void => this.#take(signal as StopSignal);

  constructor() {
    this.first = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    for (const signal of SIGNALS) process.on(signal, this.#listener);
  }

  /** The signals end the process again, as they do by default. */
  close(): void {
    for (const signal of SIGNALS) process.off(signal, this.#listener);
  }

  #take(signal: StopSignal): void {
    const now = performance.now();
    if (this.#firstAtMs < 0) {
      this.#firstAtMs = now;
      this.#resolve(signal);
    } else if (now - this.#firstAtMs > ECHO_MS) {
      process.exit(128 + constants.signals[signal]);
    }
  }
}
