/**
 * Cuts a byte stream into Kafka's frames: a big-endian int32 length, then so many bytes.
 *
 * Invariant: memory held for a frame that is not complete is at most four times the bytes of it that arrived (plus
 * 16 KiB, or what the reader is told to trust). An announced length is only a claim: nothing more of that size is
 * allocated on it. A frame that lies within one chunk is a view of that chunk, unless chunks are borrowed; one that spans
 * chunks is gathered in a buffer of its own.
 */
const LENGTH_BYTES = 4;
const FIRST_CAPACITY = 16 * 1024;
const GROWTH = 4;

export interface FrameReaderOptions {
  /** A claim up to this is believed: a client knows how much it has asked for, and gathers in place. */
  readonly trustedBytes?: number;
  /** Chunks are overwritten once `push` has returned: every frame is a copy. */
  readonly borrowsChunks?: boolean;
  /** Where frames are gathered: at least so many bytes; buffers of their own where absent. */
  allocate?(bytes: number): Buffer;
}

export class FrameReader {
  #maxFrameBytes: number;
  readonly #trustedBytes: number;
  readonly #borrowsChunks: boolean;
  readonly #allocate: (bytes: number) => Buffer;
  /** The frame that has begun and is not complete, its length bytes first; `#used` of it are here. */
  #partial: Buffer | null = null;
  #used = 0;
  /** Length bytes and body of that frame; only the length bytes until they are all here. */
  #wanted = LENGTH_BYTES;

  constructor(
    maxFrameBytes: number,
    { trustedBytes = FIRST_CAPACITY, borrowsChunks = false, allocate = ownBuffer }: FrameReaderOptions = {},
  ) {
    this.#maxFrameBytes = maxFrameBytes;
    this.#trustedBytes = trustedBytes;
    this.#borrowsChunks = borrowsChunks;
    this.#allocate = allocate;
  }

  /** From now on, for frames whose length is not here yet. */
  allowUpTo(maxFrameBytes: number): void {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** Bytes here of a frame that has begun and is not complete. */
  get bufferedBytes(): number {
    return this.#used;
  }

  /**
   * Takes a chunk and appends each frame that is now complete to `frames`, in order.
   * Returns null, or a sentence that says why the stream cannot be followed any further.
   */
  push(chunk: Buffer, frames: Buffer[]): string | null {
    let position = 0;
    while (this.#partial !== null && position < chunk.length) {
      position += this.#gather(chunk, position);
      if (this.#used < this.#wanted) return null;
      if (this.#wanted > LENGTH_BYTES || this.#partial.readInt32BE(0) === 0) {
        frames.push(this.#takePartial());
        continue;
      }
      const length = this.#partial.readInt32BE(0);
      if (!this.#isAllowed(length)) return this.#complaint(length);
      this.#wanted = LENGTH_BYTES + length;
    }
    while (chunk.length - position >= LENGTH_BYTES) {
      const length = chunk.readInt32BE(position);
      if (!this.#isAllowed(length)) return this.#complaint(length);
      const end = position + LENGTH_BYTES + length;
      if (end > chunk.length) {
        this.#begin(chunk, position, LENGTH_BYTES + length);
        return null;
      }
      const frame = chunk.subarray(position + LENGTH_BYTES, end);
      frames.push(this.#borrowsChunks ? this.#copy(frame) : frame);
      position = end;
    }
    if (position < chunk.length) this.#begin(chunk, position, LENGTH_BYTES);
    return null;
  }

  #copy(frame: Buffer): Buffer {
    const copy = this.#allocate(frame.length).subarray(0, frame.length);
    copy.set(frame);
    return copy;
  }

  #begin(chunk: Buffer, position: number, wanted: number): void {
    this.#wanted = wanted;
    // Four bytes of a length are not a frame yet, that memory would be kept for.
    this.#partial =
      wanted === LENGTH_BYTES
        ? Buffer.allocUnsafe(LENGTH_BYTES)
        : this.#allocate(this.#capacityFor(chunk.length - position));
    this.#gather(chunk, position);
  }

  /** Copies what the frame still lacks, as far as the chunk has it; returns how much that was. */
  #gather(chunk: Buffer, position: number): number {
    const take = Math.min(this.#wanted - this.#used, chunk.length - position);
    let partial = this.#partial!;
    if (this.#used + take > partial.length) {
      partial = this.#allocate(this.#capacityFor(this.#used + take));
      this.#partial!.copy(partial, 0, 0, this.#used);
      this.#partial = partial;
    }
    chunk.copy(partial, this.#used, position, position + take);
    this.#used += take;
    return take;
  }

  #capacityFor(bytes: number): number {
    const roomy = Math.max(this.#trustedBytes, GROWTH * bytes);
    // While only the length bytes are wanted the frame's own size is not known yet.
    return this.#wanted === LENGTH_BYTES ? LENGTH_BYTES : Math.max(bytes, Math.min(this.#wanted, roomy));
  }

  #takePartial(): Buffer {
    const frame = this.#partial!.subarray(LENGTH_BYTES, this.#wanted);
    this.#partial = null;
    this.#used = 0;
    this.#wanted = LENGTH_BYTES;
    return frame;
  }

  #isAllowed(length: number): boolean {
    return length >= 0 && length <= this.#maxFrameBytes;
  }

  #complaint(length: number): string {
    return `a frame announces ${length} bytes, allowed are 0 to ${this.#maxFrameBytes}`;
  }
}

/** Small ones out of Node's pool. */
function ownBuffer(bytes: number): Buffer {
  return Buffer.allocUnsafe(bytes);
}
