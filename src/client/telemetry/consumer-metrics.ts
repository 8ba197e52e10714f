/** What a consumer measures of its fetches and of its group, under Kafka's names. */
import { ApiKey } from '#protocol';
import type { FetchMessage, RebalanceMessage } from '../diagnostics.ts';
import type { Distribution, Meter, MetricPlace, MetricRegistry } from './metric-registry.ts';

/** Records of one batch that were handed out. */
export interface ConsumedRecords {
  readonly topic: string;
  readonly partition: number;
  readonly count: number;
  /** As they lay in the batch. */
  readonly bytes: number;
  /** Records between the position and the end that the broker told last; where it is known. */
  readonly lag?: number | undefined;
}

interface TopicMetrics {
  readonly records: Meter;
  readonly bytes: Meter;
}

/** More topics or partitions than this have no metrics of their own. */
const MAX_TOPICS = 1000;
const MAX_PARTITIONS = 10_000;

export class ConsumerMetrics {
  readonly #registry: MetricRegistry;
  readonly #fetchGroup: string;
  readonly #fetches: Meter;
  readonly #fetchLatency: Distribution;
  readonly #fetchSize: Distribution;
  readonly #fetchThrottle: Distribution;
  readonly #records: Meter;
  readonly #bytes: Meter;
  readonly #topics = new Map<string, TopicMetrics>();
  readonly #lags = new Map<string, Map<number, number>>();
  #lagCount = 0;

  /** `prefix`: `consumer` or `consumer-share`. */
  constructor(registry: MetricRegistry, prefix: string) {
    this.#registry = registry;
    this.#fetchGroup = `${prefix}-fetch-manager-metrics`;
    const place = { group: this.#fetchGroup };
    this.#fetches = registry.meter(place, 'fetch', 'fetches answered');
    this.#fetchLatency = registry.distribution(place, 'fetch-latency', 'time of a fetch, in milliseconds');
    this.#fetchSize = registry.distribution(place, 'fetch-size', 'size of the batches of a fetch, in bytes');
    this.#fetchThrottle = registry.distribution(
      place,
      'fetch-throttle-time',
      'pause a broker asked for, in milliseconds',
    );
    this.#records = registry.meter(place, 'records-consumed', 'records handed out');
    this.#bytes = registry.meter(place, 'bytes-consumed', 'bytes of records handed out');
    const largest = 'the largest number of records that a partition is behind its end';
    registry.gauge(place, 'records-lag-max', largest, () => this.#largestLag());
  }

  /** `nowMs`: by the monotonic clock. */
  fetched(fetch: Omit<FetchMessage, 'client'>, nowMs: number): void {
    this.#fetches.add(1, nowMs);
    this.#fetchLatency.record(fetch.durationMs, nowMs);
    this.#fetchSize.record(fetch.bytes, nowMs);
    this.#fetchThrottle.record(fetch.throttleTimeMs, nowMs);
  }

  consumed(records: ConsumedRecords, nowMs: number): void {
    this.#records.add(records.count, nowMs);
    this.#bytes.add(records.bytes, nowMs);
    const topic = this.#topicOf(records.topic);
    topic?.records.add(records.count, nowMs);
    topic?.bytes.add(records.bytes, nowMs);
    if (records.lag !== undefined) this.#setLag(records.topic, records.partition, records.lag);
  }

  /** The partition is not read any longer: its lag says nothing now. */
  forget(topic: string, partition: number): void {
    const lags = this.#lags.get(topic);
    if (lags?.delete(partition) !== true) return;
    this.#lagCount--;
    if (lags.size === 0) this.#lags.delete(topic);
    this.#registry.removeOne({ group: this.#fetchGroup, tags: { topic, partition: String(partition) } }, 'records-lag');
  }

  #setLag(topic: string, partition: number, lag: number): void {
    const lags = this.#lags.get(topic);
    if (lags?.has(partition) === true) {
      lags.set(partition, lag);
    } else if (this.#lagCount < MAX_PARTITIONS) {
      this.#addLag(topic, partition, lag);
    }
  }

