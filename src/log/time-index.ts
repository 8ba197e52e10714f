/**
 * The time index of one segment, Kafka's `.timeindex`: the greatest timestamp seen up to some offset. It answers
 * ListOffsets by timestamp and tells retention how old a segment is, for which its last entry, added when the segment
 * is rolled or closed, holds the segment's greatest timestamp.
 *
 * An entry is 12 bytes: timestamp i64 (milliseconds) and relative offset i32 (of the last record of the batch that has
 * it). Timestamps rise strictly, offsets do not fall.
 */
import { bigEndian } from '#protocol';

export const TIME_INDEX_ENTRY_SIZE = 12;

export class TimeIndex {
  readonly baseOffset: number;
  #timestamps: Float64Array;
  #offsets: Int32Array;
  #count: number;

  constructor(
    baseOffset: number,
    timestamps: Float64Array = new Float64Array(0),
    offsets: Int32Array = new Int32Array(0),
  ) {
    this.baseOffset = baseOffset;
    this.#timestamps = timestamps;
    this.#offsets = offsets;
    this.#count = timestamps.length;
  }

  get count(): number {
    return this.#count;
  }

  get sizeInBytes(): number {
    return this.#count * TIME_INDEX_ENTRY_SIZE;
  }

  /** Milliseconds; -1 without entries. */
  get lastTimestamp(): number {
    return this.#count === 0 ? -1 : this.#timestamps[this.#count - 1]!;
  }

  /** The base offset without entries. */
  get lastOffset(): number {
    return this.#count === 0 ? this.baseOffset : this.baseOffset + this.#offsets[this.#count - 1]!;
  }

  /** Adds an entry, unless `timestamp` does not exceed the last one's. */
  maybeAppend(timestamp: number, offset: number): void {
    if (timestamp <= this.lastTimestamp || timestamp < 0) return;
    if (this.#count === this.#timestamps.length) {
      const capacity = Math.max(16, 2 * this.#count);
      const timestamps = new Float64Array(capacity);
      const offsets = new Int32Array(capacity);
      timestamps.set(this.#timestamps);
      offsets.set(this.#offsets);
      this.#timestamps = timestamps;
      this.#offsets = offsets;
    }
    this.#timestamps[this.#count] = timestamp;
    this.#offsets[this.#count] = offset - this.baseOffset;
    this.#count++;
  }

  /** An offset before which no record has `timestamp` or a greater one: where to begin looking for one. */
  lookup(timestamp: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.#timestamps[middle]! < timestamp) low = middle + 1;
      else high = middle - 1;
    }
    return high < 0 ? this.baseOffset : this.baseOffset + this.#offsets[high]!;
  }

  /** Drops the entries at `offset` and beyond. */
  truncateTo(offset: number): void {
    while (this.#count > 0 && this.lastOffset >= offset) this.#count--;
  }

  encode(): Buffer {
    const bytes = Buffer.allocUnsafeSlow(this.sizeInBytes);
    for (let i = 0; i < this.#count; i++) {
      bigEndian.writeInt64(bytes, i * TIME_INDEX_ENTRY_SIZE, this.#timestamps[i]!);
      bigEndian.writeInt32(bytes, i * TIME_INDEX_ENTRY_SIZE + 8, this.#offsets[i]!);
    }
    return bytes;
  }

  /** The index a file holds without what was allocated ahead, or null where it can be none. */
  static decode(bytes: Uint8Array, baseOffset: number): TimeIndex | null {
    if (bytes.length % TIME_INDEX_ENTRY_SIZE !== 0) return null;
    let count = bytes.length / TIME_INDEX_ENTRY_SIZE;
    while (count > 0 && isZero(bytes, (count - 1) * TIME_INDEX_ENTRY_SIZE)) count--;
    const timestamps = new Float64Array(count);
    const offsets = new Int32Array(count);
    let timestamp = -1;
    let offset = 0;
    for (let i = 0; i < count; i++) {
      const nextTimestamp = bigEndian.readInt64(bytes, i * TIME_INDEX_ENTRY_SIZE);
      const nextOffset = bigEndian.readInt32(bytes, i * TIME_INDEX_ENTRY_SIZE + 8);
      if (nextTimestamp <= timestamp || nextOffset < offset || !Number.isSafeInteger(nextTimestamp)) return null;
      timestamps[i] = timestamp = nextTimestamp;
      offsets[i] = offset = nextOffset;
    }
    return new TimeIndex(baseOffset, timestamps, offsets);
  }
}

function isZero(bytes: Uint8Array, at: number): boolean {
  return (
    bigEndian.readInt32(bytes, at) === 0 &&
    bigEndian.readInt32(bytes, at + 4) === 0 &&
    bigEndian.readInt32(bytes, at + 8) === 0
  );
}
