/**
 * Numbers of rows by the bytes of their keys: a hash table with open addressing, over keys that lie one behind the other in
 * one buffer. A look-up makes nothing and compares bytes with bytes, where a Map of texts makes a text and hashes it; and the
 * garbage collector sees four arrays, however many rows there are. What a row holds is kept by its number elsewhere.
 *
 * Invariant: a slot holds the number of a row plus one, or 0; from the slot that a row's hash says to the one where it is
 * there is none that is empty.
 */
const FIRST_ROWS = 16;
const FIRST_KEY_BYTES = 512;
/** Up to this length a loop copies faster than a call into the engine. */
const SHORT_BYTES = 48;

/** A key as the table looks for it: the first `length` of `bytes`, and their `hashOf`. */
export interface LocatedKey {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly hash: number;
}

export class ByteTable {
  #slots: Int32Array = new Int32Array(FIRST_ROWS * 2);
  /** By row. */
  #hashes: Int32Array = new Int32Array(FIRST_ROWS);
  #starts: Float64Array = new Float64Array(FIRST_ROWS);
  #lengths: Int32Array = new Int32Array(FIRST_ROWS);
  #keys: Buffer = Buffer.allocUnsafeSlow(FIRST_KEY_BYTES);
  #keysEnd = 0;
  /** Of `#keys`, of rows that are gone. */
  #goneBytes = 0;
  /** Rows ever in use at once; those that are gone are in `#free`. */
  #rows = 0;
  readonly #free: number[] = [];

  get size(): number {
    return this.#rows - this.#free.length;
  }

  /** The row of a key, the first `length` of `bytes`, with its `hashOf`; -1 where there is none. */
  find(bytes: Uint8Array, length: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = slots[slot]! - 1;
      if (row < 0) return -1;
      if (this.#hashes[row] === hash && this.#isKey(row, bytes, length)) return row;
    }
  }

  /** A row for a key that has none: a number below `size` where no row has gone before. */
  add(bytes: Uint8Array, length: number, hash: number): number {
    this.#reserveKey(length);
    const row = this.#free.pop() ?? this.#rows++;
    if (row === this.#hashes.length) this.#growRows();
    this.#hashes[row] = hash;
    this.#starts[row] = this.#keysEnd;
    this.#lengths[row] = length;
    const keys = this.#keys;
    const start = this.#keysEnd;
    if (length <= SHORT_BYTES) for (let i = 0; i < length; i++) keys[start + i] = bytes[i]!;
    else keys.set(bytes.subarray(0, length), start);
    this.#keysEnd += length;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    else this.#place(row);
    return row;
  }

  /** The row is gone, and its number may come again. */
  delete(row: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hole = this.#hashes[row]! & mask;
    while (slots[hole] !== row + 1) hole = (hole + 1) & mask;
    // Those behind it move up, unless they would pass the place where they are looked for.
    for (let slot = (hole + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const wanted = this.#hashes[slots[slot]! - 1]! & mask;
      if (((slot - wanted) & mask) < ((slot - hole) & mask)) continue;
      slots[hole] = slots[slot]!;
      hole = slot;
    }
    slots[hole] = 0;
    this.#goneBytes += this.#lengths[row]!;
    this.#lengths[row] = -1;
    this.#free.push(row);
  }

  /** Of a row that is there: one character per byte, so that texts are ordered as keys are. */
  text(row: number): string {
    const start = this.#starts[row]!;
    return this.#keys.toString('latin1', start, start + this.#lengths[row]!);
  }

  /** Of all rows, in no order. */
  *texts(): IterableIterator<string> {
    for (let row = 0; row < this.#rows; row++) if (this.#lengths[row]! >= 0) yield this.text(row);
  }

  clear(): void {
    this.#slots = new Int32Array(FIRST_ROWS * 2);
    this.#rows = 0;
    this.#free.length = 0;
    this.#keysEnd = 0;
    this.#goneBytes = 0;
  }

  #isKey(row: number, bytes: Uint8Array, length: number): boolean {
    if (this.#lengths[row] !== length) return false;
    const keys = this.#keys;
    const start = this.#starts[row]!;
    for (let i = 0; i < length; i++) if (keys[start + i] !== bytes[i]) return false;
    return true;
  }

  #place(row: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = this.#hashes[row]! & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = row + 1;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let row = 0; row < this.#rows; row++) if (this.#lengths[row]! >= 0) this.#place(row);
  }

  #growRows(): void {
    const count = this.#hashes.length * 2;
    const [hashes, starts, lengths] = [new Int32Array(count), new Float64Array(count), new Int32Array(count)];
    hashes.set(this.#hashes);
    starts.set(this.#starts);
    lengths.set(this.#lengths);
    [this.#hashes, this.#starts, this.#lengths] = [hashes, starts, lengths];
  }

  /** Room for a key: where half of it is of rows that are gone, theirs is taken, otherwise there is twice as much. */
  #reserveKey(length: number): void {
    if (this.#keysEnd + length <= this.#keys.length) return;
    const old = this.#keys;
    const needed = this.#keysEnd - this.#goneBytes + length;
    const keys = Buffer.allocUnsafeSlow(Math.max(needed, needed * 2 > old.length ? old.length * 2 : old.length));
    let end = 0;
    for (let row = 0; row < this.#rows; row++) {
      const size = this.#lengths[row]!;
      if (size < 0) continue;
      const start = this.#starts[row]!;
      old.copy(keys, end, start, start + size);
      this.#starts[row] = end;
      end += size;
    }
    this.#keys = keys;
    this.#keysEnd = end;
    this.#goneBytes = 0;
  }
}

/** Of the first `length` of `bytes`: 32 bits. */
export function hashOf(bytes: Uint8Array, length: number): number {
  let hash = length ^ 0x9747b28c;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const block = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    hash = Math.imul(hash ^ block, 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  for (; at < length; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 13), 0x5bd1e995);
  return hash ^ (hash >>> 15);
}
