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

test('bytes of other memory have no lease, nor has a frame that is too small for records', () => {
  const buffers = new FrameBuffers(MIB);
  assert.equal(buffers.leaseOf(Buffer.alloc(10)), null);
  assert.equal(buffers.leaseOf(buffers.take(100)), null);
});
