/**
 * Which partition of an internal topic coordinates a group or a transactional id. Every client-facing answer of
 * FindCoordinator and every record in `__consumer_offsets` hangs on it, so it is Java's `String.hashCode` to the bit.
 */
import { assert } from '#kernel';

/** Java's `String.hashCode`: over UTF-16 units, in 32 bits with a sign. */
export function javaHashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** The partition of `__consumer_offsets` (or, for a transactional id, of `__transaction_state`) out of `partitions`. */
export function partitionForGroup(groupId: string, partitions: number): number {
  assert(partitions > 0, 'an internal topic has partitions');
  const hash = javaHashCode(groupId);
  // As Kafka: the absolute value, except that of the one number which has none in 32 bits.
  return (hash === -0x80000000 ? 0 : Math.abs(hash)) % partitions;
}
