/** The order of Java's hash sets, by cases that were worked out from String.hashCode and HashMap's buckets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { javaHashOrder } from './java-hash-order.ts';

test('names come by the bucket of their hash, and not as they were put in', () => {
  // Single letters hash to their code: of 16 buckets p is in the first, a in the second.
  assert.deepEqual(javaHashOrder(['b', 'a', 'p', 'o']), ['p', 'a', 'b', 'o']);
});

test('names that share a bucket stay in the order in which they came', () => {
  // "Aa" and "BB" have one hash.
  assert.deepEqual(javaHashOrder(['BB', 'Aa']), ['BB', 'Aa']);
  assert.deepEqual(javaHashOrder(['Aa', 'BB']), ['Aa', 'BB']);
});

test('beyond three quarters the buckets double, and letters that shared one part', () => {
  const twelve = 'qabcdefghijk'.split('');
  assert.deepEqual(javaHashOrder(twelve), 'qabcdefghijk'.split(''));
  // With 32 buckets p is the seventeenth and no longer the first.
  assert.deepEqual(javaHashOrder('pqabcdefghijk'.split('')), 'abcdefghijkpq'.split(''));
});

test('each name is there once', () => {
  assert.deepEqual(javaHashOrder(['a', 'b', 'a']), ['a', 'b']);
});
