/** Latencies in a histogram, with three digits of precision whatever their number. */
import { createHistogram } from 'node:perf_hooks';
import type { RecordableHistogram } from 'node:perf_hooks';

export class Latencies {
  readonly #histogram: RecordableHistogram = createHistogram();

  get count(): number {
    return this.#histogram.count;
  }

  record(milliseconds: number): void {
    this.#histogram.record(Math.max(1, Math.round(milliseconds * 1000)));
  }

  /** In milliseconds; null where nothing was recorded. */
  summary(): LatencySummary | null {
    const histogram = this.#histogram;
    if (histogram.count === 0) return null;
    const at = (percentile: number): number => Math.round(histogram.percentile(percentile)) / 1000;
    return {
      averageMs: Math.round(histogram.mean) / 1000,
      p50Ms: at(50),
      p95Ms: at(95),
      p99Ms: at(99),
      p999Ms: at(99.9),
      maxMs: histogram.max / 1000,
    };
  }
}

export type LatencySummary = Readonly<Record<'averageMs' | 'p50Ms' | 'p95Ms' | 'p99Ms' | 'p999Ms' | 'maxMs', number>>;
