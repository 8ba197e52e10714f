/**
 * A store with a cache in front of its changelog and of those that are told of its changes (KIP-63, Kafka's CachingStores): of
 * all changes of a row between two flushes the last one counts. The store behind has each change at once, so that whoever
 * reads it, a range of it or a query, sees what is there; it is its changelog that waits here.
 *
 * Invariant: what has been put and was not flushed is dirty here, with the value that was told of last.
 */
import type { RecordContext, RecordHeader } from '../../runtime/record-context.ts';
import type { Changelog, StateStore, StoreContext } from '../state-store.ts';
import { StoreWithHeaders } from '../headers/store-with-headers.ts';
import type { WithHeaders } from '../headers/with-headers.ts';
import type { StoreSerdes } from '../store-serdes.ts';
import type { CacheEntry } from './cache-entry.ts';
import { NamedCache } from './named-cache.ts';
import type { ThreadCache } from './thread-cache.ts';

/** What a store needs to be cached in a task. */
export interface StoreCache {
  readonly thread: ThreadCache;
  /** Of the task: the record at hand, in whose place the one is put that a change came with. */
  readonly record: RecordContext;
}

/** Told of a row's change; of windows and sessions the key is a `Windowed`. `oldValue` is what it was told before, or null. */
export type FlushListener = (key: unknown, newValue: unknown, oldValue: unknown, timestamp: number) => void;

export abstract class CachedStore<S extends StateStore> implements StateStore {
  /** Has all that was put; not to be written to. */
  readonly store: S;
  readonly cache: NamedCache;
  protected changelog: Changelog | null = null;
  readonly #record: RecordContext;
  #listener: FlushListener | null = null;

  constructor(store: S, { thread, record }: StoreCache) {
    this.store = store;
    this.#record = record;
    this.cache = new NamedCache(thread, (entry) => this.#flushed(entry));
  }

  get name(): string {
    return this.store.name;
  }

  get isPersistent(): boolean {
    return this.store.isPersistent;
  }

  get changelogOffset(): number | null {
    return this.store.changelogOffset;
  }

  get uncommittedBytes(): number {
    return this.store.uncommittedBytes;
  }

  /** Whether something is held back. */
  get isDirty(): boolean {
    return this.cache.isDirty;
  }

  /** From now on changes are told when they are flushed. */
  onFlush(listener: FlushListener): void {
    this.#listener = listener;
  }

  open(context: StoreContext): void {
    this.changelog = context.changelog;
    this.store.open({ ...context, changelog: null });
  }

  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number, headers: readonly RecordHeader[]): void {
    this.store.restore(key, value, timestamp, headers);
  }

  flush(): void {
    this.cache.flush();
    this.store.flush();
  }

  commit(changelogOffset: number | null): void {
    this.store.commit(changelogOffset);
  }

  clear(): void {
    this.cache.clear();
    this.store.clear();
  }

  close(): void {
    this.cache.clear();
    this.changelog = null;
    this.store.close();
  }

  /** An entry of the store's has got a value, with the record at hand. `oldValue`: of one that had none. */
  protected change(entry: CacheEntry, value: unknown, length: number): void {
    if (!entry.isDirty) entry.oldValue = entry.value;
    entry.isDirty = true;
    entry.value = value;
    entry.came(this.#record);
    this.cache.put(entry, length);
  }

  /** Writes the entry's value into the changelog. */
  protected abstract write(entry: CacheEntry, changelog: Changelog): void;

  /** As who is told of it sees the key. */
  protected abstract keyOf(entry: CacheEntry): unknown;

  /** Of what is told of a row. */
  protected abstract timestampOf(entry: CacheEntry): number;

  #flushed(entry: CacheEntry): void {
    const listener = this.#listener;
    // Nobody was told of a row that came and went in between.
    if (listener !== null && entry.value === null && entry.oldValue === null) return;
    const record = this.#record;
    const before = record.capture();
    record.restore(entry);
    if (this.changelog !== null) this.write(entry, this.changelog);
    if (listener !== null) listener(this.keyOf(entry), entry.value, entry.oldValue, this.timestampOf(entry));
    record.restore(before);
  }
}

/** How many bytes a store's value has, as it is serialized; null has none. */
export function valueLength<V>(serdes: Pick<StoreSerdes<unknown, V>, 'briefValue'>, value: V | null): number {
  const brief = serdes.briefValue(value);
  if (brief === null) return 0;
  return typeof brief === 'string' ? Buffer.byteLength(brief) : brief.length;
}

/** The part of a store that has the cache, behind what shows its rows with headers; null where there is none. */
export function cachedPart(store: StateStore): CachedStore<StateStore> | null {
  const rows: unknown = store instanceof StoreWithHeaders ? store.store : store;
  return rows instanceof CachedStore ? rows : null;
}

/** Whether changes of the store are told when its cache is flushed, by `listener`; otherwise who puts them tells them. */
export function tellsWhenFlushed(store: StateStore, listener: FlushListener): boolean {
  const cached = cachedPart(store);
  if (cached === null) return false;
  cached.onFlush(store instanceof StoreWithHeaders ? toldWithoutHeaders(listener) : listener);
  return true;
}

function toldWithoutHeaders(listener: FlushListener): FlushListener {
  return (key, newRow, oldRow, timestamp) => listener(key, plainOf(newRow), plainOf(oldRow), timestamp);
}

function plainOf(row: unknown): unknown {
  return row === null ? null : (row as WithHeaders<unknown>).value;
}

/** The rows of a store as queries read them, without a trace in its cache. */
export function rowsBehind(store: StateStore): StateStore {
  const cached = cachedPart(store);
  if (cached === null) return store;
  return store instanceof StoreWithHeaders ? store.over(cached.store) : cached.store;
}
