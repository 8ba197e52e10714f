/** Options of operators that keep state: what is kept and how, or just the name of it. */
import { KafkaError } from '#kernel';
import type { PlanChangelog, PlanStore } from '../plan/plan-nodes.ts';
import { PersistentKeyValueStore } from '../stores/disk/persistent-key-value-store.ts';
import { PersistentVersionedStore } from '../stores/disk/persistent-versioned-store.ts';
import { CachedKeyValueStore } from '../stores/cache/cached-key-value-store.ts';
import type { StoreCache } from '../stores/cache/cached-store.ts';
import { MemoryKeyValueStore } from '../stores/memory-key-value-store.ts';
import { MemoryVersionedStore } from '../stores/memory-versioned-store.ts';
import type { KeyValueStore, StateStore } from '../stores/state-store.ts';
import { StoreSerdes } from '../stores/store-serdes.ts';
import { KeyValueRowsWithHeaders } from '../stores/headers/key-value-store-with-headers.ts';
import { type WithHeaders, withHeadersSerde } from '../stores/headers/with-headers.ts';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import { milliseconds } from '../windows/windows.ts';
import type { Graph } from './graph.ts';
import type { Materialized } from './materialized.ts';
import { serdeOf } from './serde-of.ts';

/** How much longer than the history the changelog keeps all versions of a key. */
const ADDITIONAL_COMPACTION_LAG_MS = 86_400_000;

export interface KeptOptions<K, V> extends Materialized<K, V> {
  /** Of the node. */
  readonly name?: string;
  /** What becomes of a record that fails in it; what the topology says where absent. */
  readonly onError?: ErrorHandler;
}

/** A text is the name of the store. */
export type Kept<K, V> = string | KeptOptions<K, V>;

export function keptOptions<K, V>(kept: Kept<K, V> | undefined): KeptOptions<K, V> {
  return typeof kept === 'string' ? { store: kept } : (kept ?? {});
}

export interface KeptStore<K, V> {
  readonly storeName: string;
  readonly key: KeptOptions<K, V>['key'] | null;
  readonly value: KeptOptions<K, V>['value'] | null;
  readonly options: KeptOptions<K, V>;
  readonly operator: string;
}

/** The store of rows by key that an operator keeps. */
export function keptRows<K, V>(graph: Graph, { storeName, key, value, options, operator }: KeptStore<K, V>): PlanStore {
  const keySerde = serdeOf(key, 'key', operator).forKeys;
  const valueSerde = serdeOf(value, 'value', operator);
  const topic = graph.changelogOf(storeName);
  const serdes = (): StoreSerdes<K, V> => new StoreSerdes(topic, keySerde, valueSerde);
  const planned = (configs: PlanChangelog['configs'], create: PlanStore['create']): PlanStore => ({
    name: storeName,
    rows: { topic, keySerde, valueSerde },
    create,
    changelog:
      options.logged === false ? null : { configs: { ...configs, ...options.changelogConfigs }, sourceTopic: null },
  });
  const isPersistent = graph.isPersistent(options.type);
  if (options.versioned === undefined) {
    const kept = { storeName, options, isPersistent };
    if (!graph.keepsHeaders(options.headers)) return planned({}, (cache = null) => latestRows(kept, serdes(), cache));
    return planned({}, (cache = null) => {
      const own = new StoreSerdes<K, WithHeaders<V>>(topic, keySerde, withHeadersSerde(valueSerde));
      return new KeyValueRowsWithHeaders(latestRows({ ...kept, withHeaders: true }, own, cache));
    });
  }
  if (options.headers === true) throw headersOfVersions(operator);
  const { historyRetention } = options.versioned;
  const historyRetentionMs = milliseconds(historyRetention, `the history retention of ${storeName}`);
  const configs = { 'min.compaction.lag.ms': String(historyRetentionMs + ADDITIONAL_COMPACTION_LAG_MS) };
  const Store = isPersistent ? PersistentVersionedStore<K, V> : MemoryVersionedStore<K, V>;
  const create = (): StateStore => new Store({ name: storeName, serdes: serdes(), historyRetentionMs });
  return { ...planned(configs, create), historyRetentionMs };
}

interface LatestRows {
  readonly storeName: string;
  readonly options: Pick<Materialized<unknown, unknown>, 'caching' | 'logged'>;
  readonly isPersistent: boolean;
  readonly withHeaders?: boolean;
}

function latestRows<K, V>(
  { storeName, options, isPersistent, withHeaders = false }: LatestRows,
  serdes: StoreSerdes<K, V>,
  cache: StoreCache | null,
): KeyValueStore<K, V> {
  const rows = isPersistent
    ? new PersistentKeyValueStore(storeName, serdes, { withHeaders, isLogged: options.logged !== false })
    : new MemoryKeyValueStore(storeName, serdes);
  return cache === null || options.caching === false ? rows : new CachedKeyValueStore(rows, serdes, cache);
}

function headersOfVersions(operator: string): KafkaError {
  return new KafkaError(
    'INVALID_CONFIG',
    `${operator} is to keep a history and headers, and versions have no headers: leave out one of the two`,
  );
}
