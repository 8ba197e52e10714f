/** Rows by key behind a cache (Kafka's CachingKeyValueStore). */
import type { Changelog, KeyValueStore, Timestamped } from '../state-store.ts';
import type { StoreSerdes } from '../store-serdes.ts';
import type { CacheEntry } from './cache-entry.ts';
import { CachedStore, type StoreCache, valueLength } from './cached-store.ts';

/** A row of Kafka's store begins with its time. */
const TIMESTAMP_BYTES = 8;

export class CachedKeyValueStore<K, V> extends CachedStore<KeyValueStore<K, V>> implements KeyValueStore<K, V> {
  readonly #serdes: StoreSerdes<K, V>;

  constructor(store: KeyValueStore<K, V>, serdes: StoreSerdes<K, V>, cache: StoreCache) {
    super(store, cache);
    this.#serdes = serdes;
  }

  get approximateSize(): number {
    return this.store.approximateSize;
  }

  /** What was read is in the cache from then on, which may push something else out of it. */
  get(key: K): Timestamped<V> | undefined {
    const serdes = this.#serdes;
    serdes.locate(key);
    const known = this.cache.read(serdes);
    if (known !== null) {
      return known.value === null ? undefined : { value: known.value as V, timestamp: known.rowTimestamp };
    }
    const row = this.store.get(key);
    if (row === undefined) return undefined;
    const length = TIMESTAMP_BYTES + valueLength(serdes, row.value);
    const entry = this.#add(key);
    entry.value = row.value;
    entry.rowTimestamp = row.timestamp;
    this.cache.put(entry, length);
    return row;
  }

  put(key: K, value: V | null, timestamp: number): void {
    const serdes = this.#serdes;
    const length = value === null ? 0 : TIMESTAMP_BYTES + valueLength(serdes, value);
    serdes.locate(key);
    let entry = this.cache.find(serdes);
    if (entry === null) {
      const old = this.store.get(key)?.value ?? null;
      entry = this.#add(key);
      entry.value = old;
    }
    entry.rowTimestamp = timestamp;
    this.store.put(key, value, timestamp);
    this.change(entry, value, length);
  }

  range(from: K | null, to: K | null): IterableIterator<readonly [K, Timestamped<V>]> {
    return this.store.range(from, to);
  }

  all(): IterableIterator<readonly [K, Timestamped<V>]> {
    return this.store.all();
  }

  protected override write({ key, value, rowTimestamp }: CacheEntry, changelog: Changelog): void {
    const serdes = this.#serdes;
    changelog.write(serdes.briefKey(key as K), serdes.briefValue(value as V | null), rowTimestamp);
  }

  protected override keyOf({ key }: CacheEntry): unknown {
    return key;
  }

  protected override timestampOf({ rowTimestamp }: CacheEntry): number {
    return rowTimestamp;
  }

  #add(key: K): CacheEntry {
    const serdes = this.#serdes;
    serdes.locate(key);
    const entry = this.cache.add(serdes, serdes.length);
    entry.key = key;
    return entry;
  }
}
