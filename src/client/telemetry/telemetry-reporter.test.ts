import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError } from '#kernel';
import {
  CompressionType,
  decompress,
  Errors,
  getTelemetrySubscriptionsRequest,
  ZERO_UUID,
  type GetTelemetrySubscriptionsRequest,
  type GetTelemetrySubscriptionsResponse,
  type PushTelemetryRequest,
} from '#protocol';
import { createSimulation, type Simulation } from '#sim';
import { errorFor } from '../errors.ts';
import { ClientDiagnostics } from './client-diagnostics.ts';
import { TelemetryReporter, type TelemetryCluster } from './telemetry-reporter.ts';

const ID = 'S3Fsq2vmRlmvZuUj2nZUBQ';
const INTERVAL_MS = 60_000;

type Subscribed = Partial<GetTelemetrySubscriptionsResponse>;

interface Scene {
  readonly simulation: Simulation;
  readonly diagnostics: ClientDiagnostics;
  readonly reporter: TelemetryReporter;
  readonly subscriptions: GetTelemetrySubscriptionsRequest[];
  readonly pushes: { request: PushTelemetryRequest; atMs: number; text: string }[];
}

interface Broker {
  isOld?: boolean;
  subscription?(count: number): Subscribed;
  /** The error of a push. */
  push?(count: number): number;
  isDown?: boolean;
}

function scene(broker: Broker, options: { isEnabled?: boolean; seed?: number } = {}): Scene {
  const simulation = createSimulation(options.seed ?? 1);
  const { env } = simulation;
  const diagnostics = new ClientDiagnostics({ kind: 'producer', clientId: 'shop' }, env.clock);
  const subscriptions: GetTelemetrySubscriptionsRequest[] = [];
  const pushes: Scene['pushes'] = [];
  const answer = (apiKey: number, request: unknown): unknown => {
    if (apiKey === getTelemetrySubscriptionsRequest.apiKey) {
      subscriptions.push(request as GetTelemetrySubscriptionsRequest);
      return {
        throttleTimeMs: 0,
        errorCode: 0,
        clientInstanceId: ID,
        subscriptionId: 77,
        acceptedCompressionTypes: [CompressionType.ZSTD, CompressionType.GZIP],
        pushIntervalMs: INTERVAL_MS,
        telemetryMaxBytes: 1024 * 1024,
        deltaTemporality: true,
        requestedMetrics: ['*'],
        ...broker.subscription?.(subscriptions.length),
      };
    }
    const push = request as PushTelemetryRequest;
    const text = Buffer.from(decompress(push.compressionType, push.metrics, 1e7)).toString('latin1');
    pushes.push({ request: push, atMs: env.clock.monotonic(), text });
    return { throttleTimeMs: 0, errorCode: broker.push?.(pushes.length) ?? 0 };
  };
  const cluster: TelemetryCluster = {
    leastLoadedNode: () => Promise.resolve(1),
    versionOf: () => Promise.resolve(broker.isOld === true ? -1 : 0),
    send: (_nodeId, [request], body) => {
      if (broker.isDown === true) return Promise.reject(errorFor('NETWORK_EXCEPTION'));
      return Promise.resolve(answer(request.apiKey, body) as never);
    },
  };
  const isEnabled = options.isEnabled ?? true;
  const labels = (): Record<string, string> => ({ transactional_id: 'tx-9' });
  const reporter = new TelemetryReporter(cluster, { env, logger: env.logger, diagnostics, isEnabled, labels });
  reporter.start();
  return { simulation, diagnostics, reporter, subscriptions, pushes };
}

function connect({ diagnostics }: Scene): void {
  diagnostics.connectionOpened({ nodeId: 1, host: 'h', port: 9092, durationMs: 1 });
}

test('nothing is asked before the first connection, nor where metrics push is disabled', async () => {
  const waiting = scene({});
  await waiting.simulation.advance(3_600_000);
  assert.equal(waiting.subscriptions.length, 0);
  const disabled = scene({}, { isEnabled: false });
  connect(disabled);
  await disabled.simulation.advance(3_600_000);
  assert.equal(disabled.subscriptions.length, 0);
  const error = await disabled.simulation
    .finish(disabled.reporter.clientInstanceId(1000))
    .catch((reason: unknown) => reason);
  assert.ok(isKafkaError(error, 'ILLEGAL_STATE'));
});

