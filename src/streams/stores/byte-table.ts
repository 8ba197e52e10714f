/**
 * Numbers of rows by the bytes of their keys: a hash table with open addressing. A look-up makes nothing and compares bytes
 * with bytes, where a Map of texts makes a text and hashes it; and the garbage collector sees three arrays, however many rows
 * there are. What a row holds is kept by its number elsewhere.
 *
 * A look-up costs what it waits for memory, so that it goes to two places: the slot, with the hash and where the row's entry
 * is, and the entry, with the number of the row, the length and the bytes of the key. Entries lie one behind the other.
 *
 * Invariant: a slot holds the place of an entry plus one, or 0; from the slot that a row's hash says to the one where it is
 * there is none that is empty.
 */
const FIRST_SLOTS = 32;
const FIRST_WORDS = 256;
const FIRST_ROWS = 16;
/** A slot is two numbers of 32 bits: the hash, and the place plus one. */
const SLOT = 2;
/** Of an entry, in words of 32 bits: the row, the length of the key, its hash; then the key. */
const ROW = 0;
const LENGTH = 1;
const HASH = 2;
const KEY = 3;
/** In the place of the row, of an entry that is gone; and in that of the entry, of such a row. */
const GONE = -1;
/** Up to this length a loop copies faster than a call into the engine. */
const SHORT_BYTES = 48;

/** A key as the table looks for it: the first `length` of `bytes`, and their `hashOf`. */
export interface LocatedKey {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly hash: number;
}

export class ByteTable {
  #slots: Int32Array = new Int32Array(FIRST_SLOTS * SLOT);
  #words: Int32Array = new Int32Array(FIRST_WORDS);
  /** The same memory. */
  #bytes: Buffer = Buffer.from(this.#words.buffer);
  /** In words; behind the last entry. */
  #end = 0;
  /** Of entries that are gone, in words. */
  #goneWords = 0;
  /** By row: where its entry begins, in words. */
  #places: Int32Array = new Int32Array(FIRST_ROWS);
  /** Rows ever in use at once; those that are gone are in `#free`. */
  #rows = 0;
  readonly #free: number[] = [];

  get size(): number {
    return this.#rows - this.#free.length;
  }

