/**
 * The UTF-8 of keys that are text, for whoever hashes or copies it at once. A key is asked for several times in a row: where a
 * record of a stream has its row, in the change of the row, and in what comes of it. So the last one is remembered, and whoever
 * reads a key can say what its bytes are.
 *
 * Invariant: `last` and the first `lastBytes.length` of `scratch` are the same key.
 */
const SCRATCH_BYTES = 512;
/** More than that a character of UTF-16 takes never. */
const MAX_BYTES_PER_CHARACTER = 3;
/** Up to so many characters a loop is faster than a call into the engine. */
const SHORT_KEY = 32;
/** Up to so many bytes it is faster than two of them, to make a text and to write it. */
const COPIED_KEY = 64;

const scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
/** Views of `scratch` by length: no view is made a record. */
const views: readonly Buffer[] = Array.from({ length: SCRATCH_BYTES + 1 }, (_, length) => scratch.subarray(0, length));

let last = '';
let lastBytes = views[0]!;

/** The UTF-8 of a key. The bytes are valid until the next call, and not to be altered. */
export function keyBytes(key: string): Buffer {
  if (key === last) return lastBytes;
  if (key.length * MAX_BYTES_PER_CHARACTER > SCRATCH_BYTES) return Buffer.from(key);
  lastBytes = views[writeKey(key)]!;
  last = key;
  return lastBytes;
}

/** A short key was read of bytes between two places: where that is plain to see, `keyBytes` need not find it out. */
export function knowKey(key: string, bytes: Uint8Array, start: number, end: number): void {
  const { length } = key;
  if (length !== end - start || length > SHORT_KEY) return;
  let all = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[start + i]!;
    all |= byte;
    scratch[i] = byte;
  }
  // What is not ASCII may have been no UTF-8.
  last = all < 0x80 ? key : '';
  lastBytes = views[last.length]!;
}

/**
 * The bytes of a key that lies between two places, as they would be of its text: where that is plain to see without reading it,
 * otherwise null. Valid until the next call, as those of `keyBytes`.
 */
export function keyBytesBetween(bytes: Uint8Array, start: number, end: number): Buffer | null {
  const length = end - start;
  if (length > COPIED_KEY) return null;
  last = '';
  lastBytes = views[0]!;
  // The loop of `knowKey` once more: one function for both is a call more for each key (a fiftieth of a count).
  let all = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[start + i]!;
    all |= byte;
    scratch[i] = byte;
  }
  return all < 0x80 ? views[length]! : null;
}

function writeKey(key: string): number {
  const { length } = key;
  if (length > SHORT_KEY) return scratch.write(key, 0, 'utf8');
  for (let at = 0; at < length; at++) {
    const unit = key.charCodeAt(at);
    if (unit >= 0x80) return scratch.write(key, 0, 'utf8');
    scratch[at] = unit;
  }
  return length;
}
