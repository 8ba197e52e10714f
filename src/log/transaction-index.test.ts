import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TransactionIndex, type AbortedTransaction } from './transaction-index.ts';

const entries = [
  { producerId: 1, firstOffset: 10, lastOffset: 20, lastStableOffset: 15 },
  { producerId: 2, firstOffset: 15, lastOffset: 30, lastStableOffset: 31 },
  { producerId: 3, firstOffset: 40, lastOffset: 50, lastStableOffset: 51 },
];

function collect(fetchOffset: number, upperBound: number): { producers: number[]; isComplete: boolean } {
  const found: AbortedTransaction[] = [];
  const isComplete = new TransactionIndex([...entries]).collect(fetchOffset, upperBound, found);
  return { producers: found.map((one) => one.producerId), isComplete };
}

test('a fetch is told the aborted transactions that overlap it', () => {
  assert.deepEqual(collect(0, 60).producers, [1, 2, 3]);
  assert.deepEqual(collect(21, 60).producers, [2, 3]);
  assert.deepEqual(collect(31, 40).producers, []);
  assert.deepEqual(collect(0, 12).producers, [1]);
});

test('the search ends with the first marker after which all below the end was decided', () => {
  assert.deepEqual(collect(0, 15), { producers: [1], isComplete: true });
  assert.deepEqual(collect(0, 16), { producers: [1, 2], isComplete: true });
  assert.equal(collect(0, 60).isComplete, false);
});

test('entries of 34 bytes are read back as they were written, and damage is refused', () => {
  const bytes = new TransactionIndex([...entries]).encode();
  assert.equal(bytes.length, 3 * 34);
  assert.equal(
    bytes.subarray(0, 34).toString('hex'),
    ['0000', '0000000000000001', '000000000000000a', '0000000000000014', '000000000000000f'].join(''),
  );
  assert.deepEqual(TransactionIndex.decode(bytes, 0)?.entries, entries);
  assert.equal(TransactionIndex.decode(bytes.subarray(0, 40), 0), null);
  assert.equal(TransactionIndex.decode(bytes, 25), null, 'a marker before the segment');
  assert.equal(TransactionIndex.decode(Buffer.alloc(34), 0)?.entries.length, 1);
  assert.equal(TransactionIndex.decode(Buffer.alloc(68), 0), null, 'two markers at one offset');
});

test('truncation drops the markers at the offset and beyond', () => {
  const index = new TransactionIndex([...entries]);
  index.truncateTo(30);
  assert.deepEqual(index.entries, entries.slice(0, 1));
});
