/**
 * The memory for records that are not acknowledged (`buffer.memory`). Invariant: the buffers that were taken and not given
 * back, with what was reserved, are never more than `totalBytes`; those kept for reuse come out of what is left.
 *
 * Buffers come in four sizes, so that one that was given back fits the next batch; a batch that outgrows its buffer moves
 * to the next size.
 */
import { assert } from '#kernel';

const SIZES: readonly number[] = [16 * 1024, 64 * 1024, 256 * 1024, 1024 * 1024 + 4096];
/** What is larger than any of SIZES is a multiple of this. */
const STEP = 64 * 1024;

export class BufferPool {
  readonly totalBytes: number;
  #usedBytes = 0;
  #freeBytes = 0;
  readonly #free: Buffer[][] = SIZES.map(() => []);

  constructor(totalBytes: number) {
    this.totalBytes = totalBytes;
  }

  get availableBytes(): number {
    return this.totalBytes - this.#usedBytes;
  }

  /**
   * A buffer of at least `leastBytes`, of `wantedBytes` where there is memory for it; null where there is not enough. Its
   * contents are whatever they were.
   */
  take(leastBytes: number, wantedBytes: number = leastBytes): Buffer | null {
    const wanted = sizeFor(Math.max(leastBytes, wantedBytes));
    if (wanted <= this.availableBytes) return this.#take(wanted);
    const least = sizeFor(leastBytes);
    if (least <= this.availableBytes) return this.#take(least);
    // Little memory in all, or little left of it: just what is needed.
    return leastBytes <= this.availableBytes ? this.#take(leastBytes) : null;
  }

  /** Gives back a buffer that nobody looks at any more. */
  release(buffer: Buffer): void {
    this.free(buffer.length);
    const index = SIZES.indexOf(buffer.length);
    if (index < 0 || this.#freeBytes + buffer.length > this.availableBytes) return;
    this.#free[index]!.push(buffer);
    this.#freeBytes += buffer.length;
  }

  /** Counts bytes that are not a buffer of the pool; false where there are not so many left. */
  reserve(bytes: number): boolean {
    if (bytes > this.availableBytes) return false;
    this.#usedBytes += bytes;
    this.#trim();
    return true;
  }

  /** Ends a reservation, or the counting of a buffer that somebody may still be reading. */
  free(bytes: number): void {
    this.#usedBytes -= bytes;
    assert(this.#usedBytes >= 0, 'no memory is given back twice');
  }

  #take(size: number): Buffer {
    this.#usedBytes += size;
    const kept = this.#free[SIZES.indexOf(size)]?.pop();
    if (kept !== undefined) {
      this.#freeBytes -= size;
      return kept;
    }
    this.#trim();
    return Buffer.allocUnsafeSlow(size);
  }

  /** Lets go of kept buffers that would take more than the total. */
  #trim(): void {
    for (let i = SIZES.length - 1; i >= 0 && this.#freeBytes > this.availableBytes; i--) {
      const kept = this.#free[i]!;
      while (kept.length > 0 && this.#freeBytes > this.availableBytes) this.#freeBytes -= kept.pop()!.length;
    }
  }
}

function sizeFor(bytes: number): number {
  return SIZES.find((size) => size >= bytes) ?? Math.ceil(bytes / STEP) * STEP;
}
