/** Avro's JSON encoding: how values are spelled, and what is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../json/parse-json.ts';
import { printJson } from '../../json/print-json.ts';
import { parseAvroSchema } from '../parse-avro.ts';
import { avroFromJson, avroToJson } from './avro-json.ts';

function again(schema: unknown, json: string): string {
  const parsed = parseAvroSchema(JSON.stringify(schema));
  return printJson(avroToJson(parsed, avroFromJson(parsed, parseJson(json))));
}

const record = {
  type: 'record',
  name: 'a.R',
  fields: [
    { name: 'b', type: 'bytes' },
    { name: 'u', type: ['null', 'int', { type: 'record', name: 'S', fields: [{ name: '__proto__', type: 'long' }] }] },
  ],
};

test('bytes are a text, a union but null names its branch, longs keep their digits', () => {
  for (const json of [
    '{"b":"\\u0000ÿ","u":null}',
    '{"b":"","u":{"int":5}}',
    '{"b":"","u":{"a.S":{"__proto__":9007199254740993}}}',
  ]) {
    assert.equal(again(record, json), json);
  }
});

test('floats have the digits that a float needs, doubles those of a double, and what JSON lacks is a text', () => {
  for (const text of ['0.1', '1.0E10', '-0.0', '3.4028235E38', '"NaN"', '"-Infinity"'])
    assert.equal(again('float', text), text);
  assert.equal(again('float', '0.10000000149011612'), '0.1');
  for (const text of ['0.1', '0.10000000149011612', '1.0E10', '-0.0', '"Infinity"'])
    assert.equal(again('double', text), text);
});

test('a whole number may be spelled in any way', () => {
  assert.equal(again('int', '1.0'), '1');
  assert.equal(again('long', '1e3'), '1000');
});

test('what does not fit is refused with the path to it', () => {
  for (const [schema, json, message] of [
    ['int', '2147483648', 'expected int, got number 2147483648'],
    ['long', '1.5', 'expected long, got number 1.5'],
    ['float', '"1"', 'expected float, got string "1"'],
    ['bytes', '"Ā"', 'expected bytes (a text of U+0000 to U+00FF), got string "Ā"'],
    [record, '{"b":""}', 'u: the field is missing'],
    [record, '{"b":"","u":null,"x":1}', 'x: a.R has no field "x"'],
    [record, '{"b":"","u":5}', 'u: expected { branch: value } with a branch of [null, int, a.S], got number 5'],
    [record, '{"b":"","u":{"int":"5"}}', 'u["int"]: expected int, got string "5"'],
    [{ type: 'array', items: 'int' }, '[1,{}]', '[1]: expected int, got an object'],
    [{ type: 'map', values: 'int' }, '{"a b":null}', '["a b"]: expected int, got null'],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, '"B"', 'expected a symbol of E, got string "B"'],
  ] as const) {
    assert.throws(() => again(schema, json), { name: 'AvroDataError', message });
  }
});
