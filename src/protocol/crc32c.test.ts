import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { crc32c, crc32cInJavaScript } from './crc32c.ts';

const implementations = [
  ['the one in use', crc32c],
  ['plain JavaScript', crc32cInJavaScript],
] as const;

for (const [name, checksum] of implementations) {
  test(`CRC-32C by ${name} gives the values of RFC 3720 B.4`, () => {
    assert.equal(checksum(new Uint8Array(32)), 0x8a9136aa);
    assert.equal(checksum(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
    assert.equal(checksum(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
    assert.equal(checksum(Uint8Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c);
    assert.equal(checksum(new Uint8Array(0)), 0);
  });
}

test('native code and plain JavaScript agree on any bytes, at any offset into a buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4096 }), fc.nat(40), (bytes, skip) => {
      const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).subarray(skip);
      assert.equal(crc32cInJavaScript(view), crc32c(view));
    }),
    { numRuns: 500 },
  );
});

test('a checksum continued from a prefix is that of the whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
      for (const [, checksum] of implementations) {
        assert.equal(checksum(bytes.subarray(cut), checksum(bytes.subarray(0, cut))), checksum(bytes));
      }
    }),
  );
});
