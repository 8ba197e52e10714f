/** The stores of windows and sessions, and what their changelogs are configured with. */
import { KafkaError } from '#kernel';
import type { PlanStore } from '../plan/plan-nodes.ts';
import { PersistentSessionStore } from '../stores/disk/persistent-session-store.ts';
import { PersistentWindowStore } from '../stores/disk/persistent-window-store.ts';
import { CachedSessionStore } from '../stores/cache/cached-session-store.ts';
import type { StoreCache } from '../stores/cache/cached-store.ts';
import { CachedWindowStore } from '../stores/cache/cached-window-store.ts';
import { MemorySessionStore } from '../stores/memory-session-store.ts';
import { MemoryWindowStore } from '../stores/memory-window-store.ts';
import type { RowFormat } from '../stores/disk/persistent-store.ts';
import { SessionRowsWithHeaders } from '../stores/headers/session-store-with-headers.ts';
import { WindowRowsWithHeaders } from '../stores/headers/window-store-with-headers.ts';
import { type WithHeaders, withHeadersSerde } from '../stores/headers/with-headers.ts';
import type { SessionStore, StateStore, WindowStore } from '../stores/state-store.ts';
import { StoreSerdes } from '../stores/store-serdes.ts';
import type { Duration } from '../windows/windows.ts';
import { milliseconds } from '../windows/windows.ts';
import type { Graph } from './graph.ts';
import type { KeptStore } from './kept.ts';
import { serdeOf } from './serde-of.ts';

/** How much longer than the store the changelog keeps its records (Kafka's windowstore.changelog.additional.retention.ms). */
const ADDITIONAL_RETENTION_MS = 86_400_000;

export interface WindowedStore<K, V> extends KeptStore<K, V> {
  /** How long windows are needed at least, in milliseconds. */
  readonly leastRetentionMs: number;
  readonly retention: Duration | undefined;
}

export function windowStorePlan<K, V>(
  graph: Graph,
  store: WindowedStore<K, V> & { readonly windowSizeMs: number },
): PlanStore {
  const retentionMs = retentionOf(store);
  const { storeName: name, windowSizeMs, options } = store;
  const isPersistent = graph.isPersistent(options.type);
  const rowsOf = <W>(serdes: StoreSerdes<K, W>, cache: StoreCache | null, format: RowFormat): WindowStore<K, W> => {
    const own = { name, serdes, retentionMs, windowSizeMs };
    const rows = isPersistent ? new PersistentWindowStore(own, format) : new MemoryWindowStore(own);
    return cache === null ? rows : new CachedWindowStore(rows, serdes, cache);
  };
  return planOf<K, V>(graph, store, retentionMs, {
    rows: rowsOf,
    rowsWithHeaders: (serdes, cache, format) => new WindowRowsWithHeaders(rowsOf(serdes, cache, format)),
  });
}

export function sessionStorePlan<K, V>(graph: Graph, store: WindowedStore<K, V>): PlanStore {
  const retentionMs = retentionOf(store);
  const { storeName: name, options } = store;
  const isPersistent = graph.isPersistent(options.type);
  const rowsOf = <W>(serdes: StoreSerdes<K, W>, cache: StoreCache | null, format: RowFormat): SessionStore<K, W> => {
    const rows = isPersistent
      ? new PersistentSessionStore(name, serdes, retentionMs, format)
      : new MemorySessionStore(name, serdes, retentionMs);
    return cache === null ? rows : new CachedSessionStore(rows, serdes, cache);
  };
  return planOf<K, V>(graph, store, retentionMs, {
    rows: rowsOf,
    rowsWithHeaders: (serdes, cache, format) => new SessionRowsWithHeaders(rowsOf(serdes, cache, format)),
  });
}

/** What the changelog of a store with times is configured with, where nobody said otherwise. */
export function windowChangelogConfigs(retentionMs: number): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': 'compact,delete',
    'retention.ms': String(retentionMs + ADDITIONAL_RETENTION_MS),
  };
}

function retentionOf<K, V>({ retention, leastRetentionMs, operator }: WindowedStore<K, V>): number {
  const retentionMs =
    retention === undefined ? leastRetentionMs : milliseconds(retention, `the retention of ${operator}`);
  if (retentionMs >= leastRetentionMs) return retentionMs;
  throw new KafkaError(
    'INVALID_CONFIG',
    `The retention of ${operator} is ${retentionMs} ms, and its windows are needed for ${leastRetentionMs} ms`,
  );
}

type Create<K, V> = (serdes: StoreSerdes<K, V>, cache: StoreCache | null, format: RowFormat) => StateStore;

function planOf<K, V>(
  graph: Graph,
  { storeName, key, value, options, operator }: KeptStore<K, V>,
  retentionMs: number,
  { rows, rowsWithHeaders }: { readonly rows: Create<K, V>; readonly rowsWithHeaders: Create<K, WithHeaders<V>> },
): PlanStore {
  const topic = graph.changelogOf(storeName);
  const keySerde = serdeOf(key, 'key', operator).forKeys;
  const valueSerde = serdeOf(value, 'value', operator);
  const configs = { ...windowChangelogConfigs(retentionMs), ...options.changelogConfigs };
  const withHeaders = graph.keepsHeaders(options.headers);
  const format = { withHeaders, isLogged: options.logged !== false };
  const create: PlanStore['create'] = (available = null) => {
    const cache = options.caching === false ? null : available;
    return withHeaders
      ? rowsWithHeaders(new StoreSerdes(topic, keySerde, withHeadersSerde(valueSerde)), cache, format)
      : rows(new StoreSerdes(topic, keySerde, valueSerde), cache, format);
  };
  return {
    name: storeName,
    rows: { topic, keySerde, valueSerde },
    create,
    changelog: options.logged === false ? null : { configs, sourceTopic: null },
  };
}
