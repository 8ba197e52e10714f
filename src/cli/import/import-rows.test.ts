/** From files to records. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatOfName, rowReader } from './import-rows.ts';
import type { ImportRowsOptions } from './import-rows.ts';

function rows(text: string, options: Partial<ImportRowsOptions> = {}) {
  const reader = rowReader({ source: 'orders.csv', format: 'csv', ...options });
  return [...reader.push(Buffer.from(text)), ...reader.end()];
}

test('a CSV row is a JSON object of its columns, texts without types', () => {
  assert.deepEqual(rows('id,zip\n7,01234\n', { key: 'id' }), [{ key: '7', value: '{"id":"7","zip":"01234"}' }]);
});

test('--types auto takes numbers and booleans, and nothing that would read differently', () => {
  const text = 'a,b,c,d,e,f\n7,01234,1.50,true,,12345678901234567890\n';
  assert.equal(
    rows(text, { types: ['auto'] })[0]?.value,
    '{"a":7,"b":"01234","c":1.5,"d":true,"e":null,"f":"12345678901234567890"}',
  );
});

test('types of single columns go over the others', () => {
  const text = 'id,price,on,tags\n1,2.5,yes,"[1,2]"\n';
  const types = ['price=number', 'on=boolean', 'tags=json'];
  assert.equal(rows(text, { types })[0]?.value, '{"id":"1","price":2.5,"on":true,"tags":[1,2]}');
});

test('a column may hold the time', () => {
  const [first, second] = rows('at\n1764064800000\n2025-11-25T10:00:00Z\n', { timestamp: 'at' });
  assert.equal(first?.timestamp, 1_764_064_800_000);
  assert.equal(second?.timestamp, 1_764_064_800_000);
});

test('columns named like parts of objects are just columns', () => {
  assert.equal(rows('__proto__,constructor\n1,2\n')[0]?.value, '{"__proto__":"1","constructor":"2"}');
});

test('mistakes name the line and the column', () => {
  const refusals: readonly (readonly [string, Partial<ImportRowsOptions>, RegExp])[] = [
    ['a,b\n1\n', {}, /^line 2 of orders.csv has 1 columns where the heading has 2$/],
    ['a\nx\n', { types: ['a=number'] }, /^line 2 of orders.csv has in column a "x", which is no number$/],
    ['a\n1\nx\n', { types: ['a=boolean'] }, /^line 3 of orders.csv has in column a "x", which is neither/],
    ['a,a\n', {}, /^orders.csv: the heading has the column a twice/],
    ['a;b\n', {}, /was --separator ';' meant\?/],
    ['a,b\n', { key: 'c' }, /^--key c: there is no column c, there are a, b/],
    ['a,b\n', { types: ['c=number'] }, /there is no column c/],
    ['a,b\n', { types: ['a=date'] }, /date is no type, there are text, number/],
    ['a\nsoon\n', { timestamp: 'a' }, /^line 2 of orders.csv has "soon" as its time/],
    ['a\n"x\n', {}, /^orders.csv: line 2 has a quote that is never closed/],
  ];
  for (const [text, options, message] of refusals) assert.throws(() => rows(text, options), { message }, text);
});

test('JSON and JSON lines give keys of fields', () => {
  const json = { source: 'x', format: 'json', key: 'id' } as const;
  assert.deepEqual(rows('[{"id": 1}, {"id": "b"}]', json), [
    { key: '1', value: '{"id":1}' },
    { key: 'b', value: '{"id":"b"}' },
  ]);
  assert.deepEqual(rows('{"id": null,  "n": 12345678901234567890}\n\n', { ...json, format: 'jsonl' }), [
    { key: null, value: '{"id": null,  "n": 12345678901234567890}' },
  ]);
  assert.throws(() => rows('{}\n', { ...json, format: 'jsonl' }), { message: /^line 1 of x has no field id$/ });
  assert.throws(() => rows('{}\n{"id"\n', { source: 'x', format: 'jsonl' }), { message: /^line 2 of x is no JSON/ });
});

test('numbers keep all their digits, in values and in keys', () => {
  const [large, exact] = ['12345678901234567890', '-0.1000000000000000055511151231257827'];
  const json = { source: 'x', format: 'json', key: 'id' } as const;
  assert.deepEqual(rows(`[{"id": ${large}, "n": ${exact}, "e": 1e400, "one": 1.0}]`, json), [
    { key: large, value: `{"id":${large},"n":${exact},"e":1e400,"one":1}` },
  ]);
  assert.deepEqual(rows(`{"id": ${large}}\n`, { ...json, format: 'jsonl' })[0]?.key, large);
  const types = ['a=number', 'b=integer', 'c=json'];
  const value = `{"a":${exact},"b":${large},"c":[${large}]}`;
  assert.equal(rows(`a,b,c\n ${exact},${large},[${large}]\n`, { types })[0]?.value, value);
});

test('the ending of a name says what the file is', () => {
  assert.deepEqual(['a.csv', 'b.TSV', 'c.jsonl', 'd.ndjson', 'e.json', 'f'].map(formatOfName), [
    'csv',
    'csv',
    'jsonl',
    'jsonl',
    'json',
    null,
  ]);
});
