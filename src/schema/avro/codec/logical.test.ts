/** Logical types: what they become, what is taken for them, what is refused. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAvroSchema } from '../parse-avro.ts';
import type { AvroCodecOptions } from './codec-options.ts';
import { compileAvroReader } from './compile-reader.ts';
import { compileAvroWriter } from './compile-writer.ts';

function encode(schema: unknown, value: unknown, options: AvroCodecOptions = {}): string {
  return compileAvroWriter(parseAvroSchema(JSON.stringify(schema)), options)
    .encode(value)
    .toString('hex');
}

function decode(schema: unknown, hex: string, options: AvroCodecOptions = {}): unknown {
  const parsed = parseAvroSchema(JSON.stringify(schema));
  return compileAvroReader(parsed, parsed, options).decode(Buffer.from(hex, 'hex'));
}

const decimal = { type: 'bytes', logicalType: 'decimal', precision: 6, scale: 2 };
const day = { type: 'int', logicalType: 'date' };
const bigDecimal = { type: 'bytes', logicalType: 'big-decimal' };

test('a decimal is a text with all its digits', () => {
  for (const [text, hex] of [
    ['0.00', '0200'],
    ['1.27', '027f'],
    ['1.28', '040080'],
    ['-1.28', '0280'],
    ['-1.29', '04ff7f'],
    ['9999.99', '060f423f'],
    ['-0.01', '02ff'],
  ] as const) {
    assert.equal(encode(decimal, text), hex, text);
    assert.equal(decode(decimal, hex), text);
  }
  assert.equal(decode(decimal, '00'), '0.00');
  assert.equal(encode(decimal, 12.5), encode(decimal, '12.500'));
  assert.equal(encode(decimal, 12n), encode(decimal, '+012'));
});

test('a decimal that does not fit is refused', () => {
  for (const bad of ['1.001', '10000.00', 0.001]) {
    assert.throws(() => encode(decimal, bad), {
      message: `expected a decimal of 6 digits, 2 behind the point, got ${bad}`,
    });
  }
  for (const bad of ['', '1e2', 'x', null, Number.NaN, {}]) {
    assert.throws(() => encode(decimal, bad), /expected decimal \(a text like "12.50"\), got/);
  }
  assert.throws(
    () => decode(decimal, `${Buffer.from([0xfe, 0x7f]).toString('hex')}${'11'.repeat(9000)}`),
    /a decimal of/,
  );
});

test('a decimal on a fixed fills it with its sign', () => {
  const fixed = { type: 'fixed', name: 'D', size: 4, logicalType: 'decimal', precision: 9, scale: 2 };
  assert.equal(encode(fixed, '-1.00'), 'ffffff9c');
  assert.equal(encode(fixed, '1.00'), '00000064');
  assert.equal(decode(fixed, 'ffffff9c'), '-1.00');
});

test('a big-decimal brings its scale', () => {
  for (const [text, hex] of [
    ['-12.50', '0804fb1e04'],
    ['125', '06027d00'],
    ['125E+9', '06027d11'],
  ] as const) {
    assert.equal(encode(bigDecimal, text), hex);
    assert.equal(decode(bigDecimal, hex), text);
  }
  assert.equal(decode(bigDecimal, '0e0202feffffff0f'), '2E-2147483647');
  assert.throws(() => decode(bigDecimal, '0402'), /ends too early/);
});

test("the bytes are those of Java's conversions", () => {
  const long = { type: 'bytes', logicalType: 'decimal', precision: 20, scale: 3 };
  for (const [schema, text, inner] of [
    [long, '-12.500', 'cf2c'],
    [long, '127.999', '01f3ff'],
    [long, '-128.001', 'fe0bff'],
    [long, '99999999999999999.999', '056bc75e2d630fffff'],
    [bigDecimal, '0.00', '020004'],
    [bigDecimal, '-0.001', '02ff06'],
    [bigDecimal, '123456789012345678901234567890.5', '1a0f951a9fa3a286c94f0e766c3902'],
    [bigDecimal, '1E-50', '020164'],
  ] as const) {
    const hex = encode('bytes', Buffer.from(inner, 'hex'));
    assert.equal(encode(schema, text), hex, text);
    assert.equal(decode(schema, hex), text);
  }
});

test('a uuid is a text on string and on fixed', () => {
  const uuid = '095d71cf-1255-6b9d-5e33-0ad575b3df5d';
  const fixed = { type: 'fixed', name: 'U', size: 16, logicalType: 'uuid' };
  assert.equal(encode(fixed, uuid), uuid.replaceAll('-', ''));
  assert.equal(decode(fixed, uuid.replaceAll('-', '')), uuid);
  assert.equal(decode({ type: 'string', logicalType: 'uuid' }, '0278'), 'x');
  assert.throws(() => encode({ type: 'string', logicalType: 'uuid' }, 'x'), {
    message: 'expected uuid, got string "x"',
  });
});

test('a date is a day of the calendar, over the whole range of its days', () => {
  for (const [text, days] of [
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2100-03-01', 47_541],
    ['0000-03-01', -719_468],
    ['-000001-12-31', -719_529],
    ['+5881580-07-11', 2 ** 31 - 1],
    ['-5877641-06-23', -(2 ** 31)],
  ] as const) {
    assert.equal(decode(day, encode('int', days)), text);
    assert.equal(encode(day, text), encode('int', days));
  }
  for (let days = -800_000; days < 800_000; days += 377) {
    const shown = decode(day, encode('int', days)) as string;
    assert.equal(shown, new Date(days * 86_400_000).toISOString().split('T')[0]);
  }
  assert.equal(encode(day, new Date('2000-02-29T23:00:00Z')), encode(day, '2000-02-29'));
  assert.throws(() => encode(day, '2001-02-29'), {
    message: 'expected date, got 2001-02-29, which is not in the calendar',
  });
  assert.throws(() => encode(day, 'today'), /expected date \(a text like "2024-02-29"\), got string "today"/);
});

test('a timestamp in milliseconds is a Date, as far as a Date goes', () => {
  const stamp = { type: 'long', logicalType: 'timestamp-millis' };
  const at = new Date('2024-02-29T12:00:00.123Z');
  assert.deepEqual(decode(stamp, encode(stamp, at)), at);
  assert.equal(encode(stamp, at), encode('long', at.getTime()));
  assert.equal(encode(stamp, at.getTime()), encode('long', at.getTime()));
  assert.deepEqual(decode(stamp, encode(stamp, at), { long: 'bigint' }), at);
  assert.throws(() => decode(stamp, encode('long', 8.64e15 + 1)), /8640000000000001 ms is past what a Date can hold/);
  assert.throws(() => encode(stamp, new Date(Number.NaN)), /got an invalid Date/);
  assert.throws(() => encode(stamp, '2024-02-29'), /expected timestamp-millis \(a Date, or milliseconds\), got string/);
});

test('what JavaScript has nothing for stays a number, nanoseconds a bigint', () => {
  for (const logicalType of ['time-micros', 'timestamp-micros', 'local-timestamp-millis', 'local-timestamp-micros']) {
    assert.equal(decode({ type: 'long', logicalType }, encode('long', 5)), 5);
  }
  assert.equal(decode({ type: 'int', logicalType: 'time-millis' }, '0a'), 5);
  for (const logicalType of ['timestamp-nanos', 'local-timestamp-nanos']) {
    const now = 1_764_122_400_000_000_001n;
    assert.equal(decode({ type: 'long', logicalType }, encode({ type: 'long', logicalType }, now)), now);
  }
});

test('a duration is its three counts', () => {
  const duration = { type: 'fixed', name: 'D', size: 12, logicalType: 'duration' };
  const value = { months: 1, days: 2, millis: 2 ** 32 - 1 };
  assert.equal(encode(duration, value), '0100000002000000ffffffff');
  assert.deepEqual(decode(duration, '0100000002000000ffffffff'), value);
  assert.throws(
    () => encode(duration, { months: -1, days: 0, millis: 0 }),
    /expected duration \{ months, days, millis \}/,
  );
});

test('without logical types values are what the data says', () => {
  const off = { logicalTypes: false };
  assert.deepEqual(decode(decimal, '0280', off), Buffer.from([0x80]));
  assert.equal(decode(day, '02', off), 1);
  assert.equal(decode({ type: 'long', logicalType: 'timestamp-millis' }, '02', off), 1);
});

test("a conversion of one's own stands before the built-in one", () => {
  const options: AvroCodecOptions = {
    logicalTypes: {
      'timestamp-micros': () => ({
        jsType: 'string',
        long: 'bigint',
        read: (raw) => `${String(raw)}us`,
        write: (value) => BigInt(String(value).replace('us', '')),
      }),
    },
  };
  const stamp = { type: 'long', logicalType: 'timestamp-micros' };
  assert.equal(decode(stamp, encode(stamp, '5us', options), options), '5us');
  assert.equal(decode(['null', 'int', stamp], '040a', options), '5us');
  assert.equal(decode(day, '02', options), '1970-01-02');
});
