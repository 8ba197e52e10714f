/** What of a `writev` the system has not taken yet: it takes 1024 chunks a call, and may stop short within any of them. */
import { assert } from '../assert.ts';

/** The system's IOV_MAX. */
const MAX_CHUNKS = 1024;

export class UnwrittenChunks {
  position: number;
  length: number;
  #chunks: readonly Uint8Array[];

  constructor(chunks: readonly Uint8Array[], position: number) {
    this.#chunks = chunks;
    this.position = position;
    this.length = 0;
    for (const chunk of chunks) this.length += chunk.length;
  }

  next(): readonly Uint8Array[] {
    return this.#chunks.length <= MAX_CHUNKS ? this.#chunks : this.#chunks.slice(0, MAX_CHUNKS);
  }

  advance(written: number): void {
    assert(written > 0 && written <= this.length, 'a write that did not fail took at least one byte');
    this.position += written;
    this.length -= written;
    if (this.length === 0) return;
    let done = 0;
    let rest = written;
    for (const chunk of this.#chunks) {
      if (chunk.length > rest) break;
      rest -= chunk.length;
      done++;
    }
    this.#chunks = this.#chunks.slice(done);
    const torn = this.#chunks[0];
    if (rest > 0 && torn !== undefined) this.#chunks = [torn.subarray(rest), ...this.#chunks.slice(1)];
  }
}
