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

export class TelemetryCollector {
  readonly #registry: MetricRegistry;
  readonly #clock: Clock;
  /** Of totals. A metric that was dropped and made anew begins again. */
  #lastPushed = new Map<RegisteredMetric, LastPushed>();
  #collected = new Map<RegisteredMetric, LastPushed>();

  constructor(registry: MetricRegistry, clock: Clock) {
    this.#registry = registry;
    this.#clock = clock;
  }

  collect(options: CollectOptions): OtlpMetric[] {
    const timeMs = this.#clock.now();
    const nowMs = this.#clock.monotonic();
    this.#collected = new Map();
    const metrics: OtlpMetric[] = [];
    for (const metric of this.#registry.all()) {
      if (options.withoutDetails && Object.keys(metric.tags).length > 1) continue;
      const name = telemetryName(metric);
      if (!options.prefixes.some((prefix) => name.startsWith(prefix))) continue;
      const value = metric.measure(nowMs);
      if (!Number.isFinite(value)) continue;
      const attributes = telemetryTags(metric.tags);
      if (metric.isTotal) {
        const since = options.isDelta ? this.#lastPushed.get(metric) : undefined;
        const sum = { startTimeMs: Math.min(since?.timeMs ?? metric.addedAtMs, timeMs), isDelta: options.isDelta };
        metrics.push({ name, attributes, value: value - (since?.value ?? 0), timeMs, sum });
        this.#collected.set(metric, { value, timeMs });
      } else {
        metrics.push({ name, attributes, value, timeMs });
      }
    }
    return metrics;
  }

  /** What was collected last is with the broker: the next deltas begin here. */
  pushed(): void {
    for (const [metric, last] of this.#collected) this.#lastPushed.set(metric, last);
    const alive = new Set(this.#registry.all());
    for (const metric of this.#lastPushed.keys()) {
      if (!alive.has(metric)) this.#lastPushed.delete(metric);
    }
  }

  /** The broker counts differently from now on. */
  reset(): void {
    this.#lastPushed = new Map();
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
