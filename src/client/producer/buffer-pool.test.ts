import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BufferPool } from './buffer-pool.ts';

test('a pool never gives out more than it has, and takes everything back', () => {
  const step = fc.oneof(
    fc.record({ take: fc.integer({ min: 1, max: 2_000_000 }), wanted: fc.integer({ min: 1, max: 2_000_000 }) }),
    fc.record({ giveBack: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.array(step, { maxLength: 60 }), (total, steps) => {
      const pool = new BufferPool(total);
      const taken: Buffer[] = [];
      for (const one of steps) {
        if ('take' in one) {
          const available = pool.availableBytes;
          const buffer = pool.take(one.take, one.wanted);
          assert.equal(buffer === null, one.take > available, 'null only where there is not enough');
          if (buffer !== null) assert.ok(buffer.length >= one.take);
          if (buffer !== null) taken.push(buffer);
        } else if (taken.length > 0) pool.release(taken.splice(one.giveBack % taken.length, 1)[0]!);
        const used = taken.reduce((sum, { length }) => sum + length, 0);
        assert.equal(pool.availableBytes, total - used);
      }
      for (const buffer of taken) pool.release(buffer);
      assert.equal(pool.availableBytes, total);
    }),
  );
});

test('a buffer that was given back is used again', () => {
  const pool = new BufferPool(1_000_000);
  const first = pool.take(10_000)!;
  pool.release(first);
  assert.equal(pool.take(16_000), first);
});

test('with little memory left a batch gets just what it needs', () => {
  const pool = new BufferPool(20_000);
  assert.equal(pool.take(100, 60_000)!.length, 16 * 1024);
  assert.equal(pool.take(3000, 60_000)!.length, 3000);
  assert.equal(pool.take(3000), null);
});
