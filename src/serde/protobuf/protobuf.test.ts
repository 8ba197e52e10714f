/** Protobuf serdes: which message a payload is, and what is read as what. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSimulation } from '#sim';
import { FakeRegistry, framed } from '../fake-registry.testing.ts';
import { RegistryClient } from '../registry-client/registry-client.ts';
import { SerdeError } from '../serde-error.ts';
import { protobuf } from './protobuf.ts';

function world(): { fake: FakeRegistry; registry: RegistryClient } {
  const fake = new FakeRegistry();
  const { env } = createSimulation(1);
  const registry = new RegistryClient({ schemaRegistryUrl: 'http://a', env, fetch: fake.fetch, maxRetries: 0 });
  return { fake, registry };
}

const schema = `syntax = "proto3";
package shop;

message Customer {
  string name = 1;
}

message Order {
  int64 id = 1;
  repeated Line lines = 2;

  message Line {
    string sku = 1;
  }
}
`;

interface Order {
  id: bigint;
  lines: { sku: string }[];
}

test('a payload says which message it is: a zero for the first, indexes for others', async () => {
  const { fake, registry } = world();
  const customers = protobuf<{ name: string }>({ registry, schema });
  const bytes = await customers.serialize('t', { name: 'a' });
  assert.deepEqual(bytes, framed(1, Buffer.from([0]), Buffer.from('0a0161', 'hex')));
  assert.equal((await customers.deserialize('t', bytes))?.name, 'a');
  const orders = protobuf<Order>({ registry, schema, message: 'shop.Order' });
  const order = await orders.serialize('t', { id: 5n, lines: [{ sku: 'x' }] });
  assert.deepEqual(order, framed(1, Buffer.from([2, 2]), Buffer.from('080512030a0178', 'hex')));
  const read = await orders.deserialize('t', order);
  assert.deepEqual([read?.id, read?.lines[0]?.sku], [5n, 'x']);
  const lines = protobuf<{ sku: string }>({ registry, schema, message: 'shop.Order.Line' });
  assert.deepEqual(
    await lines.serialize('t', { sku: 'x' }),
    framed(1, Buffer.from([4, 2, 0]), Buffer.from('0a0178', 'hex')),
  );
  const body = JSON.parse(fake.requests.find(({ method }) => method === 'POST')!.body!) as { schemaType: string };
  assert.equal(body.schemaType, 'PROTOBUF');
});

test('the first message is read where it is spelled out, too, and each message by a reader that takes all', async () => {
  const { registry } = world();
  const customers = protobuf<{ name: string }>({ registry, schema });
  await customers.serialize('t', { name: 'a' });
  const spelled = framed(1, Buffer.from([2, 0]), Buffer.from('0a0161', 'hex'));
  assert.equal((await customers.deserialize('t', spelled))?.name, 'a');
  const any = protobuf<{ $typeName: string }>({ registry });
  assert.equal((await any.deserialize('t', spelled))?.$typeName, 'shop.Customer');
  const order = framed(1, Buffer.from([2, 2]), Buffer.from('0805', 'hex'));
  assert.equal((await any.deserialize('t', order))?.$typeName, 'shop.Order');
  await assert.rejects(async () => customers.deserialize('t', order), {
    code: 'INCOMPATIBLE_SCHEMA',
    message: 'The payload is a shop.Order, and shop.Customer is what is read here',
  });
  assert.throws(() => any.deserialize('t', framed(1, Buffer.from([2, 20]))), {
    code: 'CORRUPT_PAYLOAD',
    message: /no message at \[10\]/,
  });
});

test('with the GUID in a header the indexes stand there, and the payload is the message alone', async () => {
  const { registry } = world();
  const orders = protobuf<Order>({ registry, schema, message: 'shop.Order', valueSchemaIdSerializer: 'header' });
  const headers = new Map<string, Buffer>();
  const bytes = await orders.serialize('t', { id: 5n, lines: [] }, headers);
  assert.equal(bytes?.toString('hex'), '0805');
  assert.equal(headers.get('__value_schema_id')?.subarray(17).toString('hex'), '0202');
  assert.equal((await orders.deserialize('t', bytes, headers))?.id, 5n);
});

test('a newer schema reads what an older one wrote', async () => {
  const { registry } = world();
  const orders = protobuf<Order>({ registry, schema, message: 'shop.Order' });
  const bytes = await orders.serialize('t', { id: 5n, lines: [] });
  const newer = protobuf<Order & { note: string }>({
    registry,
    schema: schema.replace('int64 id = 1;', 'int64 id = 1;\n  string note = 9;'),
    message: 'shop.Order',
  });
  const read = await newer.deserialize('t', bytes);
  assert.deepEqual([read?.id, read?.note], [5n, '']);
});

test('what does not fit is refused: values, messages, schemas', async () => {
  const { registry } = world();
  const orders = protobuf<Order>({ registry, schema, message: 'shop.Order' });
  await assert.rejects(async () => orders.serialize('t', { id: 'x' as never, lines: [] }), {
    code: 'VALUE_MISMATCH',
    message: /^The value is not of its Protobuf message: id: expected int64, got string x/,
  });
  await assert.rejects(async () => protobuf({ registry, schema, message: 'shop.Nothing' }).serialize('t', {}), {
    code: 'INVALID_SCHEMA',
    message: /no message shop\.Nothing; it has shop\.Customer, shop\.Order/,
  });
  assert.throws(() => protobuf({ registry, schema: 'message {' }), { code: 'INVALID_SCHEMA' });
});

test('whatever is done to a payload, it is a message or a SerdeError', async () => {
  const { registry } = world();
  const orders = protobuf<Order>({ registry, schema, message: 'shop.Order' });
  const bytes = (await orders.serialize('t', { id: 1234n, lines: [{ sku: 'hello' }] }))!;
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), fc.nat(255), async (length, at, byte) => {
      const damaged = Buffer.from(bytes.subarray(0, length));
      if (at < length) damaged[at] = byte;
      try {
        await orders.deserialize('t', damaged);
      } catch (error) {
        assert.ok(error instanceof SerdeError, String(error));
      }
    }),
    { numRuns: 300 },
  );
});
