/** What all serdes with a schema have in common, tried with a format that is as simple as one can be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSimulation, type Simulation } from '#sim';
import { FakeRegistry, framed } from '../fake-registry.testing.ts';
import { guidPrefix } from '../framing/schema-id.ts';
import { RegistryClient } from '../registry-client/registry-client.ts';
import { SerdeError } from '../serde-error.ts';
import type { Serde } from '../serde.ts';
import type { PayloadCodec } from './payload-codec.ts';
import { schemaSerde } from './schema-serde.ts';
import type { SchemaSerdeOptions } from './serde-configs.ts';

/** A schema is a JSON text with a name and a suffix; values are text, and end in the suffix of the schema they have. */
interface Suffix {
  readonly name: string | null;
  readonly suffix: string;
  /** Suffixes of schemas whose data it reads. */
  readonly reads?: readonly string[];
}

const codec: PayloadCodec<Suffix> = {
  schemaType: 'AVRO',
  parse: ({ text }) => JSON.parse(text) as Suffix,
  textOf: (schema) => JSON.stringify(schema),
  nameOf: ({ name }) => name,
  idSuffix: () => null,
  writer:
    ({ suffix }, prefix) =>
    (value) =>
      Buffer.concat([prefix, Buffer.from(`${String(value)}${suffix}`)]),
  reader: (writer, own) => (bytes, start) => {
    const text = bytes.toString('utf8', start);
    if (!text.endsWith(writer.suffix)) throw new RangeError('no suffix');
    return `${text.slice(0, -writer.suffix.length)}${own === null ? '' : ` as ${own.suffix}`}`;
  },
  incompatibility: (reader, writer) =>
    reader.suffix === writer.suffix || reader.reads?.includes(writer.suffix) === true
      ? null
      : `${reader.suffix} does not read ${writer.suffix}`,
};

const bang = JSON.stringify({ name: 'ns.Bang', suffix: '!' });
const dot = JSON.stringify({ name: 'ns.Dot', suffix: '.', reads: ['!'] });
const query = JSON.stringify({ name: null, suffix: '?' });

interface World {
  readonly simulation: Simulation;
  readonly registry: FakeRegistry;
  serde(options?: SchemaSerdeOptions, schema?: string | null, readerSchema?: string | null): Serde<string>;
}

function world(): World {
  const simulation = createSimulation(1);
  const registry = new FakeRegistry();
  return {
    simulation,
    registry,
    serde: (options = {}, schema: string | null = bang, readerSchema?: string | null) =>
      schemaSerde<string, Suffix>(
        { kind: 'the test serde', codec, schema, readerSchema, ownOptions: [] },
        { schemaRegistryUrl: 'http://a', env: simulation.env, fetch: registry.fetch, maxRetries: 0, ...options },
      ),
  };
}

const plain = { valueSubjectNameStrategy: 'TopicNameStrategy', keySubjectNameStrategy: 'TopicNameStrategy' } as const;

test('the first value of a topic waits for the registry, the next ones are bytes at once', async () => {
  const { registry, serde } = world();
  const orders = serde(plain);
  const first = orders.serialize('orders', 'a');
  assert.ok(first instanceof Promise);
  assert.deepEqual(await first, framed(1, Buffer.from('a!')));
  assert.deepEqual(orders.serialize('orders', 'b'), framed(1, Buffer.from('b!')));
  assert.deepEqual(registry.asked, ['POST /subjects/orders-value/versions']);
  assert.equal(orders.serialize('orders', null), null, 'a tombstone stays one');
  assert.equal(orders.deserialize('orders', null), null);
});

test('many first values register once, and come out in their order', async () => {
  const { registry, serde } = world();
  const orders = serde(plain);
  const all = await Promise.all(Array.from({ length: 20 }, async (_, i) => orders.serialize('orders', String(i))));
  assert.deepEqual(
    all.map((bytes) => bytes!.toString('utf8', 5)),
    Array.from({ length: 20 }, (_, i) => `${i}!`),
  );
  assert.equal(registry.asked.length, 1);
});

