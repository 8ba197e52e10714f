/** Data of a writer's schema, read as a reader's: what the vectors of Java's do not say in one glance. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAvroSchema } from '../parse-avro.ts';
import type { AvroCodecOptions } from './codec-options.ts';
import { compileAvroReader } from './compile-reader.ts';
import { compileAvroWriter } from './compile-writer.ts';

interface Pair {
  writer: unknown;
  reader: unknown;
  value: unknown;
}

function resolve({ writer, reader, value }: Pair, options: AvroCodecOptions = {}): unknown {
  const from = parseAvroSchema(JSON.stringify(writer));
  const bytes = compileAvroWriter(from, options).encode(value);
  const to = parseAvroSchema(JSON.stringify(reader), { rules: 'lenient' });
  return compileAvroReader(from, to, options).decode(bytes);
}

function record(fields: object, name = 'R'): object {
  return {
    type: 'record',
    name,
    fields: Object.entries(fields).map(([key, type]) => ({ name: key, ...asField(type) })),
  };
}

function asField(type: unknown): object {
  return typeof type === 'object' && type !== null && 'of' in type
    ? { ...type, type: type.of, of: undefined }
    : { type };
}

for (const generateCode of [true, false]) {
  const options = { generateCode };
  const how = generateCode ? 'generated code' : 'closures';

  test(`${how}: fields come in the reader's order, unknown ones are passed, new ones take their default`, () => {
    const writer = record({
      a: 'int',
      gone: { type: 'array', items: 'string' },
      also: { type: 'map', values: 'R' },
      b: 'string',
    });
    const reader = record({
      b: 'string',
      c: { of: ['null', 'int'], default: null },
      d: { of: 'string', default: 'x' },
      a: 'long',
    });
    const value = { a: 1, gone: ['p', 'q'], also: { k: { a: 2, gone: [], also: {}, b: '' } }, b: 'y' };
    const read = resolve({ writer, reader, value }, options);
    assert.deepEqual(read, { b: 'y', c: null, d: 'x', a: 1 });
    assert.deepEqual(Object.keys(read as object), ['b', 'c', 'd', 'a']);
  });

  test(`${how}: each value has a default of its own where it can be changed`, () => {
    const reader = record({ list: { of: { type: 'array', items: 'int' }, default: [1] } });
    const [first, second] = resolve(
      { writer: { type: 'array', items: record({}) }, reader: { type: 'array', items: reader }, value: [{}, {}] },
      options,
    ) as { list: number[] }[];
    first?.list.push(2);
    assert.deepEqual(second, { list: [1] });
  });

  test(`${how}: a record within itself is resolved at every depth`, () => {
    const writer = record({ next: ['null', 'R'], a: 'int' });
    const reader = record({ a: 'double', next: ['null', 'R'], n: { of: 'int', default: 7 } });
    const value = { a: 1, next: { a: 2, next: null } };
    assert.deepEqual(resolve({ writer, reader, value }, options), { a: 1, next: { a: 2, next: null, n: 7 }, n: 7 });
  });
}

test('what cannot be read fails when it comes, and only then', () => {
  const writer = { type: 'array', items: ['int', 'string'] };
  const reader = { type: 'array', items: 'long' };
  assert.deepEqual(resolve({ writer, reader, value: [1, 2] }), [1, 2]);
  assert.throws(() => resolve({ writer, reader, value: [1, 'x'] }), { message: '[1]: string cannot be read as long' });
  const one = { type: 'enum', name: 'E', symbols: ['A'] };
  const two = { type: 'enum', name: 'E', symbols: ['A', 'B'] };
  assert.equal(resolve({ writer: two, reader: one, value: 'A' }), 'A');
  assert.throws(() => resolve({ writer: two, reader: one, value: 'B' }), { message: 'the reader has no symbol "B"' });
  assert.equal(resolve({ writer: two, reader: { ...one, default: 'A' }, value: 'B' }), 'A');
});

test('blocks that give their size are passed in one step, and read as well', () => {
  const writer = parseAvroSchema(
    JSON.stringify(record({ gone: { type: 'array', items: 'string' }, map: { type: 'map', values: 'int' }, a: 'int' })),
  );
  const reader = parseAvroSchema(JSON.stringify(record({ a: 'int' })));
  // Two items in a block of 4 bytes, one more without a size; an entry of 3 bytes.
  const bytes = Buffer.from('0308027802790202 7a00 0106026b0200 0a'.replaceAll(' ', ''), 'hex');
  assert.deepEqual(compileAvroReader(writer, reader).decode(bytes), { a: 5 });
  assert.deepEqual(compileAvroReader(writer).decode(bytes), { gone: ['x', 'y', 'z'], map: { k: 1 }, a: 5 });
  for (const bad of ['0301', '03feffffff0f']) {
    assert.throws(() => compileAvroReader(writer, reader).decode(Buffer.from(bad, 'hex')), /^AvroDataError: gone: /);
  }
});

test('a missing field without a default is told', () => {
  assert.throws(() => resolve({ writer: record({}), reader: record({ a: 'int' }), value: {} }), {
    message: `R has no field "a", and the reader's has no default`,
  });
});

test('a default that is none fails before any data is read', () => {
  const reader = record({ e: { of: { type: 'enum', name: 'E', symbols: ['A'] }, default: 'Z' } });
  const parsed = parseAvroSchema(JSON.stringify(reader), { rules: 'lenient' });
  assert.throws(() => compileAvroReader(parseAvroSchema(JSON.stringify(record({}))), parsed), {
    name: 'AvroDataError',
    message: 'default of R.e: expected symbol of E as default, got "Z"',
  });
});

test('a default that a number cannot hold fails where it is asked for', () => {
  const reader = record({ a: { of: 'long', default: 0 }, big: { of: 'long', default: 1 } });
  const text = JSON.stringify(reader).replace('"default":1', '"default":9007199254740993');
  const parsed = parseAvroSchema(text);
  const writer = parseAvroSchema(JSON.stringify(record({ a: 'long' })));
  assert.throws(
    () => compileAvroReader(writer, parsed).decode(Buffer.from([2])),
    /^AvroDataError: big: 9007199254740993 is past/,
  );
  const exact = compileAvroReader(writer, parsed, { long: 'bigint' });
  assert.deepEqual(exact.decode(Buffer.from([2])), { a: 1n, big: 9_007_199_254_740_993n });
});

test('aliases rename records and fields', () => {
  const writer = record({ old: 'int' }, 'a.Old');
  const reader = { ...record({ fresh: { of: 'int', aliases: ['old'] } }, 'b.Fresh'), aliases: ['a.Old'] };
  assert.deepEqual(resolve({ writer, reader, value: { old: 1 } }), { fresh: 1 });
  const twice = record({ fresh: { of: 'int', aliases: ['x', 'y'] } });
  assert.throws(() => resolve({ writer: record({ x: 'int', y: 'int' }), reader: twice, value: { x: 1, y: 2 } }), {
    message: `two fields of R are "fresh" by the reader's aliases`,
  });
});

test('an alias of an alias counts, as in Java', () => {
  const reader = record({ c: { of: 'int', aliases: ['b'] }, b: { of: 'int', aliases: ['a'], default: 0 } });
  assert.deepEqual(resolve({ writer: record({ a: 'int' }), reader, value: { a: 5 } }), { c: 5, b: 0 });
});

test('a long becomes the nearest float and double, rounded once', () => {
  for (const long of [
    2n ** 53n + 1n,
    2n ** 62n + 2n ** 38n + 1n,
    -(2n ** 62n + 2n ** 38n + 1n),
    2n ** 63n - 1n,
    -(2n ** 63n),
  ]) {
    const options: AvroCodecOptions = { long: 'bigint' };
    assert.equal(resolve({ writer: 'long', reader: 'double', value: long }, options), Number(long));
    const float = resolve({ writer: 'long', reader: 'float', value: long }, options) as number;
    const distance = (candidate: number): bigint => abs(BigInt(candidate) - long);
    for (const neighbour of [float * (1 + 2 ** -23), float * (1 - 2 ** -23)].map(Math.fround)) {
      assert.ok(distance(float) <= distance(neighbour), `${long}: ${float} or ${neighbour}`);
    }
  }
  assert.equal(resolve({ writer: 'long', reader: 'double', value: 2n ** 53n + 2n }), 2 ** 53 + 2);
});

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

test("the reader's logical type is the one that counts, its union too", () => {
  const stamp = { type: 'long', logicalType: 'timestamp-millis' };
  assert.deepEqual(resolve({ writer: 'int', reader: stamp, value: 5 }), new Date(5));
  assert.equal(resolve({ writer: stamp, reader: 'long', value: new Date(5) }), 5);
  assert.deepEqual(resolve({ writer: 'int', reader: ['null', 'int', 'long'], value: 5 }), { int: 5 });
  assert.deepEqual(resolve({ writer: 'int', reader: ['null', 'float', 'long'], value: 5 }), { float: 5 });
  assert.equal(resolve({ writer: ['null', 'int', 'long'], reader: ['null', 'long'], value: { int: 5 } }), 5);
});

test('bytes and string are read as one another', () => {
  assert.equal(resolve({ writer: 'bytes', reader: 'string', value: Buffer.from('é') }), 'é');
  assert.deepEqual(resolve({ writer: 'string', reader: 'bytes', value: 'é' }), Buffer.from('é'));
});

test('a default of exponential size is refused', () => {
  let type: object = record({}, 'R0');
  for (let level = 1; level < 40; level++) {
    const fields = [
      { name: 'a', type, default: {} },
      { name: 'b', type: `R${level - 1}`, default: {} },
    ];
    type = { type: 'record', name: `R${level}`, fields };
  }
  const reader = parseAvroSchema(JSON.stringify(record({ a: { of: type, default: {} } })), { rules: 'lenient' });
  assert.throws(() => compileAvroReader(parseAvroSchema(JSON.stringify(record({}))), reader), /too large/);
});

test('types within types that take no bytes make no giant, whatever is read', () => {
  let type: object = record({}, 'R0');
  for (let level = 1; level < 40; level++) {
    const fields = [
      { name: 'a', type },
      { name: 'b', type: `R${level - 1}` },
    ];
    type = { type: 'record', name: `R${level}`, fields };
  }
  const giant = parseAvroSchema(JSON.stringify(type));
  const nothing = Buffer.alloc(0);
  assert.throws(() => compileAvroReader(giant).decode(nothing), /more than 100000 items that take no bytes/);
  const skipped = parseAvroSchema(JSON.stringify(record({ giant: type }, 'Outer')));
  const reader = parseAvroSchema(JSON.stringify(record({}, 'Outer')));
  assert.deepEqual(compileAvroReader(skipped, reader).decode(nothing), {});
});
