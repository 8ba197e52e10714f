/**
 * Whether the application still comes back for records (KIP-62): it has to within `maxPollIntervalMs`, or its member
 * makes room for others. A poll costs a read of the clock; there is one timer for all of them.
 */
import type { Env, Timer } from '#kernel';

export class PollClock {
  readonly #env: Env;
  readonly #intervalMs: number;
  readonly #onExpired: () => void;
  readonly #isWaiting: () => boolean;
  #lastPollMs = 0;
  #timer: Timer | null = null;
  #isRunning = false;

  /** @param isWaiting whether the application waits for records at this moment, which is as good as a poll */
  constructor(env: Env, intervalMs: number, callbacks: { onExpired: () => void; isWaiting: () => boolean }) {
    this.#env = env;
    this.#intervalMs = intervalMs;
    this.#onExpired = callbacks.onExpired;
    this.#isWaiting = callbacks.isWaiting;
  }

  /** Set by a span without a poll, until the next one. */
  get isExpired(): boolean {
    return this.#isRunning && this.#timer === null;
  }

  start(): void {
    this.#isRunning = true;
    this.poll();
  }

  stop(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = null;
  }

  poll(): void {
    this.#lastPollMs = this.#env.clock.monotonic();
    if (this.#isRunning && this.#timer === null) this.#watch(this.#intervalMs);
  }

  #watch(delayMs: number): void {
    this.#timer = this.#env.scheduler.after(delayMs, () => this.#check());
  }

  #check(): void {
    const now = this.#env.clock.monotonic();
    if (this.#isWaiting()) this.#lastPollMs = now;
    const leftMs = this.#lastPollMs + this.#intervalMs - now;
    if (leftMs > 0) return this.#watch(leftMs);
    this.#timer = null;
    this.#onExpired();
  }
}
