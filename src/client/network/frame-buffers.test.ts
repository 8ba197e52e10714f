import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameBuffers } from './frame-buffers.ts';

const MIB = 1024 * 1024;

test('memory is used again once everybody who looks at it has released it, and not before', () => {
  const buffers = new FrameBuffers(8 * MIB);
  const first = buffers.take(MIB);
  const lease = buffers.leaseOf(first.subarray(10, 20))!;
  lease.retain();
  lease.retain();
  assert.notEqual(buffers.take(MIB).buffer, first.buffer);
  lease.release();
  assert.notEqual(buffers.take(MIB).buffer, first.buffer);
  lease.release();
  const again = buffers.take(MIB);
  assert.equal(again.buffer, first.buffer);
  assert.notEqual(buffers.leaseOf(again), lease, 'an old lease says nothing about the new frame');
  assert.throws(() => lease.release(), /released by those who retained it/);
});

test('a frame gets the smallest memory that is large enough', () => {
  const buffers = new FrameBuffers(32 * MIB);
  const taken = [3 * MIB, MIB, 2 * MIB].map((bytes) => buffers.take(bytes));
  for (const buffer of taken) giveBack(buffers, buffer);
  assert.equal(buffers.take(1.5 * MIB).buffer, taken[2]!.buffer);
});

test('memory that has become too small for answers makes room', () => {
  const buffers = new FrameBuffers(2 * MIB);
  const small = buffers.take(MIB);
  giveBack(buffers, small);
  const large = buffers.take(2 * MIB);
  giveBack(buffers, large);
  assert.equal(buffers.take(2 * MIB).buffer, large.buffer, 'the small one was still kept');
});

test('no more is kept than was allowed', () => {
  const buffers = new FrameBuffers(3 * MIB);
  const taken = Array.from({ length: 5 }, () => buffers.take(MIB));
  for (const buffer of taken) giveBack(buffers, buffer);
  const old = new Set(taken.map(({ buffer }) => buffer));
  const again = Array.from({ length: 5 }, () => buffers.take(MIB));
  assert.equal(again.filter(({ buffer }) => old.has(buffer)).length, 3);
});

test('memory that a while of answers has not needed is let go of', () => {
  const buffers = new FrameBuffers(8 * MIB);
  const taken = [MIB, MIB, MIB].map((bytes) => buffers.take(bytes));
  for (const buffer of taken) giveBack(buffers, buffer);
  const isKept = (buffer: Buffer): boolean => taken.some((old) => old.buffer === buffer.buffer);
  // One at a time is needed all the while, the other two only at the beginning.
  for (let answer = 0; answer < 200; answer++) giveBack(buffers, buffers.take(MIB));
  const [first, second] = [buffers.take(MIB), buffers.take(MIB)];
  assert.deepEqual([isKept(first), isKept(second)], [true, false]);
  giveBack(buffers, first);
  for (let answer = 0; answer < 200; answer++) buffers.take(100);
  assert.ok(!isKept(buffers.take(MIB)), 'kept though only answers without records came');
});

test('bytes of other memory have no lease, nor has a frame that is too small for records', () => {
  const buffers = new FrameBuffers(MIB);
  assert.equal(buffers.leaseOf(Buffer.alloc(10)), null);
  assert.equal(buffers.leaseOf(buffers.take(100)), null);
});

function giveBack(buffers: FrameBuffers, buffer: Buffer): void {
  const lease = buffers.leaseOf(buffer)!;
  lease.retain();
  lease.release();
}