test('without a subscription the client asks once an interval and sends nothing', async () => {
  const quiet = scene({ subscription: () => ({ requestedMetrics: [] }) });
  connect(quiet);
  await quiet.simulation.advance(10 * INTERVAL_MS + 1000);
  assert.equal(quiet.subscriptions.length, 11);
  assert.equal(quiet.pushes.length, 0);
  assert.deepEqual(
    quiet.subscriptions.map(({ clientInstanceId }) => clientInstanceId),
    [ZERO_UUID, ...Array<string>(10).fill(ID)],
  );
});

test('a broker without KIP-714 is not asked again before there is another connection', async () => {
  const broker: { isOld: boolean } = { isOld: true };
  const upgraded = scene(broker);
  connect(upgraded);
  await upgraded.simulation.advance(24 * 3_600_000);
  broker.isOld = false;
  await upgraded.simulation.advance(24 * 3_600_000);
  assert.equal(upgraded.subscriptions.length, 0);
  connect(upgraded);
  await upgraded.simulation.advance(2 * INTERVAL_MS);
  assert.equal(upgraded.subscriptions.length, 1);
  assert.ok(upgraded.pushes.length > 0);
});

test('what is subscribed to is pushed at the interval, the first time after half to one and a half of it', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const subscribed = scene({}, { seed });
    connect(subscribed);
    await subscribed.simulation.advance(5 * INTERVAL_MS);
    const moments = subscribed.pushes.map(({ atMs }) => atMs);
    assert.ok(moments[0]! >= INTERVAL_MS / 2 && moments[0]! <= INTERVAL_MS * 1.5 + 10, String(moments[0]));
    for (let i = 1; i < moments.length; i++) assert.ok(Math.abs(moments[i]! - moments[i - 1]! - INTERVAL_MS) < 10);
    assert.equal(subscribed.subscriptions.length, 1);
    const { request, text } = subscribed.pushes[0]!;
    assert.equal(request.subscriptionId, 77);
    assert.equal(request.clientInstanceId, ID);
    assert.equal(request.compressionType, CompressionType.ZSTD);
    assert.ok(text.includes('org.apache.kafka.producer.connection.creation.total'));
    assert.ok(text.includes('transactional_id') && text.includes('tx-9'));
    assert.ok(!text.includes('client_id'));
  }
});

test('only metrics with a wanted prefix go, and none that was never measured', async () => {
  const prefix = 'org.apache.kafka.producer.connection.creation';
  const picky = scene({ subscription: () => ({ requestedMetrics: [prefix, 'org.apache.kafka.producer.batch.size'] }) });
  connect(picky);
  await picky.simulation.advance(2 * INTERVAL_MS);
  const names = picky.pushes[0]!.text.match(/org\.apache\.kafka[.a-z]+/g);
  assert.deepEqual(names?.toSorted(), [`${prefix}.rate`, `${prefix}.total`]);
});

test('close pushes once more, says that it is the last one, and then nothing moves', async () => {
  const closing = scene({});
  connect(closing);
  await closing.simulation.advance(10_000);
  await closing.simulation.finish(closing.reporter.close());
  assert.equal(closing.pushes.length, 1);
  assert.equal(closing.pushes[0]!.request.terminating, true);
  await closing.simulation.advance(10 * INTERVAL_MS);
  assert.equal(closing.pushes.length, 1);
  const unheard = scene({ subscription: () => ({ requestedMetrics: [] }) });
  connect(unheard);
  await unheard.simulation.advance(10_000);
  await unheard.simulation.finish(unheard.reporter.close());
  assert.equal(unheard.pushes.length, 0);
});

test('close does not wait for a broker that is silent', async () => {
  const { env } = createSimulation(1);
  const simulation = createSimulation(1);
  const diagnostics = new ClientDiagnostics({ kind: 'admin', clientId: 'a' }, simulation.env.clock);
  let hasSubscribed = false;
  const cluster: TelemetryCluster = {
    leastLoadedNode: () => Promise.resolve(1),
    versionOf: () => Promise.resolve(0),
    send: () => {
      if (hasSubscribed) return new Promise(() => undefined);
      hasSubscribed = true;
      const answer = {
        throttleTimeMs: 0,
        errorCode: 0,
        clientInstanceId: ID,
        subscriptionId: 1,
        acceptedCompressionTypes: [],
        pushIntervalMs: INTERVAL_MS,
        telemetryMaxBytes: 0,
        deltaTemporality: true,
        requestedMetrics: ['*'],
      };
      return Promise.resolve(answer as never);
    },
  };
  const options = { env: simulation.env, logger: env.logger, diagnostics, isEnabled: true };
  const reporter = new TelemetryReporter(cluster, options);
  reporter.start();
  diagnostics.connectionOpened({ nodeId: 1, host: 'h', port: 9092, durationMs: 1 });
  await simulation.advance(1000);
  await simulation.finish(reporter.close(60_000));
  assert.ok(simulation.monotonic() <= 3100, String(simulation.monotonic()));
});

