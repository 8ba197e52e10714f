/** The metrics of an application as they stand, in the form that the client's have, gathered when somebody asks for them. */
import type { Metric, MetricTags } from '#client';
import type { Counted, RecentValues } from './counted.ts';
import { isRecorded, type RecordingLevel } from './recording-level.ts';

/** Whose metrics these are. */
export interface MetricPlace {
  readonly group: string;
  readonly tags: MetricTags;
}

export class MetricList {
  readonly metrics: Metric[] = [];
  readonly nowMs: number;
  readonly #level: RecordingLevel;

  /** `level`: what is above it is left out. */
  constructor(nowMs: number, level: RecordingLevel) {
    this.nowMs = nowMs;
    this.#level = level;
  }

  has(level: RecordingLevel): boolean {
    return isRecorded(level, this.#level);
  }

  add({ group, tags }: MetricPlace, name: string, description: string, value: number): void {
    this.metrics.push({ name, group, description, tags, value, isTotal: false });
  }

  /** One that only grows. */
  total({ group, tags }: MetricPlace, name: string, description: string, value: number): void {
    this.metrics.push({ name, group, description, tags, value, isTotal: true });
  }

  /** `<name>-rate` and `<name>-total`. `what` completes "the number of …". */
  counted(place: MetricPlace, name: string, what: string, counted: Counted): void {
    this.add(place, `${name}-rate`, `The average number of ${what} per second`, counted.rate(this.nowMs));
    this.total(place, `${name}-total`, `The total number of ${what}`, counted.total);
  }

  /** `<name>-avg` and `<name>-max`. `what` completes "the average …". */
  recent(place: MetricPlace, name: string, what: string, values: RecentValues): void {
    values.turn(this.nowMs);
    this.add(place, `${name}-avg`, `The average ${what}`, values.average);
    this.add(place, `${name}-max`, `The maximum ${what}`, values.maximum);
  }

  /** As `recent`, and `<name>-min`. */
  recentWithMinimum(place: MetricPlace, name: string, what: string, values: RecentValues): void {
    this.recent(place, name, what, values);
    this.add(place, `${name}-min`, `The minimum ${what}`, values.minimum);
  }
}
