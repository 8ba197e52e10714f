/** What a producer measures of its records and batches, under Kafka's names. */
import type { BatchAcknowledgedMessage, BatchFailedMessage } from '../diagnostics.ts';
import type { Distribution, Meter, MetricRegistry } from './metric-registry.ts';

interface TopicMetrics {
  readonly sent: Meter;
  readonly bytes: Meter;
  readonly retried: Meter;
  readonly failed: Meter;
}

/** A producer that writes to more topics has no metrics of the others' own. */
const MAX_TOPICS = 1000;

export class ProducerMetrics {
  readonly #registry: MetricRegistry;
  readonly #sent: Meter;
  readonly #retried: Meter;
  readonly #failed: Meter;
  readonly #splits: Meter;
  readonly #batchSize: Distribution;
  readonly #recordsPerBatch: Distribution;
  readonly #queueTime: Distribution;
  readonly #throttleTime: Distribution;
  readonly #topics = new Map<string, TopicMetrics>();

  constructor(registry: MetricRegistry) {
    this.#registry = registry;
    const place = { group: 'producer-metrics' };
    this.#sent = registry.meter(place, 'record-send', 'records sent');
    this.#retried = registry.meter(place, 'record-retry', 'records sent again');
    this.#failed = registry.meter(place, 'record-error', 'records that could not be sent');
    this.#splits = registry.meter(place, 'batch-split', 'batches that were split');
    this.#batchSize = registry.distribution(place, 'batch-size', 'size of a batch as sent, in bytes');
    this.#recordsPerBatch = registry.distribution(place, 'records-per-batch', 'number of records in a batch');
    this.#queueTime = registry.distribution(
      place,
      'record-queue-time',
      'time of a batch in the buffer, in milliseconds',
    );
    this.#throttleTime = registry.distribution(
      place,
      'produce-throttle-time',
      'pause a broker asked for, in milliseconds',
    );
  }

  /** `nowMs`: by the monotonic clock. */
  acknowledged(batch: Omit<BatchAcknowledgedMessage, 'client'>, nowMs: number): void {
    this.#sent.add(batch.recordCount, nowMs);
    this.#batchSize.record(batch.batchBytes, nowMs);
    this.#recordsPerBatch.record(batch.recordCount, nowMs);
    this.#queueTime.record(batch.queueTimeMs, nowMs);
    const topic = this.#topicOf(batch.topic);
    topic?.sent.add(batch.recordCount, nowMs);
    topic?.bytes.add(batch.batchBytes, nowMs);
  }

  failed(batch: Omit<BatchFailedMessage, 'client'>): void {
    this.#failed.add(batch.recordCount);
    this.#topicOf(batch.topic)?.failed.add(batch.recordCount);
  }

  retried(topic: string, recordCount: number): void {
    this.#retried.add(recordCount);
    this.#topicOf(topic)?.retried.add(recordCount);
  }

  split(): void {
    this.#splits.add();
  }

  throttled(throttleTimeMs: number): void {
    this.#throttleTime.record(throttleTimeMs);
  }

  #topicOf(topic: string): TopicMetrics | undefined {
    const known = this.#topics.get(topic);
    if (known !== undefined || this.#topics.size >= MAX_TOPICS) return known;
    const place = { group: 'producer-topic-metrics', tags: { topic } };
    const metrics: TopicMetrics = {
      sent: this.#registry.meter(place, 'record-send', 'records sent'),
      bytes: this.#registry.meter(place, 'byte', 'bytes of batches sent'),
      retried: this.#registry.meter(place, 'record-retry', 'records sent again'),
      failed: this.#registry.meter(place, 'record-error', 'records that could not be sent'),
    };
    this.#topics.set(topic, metrics);
    return metrics;
  }
}
