/**
 * Stores that keep the headers of records (KIP-1271): each is one of `state-store.ts` as well, so that operators that ask for
 * no headers run on it. Where none are told with a value, it has those of the record at hand; nothing of them is to be altered.
 */
import type { RecordHeader } from '../runtime/record-context.ts';
import type { WithHeaders } from './headers/with-headers.ts';
import type { KeyValueStore, SessionStore, Timestamped, Windowed, WindowStore } from './state-store.ts';

/** A value, when it came about, and the headers that it came with (Kafka's ValueTimestampHeaders). */
export interface TimestampedWithHeaders<V> extends Timestamped<V> {
  readonly headers: readonly RecordHeader[];
}

/** By key: Kafka's TimestampedKeyValueStoreWithHeaders. */
export interface KeyValueStoreWithHeaders<K, V> extends KeyValueStore<K, V> {
  get(key: K): TimestampedWithHeaders<V> | undefined;
  /** Null deletes; the changelog has the headers of the record at hand then, whatever is told. */
  put(key: K, value: V | null, timestamp: number, headers?: readonly RecordHeader[]): void;
  range(from: K | null, to: K | null): IterableIterator<readonly [K, TimestampedWithHeaders<V>]>;
  all(): IterableIterator<readonly [K, TimestampedWithHeaders<V>]>;
}

/** By key and start of a window: Kafka's TimestampedWindowStoreWithHeaders. */
export interface WindowStoreWithHeaders<K, V> extends WindowStore<K, V> {
  get(key: K, windowStart: number): TimestampedWithHeaders<V> | undefined;
  /** Null deletes; the changelog has the headers of the record at hand then, whatever is told. */
  put(
    key: K,
    value: V | null,
    options: {
      readonly windowStart: number;
      readonly timestamp: number;
      readonly headers?: readonly RecordHeader[];
    },
  ): void;
  fetch(key: K, fromStart: number, toStart: number): IterableIterator<readonly [number, TimestampedWithHeaders<V>]>;
  fetchBackward(
    key: K,
    fromStart: number,
    toStart: number,
  ): IterableIterator<readonly [number, TimestampedWithHeaders<V>]>;
  fetchAll(fromStart: number, toStart: number): IterableIterator<readonly [Windowed<K>, TimestampedWithHeaders<V>]>;
}

/** By key and session: Kafka's SessionStoreWithHeaders. */
export interface SessionStoreWithHeaders<K, V> extends SessionStore<K, V> {
  getWithHeaders(key: K, start: number, end: number): WithHeaders<V> | undefined;
  /** Null deletes; the changelog has the headers of the record at hand then, whatever is told. */
  put(session: Windowed<K>, value: V | null, headers?: readonly RecordHeader[]): void;
  /** As `find`. */
  findWithHeaders(
    key: K,
    earliestEnd: number,
    latestStart: number,
  ): IterableIterator<readonly [Windowed<K>, WithHeaders<V>]>;
  /** As `findEnded`. */
  findEndedWithHeaders(
    earliestEnd: number,
    latestEnd: number,
  ): IterableIterator<readonly [Windowed<K>, WithHeaders<V>]>;
}
