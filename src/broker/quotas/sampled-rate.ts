/**
 * A rate over a sliding window of samples, as Kafka's Rate over a SampledStat computes it, to the same number: throttle
 * times that clients are told follow from it.
 *
 * Invariant: there is one sample more than the window has, since the oldest may still reach into the window. A rate over
 * less time than the window is computed as if all but the last of its samples had passed: the first burst of a client is
 * measured against what it may do in the whole window.
 */
export interface QuotaWindow {
  readonly samples: number;
  readonly sampleMs: number;
}

export class SampledRate {
  readonly #window: QuotaWindow;
  readonly #sums: Float64Array;
  readonly #starts: Float64Array;
  readonly #lastEvents: Float64Array;
  #count = 0;
  #current = 0;

  constructor(window: QuotaWindow) {
    const size = window.samples + 1;
    this.#window = window;
    this.#sums = new Float64Array(size);
    this.#starts = new Float64Array(size);
    this.#lastEvents = new Float64Array(size);
  }

  /** When something was last recorded; before that, never. */
  get lastEventMs(): number {
    return this.#count === 0 ? Number.NEGATIVE_INFINITY : this.#lastEvents[this.#current]!;
  }

  record(value: number, now: number): void {
    if (this.#count === 0) this.#begin(0, now);
    else if (now - this.#starts[this.#current]! >= this.#window.sampleMs) {
      this.#current = (this.#current + 1) % this.#sums.length;
      this.#begin(this.#current, now);
    }
    this.#sums[this.#current]! += value;
    this.#lastEvents[this.#current] = now;
  }

  /** Units a second. */
  rate(now: number): number {
    this.#purge(now);
    let sum = 0;
    for (let i = 0; i < this.#count; i++) sum += this.#sums[i]!;
    return sum / (this.#elapsed(now) / 1000);
  }

  /** What the rate is over, in milliseconds: the whole samples of the window, and what has passed of the newest. */
  windowMs(now: number): number {
    this.#purge(now);
    return this.#elapsed(now);
  }

  #begin(sample: number, now: number): void {
    this.#count = Math.max(this.#count, sample + 1);
    this.#sums[sample] = 0;
    this.#starts[sample] = now;
    this.#lastEvents[sample] = now;
  }

  #purge(now: number): void {
    if (this.#count === 0) this.#begin(0, now);
    const expireMs = this.#window.samples * this.#window.sampleMs;
    for (let i = 0; i < this.#count; i++) {
      if (now - this.#lastEvents[i]! >= expireMs) this.#begin(i, now);
    }
  }

  #elapsed(now: number): number {
    const { samples, sampleMs } = this.#window;
    let oldest = now;
    for (let i = 0; i < this.#count; i++) oldest = Math.min(oldest, this.#starts[i]!);
    const elapsed = now - oldest;
    const missing = samples - 1 - Math.floor(elapsed / sampleMs);
    return Math.max(1, missing > 0 ? elapsed + missing * sampleMs : elapsed);
  }
}

/** Milliseconds until the rate is back at `bound` if nothing more comes, 0 where it is (Kafka's QuotaUtils). */
export function throttleMs(rate: SampledRate, bound: number, now: number): number {
  const value = rate.rate(now);
  return value <= bound ? 0 : Math.round(((value - bound) / bound) * rate.windowMs(now));
}
