import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isKafkaError } from '#kernel';
import { compressSnappy, decompressSnappy } from './snappy.ts';

const LIMIT = 1 << 20;

function refuses(bytes: Uint8Array, maxOutputBytes = LIMIT): void {
  assert.throws(
    () => decompressSnappy(bytes, maxOutputBytes),
    (error) => isKafkaError(error, 'CORRUPT_MESSAGE'),
  );
}

/** Elements by the format's description: the size, then literals and copies. */
function block(size: number, ...elements: number[][]): Buffer {
  return Buffer.from([...(size < 128 ? [size] : [size | 128, size >> 7]), ...elements.flat()]);
}

const literal = (text: string): number[] => [(text.length - 1) << 2, ...Buffer.from(text)];
const shortCopy = (length: number, distance: number): number[] => [
  1 | ((length - 4) << 2) | ((distance >> 8) << 5),
  distance & 0xff,
];
const copy = (length: number, distance: number): number[] => [2 | ((length - 1) << 2), distance & 0xff, distance >> 8];
const farCopy = (length: number, distance: number): number[] => [3 | ((length - 1) << 2), distance, 0, 0, 0];

test('a bare block is read: literals, the three kinds of copies, and runs that overlap themselves', () => {
  const bytes = block(30, literal('samsa '), shortCopy(6, 6), copy(12, 12), farCopy(5, 6), literal('!'));
  assert.equal(Buffer.from(decompressSnappy(bytes, LIMIT)).toString(), 'samsa samsa samsa samsa samsa!');
  const run = block(200, literal('x'), copy(64, 1), copy(64, 1), copy(64, 1), copy(7, 1));
  assert.equal(Buffer.from(decompressSnappy(run, LIMIT)).toString(), 'x'.repeat(200));
});

test('literals with lengths of one to four bytes are read', () => {
  const text = Buffer.alloc(300, 'abc');
  for (const [tag, extra] of [
    [61, 2],
    [62, 3],
    [63, 4],
  ] as const) {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length - 1);
    const bytes = block(300, [tag << 2, ...length.subarray(0, extra), ...text]);
    assert.deepEqual(decompressSnappy(bytes, LIMIT), text);
  }
  assert.deepEqual(decompressSnappy(block(100, [60 << 2, 99, ...text.subarray(0, 100)]), LIMIT), text.subarray(0, 100));
});

test('blocks that lie about their size, or reach before or past themselves, are refused', () => {
  refuses(block(7, literal('samsa ')));
  refuses(block(5, literal('samsa ')));
  refuses(block(10, literal('samsa '), copy(5, 6)));
  refuses(block(12, literal('samsa '), copy(6, 7)));
  refuses(block(12, literal('samsa '), copy(6, 0)));
  refuses(block(12, literal('samsa '), [2 | (5 << 2), 6]));
  refuses(block(6, [20 << 2, 1, 2]));
  refuses(Buffer.from([]));
  refuses(Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x01]));
  refuses(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0x61]));
});

test('Java framing: several blocks, none for nothing, and refusal of cut or empty ones', () => {
  const text = Buffer.alloc(100_000, 'samsa awoke one morning; ');
  const framed = compressSnappy(text);
  assert.deepEqual(decompressSnappy(framed, text.length), text);
  refuses(framed, text.length - 1);
  assert.equal(decompressSnappy(compressSnappy(Buffer.alloc(0)), 0).length, 0);
  const blockEnds = new Set<number>([16]);
  for (let p = 16; p < framed.length; p += 4 + framed.readInt32BE(p)) blockEnds.add(p);
  for (let cut = 16; cut < framed.length; cut += 7) if (!blockEnds.has(cut)) refuses(framed.subarray(0, cut));
  for (const length of [0, -1, 0x7fffffff]) {
    const damaged = Buffer.from(framed);
    damaged.writeInt32BE(length, 16);
    refuses(damaged);
  }
});

test('what blocks claim together is checked against the limit before anything is allocated', () => {
  const claim = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const bomb = compressSnappy(Buffer.alloc(30_000)).subarray(16);
  refuses(Buffer.concat([claim, ...Array.from({ length: 50 }, () => bomb)]));
});

test('garbage is decoded or refused, never written out of bounds', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(5000), (garbage, size) => {
      for (const bytes of [garbage, Buffer.concat([block(size), garbage])]) {
        try {
          assert.ok(decompressSnappy(bytes, 100_000).length <= 100_000);
        } catch (error) {
          assert.ok(isKafkaError(error, 'CORRUPT_MESSAGE'), String(error));
        }
      }
    }),
    { numRuns: 3000 },
  );
});
