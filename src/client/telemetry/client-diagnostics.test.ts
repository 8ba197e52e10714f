import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiKey } from '#protocol';
import { createSimulation } from '#sim';
import { diagnosticChannels, type RequestMessage, type SendMessage } from '../diagnostics.ts';
import { ClientDiagnostics } from './client-diagnostics.ts';

const client = { kind: 'producer', clientId: 'shop' } as const;

function metricOf(diagnostics: ClientDiagnostics, name: string, tags: Record<string, string> = {}): number {
  const found = diagnostics.metrics.snapshot().filter((metric) => {
    return metric.name === name && JSON.stringify(metric.tags) === JSON.stringify({ 'client-id': 'shop', ...tags });
  });
  assert.equal(found.length, 1, `${found.length} metrics ${name}`);
  return found[0]!.value;
}

const batch = { nodeId: 1, topic: 'orders', partition: 0, batchBytes: 1000, recordCount: 10, baseOffset: 0 };

test('metrics carry the names and groups of the Java client, and say what was counted', async () => {
  const simulation = createSimulation(1);
  const diagnostics = new ClientDiagnostics(client, simulation.env.clock);
  diagnostics.connectionOpened({ nodeId: 1, host: 'h', port: 1, durationMs: 1 });
  diagnostics.batchAcknowledged({ ...batch, queueTimeMs: 4, requestLatencyMs: 7 });
  diagnostics.batchAcknowledged({ ...batch, queueTimeMs: 8, requestLatencyMs: 7, batchBytes: 3000 });
  diagnostics.batchFailed({ ...batch, error: new Error('no') });
  assert.equal(metricOf(diagnostics, 'connection-count'), 1);
  assert.equal(metricOf(diagnostics, 'record-error-total'), 10);
  assert.equal(metricOf(diagnostics, 'record-queue-time-avg'), 6);
  assert.equal(metricOf(diagnostics, 'record-queue-time-max'), 8);
  assert.equal(metricOf(diagnostics, 'batch-size-avg'), 2000);
  const groups = new Set(diagnostics.metrics.snapshot().map(({ group }) => group));
  assert.deepEqual([...groups].toSorted(), ['producer-metrics', 'producer-topic-metrics']);
  const ofTopic = diagnostics.metrics
    .snapshot()
    .find(({ name, tags }) => name === 'byte-total' && tags['topic'] === 'orders');
  assert.equal(ofTopic?.value, 4000);
});

test('averages and rates speak of the last minute, totals of all time', async () => {
  const simulation = createSimulation(1);
  const diagnostics = new ClientDiagnostics(client, simulation.env.clock);
  assert.ok(Number.isNaN(metricOf(diagnostics, 'batch-size-avg')));
  diagnostics.batchAcknowledged({ ...batch, queueTimeMs: 4, requestLatencyMs: 7 });
  assert.equal(metricOf(diagnostics, 'record-send-rate'), 10 / 30);
  await simulation.advance(40_000);
  diagnostics.batchAcknowledged({ ...batch, recordCount: 30, queueTimeMs: 10, requestLatencyMs: 7 });
  assert.equal(metricOf(diagnostics, 'record-send-rate'), 1);
  assert.equal(metricOf(diagnostics, 'record-queue-time-max'), 10);
  await simulation.advance(61_000);
  assert.equal(metricOf(diagnostics, 'record-send-rate'), 0);
  assert.ok(Number.isNaN(metricOf(diagnostics, 'record-queue-time-max')));
  assert.equal(metricOf(diagnostics, 'record-send-total'), 40);
});

