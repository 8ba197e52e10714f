/**
 * How long things took: number and sum since the start, and quantiles of the last one to two minutes. A time is counted
 * in one of 96 buckets, each a fifth wider than the one before it, so that a quantile is at most a tenth off.
 */
const BUCKETS = 96;
const FIRST_BOUND_MS = 0.02;
const GROWTH = 1.2;
const WINDOW_MS = 60_000;
const SCALE = 1 / Math.log(GROWTH);

export class RecentTimes {
  count = 0;
  /** Milliseconds. */
  sumMs = 0;
  #current: Uint32Array = new Uint32Array(BUCKETS);
  #previous: Uint32Array = new Uint32Array(BUCKETS);
  #windowEndMs = 0;

  /** `now` by the monotonic clock. */
  record(ms: number, now: number): void {
    if (now >= this.#windowEndMs) this.#turn(now);
    this.count++;
    this.sumMs += ms;
    const bucket = ms <= FIRST_BOUND_MS ? 0 : Math.min(BUCKETS - 1, Math.ceil(Math.log(ms / FIRST_BOUND_MS) * SCALE));
    this.#current[bucket]!++;
  }

  /** In milliseconds, for each of the rising `fractions`; 0 where nothing happened lately. */
  quantiles(fractions: readonly number[], now: number): number[] {
    if (now >= this.#windowEndMs) this.#turn(now);
    let total = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) total += this.#inBucket(bucket);
    let seen = 0;
    let bucket = -1;
    return fractions.map((fraction) => {
      while (seen < fraction * total && bucket < BUCKETS - 1) seen += this.#inBucket(++bucket);
      return bucket < 0 ? 0 : FIRST_BOUND_MS * GROWTH ** (bucket - 0.5);
    });
  }

  #inBucket(bucket: number): number {
    return this.#current[bucket]! + this.#previous[bucket]!;
  }

  /** Begins a window; the one before counts for another, if it was not long ago. */
  #turn(now: number): void {
    const isStale = now >= this.#windowEndMs + WINDOW_MS;
    const last = this.#previous;
    this.#previous = this.#current;
    this.#current = last.fill(0);
    if (isStale) this.#previous.fill(0);
    this.#windowEndMs = now + WINDOW_MS;
  }
}
