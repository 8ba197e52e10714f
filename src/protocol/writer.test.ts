import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LONG_MAX, LONG_MIN, Reader } from './reader.ts';
import { Writer } from './writer.ts';

describe('Writer', () => {
  test('64-bit integers come back as they were written', () => {
    const values = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(0, -1, LONG_MAX, LONG_MIN));
    const property = fc.property(values, (value) => {
      const writer = new Writer();
      writer.int64(value);
      assert.equal(new Reader(writer.finishBuffer()).int64(), value);
    });
    fc.assert(property);
  });

  test('a frame has its length before it, spliced bytes counted', () => {
    const writer = new Writer();
    writer.beginFrame();
    writer.int16(7);
    writer.bytes(new Uint8Array(10_000));
    writer.int16(8);
    assert.equal(writer.length, 4 + 2 + 4 + 10_000 + 2);
    const frame = Buffer.concat(writer.finish());
    assert.equal(frame.readInt32BE(0), frame.length - 4);
    assert.equal(frame.readInt16BE(frame.length - 2), 8);
  });

  test('large byte arrays are handed on without a copy, small ones are copied', () => {
    const large = new Uint8Array(10_000).fill(1);
    const small = new Uint8Array(10).fill(2);
    const writer = new Writer();
    writer.begin();
    writer.bytes(large);
    writer.compactBytes(small);
    writer.bytes(large);
    const chunks = writer.finish();
    assert.equal(chunks.filter((chunk) => chunk === large).length, 2);
    assert.deepEqual(
      chunks.map(({ length }) => length),
      [4, 10_000, 1 + 10 + 4, 10_000],
    );
    const reader = new Reader(Buffer.concat(chunks));
    assert.deepEqual(new Uint8Array(reader.bytes()), large);
    assert.deepEqual(new Uint8Array(reader.compactBytes()), small);
  });

  test('a finished message stays as it is while others are written', () => {
    const writer = new Writer();
    const finished: { bytes: Uint8Array[]; text: string }[] = [];
    for (let i = 0; i < 2000; i++) {
      const text = `message ${i} `.repeat(10);
      writer.beginFrame();
      writer.string(text);
      finished.push({ bytes: writer.finish(), text });
    }
    for (const { bytes, text } of finished) {
      const reader = new Reader(Buffer.concat(bytes));
      assert.equal(reader.int32(), reader.remaining);
      assert.equal(reader.string(), text);
    }
  });

  test('a message larger than a slab is whole', () => {
    const writer = new Writer();
    writer.beginFrame();
    for (let i = 0; i < 100_000; i++) writer.int32(i);
    const chunks = writer.finish();
    assert.equal(chunks.length, 1);
    const reader = new Reader(chunks[0]!);
    assert.equal(reader.int32(), 400_000);
    assert.deepEqual(
      reader.int32s(100_000),
      Array.from({ length: 100_000 }, (_, i) => i),
    );
  });

  test('every primitive may be the one that needs a new slab', () => {
    const uuid = 'v1gbxu5XJctGUbiQQ9iIwQ';
    const tries: [(writer: Writer) => void, (reader: Reader) => unknown, unknown][] = [
      [(w) => w.int8(-3), (r) => r.int8(), -3],
      [(w) => w.boolean(true), (r) => r.boolean(), true],
      [(w) => w.int16(-300), (r) => r.int16(), -300],
      [(w) => w.uint16(60_000), (r) => r.uint16(), 60_000],
      [(w) => w.int32(-70_000), (r) => r.int32(), -70_000],
      [(w) => w.uint32(4e9), (r) => r.uint32(), 4e9],
      [(w) => w.int64(-5e12), (r) => r.int64(), -5e12],
      [(w) => w.float64(0.1), (r) => r.float64(), 0.1],
      [(w) => w.uuid(uuid), (r) => r.uuid(), uuid],
      [(w) => w.uvarint(5), (r) => r.uvarint(), 5],
      [(w) => w.uvarint(3e9), (r) => r.uvarint(), 3e9],
      [(w) => w.string('abc'), (r) => r.string(), 'abc'],
      [(w) => w.compactString('äöü'), (r) => r.compactString(), 'äöü'],
      [(w) => w.compactString('é'.repeat(60)), (r) => r.compactString(), 'é'.repeat(60)],
      [(w) => w.bytes(Buffer.from('abc')), (r) => r.bytes().toString(), 'abc'],
      [(w) => w.endTag(w.beginTag()), (r) => r.tagEnd() - r.position, 0],
    ];
    for (const [write, read, value] of tries) {
      for (let left = 0; left < 24; left++) {
        const writer = new Writer();
        writer.beginFrame();
        for (let i = 4; i < 64 * 1024 - left; i++) writer.int8(1);
        write(writer);
        const reader = new Reader(writer.finishBuffer());
        reader.int32();
        reader.int8s(64 * 1024 - left - 4);
        assert.equal(read(reader), value);
        reader.expectEnd();
      }
    }
  });

  test('a message that was begun and not finished leaves no trace', () => {
    const writer = new Writer();
    writer.beginFrame();
    writer.bytes(new Uint8Array(10_000));
    writer.begin();
    writer.int8(1);
    assert.equal(writer.finishBuffer().toString('hex'), '01');
  });

  test('the value of a tagged field has its size before it, however long it is', () => {
    for (const length of [0, 1, 125, 126, 127, 128, 200, 17_000, 30_000]) {
      const text = 'a'.repeat(length);
      const writer = new Writer();
      writer.int8(5);
      const begin = writer.beginTag();
      writer.compactString(text);
      writer.endTag(begin);
      writer.int8(6);
      const reader = new Reader(writer.finishBuffer());
      assert.equal(reader.int8(), 5);
      const end = reader.tagEnd();
      assert.equal(reader.compactString(), text);
      reader.expectTagEnd(end);
      assert.equal(reader.int8(), 6);
    }
  });

  test('strings of all lengths and scripts come back as they were written', () => {
    const units = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 100 }), fc.string({ maxLength: 300 }));
    const property = fc.property(fc.array(units, { maxLength: 10 }), (texts) => {
      const writer = new Writer();
      for (const text of texts) {
        writer.string(text);
        writer.compactStringOrNull(text);
      }
      const reader = new Reader(writer.finishBuffer());
      for (const text of texts) {
        assert.equal(reader.string(), text);
        assert.equal(reader.compactStringOrNull(), text);
      }
    });
    fc.assert(property);
  });

  test('a value that its type does not hold is refused, not cut to size', () => {
    const writer = new Writer();
    const range = { name: 'ProtocolError', code: 'VALUE_OUT_OF_RANGE' };
    assert.throws(() => writer.int8(128), range);
    assert.throws(() => writer.int16(-32769), range);
    assert.throws(() => writer.uint16(65536), range);
    assert.throws(() => writer.int32(2 ** 31), range);
    assert.throws(() => writer.int32(0.5), range);
    assert.throws(() => writer.uint32(-1), range);
    assert.throws(() => writer.int64(2 ** 53), range);
    assert.throws(() => writer.int64(Number.NaN), range);
    assert.throws(() => writer.uvarint(-1), range);
    assert.throws(() => writer.uuid('too short'), range);
    assert.throws(() => writer.string('a'.repeat(32768)), range);
    assert.throws(() => writer.compactString('€'.repeat(20_000)), range);
  });
});
