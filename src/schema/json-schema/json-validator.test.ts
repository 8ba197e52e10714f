/** Values against JSON Schemas of all drafts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ParsedSchema } from '../schema-format.ts';
import { SchemaError } from '../schema-format.ts';
import { jsonSchemaFormat } from './json-schema-format.ts';
import { compileJsonValidator } from './json-validator.ts';

const URI: Readonly<Record<string, string>> = {
  '4': 'http://json-schema.org/draft-04/schema#',
  '6': 'http://json-schema.org/draft-06/schema#',
  '7': 'http://json-schema.org/draft-07/schema#',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
};

function parse(schema: unknown, resolved: Readonly<Record<string, unknown>> = {}): ParsedSchema {
  const texts = Object.entries(resolved).map(([name, text]): [string, string] => [name, JSON.stringify(text)]);
  const references = texts.map(([name]) => ({ name, subject: name, version: 1 }));
  return jsonSchemaFormat.parse(
    { text: JSON.stringify(schema), references, resolved: new Map(texts) },
    { isNew: true },
  );
}

const person = {
  title: 'Person',
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    born: { type: 'string', format: 'date' },
    tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
  },
  required: ['name'],
  additionalProperties: false,
};

test('a value is valid under a schema of any draft, or the error says where it is not', async () => {
  for (const $schema of Object.values(URI)) {
    const validate = await compileJsonValidator(parse({ $schema, ...person }));
    assert.equal(validate({ name: 'Gregor', born: '1883-07-03', tags: ['a', 'b'] }), null, $schema);
    assert.match(validate({ name: '' }) ?? '', /^#\/name: /);
    assert.match(validate({ name: 'G', born: 'yesterday' }) ?? '', /^#\/born: .*date/);
    assert.match(validate({ name: 'G', tags: ['a', 1] }) ?? '', /^#\/tags\/1: /);
    assert.match(validate({ name: 'G', wings: 2 }) ?? '', /^#: .*"wings"/);
    assert.match(validate({}) ?? '', /^#: .*name/);
    assert.match(validate(null) ?? '', /^#: /);
  }
});

test('each draft has its own keywords', async () => {
  const isValid = async (draft: string, schema: object, value: unknown) =>
    (await compileJsonValidator(parse({ $schema: URI[draft], ...schema })))(value) === null;
  const exclusive = { type: 'number', maximum: 5, exclusiveMaximum: true };
  assert.equal(await isValid('4', exclusive, 5), false);
  assert.equal(await isValid('6', { exclusiveMaximum: 5 }, 5), false);
  assert.equal(await isValid('7', { if: { type: 'string' }, else: { minimum: 2 } }, 1), false);
  assert.equal(
    await isValid('7', { type: 'array', items: [{ type: 'string' }], additionalItems: false }, ['a', 1]),
    false,
  );
  assert.equal(await isValid('2019-09', { dependentRequired: { a: ['b'] } }, { a: 1 }), false);
  assert.equal(await isValid('2019-09', { contains: { type: 'string' }, maxContains: 1 }, ['a', 'b']), false);
  const unevaluated = { allOf: [{ properties: { a: {} } }], unevaluatedProperties: false };
  assert.equal(await isValid('2020-12', unevaluated, { a: 1 }), true);
  assert.equal(await isValid('2020-12', unevaluated, { a: 1, b: 1 }), false);
  assert.equal(await isValid('2020-12', { prefixItems: [{ type: 'string' }], items: false }, ['a', 1]), false);
});

test('references lead into other texts, back again, and to anchors and ids', async () => {
  const customer = {
    $id: 'http://example.com/customer.json',
    definitions: { name: { type: 'string' }, yes: true, no: false },
    properties: { name: { $ref: '#/definitions/name' }, orders: { type: 'array', items: { $ref: 'order.json' } } },
  };
  const order = {
    $id: 'http://example.com/order.json',
    properties: {
      customer: { $ref: 'customer.json' },
      name: { $ref: 'customer.json#/definitions/name' },
      any: { $ref: 'customer.json#/definitions/yes' },
      none: { $ref: 'customer.json#/definitions/no' },
      lines: { type: 'array', items: { $ref: '#line' } },
      total: { $ref: 'http://example.com/money.json' },
    },
    definitions: {
      line: { $id: '#line', required: ['article'] },
      money: {
        $id: 'http://example.com/money.json',
        allOf: [{ $ref: '#/definitions/cents' }],
        definitions: { cents: { type: 'integer' } },
      },
    },
  };
  const validate = await compileJsonValidator(parse(order, { 'customer.json': customer }));
  assert.equal(
    validate({ customer: { name: 'G', orders: [{ name: 'x', any: 1, lines: [{ article: 1 }] }] }, total: 1 }),
    null,
  );
  assert.match(validate({ customer: { name: 1 } }) ?? '', /^#\/customer\/name: /);
  assert.match(validate({ customer: { orders: [{ name: 1 }] } }) ?? '', /^#\/customer\/orders\/0\/name: /);
  assert.match(validate({ none: 1 }) ?? '', /^#\/none: /);
  assert.match(validate({ lines: [{}] }) ?? '', /^#\/lines\/0: /);
});

test('a schema that contains itself validates trees', async () => {
  const validate = await compileJsonValidator(
    parse({ properties: { value: { type: 'number' }, next: { $ref: '#' } }, required: ['value'] }),
  );
  assert.equal(validate({ value: 1, next: { value: 2, next: { value: 3 } } }), null);
  assert.match(validate({ value: 1, next: { value: 2, next: {} } }) ?? '', /^#\/next\/next: /);
});

test('a schema that refers to nothing but itself takes no value, and stops nobody', async () => {
  const validate = await compileJsonValidator(parse({ allOf: [{ $ref: '#' }] }));
  assert.match(validate(1) ?? '', /too deep/);
});

test('names that every JavaScript object knows are names like others', async () => {
  const validate = await compileJsonValidator(
    parse({ properties: { constructor: { type: 'string' } }, required: ['toString'] }),
  );
  assert.equal(validate({ toString: 1 }), null);
  assert.equal(validate({ toString: 1, constructor: 'Ferrari' }), null);
  assert.match(validate({ toString: 1, constructor: 1 }) ?? '', /^#\/constructor: /);
  assert.match(validate({}) ?? '', /toString/);
});

test('the drafts have their own schemas at hand', async () => {
  for (const draft of ['4', '7', '2019-09', '2020-12']) {
    const $schema = URI[draft];
    const validate = await compileJsonValidator(parse({ $schema, properties: { schema: { $ref: $schema } } }));
    assert.equal(validate({ schema: { type: 'string' } }), null, draft);
    assert.match(validate({ schema: { type: 1 } }) ?? '', /^#\/schema/, draft);
  }
});

test('values are compared with enum and const as JSON, objects included', async () => {
  const validate = await compileJsonValidator(parse({ enum: [{ a: [1, { b: null }] }, 'x'] }));
  assert.equal(validate({ a: [1, { b: null }] }), null);
  assert.match(validate({ a: [1, { b: 0 }] }) ?? '', /^#: /);
});

test('moments have a date that there is, and a zone', async () => {
  const validate = await compileJsonValidator(parse({ type: 'string', format: 'date-time' }));
  const good = [
    '2026-11-26T02:30:00Z',
    '2024-02-29T23:59:59.999+01:00',
    '2026-12-31t23:59:60z',
    '2026-01-31T00:00:00-23:59',
  ];
  const bad = [
    '2026-02-29T00:00:00Z',
    '2026-11-26T02:30:00',
    '2026-11-26',
    '2026-13-01T00:00:00Z',
    '2026-11-26T24:00:00Z',
  ];
  for (const text of good) assert.equal(validate(text), null, text);
  for (const text of bad) assert.match(validate(text) ?? '', /^#: /, text);
});

test('a pattern that JavaScript only takes without Unicode is taken so', async () => {
  const validate = await compileJsonValidator(parse({ type: 'string', pattern: '^a\\-b$' }));
  assert.equal(validate('a-b'), null);
  assert.match(validate('ab') ?? '', /^#: /);
});

test('linear patterns take no exponential time, and refuse what they cannot do', async () => {
  const evil = parse({ type: 'string', pattern: '^(a+)+$' });
  const validate = await compileJsonValidator(evil, { patterns: 'linear' });
  assert.match(validate(`${'a'.repeat(100)}!`) ?? '', /^#: /);
  assert.equal(validate('aaa'), null);
  await assert.rejects(compileJsonValidator(parse({ pattern: '(?=a)' }), { patterns: 'linear' }), SchemaError);
});

test('a stored schema that makes no sense is refused when it is to validate', async () => {
  const source = { text: '{"type":"strin"}', references: [], resolved: new Map() };
  const schema = jsonSchemaFormat.parse(source, { isNew: false });
  await assert.rejects(compileJsonValidator(schema), SchemaError);
  const unknown = jsonSchemaFormat.parse({ ...source, text: '{"$ref":"nowhere.json"}' }, { isNew: false });
  await assert.rejects(compileJsonValidator(unknown), SchemaError);
  const deep = { ...source, text: `${'{"not":'.repeat(900)}{}${'}'.repeat(900)}` };
  const outcome = await compileJsonValidator(jsonSchemaFormat.parse(deep, { isNew: true })).catch(
    (error: unknown) => error,
  );
  assert(outcome instanceof SchemaError || typeof outcome === 'function');
});
