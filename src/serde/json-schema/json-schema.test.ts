/** JSON Schema serdes: values are checked when they are written, and again when they are read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSimulation } from '#sim';
import { FakeRegistry, framed } from '../fake-registry.testing.ts';
import { RegistryClient } from '../registry-client/registry-client.ts';
import { SerdeError } from '../serde-error.ts';
import { jsonSchema } from './json-schema.ts';

function world(): { fake: FakeRegistry; registry: RegistryClient } {
  const fake = new FakeRegistry();
  const { env } = createSimulation(1);
  const registry = new RegistryClient({ schemaRegistryUrl: 'http://a', env, fetch: fake.fetch, maxRetries: 0 });
  return { fake, registry };
}

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Order',
  type: 'object',
  properties: { id: { type: 'integer' }, note: { type: 'string', maxLength: 5 } },
  required: ['id'],
} as const;

test('a value is JSON behind the id of its schema, typed by the literal', async () => {
  const { fake, registry } = world();
  const orders = jsonSchema({ registry, schema });
  const bytes = await orders.serialize('orders', { id: 1, note: 'é' });
  assert.deepEqual(bytes, framed(1, Buffer.from('{"id":1,"note":"é"}')));
  const read = await orders.deserialize('orders', bytes);
  assert.deepEqual([read?.id, read?.note], [1, 'é']);
  const body = JSON.parse(fake.requests.find(({ method }) => method === 'POST')!.body!) as Record<string, unknown>;
  assert.deepEqual([body['schemaType'], body['schema']], ['JSON', JSON.stringify(schema)]);
});

test('a value that is not valid is neither written nor read, unless that is turned off', async () => {
  const { registry } = world();
  const orders = jsonSchema({ registry, schema });
  await assert.rejects(async () => orders.serialize('orders', { id: 1.5, note: 'x' }), {
    code: 'VALUE_MISMATCH',
    message: 'The value is not valid under its JSON Schema: #/id: must be integer',
  });
  const loose = jsonSchema({ registry, schema, jsonFailInvalidSchema: false });
  const bytes = await loose.serialize('orders', { id: 1.5 });
  assert.deepEqual(await loose.deserialize('orders', bytes), { id: 1.5 });
  await assert.rejects(async () => orders.deserialize('orders', bytes), {
    code: 'CORRUPT_PAYLOAD',
    message: /not valid under the JSON Schema: #\/id: must be integer/,
  });
});

test('data is held against the schema that was given, or the one it was written with', async () => {
  const { fake, registry } = world();
  const id = fake.add('orders-value', { schemaType: 'JSON', schema: '{"type":"object","required":["old"]}' });
  const old = framed(id, Buffer.from('{"old":1}'));
  assert.deepEqual(await jsonSchema({ registry }).deserialize('orders', old), { old: 1 });
  await assert.rejects(
    async () => jsonSchema({ registry, schema }).deserialize('orders', old),
    /must have required property 'id'/,
  );
});

test('what JSON cannot say is refused', async () => {
  const { registry } = world();
  const anything = jsonSchema({ registry, schema: 'true' });
  await anything.serialize('t', 1);
  assert.throws(() => anything.serialize('t', 1n), { code: 'VALUE_MISMATCH', message: /cannot be said in JSON/ });
  assert.throws(() => anything.serialize('t', () => 1), { code: 'VALUE_MISMATCH' });
});

test('whatever is done to a payload, it is a value or a SerdeError', async () => {
  const { registry } = world();
  const orders = jsonSchema({ registry, schema });
  const bytes = (await orders.serialize('orders', { id: 1234, note: 'hello' }))!;
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), fc.nat(255), async (length, at, byte) => {
      const damaged = Buffer.from(bytes.subarray(0, length));
      if (at < length) damaged[at] = byte;
      try {
        await orders.deserialize('orders', damaged);
      } catch (error) {
        assert.ok(error instanceof SerdeError, String(error));
      }
    }),
    { numRuns: 200 },
  );
});
