/**
 * The memory of answers to Fetch, which is used again once all who look at a frame have released it.
 *
 * Invariant: a frame comes back when all who retained its lease have released it; one that somebody never lets go of is
 * left to the garbage collector.
 */
import { assert, ReusedBuffers } from '#kernel';

export class FrameBuffers {
  readonly #buffers: ReusedBuffers;
  readonly #leases = new WeakMap<ArrayBufferLike, FrameLease>();

  /** @param maxFreeBytes what is kept for answers to come; beyond it, memory that comes back is let go of. */
  constructor(maxFreeBytes: number) {
    this.#buffers = new ReusedBuffers(maxFreeBytes);
  }

  /** At least so many bytes, with whatever is in them. */
  take(bytes: number): Buffer {
    const buffer = this.#buffers.take(bytes);
    if (buffer.length === buffer.buffer.byteLength) {
      this.#leases.set(buffer.buffer, new FrameLease(() => this.#giveBack(buffer)));
    }
    return buffer;
  }

  /** Of the frame that these bytes are a view of; null where it is not of this memory, or shares it with others. */
  leaseOf(bytes: Uint8Array): FrameLease | null {
    return this.#leases.get(bytes.buffer) ?? null;
  }

  #giveBack(buffer: Buffer): void {
    this.#leases.delete(buffer.buffer);
    this.#buffers.giveBack(buffer);
  }
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
