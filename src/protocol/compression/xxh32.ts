/** xxHash32, the checksum within lz4 frames. Spec: xxhash_spec.md of Cyan4973/xxHash; seed 0 only. */

const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;
const PRIME_3 = 0xc2b2ae3d;
const PRIME_4 = 0x27d4eb2f;
const PRIME_5 = 0x165667b1;

function readLane(bytes: Uint8Array, pos: number): number {
  return bytes[pos]! | (bytes[pos + 1]! << 8) | (bytes[pos + 2]! << 16) | (bytes[pos + 3]! << 24);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function mix(accumulator: number, lane: number): number {
  return Math.imul(rotate((accumulator + Math.imul(lane, PRIME_2)) | 0, 13), PRIME_1);
}

/** The hash of the bytes from `start` to `end`, unsigned. */
export function xxh32(bytes: Uint8Array, start: number, end: number): number {
  let p = start;
  let hash: number;
  if (end - start >= 16) {
    let a = (PRIME_1 + PRIME_2) | 0;
    let b = PRIME_2 | 0;
    let c = 0;
    let d = -PRIME_1 | 0;
    for (; p <= end - 16; p += 16) {
      a = mix(a, readLane(bytes, p));
      b = mix(b, readLane(bytes, p + 4));
      c = mix(c, readLane(bytes, p + 8));
      d = mix(d, readLane(bytes, p + 12));
    }
    hash = (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0;
  } else hash = PRIME_5;
  hash = (hash + end - start) | 0;
  for (; p <= end - 4; p += 4) {
    hash = Math.imul(rotate((hash + Math.imul(readLane(bytes, p), PRIME_3)) | 0, 17), PRIME_4);
  }
  for (; p < end; p++) hash = Math.imul(rotate((hash + Math.imul(bytes[p]!, PRIME_5)) | 0, 11), PRIME_1);
  hash = Math.imul(hash ^ (hash >>> 15), PRIME_2);
  hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
