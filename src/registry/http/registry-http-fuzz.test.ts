/** Whatever comes in, on whatever route, the answer is none of a bug's: no 500, no hang, and always JSON. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allOperations } from './operations/all-operations.ts';
import type { RegistryHttpSettings } from './registry-http.ts';
import { testApi, type TestApi } from './registry-http.testing.ts';

const RUNS = 1500;

const settings = { compat: 8, version: '' } as RegistryHttpSettings;
const operations = allOperations(settings, () => '');

const words = fc.constantFrom(
  'orders-value',
  'common',
  'a',
  '',
  '.',
  '..',
  ':',
  '::',
  ':.:',
  ':.x:',
  ':*:',
  ':.x:a',
  '__GLOBAL',
  '__EMPTY',

  'latest',
  '-1',
  '0',
  '1',
  '2',
  '2147483647',
  '99999999999',
  '1e3',
  '0x1',
  'true',
  'TRUE',
  'null',
  '{}',
  '%',
  '%00',
  '\u0000',
  '\u{1F600}',
  '\uD800',
  'a/b',
  'resolved',
  'serialized',
  'ignore_extensions',
  'nonsense',
  '__proto__',
);
const value = fc.oneof(words, fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 10 }));

const schemas = fc.oneof(
  value,
  fc.constantFrom(
    '"string"',
    '{"type":"record","name":"A","fields":[{"name":"a","type":["null","A"],"default":null}]}',
    '{"type":"record","name":"A","fields":[{"name":"a","type":"int","default":"x"}]}',
    '{"type":"array","items":"B"}',
    '["null","null"]',
    '{"type":"object","properties":{"a":{"$ref":"#"}}}',
    '{"$ref":"other.json"}',
    'syntax = "proto3"; import public "other.proto"; message A { B b = 1; }',
    'message',
    `${'['.repeat(3000)}${']'.repeat(3000)}`,
    `${'{"type":"array","items":'.repeat(2000)}"int"${'}'.repeat(2000)}`,
  ),
  fc.json({ maxDepth: 4 }),
);

const reference = fc.record(
  { name: fc.oneof(value, fc.constant('B')), subject: value, version: fc.oneof(fc.integer(), fc.constant(1)) },
  { requiredKeys: [] },
);
const metadata = fc.record(
  {
    properties: fc.oneof(fc.dictionary(value, value, { maxKeys: 3 }), fc.jsonValue()),
    tags: fc.oneof(fc.dictionary(value, fc.array(value, { maxLength: 2 }), { maxKeys: 2 }), fc.jsonValue()),
    sensitive: fc.oneof(fc.array(value, { maxLength: 2 }), fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const rule = fc.record(
  {
    name: value,
    kind: fc.oneof(fc.constantFrom('TRANSFORM', 'CONDITION'), value),
    mode: fc.oneof(fc.constantFrom('WRITE', 'UPGRADE'), value),
    type: value,
    params: fc.dictionary(value, value, { maxKeys: 2 }),
    expr: value,
    disabled: fc.oneof(fc.boolean(), value),
  },
  { requiredKeys: [] },
);
const ruleSet = fc.record(
  { domainRules: fc.array(rule, { maxLength: 2 }), migrationRules: fc.jsonValue(), enableAt: fc.jsonValue() },
  { requiredKeys: [] },
);
const tags = fc.array(
  fc.record(
    {
      schemaEntity: fc.oneof(fc.record({ entityPath: value, entityType: value }), fc.jsonValue()),
      tags: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 2 },
);
const known = fc.record(
  {
    schema: schemas,
    schemaType: fc.oneof(fc.constantFrom('AVRO', 'JSON', 'PROTOBUF'), value),
    version: fc.oneof(fc.integer(), fc.jsonValue()),
    id: fc.oneof(fc.integer(), fc.jsonValue()),
    references: fc.oneof(fc.array(reference, { maxLength: 3 }), fc.jsonValue()),
    metadata: fc.oneof(metadata, fc.jsonValue()),
    ruleSet: fc.oneof(ruleSet, fc.jsonValue()),
    compatibility: fc.oneof(fc.constantFrom('FULL', 'NONE', 'BACKWARD_TRANSITIVE'), value),
    compatibilityGroup: value,
    alias: value,
    normalize: fc.oneof(fc.boolean(), value),
    defaultMetadata: metadata,
    overrideRuleSet: ruleSet,
    mode: fc.oneof(fc.constantFrom('READWRITE', 'IMPORT', 'READONLY', 'FORWARD'), value),
    tagsToAdd: fc.oneof(tags, fc.jsonValue()),
    tagsToRemove: tags,
    rulesToMerge: ruleSet,
    rulesToRemove: fc.jsonValue(),
    newVersion: fc.oneof(fc.integer(), fc.jsonValue()),
    schemaTagsToAdd: tags,
    propagateSchemaTags: fc.boolean(),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  { weight: 8, arbitrary: known.map((members) => JSON.stringify(members)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
);

/** What fits the parameter, mostly; so that requests get as far as to where they could do harm. */
function fitting(name: string, type: string): fc.Arbitrary<string> {
  const usual = USUAL[name] ?? USUAL[type] ?? [];
  return usual.length === 0 ? value : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...usual) }, value);
}

