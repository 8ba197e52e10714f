/**
 * The appended buffers of late, readable without touching the disk: consumers at the end of a log are served from the
 * very bytes the producer sent. One cache bounds the bytes of all logs together and lets the oldest go first.
 *
 * A small batch may be a slice of a large frame and keep all of it alive, so what is counted is the whole memory a
 * buffer lies in, once for batches in a row that share it.
 */
import { recordBatch } from '#protocol';

/** A power of two. */
const INITIAL_BATCHES = 64;

export class TailCache {
  readonly #maxBytes: number;
  /** Whose oldest batch goes next, as a ring. */
  #owners: (LogTail | null)[] = Array.from({ length: INITIAL_BATCHES }, () => null);
  /** Bytes that are given back when that batch goes. */
  #costs: Float64Array = new Float64Array(INITIAL_BATCHES);
  #head = 0;
  #count = 0;
  #bytes = 0;
  #lastMemory: ArrayBufferLike | null = null;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of memory kept alive. */
  get sizeInBytes(): number {
    return this.#bytes;
  }

  get batchCount(): number {
    return this.#count;
  }

  /** Keeps one whole batch, the next of its log. */
  add(tail: LogTail, batch: Buffer, baseOffset: number): void {
    if (this.#count === this.#owners.length) this.#grow();
    const memory = batch.buffer;
    const cost = memory === this.#lastMemory ? 0 : memory.byteLength;
    this.#lastMemory = memory;
    const at = (this.#head + this.#count) & (this.#owners.length - 1);
    this.#owners[at] = tail;
    this.#costs[at] = cost;
    this.#count++;
    this.#bytes += cost;
    tail.push(batch, baseOffset);
    while (this.#bytes > this.#maxBytes && this.#count > 0) this.#evict();
  }

  #evict(): void {
    const owner = this.#owners[this.#head]!;
    this.#owners[this.#head] = null;
    this.#bytes -= this.#costs[this.#head]!;
    this.#head = (this.#head + 1) & (this.#owners.length - 1);
    if (--this.#count === 0) this.#lastMemory = null;
    owner.shift();
  }

  #grow(): void {
    const size = this.#owners.length;
    const owners: (LogTail | null)[] = Array.from({ length: 2 * size }, () => null);
    const costs = new Float64Array(2 * size);
    for (let i = 0; i < size; i++) {
      owners[i] = this.#owners[(this.#head + i) & (size - 1)]!;
      costs[i] = this.#costs[(this.#head + i) & (size - 1)]!;
    }
    this.#owners = owners;
    this.#costs = costs;
    this.#head = 0;
  }
}

/** The part of the cache that belongs to one log: batches that follow each other up to the log's end. */
export class LogTail {
  #batches: (Buffer | null)[] = [];
  #baseOffsets: number[] = [];
  #start = 0;
  /** Evictions that are due for batches `clear` has dropped already. */
  #dropped = 0;

  /** The first offset that is kept, or Infinity. */
  get firstOffset(): number {
    return this.#start < this.#batches.length ? this.#baseOffsets[this.#start]! : Infinity;
  }

  push(batch: Buffer, baseOffset: number): void {
    this.#batches.push(batch);
    this.#baseOffsets.push(baseOffset);
  }

  shift(): void {
    if (this.#dropped > 0) {
      this.#dropped--;
      return;
    }
    this.#batches[this.#start++] = null;
    if (this.#start < 64 || this.#start * 2 < this.#batches.length) return;
    this.#batches = this.#batches.slice(this.#start);
    this.#baseOffsets = this.#baseOffsets.slice(this.#start);
    this.#start = 0;
  }

  /** Drops all, when the log is truncated or gone. */
  clear(): void {
    this.#dropped += this.#batches.length - this.#start;
    this.#batches = [];
    this.#baseOffsets = [];
    this.#start = 0;
  }

  /**
   * The batches from the one that holds `offset` on, whole, up to `maxBytes` and below `upperBound`, into `found`;
   * with `minOneBatch` the first of them however large. Returns their size; 0 when there is none; -1 when the batch is
   * not in the cache.
   */
  collect(
    found: Buffer[],
    options: { offset: number; maxBytes: number; upperBound: number; minOneBatch: boolean },
  ): number {
    if (options.offset < this.firstOffset) return -1;
    let size = 0;
    for (let i = this.#floor(options.offset); i < this.#batches.length; i++) {
      const batch = this.#batches[i]!;
      // Where a replicated log has a gap, the batch before the gap does not reach the offset.
      if (size === 0 && recordBatch.lastOffset(batch, 0) < options.offset) continue;
      const isFirst = size === 0 && options.minOneBatch;
      if (size + batch.length > options.maxBytes && !isFirst) break;
      if (recordBatch.lastOffset(batch, 0) >= options.upperBound) break;
      found.push(batch);
      size += batch.length;
    }
    return size;
  }

  #floor(offset: number): number {
    let low = this.#start;
    let high = this.#batches.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.#baseOffsets[middle]! <= offset) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }
}
