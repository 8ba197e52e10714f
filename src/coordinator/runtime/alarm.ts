/**
 * A timer for deadlines that mostly move into the future. Heartbeats move a deadline on thousands of times for every
 * time that one passes, so an alarm is set only when a deadline comes *before* the moment it is set to. It may
 * therefore ring early: whoever is called looks for deadlines that have passed, and sets it to the next one.
 */
import type { Env, Timer } from '#kernel';

/** Longer delays ring early, which is harmless. Node's timers cannot take more than 31 bits. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export class Alarm {
  readonly #env: Env;
  readonly #ring: () => void;
  #timer: Timer | null = null;
  #setTo = Infinity;

  constructor(env: Env, ring: () => void) {
    this.#env = env;
    this.#ring = ring;
  }

  /** Rings at `deadline` (milliseconds of the monotonic clock) or earlier. Infinity sets nothing. */
  atLatest(deadline: number): void {
    if (deadline >= this.#setTo) return;
    this.#timer?.cancel();
    this.#setTo = deadline;
    const delay = Math.max(0, Math.ceil(deadline - this.#env.clock.monotonic()));
    this.#timer = this.#env.scheduler.after(Math.min(delay, LONGEST_DELAY_MS), () => {
      this.#timer = null;
      this.#setTo = Infinity;
      this.#ring();
    });
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#setTo = Infinity;
  }
}
