/**
 * Memory that answers to Fetch are read into again and again. V8 marks the whole heap each time that some megabytes of
 * new buffers have got old, however few are alive; memory that stays costs neither that nor page faults.
 *
 * Invariant: a buffer is free, or lent and under one lease. It comes back when all who retained the lease have released it;
 * one that somebody never lets go of is left to the garbage collector, so that forgetting to release can never be harmful.
 */
import { assert } from '#kernel';

/** Smaller ones hold no records, or hardly any: nobody would give them back. */
const LEAST_BYTES = 512;
const SMALLEST_BYTES = 4 * 1024;
/** Answers are seldom of one size: what is a little larger than the last one fits as well. */
const STEP_BYTES = 256 * 1024;
const MAX_FREE = 16;
/** Free memory that so many answers in a row did not need is let go of: a consumer that has caught up gets small ones only. */
const ANSWERS_PER_REVIEW = 64;

export class FrameBuffers {
  readonly #maxFreeBytes: number;
  readonly #free: Buffer[] = [];
  #freeBytes = 0;
  /** The fewest that were free since the last review. */
  #leastFree = 0;
  #untilReview = ANSWERS_PER_REVIEW;
  readonly #leases = new WeakMap<ArrayBufferLike, FrameLease>();

  /** @param maxFreeBytes what is kept for answers to come; beyond it, memory that comes back is let go of. */
  constructor(maxFreeBytes: number) {
    this.#maxFreeBytes = maxFreeBytes;
  }

  /** At least so many bytes, with whatever is in them. */
  take(bytes: number): Buffer {
    if (--this.#untilReview === 0) this.#letGoOfUnneeded();
    if (bytes < LEAST_BYTES) return Buffer.allocUnsafe(bytes);
    const buffer = this.#takeFree(bytes) ?? Buffer.allocUnsafeSlow(sizeFor(bytes));
    this.#leastFree = Math.min(this.#leastFree, this.#free.length);
    this.#leases.set(buffer.buffer, new FrameLease(() => this.#giveBack(buffer)));
    return buffer;
  }

  /** Of the frame that these bytes are a view of; null where it is not of this memory. */
  leaseOf(bytes: Uint8Array): FrameLease | null {
    return this.#leases.get(bytes.buffer) ?? null;
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

  #giveBack(buffer: Buffer): void {
    this.#leases.delete(buffer.buffer);
    if (this.#freeBytes + buffer.length > this.#maxFreeBytes || this.#free.length === MAX_FREE) return;
    this.#free.push(buffer);
    this.#freeBytes += buffer.length;
  }

  #letGoOfUnneeded(): void {
    for (const { length } of this.#free.splice(0, this.#leastFree)) this.#freeBytes -= length;
    this.#leastFree = this.#free.length;
    this.#untilReview = ANSWERS_PER_REVIEW;
  }
}

function sizeFor(bytes: number): number {
  if (bytes > STEP_BYTES) return Math.ceil(bytes / STEP_BYTES) * STEP_BYTES;
  let size = SMALLEST_BYTES;
  while (size < bytes) size *= 2;
  return size;
}

/** Who still looks at the bytes of one frame. */
export class FrameLease {
  #users = 0;
  readonly #giveBack: () => void;

  constructor(giveBack: () => void) {
    this.#giveBack = giveBack;
  }

  retain(): void {
    this.#users++;
  }

  /** Once for each `retain`. With the last one the bytes are somebody else's. */
  release(): void {
    assert(this.#users > 0, 'a frame is released by those who retained it');
    if (--this.#users === 0) this.#giveBack();
  }
}