test('a request is one message from its start to its answer', () => {
  const simulation = createSimulation(1);
  const diagnostics = new ClientDiagnostics(client, simulation.env.clock);
  const seen: [string, RequestMessage][] = [];
  const { requests } = diagnosticChannels;
  const start = (message: RequestMessage): void => void seen.push(['start', message]);
  const end = (message: RequestMessage): void => void seen.push(['end', message]);
  const request = { apiKey: 1, apiName: 'Fetch', apiVersion: 17, nodeId: 3, correlationId: 9, requestBytes: 50 };
  const unheard = diagnostics.requestSent(request);
  requests.start.subscribe(start);
  requests.asyncEnd.subscribe(end);
  try {
    diagnostics.requestAnswered(unheard, 10);
    const message = diagnostics.requestSent(request);
    diagnostics.requestAnswered(message, 500);
    assert.deepEqual(
      seen.map(([event]) => event),
      ['end', 'start', 'end'],
    );
    assert.equal(seen[1]![1], seen[2]![1]);
    assert.equal(message.responseBytes, 500);
    assert.equal(message.client, diagnostics.client);
  } finally {
    requests.start.unsubscribe(start);
    requests.asyncEnd.unsubscribe(end);
  }
  assert.equal(metricOf(diagnostics, 'request-total'), 2);
  assert.equal(metricOf(diagnostics, 'request-latency-avg'), 0);
});

test('who listens to sends may add headers, and nothing is made for nobody', () => {
  const diagnostics = new ClientDiagnostics(client, createSimulation(1).env.clock);
  const record = { topic: 'orders', key: 'k', value: 'v', partition: undefined, timestamp: undefined };
  assert.equal(diagnostics.sendStarted(record), null);
  const add = (message: SendMessage): void => void message.addedHeaders.push(['trace', '1']);
  diagnosticChannels.sends.start.subscribe(add);
  const message = diagnostics.sendStarted(record);
  diagnosticChannels.sends.start.unsubscribe(add);
  assert.deepEqual(message?.addedHeaders, [['trace', '1']]);
});

test('the metrics of a consumer follow its partitions and its group', () => {
  const { clock } = createSimulation(1).env;
  const diagnostics = new ClientDiagnostics({ kind: 'consumer', clientId: 'shop' }, clock);
  diagnostics.recordsConsumed({ topic: 't', partition: 0, count: 5, bytes: 100, lag: 7 });
  diagnostics.recordsConsumed({ topic: 't', partition: 1, count: 5, bytes: 100, lag: 3 });
  assert.equal(metricOf(diagnostics, 'records-lag-max'), 7);
  assert.equal(metricOf(diagnostics, 'records-lag', { topic: 't', partition: '1' }), 3);
  diagnostics.partitionForgotten('t', 0);
  assert.equal(metricOf(diagnostics, 'records-lag-max'), 3);
  assert.equal(metricOf(diagnostics, 'records-consumed-total'), 10);
  const partitions = [{ topic: 't', partition: 0 }];
  const rebalance = { groupId: 'g', memberId: 'm', generationId: 1, partitions } as const;
  diagnostics.rebalanced({ ...rebalance, event: 'assigned', durationMs: 20 });
  assert.equal(metricOf(diagnostics, 'assigned-partitions'), 1);
  diagnostics.rebalanced({ ...rebalance, event: 'lost' });
  assert.equal(metricOf(diagnostics, 'assigned-partitions'), 0);
  assert.equal(metricOf(diagnostics, 'rebalance-total'), 1);
  diagnostics.committed({ groupId: 'g', offsets: [], durationMs: 12 });
  assert.equal(metricOf(diagnostics, 'commit-latency-max'), 12);
  const heartbeat = { apiKey: ApiKey.Heartbeat, apiName: 'Heartbeat', apiVersion: 4, nodeId: 1, correlationId: 1 };
  diagnostics.requestAnswered(diagnostics.requestSent({ ...heartbeat, requestBytes: 30 }), 20);
  assert.equal(metricOf(diagnostics, 'heartbeat-total'), 1);
  assert.equal(metricOf(diagnostics, 'join-total'), 0);
});

test('a client of endlessly many topics does not fill memory with metrics', () => {
  const diagnostics = new ClientDiagnostics(client, createSimulation(1).env.clock);
  for (let i = 0; i < 3000; i++) {
    diagnostics.batchAcknowledged({ ...batch, topic: `t${i}`, queueTimeMs: 1, requestLatencyMs: 1 });
  }
  assert.ok(diagnostics.metrics.snapshot().length < 10_000);
  assert.equal(metricOf(diagnostics, 'record-send-total'), 30_000);
});
