/**
 * What the caches of one thread's stores may hold together (Kafka's ThreadCache). A store that puts something beyond the bound
 * makes room among its own entries, those that were not used for the longest time first.
 *
 * Bytes are counted as Kafka counts them, of keys and values as they are serialized, so that what is told downstream because
 * of the bound is the same.
 */
import type { NamedCache } from './named-cache.ts';

export class ThreadCache {
  #maxBytes: number;
  #bytes = 0;

  /** `maxBytes`: from 1 on; who wants no cache makes none. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Of all stores. */
  get bytes(): number {
    return this.#bytes;
  }

  /** With another number of threads; counts from the next put on. */
  resize(maxBytes: number): void {
    this.#maxBytes = maxBytes;
  }

  /** One cache has grown, or shrunk, by so much. */
  count(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Makes room in the cache that has just grown. */
  makeRoom(cache: NamedCache): void {
    while (this.#bytes > this.#maxBytes && !cache.isEmpty) cache.evict();
  }
}
