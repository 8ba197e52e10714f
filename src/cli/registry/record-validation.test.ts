/** A broker that holds records to the schemas of the registry beside it, from the first one on. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { Broker, parseBrokerConfig } from '#broker';
import { Admin, Producer } from '#client';
import { isKafkaError } from '#kernel';
import { createNodeEnv } from '#kernel/node';
import { avro, RegistryClient } from '#serde';
import { openEmbeddedRegistry, type EmbeddedRegistry } from './embedded-registry.ts';
import { LazyValidator } from './lazy-validator.ts';

const env = createNodeEnv({ logger: { level: 'error' } });
const directory = mkdtempSync(join(tmpdir(), 'samsa-validation-'));
const schema = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string'] },
  ],
} as const;

let broker: Broker;
let registry: EmbeddedRegistry;
let client: RegistryClient;
let bootstrapServers: string;
const validator = new LazyValidator();
before(async () => {
  const options = {
    listeners: 'PLAINTEXT://127.0.0.1:0',
    'log.dirs': directory,
    'offsets.topic.num.partitions': '1',
    'samsa.registry.listener': '127.0.0.1:0',
  };
  const { config } = parseBrokerConfig({ options });
  broker = await Broker.start(env, config, { schemaValidator: validator });
  bootstrapServers = `127.0.0.1:${broker.addresses[0]?.port}`;
  const opened = await openEmbeddedRegistry(env, {
    broker,
    config,
    bootstrap: bootstrapServers,
    clientConfigFile: null,
    validator,
  });
  assert.ok(opened);
  registry = opened;
  client = new RegistryClient({ schemaRegistryUrl: registry.url, latestCacheTtlSec: 0 });
  await using admin = new Admin({ bootstrapServers });
  const configs = { 'samsa.value.schema.validation': 'payload' };
  await admin.createTopics(['orders', 'early'].map((name) => ({ name, numPartitions: 1, configs })));
});
after(async () => {
  await registry.close();
  await validator.close();
  await broker.close();
  rmSync(directory, { recursive: true });
});

const isRefused = (error: unknown): boolean => isKafkaError(error, 'INVALID_RECORD');

test('the first record that needs a schema loads the registry, and none is loaded before', async () => {
  assert.equal(broker.hasTopic('_schemas'), false);
  await using producer = new Producer({ bootstrapServers });
  await assert.rejects(producer.send({ topic: 'early', value: Buffer.from([0, 0, 0, 0, 1, 2]) }), isRefused);
  assert.equal(broker.hasTopic('_schemas'), true);
});

test('what a serializer writes passes; unknown ids, wrong subjects and bodies that are cut off are refused by their place', async () => {
  const orders = avro({ registry: client, schema });
  await using writer = new Producer({ bootstrapServers, valueSerializer: orders.serializer });
  assert.equal((await writer.send({ topic: 'orders', value: { id: 1, note: 'x' } })).offset, 0);
  const good = await orders.serialize('orders', { id: 2, note: 'whole' });
  assert.ok(good !== null);
  const { id } = await client.register('others-value', { schema: '"string"' });
  const other = Buffer.from([0, 0, 0, 0, id, 2, 0x61]);
  await using producer = new Producer({ bootstrapServers });
  const send = (value: Buffer): Promise<unknown> => producer.send({ topic: 'orders', value });
  await assert.rejects(send(Buffer.from('{"id":1}')), /begins with the byte 123/);
  await assert.rejects(send(Buffer.from([0, 0, 0, 9, 9, 2])), /names schema 2313, which the registry does not have/);
  await assert.rejects(send(other), /not registered under orders-value \(but under others-value\)/);
  await assert.rejects(send(good.subarray(0, -1)), /is not whole data of schema/);
  await send(good);
});

test('whatever a payload is, the broker answers and goes on', async () => {
  const orders = avro({ registry: client, schema });
  const good = (await orders.serialize('orders', { id: 3, note: 'a note of some length' }))!;
  await using producer = new Producer({ bootstrapServers });
  const mutation = fc.tuple(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length)).map(([at, byte, end]) => {
    const mutated = Buffer.from(good);
    mutated[at] = byte;
    return mutated.subarray(0, Math.max(end, 1));
  });
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 5 }), async (values) => {
      const results = await Promise.allSettled(values.map((value) => producer.send({ topic: 'orders', value })));
      for (const result of results) {
        if (result.status === 'rejected') assert.ok(isRefused(result.reason), String(result.reason));
      }
    }),
    { numRuns: 60 },
  );
  assert.ok((await producer.send({ topic: 'orders', value: good })).offset > 0);
});
