/** Avro serdes: what values they take, what bytes those are, and how data of other schemas is read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSimulation } from '#sim';
import { FakeRegistry, framed } from '../fake-registry.testing.ts';
import { RegistryClient } from '../registry-client/registry-client.ts';
import { SerdeError } from '../serde-error.ts';
import { avro } from './avro.ts';

function world(): { fake: FakeRegistry; registry: RegistryClient } {
  const fake = new FakeRegistry();
  const { env } = createSimulation(1);
  const registry = new RegistryClient({ schemaRegistryUrl: 'http://a', env, fetch: fake.fetch, maxRetries: 0 });
  return { fake, registry };
}

const orderSchema = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
  ],
} as const;

test('a record is written with its id and read again, typed by the literal of its schema', async () => {
  const { fake, registry } = world();
  const orders = avro({ registry, schema: orderSchema });
  const order = { id: 7, note: null, at: new Date(5) };
  const bytes = await orders.serialize('orders', order);
  assert.deepEqual(bytes, framed(1, Buffer.from([14, 0, 10])));
  const read = await orders.deserialize('orders', bytes);
  assert.deepEqual({ ...read }, order);
  assert.equal(read?.at.getTime(), 5, 'the type of values is known');
  const body = JSON.parse(fake.requests.find(({ method }) => method === 'POST')!.body!) as { schema: string };
  assert.equal(body.schema, JSON.stringify(orderSchema));
});

test('data of an older schema is read as the newer one, with its defaults and aliases', async () => {
  const { fake, registry } = world();
  const old = { type: 'record', name: 'Order', namespace: 'shop', fields: [{ name: 'number', type: 'int' }] };
  const id = fake.add('orders-value', { schema: JSON.stringify(old) });
  const newer = avro({
    registry,
    schema: {
      type: 'record',
      name: 'Order',
      namespace: 'shop',
      fields: [
        { name: 'id', type: 'long', aliases: ['number'] },
        { name: 'state', type: 'string', default: 'open' },
      ],
    },
  });
  assert.deepEqual({ ...(await newer.deserialize('orders', framed(id, Buffer.from([14])))) }, { id: 7, state: 'open' });
  const asWritten = avro<{ number: number }>({ registry });
  assert.deepEqual({ ...(await asWritten.deserialize('orders', framed(id, Buffer.from([14])))) }, { number: 7 });
  const stranger = avro({ registry, schema: 'string' });
  await assert.rejects(async () => stranger.deserialize('orders', framed(id, Buffer.from([14]))), SerdeError);
});

test('a value that does not fit its schema is refused with the path to what is wrong', async () => {
  const { registry } = world();
  const orders = avro({ registry, schema: orderSchema });
  await assert.rejects(async () => orders.serialize('orders', { id: 'x' as never, note: null, at: new Date(0) }), {
    code: 'VALUE_MISMATCH',
    message: /^The value is not of its Avro schema: id: expected long, got string "x"/,
  });
});

test('long is a bigint where that is asked for, and then nothing is too large', async () => {
  const { registry } = world();
  const big = avro({ registry, schema: 'long', long: 'bigint' });
  const bytes = await big.serialize('t', 2n ** 60n);
  assert.equal(await big.deserialize('t', bytes), 2n ** 60n);
  const plain = avro({ registry, schema: 'long' });
  await assert.rejects(async () => plain.deserialize('t', bytes), { code: 'CORRUPT_PAYLOAD', message: /past 2\^53/ });
});

test('bytes at the top are the payload itself, without a length, as in Java', async () => {
  const { registry } = world();
  const raw = avro({ registry, schema: 'bytes' });
  const bytes = await raw.serialize('t', Buffer.from('abc'));
  assert.deepEqual(bytes, framed(1, Buffer.from('abc')));
  assert.deepEqual(await raw.deserialize('t', bytes), Buffer.from('abc'));
});

test('a schema may refer to others that are registered', async () => {
  const { fake, registry } = world();
  fake.add('line', {
    schema: '{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"sku","type":"string"}]}',
  });
  const references = [{ name: 'shop.Line', subject: 'line', version: 1 }];
  const schema =
    '{"type":"record","name":"Cart","namespace":"shop","fields":[{"name":"lines","type":{"type":"array","items":"Line"}}]}';
  const carts = avro<{ lines: { sku: string }[] }>({ registry, schema, references });
  const bytes = await carts.serialize('carts', { lines: [{ sku: 'a' }] });
  const body = JSON.parse(fake.requests.at(-1)!.body!) as Record<string, unknown>;
  assert.deepEqual(body['references'], references);
  const read = await avro<{ lines: { sku: string }[] }>({ registry }).deserialize('carts', bytes);
  assert.equal(read?.lines[0]?.sku, 'a');
});

test('a schema that is none is refused where it is given', () => {
  const { registry } = world();
  assert.throws(() => avro({ registry, schema: { type: 'recrod', name: 'A', fields: [] } }), {
    code: 'INVALID_SCHEMA',
    message: /^The text is no AVRO schema: /,
  });
  assert.throws(
    () => avro({ registry, schema: 'string', lnog: 'bigint' } as never),
    /There is no option lnog of avro; did you mean long\?/,
  );
});

test('whatever is done to a payload, it is a value or a SerdeError', async () => {
  const { registry } = world();
  const orders = avro({ registry, schema: orderSchema });
  const bytes = (await orders.serialize('orders', { id: 1234, note: 'hello', at: new Date(5) }))!;
  const damage = fc.array(fc.tuple(fc.nat(bytes.length), fc.nat(255)), { minLength: 1, maxLength: 4 });
  const cut = fc.nat(bytes.length);
  await fc.assert(
    fc.asyncProperty(damage, cut, async (changes, length) => {
      const damaged = Buffer.from(bytes.subarray(0, length));
      for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
      try {
        await orders.deserialize('orders', damaged);
      } catch (error) {
        assert.ok(error instanceof SerdeError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