test('a schema is fetched with the first payload of it, and then every payload is read at once', async () => {
  const { registry, serde } = world();
  const id = registry.add('s', { schema: dot });
  const reader = serde({}, null);
  const payload = framed(id, Buffer.from('x.'));
  assert.ok(reader.deserialize('t', payload) instanceof Promise);
  assert.equal(await reader.deserialize('t', payload), 'x');
  registry.faults.set('*', 'refused');
  assert.equal(reader.deserialize('t', payload), 'x');
  assert.equal(registry.asked.length, 1);
  await assert.rejects(async () => reader.deserialize('t', framed(9, Buffer.from('x.'))), {
    code: 'SCHEMA_REGISTRY_UNAVAILABLE',
    message: /^Schema 9, which the payload names, is of no use: .*tried once: http:\/\/a gave ECONNREFUSED/,
  });
});

test('data is read as the schema that was given, or as it was written', async () => {
  const { registry, serde } = world();
  const payload = framed(registry.add('s', { schema: dot }), Buffer.from('x.'));
  assert.equal(await serde().deserialize('t', payload), 'x as !');
  assert.equal(await serde({}, bang, query).deserialize('t', payload), 'x as ?');
  assert.equal(await serde({}, bang, null).deserialize('t', payload), 'x');
});

test('each strategy names its subject, for keys and for values', async () => {
  const { registry, serde } = world();
  const subjectOf = async (options: SchemaSerdeOptions, schema?: string): Promise<string> => {
    const one = serde(options, schema);
    await one.serialize('orders', 'a');
    await one.forKeys.serialize('orders', 'a');
    const subjects = registry.asked.splice(0).filter((asked) => asked.startsWith('POST'));
    return subjects.map((asked) => asked.split('/')[2]).join(' ');
  };
  const both = (strategy: 'RecordNameStrategy' | 'TopicRecordNameStrategy'): SchemaSerdeOptions => ({
    valueSubjectNameStrategy: strategy,
    keySubjectNameStrategy: strategy,
  });
  assert.equal(await subjectOf(plain), 'orders-value orders-key');
  assert.equal(await subjectOf(both('RecordNameStrategy')), 'ns.Bang', 'one for both');
  assert.equal(await subjectOf(both('TopicRecordNameStrategy')), 'orders-ns.Bang');
  assert.equal(await subjectOf({}), 'orders-value orders-key', 'nothing is associated');
  registry.associations.set('orders', ['mine']);
  assert.equal(await subjectOf({}), 'mine');
  registry.associations.set('orders', ['mine', 'yours']);
  await assert.rejects(subjectOf({}), /more than one subject .* of orders: mine, yours/);
  const own = { valueSubjectNameStrategy: (topic: string, isKey: boolean) => `${topic} ${isKey}` };
  assert.equal(await subjectOf({ ...own, keySubjectNameStrategy: 'TopicNameStrategy' }), 'orders%20false orders-key');
  assert.equal(
    await subjectOf({ ...plain, contextNameStrategy: () => '.east' }),
    '%3A.east%3Aorders-value %3A.east%3Aorders-key',
  );
  await assert.rejects(subjectOf(both('RecordNameStrategy'), query), {
    code: 'INVALID_CONFIG',
    message: /schema with a name/,
  });
});

test('without autoRegisterSchemas the schema has to be there', async () => {
  const { registry, serde } = world();
  const orders = serde({ ...plain, autoRegisterSchemas: false, missingCacheTtlSec: 0 });
  await assert.rejects(async () => orders.serialize('orders', 'a'), { code: 'SUBJECT_NOT_FOUND' });
  registry.add('orders-value', { schema: bang });
  assert.deepEqual(await orders.serialize('orders', 'a'), framed(1, Buffer.from('a!')));
  const normalized = serde({ ...plain, normalizeSchemas: true });
  await normalized.serialize('orders', 'a');
  assert.equal(registry.asked.at(-1), 'POST /subjects/orders-value/versions?normalize=true');
});