  #addLag(topic: string, partition: number, lag: number): void {
    const lags = this.#lags.get(topic) ?? new Map<number, number>();
    this.#lags.set(topic, lags.set(partition, lag));
    this.#lagCount++;
    const place = { group: this.#fetchGroup, tags: { topic, partition: String(partition) } };
    const what = 'the number of records that the partition is behind its end';
    this.#registry.gauge(place, 'records-lag', what, () => lags.get(partition) ?? Number.NaN);
  }

  #largestLag(): number {
    let largest = Number.NaN;
    for (const lags of this.#lags.values()) {
      for (const lag of lags.values()) largest = largest >= lag ? largest : lag;
    }
    return largest;
  }

  #topicOf(topic: string): TopicMetrics | undefined {
    const known = this.#topics.get(topic);
    if (known !== undefined || this.#topics.size >= MAX_TOPICS) return known;
    const place = { group: this.#fetchGroup, tags: { topic } };
    const metrics: TopicMetrics = {
      records: this.#registry.meter(place, 'records-consumed', 'records handed out'),
      bytes: this.#registry.meter(place, 'bytes-consumed', 'bytes of records handed out'),
    };
    this.#topics.set(topic, metrics);
    return metrics;
  }
}

/** What a member of a group measures. */
export class CoordinatorMetrics {
  readonly #commits: Meter;
  readonly #commitLatency: Distribution;
  /** By API key. */
  readonly #calls = new Map<number, { readonly meter: Meter; readonly time: Distribution }>();
  readonly #rebalances: Meter;
  readonly #rebalanceLatency: Distribution;
  #rebalanceMs = 0;
  #assigned = 0;

  constructor(registry: MetricRegistry, prefix: string) {
    const place = { group: `${prefix}-coordinator-metrics` };
    this.#commits = registry.meter(place, 'commit', 'commits');
    this.#commitLatency = registry.distribution(place, 'commit-latency', 'time of a commit, in milliseconds');
    this.#count(registry, place, { name: 'heartbeat', time: 'heartbeat-response-time', apiKeys: HEARTBEATS });
    this.#count(registry, place, { name: 'join', time: 'join-time', apiKeys: [ApiKey.JoinGroup] });
    this.#count(registry, place, { name: 'sync', time: 'sync-time', apiKeys: [ApiKey.SyncGroup] });
    this.#rebalances = registry.meter(place, 'rebalance', 'rebalances taken part in');
    this.#rebalanceLatency = registry.distribution(place, 'rebalance-latency', 'time of a rebalance, in milliseconds');
    const all = 'the time spent in rebalances, in milliseconds';
    registry.total(place, 'rebalance-latency-total', all, () => this.#rebalanceMs);
    registry.gauge(place, 'assigned-partitions', 'the number of partitions assigned', () => this.#assigned);
  }

  committed(durationMs: number): void {
    this.#commits.add();
    this.#commitLatency.record(durationMs);
  }

  /** Of any request. */
  answered(apiKey: number, durationMs: number): void {
    const call = this.#calls.get(apiKey);
    call?.meter.add();
    call?.time.record(durationMs);
  }

  rebalanced(rebalance: Omit<RebalanceMessage, 'client'>): void {
    const count = rebalance.partitions.length;
    this.#assigned = Math.max(0, this.#assigned + (rebalance.event === 'assigned' ? count : -count));
    if (rebalance.event !== 'assigned') return;
    this.#rebalances.add();
    if (rebalance.durationMs === undefined) return;
    this.#rebalanceMs += rebalance.durationMs;
    this.#rebalanceLatency.record(rebalance.durationMs);
  }

  #count(registry: MetricRegistry, place: MetricPlace, call: CountedCall): void {
    const meter = registry.meter(place, call.name, `answers to ${call.name} requests`);
    const time = registry.distribution(place, call.time, `time of a ${call.name} request, in milliseconds`);
    for (const apiKey of call.apiKeys) this.#calls.set(apiKey, { meter, time });
  }
}

interface CountedCall {
  readonly name: string;
  readonly time: string;
  readonly apiKeys: readonly number[];
}

const HEARTBEATS = [ApiKey.Heartbeat, ApiKey.ConsumerGroupHeartbeat, ApiKey.ShareGroupHeartbeat];