const USUAL: Readonly<Record<string, readonly string[]>> = {
  subject: ['orders-value', 'common', 'a', ':.x:a', ':.x:', ':.:a', 'new', ':*:', ''],
  version: ['1', '2', 'latest', '-1'],
  id: ['1', '2', '3', '99'],
  guid: ['095d71cf-1255-6b9d-5e33-0ad575b3df5d'],
  context: ['.x', '.', ':.x:', 'x'],
  subjectPrefix: [':*:', ':.x:', 'o', ':*:a', ''],
  key: ['owner'],
  value: ['sales'],
  findTags: ['*', 'PII'],
  format: ['resolved', 'serialized', 'ignore_extensions'],
  boolean: ['true', 'true', 'false'],
  integer: ['0', '1', '-1', '2147483647', '-2147483648'],
};

const asked = fc.constantFrom(...operations).chain((operation) => {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const parameters = operation.query ?? [];
  const pairs = parameters.map(({ name, type }) =>
    fc.option(
      fitting(name, type).map((given) => `${name}=${escaped(given)}`),
      { freq: 2 },
    ),
  );
  return fc.record({
    operation: fc.constant(operation),
    values: fc.tuple(...names.map((name) => fitting(name, 'string'))),
    query: fc.tuple(...pairs, fc.option(value.map((given) => `other=${escaped(given)}`))),
    context: fc.option(fc.oneof(fc.constant('.x'), value), { freq: 5 }),
    body,
  });
});
/** A registry that has something to meet. */
async function stocked(): Promise<TestApi> {
  const api = testApi();
  const post = (subject: string, members: object): Promise<unknown> =>
    api.ok('POST', `/subjects/${subject}/versions`, members);
  await post('orders-value', { schema: '"string"', metadata: { properties: { owner: 'sales' } } });
  await post('common', { schema: '{"type":"record","name":"B","fields":[]}' });
  await post('a', { schema: '{"type":"object"}', schemaType: 'JSON' });
  await post(':.x:a', { schema: 'syntax = "proto3"; message A { string b = 1; }', schemaType: 'PROTOBUF' });
  return api;
}

test(`${RUNS} requests of any kind to any route are answered, and none as a bug`, async () => {
  const api = await stocked();
  await fc.assert(
    fc.asyncProperty(asked, async ({ operation, values, query, context, body: text }) => {
      let at = 0;
      const path = operation.path.replaceAll(/\{\w+\}/g, () => escaped(values[at++] ?? ''));
      const pairs = query.filter((pair) => pair !== null);
      const prefix = context === null ? '' : `/contexts/${escaped(context)}`;
      const target = `${prefix}${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
      const hasBody = operation.method !== 'GET';
      const answer = await api.ask(operation.method, target, hasBody ? { body: text } : {});
      assert.ok(answer.status < 500, `${operation.method} ${target} ${text}: ${JSON.stringify(answer.body)}`);
      if (answer.status >= 400) assert.deepEqual(Object.keys(answer.body as object), ['error_code', 'message']);
    }),
    { numRuns: RUNS },
  );
});

test('bytes that are no request line of the API are answered too', async () => {
  const { ask } = await stocked();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'),
      value,
      async (method, path) => {
        const { status } = await ask(method, `/${escaped(path).replaceAll('%2F', '/')}`);
        assert.ok(status < 500);
      },
    ),
    { numRuns: 200 },
  );
});

function escaped(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}
