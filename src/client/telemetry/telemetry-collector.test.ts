import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSimulation } from '#sim';
import { type Metric, MetricRegistry } from './metric-registry.ts';
import type { OtlpMetric } from './otlp-metrics.ts';
import { TelemetryCollector, telemetryName } from './telemetry-collector.ts';

const place = { group: 'producer-metrics' };
const everything = { prefixes: [''], withoutDetails: false };

function total(metrics: readonly OtlpMetric[]): OtlpMetric {
  return metrics.find(({ name }) => name === 'org.apache.kafka.producer.record.send.total')!;
}

test('names are those that KIP-714 lists', () => {
  const names = [
    ['producer-metrics', 'connection-creation-rate', 'org.apache.kafka.producer.connection.creation.rate'],
    ['producer-node-metrics', 'request-latency-avg', 'org.apache.kafka.producer.node.request.latency.avg'],
    ['producer-metrics', 'produce-throttle-time-max', 'org.apache.kafka.producer.produce.throttle.time.max'],
    ['producer-metrics', 'record-queue-time-avg', 'org.apache.kafka.producer.record.queue.time.avg'],
    ['consumer-coordinator-metrics', 'commit-latency-avg', 'org.apache.kafka.consumer.coordinator.commit.latency.avg'],
    [
      'consumer-fetch-manager-metrics',
      'fetch-latency-max',
      'org.apache.kafka.consumer.fetch.manager.fetch.latency.max',
    ],
  ] as const;
  for (const [group, name, expected] of names) assert.equal(telemetryName({ group, name }), expected);
});

test('deltas add up to the total, whatever the broker refused in between', async () => {
  const simulation = createSimulation(1);
  const { clock } = simulation.env;
  const registry = new MetricRegistry(clock, 'shop');
  const meter = registry.meter(place, 'record-send', 'records');
  const collector = new TelemetryCollector(registry, clock);
  let sum = 0;
  let endMs = clock.now();
  for (let round = 1; round <= 10; round++) {
    meter.add(round);
    await simulation.advance(1000);
    const metric = total(collector.collect({ ...everything, isDelta: true }));
    assert.equal(metric.sum?.startTimeMs, endMs);
    if (round % 3 === 0) continue;
    collector.pushed();
    sum += metric.value;
    endMs = metric.timeMs;
  }
  assert.equal(sum, 55);
});

test('cumulative sums begin when the metric was made, and an empty interval is a delta of 0', async () => {
  const simulation = createSimulation(1);
  const { clock } = simulation.env;
  const startMs = clock.now();
  const registry = new MetricRegistry(clock, 'shop');
  registry.meter(place, 'record-send', 'records').add(5);
  const collector = new TelemetryCollector(registry, clock);
  for (let i = 0; i < 3; i++) {
    await simulation.advance(1000);
    const metric = total(collector.collect({ ...everything, isDelta: false }));
    collector.pushed();
    assert.equal(metric.value, 5);
    assert.deepEqual(metric.sum, { startTimeMs: startMs, isDelta: false });
  }
  assert.equal(total(collector.collect({ ...everything, isDelta: true })).value, 0);
});

test('metrics of an application are collected beside the own ones, and begin again when they were gone', async () => {
  const simulation = createSimulation(1);
  const { clock } = simulation.env;
  const registry = new MetricRegistry(clock, 'shop');
  const of = (name: string, value: number, isTotal: boolean): Metric => {
    return { group: 'stream-thread-metrics', name, value, description: '', tags: { 'thread-id': 't' }, isTotal };
  };
  let measured: Metric[] = [];
  registry.addForeign(() => measured);
  const collector = new TelemetryCollector(registry, clock);
  const collected: (readonly [string, number, boolean])[][] = [];
  for (const values of [[5, 1], [7, 2], [3, 4], [], [9, 1]]) {
    const [total, gauge] = values;
    measured =
      total === undefined ? [] : [of('process-total', total, true), of('cache-size-bytes-total', gauge!, false)];
    await simulation.advance(1000);
    const metrics = collector.collect({ ...everything, isDelta: true });
    collected.push(metrics.map(({ name, value, sum }) => [name.slice(17), value, sum !== undefined]));
    for (const { attributes } of metrics) assert.deepEqual(attributes, { thread_id: 't' });
    collector.pushed();
  }
  const row = (total: number, gauge: number) => [
    ['stream.thread.process.total', total, true],
    ['stream.thread.cache.size.bytes.total', gauge, false],
  ];
  assert.deepEqual(collected, [row(5, 1), row(2, 2), row(3, 4), [], row(9, 1)]);
  assert.deepEqual(registry.snapshot(), []);
});
