/**
 * Slows work down to a rate of bytes a second, and leaves the event loop to others in between: compaction must not be
 * felt by whoever waits for an answer.
 */
import type { Env } from '#kernel';

/** After so many bytes others have their turn, whatever the rate. */
const BYTES_PER_TURN = 1_048_576;
const MS_PER_SECOND = 1000;

export class Pace {
  readonly #env: Env;
  readonly #bytesPerSecond: () => number;
  readonly #signal: AbortSignal;
  /** When, by the monotonic clock, the work so far is in line with the rate. */
  #dueMs = 0;
  #bytesThisTurn = 0;

  constructor(env: Env, bytesPerSecond: () => number, signal: AbortSignal) {
    this.#env = env;
    this.#bytesPerSecond = bytesPerSecond;
    this.#signal = signal;
  }

  /** Resolves when more may be done after so many bytes, or when the signal is aborted. */
  async after(bytes: number): Promise<void> {
    const now = this.#env.clock.monotonic();
    this.#dueMs = Math.max(this.#dueMs, now) + (bytes / this.#bytesPerSecond()) * MS_PER_SECOND;
    this.#bytesThisTurn += bytes;
    const delayMs = this.#dueMs - now;
    if (delayMs >= 1) await rest(this.#env, delayMs, this.#signal);
    else if (this.#bytesThisTurn >= BYTES_PER_TURN) {
      await new Promise<void>((resolve) => this.#env.scheduler.endOfTurn(resolve));
    } else return;
    this.#bytesThisTurn = 0;
  }
}

/** Resolves after a while, or when the signal is aborted. Nobody waits for it: it does not keep the process up. */
export function rest(env: Env, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = env.scheduler.after(delayMs, end);
    signal.addEventListener('abort', end);
  });
}
