/**
 * From the metrics of a client to what a broker asked for (KIP-714): names are made as Kafka's clients make them
 * (`producer-metrics` and `record-send-total` are `org.apache.kafka.producer.record.send.total`), totals become sums (since
 * the last push where the broker wants deltas), everything else gauges. What was not measured yet is left out.
 */
import type { Clock } from '#kernel';
import type { MetricRegistry, MetricTags, RegisteredMetric } from './metric-registry.ts';
import type { OtlpMetric } from './otlp-metrics.ts';

const DOMAIN = 'org.apache.kafka';
/** The broker knows it from the request. */
const OWN_TAG = 'client-id';

export interface CollectOptions {
  /** Prefixes of names; the empty one is all. */
  readonly prefixes: readonly string[];
  readonly isDelta: boolean;
  /** Leave out what is of one node, topic or partition. */
  readonly withoutDetails: boolean;
}

interface LastPushed {
  readonly value: number;
  readonly timeMs: number;
}

/** A metric at one moment, the client's own or one of its application's. */
interface Measured extends Pick<RegisteredMetric, 'name' | 'group' | 'tags' | 'isTotal' | 'addedAtMs'> {
  /** The same at each collection. */
  readonly key: RegisteredMetric | string;
  measure(): number;
}

export class TelemetryCollector {
  readonly #registry: MetricRegistry;
  readonly #clock: Clock;
  /** Of totals. A metric that was dropped and made anew begins again. */
  #lastPushed = new Map<Measured['key'], LastPushed>();
  #collected = new Map<Measured['key'], LastPushed>();
  /** All that there were at the last collection, asked for or not. */
  #alive: ReadonlySet<Measured['key']> = new Set();

  constructor(registry: MetricRegistry, clock: Clock) {
    this.#registry = registry;
    this.#clock = clock;
  }

  collect(options: CollectOptions): OtlpMetric[] {
    const timeMs = this.#clock.now();
    const all = this.#measured(this.#clock.monotonic());
    this.#alive = new Set(all.map(({ key }) => key));
    this.#collected = new Map();
    const metrics: OtlpMetric[] = [];
    for (const metric of all) {
      if (options.withoutDetails && Object.keys(metric.tags).length > 1) continue;
      const name = telemetryName(metric);
      if (!options.prefixes.some((prefix) => name.startsWith(prefix))) continue;
      const value = metric.measure();
      if (!Number.isFinite(value)) continue;
      const attributes = telemetryTags(metric.tags);
      if (metric.isTotal) {
        const last = options.isDelta ? this.#lastPushed.get(metric.key) : undefined;
        const sum = { startTimeMs: Math.min(last?.timeMs ?? metric.addedAtMs, timeMs), isDelta: options.isDelta };
        // An application's that was gone in between has begun again.
        const before = last === undefined || last.value > value ? 0 : last.value;
        metrics.push({ name, attributes, value: value - before, timeMs, sum });
        this.#collected.set(metric.key, { value, timeMs });
      } else {
        metrics.push({ name, attributes, value, timeMs });
      }
    }
    return metrics;
  }

  /** What was collected last is with the broker: the next deltas begin here. */
  pushed(): void {
    for (const [key, last] of this.#collected) this.#lastPushed.set(key, last);
    for (const key of this.#lastPushed.keys()) {
      if (!this.#alive.has(key)) this.#lastPushed.delete(key);
    }
  }

  /** The broker counts differently from now on. */
  reset(): void {
    this.#lastPushed = new Map();
  }

  #measured(nowMs: number): Measured[] {
    const own = Array.from(this.#registry.all(), (metric): Measured => {
      return { ...metric, key: metric, measure: () => metric.measure(nowMs) };
    });
    const foreign = this.#registry.foreign.flatMap(({ sinceMs, read }) =>
      read().map((metric): Measured => {
        const key = JSON.stringify([metric.group, metric.name, metric.tags]);
        return { ...metric, key, addedAtMs: sinceMs, measure: () => metric.value };
      }),
    );
    return [...own, ...foreign];
  }
}

/** `consumer-fetch-manager-metrics`, `fetch-latency-avg` → `org.apache.kafka.consumer.fetch.manager.fetch.latency.avg`. */
export function telemetryName(metric: { readonly group: string; readonly name: string }): string {
  const group = metric.group.replace(/-metrics$/, '');
  return `${DOMAIN}.${group}.${metric.name}`.toLowerCase().replaceAll('-', '.');
}

function telemetryTags(tags: MetricTags): Record<string, string> {
  const entries = Object.entries(tags).filter(([name]) => name !== OWN_TAG);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase().replaceAll('-', '_'), value]));
}