test('useLatestVersion writes with the latest, as long as that reads what was given', async () => {
  const { registry, simulation, serde } = world();
  registry.add('orders-value', { schema: dot });
  const options = { ...plain, useLatestVersion: true, latestCacheTtlSec: 10 };
  const orders = serde(options);
  assert.deepEqual(await orders.serialize('orders', 'a'), framed(1, Buffer.from('a.')));
  registry.add('orders-value', { schema: query });
  assert.deepEqual(orders.serialize('orders', 'a'), framed(1, Buffer.from('a.')), 'for as long as it is kept');
  await simulation.advance(10_001);
  await assert.rejects(async () => orders.serialize('orders', 'a'), {
    code: 'INCOMPATIBLE_SCHEMA',
    message: 'Version 2 of orders-value cannot read what is written with the schema that was given: ? does not read !',
  });
  const lenient = serde({ ...options, latestCompatibilityStrict: false });
  assert.deepEqual(await lenient.serialize('orders', 'a'), framed(2, Buffer.from('a?')));
  assert.deepEqual(await serde(options, null).serialize('orders', 'a'), framed(2, Buffer.from('a?')), 'without one');
});

test('a latest version that cannot be asked for again goes on being used', async () => {
  const { registry, simulation, serde } = world();
  registry.add('orders-value', { schema: dot });
  const orders = serde({ ...plain, useLatestVersion: true, latestCacheTtlSec: 10 });
  await orders.serialize('orders', 'a');
  registry.faults.set('*', 'refused');
  await simulation.advance(10_001);
  assert.deepEqual(await orders.serialize('orders', 'a'), framed(1, Buffer.from('a.')));
});

test('a schema is chosen by id, by GUID or by metadata', async () => {
  const { registry, serde } = world();
  registry.add('s', { schema: query });
  const id = registry.add('s', { schema: dot });
  registry.add('orders-value', { schema: dot, metadata: { properties: { major: '2' } } });
  const written = framed(id, Buffer.from('a.'));
  assert.deepEqual(await serde({ useSchemaId: id }).serialize('t', 'a'), written);
  assert.deepEqual(await serde({ useSchemaGuid: registry.guidOf(id) }).serialize('t', 'a'), written);
  assert.deepEqual(
    await serde({ ...plain, useLatestWithMetadata: { major: '2' } }).serialize('orders', 'a'),
    framed(3, Buffer.from('a.')),
  );
  await assert.rejects(async () => serde({ useSchemaId: 1 }).serialize('t', 'a'), { code: 'INCOMPATIBLE_SCHEMA' });
  assert.deepEqual(
    await serde({ useSchemaId: 1, idCompatibilityStrict: false }).serialize('t', 'a'),
    framed(1, Buffer.from('a?')),
  );
  await assert.rejects(async () => serde({}, null).serialize('t', 'a'), {
    code: 'INVALID_CONFIG',
    message: /give schema, or useLatestVersion/,
  });
});

test('with header as the id serializer the GUID goes into a header, and every reader finds it', async () => {
  const { registry, serde } = world();
  const orders = serde({ valueSchemaIdSerializer: 'header' });
  const headers = new Map<string, Buffer>();
  assert.deepEqual(await orders.serialize('orders', 'a', headers), Buffer.from('a!'));
  assert.deepEqual([...headers], [['__value_schema_id', guidPrefix(registry.guidOf(1))]]);
  assert.equal(await serde({}, null).deserialize('orders', Buffer.from('a!'), headers), 'a');
  assert.throws(() => orders.serialize('orders', 'a'), { code: 'INVALID_CONFIG', message: /needs the headers/ });
  const prefixOnly = serde({ schemaIdDeserializer: 'prefix' }, null);
  assert.throws(() => prefixOnly.deserialize('orders', Buffer.from('a!'), headers), { code: 'UNKNOWN_MAGIC_BYTE' });
});

