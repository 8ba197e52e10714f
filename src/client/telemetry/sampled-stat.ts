/**
 * Figures over the recent past, as Kafka's clients keep them: two samples of 30 s, the older one dropped when a third
 * begins, so that an average, a maximum or a rate speaks of the last 30 to 60 s. Costs a few additions per event and
 * never grows. (Kafka's `metrics.sample.window.ms` and `metrics.num.samples` at their defaults.)
 */
const SAMPLE_MS = 30_000;
const SAMPLES = 2;

interface Sample {
  startedMs: number;
  count: number;
  sum: number;
  max: number;
}

export class SampledStat {
  #current: Sample;
  #previous: Sample | null = null;

  constructor(nowMs: number) {
    this.#current = { startedMs: nowMs, count: 0, sum: 0, max: Number.NEGATIVE_INFINITY };
  }

  record(value: number, nowMs: number): void {
    if (nowMs - this.#current.startedMs >= SAMPLE_MS) this.#turn(nowMs);
    const sample = this.#current;
    sample.count++;
    sample.sum += value;
    if (value > sample.max) sample.max = value;
  }

  /** NaN without an event. */
  average(nowMs: number): number {
    const [count, sum] = this.#sums(nowMs);
    return count === 0 ? Number.NaN : sum / count;
  }

  /** NaN without an event. */
  maximum(nowMs: number): number {
    const max = Math.max(
      this.#fresh(this.#current, nowMs)?.max ?? -Infinity,
      this.#fresh(this.#previous, nowMs)?.max ?? -Infinity,
    );
    return max === Number.NEGATIVE_INFINITY ? Number.NaN : max;
  }

  /** The sum of the values per second; over at least one whole sample, so that a first event is no peak. */
  rate(nowMs: number): number {
    const [, sum] = this.#sums(nowMs);
    const oldest = this.#fresh(this.#previous, nowMs) ?? this.#current;
    const windowMs = Math.max(nowMs - oldest.startedMs, (SAMPLES - 1) * SAMPLE_MS);
    return sum / (windowMs / 1000);
  }

  #sums(nowMs: number): [count: number, sum: number] {
    const current = this.#fresh(this.#current, nowMs);
    const previous = this.#fresh(this.#previous, nowMs);
    return [(current?.count ?? 0) + (previous?.count ?? 0), (current?.sum ?? 0) + (previous?.sum ?? 0)];
  }

  #fresh(sample: Sample | null, nowMs: number): Sample | null {
    return sample !== null && nowMs - sample.startedMs < SAMPLES * SAMPLE_MS ? sample : null;
  }

  #turn(nowMs: number): void {
    const spare = this.#previous ?? { startedMs: 0, count: 0, sum: 0, max: 0 };
    this.#previous = this.#current;
    spare.startedMs = nowMs;
    spare.count = 0;
    spare.sum = 0;
    spare.max = Number.NEGATIVE_INFINITY;
    this.#current = spare;
  }
}
