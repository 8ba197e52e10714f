/** Sessions behind a cache (Kafka's CachingSessionStore). Only what is put comes into it: Kafka's look-ups leave it alone. */
import { hashOf, type LocatedKey } from '../byte-table.ts';
import type { Changelog, SessionStore, Windowed } from '../state-store.ts';
import type { StoreSerdes } from '../store-serdes.ts';
import { briefSessionKey } from '../window-key.ts';
import type { CacheEntry } from './cache-entry.ts';
import { CachedStore, type StoreCache, valueLength } from './cached-store.ts';

/** Kafka's key in the cache begins with the number of a segment. */
const SEGMENT_BYTES = 8;

export class CachedSessionStore<K, V> extends CachedStore<SessionStore<K, V>> implements SessionStore<K, V> {
  readonly retentionMs: number;
  readonly #serdes: StoreSerdes<K, V>;

  constructor(store: SessionStore<K, V>, serdes: StoreSerdes<K, V>, cache: StoreCache) {
    super(store, cache);
    this.retentionMs = store.retentionMs;
    this.#serdes = serdes;
  }

  get(key: K, start: number, end: number): V | undefined {
    const known = this.cache.read(this.#locate({ key, start, end }));
    if (known === null) return this.store.get(key, start, end);
    return known.value === null ? undefined : (known.value as V);
  }

  put(session: Windowed<K>, value: V | null): void {
    const { key, start, end } = session;
    const length = valueLength(this.#serdes, value);
    let entry = this.cache.find(this.#locate(session));
    if (entry === null) {
      const old = this.store.get(key, start, end) ?? null;
      const located = this.#locate(session);
      entry = this.cache.add(located, SEGMENT_BYTES + located.length);
      entry.key = key;
      entry.start = start;
      entry.end = end;
      entry.value = old;
    }
    this.store.put(session, value);
    this.change(entry, value, length);
  }

  find(key: K, earliestEnd: number, latestStart: number): IterableIterator<readonly [Windowed<K>, V]> {
    return this.store.find(key, earliestEnd, latestStart);
  }

  findEnded(earliestEnd: number, latestEnd: number): IterableIterator<readonly [Windowed<K>, V]> {
    return this.store.findEnded(earliestEnd, latestEnd);
  }

  protected override write({ key, start, end, value, timestamp }: CacheEntry, changelog: Changelog): void {
    const serdes = this.#serdes;
    serdes.locate(key as K);
    changelog.write(briefSessionKey(serdes, { start, end }), serdes.briefValue(value as V | null), timestamp);
  }

  protected override keyOf({ key, start, end }: CacheEntry): Windowed<unknown> {
    return { key, start, end };
  }

  protected override timestampOf({ end }: CacheEntry): number {
    return end;
  }

  /** Until the next call. */
  #locate({ key, start, end }: Windowed<K>): LocatedKey {
    this.#serdes.locate(key);
    const bytes = briefSessionKey(this.#serdes, { start, end });
    return { bytes, length: bytes.length, hash: hashOf(bytes, bytes.length) };
  }
}
