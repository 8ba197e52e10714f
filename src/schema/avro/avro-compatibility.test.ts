import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AmbiguousFieldError, checkAvroCompatibility } from './avro-compatibility.ts';
import { parseAvroSchema } from './parse-avro.ts';

function findings(reader: string, writer: string): string[] {
  const found = checkAvroCompatibility(parseAvroSchema(reader), parseAvroSchema(writer));
  return found.map(({ type, location, message }) => `${type} ${location} ${message}`);
}

const record = (fields: string, more = ''): string => `{"type":"record","name":"R"${more},"fields":[${fields}]}`;

test('numbers widen, bytes and string are read as each other', () => {
  assert.deepEqual(findings('"double"', '["int","long","float"]'), []);
  assert.deepEqual(findings('["string"]', '"bytes"'), []);
  assert.deepEqual(findings('"int"', '"long"'), [
    'TYPE_MISMATCH / reader type: INT not compatible with writer type: LONG',
  ]);
});

test('a reader’s new field needs a default', () => {
  const reader = record('{"name":"a","type":"int"},{"name":"b","type":"int"},{"name":"c","type":"int","default":1}');
  assert.deepEqual(findings(reader, record('{"name":"a","type":"int"}')), [
    'READER_FIELD_MISSING_DEFAULT_VALUE /fields/1 b',
  ]);
});

test('a field is matched by the reader’s aliases; two matches are ambiguous', () => {
  const reader = record('{"name":"a","type":"int","aliases":["b"]}');
  assert.deepEqual(findings(reader, record('{"name":"b","type":"int"}')), []);
  const writer = record('{"name":"a","type":"int"},{"name":"b","type":"int"}');
  assert.throws(() => findings(reader, writer), AmbiguousFieldError);
});

test('names are compared without namespace, or by the reader’s aliases', () => {
  assert.deepEqual(findings(record('', ',"namespace":"a"'), record('', ',"namespace":"b"')), []);
  const renamed = '{"type":"record","name":"S","fields":[],"aliases":["a.R"]}';
  assert.deepEqual(findings(renamed, record('', ',"namespace":"a"')), []);
  assert.deepEqual(findings(renamed, record('', ',"namespace":"b"')), ['NAME_MISMATCH /name expected: b.R']);
});

test('an enum needs all of the writer’s symbols, or a default', () => {
  const symbols = (list: string, more = ''): string => `{"type":"enum","name":"E","symbols":${list}${more}}`;
  const writer = symbols('["a","_","Z","A"]');
  assert.deepEqual(findings(symbols('["a"]'), writer), ['MISSING_ENUM_SYMBOLS /symbols [A, Z, _]']);
  assert.deepEqual(findings(symbols('["a"]', ',"default":"a"'), writer), []);
});

test('a missing branch is told, not what is wrong within it', () => {
  const reader = '["null",{"type":"array","items":"int"}]';
  assert.deepEqual(findings(reader, '["null",{"type":"array","items":"string"}]'), [
    'MISSING_UNION_BRANCH /1 reader union lacking writer type: ARRAY',
  ]);
});

test('a fixed keeps its size', () => {
  const fixed = (size: number): string => `{"type":"map","values":{"type":"fixed","name":"F","size":${size}}}`;
  assert.deepEqual(findings(fixed(1), fixed(2)), ['FIXED_SIZE_MISMATCH /values/size expected: 2, found: 1']);
});

test('the second use of a type repeats what the first one found, its places included', () => {
  const pair = (size: number): string =>
    record(`{"name":"a","type":{"type":"fixed","name":"F","size":${size}}},{"name":"b","type":"F"}`);
  const finding = 'FIXED_SIZE_MISMATCH /fields/0/type/size expected: 2, found: 1';
  assert.deepEqual(findings(pair(1), pair(2)), [finding, finding]);
});

test('recursion ends, and counts as compatible until it is proven otherwise', () => {
  const list = (type: string): string => record(`{"name":"v","type":"${type}"},{"name":"next","type":["null","R"]}`);
  assert.deepEqual(findings(list('long'), list('int')), []);
  assert.equal(findings(list('int'), list('long')).length, 1);
});
