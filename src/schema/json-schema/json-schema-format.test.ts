/** JSON Schemas as texts: read, checked, printed, compared with each other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ParsedSchema } from '../schema-format.ts';
import { SchemaError } from '../schema-format.ts';
import { JsonSchema, jsonSchemaFormat } from './json-schema-format.ts';
import { checkReservedFields } from './reserved-fields.ts';

function parse(text: string, resolved: Readonly<Record<string, string>> = {}, isNew: boolean = true): ParsedSchema {
  const references = Object.keys(resolved).map((name) => ({ name, subject: name, version: 1 }));
  return jsonSchemaFormat.parse({ text, references, resolved: new Map(Object.entries(resolved)) }, { isNew });
}

test('the canonical text is the given one without spaces, with its keys and digits in place', () => {
  const schema = parse('{ "title": "T", "b": 1.0, "2": 1, "1": 1e3, "big": 12345678901234567890, "ü": "\\u00fc\\n" }');
  assert.equal(schema.canonicalText, '{"title":"T","b":1.0,"2":1,"1":1000.0,"big":12345678901234567890,"ü":"ü\\n"}');
  assert.equal(schema.name, 'T');
  assert.equal(schema.schemaType, 'JSON');
});

test('the normalized text has its keys in order, at every level', () => {
  const schema = parse('{"type":"object","properties":{"b":{"type":"string","minLength":1},"a":true}}');
  const normalized = schema.normalized();
  assert.equal(
    normalized.canonicalText,
    '{"properties":{"a":true,"b":{"minLength":1,"type":"string"}},"type":"object"}',
  );
  assert(normalized.isEquivalentTo(schema));
  assert.equal(normalized.normalized().canonicalText, normalized.canonicalText);
});

test('schemas are equivalent whatever the order of their keys, if what they refer to is so too', () => {
  const text = '{"properties":{"a":{"$ref":"a.json"}},"type":"object"}';
  const schema = parse(text, { 'a.json': '{"type":"string","title":"A"}' });
  assert(
    schema.isEquivalentTo(
      parse('{"type":"object","properties":{"a":{"$ref":"a.json"}}}', { 'a.json': '{"title":"A","type":"string"}' }),
    ),
  );
  assert(!schema.isEquivalentTo(parse(text, { 'a.json': '{"type":"number"}' })));
  assert(!parse('{"maximum":1}').isEquivalentTo(parse('{"maximum":1.0}')));
  assert(!parse('true').isEquivalentTo(parse('false')));
});

test('the draft is the one that $schema names, otherwise draft 7', () => {
  const draft = (uri: string) => {
    const schema = parse(JSON.stringify({ $schema: uri }));
    return schema instanceof JsonSchema ? schema.draft : null;
  };
  assert.equal(draft('http://json-schema.org/draft-04/schema#'), '4');
  assert.equal(draft('http://json-schema.org/draft-06/schema#'), '6');
  assert.equal(draft('http://json-schema.org/draft-07/schema'), '7');
  assert.equal(draft('https://json-schema.org/draft/2019-09/schema'), '2019-09');
  assert.equal(draft('https://json-schema.org/draft/2020-12/schema'), '2020-12');
  assert.equal(draft('http://example.com/own'), '7');
});

test('resolved, a schema contains all that it refers to', () => {
  const customer =
    '{"$id":"http://example.com/customer.json","definitions":{"name":{"type":"string"}},"properties":{"name":{"$ref":"#/definitions/name"},"order":{"$ref":"order.json"}}}';
  const order =
    '{"$id":"http://example.com/order.json","properties":{"customer":{"$ref":"customer.json#/definitions/name"},"self":{"$ref":"#"}}}';
  assert.equal(
    parse(order, { 'customer.json': customer }).formatted('resolved'),
    '{"$id":"http://example.com/order.json","properties":{"customer":{"$ref":"#/definitions/customer.json/definitions/name"},"self":{"$ref":"#"}},' +
      '"definitions":{"customer.json":{"definitions":{"name":{"type":"string"}},"properties":{"name":{"$ref":"#/definitions/customer.json/definitions/name"},"order":{"$ref":"#"}}}}}',
  );
  const plain = parse('{"type":"string"}');
  assert.equal(plain.formatted('resolved'), plain.canonicalText);
  assert.equal(plain.formatted('serialized'), plain.canonicalText);
});

test('a new schema has keywords of the right shape, or the error says where it has not', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{', /Invalid JSON: .*line 1/],
    ['"text"', /at #: /],
    ['[]', /at #: /],
    ['{"type":"strin"}', /at #\/type: one of string/],
    ['{"type":[]}', /at #\/type: /],
    ['{"type":["string","string"]}', /at #\/type: /],
    ['{"properties":{"a":{"type":1}}}', /at #\/properties\/a\/type: /],
    ['{"properties":[]}', /at #\/properties: an object/],
    ['{"properties":{"a":"string"}}', /at #\/properties\/a: a schema/],
    ['{"required":"a"}', /at #\/required: a list of different names/],
    ['{"required":["a","a"]}', /at #\/required: /],
    ['{"minLength":-1}', /at #\/minLength: an integer from 0 on/],
    ['{"maxItems":1.5}', /at #\/maxItems: /],
    ['{"multipleOf":0}', /at #\/multipleOf: a number above 0/],
    ['{"maximum":"1"}', /at #\/maximum: a number/],
    ['{"anyOf":{}}', /at #\/anyOf: a list of schemas/],
    ['{"anyOf":[1]}', /at #\/anyOf\/0: /],
    ['{"items":[1]}', /at #\/items\/0: /],
    ['{"definitions":{"a":{"enum":1}}}', /at #\/definitions\/a\/enum: a list of values/],
    ['{"dependencies":{"a":[1]}}', /at #\/dependencies\/a: /],
    ['{"uniqueItems":1}', /at #\/uniqueItems: true or false/],
    ['{"pattern":1}', /at #\/pattern: a text/],
    ['{"items":{"$ref":"#/definitions/a"}}', /at #\/items: nothing is known under the reference "#\/definitions\/a"/],
    ['{"$ref":"a.json"}', /nothing is known under the reference "a.json"/],
    ['{"$ref":"#/title","title":"a"}', /leads to what is no schema/],
    ['{"$ref":"#"}', /leads back to itself/],
  ];
  for (const [text, message] of cases) {
    assert.throws(
      () => parse(text),
      (error) => error instanceof SchemaError && message.test(error.message),
      text,
    );
  }
});

test('what no draft knows, and what only stored schemas have, is let be', () => {
  assert.equal(
    parse('{"connect.type":"bytes","x":{"type":1}}').canonicalText,
    '{"connect.type":"bytes","x":{"type":1}}',
  );
  assert.equal(parse('{"type":"strin","$ref":"a.json"}', {}, false).canonicalText, '{"type":"strin","$ref":"a.json"}');
  assert.equal(parse('{"default":{"$ref":"#/nowhere"},"enum":[{"$ref":1}]}').name, null);
});

test('a referenced text that is no JSON is an error that names it', () => {
  assert.throws(() => parse('{"$ref":"a.json"}', { 'a.json': '{' }), /Invalid JSON in the reference "a.json"/);
});

test('a reference is found by its name, by its id and by the URI that its name makes', () => {
  const text = (reference: string) =>
    `{"$id":"http://example.com/schemas/order.json","properties":{"a":{"$ref":${JSON.stringify(reference)}}}}`;
  const a = '{"$id":"http://example.com/other/a.json","definitions":{"x":{"$id":"#x","type":"string"}}}';
  const found = (reference: string) => parse(text(reference), { 'a.json': a }).name;
  for (const reference of [
    'a.json',
    'http://example.com/schemas/a.json',
    'http://example.com/other/a.json',
    '../other/a.json#/definitions/x',
    'a.json#x',
    '#',
  ]) {
    assert.doesNotThrow(() => found(reference), reference);
  }
  assert.throws(() => found('b.json'), SchemaError);
  assert.throws(() => found('a.json#y'), SchemaError);
});

test('no property at the top has a reserved name', () => {
  const check = (schema: unknown) => checkReservedFields(parse(JSON.stringify(schema)));
  assert.throws(() => check({ properties: { $$a: true } }), /\$\$a/);
  assert.throws(() => check({ properties: { a: true }, 'confluent:reserved': ['a'] }), /property a is reserved/);
  check({ properties: { a: { properties: { $$b: true } }, $b: true }, 'confluent:reserved': ['c'] });
  check(true);
});

test('a text of many levels is refused, not followed until the stack ends', () => {
  const deep = (levels: number) => `${'{"not":'.repeat(levels)}{}${'}'.repeat(levels)}`;
  assert.equal(parse(deep(900)).canonicalText, deep(900));
  assert.throws(() => parse(deep(100_000)), SchemaError);
  const [one, other] = [parse(deep(900)), parse(deep(901), {}, false)];
  assert.throws(() => jsonSchemaFormat.differences(one, other, { policy: 'STRICT' }), SchemaError);
});
