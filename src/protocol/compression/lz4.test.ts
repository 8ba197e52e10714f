/** The lz4 frames of other writers, and damage to them. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { isKafkaError } from '#kernel';
import { compressLz4, decompressLz4 } from './lz4.ts';
import { xxh32 } from './xxh32.ts';

/** What the frames below hold: 70,000 bytes, so that blocks of 64 KiB make two. */
const text = Buffer.from('samsa awoke one morning from uneasy dreams; '.repeat(1600)).subarray(0, 70_000);

/** Written by the reference implementation, liblz4. */
const foreignFrames: readonly (readonly [string, readonly string[]])[] = [
  [
    'linked',
    [
      'BCJNGEBAwDcBAAD/HXNhbXNhIGF3b2tlIG9uZSBtb3JuaW5nIGZyb20gdW5lYXN5IGRyZWFtczsgLAD/////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////vFAgbW9ybhsAAAAPLAD//////////////////////2lQIGRyZWEAAAAA',
    ],
  ],
  [
    'linked, all checksums and the size',
    [
      'BCJNGFxAcBEBAAAAAADjNwEAAP8dc2Ftc2EgYXdva2Ugb25lIG1vcm5pbmcgZnJvbSB1bmVhc3kgZHJlYW1zOyAsAP//////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '//////////////////////////////////////////////+8UCBtb3JulCAEaBsAAAAPLAD//////////////////////2lQ',
      'IGRyZWGaOQQjAAAAACqmwLU=',
    ],
  ],
  [
    'independent, block checksums',
    [
      'BCJNGHBArTcBAAD/HXNhbXNhIGF3b2tlIG9uZSBtb3JuaW5nIGZyb20gdW5lYXN5IGRyZWFtczsgLAD/////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////vFAgbW9ybpQgBGhIAAAA/x1pbmcgZnJvbSB1bmVhc3kgZHJlYW1zOyBzYW1z',
      'YSBhd29rZSBvbmUgbW9ybiwA//////////////////////89UCBkcmVhisH3owAAAAA=',
    ],
  ],
  [
    '256 KiB',
    [
      'BCJNGGRQCEkBAAD/HXNhbXNhIGF3b2tlIG9uZSBtb3JuaW5nIGZyb20gdW5lYXN5IGRyZWFtczsgLAD/////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////////////////////////////////////////////////////////////////',
      '////////////////////////////////////////////////////////////PlAgZHJlYQAAAAAqpsC1',
    ],
  ],
];

const frames = new Map(foreignFrames.map(([name, lines]) => [name, Buffer.from(lines.join(''), 'base64')]));

function refuses(bytes: Uint8Array, maxOutputBytes = 1 << 20): void {
  assert.throws(
    () => decompressLz4(bytes, maxOutputBytes),
    (error) => isKafkaError(error, 'CORRUPT_MESSAGE'),
  );
}

for (const [name, frame] of frames) {
  test(`a frame of the reference implementation is read: ${name}`, () => {
    assert.deepEqual(decompressLz4(frame, text.length), text);
    refuses(frame, text.length - 1);
  });

  test(`a cut frame is refused wherever it is cut: ${name}`, () => {
    for (let cut = 0; cut < frame.length; cut++) refuses(frame.subarray(0, cut));
  });
}

test('a flipped bit of a frame with all its checksums is found wherever it is', () => {
  const frame = frames.get('linked, all checksums and the size')!;
  for (let bit = 0; bit < frame.length * 8; bit++) {
    const damaged = Buffer.from(frame);
    damaged[bit >> 3] = damaged[bit >> 3]! ^ (1 << (bit & 7));
    refuses(damaged);
  }
});

test('in independent blocks a copy may not reach into the block before', () => {
  const frame = Buffer.from(frames.get('linked')!);
  frame[4] = frame[4]! | 0x20;
  frame[6] = (xxh32(frame, 4, 6) >>> 8) & 0xff;
  refuses(frame);
});

test('dictionaries, other versions and unknown block sizes are refused', () => {
  for (const [flags, sizes] of [
    [0x61, 0x40],
    [0x62, 0x40],
    [0xa0, 0x40],
    [0x60, 0x30],
    [0x60, 0xc0],
    [0x60, 0x41],
  ] as const) {
    const frame = Buffer.from([0x04, 0x22, 0x4d, 0x18, flags, sizes, 0, 0, 0, 0, 0]);
    frame[6] = (xxh32(frame, 4, 6) >>> 8) & 0xff;
    refuses(frame);
  }
});

test('frames larger than a piece of the compressor come back whole', () => {
  const large = Buffer.alloc((2 << 20) + 12_345, text);
  const frame = compressLz4(large);
  assert.deepEqual(decompressLz4(frame, large.length), large);
  refuses(frame, large.length - 1);
});

test('xxHash32 gives the values of its specification', () => {
  assert.equal(xxh32(Buffer.from(''), 0, 0), 0x02cc5d05);
  assert.equal(xxh32(Buffer.from('a'), 0, 1), 0x550d7456);
  assert.equal(xxh32(Buffer.from('Nobody inspects the spammish repetition'), 0, 39), 0xe2293b2f);
});

test('garbage behind a valid header is decoded or refused, never written out of bounds', () => {
  const header = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0]);
  header[6] = (xxh32(header, 4, 6) >>> 8) & 0xff;
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (garbage) => {
      const block = Buffer.alloc(garbage.length + 8);
      block.writeUInt32LE(garbage.length, 0);
      block.set(garbage, 4);
      try {
        assert.ok(decompressLz4(Buffer.concat([header, block]), 100_000).length <= 100_000);
      } catch (error) {
        assert.ok(isKafkaError(error, 'CORRUPT_MESSAGE'), String(error));
      }
    }),
    { numRuns: 3000 },
  );
});
