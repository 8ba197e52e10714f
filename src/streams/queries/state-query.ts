/**
 * What can be asked of a store, as data (Kafka's IQv2: KIP-796, 805, 806, 960, 968, 985): the look-up itself, and how its
 * rows are shown to who asks. Times are milliseconds since 1970, bounds included.
 */
import type { RecordHeader } from '../runtime/record-context.ts';
import type { TimestampedWithHeaders } from '../stores/state-store-with-headers.ts';
import type { WithHeaders } from '../stores/headers/with-headers.ts';
import type { Timestamped, VersionedRecord, Windowed } from '../stores/state-store.ts';

/** A look-up. */
export type Lookup = Place & {
  /** Of a store that keeps them, the headers of each row too; without them where absent. */
  readonly withHeaders?: boolean;
};

/** `from` and `to` are open where they are null. */
type Place =
  | { readonly type: 'key'; readonly key: unknown }
  | { readonly type: 'range'; readonly from: unknown; readonly to: unknown; readonly isDescending: boolean }
  /** Windows of a key, by their start. */
  | { readonly type: 'window-key'; readonly key: unknown; readonly from: number | null; readonly to: number | null }
  /** Windows of all keys, by their start. */
  | { readonly type: 'window-range'; readonly from: number | null; readonly to: number | null }
  /** Sessions of a key: those that end at `from` or later and start at `to` or earlier. */
  | { readonly type: 'session-key'; readonly key: unknown; readonly from: number | null; readonly to: number | null }
  /** What was valid at a time; the latest where that is null. */
  | { readonly type: 'versioned-key'; readonly key: unknown; readonly asOf: number | null }
  | {
      readonly type: 'multi-versioned-key';
      readonly key: unknown;
      readonly from: number | null;
      readonly to: number | null;
      readonly isDescending: boolean;
    };

export type LookupType = Lookup['type'];

/** A row of a store, whatever its kind. */
export interface QueryRow {
  readonly key: unknown;
  readonly value: unknown;
  /** Null where the store keeps none (sessions). */
  readonly timestamp: number | null;
  /** Of windows and sessions. */
  readonly start: number | null;
  readonly end: number | null;
  /** Of versions; null for the latest. */
  readonly validTo: number | null;
  /** Where they were asked for. */
  readonly headers?: readonly RecordHeader[];
}

/** `R`: what the answer of each partition is. */
export interface StateQuery<R> {
  readonly lookup: Lookup;
  /** The answer of a partition, from its rows. */
  shape(this: void, rows: readonly QueryRow[]): R;
}

export interface RangeBounds<K> {
  /** Included; open where absent. */
  readonly from?: K;
  /** Included; open where absent. */
  readonly to?: K;
  /** In the order of the keys' bytes, from the last one; ascending where absent. */
  readonly descending?: boolean;
}

export interface TimeBounds {
  /** Included; open where absent. */
  readonly from?: number;
  /** Included; open where absent. */
  readonly to?: number;
}

/** A value in a window or a session. */
export interface WindowedValue<V> {
  readonly start: number;
  readonly end: number;
  readonly value: V;
}

/** The value of a key; null where there is none. */
export function keyQuery<V>(key: unknown): StateQuery<V | null> {
  return { lookup: { type: 'key', key }, shape: ([row]) => (row === undefined ? null : (row.value as V)) };
}

/** The value of a key, and when it came about. */
export function timestampedKeyQuery<V>(key: unknown): StateQuery<Timestamped<V> | null> {
  return { lookup: { type: 'key', key }, shape: ([row]) => (row === undefined ? null : timestamped(row)) };
}

/** Keys and values between two keys, or all. */
export function rangeQuery<K, V>(bounds: RangeBounds<K> = {}): StateQuery<(readonly [K, V])[]> {
  return { lookup: rangeOf(bounds), shape: (rows) => rows.map(({ key, value }) => [key as K, value as V] as const) };
}

/** As `rangeQuery`, with the times of the values. */
export function timestampedRangeQuery<K, V>(bounds: RangeBounds<K> = {}): StateQuery<(readonly [K, Timestamped<V>])[]> {
  return { lookup: rangeOf(bounds), shape: (rows) => rows.map((row) => [row.key as K, timestamped<V>(row)] as const) };
}

/** Windows of a key that start within the bounds, by their start. */
export function windowKeyQuery<V>(
  key: unknown,
  bounds: TimeBounds = {},
): StateQuery<(WindowedValue<V> & Timestamped<V>)[]> {
  return {
    lookup: { type: 'window-key', key, ...timesOf(bounds) },
    shape: (rows) => rows.map((row) => ({ ...windowed<V>(row), ...timestamped<V>(row) })),
  };
}

/** Windows of all keys that start within the bounds, by their start. */
export function windowRangeQuery<K, V>(
  bounds: TimeBounds = {},
): StateQuery<(readonly [Windowed<K>, Timestamped<V>])[]> {
  return {
    lookup: { type: 'window-range', ...timesOf(bounds) },
    shape: (rows) =>
      rows.map((row) => {
        const { start, end } = windowed<V>(row);
        return [{ key: row.key as K, start, end }, timestamped<V>(row)] as const;
      }),
  };
}

