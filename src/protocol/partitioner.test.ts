import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { murmur2, partitionForKey } from './partitioner.ts';

test("the hash of known keys is that of Kafka's Java client", () => {
  assert.equal(murmur2(Buffer.from('')), 275646681);
  assert.equal(murmur2(Buffer.from('a2fb24', 'hex')), -1761142059);
  assert.equal(murmur2(Buffer.from('key-282904')), 1570086370);
});

test('any key goes to one of the partitions there are, always the same', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 100_000 }), (key, count) => {
      const partition = partitionForKey(key, count);
      assert.ok(Number.isInteger(partition) && partition >= 0 && partition < count);
      assert.equal(partitionForKey(Buffer.from(key), count), partition);
    }),
  );
});
