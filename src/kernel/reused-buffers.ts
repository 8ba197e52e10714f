/**
 * Memory that is read into again and again. V8 marks the whole heap each time that some megabytes of new buffers have got
 * old, however few are alive; memory that stays costs neither that nor page faults.
 *
 * Invariant: what was taken is its taker's until `giveBack`. Who never gives back leaves it to the garbage collector, so
 * that forgetting to can never be harmful; giving back what somebody still looks at can.
 */

/** What is smaller is made anew each time: it costs little, and is not worth a place. */
const LEAST_BYTES = 512;
const SMALLEST_BYTES = 4 * 1024;
/** What is read is seldom of one size: what is a little larger than the last fits as well. */
const STEP_BYTES = 256 * 1024;
const MAX_FREE = 16;
/** Free memory that so many takers in a row did not need is let go of. */
const TAKES_PER_REVIEW = 64;

export class ReusedBuffers {
  readonly #maxFreeBytes: number;
  readonly #free: Buffer[] = [];
  #freeBytes = 0;
  /** The fewest that were free since the last review. */
  #leastFree = 0;
  #untilReview = TAKES_PER_REVIEW;

  /** @param maxFreeBytes what is kept for takers to come; beyond it, memory that comes back is let go of. */
  constructor(maxFreeBytes: number) {
    this.#maxFreeBytes = maxFreeBytes;
  }

  /** At least so many bytes, with whatever is in them. */
  take(bytes: number): Buffer {
    if (--this.#untilReview === 0) this.#letGoOfUnneeded();
    if (bytes < LEAST_BYTES) return Buffer.allocUnsafe(bytes);
    const buffer = this.#takeFree(bytes) ?? Buffer.allocUnsafeSlow(sizeFor(bytes));
    this.#leastFree = Math.min(this.#leastFree, this.#free.length);
    return buffer;
  }

  /** Takes back what `take` gave, whole and once. Nobody looks at it any more. */
  giveBack(buffer: Buffer): void {
    if (buffer.length < LEAST_BYTES) return;
    if (this.#freeBytes + buffer.length > this.#maxFreeBytes || this.#free.length === MAX_FREE) return;
    this.#free.push(buffer);
    this.#freeBytes += buffer.length;
  }

  /** The smallest that is large enough. Where all are too small one makes room for a larger one. */
  #takeFree(bytes: number): Buffer | null {
    let best = -1;
    let smallest = -1;
    for (let i = 0; i < this.#free.length; i++) {
      const { length } = this.#free[i]!;
      if (length >= bytes && (best < 0 || length < this.#free[best]!.length)) best = i;
      if (smallest < 0 || length < this.#free[smallest]!.length) smallest = i;
    }
    if (smallest < 0) return null;
    const [buffer] = this.#free.splice(best < 0 ? smallest : best, 1);
    this.#freeBytes -= buffer!.length;
    return best < 0 ? null : buffer!;
  }

  #letGoOfUnneeded(): void {
    for (const { length } of this.#free.splice(0, this.#leastFree)) this.#freeBytes -= length;
    this.#leastFree = this.#free.length;
    this.#untilReview = TAKES_PER_REVIEW;
  }
}

function sizeFor(bytes: number): number {
  if (bytes > STEP_BYTES) return Math.ceil(bytes / STEP_BYTES) * STEP_BYTES;
  let size = SMALLEST_BYTES;
  while (size < bytes) size *= 2;
  return size;
}
