import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isKafkaError } from '#kernel';
import { sizeOfVarint, sizeOfVarlong, VarintReader, writeVarint, writeVarlong } from './varint.ts';

function readerOf(bytes: Uint8Array, limit = bytes.length): VarintReader {
  const reader = new VarintReader(bytes);
  reader.limit = limit;
  return reader;
}

/** The zigzag encoding by the book, with BigInt. */
function encodeSlowly(value: bigint, bits: bigint): number[] {
  let rest = BigInt.asUintN(Number(bits), (value << 1n) ^ (value >> (bits - 1n)));
  const bytes: number[] = [];
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}

const int32 = fc.oneof(
  fc.integer(),
  fc.integer({ min: 0, max: 31 }).map((n) => ((1 << n) - 1) | 0),
  fc.constantFrom(0, -1, 63, -64, 64, -65, 0x7fffffff, -0x80000000),
);
const delta = fc.oneof(
  fc.maxSafeInteger(),
  int32,
  fc
    .tuple(fc.integer({ min: 0, max: 53 }), fc.integer({ min: -2, max: 2 }))
    .map(([n, d]) => Math.min(2 ** n + d, 2 ** 53)),
  fc.constantFrom(2 ** 53, -(2 ** 53), 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 34, 2 ** 35 - 1),
);

test('an int32 is written as its zigzag varint, in the size foretold, and read back', () => {
  fc.assert(
    fc.property(int32, (value) => {
      const buf = new Uint8Array(8).fill(0xee);
      const end = writeVarint(buf, 1, value);
      assert.deepEqual([...buf.subarray(1, end)], encodeSlowly(BigInt(value), 32n));
      assert.equal(sizeOfVarint(value), end - 1);
      const reader = readerOf(buf, end);
      reader.pos = 1;
      assert.equal(reader.readVarint(), value);
      assert.equal(reader.pos, end);
    }),
    { numRuns: 2000 },
  );
});

test('a timestamp delta of any size is written as its zigzag varlong, in the size foretold, and read back', () => {
  fc.assert(
    fc.property(delta, (value) => {
      const buf = new Uint8Array(12).fill(0xee);
      const end = writeVarlong(buf, 1, value);
      assert.deepEqual([...buf.subarray(1, end)], encodeSlowly(BigInt(value), 64n));
      assert.equal(sizeOfVarlong(value), end - 1);
      const reader = readerOf(buf, end);
      reader.pos = 1;
      assert.equal(reader.readVarlong(), value);
      assert.equal(reader.pos, end);
    }),
    { numRuns: 2000 },
  );
});

test('a varint that is cut off, never ends, or is beyond 2^53 is refused', () => {
  const endless = new Uint8Array(20).fill(0x80);
  const invalid = (error: unknown): boolean => isKafkaError(error, 'INVALID_RECORD');
  for (let limit = 0; limit <= endless.length; limit++) {
    assert.throws(() => readerOf(endless, limit).readVarint(), invalid);
    assert.throws(() => readerOf(endless, limit).readVarlong(), invalid);
  }
  for (const beyond of [2n ** 53n + 1n, 2n ** 53n + 2n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)]) {
    assert.throws(() => readerOf(Uint8Array.from(encodeSlowly(beyond, 64n))).readVarlong(), invalid);
  }
});
