/**
 * Memory of its own for each batch of records, copied as late as they are handed out. The frame that they came in waits
 * for its turn for long enough to get old in V8's heap, and what is old is freed by marking all of that heap; a copy that
 * nobody keeps is gone with the next minor collection. Besides, whoever keeps a record keeps its slab alive and no more.
 */
import type { Heap } from '#kernel';
import { Ballast } from './ballast.ts';

/** Some batches as producers make them by default: little to keep for one record, and few slabs for many small batches. */
const SLAB_BYTES = 64 * 1024;

export class RecordMemory {
  readonly #ballast: Ballast;
  #slab: Buffer = Buffer.alloc(0);
  #used = 0;

  constructor(heap: Heap) {
    this.#ballast = new Ballast(heap);
  }

  /** The same bytes, of so many records, where nobody writes to them. */
  copy(bytes: Uint8Array, records: number): Buffer {
    this.count(bytes.length, records);
    if (bytes.length > SLAB_BYTES) return copyInto(Buffer.allocUnsafeSlow(bytes.length), bytes);
    if (this.#used + bytes.length > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += bytes.length;
    return copyInto(this.#slab.subarray(start, this.#used), bytes);
  }

  /** So many records have memory of their own already, as what they were decompressed to. */
  count(bytes: number, records: number): void {
    this.#ballast.add(bytes, records);
  }
}

function copyInto(memory: Buffer, bytes: Uint8Array): Buffer {
  memory.set(bytes);
  return memory;
}
