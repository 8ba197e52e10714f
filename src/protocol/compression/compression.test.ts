import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isKafkaError } from '#kernel';
import { compress, COMPRESSION_NAMES, compressionTypeForName, CompressionType, decompress } from './compression.ts';

const types = [CompressionType.GZIP, CompressionType.SNAPPY, CompressionType.LZ4, CompressionType.ZSTD];

/** From random, which does not compress, to repetitive in runs of any length. */
const content = fc
  .array(fc.tuple(fc.uint8Array({ maxLength: 80 }), fc.integer({ min: 1, max: 400 })), { maxLength: 12 })
  .map((parts) =>
    Buffer.concat(parts.map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes)))),
  );

for (const type of types) {
  const name = COMPRESSION_NAMES[type]!;

  test(`${name} gives any bytes back, at the very limit, and refuses them one below`, () => {
    fc.assert(
      fc.property(content, (bytes) => {
        const compressed = compress(type, bytes);
        assert.ok(Buffer.from(decompress(type, compressed, bytes.length)).equals(bytes));
        if (bytes.length === 0) return;
        assert.throws(
          () => decompress(type, compressed, bytes.length - 1),
          (error) => isKafkaError(error, 'CORRUPT_MESSAGE'),
        );
      }),
      { numRuns: 150 },
    );
  });

  test(`${name} that is cut, flipped or garbage gives bytes within the limit or the typed error`, () => {
    const whole = compress(type, Buffer.alloc(20_000, 'the same again and again, '));
    const attempt = (bytes: Uint8Array): void => {
      try {
        assert.ok(decompress(type, bytes, 50_000).length <= 50_000);
      } catch (error) {
        assert.ok(isKafkaError(error, 'CORRUPT_MESSAGE'), String(error));
      }
    };
    for (let cut = 0; cut < whole.length; cut += 3) attempt(whole.subarray(0, cut));
    fc.assert(
      fc.property(fc.nat(whole.length * 8 - 1), fc.uint8Array({ maxLength: 60 }), (bit, garbage) => {
        const flipped = Buffer.from(whole);
        flipped[bit >> 3] = flipped[bit >> 3]! ^ (1 << (bit & 7));
        attempt(flipped);
        attempt(garbage);
      }),
      { numRuns: 500 },
    );
  });
}

test('not even a byte comes out where none may', () => {
  for (const type of types) {
    assert.equal(decompress(type, compress(type, Buffer.alloc(0)), 0).length, 0);
    assert.throws(
      () => decompress(type, compress(type, Buffer.alloc(1)), 0),
      (error) => isKafkaError(error, 'CORRUPT_MESSAGE'),
    );
  }
});

test('levels are taken where a format has them', () => {
  const text = Buffer.from(Array.from({ length: 5000 }, (_, i) => `${i} of ${(i * 7919) % 1000}, `).join(''));
  for (const type of [CompressionType.GZIP, CompressionType.ZSTD]) {
    assert.ok(compress(type, text, 9).length < compress(type, text, 1).length);
  }
});

test('no compression passes bytes on as they are', () => {
  const bytes = Buffer.from('plain');
  assert.equal(compress(CompressionType.NONE, bytes), bytes);
  assert.equal(decompress(CompressionType.NONE, bytes, 0), bytes);
});

test('types 5 to 7 do not exist', () => {
  for (const type of [5, 6, 7, -1]) {
    assert.throws(
      () => decompress(type, Buffer.from('x'), 10),
      (error) => isKafkaError(error, 'UNSUPPORTED_COMPRESSION_TYPE'),
    );
  }
});

test('a type is found by its config word', () => {
  assert.equal(compressionTypeForName('lz4'), CompressionType.LZ4);
  assert.equal(compressionTypeForName('none'), CompressionType.NONE);
  assert.equal(compressionTypeForName('producer'), undefined);
});