  /** The row of a key, the first `length` of `bytes`, with its `hashOf`; -1 where there is none. */
  find(bytes: Uint8Array, length: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - SLOT;
    for (let slot = (hash << 1) & mask; ; slot = (slot + SLOT) & mask) {
      const place = slots[slot + 1]! - 1;
      if (place < 0) return -1;
      if (slots[slot] === hash && this.#isKey(place, bytes, length)) return this.#words[place + ROW]!;
    }
  }

  /** A row for a key that has none: a number below `size` where no row has gone before. */
  add(bytes: Uint8Array, length: number, hash: number): number {
    const size = entryWords(length);
    this.#reserve(size);
    const place = this.#end;
    const row = this.#free.pop() ?? this.#rows++;
    if (row === this.#places.length) this.#places = twice(this.#places);
    this.#places[row] = place;
    this.#words[place + ROW] = row;
    this.#words[place + LENGTH] = length;
    this.#words[place + HASH] = hash;
    const keys = this.#bytes;
    const start = (place + KEY) * 4;
    if (length <= SHORT_BYTES) for (let i = 0; i < length; i++) keys[start + i] = bytes[i]!;
    else keys.set(bytes.subarray(0, length), start);
    this.#end += size;
    // Two thirds of the slots are taken at most.
    if (this.size * 3 > this.#slots.length) this.#placeAll(this.#slots.length * 2);
    else this.#placeEntry(place, hash);
    return row;
  }

  /** The row is gone, and its number may come again. */
  delete(row: number): void {
    const slots = this.#slots;
    const mask = slots.length - SLOT;
    const place = this.#places[row]!;
    let hole = (this.#words[place + HASH]! << 1) & mask;
    while (slots[hole + 1] !== place + 1) hole = (hole + SLOT) & mask;
    // Those behind it move up, unless they would pass the place where they are looked for.
    for (let slot = (hole + SLOT) & mask; slots[slot + 1] !== 0; slot = (slot + SLOT) & mask) {
      const wanted = (slots[slot]! << 1) & mask;
      if (((slot - wanted) & mask) < ((slot - hole) & mask)) continue;
      slots[hole] = slots[slot]!;
      slots[hole + 1] = slots[slot + 1]!;
      hole = slot;
    }
    slots[hole + 1] = 0;
    this.#goneWords += entryWords(this.#words[place + LENGTH]!);
    this.#words[place + ROW] = GONE;
    this.#places[row] = GONE;
    this.#free.push(row);
  }

  /** Of a row that is there: one character per byte, so that texts are ordered as keys are. */
  text(row: number): string {
    return this.#textAt(this.#places[row]!);
  }

  /** Whether the number is that of a row that is there. */
  hasRow(row: number): boolean {
    return row < this.#rows && this.#places[row] !== GONE;
  }

  /** Of a row that is there: as it lies here, until the table changes. */
  keyBytes(row: number): Buffer {
    const place = this.#places[row]!;
    const start = (place + KEY) * 4;
    return this.#bytes.subarray(start, start + this.#words[place + LENGTH]!);
  }

  /** The `hashOf` of the key of a row that is there. */
  hash(row: number): number {
    return this.#words[this.#places[row]! + HASH]!;
  }

  /** Of all rows, in no order. */
  *texts(): IterableIterator<string> {
    for (let row = 0; row < this.#rows; row++) {
      const place = this.#places[row]!;
      if (place !== GONE) yield this.#textAt(place);
    }
  }

  clear(): void {
    this.#slots = new Int32Array(FIRST_SLOTS * SLOT);
    this.#rows = 0;
    this.#free.length = 0;
    this.#end = 0;
    this.#goneWords = 0;
  }

  #textAt(place: number): string {
    const start = (place + KEY) * 4;
    return this.#bytes.toString('latin1', start, start + this.#words[place + LENGTH]!);
  }

  #isKey(place: number, bytes: Uint8Array, length: number): boolean {
    if (this.#words[place + LENGTH] !== length) return false;
    const keys = this.#bytes;
    const start = (place + KEY) * 4;
    for (let i = 0; i < length; i++) if (keys[start + i] !== bytes[i]) return false;
    return true;
  }

  #placeEntry(place: number, hash: number): void {
    const slots = this.#slots;
    const mask = slots.length - SLOT;
    let slot = (hash << 1) & mask;
    while (slots[slot + 1] !== 0) slot = (slot + SLOT) & mask;
    slots[slot] = hash;
    slots[slot + 1] = place + 1;
  }

  /** All entries anew, into slots of so many numbers. */
  #placeAll(length: number): void {
    this.#slots = new Int32Array(length);
    const words = this.#words;
    for (let place = 0; place < this.#end; place += entryWords(words[place + LENGTH]!)) {
      if (words[place + ROW] !== GONE) this.#placeEntry(place, words[place + HASH]!);
    }
  }

  /** Room for an entry: where half of it is of entries that are gone, theirs is taken, otherwise there is twice as much. */
  #reserve(size: number): void {
    if (this.#end + size <= this.#words.length) return;
    const old = this.#words;
    const needed = this.#end - this.#goneWords + size;
    const words = new Int32Array(Math.max(needed, needed * 2 > old.length ? old.length * 2 : old.length));
    const end = this.#end;
    this.#end = 0;
    for (let place = 0; place < end;) {
      const length = entryWords(old[place + LENGTH]!);
      const row = old[place + ROW]!;
      if (row !== GONE) {
        words.set(old.subarray(place, place + length), this.#end);
        this.#places[row] = this.#end;
        this.#end += length;
      }
      place += length;
    }
    this.#words = words;
    this.#bytes = Buffer.from(words.buffer);
    this.#goneWords = 0;
    this.#placeAll(this.#slots.length);
  }
}

function entryWords(length: number): number {
  return KEY + ((length + 3) >>> 2);
}

function twice(numbers: Int32Array): Int32Array {
  const more = new Int32Array(numbers.length * 2);
  more.set(numbers);
  return more;
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
