/**
 * Node's event loop. Timers are unref'd unless they ask not to be: what keeps a broker alive is its listeners, not its
 * housekeeping.
 */
import type { Scheduler, Timer, TimerOptions } from '../scheduler.ts';

/** What setTimeout can count; it takes a longer delay for 1 ms. */
const MAX_DELAY_MS = 2 ** 31 - 1;
/** What setTimeout waits at least. It warns of a delay below 0, which is merely a moment that has passed already. */
const MIN_DELAY_MS = 1;

export const nodeScheduler: Scheduler = {
  after: (delayMs, task, options) => new NodeTimer(delayMs, task, options),
  endOfTurn: (task) => {
    setImmediate(task);
  },
};

class NodeTimer implements Timer {
  readonly #task: () => void;
  readonly #keepAlive: boolean;
  #timeout: NodeJS.Timeout;

  constructor(delayMs: number, task: () => void, options?: TimerOptions) {
    this.#task = task;
    this.#keepAlive = options?.keepAlive === true;
    this.#timeout = this.#start(delayMs);
  }

  cancel(): void {
    clearTimeout(this.#timeout);
  }

  #start(delayMs: number): NodeJS.Timeout {
    const rest = delayMs - MAX_DELAY_MS;
    const timeout =
      rest <= 0
        ? setTimeout(this.#task, Math.max(MIN_DELAY_MS, delayMs))
        : setTimeout(() => (this.#timeout = this.#start(rest)), MAX_DELAY_MS);
    return this.#keepAlive ? timeout : timeout.unref();
  }
}
