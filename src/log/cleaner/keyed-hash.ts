/**
 * A hash of 128 bits of a record's key, under a secret: two keys that had the same hash would lose the older record to
 * the newer, so that nobody may be able to look for such keys. It is HalfSipHash-2-4 (Aumasson and Bernstein) with four
 * words of output instead of one or two: 32-bit arithmetic alone, without an object for each key.
 */
export class KeyedHash {
  /** The hash of the last key. */
  readonly words: Int32Array = new Int32Array(4);
  readonly #key0: number;
  readonly #key1: number;

  /** `secret` has 8 bytes. */
  constructor(secret: Uint8Array) {
    this.#key0 = word(secret, 0);
    this.#key1 = word(secret, 4);
  }

  /** Hashes the bytes from `start` up to, not including, `end`. */
  update(bytes: Uint8Array, start: number, end: number): void {
    const state = this.words;
    state[0] = this.#key0;
    state[1] = this.#key1 ^ 0xee;
    state[2] = this.#key0 ^ 0x6c796765;
    state[3] = this.#key1 ^ 0x74656462;
    let at = start;
    for (; at + 4 <= end; at += 4) absorb(state, word(bytes, at));
    let last = (end - start) << 24;
    for (let shift = 0; at < end; at++, shift += 8) last |= bytes[at]! << shift;
    absorb(state, last);
    state[2] = state[2] ^ 0xee;
    rounds(state, 4);
  }
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function absorb(state: Int32Array, message: number): void {
  state[3] = state[3]! ^ message;
  rounds(state, 2);
  state[0] = state[0]! ^ message;
}

function rounds(state: Int32Array, count: number): void {
  let v0 = state[0]!;
  let v1 = state[1]!;
  let v2 = state[2]!;
  let v3 = state[3]!;
  for (let i = 0; i < count; i++) {
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
  }
  state[0] = v0;
  state[1] = v1;
  state[2] = v2;
  state[3] = v3;
}
