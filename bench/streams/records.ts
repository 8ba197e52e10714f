/** The records that both engines are given: the same bytes, computed from their numbers. */
const KEYS = 20_000;
const VALUE_BYTES = 100;
/** So many records in a millisecond of their time: of one topic; of two each has a millisecond of its own, so that their order is told. */
const RECORDS_PER_MS = 10;
/** How far every second key of a second topic is from that of the first, so that those records find no partner near them. */
const SHIFT = 5000;
const FIRST_TIMESTAMP = 1_700_000_000_000;
/** Coprime to the number of keys, so that each comes once before any comes again. */
const STEP = 7919;

const keys = Array.from({ length: KEYS }, (_, i) => Buffer.from(String(i).padStart(16, 'k')));
const values = keys.map((key) => Buffer.concat([key, Buffer.alloc(VALUE_BYTES - key.length, 'v')]));

/** The record of a number: topics take turns. */
export function recordOf(
  number: number,
  topics: number,
): { key: Buffer; value: Buffer; timestamp: number; topic: number } {
  const topic = number % topics;
  const ordinal = Math.floor(number / topics);
  const shifted = topic === 1 && ordinal % 2 === 1 ? ordinal + SHIFT : ordinal;
  return {
    topic,
    key: keys[(shifted * STEP) % KEYS]!,
    // Begins with another key.
    value: values[(number * STEP + 1) % KEYS]!,
    timestamp: FIRST_TIMESTAMP + (topics === 1 ? Math.floor(number / RECORDS_PER_MS) : number),
  };
}

/** What does not depend on the order: the sum of a hash (FNV-1a) of each record's key and value, modulo 2^32. */
export function hashOf(key: Uint8Array, value: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key[i]!, 0x01000193);
  for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value[i]!, 0x01000193);
  return hash >>> 0;
}