test('payloads that are damaged, foreign or of another type are told apart, and none is a crash', async () => {
  const { registry, serde } = world();
  const json = registry.add('s', { schema: '{}', schemaType: 'JSON' });
  const id = registry.add('s', { schema: dot });
  const reader = serde({}, null);
  const fails = async (bytes: Buffer, code: string): Promise<void> => {
    await assert.rejects(
      async () => reader.deserialize('t', bytes),
      (error) => error instanceof SerdeError && error.code === code,
    );
  };
  await fails(Buffer.from('{"a":1}'), 'UNKNOWN_MAGIC_BYTE');
  await fails(Buffer.alloc(0), 'UNKNOWN_MAGIC_BYTE');
  await fails(Buffer.from([0, 0]), 'CORRUPT_PAYLOAD');
  await fails(framed(id, Buffer.from('x')), 'CORRUPT_PAYLOAD');
  await fails(framed(77, Buffer.from('x.')), 'SCHEMA_NOT_FOUND');
  await fails(framed(json, Buffer.from('{}')), 'INCOMPATIBLE_SCHEMA');
});

test('a consumer has what its records name fetched before, and hears why where it could not be', async () => {
  const { registry, simulation, serde } = world();
  const id = registry.add('s', { schema: dot });
  const { deserializer } = serde({}, null);
  const context = { topic: 't', isKey: false, headers: () => new Map<string, Buffer>() as never };
  const payload = framed(id, Buffer.from('x.'));
  await deserializer.prepare!(payload, context);
  assert.equal(deserializer.prepare!(payload, context), null);
  assert.equal(deserializer(payload, context), 'x');
  assert.equal(deserializer.prepare!(Buffer.from('foreign'), context), null, 'nothing to fetch');

  const unknown = framed(5, Buffer.from('x.'));
  await assert.rejects(deserializer.prepare!(unknown, context)!, { code: 'SCHEMA_NOT_FOUND' });
  assert.throws(() => deserializer(unknown, context), {
    code: 'SCHEMA_NOT_FOUND',
    message: /^Schema 5, which the payload names/,
  });
  const asked = registry.asked.length;
  await assert.rejects(deserializer.prepare!(unknown, context)!);
  assert.equal(registry.asked.length, asked, 'not for each record');
  await simulation.advance(1001);
  assert.throws(() => deserializer(unknown, context), { code: 'SCHEMA_NOT_LOADED', retriable: true });
});

test('a schema with rules is refused, as they would not be executed, unless they are to be ignored', async () => {
  const { registry, serde } = world();
  const rule = { name: 'hide', kind: 'TRANSFORM', type: 'ENCRYPT', mode: 'WRITEREAD' };
  const id = registry.add('orders-value', { schema: dot, ruleSet: { domainRules: [rule] } });
  const payload = framed(id, Buffer.from('x.'));
  const refused = {
    code: 'RULES_NOT_SUPPORTED',
    message: /has rules that these serdes do not execute: hide \(ENCRYPT\)/,
  };
  await assert.rejects(async () => serde({ ...plain, useLatestVersion: true }, null).serialize('orders', 'x'), refused);
  await assert.rejects(async () => serde({}, null).deserialize('orders', payload), refused);
  assert.equal(await serde({ ignoreRules: true }, null).deserialize('orders', payload), 'x');
  const off = registry.add('s', { schema: query, ruleSet: { domainRules: [{ ...rule, disabled: true }] } });
  assert.equal(await serde({}, null).deserialize('orders', framed(off, Buffer.from('x?'))), 'x');
});

test('an option that does not exist is refused with the one that was meant', () => {
  const { serde } = world();
  const wrong = (options: object, message: RegExp): void => {
    assert.throws(() => serde(options), { code: 'INVALID_CONFIG', message });
  };
  wrong(
    { autoRegisterSchema: true },
    /There is no option autoRegisterSchema of the test serde; did you mean autoRegisterSchemas/,
  );
  wrong({ 'use.latest.version': true }, /did you mean useLatestVersion/);
  wrong({ valueSubjectNameStrategy: 'TopicName' }, /valueSubjectNameStrategy/);
  wrong({ autoRegisterSchemas: 'yes' }, /autoRegisterSchemas must be a boolean, not "yes"/);
  wrong(
    { registry: new RegistryClient({ schemaRegistryUrl: 'http://a' }) },
    /Give either registry or schemaRegistryUrl/,
  );
  assert.throws(() => serde({ schemaRegistryUrl: undefined }), /needs schemaRegistryUrl/);
});
