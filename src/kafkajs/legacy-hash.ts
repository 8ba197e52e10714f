/**
 * The hash of keys that kafkajs had before its version 2: murmur2 whose products were made in floating point and never cut
 * to 32 bits, so that it is no murmur2. Kept bit for bit, since it decides where existing keys are: each `*` below is a
 * double's, each `^` cuts to 32 bits, and a last part of less than four bytes counts as a block of its own before its bytes
 * are counted again.
 */

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;
const SHIFT = 24;

/** A signed integer, or a double beyond 32 bits. */
export function legacyHash(key: Uint8Array): number {
  const { length } = key;
  let hash = SEED ^ length;
  for (let start = 0; start < length; start += 4) {
    let block = byteAt(key, start) + (byteAt(key, start + 1) << 8) + (byteAt(key, start + 2) << 16);
    block += byteAt(key, start + 3) << 24;
    block *= MULTIPLIER;
    block ^= block >>> SHIFT;
    block *= MULTIPLIER;
    hash *= MULTIPLIER;
    hash ^= block;
  }
  const tail = length & ~3;
  if (length - tail === 3) hash ^= byteAt(key, tail + 2) << 16;
  if (length - tail >= 2) hash ^= byteAt(key, tail + 1) << 8;
  if (length - tail >= 1) {
    hash ^= byteAt(key, tail);
    hash *= MULTIPLIER;
  }
  hash ^= hash >>> 13;
  hash *= MULTIPLIER;
  return hash ^ (hash >>> 15);
}

/** 0 behind the end. */
function byteAt(key: Uint8Array, index: number): number {
  return key[index] ?? 0;
}
