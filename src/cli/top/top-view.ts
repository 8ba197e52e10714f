/** What `samsa top` shows: two pages of metrics, and what happened between them. */
import { bytesText, countText, spanText } from '../terminal/quantities.ts';
import type { Column, Row } from '../terminal/table.ts';
import type { Scrape, ScrapedSample } from './scrape.ts';

export interface View {
  /** Lines above the tables. */
  readonly summary: string;
  readonly requests: readonly RequestRow[];
  readonly topics: readonly TopicRow[];
  readonly groups: readonly GroupRow[];
}

export interface RequestRow extends Row {
  readonly request: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export interface TopicRow extends Row {
  readonly topic: string;
  readonly recordsPerSecond: number;
  readonly inPerSecond: number;
  readonly outPerSecond: number;
  readonly size: number;
}

export interface GroupRow extends Row {
  readonly group: string;
  readonly partitions: number;
  readonly lag: number;
}

const rate = (value: unknown): string => countText(Number(value));
const bytesRate = (value: unknown): string => `${bytesText(Math.round(Number(value)))}/s`;
const milliseconds = (value: unknown): string =>
  `${Number(value) < 10 ? Number(value).toFixed(2) : Math.round(Number(value))} ms`;

export const REQUEST_COLUMNS: readonly Column<RequestRow>[] = [
  { key: 'request' },
  { key: 'perSecond', title: 'PER SECOND', show: rate },
  { key: 'p50', title: 'P50', show: milliseconds },
  { key: 'p99', title: 'P99', show: milliseconds },
];
export const TOPIC_COLUMNS: readonly Column<TopicRow>[] = [
  { key: 'topic' },
  { key: 'recordsPerSecond', title: 'RECORDS/S', show: rate },
  { key: 'inPerSecond', title: 'IN', show: bytesRate },
  { key: 'outPerSecond', title: 'OUT', show: bytesRate },
  { key: 'size', show: (value) => bytesText(Number(value)) },
];
export const GROUP_COLUMNS: readonly Column<GroupRow>[] = [
  { key: 'group' },
  { key: 'partitions' },
  { key: 'lag', show: rate },
];

/** `seconds` lie between the two pages. */
export function viewOf(before: Scrape, now: Scrape, seconds: number): View {
  const change = new Change(before, now, seconds);
  return {
    summary: summaryOf(now, change),
    requests: requestRows(now, change),
    topics: topicRows(now, change),
    groups: groupRows(now),
  };
}

/** What counters went up by, a second. */
class Change {
  readonly #before: Scrape;
  readonly #now: Scrape;
  readonly #seconds: number;

  constructor(before: Scrape, now: Scrape, seconds: number) {
    this.#before = before;
    this.#now = now;
    this.#seconds = seconds;
  }

  perSecond(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const difference = valueOf(this.#now, name, labels) - valueOf(this.#before, name, labels);
    // A broker that began anew counts from 0.
    return Math.max(0, difference) / this.#seconds;
  }
}

function summaryOf(now: Scrape, change: Change): string {
  const gauge = (name: string): number => valueOf(now, name, {});
  const connections = (now.get('kafka_server_socket_server_metrics_connection_count') ?? []).reduce(
    (sum, { value }) => sum + value,
    0,
  );
  const lag = gauge('nodejs_eventloop_lag_p99_seconds') * 1000;
  return [
    `up ${spanText(gauge('process_uptime_seconds') * 1000)}`,
    `cpu ${Math.round(change.perSecond('process_cpu_seconds_total') * 100)} %`,
    `memory ${bytesText(gauge('process_resident_memory_bytes'))}`,
    `event loop p99 ${lag < 10 ? lag.toFixed(1) : Math.round(lag)} ms`,
    `${countText(connections)} connections`,
    `${countText(gauge('kafka_server_replicamanager_partitioncount'))} partitions`,
    `in ${bytesRate(change.perSecond('kafka_server_brokertopicmetrics_bytesin_total'))}`,
    `out ${bytesRate(change.perSecond('kafka_server_brokertopicmetrics_bytesout_total'))}`,
  ].join(' · ');
}

function requestRows(now: Scrape, change: Change): RequestRow[] {
  const name = 'kafka_network_requestmetrics_requests_total';
  const times = 'kafka_network_requestmetrics_totaltimems';
  return distinct(now.get(name), 'request')
    .map((request) => ({
      request,
      perSecond: change.perSecond(name, { request }),
      p50: valueOf(now, times, { request, quantile: '0.5' }),
      p99: valueOf(now, times, { request, quantile: '0.99' }),
    }))
    .filter(({ perSecond }) => perSecond > 0)
    .sort((a, b) => b.perSecond - a.perSecond);
}

function topicRows(now: Scrape, change: Change): TopicRow[] {
  const traffic = (name: string, topic: string): number =>
    change.perSecond(`kafka_server_brokertopicmetrics_${name}_total`, { topic });
  return distinct(now.get('kafka_server_brokertopicmetrics_bytesin_total'), 'topic')
    .map((topic) => ({
      topic,
      recordsPerSecond: traffic('messagesin', topic),
      inPerSecond: traffic('bytesin', topic),
      outPerSecond: traffic('bytesout', topic),
      size: sumOf(now.get('kafka_log_log_size'), topic),
    }))
    .sort((a, b) => b.inPerSecond + b.outPerSecond - a.inPerSecond - a.outPerSecond || b.size - a.size);
}

function groupRows(now: Scrape): GroupRow[] {
  const rows = new Map<string, { group: string; partitions: number; lag: number }>();
  for (const { labels, value } of now.get('kafka_consumergroup_lag') ?? []) {
    const group = labels['consumergroup'] ?? '';
    const row = rows.get(group) ?? { group, partitions: 0, lag: 0 };
    row.partitions++;
    row.lag += value;
    rows.set(group, row);
  }
  return [...rows.values()].sort((a, b) => b.lag - a.lag);
}

function valueOf(page: Scrape, name: string, labels: Readonly<Record<string, string>>): number {
  const wanted = Object.entries(labels);
  const found = page
    .get(name)
    ?.find(
      (sample) =>
        Object.keys(sample.labels).length === wanted.length &&
        wanted.every(([key, value]) => sample.labels[key] === value),
    );
  return found?.value ?? 0;
}

function distinct(samples: readonly ScrapedSample[] | undefined, label: string): string[] {
  const values = (samples ?? []).map(({ labels }) => labels[label]).filter((value) => value !== undefined);
  return [...new Set(values)];
}

function sumOf(samples: readonly ScrapedSample[] | undefined, topic: string): number {
  return (samples ?? []).reduce((sum, { labels, value }) => (labels['topic'] === topic ? sum + value : sum), 0);
}
