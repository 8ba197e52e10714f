import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeaderEpochCache } from './leader-epoch-cache.ts';

function cacheOf(...entries: [epoch: number, startOffset: number][]): LeaderEpochCache {
  const cache = new LeaderEpochCache();
  for (const [epoch, startOffset] of entries) cache.assign(epoch, startOffset);
  return cache;
}

const pairs = (cache: LeaderEpochCache): number[][] => cache.entries.map((entry) => [entry.epoch, entry.startOffset]);

test('the latest epoch ends where the log ends', () => {
  assert.deepEqual(cacheOf([2, 0], [5, 10]).endOffsetFor(5, 33), { epoch: 5, endOffset: 33 });
});
test('an older epoch ends where the next one begins', () => {
  assert.deepEqual(cacheOf([2, 0], [5, 10], [7, 20]).endOffsetFor(2, 33), { epoch: 2, endOffset: 10 });
});
test('an epoch that did not write here is answered with the one before it', () => {
  assert.deepEqual(cacheOf([2, 0], [5, 10], [7, 20]).endOffsetFor(6, 33), { epoch: 5, endOffset: 20 });
});
test('an epoch older than all known ends where the first one begins', () => {
  assert.deepEqual(cacheOf([2, 4], [5, 10]).endOffsetFor(1, 33), { epoch: 1, endOffset: 4 });
});
test('an epoch newer than all known, or no epoch, has no end', () => {
  assert.deepEqual(cacheOf([2, 0]).endOffsetFor(3, 33), { epoch: -1, endOffset: -1 });
  assert.deepEqual(cacheOf([2, 0]).endOffsetFor(-1, 33), { epoch: -1, endOffset: -1 });
  assert.deepEqual(cacheOf().endOffsetFor(0, 33), { epoch: -1, endOffset: -1 });
});
test('an epoch under which nothing was written gives way to the next', () => {
  assert.deepEqual(pairs(cacheOf([1, 0], [2, 10], [3, 10])), [
    [1, 0],
    [3, 10],
  ]);
});
test('when the log is cut, epochs that began behind the cut are forgotten', () => {
  const cache = cacheOf([1, 0], [2, 10], [3, 20]);
  cache.truncateFromEnd(20);
  assert.deepEqual(pairs(cache), [
    [1, 0],
    [2, 10],
  ]);
  assert.equal(cache.latestEpoch, 2);
});
test('when the log starts later, the epoch of the new start begins there', () => {
  const cache = cacheOf([1, 0], [2, 10], [3, 20]);
  cache.isDirty = false;
  cache.truncateFromStart(15);
  assert.deepEqual(pairs(cache), [
    [2, 15],
    [3, 20],
  ]);
  assert.equal(cache.isDirty, true);
  assert.equal(cache.epochForOffset(17), 2);
  assert.equal(cache.epochForOffset(14), -1);
  cache.isDirty = false;
  cache.truncateFromStart(15);
  assert.equal(cache.isDirty, false);
});
