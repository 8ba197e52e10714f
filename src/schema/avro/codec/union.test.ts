/** Unions: when a value stands bare, when in a wrapper, and that what was read is written as the same branch. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAvroSchema } from '../parse-avro.ts';
import type { AvroCodecOptions } from './codec-options.ts';
import { compileAvroReader } from './compile-reader.ts';
import { compileAvroWriter } from './compile-writer.ts';

function record(name: string, ...fields: string[]): object {
  return { type: 'record', name, fields: fields.map((field) => ({ name: field, type: 'int', default: 0 })) };
}

function codec(
  schema: unknown,
  options: AvroCodecOptions = {},
): { hex(value: unknown): string; read(hex: string): unknown } {
  const parsed = parseAvroSchema(JSON.stringify(schema));
  const writer = compileAvroWriter(parsed, options);
  const reader = compileAvroReader(parsed, parsed, options);
  return {
    hex: (value) => writer.encode(value).toString('hex'),
    read: (hex) => reader.decode(Buffer.from(hex, 'hex')),
  };
}

const map = { type: 'map', values: 'int' };

test('where JavaScript tells the branches apart, values stand bare and wrappers are taken as well', () => {
  const { hex, read } = codec([
    'null',
    'string',
    'int',
    record('shop.Order', 'id'),
    { type: 'array', items: 'int' },
    'bytes',
  ]);
  for (const [value, bytes, name] of [
    ['x', '020278', 'string'],
    [5, '040a', 'int'],
    [{ id: 1 }, '0602', 'shop.Order'],
    [[1], '08020200', 'array'],
    [Buffer.from('x'), '0a0278', 'bytes'],
  ] as const) {
    assert.equal(hex(value), bytes);
    assert.equal(hex({ [name]: value }), bytes);
    assert.deepEqual(read(bytes), value);
  }
  assert.equal(hex(null), '00');
  assert.equal(hex(undefined), '00');
  assert.equal(read('00'), null);
  assert.throws(() => hex(true), {
    message: 'expected a value of [null, string, int, shop.Order, array, bytes], got boolean true',
  });
});

test('where two branches become one JavaScript type, values are read in wrappers', () => {
  const { hex, read } = codec(['null', 'int', 'double']);
  assert.deepEqual(read('020a'), { int: 5 });
  assert.deepEqual(read(hex({ double: 5 })), { double: 5 });
  assert.equal(read('00'), null);
  const enums = codec(['string', { type: 'enum', name: 'a.E', symbols: ['X'] }]);
  assert.deepEqual(enums.read('0200'), { 'a.E': 'X' });
});

test('a bare value of such a union is written as the first branch that holds it without loss', () => {
  const { hex } = codec(['int', 'float', 'long', 'double']);
  assert.equal(hex(5), '000a');
  assert.equal(hex(0.5), '020000003f');
  assert.equal(hex(2 ** 40), '0200008053');
  assert.equal(hex(2 ** 40 + 1), '04828080808040');
  assert.equal(hex(0.1), '069a9999999999b93f');
  assert.equal(codec(['null', { type: 'enum', name: 'E', symbols: ['X'] }, 'string']).hex('X'), '0200');
  assert.equal(codec(['null', { type: 'enum', name: 'E', symbols: ['X'] }, 'string']).hex('Y'), '040259');
});

test('of two records none is guessed', () => {
  const { hex, read } = codec([record('A', 'x'), record('B', 'x')]);
  assert.throws(() => hex({ x: 1 }), { message: 'an object may be A or B: say which by { name: value }' });
  assert.equal(hex({ B: { x: 1 } }), '0202');
  assert.deepEqual(read('0202'), { B: { x: 1 } });
});

test('what a map holds does not decide the branch: in a plain union an object is the map', () => {
  const { hex, read } = codec(['null', 'string', map]);
  assert.deepEqual(read(hex({ string: 1 })), { string: 1 });
  assert.deepEqual(read(hex({ map: 1 })), { map: 1 });
  assert.deepEqual(read(hex(new Map([['map', 1]]))), { map: 1 });
  const wrapped = codec(['null', map], { unions: 'wrapped' });
  assert.deepEqual(wrapped.read(wrapped.hex({ map: { map: 1 } })), { map: { map: 1 } });
});

test('a record with a field that is called as a branch is the record', () => {
  const { hex, read } = codec(['null', 'string', record('R', 'string', 'R')]);
  assert.deepEqual(read(hex({ string: 5 })), { string: 5, R: 0 });
  assert.deepEqual(read(hex({ R: 5 })), { string: 0, R: 5 });
});

test('with wrapped unions nothing but null stands bare', () => {
  const { hex, read } = codec(['null', 'string'], { unions: 'wrapped' });
  assert.deepEqual(read('020278'), { string: 'x' });
  assert.equal(read('00'), null);
  assert.equal(hex({ string: 'x' }), '020278');
  assert.throws(() => hex('x'), {
    message: 'expected { branch: value } with a branch of [null, string], got string "x"',
  });
});

test('a long as bigint is told from an int', () => {
  const { hex, read } = codec(['int', 'long'], { long: 'bigint' });
  assert.equal(read('020a'), 5n);
  assert.equal(read('000a'), 5);
  assert.equal(hex(5n), '020a');
  assert.equal(hex(5), '000a');
  assert.equal(hex(2 ** 40), '02808080808040');
});

test('a Date is told from a number', () => {
  const { hex, read } = codec(['null', 'int', { type: 'long', logicalType: 'timestamp-millis' }]);
  assert.deepEqual(read(hex(new Date(5))), new Date(5));
  assert.equal(read(hex(5)), 5);
});

test('the path of an error names the branch of a wrapper', () => {
  const { hex } = codec(['int', 'long', record('R', 'x')]);
  assert.throws(() => hex({ R: { x: 'bad' } }), { message: '["R"].x: expected int, got string "bad"' });
});
