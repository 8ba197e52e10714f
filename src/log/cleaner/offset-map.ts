/**
 * For each key in the uncompacted part of a log its latest offset (Kafka's SkimpyOffsetMap): a hash of the key and the
 * offset, 24 bytes in an open table without any object. The table begins small and doubles, up to the memory that
 * `log.cleaner.dedupe.buffer.size` allows; when that is full, a log is compacted in several rounds.
 */
import type { Random } from '#kernel';
import { KeyedHash } from './keyed-hash.ts';

const SLOT_BYTES = 24;
const HASH_WORDS = 4;
const INITIAL_SLOTS = 1 << 12;
const NO_OFFSET = -1;

export interface OffsetMapOptions {
  readonly maxBytes: number;
  /** `log.cleaner.io.buffer.load.factor`: how full the table may become. */
  readonly loadFactor: number;
  readonly random: Random;
}

export class OffsetMap {
  /** All offsets up to it have been looked at; -1 before the first. */
  latestOffset = -1;
  readonly #hash: KeyedHash;
  readonly #maxSlots: number;
  readonly #loadFactor: number;
  #slots: number;
  #hashes: Int32Array;
  #offsets: Float64Array;
  #size = 0;

  constructor({ maxBytes, loadFactor, random }: OffsetMapOptions) {
    this.#hash = new KeyedHash(random.bytes(8));
    this.#loadFactor = loadFactor;
    // The largest power of two that fits, and at least one slot for a key and one that is free.
    this.#maxSlots = 2 ** Math.max(1, Math.floor(Math.log2(Math.max(1, maxBytes / SLOT_BYTES))));
    this.#slots = Math.min(INITIAL_SLOTS, this.#maxSlots);
    this.#hashes = new Int32Array(this.#slots * HASH_WORDS);
    this.#offsets = new Float64Array(this.#slots).fill(NO_OFFSET);
  }

  /** Keys in it. */
  get size(): number {
    return this.#size;
  }

  /** Notes that the key between `start` and `end` has a record at `offset`; false where there is no room for another key. */
  put(bytes: Uint8Array, key: { readonly start: number; readonly end: number }, offset: number): boolean {
    this.#hash.update(bytes, key.start, key.end);
    let slot = this.#find();
    if (this.#offsets[slot] === NO_OFFSET) {
      if (!this.#hasRoom()) {
        if (this.#slots === this.#maxSlots) return false;
        this.#grow();
        slot = this.#find();
      }
      this.#hashes.set(this.#hash.words, slot * HASH_WORDS);
      this.#size++;
    }
    this.#offsets[slot] = offset;
    return true;
  }

  /** The latest offset of the key, -1 where it has none. */
  get(bytes: Uint8Array, key: { readonly start: number; readonly end: number }): number {
    this.#hash.update(bytes, key.start, key.end);
    return this.#offsets[this.#find()]!;
  }

  #hasRoom(): boolean {
    return this.#size < Math.max(1, Math.min(this.#slots - 1, Math.floor(this.#slots * this.#loadFactor)));
  }

  /** The slot of the key that was hashed last, or the free one where it would be. */
  #find(): number {
    const { words } = this.#hash;
    const hashes = this.#hashes;
    const mask = this.#slots - 1;
    let slot = words[0]! & mask;
    while (this.#offsets[slot] !== NO_OFFSET) {
      const at = slot * HASH_WORDS;
      const isSame =
        hashes[at] === words[0] &&
        hashes[at + 1] === words[1] &&
        hashes[at + 2] === words[2] &&
        hashes[at + 3] === words[3];
      if (isSame) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const hashes = this.#hashes;
    const offsets = this.#offsets;
    this.#slots *= 2;
    this.#hashes = new Int32Array(this.#slots * HASH_WORDS);
    this.#offsets = new Float64Array(this.#slots).fill(NO_OFFSET);
    const mask = this.#slots - 1;
    for (let old = 0; old < offsets.length; old++) {
      if (offsets[old] === NO_OFFSET) continue;
      const from = old * HASH_WORDS;
      let slot = hashes[from]! & mask;
      while (this.#offsets[slot] !== NO_OFFSET) slot = (slot + 1) & mask;
      this.#hashes.set(hashes.subarray(from, from + HASH_WORDS), slot * HASH_WORDS);
      this.#offsets[slot] = offsets[old]!;
    }
  }
}
