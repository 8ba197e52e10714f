/** Node's event loop. Timers are unref'd: what keeps a broker alive is its listeners, not its housekeeping. */
import type { Scheduler, Timer } from '../scheduler.ts';

/** What setTimeout can count; it takes a longer delay for 1 ms. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export const nodeScheduler: Scheduler = {
  after: (delayMs, task) => new NodeTimer(delayMs, task),
  endOfTurn: (task) => {
    setImmediate(task);
  },
};

class NodeTimer implements Timer {
  readonly #task: () => void;
  #timeout: NodeJS.Timeout;

  constructor(delayMs: number, task: () => void) {
    this.#task = task;
    this.#timeout = this.#start(delayMs);
  }

  cancel(): void {
    clearTimeout(this.#timeout);
  }

  #start(delayMs: number): NodeJS.Timeout {
    if (delayMs <= MAX_DELAY_MS) return setTimeout(this.#task, delayMs).unref();
    const rest = delayMs - MAX_DELAY_MS;
    return setTimeout(() => (this.#timeout = this.#start(rest)), MAX_DELAY_MS).unref();
  }
}
