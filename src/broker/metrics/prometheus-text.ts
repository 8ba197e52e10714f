/** Metric families in Prometheus's text format, version 0.0.4. */
import type { MetricFamily, MetricLabels } from './metric-family.ts';

export const PROMETHEUS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function prometheusText(families: Iterable<MetricFamily>): string {
  const lines: string[] = [];
  for (const family of families) {
    lines.push(`# HELP ${family.name} ${escapeHelp(family.help)}`, `# TYPE ${family.name} ${family.type}`);
    if (family.type === 'summary') {
      for (const { labels, count, sum, quantiles } of family.samples) {
        for (const { fraction, value } of quantiles) {
          lines.push(`${family.name}${labelText({ ...labels, quantile: String(fraction) })} ${numberText(value)}`);
        }
        lines.push(`${family.name}_sum${labelText(labels)} ${numberText(sum)}`);
        lines.push(`${family.name}_count${labelText(labels)} ${numberText(count)}`);
      }
    } else {
      for (const { labels, value } of family.samples) {
        lines.push(`${family.name}${labelText(labels)} ${numberText(value)}`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

function labelText(labels: MetricLabels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

/** Values come from clients: names of topics, of groups, of clients. */
function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function escapeHelp(help: string): string {
  return help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