test('the answers to a push decide what comes next, as Kafka has it', async () => {
  const unknown = scene({ push: (count) => (count === 1 ? Errors.UNKNOWN_SUBSCRIPTION_ID.code : 0) });
  connect(unknown);
  await unknown.simulation.advance(10 * INTERVAL_MS);
  assert.equal(unknown.subscriptions.length, 2);
  assert.ok(unknown.pushes.length > 6);

  const stubborn = scene({ push: () => Errors.UNKNOWN_SUBSCRIPTION_ID.code });
  connect(stubborn);
  await stubborn.simulation.advance(10 * INTERVAL_MS);
  assert.ok(stubborn.subscriptions.length < 15, `${stubborn.subscriptions.length} in ten intervals`);

  const large = scene({ push: () => Errors.TELEMETRY_TOO_LARGE.code });
  connect(large);
  await large.simulation.advance(10 * INTERVAL_MS);
  assert.ok(large.pushes.length >= 3 && large.pushes.length < 10);

  const refused = scene({ push: () => Errors.INVALID_RECORD.code });
  connect(refused);
  await refused.simulation.advance(10 * INTERVAL_MS);
  assert.equal(refused.pushes.length, 1);
  assert.equal(refused.subscriptions.length, 1);
});

test('a compression that a broker lists and then refuses is not used again', async () => {
  const odd = scene({ push: (count) => (count === 1 ? Errors.UNSUPPORTED_COMPRESSION_TYPE.code : 0) });
  connect(odd);
  await odd.simulation.advance(5 * INTERVAL_MS);
  assert.deepEqual(
    odd.pushes.slice(0, 3).map(({ request }) => request.compressionType),
    [CompressionType.ZSTD, CompressionType.GZIP, CompressionType.GZIP],
  );
});

test('a payload above the limit of the broker loses its details first, and is not sent where that is not enough', async () => {
  const tight = scene({ subscription: () => ({ telemetryMaxBytes: 5000, acceptedCompressionTypes: [] }) });
  connect(tight);
  for (let nodeId = 0; nodeId < 50; nodeId++) {
    tight.diagnostics.requestSent({
      apiKey: 0,
      apiName: 'Produce',
      apiVersion: 9,
      nodeId,
      correlationId: 1,
      requestBytes: 9,
    });
  }
  await tight.simulation.advance(2 * INTERVAL_MS);
  assert.ok(tight.pushes.length > 0);
  assert.ok(tight.pushes[0]!.text.includes('request.total') && !tight.pushes[0]!.text.includes('node_id'));
  const tiny = scene({ subscription: () => ({ telemetryMaxBytes: 10 }) });
  connect(tiny);
  await tiny.simulation.advance(5 * INTERVAL_MS);
  assert.equal(tiny.pushes.length, 0);
});

test('a broker that is away is asked again an interval later, with the id that the client has', async () => {
  const broker: Broker = {};
  const shaken = scene(broker);
  connect(shaken);
  await shaken.simulation.advance(1000);
  broker.isDown = true;
  await shaken.simulation.advance(3 * INTERVAL_MS);
  assert.equal(shaken.pushes.length, 0);
  broker.isDown = false;
  await shaken.simulation.advance(3 * INTERVAL_MS);
  assert.equal(shaken.subscriptions.at(-1)?.clientInstanceId, ID);
  assert.ok(shaken.pushes.length > 0);
});

test('the instance id can be had without a connection before, and a broker without KIP-714 is named', async () => {
  const asked = scene({});
  assert.equal(await asked.simulation.finish(asked.reporter.clientInstanceId(1000)), ID);
  assert.equal(await asked.simulation.finish(asked.reporter.clientInstanceId(1000)), ID);
  assert.equal(asked.subscriptions.length, 1);
  const old = scene({ isOld: true });
  for (let i = 0; i < 2; i++) {
    const error = await old.simulation.finish(old.reporter.clientInstanceId(1000)).catch((reason: unknown) => reason);
    assert.ok(isKafkaError(error, 'UNSUPPORTED_VERSION'), String(error));
  }
  const away = scene({ isDown: true });
  const error = await away.simulation.finish(away.reporter.clientInstanceId(1000)).catch((reason: unknown) => reason);
  assert.ok(isKafkaError(error, 'REQUEST_TIMED_OUT'), String(error));
});
