/** A look-up in a store, by the methods that the store has. Pure: the store does not change. */
import type {
  KeyValueStore,
  SessionStore,
  StateStore,
  Timestamped,
  VersionedKeyValueStore,
  VersionedRecord,
  Windowed,
  WindowStore,
} from '../stores/state-store.ts';
import type { Lookup, QueryRow } from './state-query.ts';

/** So many rows from one end are wanted; null where a store of this kind cannot be asked that. */
export function rowsOf(store: StateStore, lookup: Lookup, wanted: number): Iterable<QueryRow> | null {
  switch (lookup.type) {
    case 'key':
      return isKeyValue(store) || isVersioned(store) ? one(lookup.key, store.get(lookup.key)) : null;
    case 'range':
      return isKeyValue(store) ? range(store, lookup, wanted) : null;
    case 'window-key':
      return isWindow(store) ? windowsOfKey(store, lookup) : null;
    case 'window-range':
      return isWindow(store) ? windows(store, lookup) : null;
    case 'session-key':
      return isSession(store) ? sessionsOfKey(store, lookup) : null;
    case 'versioned-key':
      return isVersioned(store) ? one(lookup.key, store.get(lookup.key, lookup.asOf ?? undefined)) : null;
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
  key: unknown,
  row: (Timestamped<unknown> & Partial<VersionedRecord<unknown>>) | undefined,
): Iterable<QueryRow> {
  if (row !== undefined) yield rowOf(key, row);
}

function rowOf(
  key: unknown,
  { value, timestamp, validTo }: Timestamped<unknown> & Partial<VersionedRecord<unknown>>,
): QueryRow {
  const isLatest = validTo === undefined || validTo === Infinity;
  return { key, value, timestamp, start: null, end: null, validTo: isLatest ? null : validTo };
}

function* range(
  store: KeyValueStore<unknown, unknown>,
  { from, to, isDescending }: Lookup & { type: 'range' },
  wanted: number,
): Iterable<QueryRow> {
  const rows = store.range(from, to);
  if (!isDescending) for (const [key, row] of rows) yield rowOf(key, row);
  else for (const [key, row] of lastOf(rows, wanted)) yield rowOf(key, row);
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
  { key, from, to }: Lookup & { type: 'window-key' },
): Iterable<QueryRow> {
  for (const [start, { value, timestamp }] of store.fetch(key, from ?? 0, to ?? Number.MAX_SAFE_INTEGER)) {
    yield { key, value, timestamp, start, end: start + store.windowSizeMs, validTo: null };
  }
}

function* windows(
  store: WindowStore<unknown, unknown>,
  { from, to }: Lookup & { type: 'window-range' },
): Iterable<QueryRow> {
  for (const [window, { value, timestamp }] of store.fetchAll(from ?? 0, to ?? Number.MAX_SAFE_INTEGER)) {
    yield { ...placeOf(window), value, timestamp, validTo: null };
  }
}

function* sessionsOfKey(
  store: SessionStore<unknown, unknown>,
  { key, from, to }: Lookup & { type: 'session-key' },
): Iterable<QueryRow> {
  for (const [session, value] of store.find(key, from ?? 0, to ?? Number.MAX_SAFE_INTEGER)) {
    yield { ...placeOf(session), value, timestamp: null, validTo: null };
  }
}

function placeOf({ key, start, end }: Windowed<unknown>): Pick<QueryRow, 'key' | 'start' | 'end'> {
  return { key, start, end };
}

function* versions(
  store: VersionedKeyValueStore<unknown, unknown>,
  { key, from, to, isDescending }: Lookup & { type: 'multi-versioned-key' },
): Iterable<QueryRow> {
  const found = [...store.history(key, from ?? 0, to ?? Number.MAX_SAFE_INTEGER)];
  for (const version of isDescending ? found.reverse() : found) yield rowOf(key, version);
}
