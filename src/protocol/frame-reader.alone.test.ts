import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrameReader } from './frame-reader.ts';

function framed(body: Uint8Array): Buffer {
  const frame = Buffer.alloc(4 + body.length);
  frame.writeInt32BE(body.length, 0);
  frame.set(body, 4);
  return frame;
}

test('frames come out whole and in order, however the stream is cut', () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 });
  fc.assert(
    fc.property(bodies, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (frames, cuts) => {
      const stream = Buffer.concat(frames.map(framed));
      const reader = new FrameReader(300);
      const found: Buffer[] = [];
      for (let position = 0, cut = 0; position < stream.length; cut++) {
        const size = cuts[cut % cuts.length]!;
        assert.equal(reader.push(stream.subarray(position, position + size), found), null);
        position += size;
      }
      assert.deepEqual(
        found.map((frame) => frame.toString('hex')),
        frames.map((frame) => Buffer.from(frame).toString('hex')),
      );
      assert.equal(reader.bufferedBytes, 0);
    }),
  );
});

test('a frame above the limit or of negative length ends the stream, also when its length comes in pieces', () => {
  for (const length of [101, -1, -2147483648, 2147483647]) {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(length, 0);
    const whole = new FrameReader(100);
    assert.match(whole.push(bytes, []) ?? '', /announces/);
    const pieces = new FrameReader(100);
    assert.equal(pieces.push(bytes.subarray(0, 3), []), null);
    assert.match(pieces.push(bytes.subarray(3), []) ?? '', /announces/);
  }
});

test('an announced length costs nothing until the bytes arrive', () => {
  const before = process.memoryUsage().arrayBuffers;
  const readers = Array.from({ length: 200 }, () => new FrameReader(100 * 1024 * 1024));
  const claim = Buffer.from([0x06, 0x00, 0x00, 0x00, 0x01]);
  for (const reader of readers) assert.equal(reader.push(claim, []), null);
  const after = process.memoryUsage().arrayBuffers;
  assert.ok(after - before < 16 * 1024 * 1024, `200 claims of 100 MiB took ${after - before} bytes`);
});

test('a frame that arrives byte by byte is gathered without a buffer for each byte', () => {
  const body = Buffer.alloc(100_000, 7);
  const stream = framed(body);
  const reader = new FrameReader(200_000);
  const found: Buffer[] = [];
  for (let i = 0; i < stream.length; i++) reader.push(stream.subarray(i, i + 1), found);
  assert.equal(found.length, 1);
  assert.ok(found[0]!.equals(body));
});

test('frames of borrowed chunks stay as they are when the chunk is overwritten', () => {
  const bodies = [Buffer.from('within one chunk'), Buffer.alloc(0), Buffer.alloc(100, 1), Buffer.from('the end')];
  const stream = Buffer.concat(bodies.map(framed));
  const reader = new FrameReader(100, { borrowsChunks: true });
  const found: Buffer[] = [];
  const chunk = Buffer.alloc(50);
  for (let position = 0; position < stream.length; position += chunk.length) {
    const size = stream.copy(chunk, 0, position, position + chunk.length);
    assert.equal(reader.push(chunk.subarray(0, size), found), null);
    chunk.fill(0xff);
  }
  assert.deepEqual(found, bodies);
});
