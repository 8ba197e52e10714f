import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AssertionFailure } from '../assert.ts';
import { UnwrittenChunks } from './unwritten-chunks.ts';

test('however short the writes, all bytes are written once and in place, at most 1024 chunks a time', () => {
  const lengths = fc.array(fc.nat(5), { maxLength: 2500, size: 'max' });
  const chunksOf = (sizes: number[]): Buffer[] => sizes.map((length, index) => Buffer.alloc(length, index));
  fc.assert(
    fc.property(lengths, fc.double({ min: 0.01, max: 1, noNaN: true }), (sizes, part) => {
      const given = chunksOf(sizes);
      const rest = new UnwrittenChunks(given, 7);
      const written: Buffer[] = [];
      while (rest.length > 0) {
        const batch = rest.next();
        assert.ok(batch.length <= 1024);
        const bytes = Buffer.concat(batch);
        const count = Math.ceil(part * bytes.length);
        assert.equal(rest.position, 7 + Buffer.concat(written).length);
        written.push(bytes.subarray(0, count));
        rest.advance(count);
      }
      assert.deepEqual(Buffer.concat(written), Buffer.concat(given));
    }),
    { numRuns: 50 },
  );
});

test('a system that takes nothing and reports no failure is a bug, not an endless loop', () => {
  assert.throws(() => new UnwrittenChunks([Buffer.from('a')], 0).advance(0), AssertionFailure);
});
