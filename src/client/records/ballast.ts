/**
 * Makes V8's minor collections come in time to free buffers. They come when the young generation is full of objects, up to
 * 16 MB; the buffers of young objects lie outside of it, and once there are some 20 MB of them V8 marks the whole heap.
 * Small records leave enough objects behind by themselves. For large ones arrays that nobody looks at fill the rest
 * (decision 0046).
 */
import type { Heap } from '#kernel';

/** Of buffers, between two minor collections. */
const BYTES_PER_COLLECTION = 16 * 1024 * 1024;
/** What a record and the view of its value take, at the least. */
const OBJECT_BYTES_PER_RECORD = 400;
/** The young generation may have grown by then. */
const BYTES_PER_LOOK = 16 * 1024 * 1024;
/** Of eight bytes each. */
const PIECE: readonly null[] = Array.from({ length: 1024 }, () => null);
const PIECE_BYTES = 8 * PIECE.length;

export class Ballast {
  readonly #heap: Heap;
  #bytesUntilLook = 0;
  /** Of the young generation, for each byte of buffers. */
  #share = 0;
  #missing = 0;
  /** Here so that the engine cannot leave it out. */
  piece: readonly null[] = PIECE;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** So many bytes of buffers are allocated for so many records. Returns the bytes of ballast that were made for them. */
  add(bytes: number, records: number): number {
    this.#bytesUntilLook -= bytes;
    if (this.#bytesUntilLook <= 0) this.#look();
    // How many there are is what the batch says, and nobody has checked that yet.
    const objectBytes = Math.max(0, records) * OBJECT_BYTES_PER_RECORD;
    this.#missing = Math.max(0, this.#missing + bytes * this.#share - objectBytes);
    const pieces = Math.floor(this.#missing / PIECE_BYTES);
    for (let i = 0; i < pieces; i++) this.piece = PIECE.slice();
    this.#missing -= pieces * PIECE_BYTES;
    return pieces * PIECE_BYTES;
  }

  #look(): void {
    this.#bytesUntilLook = BYTES_PER_LOOK;
    this.#share = this.#heap.youngBytes() / BYTES_PER_COLLECTION;
  }
}
