import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReusedBuffers } from './reused-buffers.ts';

const MIB = 1024 * 1024;

test('what is given back is taken again', () => {
  const buffers = new ReusedBuffers(8 * MIB);
  const first = buffers.take(MIB);
  assert.notEqual(buffers.take(MIB).buffer, first.buffer);
  buffers.giveBack(first);
  assert.equal(buffers.take(MIB).buffer, first.buffer);
  assert.notEqual(buffers.take(MIB).buffer, first.buffer, 'it is somebody’s already');
});

test('the smallest that is large enough is taken', () => {
  const buffers = new ReusedBuffers(32 * MIB);
  const taken = [3 * MIB, MIB, 2 * MIB].map((bytes) => buffers.take(bytes));
  for (const buffer of taken) buffers.giveBack(buffer);
  assert.equal(buffers.take(1.5 * MIB).buffer, taken[2]!.buffer);
});

test('memory that has become too small makes room', () => {
  const buffers = new ReusedBuffers(2 * MIB);
  const small = buffers.take(MIB);
  buffers.giveBack(small);
  const large = buffers.take(2 * MIB);
  buffers.giveBack(large);
  assert.equal(buffers.take(2 * MIB).buffer, large.buffer, 'the small one was still kept');
});

test('no more is kept than was allowed', () => {
  const buffers = new ReusedBuffers(3 * MIB);
  const taken = Array.from({ length: 5 }, () => buffers.take(MIB));
  for (const buffer of taken) buffers.giveBack(buffer);
  const old = new Set(taken.map(({ buffer }) => buffer));
  const again = Array.from({ length: 5 }, () => buffers.take(MIB));
  assert.equal(again.filter(({ buffer }) => old.has(buffer)).length, 3);
});

test('memory that has not been needed for a while is let go of', () => {
  const buffers = new ReusedBuffers(8 * MIB);
  const taken = [MIB, MIB, MIB].map((bytes) => buffers.take(bytes));
  for (const buffer of taken) buffers.giveBack(buffer);
  const isKept = (buffer: Buffer): boolean => taken.some((old) => old.buffer === buffer.buffer);
  // One at a time is needed all the while, the other two only at the beginning.
  for (let i = 0; i < 200; i++) buffers.giveBack(buffers.take(MIB));
  const [first, second] = [buffers.take(MIB), buffers.take(MIB)];
  assert.deepEqual([isKept(first), isKept(second)], [true, false]);
  buffers.giveBack(first);
  for (let i = 0; i < 200; i++) buffers.take(100);
  assert.ok(!isKept(buffers.take(MIB)), 'kept though little was needed');
});

test('what is small has no place', () => {
  const buffers = new ReusedBuffers(MIB);
  const small = buffers.take(100);
  assert.equal(small.length, 100);
  buffers.giveBack(small);
  assert.notEqual(buffers.take(2000).buffer, small.buffer);
});
