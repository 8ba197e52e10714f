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
    timestamp: timestampOf(number, topics),
  };
}

/** Records by their numbers as they lie one behind the other in what was fetched; after `count` of them they come again. */
export interface RecordLog {
  readonly count: number;
  readonly bytes: Buffer;
  /** Of each record: where its key begins, its key ends and its value begins, its value ends. */
  readonly bounds: Int32Array;
}

export function recordLog(topics: number): RecordLog {
  const count = KEYS * topics;
  const bounds = new Int32Array(count * 3);
  const parts: Buffer[] = [];
  let at = 0;
  for (let number = 0; number < count; number++) {
    const { key, value } = recordOf(number, topics);
    bounds.set([at, at + key.length, at + key.length + value.length], number * 3);
    at += key.length + value.length;
    parts.push(key, value);
  }
  return { count, bytes: Buffer.concat(parts), bounds };
}

/** Milliseconds since 1970. */
export function timestampOf(number: number, topics: number): number {
  return FIRST_TIMESTAMP + (topics === 1 ? Math.floor(number / RECORDS_PER_MS) : number);
}

/** What does not depend on the order: the sum of a hash (FNV-1a) of each record's key and value, modulo 2^32. */
export function hashOf(key: Uint8Array, value: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key[i]!, 0x01000193);
  for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value[i]!, 0x01000193);
  return hash >>> 0;
}
