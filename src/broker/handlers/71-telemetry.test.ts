/** Metrics of clients (KIP-714): subscriptions, intervals, refusals, and the values that are kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNodeEnv } from '#kernel/node';
import {
  compress,
  CompressionType,
  Errors,
  getTelemetrySubscriptionsRequest,
  getTelemetrySubscriptionsResponse,
  newGetTelemetrySubscriptionsRequest,
  newPushTelemetryRequest,
  newIncrementalAlterConfigsRequest,
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  pushTelemetryRequest,
  pushTelemetryResponse,
  ZERO_UUID,
  type GetTelemetrySubscriptionsResponse,
  type PushTelemetryRequest,
} from '#protocol';
import type { TestClient } from '../broker.testing.ts';
import { withBroker } from '../requests.testing.ts';
import { ClientTelemetry } from '../telemetry/client-telemetry.ts';
import { readMetrics } from '../telemetry/otlp-metrics.ts';
import { parseMatch, wantedFrom, type ClientTraits } from '../telemetry/subscriptions.ts';

const CLIENT_METRICS = 16;
const LIMITS = { maxMetrics: 10, maxAttributes: 4, maxLength: 100 };

async function subscribe(client: TestClient, configs: Readonly<Record<string, string>>): Promise<number> {
  const resources = [
    {
      resourceType: CLIENT_METRICS,
      resourceName: 's',
      configs: Object.entries(configs).map(([name, value]) => ({ name, configOperation: 0, value })),
    },
  ];
  const request = newIncrementalAlterConfigsRequest({ resources });
  const calls = [incrementalAlterConfigsRequest, incrementalAlterConfigsResponse] as const;
  return (await client.call(calls, request)).responses[0]!.errorCode;
}

function ask(client: TestClient, clientInstanceId = ZERO_UUID): Promise<GetTelemetrySubscriptionsResponse> {
  const calls = [getTelemetrySubscriptionsRequest, getTelemetrySubscriptionsResponse] as const;
  return client.call(calls, newGetTelemetrySubscriptionsRequest({ clientInstanceId }));
}

async function push(client: TestClient, fields: Partial<PushTelemetryRequest>): Promise<number> {
  const calls = [pushTelemetryRequest, pushTelemetryResponse] as const;
  return (await client.call(calls, newPushTelemetryRequest(fields))).errorCode;
}

/** A MetricsData by hand: one sum and one gauge. */
function metricsData(sum: number, gauge: number): Buffer {
  const bytes = (field: number, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.from([field * 8 + 2, body.length]), body]);
  };
  const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));
  const double = (field: number, value: number): Buffer => {
    const body = Buffer.alloc(9);
    body[0] = field * 8 + 1;
    body.writeDoubleLE(value, 1);
    return body;
  };
  const long = (field: number, value: number): Buffer => {
    const body = Buffer.alloc(9);
    body[0] = field * 8 + 1;
    body.writeBigInt64LE(BigInt(value), 1);
    return body;
  };
  const attribute = (field: number, key: string, value: string): Buffer =>
    bytes(field, text(1, key), bytes(2, text(1, value)));
  const delta = Buffer.from([16, 1, 24, 1]);
  return bytes(
    1,
    bytes(1, attribute(1, 'group_id', 'g')),
    bytes(
      2,
      bytes(2, text(1, 'sent.total'), bytes(7, bytes(1, long(6, sum), attribute(7, 'node', '1')), delta)),
      bytes(2, text(1, 'latency.avg'), text(3, 'ms'), bytes(5, bytes(1, double(4, gauge)))),
    ),
  );
}

test('without a subscription a client gets an id and nothing to push', () =>
  withBroker(async (client) => {
    const answer = await ask(client);
    assert.deepEqual([answer.errorCode, answer.requestedMetrics, answer.pushIntervalMs], [0, [], 300_000]);
    assert.notEqual(answer.clientInstanceId, ZERO_UUID);
    assert.deepEqual(answer.acceptedCompressionTypes, [4, 3, 1, 2]);
    assert.deepEqual([answer.telemetryMaxBytes, answer.deltaTemporality], [1_048_576, true]);
  }));

