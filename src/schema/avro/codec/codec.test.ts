/** Values and bytes of one schema: what is taken, what is refused and how it is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAvroSchema } from '../parse-avro.ts';
import type { AvroCodecOptions } from './codec-options.ts';
import { compileAvroReader } from './compile-reader.ts';
import { compileAvroWriter } from './compile-writer.ts';

function schemaOf(schema: unknown): ReturnType<typeof parseAvroSchema> {
  return parseAvroSchema(JSON.stringify(schema));
}

function hex(schema: unknown, value: unknown, options: AvroCodecOptions = {}): string {
  return compileAvroWriter(schemaOf(schema), options).encode(value).toString('hex');
}

function read(schema: unknown, bytes: string, options: AvroCodecOptions = {}): unknown {
  return compileAvroReader(schemaOf(schema), undefined, options).decode(Buffer.from(bytes, 'hex'));
}

function roundTrip(schema: unknown, value: unknown, options: AvroCodecOptions = {}): unknown {
  return read(schema, hex(schema, value, options), options);
}

function refuses(schema: unknown, value: unknown, message: string, options: AvroCodecOptions = {}): void {
  assert.throws(() => hex(schema, value, options), { name: 'AvroDataError', message });
}

const order = {
  type: 'record',
  name: 'shop.Order',
  fields: [
    { name: 'id', type: 'long' },
    {
      name: 'lines',
      type: { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'price', type: 'double' }] } },
    },
    { name: 'tags', type: { type: 'map', values: 'string' }, default: {} },
    { name: 'note', type: ['null', 'string'], default: null },
  ],
};

for (const generateCode of [true, false]) {
  const how = generateCode ? 'generated code' : 'closures';

  test(`${how}: a record is written field by field, and what is left out takes its default`, () => {
    const value = { id: 7, lines: [{ price: 1.5 }], tags: { a: 'b' }, note: 'x' };
    assert.deepEqual(roundTrip(order, value, { generateCode }), value);
    const short = { id: 7, lines: [] };
    assert.deepEqual(roundTrip(order, short, { generateCode }), { ...short, tags: {}, note: null });
  });

  test(`${how}: a value that does not fit is refused with the path to it`, () => {
    const price = (bad: unknown): unknown => ({ id: 1, lines: [{ price: 1 }, { price: bad }] });
    refuses(order, price('x'), 'lines[1].price: expected double, got string "x"', { generateCode });
    refuses(order, price(undefined), 'lines[1].price: expected double, got undefined', { generateCode });
    refuses(order, { id: 1, lines: {} }, 'lines: expected array, got an object', { generateCode });
    refuses(order, { id: 1, lines: [], tags: { 'a b': 1 } }, 'tags["a b"]: expected string, got number 1', {
      generateCode,
    });
    refuses(order, [], 'expected record shop.Order, got an array', { generateCode });
    refuses(order, { id: 1.5, lines: [] }, 'id: expected long, got number 1.5', { generateCode });
  });

  test(`${how}: bytes that end too early are told with the path to where they end`, () => {
    const schema = { type: 'array', items: { type: 'record', name: 'R', fields: [{ name: 'a', type: 'string' }] } };
    assert.throws(() => read(schema, '0402780478', { generateCode }), {
      name: 'AvroDataError',
      message: '[1].a: the data ends too early',
    });
    assert.throws(() => read(order, '0e04', { generateCode }), { message: 'lines: the data ends too early' });
  });

  test(`${how}: fields with names from Object.prototype are fields like any other`, () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const schema = { type: 'record', name: 'Odd', fields: names.map((name) => ({ name, type: 'int', default: 5 })) };
    const value = read(schema, hex(schema, {}, { generateCode }), { generateCode });
    assert.deepEqual(
      Object.entries(value as object),
      names.map((name) => [name, 5]),
    );
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    const own: unknown = JSON.parse('{"__proto__":1,"constructor":2,"toString":3,"hasOwnProperty":4}');
    assert.equal(hex(schema, own, { generateCode }), '02040608');
  });

  test(`${how}: no name of a lenient schema becomes code`, () => {
    const names = ['"]; globalThis.pwned = 1; //', "'`${globalThis.pwned = 1}`", '\u2028\n\\', 'a-b'];
    const schema = { type: 'record', name: 'R', fields: names.map((name) => ({ name, type: 'int' })) };
    const parsed = parseAvroSchema(JSON.stringify(schema), { rules: 'lenient' });
    const value = Object.fromEntries(names.map((name, index) => [name, index]));
    const bytes = compileAvroWriter(parsed, { generateCode }).encode(value);
    assert.deepEqual(compileAvroReader(parsed, parsed, { generateCode }).decode(bytes), value);
    assert.equal(Reflect.get(globalThis, 'pwned'), undefined);
  });

  test(`${how}: values nested a thousand times are refused, cycles too, and data of such depth`, () => {
    const list = { type: 'record', name: 'List', fields: [{ name: 'next', type: ['null', 'List'] }] };
    const cycle: { next: unknown } = { next: null };
    cycle.next = cycle;
    assert.throws(() => hex(list, cycle, { generateCode }), /more than 1000 levels of records within themselves/);
    assert.throws(() => read(list, '02'.repeat(100_000), { generateCode }), /more than 1000 levels/);
    assert.throws(
      () => read({ ...list, fields: [{ name: 'next', type: 'List' }] }, '', { generateCode }),
      /more than 1000/,
    );
  });
}

test('what is printed of an error has the path too', () => {
  assert.throws(
    () => hex(order, { id: 'x', lines: [] }),
    (error: Error) => error.stack?.startsWith('AvroDataError: id: expected long, got string "x"\n') === true,
  );
});

test('all values of a reader for one schema have their fields in one order, whatever order they were written from', () => {
  const schema = {
    type: 'record',
    name: 'R',
    fields: [
      { name: 'a', type: 'int' },
      { name: 'b', type: 'int' },
    ],
  };
  assert.deepEqual(Object.keys(roundTrip(schema, { b: 2, a: 1 }) as object), ['a', 'b']);
});

test('a long past 2^53 is an error as number, both ways, and exact as bigint', () => {
  const big = 2n ** 53n;
  for (const value of [big, -big, 2n ** 63n - 1n, -(2n ** 63n)]) {
    assert.equal(roundTrip('long', value, { long: 'bigint' }), value);
    assert.throws(() => roundTrip('long', value), /past 2\^53, where numbers are not exact/);
  }
  refuses('long', 2 ** 53, 'expected long, got number 9007199254740992: past 2^53 only a bigint is exact');
  refuses('long', 2n ** 63n, 'expected long (64 bits), got bigint 9223372036854775808');
  for (const value of [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, -(2 ** 31) - 1, 2 ** 35, -1, 0]) {
    assert.equal(roundTrip('long', value), value);
    assert.equal(roundTrip('long', BigInt(value)), value);
    assert.equal(roundTrip('long', value, { long: 'bigint' }), BigInt(value));
  }
});

test('an int is a whole number of 32 bits', () => {
  assert.equal(hex('int', -(2 ** 31)), 'ffffffff0f');
  refuses('int', 2 ** 31, 'expected int (32 bits), got 2147483648');
  refuses('int', 0.5, 'expected int (32 bits), got number 0.5');
  refuses('int', '1', 'expected int, got string "1"');
  assert.throws(() => read('int', 'ffffffff1f'), /got a longer number/);
  assert.throws(() => read('long', 'ffffffffffffffffff02', { long: 'bigint' }), /got a longer number/);
  assert.equal(read('int', '8a808000'), 5);
});

test('a float past the range of floats is refused rather than made infinite', () => {
  refuses('float', 1e39, 'expected float, got number 1e+39');
  assert.equal(roundTrip('float', Infinity), Infinity);
  assert.equal(roundTrip('float', 0.1), Math.fround(0.1));
});

test('texts of all lengths and scripts come back, the ones about a length prefix that grows too', () => {
  for (const text of ['', 'a', 'é'.repeat(40), 'x'.repeat(63), 'x'.repeat(64), '€'.repeat(63), '😀'.repeat(3000)]) {
    assert.equal(roundTrip('string', text), text);
    assert.equal(hex('string', text).length / 2, hex('bytes', Buffer.from(text)).length / 2);
  }
});

test('bytes are a copy, and Uint8Arrays are taken as well', () => {
  const bytes = Buffer.from('0402ff', 'hex');
  const value = compileAvroReader(schemaOf('bytes')).decode(bytes) as Buffer;
  bytes[1] = 9;
  assert.equal(value.toString('hex'), '02ff');
  assert.equal(hex('bytes', new Uint8Array([2, 255])), '0402ff');
  refuses('bytes', 'text', 'expected bytes (Buffer or Uint8Array), got string "text"');
  refuses({ type: 'fixed', name: 'F', size: 2 }, Buffer.alloc(3), 'expected 2 bytes, got 3');
});

test('a map holds the key __proto__ as a key, as object and as Map', () => {
  const map = { type: 'map', values: 'int' };
  const bytes = hex(map, new Map([['__proto__', 1]]));
  const object = read(map, bytes) as object;
  assert.deepEqual(Object.entries(object), [['__proto__', 1]]);
  assert.equal(Object.getPrototypeOf(object), Object.prototype);
  assert.deepEqual(read(map, bytes, { maps: 'map' }), new Map([['__proto__', 1]]));
  assert.deepEqual(
    [
      ...(
        roundTrip(
          map,
          new Map([
            ['7', 1],
            ['3', 2],
          ]),
          { maps: 'map' },
        ) as Map<string, number>
      ).keys(),
    ],
    ['7', '3'],
  );
});

test('the caller may have room before the bytes, and a buffer of its own', () => {
  const writer = compileAvroWriter(schemaOf('string'));
  const framed = writer.encode('abc', 5);
  assert.equal(framed.length, 9);
  framed.fill(0, 0, 5);
  assert.equal(framed.toString('latin1'), '\0\0\0\0\0\u0006abc');
  const target = Buffer.alloc(6);
  assert.equal(writer.encodeInto('abc', target, 1), 5);
  assert.equal(target.toString('latin1'), '\0\u0006abc\0');
  assert.throws(() => writer.encodeInto('abc', target, 3), RangeError);
});

test('messages stay as they were while others are written, large ones and failing ones between', () => {
  const writer = compileAvroWriter(schemaOf({ type: 'array', items: 'string' }));
  const texts = Array.from({ length: 300 }, (_, index) => String(index).repeat(1 + (index % 97) * 13));
  const messages = texts.map((text) => {
    assert.throws(() => writer.encode([text, 1]));
    return writer.encode([text, text]);
  });
  const reader = compileAvroReader(writer.schema);
  assert.deepEqual(
    messages.map((message) => reader.decode(message)),
    texts.map((text) => [text, text]),
  );
});

test('a giant leaves nothing behind that is kept', () => {
  const writer = compileAvroWriter(schemaOf('bytes'));
  const giant = writer.encode(Buffer.alloc(1_000_000, 1));
  const small = writer.encode(Buffer.from('x'));
  assert.ok(small.buffer.byteLength < 100_000);
  assert.equal(giant.length, 1_000_003);
  assert.equal(giant[1_000_002], 1);
});

test('a value whose getter writes a message of its own disturbs nothing', () => {
  const inner = compileAvroWriter(schemaOf('string'));
  const schema = {
    type: 'record',
    name: 'R',
    fields: [
      { name: 'a', type: 'string' },
      { name: 'b', type: 'bytes' },
    ],
  };
  const value = {
    a: 'x',
    get b() {
      return inner.encode('inner');
    },
  };
  assert.deepEqual(roundTrip(schema, value), { a: 'x', b: Buffer.from('\u000ainner') });
});

test('where a value ends is told, and what is behind it is not looked at', () => {
  const reader = compileAvroReader(schemaOf('int'));
  assert.deepEqual(reader.decodeWithEnd(Buffer.from([9, 2, 9]), 1), { value: 1, end: 2 });
  assert.equal(reader.decode(new Uint8Array([2, 255])), 1);
  assert.throws(() => reader.decode(Buffer.from([2]), -1), RangeError);
  assert.throws(() => reader.decode(Buffer.from([2]), 2), /the data ends too early/);
});

test('counts and lengths that the data cannot hold are refused before anything is made of them', () => {
  const nulls = { type: 'array', items: 'null' };
  for (const [schema, bytes] of [
    [nulls, 'feffffff0f'],
    [{ type: 'array', items: 'double' }, 'feffffff0f0000'],
    [{ type: 'map', values: 'null' }, 'feffffff0f00'],
    ['bytes', 'feffffff0f'],
    ['string', 'feffffffffffffff7f'],
    ['string', '01'],
    [nulls, `${'feff0f'.repeat(6)}00`],
  ] as const) {
    assert.throws(() => read(schema, bytes), { name: 'AvroDataError' });
  }
  assert.deepEqual(read(nulls, '0a00'), [null, null, null, null, null]);
});

test('encode and decode of a schema without types below is what Avro says of primitives', () => {
  assert.equal(hex('null', null), '');
  assert.equal(hex('boolean', true), '01');
  assert.equal(hex({ type: 'enum', name: 'E', symbols: ['A', 'B'] }, 'B'), '02');
  refuses({ type: 'enum', name: 'E', symbols: ['A'] }, 'toString', 'expected a symbol of E, got string "toString"');
  assert.throws(() => read({ type: 'enum', name: 'E', symbols: ['A'] }, '02'), /index 1 in an enum of 1/);
  assert.throws(() => read(['null', 'int'], '04'), /index 2 in a union of 2/);
});
