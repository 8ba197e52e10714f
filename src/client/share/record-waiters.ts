/** Those who wait for records. A wait keeps the process alive, as there may be no connection meanwhile. */
import type { Env } from '#kernel';

/** A wait without an end looks up so often. */
const LOOK_UP_MS = 60_000;

export class RecordWaiters {
  readonly #env: Env;
  readonly #waiting: Set<() => void> = new Set();

  constructor(env: Env) {
    this.#env = env;
  }

  get count(): number {
    return this.#waiting.size;
  }

  /** Ends all waits. */
  wake(): void {
    for (const end of this.#waiting) end();
  }

  /** Until `wake`, the signal, or the time is over; it may end without any of them. */
  wait(timeoutMs: number = LOOK_UP_MS, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        timer.cancel();
        signal?.removeEventListener('abort', end);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = this.#env.scheduler.after(Math.min(timeoutMs, LOOK_UP_MS), end, { keepAlive: true });
      signal?.addEventListener('abort', end);
      this.#waiting.add(end);
    });
  }
}
