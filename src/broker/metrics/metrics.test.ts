/** What monitoring gets to see: numbers that follow from what clients did, in a text that Prometheus reads. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientFamilies } from './client-metrics.ts';
import { prometheusText } from './prometheus-text.ts';
import { RecentTimes } from './recent-times.ts';
import { RequestMetrics } from './request-metrics.ts';
import type { Logger, LogFields } from '#kernel';

const MINUTE_MS = 60_000;

test('quantiles of recent times are at most a tenth off, and old times do not count', () => {
  const times = new RecentTimes();
  for (let ms = 1; ms <= 1000; ms++) times.record(ms, 1000);
  const [median = 0, most = 0] = times.quantiles([0.5, 0.99], 2000);
  assert.ok(Math.abs(median / 500 - 1) < 0.1, `${median}`);
  assert.ok(Math.abs(most / 990 - 1) < 0.1, `${most}`);
  assert.equal(times.count, 1000);
  assert.equal(times.sumMs, 500_500);
  times.record(10_000, 1000 + 1.5 * MINUTE_MS);
  assert.ok((times.quantiles([0.5], 1000 + 1.6 * MINUTE_MS)[0] ?? 0) < 1000, 'the last window still counts');
  assert.deepEqual(times.quantiles([0.5], 1000 + 10 * MINUTE_MS), [0]);
});

test('a time beyond every bound, and one of nothing, are counted all the same', () => {
  const times = new RecentTimes();
  times.record(0, 0);
  times.record(1e12, 0);
  const [least = 0, most = 0] = times.quantiles([0.5, 1], 1);
  assert.ok(least < 0.03 && most > 100_000, `${least} ${most}`);
});

test('names that clients choose cannot break the text', () => {
  const text = prometheusText([
    {
      name: 'a_total',
      help: 'of "all"\nkinds',
      type: 'counter',
      samples: [{ labels: { topic: 'x"} 1\ny\\' }, value: 3 }],
    },
    {
      name: 't',
      help: 'times',
      type: 'summary',
      samples: [{ labels: {}, count: 2, sum: 0.5, quantiles: [{ fraction: 0.99, value: Infinity }] }],
    },
  ]);
  assert.equal(
    text,
    [
      '# HELP a_total of "all"\\nkinds',
      '# TYPE a_total counter',
      'a_total{topic="x\\"} 1\\ny\\\\"} 3',
      '# HELP t times',
      '# TYPE t summary',
      't{quantile="0.99"} +Inf',
      't_sum 0.5',
      't_count 2',
      '',
    ].join('\n'),
  );
});

test('a slow request is told of once, unless it is one that waits by its nature', () => {
  const told: LogFields[] = [];
  const silent = { error: () => undefined, info: () => undefined, debug: () => undefined, isEnabled: () => true };
  const logger: Logger = { ...silent, warn: (_, fields = {}) => void told.push(fields), component: () => logger };
  let nowMs = 0;
  const metrics = new RequestMetrics({ now: () => nowMs, monotonic: () => nowMs }, logger, 1000);
  const request = { apiVersion: 3, clientId: 'app', client: { host: '10.0.0.1' }, beganMs: 0, requestBytes: 50 };
  nowMs = 999;
  metrics.finished(metrics.of(3, 'MetadataRequest'), request, 10);
  nowMs = 1500;
  metrics.finished(metrics.of(3, 'MetadataRequest'), request, 10);
  metrics.finished(metrics.of(1, 'FetchRequest'), request, 10);
  assert.deepEqual(told, [{ api: 'Metadata', version: 3, client: 'app', host: '10.0.0.1', ms: 1500, bytes: 50 }]);
  metrics.slowMs = -1;
  metrics.finished(metrics.of(3, 'MetadataRequest'), request, 10);
  assert.equal(told.length, 1);
  const [metadata] = metrics.apis();
  assert.deepEqual([metadata?.times.count, metadata?.requestBytes, metadata?.responseBytes], [3, 150, 30]);
});

test('what clients push is shown in names that Prometheus takes, with who pushed it', () => {
  const metric = { unit: '', value: 2.5, kind: 'sum', isDelta: true, isMonotonic: true } as const;
  const [family] = clientFamilies([
    {
      clientInstanceId: 'AAAA',
      traits: {
        client_instance_id: 'AAAA',
        client_id: 'app "1"',
        client_software_name: 'x',
        client_software_version: '1',
        client_source_address: '::1',
        client_source_port: '1',
      },
      resource: [['group.id', 'g']],
      series: new Map([
        ['a', { ...metric, name: 'org.apache.kafka.consumer.fetch.rate{evil}', attributes: [['1st-topic', 't']] }],
      ]),
      lastPushMs: 1,
    },
  ]);
  assert.ok(family !== undefined);
  assert.equal(
    prometheusText([family]).split('\n')[2],
    'kafka_client_consumer_fetch_rate_evil_{group_id="g",_1st_topic="t",client_id="app \\"1\\"",client_instance_id="AAAA"} 2.5',
  );
});
