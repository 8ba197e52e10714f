/** What a running broker shows by HTTP and pushes to a collector, after clients have used it. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Broker, parseBrokerConfig } from '#broker';
import { Consumer, Producer } from '#client';
import { createNodeEnv } from '#kernel/node';
import { runHere } from '../cli.testing.ts';
import { otlpSettings } from './otlp-exporter.ts';
import { Status } from './status.ts';

const env = createNodeEnv({ logger: { level: 'error' } });
const directory = mkdtempSync(join(tmpdir(), 'samsa-status-'));
let broker: Broker;
let bootstrapServers = '';

before(async () => {
  const options = { listeners: 'PLAINTEXT://127.0.0.1:0', 'log.dirs': directory, 'offsets.topic.num.partitions': '1' };
  broker = await Broker.start(env, parseBrokerConfig({ options }).config);
  bootstrapServers = `127.0.0.1:${broker.addresses[0]?.port}`;
  await using producer = new Producer({ bootstrapServers });
  await producer.sendBatch(Array.from({ length: 30 }, (_, index) => ({ topic: 'orders', value: String(index) })));
  await using consumer = new Consumer({ bootstrapServers, groupId: 'readers', autoOffsetReset: 'earliest' });
  consumer.subscribe(['orders']);
  let count = 0;
  for await (const _ of consumer) if (++count === 10) break;
  await consumer.commit([{ topic: 'orders', partition: 0, offset: 10 }]);
});

after(async () => {
  await broker.close();
  rmSync(directory, { recursive: true });
});

async function open(): Promise<{ status: Status; url: string }> {
  const port = await freePort();
  const status = await Status.open(env, { host: '127.0.0.1', port, isOptional: false });
  return { status, url: `http://127.0.0.1:${port}` };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('a broker that does not serve yet is healthy and not ready', async () => {
  const { status, url } = await open();
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  assert.equal((await fetch(`${url}/readyz`)).status, 503);
  assert.equal((await fetch(`${url}/metrics`)).status, 503);
  assert.equal((await fetch(`${url}/else`)).status, 404);
  assert.equal((await fetch(`${url}/metrics`, { method: 'POST' })).status, 405);
  status.serves(broker, {});
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  await status.ends();
  assert.equal((await fetch(`${url}/readyz`)).status, 503);
  await status.close();
});

test('what clients did stands on the page, under the names of Kafka’s exporter', async () => {
  const { status, url } = await open();
  status.serves(broker, {});
  const response = await fetch(`${url}/metrics`);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  for (const line of [
    'kafka_server_brokertopicmetrics_messagesin_total{topic="orders"} 30',
    'kafka_log_log_logendoffset{topic="orders",partition="0"} 30',
    'kafka_consumergroup_current_offset{consumergroup="readers",topic="orders",partition="0"} 10',
    'kafka_consumergroup_lag{consumergroup="readers",topic="orders",partition="0"} 20',
    'kafka_network_requestmetrics_errors_total{request="Produce"} 0',
  ]) {
    assert.ok(text.includes(`\n${line}\n`), `${line} in ${text.slice(0, 5000)}`);
  }
  assert.match(text, /\nkafka_server_brokertopicmetrics_bytesout_total\{topic="orders"\} [1-9]/);
  assert.match(text, /\nkafka_network_requestmetrics_totaltimems\{request="Produce",quantile="0\.99"\} [0-9.]+\n/);
  assert.match(text, /\nprocess_resident_memory_bytes \d+\n/);
  await status.ends();
  await status.close();
});

test('samsa top shows traffic, topics and lag', async () => {
  const { status, url } = await open();
  status.serves(broker, {});
  const looking = runHere(['top', '--http', url, '--once', '--interval', '0.5']);
  await using producer = new Producer({ bootstrapServers });
  await producer.send({ topic: 'orders', value: 'one more' });
  const { code, stdout } = await looking;
  assert.equal(code, 0);
  assert.match(stdout, /^up .* · cpu .* · memory .* MB · event loop p99 .* ms · \d+ connections? · \d+ partitions/);
  assert.match(stdout, /TOPIC +RECORDS\/S +IN +OUT +SIZE\n(?:.*\n)*?orders /);
  assert.match(stdout, /GROUP +PARTITIONS +LAG\nreaders +1 +2[01]\n/);
  const json = JSON.parse((await runHere(['top', '--http', url, '--json', '--interval', '0.1'])).stdout) as {
    groups: { group: string; lag: number }[];
  };
  assert.deepEqual(json.groups, [{ group: 'readers', partitions: 1, lag: 21 }]);
  await status.ends();
  await status.close();
  const gone = await runHere(['top', '--http', url, '--once']);
  assert.equal(gone.code, 1);
  assert.match(gone.stderr, /no broker shows its metrics on http.*samsa start.*--http/);
});

test('a collector gets the metrics by OTLP, also the last ones', async () => {
  const received: { path: string | undefined; key: string | undefined; body: string }[] = [];
  const collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ path: request.url, key: request.headers['x-key'] as string | undefined, body });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  const status = await Status.open(env, null);
  status.serves(broker, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
    OTEL_SERVICE_NAME: 'orders-kafka',
  });
  await status.ends();
  await new Promise((resolve) => collector.close(resolve));
  assert.equal(received.length, 1);
  const [{ path, key, body } = { path: '', key: '', body: '{}' }] = received;
  assert.deepEqual([path, key], ['/v1/metrics', 'a b']);
  assert.ok(body.includes('{"key":"service.name","value":{"stringValue":"orders-kafka"}}'));
  assert.match(body, /"name":"kafka_server_brokertopicmetrics_messagesin_total",.*?"isMonotonic":true/);
});

test('an endpoint that is none fails the start with its name', () => {
  assert.throws(() => otlpSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }), /OTEL_EXPORTER_OTLP_ENDPOINT/);
  assert.equal(otlpSettings({}), null);
});

test('an address that is taken is left out, but for one that was asked for', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const listener = { host: '127.0.0.1', port };
  await assert.rejects(Status.open(env, { ...listener, isOptional: false }), /samsa\.http\.listener: .*EADDRINUSE/);
  await (await Status.open(env, { ...listener, isOptional: true })).close();
  await new Promise((resolve) => server.close(resolve));
});
