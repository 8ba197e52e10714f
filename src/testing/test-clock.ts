/**
 * The time that a broker under test lives in: the machine's own, moved forward on request. It outlives the broker: after
 * a restart it is as late as before.
 */
import type { Clock, Env, Timer } from '#kernel';
import { EventQueue } from '#sim';
import type { Event } from '#sim';

/** Beyond so many timers `advance` jumps the rest of the way, as the clock of a machine that was suspended does. */
const MAX_STEPS = 10_000;

export class TestClock implements Clock {
  readonly #real: Env;
  readonly #timers: EventQueue = new EventQueue();
  /** Waits until the broker's disk is idle. */
  readonly #settle: () => Promise<void>;
  #aheadMs = 0;
  #rank = 0;
  #wake: Timer | null = null;
  #wakeAtMs = Infinity;

  constructor(real: Env, settle: () => Promise<void>) {
    this.#real = real;
    this.#settle = settle;
  }

  /** The broker's wall clock, in milliseconds since the epoch. */
  now(): number {
    return this.#real.clock.now() + this.#aheadMs;
  }

  /** Milliseconds since some fixed moment, never decreasing. */
  monotonic(): number {
    return this.#real.clock.monotonic() + this.#aheadMs;
  }

  /**
   * Moves the broker's time forward by `ms` milliseconds, and resolves when what was due within them has been done, one
   * thing after the other: sessions expire, segments roll, retention deletes. Clients have clocks of their own.
   */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`time goes forward, by a number of milliseconds from 0 on, not by ${ms}`);
    const targetMs = this.monotonic() + ms;
    for (let step = 0; step < MAX_STEPS; step++) {
      const next = this.#timers.peek();
      if (next === undefined || next.timeMs > targetMs) break;
      this.#moveTo(next.timeMs);
      this.#ring();
      await this.#settle();
    }
    this.#moveTo(targetMs);
    this.#ring();
    await this.#settle();
  }

  /** Runs `task` once this clock has moved by `delayMs`, on request or by itself. */
  after(delayMs: number, task: () => void): Timer {
    const event: Event = { timeMs: this.monotonic() + Math.max(1, delayMs), rank: this.#rank++, task, isTimer: true };
    this.#timers.add(event);
    this.#wakeFor(event.timeMs);
    return { cancel: () => (event.task = null) };
  }

  /** Nothing rings any more. */
  stop(): void {
    this.#wake?.cancel();
    this.#wake = null;
    this.#wakeAtMs = -Infinity;
  }

  #moveTo(monotonicMs: number): void {
    const aheadMs = this.#aheadMs + monotonicMs - this.monotonic();
    this.#aheadMs = Math.max(this.#aheadMs, Math.ceil(aheadMs));
  }

  #ring(): void {
    for (;;) {
      const next = this.#timers.peek();
      if (next === undefined || next.timeMs > this.monotonic()) break;
      this.#timers.take();
      next.task?.();
    }
    const next = this.#timers.peek();
    if (next !== undefined) this.#wakeFor(next.timeMs);
  }

  #wakeFor(timeMs: number): void {
    if (timeMs >= this.#wakeAtMs) return;
    this.#wake?.cancel();
    this.#wakeAtMs = timeMs;
    this.#wake = this.#real.scheduler.after(Math.max(0, Math.ceil(timeMs - this.monotonic())), () => {
      this.#wake = null;
      this.#wakeAtMs = Infinity;
      this.#ring();
    });
  }
}
