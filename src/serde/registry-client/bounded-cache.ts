/** A cache that holds so many entries, for so long. The one that was not used for longest goes first. */
import type { Clock } from '#kernel';

interface Entry<V> {
  readonly value: V;
  /** On the monotonic clock. */
  readonly expiresAt: number;
}

export interface BoundedCacheOptions {
  readonly clock: Clock;
  /** From 0 on, which keeps nothing. */
  readonly maxEntries: number;
  /** -1 for ever. */
  readonly ttlMs: number;
}

export class BoundedCache<K, V> {
  readonly #entries = new Map<K, Entry<V>>();
  readonly #options: BoundedCacheOptions;

  constructor(options: BoundedCacheOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.expiresAt !== Infinity && entry.expiresAt <= this.#options.clock.monotonic()) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: K, value: V): void {
    const { clock, maxEntries, ttlMs } = this.#options;
    if (ttlMs === 0) return;
    this.#entries.delete(key);
    this.#entries.set(key, { value, expiresAt: ttlMs < 0 ? Infinity : clock.monotonic() + ttlMs });
    while (this.#entries.size > maxEntries) this.#entries.delete(this.#entries.keys().next().value!);
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
