/**
 * Ctrl-C, SIGTERM and a closed terminal. The first is a wish; one more of the same kind, half a second later or more,
 * ends the process at once: launchers pass a signal on that the terminal has sent to us already, and such an echo must
 * not count as impatience.
 */
import { constants } from 'node:os';
import type { Clock } from '#kernel';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const ECHO_MS = 500;

export type StopSignal = (typeof SIGNALS)[number];

/** The process, as far as signals need it. */
export interface SignalSource {
  on(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
  off(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
  exit(code: number): void;
}

export class StopSignals {
  /** Resolves with the first signal. */
  readonly first: Promise<StopSignal>;
  readonly #source: SignalSource;
  readonly #clock: Clock;
  readonly #resolve: (signal: StopSignal) => void;
  readonly #listener = (signal: StopSignal): void => this.#take(signal);
  #firstAtMs = -1;

  constructor(source: SignalSource, clock: Clock) {
    const { promise, resolve } = Promise.withResolvers<StopSignal>();
    this.first = promise;
    this.#source = source;
    this.#clock = clock;
    this.#resolve = resolve;
    for (const signal of SIGNALS) source.on(signal, this.#listener);
  }

  /** The signals end the process again, as they do by default. */
  close(): void {
    for (const signal of SIGNALS) this.#source.off(signal, this.#listener);
  }

  #take(signal: StopSignal): void {
    const now = this.#clock.monotonic();
    if (this.#firstAtMs < 0) {
      this.#firstAtMs = now;
      this.#resolve(signal);
    } else if (now - this.#firstAtMs > ECHO_MS) {
      this.#source.exit(128 + constants.signals[signal]);
    }
  }
}
