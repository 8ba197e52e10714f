/**
 * What a thread counts while it works: plain numbers on an object, with no look at a clock and no allocation. The thread
 * turns them now and then (`turn`), so that a rate, an average or an extreme speaks of the last 30 to 60 s, as those of
 * Kafka's clients do.
 */
const WINDOW_MS = 30_000;
const SECOND_MS = 1000;

/** Of all that is counted. Times are of the wall clock, in milliseconds. */
export interface Turning {
  turn(nowMs: number): void;
}

/** Something that happens, or adds up: `total += …`. */
export class Counted implements Turning {
  total: number = 0;
  #sinceMs: number | null = null;
  #since = 0;
  #beforeMs: number | null = null;
  #before = 0;

  turn(nowMs: number): void {
    if (this.#sinceMs !== null && nowMs - this.#sinceMs < WINDOW_MS) return;
    this.#beforeMs = this.#sinceMs;
    this.#before = this.#since;
    this.#since = this.#sinceMs === null ? 0 : this.total;
    this.#sinceMs = nowMs;
  }

  /** Per second; over at least one whole window, so that a first event is no peak. */
  rate(nowMs: number): number {
    this.turn(nowMs);
    const from = this.#beforeMs === null ? this.#since : this.#before;
    const elapsedMs = nowMs - (this.#beforeMs ?? this.#sinceMs!);
    return ((this.total - from) * SECOND_MS) / Math.max(elapsedMs, WINDOW_MS);
  }
}

/** Values of the recent past. */
export class RecentValues implements Turning {
  #sinceMs: number | null = null;
  #count = 0;
  #sum = 0;
  #max = -Infinity;
  #min = Infinity;
  #beforeCount = 0;
  #beforeSum = 0;
  #beforeMax = -Infinity;
  #beforeMin = Infinity;

  record(value: number): void {
    this.#count++;
    this.#sum += value;
    if (value > this.#max) this.#max = value;
    if (value < this.#min) this.#min = value;
  }

  turn(nowMs: number): void {
    this.#sinceMs ??= nowMs;
    const windows = Math.floor((nowMs - this.#sinceMs) / WINDOW_MS);
    if (windows < 1) return;
    const isNext = windows === 1;
    this.#beforeCount = isNext ? this.#count : 0;
    this.#beforeSum = isNext ? this.#sum : 0;
    this.#beforeMax = isNext ? this.#max : -Infinity;
    this.#beforeMin = isNext ? this.#min : Infinity;
    this.#count = 0;
    this.#sum = 0;
    this.#max = -Infinity;
    this.#min = Infinity;
    this.#sinceMs += windows * WINDOW_MS;
  }

  /** NaN without a value, as the others. */
  get average(): number {
    return (this.#sum + this.#beforeSum) / (this.#count + this.#beforeCount);
  }

  get maximum(): number {
    return finite(Math.max(this.#max, this.#beforeMax));
  }

  get minimum(): number {
    return finite(Math.min(this.#min, this.#beforeMin));
  }
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