test('a client that matches a subscription pushes what it asks for, in time, and is told what it does wrong', () =>
  withBroker(async (client, { broker }) => {
    client.clientId = 'wanted-1';
    assert.equal(
      await subscribe(client, { metrics: 'a.,b.', 'interval.ms': '3600000', match: 'client_id=wanted-.*' }),
      0,
    );
    const { clientInstanceId, subscriptionId, requestedMetrics } = await ask(client);
    assert.deepEqual(requestedMetrics, ['a.', 'b.']);
    assert.equal((await ask(client, clientInstanceId)).errorCode, Errors.THROTTLING_QUOTA_EXCEEDED.code);
    const metrics = compress(CompressionType.ZSTD, metricsData(5, 1.5));
    const good = { clientInstanceId, subscriptionId, compressionType: CompressionType.ZSTD, metrics };
    assert.equal(await push(client, { ...good, clientInstanceId: ZERO_UUID }), Errors.INVALID_REQUEST.code);
    assert.equal(await push(client, good), 0);
    assert.equal(await push(client, good), Errors.THROTTLING_QUOTA_EXCEEDED.code);
    const last = { ...good, terminating: true };
    assert.equal(
      await push(client, { ...last, subscriptionId: subscriptionId + 1 }),
      Errors.UNKNOWN_SUBSCRIPTION_ID.code,
    );
    assert.equal(await push(client, last), Errors.INVALID_REQUEST.code, 'nothing comes behind the last push');
    client.clientId = 'other';
    assert.deepEqual((await ask(client)).requestedMetrics, []);
    assert.ok(broker);
  }));

test('configs of subscriptions are checked: names, intervals, patterns', () =>
  withBroker(async (client) => {
    const wrong = [
      { nope: '1' },
      { 'interval.ms': '99' },
      { match: 'nobody=x' },
      { match: 'client_id=(' },
      { match: 'x' },
    ];
    for (const configs of wrong) assert.notEqual(await subscribe(client, configs), 0, JSON.stringify(configs));
  }));

const TRAITS: ClientTraits = {
  client_instance_id: 'AAAAAAAAAAAAAAAAAAAABA',
  client_id: 'c1',
  client_software_name: 'java',
  client_software_version: '4.3.1',
  client_source_address: '10.0.0.1',
  client_source_port: '5000',
};
const CONNECTION = { onClosed: () => () => undefined };

test('all patterns of a subscription have to match the whole of what they look at', () => {
  const wanted = (...match: string[]): number => {
    const patterns = parseMatch(match);
    assert.ok(typeof patterns !== 'string');
    return wantedFrom(TRAITS, [{ metrics: ['m'], intervalMs: 100, patterns }]).metrics.length;
  };
  assert.equal(wanted(), 1);
  assert.equal(wanted('client_id=c[0-9]', 'client_software_version=4\\..*'), 1);
  assert.equal(wanted('client_id=c[0-9]', 'client_software_name=go'), 0);
  assert.equal(wanted('client_id=c'), 0);
});

test('subscriptions of a client are put together: the shortest interval, and all metrics where one asks for all', () => {
  const subscription = (intervalMs: number, ...metrics: string[]): Parameters<typeof wantedFrom>[1] => [
    { metrics, intervalMs, patterns: [] },
  ];
  const both = [...subscription(5000, 'a', 'b'), ...subscription(1000, 'b', 'c')];
  assert.deepEqual(wantedFrom(TRAITS, both), { metrics: ['a', 'b', 'c'], intervalMs: 1000 });
  assert.deepEqual(wantedFrom(TRAITS, [...both, ...subscription(9000, '*')]).metrics, ['*']);
});

function newTelemetry(now: () => number, maxBytes: number): ClientTelemetry {
  const { logger } = createNodeEnv({ logger: { level: 'error' } });
  return new ClientTelemetry({ clock: { now, monotonic: now }, logger }, maxBytes);
}

interface Pushing {
  readonly telemetry: ClientTelemetry;
  advance(ms: number): void;
  push(metrics: Uint8Array, compressionType?: number): number;
  close(): void;
}

