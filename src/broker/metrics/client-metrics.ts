/**
 * What clients have pushed of their own metrics (KIP-714), each with who it is: `org.apache.kafka.producer.record.send.rate`
 * becomes `kafka_client_producer_record_send_rate`. Names and labels come from clients and are brought into Prometheus's
 * alphabet; how many there are is bounded here and where they are received.
 */
import type { ClientMetricsInstance } from '../telemetry/client-telemetry.ts';
import type { ReceivedMetric } from '../telemetry/otlp-metrics.ts';
import type { MetricFamily, MetricSample } from './metric-family.ts';

const MAX_SAMPLES = 10_000;
const PREFIX = 'kafka_client_';

export function clientFamilies(instances: readonly ClientMetricsInstance[]): MetricFamily[] {
  const samples = new Map<string, MetricSample[]>();
  let count = 0;
  for (const instance of instances) {
    for (const metric of instance.series.values()) {
      if (++count > MAX_SAMPLES) break;
      const name = PREFIX + safeName(metric.name.replace(/^org\.apache\.kafka\./, ''));
      const sample = { labels: labelsOf(instance, metric), value: metric.value };
      const known = samples.get(name);
      if (known === undefined) samples.set(name, [sample]);
      else known.push(sample);
    }
  }
  // A client's word for what only grows is not to be relied on: all of it is shown as gauges.
  return [...samples].map(([name, list]) => ({ name, help: 'Pushed by clients.', type: 'gauge', samples: list }));
}

function labelsOf(
  { traits, resource, clientInstanceId }: ClientMetricsInstance,
  metric: ReceivedMetric,
): Record<string, string> {
  const labels: Record<string, string> = Object.create(null);
  for (const [name, value] of resource) labels[safeName(name)] = value;
  for (const [name, value] of metric.attributes) labels[safeName(name)] = value;
  labels['client_id'] = traits.client_id;
  labels['client_instance_id'] = clientInstanceId;
  return labels;
}

function safeName(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_');
}
