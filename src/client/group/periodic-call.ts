/**
 * Something that is done again and again, such as a heartbeat: one at a time, each an interval after the last began, on
 * the scheduler alone, so that no handler of the application can hold it up.
 */
import type { Env, Timer } from '#kernel';

export class PeriodicCall {
  readonly #env: Env;
  readonly #intervalMs: number;
  /** Resolves with how long to wait before the next one, or null for the interval. */
  readonly #call: () => Promise<number | null>;
  #timer: Timer | null = null;
  /** Of the running series; calls of earlier ones end without another. */
  #series: object | null = null;

  constructor(env: Env, intervalMs: number, call: () => Promise<number | null>) {
    this.#env = env;
    this.#intervalMs = intervalMs;
    this.#call = call;
  }

  get isRunning(): boolean {
    return this.#series !== null;
  }

  /** The first call comes after one interval. */
  start(): void {
    this.stop();
    const series = {};
    this.#series = series;
    this.#schedule(series, this.#intervalMs);
  }

  stop(): void {
    this.#series = null;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #schedule(series: object, delayMs: number): void {
    this.#timer = this.#env.scheduler.after(delayMs, () => void this.#run(series));
  }

  async #run(series: object): Promise<void> {
    const beganMs = this.#env.clock.monotonic();
    const delayMs = await this.#call();
    if (this.#series !== series) return;
    const sinceMs = this.#env.clock.monotonic() - beganMs;
    this.#schedule(series, delayMs ?? Math.max(0, this.#intervalMs - sinceMs));
  }
}