/** Sessions of a key that end at `from` or later and start at `to` or earlier, by their end. */
export function sessionKeyQuery<V>(key: unknown, bounds: TimeBounds = {}): StateQuery<WindowedValue<V>[]> {
  return {
    lookup: { type: 'session-key', key, ...timesOf(bounds) },
    shape: (rows) => rows.map((row) => windowed<V>(row)),
  };
}

/**
 * As `timestampedKeyQuery`, with the headers of the row (Kafka's QueryableStoreTypes.timestampedKeyValueStoreWithHeaders): of a
 * store that keeps them, as all queries with headers; another one answers UNKNOWN_QUERY_TYPE.
 */
export function keyQueryWithHeaders<V>(key: unknown): StateQuery<TimestampedWithHeaders<V> | null> {
  return {
    lookup: { type: 'key', key, withHeaders: true },
    shape: ([row]) => (row === undefined ? null : timestampedWithHeaders<V>(row)),
  };
}

export function rangeQueryWithHeaders<K, V>(
  bounds: RangeBounds<K> = {},
): StateQuery<(readonly [K, TimestampedWithHeaders<V>])[]> {
  return {
    lookup: { ...rangeOf(bounds), withHeaders: true },
    shape: (rows) => rows.map((row) => [row.key as K, timestampedWithHeaders<V>(row)] as const),
  };
}

/** As `windowKeyQuery`. */
export function windowKeyQueryWithHeaders<V>(
  key: unknown,
  bounds: TimeBounds = {},
): StateQuery<(WindowedValue<V> & TimestampedWithHeaders<V>)[]> {
  return {
    lookup: { type: 'window-key', key, ...timesOf(bounds), withHeaders: true },
    shape: (rows) => rows.map((row) => ({ ...windowed<V>(row), ...timestampedWithHeaders<V>(row) })),
  };
}

/** As `windowRangeQuery`. */
export function windowRangeQueryWithHeaders<K, V>(
  bounds: TimeBounds = {},
): StateQuery<(readonly [Windowed<K>, TimestampedWithHeaders<V>])[]> {
  return {
    lookup: { type: 'window-range', ...timesOf(bounds), withHeaders: true },
    shape: (rows) =>
      rows.map((row) => {
        const { start, end } = windowed<V>(row);
        return [{ key: row.key as K, start, end }, timestampedWithHeaders<V>(row)] as const;
      }),
  };
}

/** As `sessionKeyQuery`. */
export function sessionKeyQueryWithHeaders<V>(
  key: unknown,
  bounds: TimeBounds = {},
): StateQuery<(WindowedValue<V> & WithHeaders<V>)[]> {
  return {
    lookup: { type: 'session-key', key, ...timesOf(bounds), withHeaders: true },
    shape: (rows) => rows.map((row) => ({ ...windowed<V>(row), ...headersOf(row) })),
  };
}

/** The value of a key that was valid at a time, or the latest. */
export function versionedKeyQuery<V>(
  key: unknown,
  { asOf }: { readonly asOf?: number } = {},
): StateQuery<VersionedRecord<V> | null> {
  return {
    lookup: { type: 'versioned-key', key, asOf: asOf ?? null },
    shape: ([row]) => (row === undefined ? null : version<V>(row)),
  };
}

/** All values of a key that were valid at some time within the bounds; the latest first where `descending`. */
export function multiVersionedKeyQuery<V>(
  key: unknown,
  { descending = false, ...bounds }: TimeBounds & { readonly descending?: boolean } = {},
): StateQuery<VersionedRecord<V>[]> {
  return {
    lookup: { type: 'multi-versioned-key', key, ...timesOf(bounds), isDescending: descending },
    shape: (rows) => rows.map((row) => version<V>(row)),
  };
}

function rangeOf<K>({ from, to, descending = false }: RangeBounds<K>): Place {
  return { type: 'range', from: from ?? null, to: to ?? null, isDescending: descending };
}

function timesOf({ from, to }: TimeBounds): { from: number | null; to: number | null } {
  return { from: from ?? null, to: to ?? null };
}

function timestamped<V>({ value, timestamp }: QueryRow): Timestamped<V> {
  return { value: value as V, timestamp: timestamp ?? -1 };
}

function windowed<V>({ start, end, value }: QueryRow): WindowedValue<V> {
  return { start: start ?? 0, end: end ?? 0, value: value as V };
}

function timestampedWithHeaders<V>(row: QueryRow): TimestampedWithHeaders<V> {
  return { ...timestamped<V>(row), ...headersOf(row) };
}

function headersOf({ headers = [] }: QueryRow): { readonly headers: readonly RecordHeader[] } {
  return { headers };
}

function version<V>(row: QueryRow): VersionedRecord<V> {
  return { ...timestamped<V>(row), validTo: row.validTo ?? Infinity };
}
