/** The sleep of a loop that others wake. */
import type { Scheduler, Timer } from './scheduler.ts';

/** Lets one loop sleep until there is something to do. A call of `wake` before `wait` is not lost. */
export class WakeUp {
  readonly #scheduler: Scheduler;
  #isAwake = false;
  #resolve: (() => void) | null = null;
  #timer: Timer | null = null;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  wake(): void {
    this.#isAwake = true;
    this.#end();
  }

  /** What it was woken for so far is being done. */
  clear(): void {
    this.#isAwake = false;
  }

  /** Until `wake` has been called since the last `wait`, or so many milliseconds. One waits at a time. */
  wait(timeoutMs: number | null = null): Promise<void> {
    if (this.#isAwake) {
      this.#isAwake = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (timeoutMs !== null) this.#timer = this.#scheduler.after(timeoutMs, () => this.#end());
    });
  }

  #end(): void {
    const resolve = this.#resolve;
    if (resolve === null) return;
    this.#resolve = null;
    this.#isAwake = false;
    this.#timer?.cancel();
    this.#timer = null;
    resolve();
  }
}
