/**
 * The offset index of one segment, Kafka's `.index`: where in the `.log` file a batch begins, one entry for about each
 * `index.interval.bytes` of log. It is a hint that can always be rebuilt from the log, so it lives in memory and is
 * written when the segment is rolled or closed, never on the way to an acknowledgement.
 *
 * An entry is 8 bytes: relative offset i32 (of the *last* record of the batch, less the segment's base offset) and
 * position i32. Both columns rise strictly (a first position of 0 aside): `decode` refuses a file where they do not.
 */
import { bigEndian } from '#protocol';

export const OFFSET_INDEX_ENTRY_SIZE = 8;

export class OffsetIndex {
  readonly baseOffset: number;
  #entries: Int32Array;
  #count = 0;

  constructor(baseOffset: number, entries: Int32Array = new Int32Array(0)) {
    this.baseOffset = baseOffset;
    this.#entries = entries;
    this.#count = entries.length >> 1;
  }

  get count(): number {
    return this.#count;
  }

  /** The offset of the last entry, or the base offset. */
  get lastOffset(): number {
    return this.#count === 0 ? this.baseOffset : this.baseOffset + this.#entries[2 * this.#count - 2]!;
  }

  get lastPosition(): number {
    return this.#count === 0 ? 0 : this.#entries[2 * this.#count - 1]!;
  }

  get sizeInBytes(): number {
    return this.#count * OFFSET_INDEX_ENTRY_SIZE;
  }

  /** `offset` is that of the last record of the batch which begins at `position`. */
  append(offset: number, position: number): void {
    const at = 2 * this.#count;
    if (at === this.#entries.length) {
      const grown = new Int32Array(Math.max(32, 2 * at));
      grown.set(this.#entries);
      this.#entries = grown;
    }
    this.#entries[at] = offset - this.baseOffset;
    this.#entries[at + 1] = position;
    this.#count++;
  }

  /** A position at or before the batch that holds `offset`: where to begin looking for it. */
  lookup(offset: number): number {
    const index = this.#floor(offset - this.baseOffset);
    return index < 0 ? 0 : this.#entries[2 * index + 1]!;
  }

  /** The last position in the index that is not above `position`; 0 where there is none. */
  floorPosition(position: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[2 * middle + 1]! <= position) low = middle + 1;
      else high = middle - 1;
    }
    return high < 0 ? 0 : this.#entries[2 * high + 1]!;
  }

  /** Drops the entries of batches that reach `offset` or beyond. */
  truncateTo(offset: number): void {
    this.#count = this.#floor(offset - 1 - this.baseOffset) + 1;
  }

  /** The greatest entry whose relative offset is at most `relative`; -1 when there is none. */
  #floor(relative: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[2 * middle]! <= relative) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }

  encode(): Buffer {
    const bytes = Buffer.allocUnsafeSlow(this.sizeInBytes);
    for (let i = 0; i < 2 * this.#count; i++) bigEndian.writeInt32(bytes, 4 * i, this.#entries[i]!);
    return bytes;
  }

  /**
   * The index a file holds, or null where it cannot be that of a log of `logSize` bytes. What Kafka allocated ahead and
   * did not fill yet (zeros to the end) is not part of it.
   */
  static decode(bytes: Uint8Array, baseOffset: number, logSize: number): OffsetIndex | null {
    let end = bytes.length;
    if (end % OFFSET_INDEX_ENTRY_SIZE !== 0) return null;
    while (end > 0 && bigEndian.readInt32(bytes, end - 4) === 0 && bigEndian.readInt32(bytes, end - 8) === 0)
      end -= OFFSET_INDEX_ENTRY_SIZE;
    const entries = new Int32Array(end >> 2);
    let offset = -1;
    let position = -1;
    for (let at = 0; at < end; at += OFFSET_INDEX_ENTRY_SIZE) {
      const nextOffset = bigEndian.readInt32(bytes, at);
      const nextPosition = bigEndian.readInt32(bytes, at + 4);
      if (nextOffset <= offset || nextPosition <= position || nextPosition >= logSize) return null;
      entries[at >> 2] = offset = nextOffset;
      entries[(at >> 2) + 1] = position = nextPosition;
    }
    return new OffsetIndex(baseOffset, entries);
  }
}
