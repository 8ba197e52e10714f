/** A look-up in a store, by the methods that the store has. Pure: the store does not change. */
import type {
  KeyValueStore,
  SessionStore,
  StateStore,
  Timestamped,
  VersionedKeyValueStore,
  VersionedRecord,
  WindowStore,
} from '../stores/state-store.ts';
import { StoreWithHeaders } from '../stores/headers/store-with-headers.ts';
import type { SessionStoreWithHeaders, TimestampedWithHeaders } from '../stores/state-store-with-headers.ts';
import type { Lookup, QueryRow } from './state-query.ts';

/** So many rows from one end are wanted; null where a store of this kind cannot be asked that. */
export function rowsOf(store: StateStore, lookup: Lookup, wanted: number): Iterable<QueryRow> | null {
  if (lookup.withHeaders === true) {
    if (!(store instanceof StoreWithHeaders)) return null;
    if (lookup.type === 'session-key') return isSession(store) ? sessionsWithHeaders(store, lookup) : null;
  }
  switch (lookup.type) {
    case 'key':
      return isKeyValue(store) || isVersioned(store) ? one(lookup, store.get(lookup.key)) : null;
    case 'range':
      return isKeyValue(store) ? range(store, lookup, wanted) : null;
    case 'window-key':
      return isWindow(store) ? windowsOfKey(store, lookup) : null;
    case 'window-range':
      return isWindow(store) ? windows(store, lookup) : null;
    case 'session-key':
      return isSession(store) ? sessionsOfKey(store, lookup) : null;
    case 'versioned-key':
      return isVersioned(store) ? one(lookup, store.get(lookup.key, lookup.asOf ?? undefined)) : null;
    case 'multi-versioned-key':
      return isVersioned(store) ? versions(store, lookup) : null;
    default:
      return null;
  }
}

function isKeyValue(store: StateStore): store is KeyValueStore<unknown, unknown> {
  return 'range' in store;
}

function isWindow(store: StateStore): store is WindowStore<unknown, unknown> {
  return 'fetchAll' in store;
}

function isSession(store: StateStore): store is SessionStore<unknown, unknown> {
  return 'findEnded' in store;
}

function isVersioned(store: StateStore): store is VersionedKeyValueStore<unknown, unknown> {
  return 'history' in store;
}

function* one(
  { key, withHeaders }: { readonly key: unknown; readonly withHeaders?: boolean },
  row: FoundRow | undefined,
): Iterable<QueryRow> {
  if (row !== undefined) yield rowOf(key, row, withHeaders);
}

type FoundRow = Timestamped<unknown> & Partial<VersionedRecord<unknown>> & Partial<TimestampedWithHeaders<unknown>>;

function rowOf(key: unknown, { value, timestamp, validTo, headers }: FoundRow, withHeaders = false): QueryRow {
  const isLatest = validTo === undefined || validTo === Infinity;
  const row = { key, value, timestamp, start: null, end: null, validTo: isLatest ? null : validTo };
  return withHeaders && headers !== undefined ? { ...row, headers } : row;
}

function* range(
  store: KeyValueStore<unknown, unknown>,
  { from, to, isDescending, withHeaders }: Lookup & { type: 'range' },
  wanted: number,
): Iterable<QueryRow> {
  const rows = store.range(from, to);
  if (!isDescending) for (const [key, row] of rows) yield rowOf(key, row, withHeaders);
  else for (const [key, row] of lastOf(rows, wanted)) yield rowOf(key, row, withHeaders);
}

/** The last ones, backward: stores are read forward, and no more of one is held than is wanted. */
function* lastOf<T>(items: Iterable<T>, wanted: number): Iterable<T> {
  const ring: T[] = [];
  let count = 0;
  for (const item of items) ring[count++ % wanted] = item;
  for (let left = Math.min(count, wanted); left > 0; left--) yield ring[--count % wanted]!;
}

function* windowsOfKey(
  store: WindowStore<unknown, unknown>,
  { key, from, to, withHeaders }: Lookup & { type: 'window-key' },
): Iterable<QueryRow> {
  for (const [start, row] of store.fetch(key, from ?? 0, to ?? Number.MAX_SAFE_INTEGER)) {
    yield { ...rowOf(key, row, withHeaders), start, end: start + store.windowSizeMs };
  }
}

function* windows(
  store: WindowStore<unknown, unknown>,
  { from, to, withHeaders }: Lookup & { type: 'window-range' },
): Iterable<QueryRow> {
  for (const [{ key, start, end }, row] of store.fetchAll(from ?? 0, to ?? Number.MAX_SAFE_INTEGER)) {
    yield { ...rowOf(key, row, withHeaders), start, end };
  }
}

function* sessionsOfKey(
  store: SessionStore<unknown, unknown>,
  { key, from, to }: Lookup & { type: 'session-key' },
): Iterable<QueryRow> {
  for (const [session, value] of store.find(key, from ?? 0, to ?? Number.MAX_SAFE_INTEGER)) {
    yield { ...session, value, timestamp: null, validTo: null };
  }
}

function* sessionsWithHeaders(
  store: SessionStore<unknown, unknown>,
  { key, from, to }: Lookup & { type: 'session-key' },
): Iterable<QueryRow> {
  const { findWithHeaders } = store as SessionStoreWithHeaders<unknown, unknown>;
  const found = findWithHeaders.call(store, key, from ?? 0, to ?? Number.MAX_SAFE_INTEGER);
  for (const [session, row] of found) yield { ...session, ...row, timestamp: null, validTo: null };
}

function* versions(
  store: VersionedKeyValueStore<unknown, unknown>,
  { key, from, to, isDescending }: Lookup & { type: 'multi-versioned-key' },
): Iterable<QueryRow> {
  const found = [...store.history(key, from ?? 0, to ?? Number.MAX_SAFE_INTEGER)];
  for (const version of isDescending ? found.reverse() : found) yield rowOf(key, version);
}
