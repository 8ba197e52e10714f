import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParsedSchema } from '../schema-format.ts';
import { SchemaError } from '../schema-format.ts';
import { avroFormat } from './avro-format.ts';

function parse(text: string, references: Readonly<Record<string, string>> = {}, isNew = true): ParsedSchema {
  const resolved = new Map(Object.entries(references));
  const named = [...resolved.keys()].map((name) => ({ name, subject: name, version: 1 }));
  return avroFormat.parse({ text, references: named, resolved }, { isNew });
}

const ADDRESS =
  '{"type":"record","name":"a.Address","fields":[{"name":"zip","type":{"type":"fixed","name":"Zip","size":5}}]}';
const ORDER = '{"type":"record","name":"Order","namespace":"a","fields":[{"name":"to","type":"Address"}]}';
const WHOLE = ORDER.replace('"Address"', ADDRESS.replace('a.Address', 'Address'));

test('the types of references are named in the stored text, and written out in the resolved one', () => {
  const schema = parse(ORDER, { address: ADDRESS });
  assert.equal(schema.canonicalText, ORDER);
  assert.equal(schema.formatted('resolved'), WHOLE);
  assert.equal(schema.formatted('no-such-form'), ORDER);
  assert.equal(schema.name, 'a.Order');
  assert.deepEqual(schema.references, [{ name: 'address', subject: 'address', version: 1 }]);
});

test('a reference may build on the one before it', () => {
  const schema = parse('{"type":"array","items":"a.Order"}', { address: ADDRESS, order: ORDER });
  assert.equal(schema.canonicalText, '{"type":"array","items":"a.Order"}');
  assert.equal(schema.formatted('resolved'), `{"type":"array","items":${WHOLE}}`);
  assert.equal(schema.name, null);
  assert.throws(() => parse(ORDER), SchemaError);
});

test('a schema with references says the same as one that has it all', () => {
  const schema = parse(ORDER, { address: ADDRESS });
  assert.ok(schema.isEquivalentTo(parse(WHOLE)));
  assert.ok(parse(WHOLE).isEquivalentTo(schema));
  assert.ok(!schema.isEquivalentTo(parse(WHOLE.replace('"size":5', '"size":6'))));
  assert.deepEqual(avroFormat.differences(schema, parse(WHOLE), { policy: 'STRICT' }), []);
});

test('docs, aliases, defaults and properties count; their order and a noted version do not', () => {
  const base = '{"type":"enum","name":"E","symbols":["A"],"x":1,"y":2}';
  const alike = ['"y":2,"x":1', '"x":1,"y":2,"confluent:version":3'];
  const others = [
    '"x":1,"y":2,"doc":""',
    '"x":1,"y":2,"aliases":["F"]',
    '"x":1,"y":2,"default":"A"',
    '"x":1,"y":2.0',
    '"x":1',
  ];
  for (const text of alike) assert.ok(parse(base).isEquivalentTo(parse(base.replace('"x":1,"y":2', text))), text);
  for (const text of others) assert.ok(!parse(base).isEquivalentTo(parse(base.replace('"x":1,"y":2', text))), text);
  const recursive = '{"type":"record","name":"R","fields":[{"name":"f","type":["null","R"]}]}';
  assert.ok(parse(recursive).isEquivalentTo(parse(recursive.replace('"R",', '"R","confluent:version":1,'))));
});

test('spellings of one schema have one normalized text, which reads as that schema', () => {
  const one = parse(
    '{"fields":[{"type":"int","name":"f","doc":"d"}],"name":"R","namespace":"n","type":"record","b":1,"a":2,"aliases":["T",".S"]}',
  );
  const other = parse(
    '{"type":"record","name":"n.R","a":2,"b":1,"aliases":[".S","n.T"],"fields":[{"doc":"d","name":"f","type":{"type":"int"}}]}',
  );
  const text =
    '{"name":"n.R","type":"record","fields":[{"name":"f","type":"int","doc":"d"}],"aliases":[".S","n.T"],"a":2,"b":1}';
  assert.notEqual(one.canonicalText, other.canonicalText);
  assert.equal(one.normalized().canonicalText, text);
  assert.equal(other.normalized().canonicalText, text);
  assert.ok(parse(text).isEquivalentTo(one));
  assert.equal(
    parse(ORDER, { address: ADDRESS }).normalized().canonicalText,
    '{"name":"a.Order","type":"record","fields":[{"name":"to","type":"a.Address"}]}',
  );
});

test('what is wrong with a new schema is let pass in a stored one, and in references', () => {
  const loose = '{"type":"record","name":"no-name","fields":[]}';
  assert.throws(() => parse(loose), SchemaError);
  assert.equal(parse(loose, {}, false).canonicalText, loose);
  assert.equal(
    parse('{"type":"array","items":"no-name"}', { loose }).formatted('resolved'),
    `{"type":"array","items":${loose}}`,
  );
});

test('each incompatibility is a difference, with its place; an ambiguous field is one, too', () => {
  const record = (fields: string): ParsedSchema => parse(`{"type":"record","name":"R","fields":[${fields}]}`);
  const reader = record('{"name":"a","type":"int","aliases":["b"]}');
  assert.deepEqual(avroFormat.differences(reader, record(''), { policy: 'STRICT' }), [
    { type: 'READER_FIELD_MISSING_DEFAULT_VALUE', path: '/fields/0', message: 'a', isCompatible: false },
  ]);
  const [difference] = avroFormat.differences(reader, record('{"name":"a","type":"int"},{"name":"b","type":"int"}'), {
    policy: 'STRICT',
  });
  assert.equal(difference?.isCompatible, false);
  assert.match(difference?.message ?? '', /"a" matches two fields/);
});
