/**
 * Which partition a keyed record goes to: the 32-bit murmur2 hash of Kafka's Java client, so that every client that
 * keeps to it puts a key into the same partition.
 */
import { assert } from '#kernel';

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

function scramble(block: number): number {
  const k = Math.imul(block, MULTIPLIER);
  return Math.imul(k ^ (k >>> 24), MULTIPLIER);
}

/** The hash as Java's signed int. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  const tail = length & ~3;
  let hash = SEED ^ length;
  for (let p = 0; p < tail; p += 4) {
    const block = bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16) | (bytes[p + 3]! << 24);
    hash = Math.imul(hash, MULTIPLIER) ^ scramble(block);
  }
  if (tail < length) {
    if (tail + 2 < length) hash ^= bytes[tail + 2]! << 16;
    if (tail + 1 < length) hash ^= bytes[tail + 1]! << 8;
    hash = Math.imul(hash ^ bytes[tail]!, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** The partition, from 0, of a key among `partitionCount` > 0 partitions. */
export function partitionForKey(key: Uint8Array, partitionCount: number): number {
  assert(partitionCount > 0, 'a topic has at least one partition');
  return (murmur2(key) & 0x7fffffff) % partitionCount;
}
