/**
 * Pushes the metrics to a collector by OTLP over HTTP (OpenTelemetry's JSON encoding), when one is configured by the
 * environment variables that OpenTelemetry names: OTEL_EXPORTER_OTLP_ENDPOINT or …_METRICS_ENDPOINT, …_HEADERS,
 * OTEL_METRIC_EXPORT_INTERVAL, OTEL_SERVICE_NAME. A collector that does not answer costs a line in the log, once.
 */
import type { MetricFamily, MetricLabels } from '#broker';
import { KafkaError, type Env, type Timer } from '#kernel';

const DEFAULT_INTERVAL_MS = 60_000;
const TIMEOUT_MS = 10_000;
const CUMULATIVE = 2;

export interface OtlpSettings {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly serviceName: string;
}

export interface OtlpOptions {
  readonly settings: OtlpSettings;
  readonly version: string;
  /** Of the node, for the collector to tell several apart. */
  readonly instanceId: string;
  metrics(): MetricFamily[];
}

/** Null where nothing asks for it. Throws INVALID_CONFIG for what cannot be used. */
export function otlpSettings(environment: Readonly<Record<string, string | undefined>>): OtlpSettings | null {
  const base = environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const url =
    environment['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'] ??
    (base === undefined ? undefined : `${base.replace(/\/+$/, '')}/v1/metrics`);
  if (url === undefined || url === '' || environment['OTEL_METRICS_EXPORTER'] === 'none') return null;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new KafkaError('INVALID_CONFIG', `OTEL_EXPORTER_OTLP_ENDPOINT: ${url} is no http or https address`);
  }
  const intervalMs = Number(environment['OTEL_METRIC_EXPORT_INTERVAL'] ?? DEFAULT_INTERVAL_MS);
  if (!(intervalMs >= 1))
    throw new KafkaError('INVALID_CONFIG', 'OTEL_METRIC_EXPORT_INTERVAL: not a number of milliseconds');
  return {
    url,
    headers: headersOf(
      environment['OTEL_EXPORTER_OTLP_METRICS_HEADERS'] ?? environment['OTEL_EXPORTER_OTLP_HEADERS'] ?? '',
    ),
    intervalMs,
    serviceName: environment['OTEL_SERVICE_NAME'] ?? 'samsa',
  };
}

/** `name=value,name=value`, percent-encoded. */
function headersOf(list: string): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const pair of list.split(',')) {
    const at = pair.indexOf('=');
    if (at > 0) headers[pair.slice(0, at).trim()] = decodeURIComponent(pair.slice(at + 1).trim());
  }
  return headers;
}

export class OtlpExporter {
  readonly #env: Env;
  readonly #options: OtlpOptions;
  readonly #startMs: number;
  #timer: Timer | null = null;
  #isFailing = false;
  #isClosed = false;

  constructor(env: Env, options: OtlpOptions) {
    this.#env = env;
    this.#options = options;
    this.#startMs = env.clock.now();
    this.#schedule();
  }

  /** A last push, so that what happened at the end is not lost. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.push();
  }

  /** Pushes what there is now. Never rejects. */
  async push(): Promise<void> {
    const { url, headers } = this.#options.settings;
    const logger = this.#env.logger.component('otlp');
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(this.#payload()),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`it answered with status ${response.status}`);
      if (this.#isFailing) logger.info('metrics reach the collector again', { url });
      this.#isFailing = false;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#isFailing) logger.warn(`metrics do not reach the collector: ${reason}`, { url });
      this.#isFailing = true;
    }
  }

  #schedule(): void {
    this.#timer = this.#env.scheduler.after(this.#options.settings.intervalMs, () => {
      void this.push().then(() => {
        if (!this.#isClosed) this.#schedule();
      });
    });
  }

  #payload(): object {
    const { version, instanceId, settings } = this.#options;
    const times = {
      startTimeUnixNano: `${this.#startMs}000000`,
      timeUnixNano: `${this.#env.clock.now()}000000`,
    };
    return {
      resourceMetrics: [
        {
          resource: {
            attributes: attributes({
              'service.name': settings.serviceName,
              'service.version': version,
              'service.instance.id': instanceId,
            }),
          },
          scopeMetrics: [
            {
              scope: { name: 'samsa', version },
              metrics: this.#options.metrics().map((family) => metricOf(family, times)),
            },
          ],
        },
      ],
    };
  }
}

function metricOf(family: MetricFamily, times: { startTimeUnixNano: string; timeUnixNano: string }): object {
  const { name, help: description } = family;
  if (family.type === 'summary') {
    const dataPoints = family.samples.map(({ labels, count, sum, quantiles }) => ({
      ...times,
      attributes: attributes(labels),
      count: String(count),
      sum,
      quantileValues: quantiles.map(({ fraction, value }) => ({ quantile: fraction, value })),
    }));
    return { name, description, summary: { dataPoints } };
  }
  const dataPoints = family.samples.map(({ labels, value }) => ({
    ...times,
    attributes: attributes(labels),
    asDouble: value,
  }));
  if (family.type === 'gauge') return { name, description, gauge: { dataPoints } };
  return { name, description, sum: { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic: true } };
}

function attributes(labels: MetricLabels): object[] {
  return Object.entries(labels).map(([key, value]) => ({ key, value: { stringValue: value } }));
}
