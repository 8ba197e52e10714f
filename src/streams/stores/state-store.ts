/**
 * What tasks keep between records. A store holds values as they are and knows the serdes with which they go to its
 * changelog topic; keys are ordered by their bytes, as everywhere in Kafka Streams.
 *
 * Invariant: whatever changes a store is handed to its changelog in the same call.
 */
import type { RecordHeader } from '../runtime/record-context.ts';

/** Where a store's changes go; there is none for a store without a changelog, nor while one is restored. */
export interface Changelog {
  /**
   * `key` and `value` in the bytes of the topic, or text that stands for its UTF-8; null deletes. The bytes are the store's
   * again afterwards. `timestamp` in milliseconds since 1970.
   */
  write(
    key: Uint8Array | string,
    value: Uint8Array | string | null,
    timestamp: number,
    headers?: readonly RecordHeader[],
  ): void;
}

/** What a store needs of its task when it opens. */
export interface StoreContext {
  readonly taskId: string;
  readonly changelog: Changelog | null;
  /** Where a persistent store of the task keeps its files; null where nothing may be kept, as in tests. */
  readonly directory: string | null;
  /** Of the record at hand. */
  timestamp(): number;
  headers(): readonly RecordHeader[];
  /** Counts a record that is too old to be kept (Kafka's dropped-records). */
  drop(reason: string): void;
}

export interface StateStore {
  readonly name: string;
  readonly isPersistent: boolean;
  open(context: StoreContext): void;
  /**
   * Of an open store: the last offset of its changelog that is among what was committed, and when it opens that is on the
   * disk; null where nothing is kept.
   */
  readonly changelogOffset: number | null;
  /** About how much a persistent store keeps in memory until the next commit, in bytes: whoever fills it sees to it. */
  readonly uncommittedBytes: number;
  /** One record of the changelog; the store's own changelog stays silent. */
  restore(key: Uint8Array, value: Uint8Array | null, timestamp: number, headers: readonly RecordHeader[]): void;
  /** What the store holds back (its cache, changes of a buffer) goes to its changelog and downstream. */
  flush(): void;
  /**
   * All that was put or restored so far is safe in the changelog up to this offset (null: it has no record yet), under
   * exactly-once as part of a committed transaction: a persistent store keeps both on the disk, in one step, now or when
   * there is more to be kept. What is not there is gone after a crash, and comes back from the changelog.
   */
  commit(changelogOffset: number | null): void;
  /** All that it holds is gone, on the disk too: it is filled anew, from the beginning of its changelog. */
  clear(): void;
  close(): void;
}

/** A value and when it came about, as stores keep it: not to be altered. */
export interface Timestamped<V> {
  readonly value: V;
  readonly timestamp: number;
}

/** By key: Kafka's TimestampedKeyValueStore, and a plain KeyValueStore where nobody looks at timestamps. */
export interface KeyValueStore<K, V> extends StateStore {
  get(key: K): Timestamped<V> | undefined;
  /** Null deletes. */
  put(key: K, value: V | null, timestamp: number): void;
  /** From one key to another, both included, in the order of their bytes; null is open. */
  range(from: K | null, to: K | null): IterableIterator<readonly [K, Timestamped<V>]>;
  all(): IterableIterator<readonly [K, Timestamped<V>]>;
  readonly approximateSize: number;
}

/** A value that was a key's for some time. */
export interface VersionedRecord<V> extends Timestamped<V> {
  /** When the next one, or a deletion, took its place; infinite for the latest. */
  readonly validTo: number;
}

/**
 * By key, with what was there before: Kafka's VersionedKeyValueStore (KIP-889). Versions are ordered by their timestamps,
 * whatever the order in which they come. How long history is kept is also how late a version may come.
 */
export interface VersionedKeyValueStore<K, V> extends StateStore {
  readonly historyRetentionMs: number;
  /** The latest value; with `asOfTimestamp` the one of that time. Nothing is told of times before the history. */
  get(key: K, asOfTimestamp?: number): VersionedRecord<V> | undefined;
  /** Those that were valid at some time between the two, both included, and that `get` still tells of; by their times. */
  history(key: K, from: number, to: number): IterableIterator<VersionedRecord<V>>;
  /**
   * Null deletes as of the timestamp. Gives the time at which the version ends, infinite where it is the latest; null where
   * it came too late and was not put.
   */
  put(key: K, value: V | null, timestamp: number): number | null;
}

/** By key and start of a window. Rows are gone once their window is older than the retention behind the store's own stream time. */
export interface WindowStore<K, V> extends StateStore {
  readonly retentionMs: number;
  /** In milliseconds; of all windows. */
  readonly windowSizeMs: number;
  get(key: K, windowStart: number): Timestamped<V> | undefined;
  put(key: K, value: V | null, options: { readonly windowStart: number; readonly timestamp: number }): void;
  /** Of one key: windows that start between the two, both included, ascending. Where a store keeps duplicates each is one. */
  fetch(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, Timestamped<V>]>;
  fetchBackward(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, Timestamped<V>]>;
  /** Of all keys: by window start, then by key. */
  fetchAll(fromStart: number, toStart: number): IterableIterator<readonly [Windowed<K>, Timestamped<V>]>;
}

/** By key and session. */
export interface SessionStore<K, V> extends StateStore {
  readonly retentionMs: number;
  get(key: K, start: number, end: number): V | undefined;
  put(session: Windowed<K>, value: V | null): void;
  /** Of one key: sessions that end at or after `earliestEnd` and start at or before `latestStart`, by end, then start. */
  find(key: K, earliestEnd: number, latestStart: number): IterableIterator<readonly [Windowed<K>, V]>;
  /** Of all keys: sessions that end between the two, both included, by end. */
  findEnded(earliestEnd: number, latestEnd: number): IterableIterator<readonly [Windowed<K>, V]>;
}

/** A key in a window. */
export interface Windowed<K> {
  readonly key: K;
  /** Milliseconds since 1970, included. */
  readonly start: number;
  /** Excluded in time windows, included in sessions and sliding windows. */
  readonly end: number;
}
