/** A store of an application by its name, all partitions as one: rows come from whichever instance has them. */
import { KafkaError } from '#kernel';
import type { WithHeaders } from '../stores/headers/with-headers.ts';
import type { TimestampedWithHeaders } from '../stores/state-store-with-headers.ts';
import type { Timestamped, VersionedRecord, Windowed } from '../stores/state-store.ts';
import type { InteractiveQueries, QueryOptions, StateQueryResult } from './interactive-queries.ts';
import {
  keyQuery,
  keyQueryWithHeaders,
  multiVersionedKeyQuery,
  type RangeBounds,
  rangeQueryWithHeaders,
  sessionKeyQuery,
  sessionKeyQueryWithHeaders,
  type StateQuery,
  type TimeBounds,
  timestampedKeyQuery,
  timestampedRangeQuery,
  versionedKeyQuery,
  type WindowedValue,
  windowKeyQuery,
  windowKeyQueryWithHeaders,
  windowRangeQuery,
  windowRangeQueryWithHeaders,
} from './state-query.ts';
import type { KeyQueryMetadata, StoreHostMetadata } from './store-owners.ts';

/** As of queries; failures that may pass are tried again for 10 s where `retryMs` is absent. */
export type ViewOptions = Omit<QueryOptions, 'partitions'>;

const DEFAULT_RETRY_MS = 10_000;

/** Its calls reject with a KafkaError whose code is the reason of the failure (`NOT_ACTIVE`, `UNREACHABLE`, …). */
export class StoreView<K, V> {
  readonly name: string;
  readonly #queries: InteractiveQueries;

  constructor(name: string, queries: InteractiveQueries) {
    this.name = name;
    this.#queries = queries;
  }

  /** Null where there is none. */
  get(key: K, options?: ViewOptions): Promise<V | null> {
    return this.#one(keyQuery<V>(key), options);
  }

  /** With the time at which it came about. */
  getTimestamped(key: K, options?: ViewOptions): Promise<Timestamped<V> | null> {
    return this.#one(timestampedKeyQuery<V>(key), options);
  }

  /** Partition after partition, in each by the bytes of the keys. */
  range(bounds: RangeBounds<K>, options?: ViewOptions): Promise<(readonly [K, Timestamped<V>])[]> {
    return this.#all(timestampedRangeQuery<K, V>(bounds), options);
  }

  /** As `range`, without bounds. */
  all(options?: ViewOptions): Promise<(readonly [K, Timestamped<V>])[]> {
    return this.range({}, options);
  }

  /** Windows of a key, by their start. */
  windows(key: K, bounds?: TimeBounds, options?: ViewOptions): Promise<(WindowedValue<V> & Timestamped<V>)[]> {
    return this.#one(windowKeyQuery<V>(key, bounds), options);
  }

  /** Windows of all keys: partition after partition, in each by their start. */
  allWindows(bounds?: TimeBounds, options?: ViewOptions): Promise<(readonly [Windowed<K>, Timestamped<V>])[]> {
    return this.#all(windowRangeQuery<K, V>(bounds), options);
  }

  /** Sessions of a key, by their end. */
  sessions(key: K, bounds?: TimeBounds, options?: ViewOptions): Promise<WindowedValue<V>[]> {
    return this.#one(sessionKeyQuery<V>(key, bounds), options);
  }

  /** Of a store that keeps headers: as `getTimestamped`, with those of the row. */
  getWithHeaders(key: K, options?: ViewOptions): Promise<TimestampedWithHeaders<V> | null> {
    return this.#one(keyQueryWithHeaders<V>(key), options);
  }

  /** Of a store that keeps headers: as `range`; all where `bounds` has none. */
  rangeWithHeaders(
    bounds: RangeBounds<K>,
    options?: ViewOptions,
  ): Promise<(readonly [K, TimestampedWithHeaders<V>])[]> {
    return this.#all(rangeQueryWithHeaders<K, V>(bounds), options);
  }

  /** Of a store that keeps headers: as `windows`. */
  windowsWithHeaders(
    key: K,
    bounds?: TimeBounds,
    options?: ViewOptions,
  ): Promise<(WindowedValue<V> & TimestampedWithHeaders<V>)[]> {
    return this.#one(windowKeyQueryWithHeaders<V>(key, bounds), options);
  }

  /** Of a store that keeps headers: as `allWindows`. */
  allWindowsWithHeaders(
    bounds?: TimeBounds,
    options?: ViewOptions,
  ): Promise<(readonly [Windowed<K>, TimestampedWithHeaders<V>])[]> {
    return this.#all(windowRangeQueryWithHeaders<K, V>(bounds), options);
  }

  /** Of a store that keeps headers: as `sessions`. */
  sessionsWithHeaders(
    key: K,
    bounds?: TimeBounds,
    options?: ViewOptions,
  ): Promise<(WindowedValue<V> & WithHeaders<V>)[]> {
    return this.#one(sessionKeyQueryWithHeaders<V>(key, bounds), options);
  }

  /** Of a versioned store: what was valid at a time, or the latest. */
  getVersion(key: K, asOf?: number, options?: ViewOptions): Promise<VersionedRecord<V> | null> {
    return this.#one(versionedKeyQuery<V>(key, asOf === undefined ? {} : { asOf }), options);
  }

  /** Of a versioned store: all that was valid at some time within the bounds. */
  versions(
    key: K,
    bounds?: TimeBounds & { readonly descending?: boolean },
    options?: ViewOptions,
  ): Promise<VersionedRecord<V>[]> {
    return this.#one(multiVersionedKeyQuery<V>(key, bounds), options);
  }

  /** By partition, failures included. */
  query<R>(query: StateQuery<R>, options?: QueryOptions): Promise<StateQueryResult<R>> {
    return this.#queries.query(this.name, query, options);
  }

  /** Whose the key is. */
  metadataForKey(key: K): Promise<KeyQueryMetadata> {
    return this.#queries.metadataForKey(this.name, key);
  }

  /** Instances that have partitions of it. */
  metadata(): StoreHostMetadata[] {
    return this.#queries.metadataForStore(this.name);
  }

  async #one<R>(query: StateQuery<R>, options?: ViewOptions): Promise<R> {
    const [value] = await this.#values(query, options);
    return value!;
  }

  async #all<T>(query: StateQuery<T[]>, options?: ViewOptions): Promise<T[]> {
    return (await this.#values(query, options)).flat();
  }

  /** At least one. */
  async #values<R>(query: StateQuery<R>, options: ViewOptions = {}): Promise<R[]> {
    const { partitions } = await this.query(query, { retryMs: DEFAULT_RETRY_MS, ...options });
    return [...partitions.values()].map((result) => {
      if (result.isSuccess) return result.value;
      const { reason, message } = result.failure;
      throw new KafkaError(reason, message, { retriable: reason !== 'UNKNOWN_QUERY_TYPE' && reason !== 'TOO_LARGE' });
    });
  }
}
