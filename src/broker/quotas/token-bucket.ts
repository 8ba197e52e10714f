/**
 * Credits that grow at the rate of a quota, up to what a whole window gives (KIP-599). One action may overdraw them; none
 * begins while they are overdrawn. Unlike a rate it does not make a burst wait until the burst has left the window.
 */
import type { QuotaWindow } from './sampled-rate.ts';

export class TokenBucket {
  readonly #window: QuotaWindow;
  #tokens = 0;
  #lastUpdateMs = 0;

  constructor(window: QuotaWindow) {
    this.#window = window;
  }

  /** When it was last looked at. */
  get lastEventMs(): number {
    return this.#lastUpdateMs;
  }

  /** The credits at `now`, of a quota of `rate` a second: less than 0 once it is exhausted. */
  tokens(rate: number, now: number): number {
    const burst = this.#burst(rate);
    this.#tokens = Math.min(burst, this.#tokens + (rate * (now - this.#lastUpdateMs)) / 1000);
    this.#lastUpdateMs = now;
    return this.#tokens;
  }

  take(amount: number, rate: number, now: number): void {
    this.#tokens = Math.min(this.#burst(rate), this.tokens(rate, now) - amount);
  }

  /** Milliseconds until the credits are back at 0, which they are already where it is 0. */
  throttleMs(rate: number, now: number): number {
    const tokens = this.tokens(rate, now);
    return tokens < 0 ? Math.round((-tokens / rate) * 1000) : 0;
  }

  #burst(rate: number): number {
    return ((this.#window.samples * this.#window.sampleMs) / 1000) * rate;
  }
}