function pushing(maxBytes = 1000): Pushing {
  let now = 1_000_000;
  let closed = (): void => undefined;
  const client = {
    onClosed(callback: () => void): () => void {
      closed = callback;
      return () => undefined;
    },
  };
  const telemetry = newTelemetry(() => now, maxBytes);
  const { subscriptionId } = telemetry.subscribe(TRAITS, client);
  return {
    telemetry,
    advance: (ms) => {
      now += ms;
    },
    push: (metrics, compressionType = 0) =>
      telemetry.push(
        newPushTelemetryRequest({
          clientInstanceId: TRAITS.client_instance_id,
          subscriptionId,
          compressionType,
          metrics,
        }),
        TRAITS,
        client,
      ),
    close: () => closed(),
  };
}

test('the latest values of a client are kept, deltas added up, until it is gone', () => {
  const client = pushing();
  assert.deepEqual(client.telemetry.instances(), []);
  assert.equal(client.push(metricsData(5, 1.5)), 0);
  client.advance(300_000);
  assert.equal(client.push(metricsData(7, 2.5)), 0);
  const [instance] = client.telemetry.instances();
  const values = [...instance!.series.values()].map(({ name, attributes, value }) => [name, attributes, value]);
  assert.deepEqual(values, [
    ['sent.total', [['node', '1']], 12],
    ['latency.avg', [], 2.5],
  ]);
  assert.deepEqual(instance!.resource, [['group_id', 'g']]);
  client.close();
  assert.deepEqual(client.telemetry.instances(), []);
});

test('a client that falls silent is forgotten after three intervals', () => {
  const client = pushing();
  client.push(metricsData(5, 1.5));
  client.advance(900_000);
  assert.equal(client.telemetry.instances().length, 1);
  client.advance(1);
  assert.equal(client.telemetry.instances().length, 0);
});

test('a connection that asks under ever new ids keeps a few of them', () => {
  const telemetry = newTelemetry(() => 5_000_000, 1000);
  const ids = Array.from({ length: 100 }, (_, i) => `AAAAAAAAAAAAAAAAAAAA${String(i).padStart(2, '0')}`);
  for (const id of ids) telemetry.subscribe({ ...TRAITS, client_instance_id: id }, CONNECTION);
  assert.equal(ids.filter((id) => telemetry.has(id)).length, 16);
});

test('a push that is too large, before or after decompression, damaged, or no metrics at all is refused', () => {
  assert.equal(pushing(10).push(Buffer.alloc(11)), Errors.TELEMETRY_TOO_LARGE.code);
  const bomb = compress(CompressionType.GZIP, Buffer.alloc(100_000));
  assert.ok(bomb.length < 1000);
  assert.notEqual(pushing().push(bomb, CompressionType.GZIP), 0);
  assert.equal(pushing().push(Buffer.from([1, 2, 3]), CompressionType.ZSTD), Errors.INVALID_RECORD.code);
  assert.equal(pushing().push(Buffer.from([10, 200]), 0), Errors.INVALID_RECORD.code);
  assert.equal(pushing().push(metricsData(1, 1), 9), Errors.UNSUPPORTED_COMPRESSION_TYPE.code);
});

test('bytes that are cut off or garbled end in an error or in bounded metrics, never otherwise', () => {
  const whole = metricsData(5, 1.5);
  for (let length = 0; length < whole.length; length++) {
    for (let flipped = 0; flipped < 8; flipped++) {
      const bytes = Buffer.from(whole.subarray(0, length));
      if (length > 0) bytes[length - 1]! ^= 1 << flipped;
      try {
        assert.ok(readMetrics(bytes, LIMITS).metrics.length <= 10);
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'INVALID_RECORD');
      }
    }
  }
});

test('a changed subscription lets a client ask at once, and its old subscription id is unknown', () => {
  const telemetry = newTelemetry(() => 5_000_000, 1000);
  const image = (metrics: string): Parameters<ClientTelemetry['setSubscriptions']>[0] =>
    ({ configuredResources: () => ['s'], configs: () => new Map([['metrics', metrics]]) }) as never;
  telemetry.setSubscriptions(image('a'));
  const first = telemetry.subscribe(TRAITS, CONNECTION);
  assert.equal(telemetry.subscribe(TRAITS, CONNECTION).errorCode, Errors.THROTTLING_QUOTA_EXCEEDED.code);
  telemetry.setSubscriptions(image('b'));
  const second = telemetry.subscribe(TRAITS, CONNECTION);
  assert.deepEqual([second.errorCode, second.wanted.metrics], [0, ['b']]);
  assert.notEqual(first.subscriptionId, second.subscriptionId);
});
