/** The registry beside a broker: from its first request on, over a restart, with the broker's logins and ACLs. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Broker, parseBrokerConfig, type BrokerConfig } from '#broker';
import { Consumer, Producer } from '#client';
import { createNodeEnv } from '#kernel/node';
import { openEmbeddedRegistry, type EmbeddedRegistry } from './embedded-registry.ts';

const env = createNodeEnv({ logger: { level: 'error' } });
const root = mkdtempSync(join(tmpdir(), 'samsa-embedded-'));
after(() => rmSync(root, { recursive: true }));

interface Running {
  readonly broker: Broker;
  readonly registry: EmbeddedRegistry;
  readonly bootstrap: string;
  stop(): Promise<void>;
}

async function start(name: string, configs: Record<string, string> = {}): Promise<Running> {
  const options = {
    listeners: 'PLAINTEXT://127.0.0.1:0',
    'log.dirs': join(root, name),
    'offsets.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    'samsa.registry.listener': '127.0.0.1:0',
    ...configs,
  };
  const config: BrokerConfig = parseBrokerConfig({ options }).config;
  const broker = await Broker.start(env, config);
  const bootstrap = `127.0.0.1:${broker.addresses[0]?.port}`;
  const opened = openEmbeddedRegistry(env, { broker, config, bootstrap, clientConfigFile: null });
  const registry = await opened.catch(async (error: unknown) => {
    await broker.close();
    throw error;
  });
  assert.ok(registry);
  return {
    broker,
    registry,
    bootstrap,
    async stop() {
      await registry.close();
      await broker.close();
    },
  };
}

async function call(
  { registry }: Running,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(registry.url + path, {
    method,
    headers: { 'content-type': 'application/json', connection: 'close', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

function register(running: Running, subject: string, schema: string): Promise<{ status: number; body: unknown }> {
  return call(running, 'POST', `/subjects/${subject}/versions`, { body: { schema } });
}

test('it touches nothing of the broker before its first request, and what is registered outlives a restart', async () => {
  const first = await start('restart');
  try {
    assert.equal(first.broker.hasTopic('_schemas'), false);
    assert.equal((await call(first, 'GET', '/subjects')).status, 200);
    assert.equal(first.broker.hasTopic('_schemas'), true);
    const { status, body } = await register(first, 'orders-value', '"string"');
    assert.deepEqual([status, (body as { id: number }).id], [200, 1]);
    assert.equal((await register(first, 'orders-value', '"int"')).status, 409);
    assert.equal(((await register(first, 'payments-value', '"int"')).body as { id: number }).id, 2);
    assert.equal((await call(first, 'DELETE', '/subjects/payments-value')).status, 200);
  } finally {
    await first.stop();
  }
  const second = await start('restart');
  try {
    assert.deepEqual((await call(second, 'GET', '/subjects')).body, ['orders-value']);
    assert.deepEqual((await call(second, 'GET', '/subjects?deleted=true')).body, ['orders-value', 'payments-value']);
    assert.equal(((await register(second, 'third-value', '"long"')).body as { id: number }).id, 3);
  } finally {
    await second.stop();
  }
});

test('its records are Confluent’s to the byte, and what others wrote to the topic is taken over', async () => {
  const running = await start('bytes');
  try {
    await register(running, 'orders-value', '"string"');
    await using producer = new Producer({ bootstrapServers: running.bootstrap });
    const key = '{"subject":"karapace","version":1,"magic":1,"keytype":"SCHEMA"}';
    const value = '{"subject":"karapace","version":1,"id":7,"schema":"\\"bytes\\"","deleted":false}';
    await producer.send({ topic: '_schemas', partition: 0, key, value });
    const deadline = env.clock.monotonic() + 10_000;
    while (!((await call(running, 'GET', '/subjects')).body as string[]).includes('karapace')) {
      assert.ok(env.clock.monotonic() < deadline, 'the record was not read in time');
    }
    assert.equal(((await register(running, 'next-value', '"long"')).body as { id: number }).id, 8);
    assert.deepEqual((await call(running, 'GET', '/subjects')).body, ['karapace', 'next-value', 'orders-value']);
    const texts: string[] = [];
    await using consumer = new Consumer({ bootstrapServers: running.bootstrap });
    consumer.assign([{ topic: '_schemas', partition: 0, offset: 0 }]);
    for await (const record of consumer) {
      texts.push(`${String(record.key)} ${String(record.value)}`);
      if (texts.length === 2) break;
    }
    assert.deepEqual(texts, [
      '{"keytype":"NOOP","magic":0} null',
      '{"keytype":"SCHEMA","subject":"orders-value","version":1,"magic":1} ' +
        '{"subject":"orders-value","version":1,"id":1,"schemaType":"AVRO","schema":"\\"string\\"","deleted":false}',
    ]);
  } finally {
    await running.stop();
  }
});

test('a hundred registrations of one schema at a time give one id, of a hundred schemas a hundred ids', async () => {
  const running = await start('many');
  try {
    const many = Array.from({ length: 100 }, (_, index) => index);
    const same = await Promise.all(many.map(() => register(running, 'orders-value', '"string"')));
    assert.deepEqual([...new Set(same.map(({ body }) => (body as { id: number }).id))], [1]);
    const fixed = (size: number): string => JSON.stringify({ type: 'fixed', name: 'F', size });
    const others = await Promise.all(many.map((index) => register(running, `s${index}`, fixed(index + 1))));
    assert.equal(new Set(others.map(({ body }) => (body as { id: number }).id)).size, 100);
  } finally {
    await running.stop();
  }
});

test('an authorizer of the broker decides here too', async () => {
  const running = await start('acls', {
    listeners: 'PLAINTEXT://127.0.0.1:0,SASL_PLAINTEXT://127.0.0.1:0',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-256',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS;User:admin',
  });
  try {
    await running.broker.setScramPassword('admin', 'secret');
    await running.broker.setScramPassword('alice', 'secret');
    const as = (user: string): Record<string, string> => ({
      authorization: `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`,
    });
    const status = async (user: string): Promise<number> =>
      (await call(running, 'PUT', '/config', { body: { compatibility: 'FULL' }, headers: as(user) })).status;
    assert.deepEqual([await status('admin'), await status('alice'), await status('nobody')], [200, 403, 401]);
  } finally {
    await running.stop();
  }
});

test('an address that was asked for and cannot be used fails the start, as does one that others reach and nothing guards', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  await assert.rejects(start('taken', { 'samsa.registry.listener': `127.0.0.1:${port}` }), /EADDRINUSE/);
  await new Promise((resolve) => taken.close(resolve));
  await assert.rejects(start('open', { 'samsa.registry.listener': '0.0.0.0:0' }), /nothing authenticates who asks/);
});
