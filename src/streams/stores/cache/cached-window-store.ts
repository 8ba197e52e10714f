/** Rows by key and window behind a cache (Kafka's CachingWindowStore). Only what is put comes into it: Kafka's look-ups leave it alone. */
import { hashOf, type LocatedKey } from '../byte-table.ts';
import type { Changelog, Timestamped, Windowed, WindowStore } from '../state-store.ts';
import type { StoreSerdes } from '../store-serdes.ts';
import { briefWindowKey } from '../window-key.ts';
import type { CacheEntry } from './cache-entry.ts';
import { CachedStore, type StoreCache, valueLength } from './cached-store.ts';

const TIMESTAMP_BYTES = 8;
/** Kafka's key in the cache begins with the number of a segment. */
const SEGMENT_BYTES = 8;

export class CachedWindowStore<K, V> extends CachedStore<WindowStore<K, V>> implements WindowStore<K, V> {
  readonly retentionMs: number;
  readonly windowSizeMs: number;
  readonly #serdes: StoreSerdes<K, V>;

  constructor(store: WindowStore<K, V>, serdes: StoreSerdes<K, V>, cache: StoreCache) {
    super(store, cache);
    this.retentionMs = store.retentionMs;
    this.windowSizeMs = store.windowSizeMs;
    this.#serdes = serdes;
  }

  get(key: K, windowStart: number): Timestamped<V> | undefined {
    const known = this.cache.read(this.#locate(key, windowStart));
    if (known === null) return this.store.get(key, windowStart);
    return known.value === null ? undefined : { value: known.value as V, timestamp: known.rowTimestamp };
  }

  put(key: K, value: V | null, at: { readonly windowStart: number; readonly timestamp: number }): void {
    const { windowStart, timestamp } = at;
    const length = value === null ? 0 : TIMESTAMP_BYTES + valueLength(this.#serdes, value);
    let entry = this.cache.find(this.#locate(key, windowStart));
    if (entry === null) {
      const old = this.store.get(key, windowStart)?.value ?? null;
      const located = this.#locate(key, windowStart);
      entry = this.cache.add(located, SEGMENT_BYTES + located.length);
      entry.key = key;
      entry.start = windowStart;
      entry.value = old;
    }
    entry.rowTimestamp = timestamp;
    this.store.put(key, value, at);
    this.change(entry, value, length);
  }

  fetch(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, Timestamped<V>]> {
    return this.store.fetch(key, fromStart, toStart);
  }

  fetchBackward(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, Timestamped<V>]> {
    return this.store.fetchBackward(key, fromStart, toStart);
  }

  fetchAll(fromStart: number, toStart: number): IterableIterator<readonly [Windowed<K>, Timestamped<V>]> {
    return this.store.fetchAll(fromStart, toStart);
  }

  protected override write({ key, start, value, rowTimestamp }: CacheEntry, changelog: Changelog): void {
    const serdes = this.#serdes;
    serdes.locate(key as K);
    changelog.write(briefWindowKey(serdes, start, 0), serdes.briefValue(value as V | null), rowTimestamp);
  }

  protected override keyOf({ key, start }: CacheEntry): Windowed<unknown> {
    return { key, start, end: Math.min(Number.MAX_SAFE_INTEGER, start + this.windowSizeMs) };
  }

  protected override timestampOf({ rowTimestamp }: CacheEntry): number {
    return rowTimestamp;
  }

  /** Until the next call. */
  #locate(key: K, windowStart: number): LocatedKey {
    this.#serdes.locate(key);
    const bytes = briefWindowKey(this.#serdes, windowStart, 0);
    return { bytes, length: bytes.length, hash: hashOf(bytes, bytes.length) };
  }
}
