import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchOf } from './log.test.support.ts';
import { LogTail, TailCache } from './tail-cache.ts';

function batch(baseOffset: number, count = 1): Buffer {
  return batchOf(
    Array.from({ length: count }, () => ({})),
    { baseOffset },
  );
}

/** A buffer with memory of its own, of which it is a slice. */
function within(frameBytes: number, bytes: Buffer): Buffer {
  const frame = Buffer.allocUnsafeSlow(frameBytes);
  bytes.copy(frame, 10);
  return frame.subarray(10, 10 + bytes.length);
}

function collect(
  tail: LogTail,
  offset: number,
  options: { maxBytes?: number; upperBound?: number; minOneBatch?: boolean } = {},
): Buffer[] | null {
  const found: Buffer[] = [];
  const size = tail.collect(found, { offset, maxBytes: 1e6, upperBound: Infinity, minOneBatch: false, ...options });
  return size < 0 ? null : found;
}

test('the very buffers that were appended are served, from the one that holds the offset', () => {
  const cache = new TailCache(1e6);
  const tail = new LogTail();
  const batches = [batch(0, 3), batch(3, 2), batch(5, 1)];
  for (const [index, bytes] of batches.entries()) cache.add(tail, bytes, [0, 3, 5][index]!);
  const found = collect(tail, 4)!;
  assert.equal(found.length, 2);
  assert.equal(found[0], batches[1]);
  assert.equal(found[1], batches[2]);
});

test('only whole batches, within the size and below the bound, the first one however large if asked for', () => {
  const cache = new TailCache(1e6);
  const tail = new LogTail();
  for (const offset of [0, 2, 4]) cache.add(tail, batch(offset, 2), offset);
  const size = batch(0, 2).length;
  assert.equal(collect(tail, 0, { maxBytes: 2 * size })?.length, 2);
  assert.equal(collect(tail, 0, { maxBytes: 2 * size - 1 })?.length, 1);
  assert.equal(collect(tail, 0, { maxBytes: 1 })?.length, 0);
  assert.equal(collect(tail, 0, { maxBytes: 1, minOneBatch: true })?.length, 1);
  assert.equal(collect(tail, 0, { upperBound: 4 })?.length, 2);
  assert.equal(collect(tail, 0, { upperBound: 3 })?.length, 1);
});

test('the oldest batches of all logs go first when the memory is used up', () => {
  const cache = new TailCache(10_000);
  const tails = [new LogTail(), new LogTail()];
  for (let i = 0; i < 10; i++) cache.add(tails[i % 2]!, within(3000, batch(i)), i);
  assert.equal(cache.batchCount, 3);
  assert.ok(cache.sizeInBytes <= 10_000);
  assert.deepEqual([tails[0]!.firstOffset, tails[1]!.firstOffset], [8, 7]);
  assert.equal(collect(tails[0]!, 6), null);
});

test('what counts is the memory that a batch keeps alive, once for batches of one frame', () => {
  const cache = new TailCache(1e6);
  const tail = new LogTail();
  const frame = Buffer.allocUnsafeSlow(5000);
  for (let i = 0; i < 3; i++) {
    const bytes = batch(i);
    bytes.copy(frame, 100 * i);
    cache.add(tail, frame.subarray(100 * i, 100 * i + bytes.length), i);
  }
  assert.equal(cache.sizeInBytes, 5000);
  cache.add(tail, within(700, batch(3)), 3);
  assert.equal(cache.sizeInBytes, 5700);
});

test('a log that is gone leaves nothing behind, and the batches of others stay findable', () => {
  const cache = new TailCache(20_000);
  const gone = new LogTail();
  const other = new LogTail();
  for (let i = 0; i < 3; i++) cache.add(gone, within(3000, batch(i)), i);
  gone.clear();
  assert.equal(collect(gone, 0), null);
  for (let i = 0; i < 3000; i++) {
    cache.add(other, within(3000, batch(i)), i);
    assert.equal(collect(other, i)?.length, 1);
  }
  assert.equal(cache.batchCount, 6);
});
