import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LONG_MAX, LONG_MIN, Reader } from './reader.ts';
import { Writer } from './writer.ts';

function readerOf(hex: string): Reader {
  return new Reader(Buffer.from(hex, 'hex'));
}

describe('Reader', () => {
  test('64-bit integers are exact up to ±(2^53-1), and Java’s extremes are ±2^63', () => {
    assert.equal(readerOf('001fffffffffffff').int64(), Number.MAX_SAFE_INTEGER);
    assert.equal(readerOf('ffe0000000000001').int64(), Number.MIN_SAFE_INTEGER);
    assert.equal(readerOf('ffffffffffffffff').int64(), -1);
    assert.equal(readerOf('0000000100000002').int64(), 2 ** 32 + 2);
    assert.equal(readerOf('7fffffffffffffff').int64(), LONG_MAX);
    assert.equal(readerOf('8000000000000000').int64(), LONG_MIN);
  });

  test('a 64-bit integer that a number does not hold is refused as such', () => {
    for (const hex of ['0020000000000000', 'ffe0000000000000', '7ffffffffffffffe', '8000000000000001']) {
      assert.throws(() => readerOf(hex).int64(), { name: 'ProtocolError', reason: 'unsafe integer' });
    }
  });

  test('a varint takes at most five bytes and 32 bits', () => {
    assert.equal(readerOf('00').uvarint(), 0);
    assert.equal(readerOf('ac02').uvarint(), 300);
    assert.equal(readerOf('ffffffff0f').uvarint(), 0xffffffff);
    assert.throws(() => readerOf('ffffffffff01').uvarint(), { reason: 'varint' });
    assert.throws(() => readerOf('ffff').uvarint(), { reason: 'truncated' });
  });

  test('an array that claims more elements than bytes are left for is refused before anything is allocated', () => {
    assert.throws(() => readerOf('7fffffff0000').count(1), { reason: 'count' });
    assert.throws(() => readerOf('ffffffff070000').compactCount(1), { reason: 'count' });
    assert.throws(() => readerOf('0000000300000000').count(2), { reason: 'count' });
    assert.equal(readerOf('0000000200000000').count(2), 2);
  });

  test('arrays with more structs and strings in all than the reader takes are refused', () => {
    const bytes = Buffer.from('00000003000000000000'.repeat(2) + '0000000100', 'hex');
    const reader = new Reader(bytes, { maxElements: 5 });
    assert.deepEqual(reader.strings(reader.count(2)), ['', '', '']);
    assert.throws(() => reader.strings(reader.count(2)), { reason: 'count' });
    const structs = new Reader(bytes, { maxElements: 2 });
    assert.throws(() => structs.structCount(2), { reason: 'count' });
    assert.deepEqual(new Reader(bytes, { maxElements: 2 }).count(2), 3);
  });

  test('unknown tagged fields are skipped, and kept where that is wanted', () => {
    const bytes = Buffer.from('02050201020600', 'hex');
    const skipping = new Reader(bytes);
    skipping.keepTags();
    assert.equal(skipping.remaining, 0);
    assert.equal(skipping.unknownTags, null);
    const keeping = new Reader(bytes, { keepUnknownTags: true });
    keeping.keepTags();
    assert.deepEqual(
      keeping.unknownTags?.map(({ tag, bytes: value }) => [tag, Buffer.from(value).toString('hex')]),
      [
        [5, '0102'],
        [6, ''],
      ],
    );
  });

  test('null where no null may be, and lengths below -1, are refused', () => {
    assert.throws(() => readerOf('ffff').string(), { reason: 'null' });
    assert.throws(() => readerOf('00').compactString(), { reason: 'null' });
    assert.throws(() => readerOf('fffe').stringOrNull(), { reason: 'length' });
    assert.throws(() => readerOf('fffffffe').bytesOrNull(), { reason: 'length' });
    assert.throws(() => readerOf('fffffffe').countOrNull(1), { reason: 'length' });
    assert.equal(readerOf('ffff').stringOrNull(), null);
    assert.equal(readerOf('ffffffff').bytesOrNull(), null);
    assert.equal(readerOf('00').compactCountOrNull(1), -1);
  });

  test('a compact string has the same longest length as any other', () => {
    const writer = new Writer();
    writer.uvarint(0x8000 + 1);
    const bytes = Buffer.concat([writer.finishBuffer(), Buffer.alloc(0x8000, 'a')]);
    assert.throws(() => new Reader(bytes).compactString(), { reason: 'length' });
  });

  test('bytes come back as a view of the frame', () => {
    const frame = Buffer.from('00000002abcd', 'hex');
    const view = new Reader(frame).bytes();
    frame[5] = 0;
    assert.equal(view.toString('hex'), 'ab00');
  });

  test('a frame that begins inside its memory is read from its beginning', () => {
    const memory = new Uint8Array([9, 9, 0, 1, 0x61, 9]);
    assert.equal(new Reader(memory.subarray(2, 5)).string(), 'a');
    assert.throws(() => new Reader(memory.subarray(2, 4)).string(), { reason: 'truncated' });
  });

  test('bytes behind a message are refused where the end is expected', () => {
    const reader = readerOf('0102');
    reader.int8();
    assert.throws(() => reader.expectEnd(), { reason: 'left over' });
    reader.int8();
    reader.expectEnd();
  });
});
