/**
 * The metrics of one client, under the names and groups of Kafka's Java clients (`producer-metrics`, `record-send-rate`),
 * so that dashboards and the broker's subscriptions (KIP-714) know them. Measured when they are looked at; updated per
 * request or batch, never per record.
 */
import type { Clock } from '#kernel';
import { SampledStat } from './sampled-stat.ts';

/** Tags of a metric by name. */
export type MetricTags = Readonly<Record<string, string>>;

/** One metric as it stands. */
export interface Metric {
  /** As `record-send-rate`. */
  readonly name: string;
  /** As `producer-metrics`. */
  readonly group: string;
  /** One line of what is measured. */
  readonly description: string;
  /** `client-id`, and where it applies `node-id`, `topic`, `partition`. */
  readonly tags: MetricTags;
  /** Milliseconds, bytes, events or events per second, as the name says; NaN where nothing was measured yet. */
  readonly value: number;
  /** It only grows, from 0. */
  readonly isTotal: boolean;
}

/** A metric that can be looked at. */
export interface RegisteredMetric extends Omit<Metric, 'value'> {
  /** Since when it grows, where it is a total; by the wall clock. */
  readonly addedAtMs: number;
  measure(nowMs: number): number;
}

/** Where a family of metrics stands. */
export interface MetricPlace {
  readonly group: string;
  readonly tags?: MetricTags;
}

/** Counts: `…-rate` per second and `…-total`. */
export class Meter {
  readonly #clock: Clock;
  readonly #recent: SampledStat;
  total = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#recent = new SampledStat(clock.monotonic());
  }

  /** `nowMs`: `clock.monotonic()`, for those who have it already. */
  add(amount: number = 1, nowMs: number = this.#clock.monotonic()): void {
    this.total += amount;
    this.#recent.record(amount, nowMs);
  }

  rate(nowMs: number): number {
    return this.#recent.rate(nowMs);
  }
}

/** Sizes and times: `…-avg` and `…-max` of the recent past. */
export class Distribution {
  readonly #clock: Clock;
  readonly #recent: SampledStat;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#recent = new SampledStat(clock.monotonic());
  }

  /** `nowMs`: `clock.monotonic()`, for those who have it already. */
  record(value: number, nowMs: number = this.#clock.monotonic()): void {
    this.#recent.record(value, nowMs);
  }

  average(nowMs: number): number {
    return this.#recent.average(nowMs);
  }

  maximum(nowMs: number): number {
    return this.#recent.maximum(nowMs);
  }
}

/** Measured by somebody else, and pushed by this client (KIP-1076). */
export interface ForeignMetrics {
  /** When they were handed over, by the wall clock. */
  readonly sinceMs: number;
  read(this: void): readonly Metric[];
}

export class MetricRegistry {
  readonly #clock: Clock;
  readonly #clientId: string;
  readonly #metrics = new Map<string, RegisteredMetric>();
  readonly #foreign: ForeignMetrics[] = [];

  constructor(clock: Clock, clientId: string) {
    this.#clock = clock;
    this.#clientId = clientId;
  }

  /** Registers `<name>-rate` and `<name>-total`. `what` completes "the number of …". */
  meter(place: MetricPlace, name: string, what: string): Meter {
    const meter = new Meter(this.#clock);
    this.gauge(place, `${name}-rate`, `the number of ${what} per second`, (nowMs) => meter.rate(nowMs));
    this.total(place, `${name}-total`, `the number of ${what}`, () => meter.total);
    return meter;
  }

  /** Registers `<name>-avg` and `<name>-max`. `what` completes "the average …". */
  distribution(place: MetricPlace, name: string, what: string): Distribution {
    const distribution = new Distribution(this.#clock);
    this.gauge(place, `${name}-avg`, `the average ${what}`, (nowMs) => distribution.average(nowMs));
    this.gauge(place, `${name}-max`, `the maximum ${what}`, (nowMs) => distribution.maximum(nowMs));
    return distribution;
  }

  /** Registers what can be read at any time. Replaces one of the same name and tags. */
  gauge(place: MetricPlace, name: string, description: string, read: (nowMs: number) => number): void {
    this.#add(place, { name, description, isTotal: false, measure: read });
  }

  /** Registers what only grows. */
  total(place: MetricPlace, name: string, description: string, read: () => number): void {
    this.#add(place, { name, description, isTotal: true, measure: read });
  }

  /** Forgets one, as of a partition that was taken away. */
  removeOne(place: MetricPlace, name: string): void {
    this.#metrics.delete(keyOf(place, name));
  }

  /** Hands over metrics of an application, which are none of the client's own but pushed with them. */
  addForeign(read: () => readonly Metric[]): void {
    this.#foreign.push({ sinceMs: this.#clock.now(), read });
  }

  get foreign(): readonly ForeignMetrics[] {
    return this.#foreign;
  }

  /** As registered, to be measured by whoever asks. */
  all(): Iterable<RegisteredMetric> {
    return this.#metrics.values();
  }

  /** A copy of all values as they are now. */
  snapshot(): Metric[] {
    const nowMs = this.#clock.monotonic();
    return Array.from(this.#metrics.values(), ({ name, group, description, tags, isTotal, measure }) => {
      return { name, group, description, tags, value: measure(nowMs), isTotal };
    });
  }

  #add(place: MetricPlace, metric: Pick<RegisteredMetric, 'name' | 'description' | 'isTotal' | 'measure'>): void {
    const tags = { 'client-id': this.#clientId, ...place.tags };
    this.#metrics.set(keyOf(place, metric.name), {
      ...metric,
      group: place.group,
      tags,
      addedAtMs: this.#clock.now(),
    });
  }
}

function keyOf(place: MetricPlace, name: string): string {
  return JSON.stringify([place.group, name, place.tags ?? {}]);
}
