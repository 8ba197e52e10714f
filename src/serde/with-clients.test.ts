/** Serdes in the options of a producer and of consumers, on a broker: as applications use them. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { startTestBroker } from '#broker/testing';
import { Admin, Consumer, Producer, ShareConsumer } from '#client';
import { avro } from './avro/avro.ts';
import { FakeRegistry } from './fake-registry.testing.ts';
import { jsonSchema } from './json-schema/json-schema.ts';
import { long, string } from './primitives.ts';
import { RegistryClient } from './registry-client/registry-client.ts';

const order = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'int' },
    { name: 'note', type: ['null', 'string'] },
  ],
} as const;

interface Stage {
  readonly fake: FakeRegistry;
  readonly registry: RegistryClient;
  readonly common: { readonly bootstrapServers: string; readonly retryBackoffMs: number };
}

async function stage(context: TestContext, configs: Record<string, string> = {}): Promise<Stage> {
  const broker = await startTestBroker(configs);
  context.after(() => broker.stop());
  const fake = new FakeRegistry();
  const registry = new RegistryClient({ schemaRegistryUrl: 'http://a', fetch: fake.fetch, maxRetries: 0 });
  return { fake, registry, common: { bootstrapServers: `127.0.0.1:${broker.port}`, retryBackoffMs: 10 } };
}

test('a producer and a consumer share a schema, records stay in order while it is looked up, tombstones stay null', async (context) => {
  const { fake, registry, common } = await stage(context);
  const orders = avro({ registry, schema: order });
  const { promise, resolve } = Promise.withResolvers<void>();
  fake.gate = promise;
  await using producer = new Producer({
    ...common,
    keySerializer: long().serializer,
    valueSerializer: orders.serializer,
  });
  const sent = Array.from({ length: 50 }, (_, id) => {
    return producer.send({ topic: 'orders', key: id, value: id === 7 ? null : { id, note: null } });
  });
  resolve();
  await Promise.all(sent);
  assert.equal(fake.asked.filter((asked) => asked.startsWith('POST')).length, 1, 'it is registered once');

  await using consumer = new Consumer({
    ...common,
    groupId: 'g',
    autoOffsetReset: 'earliest',
    keyDeserializer: long().deserializer,
    valueDeserializer: avro({ registry, schema: order }).deserializer,
  });
  consumer.subscribe('orders');
  const seen: unknown[] = [];
  for await (const { key, value } of consumer) {
    // The type is known: a number and the note's text or null.
    seen.push([key, value === null ? null : value.id + (value.note?.length ?? 0)]);
    if (seen.length === 50) break;
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 50 }, (_, id) => [id, id === 7 ? null : id]),
  );
});

test('the schema goes by a header where that is asked for, and the consumer finds it there', async (context) => {
  const { fake, registry, common } = await stage(context);
  const notes = jsonSchema({
    registry,
    schema: { type: 'object', properties: { text: { type: 'string' } } },
    valueSchemaIdSerializer: 'header',
  });
  await using producer = new Producer({ ...common, valueSerializer: notes.serializer });
  const headers = { own: 'x' };
  await producer.send({ topic: 'notes', value: { text: 'a' }, headers });
  await producer.send({ topic: 'notes', value: { text: 'b' }, headers });
  await using consumer = new Consumer({
    ...common,
    autoOffsetReset: 'earliest',
    valueDeserializer: notes.deserializer,
  });
  consumer.assign([{ topic: 'notes', partition: 0 }]);
  const seen: unknown[] = [];
  for await (const record of consumer) {
    seen.push([record.value?.text, record.text(), [...record.headers].map(([name]) => name)]);
    if (seen.length === 2) break;
  }
  const names = ['own', '__value_schema_id'];
  assert.deepEqual(seen, [
    ['a', '{"text":"a"}', names],
    ['b', '{"text":"b"}', names],
  ]);
  assert.ok(fake.asked.some((asked) => asked.startsWith('GET /schemas/guids/')));
});

test('a value that is not of the schema fails its send alone', async (context) => {
  const { registry, common } = await stage(context);
  await using producer = new Producer({ ...common, valueSerializer: avro({ registry, schema: order }).serializer });
  const results = await Promise.allSettled([
    producer.send({ topic: 'orders', value: { id: 1, note: null } }),
    producer.send({ topic: 'orders', value: { id: 'x' as never, note: null } }),
    producer.send({ topic: 'orders', value: { id: 3, note: 'y' } }),
  ]);
  assert.deepEqual(
    results.map((one) => (one.status === 'fulfilled' ? 'sent' : (one.reason as { code: string }).code)),
    ['sent', 'SERIALIZATION_FAILED', 'sent'],
  );
});

test('a foreign record stops its reader with the reason, and the records behind it can be read', async (context) => {
  const { registry, common } = await stage(context);
  const orders = avro({ registry, schema: order });
  await using plain = new Producer({ ...common, valueSerializer: string().serializer });
  await plain.send({ topic: 'orders', value: 'foreign' });
  await using producer = new Producer({ ...common, valueSerializer: orders.serializer });
  await producer.send({ topic: 'orders', value: { id: 2, note: null } });
  await using consumer = new Consumer({
    ...common,
    autoOffsetReset: 'earliest',
    valueDeserializer: orders.deserializer,
  });
  consumer.assign([{ topic: 'orders', partition: 0 }]);
  const records = consumer.records();
  const { value: first } = await records.next();
  assert.throws(
    () => first.value,
    (error: Error & { code: string }) =>
      error.code === 'DESERIALIZATION_FAILED' && (error.cause as { code: string }).code === 'UNKNOWN_MAGIC_BYTE',
  );
  assert.equal((await records.next()).value.value?.id, 2);
});

test('a share consumer has schemas fetched before it hands records out, too', async (context) => {
  const { registry, common } = await stage(context);
  await using admin = new Admin(common);
  const earliest = { operation: 'SET', name: 'share.auto.offset.reset', value: 'earliest' } as const;
  await admin.incrementalAlterConfigs([{ type: 'GROUP', name: 's', operations: [earliest] }]);
  await using producer = new Producer({ ...common, valueSerializer: avro({ registry, schema: order }).serializer });
  await producer.send({ topic: 'orders', value: { id: 5, note: 'x' } });
  await using consumer = new ShareConsumer({
    ...common,
    groupId: 's',
    valueDeserializer: avro({ registry, schema: order }).deserializer,
  });
  consumer.subscribe(['orders']);
  for await (const { value } of consumer) {
    assert.deepEqual({ ...value }, { id: 5, note: 'x' });
    break;
  }
});
