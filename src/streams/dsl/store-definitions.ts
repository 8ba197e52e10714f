/**
 * Stores that processors of an application keep (Kafka's StoreBuilder). A definition is one store: processors that are
 * handed the same one share it, and become one sub-topology by that.
 */
import type { SyncSerde } from '#serde';
import type { PlanStore } from '../plan/plan-nodes.ts';
import type {
  KeyValueStoreWithHeaders,
  SessionStoreWithHeaders,
  WindowStoreWithHeaders,
} from '../stores/state-store-with-headers.ts';
import type {
  KeyValueStore,
  SessionStore,
  StateStore,
  VersionedKeyValueStore,
  WindowStore,
} from '../stores/state-store.ts';
import { type Duration, positiveMilliseconds } from '../windows/windows.ts';
import type { Graph } from './graph.ts';
import { keptRows, type KeptStore } from './kept.ts';
import type { Materialized, Versioned } from './materialized.ts';
import { sessionStorePlan, windowStorePlan } from './windowed-store.ts';

/** `S`: what processors see of the store. */
export interface StoreDefinition<S extends StateStore = StateStore> {
  /** Its changelog topic is `<application>-<name>-changelog`. */
  readonly name: string;
  /** For the builder. */
  plan(graph: Graph): PlanStore;
  /** For the types: an opened store is what its definition says. */
  typed(store: StateStore): S;
}

export type StoreDefinitions = Readonly<Record<string, StoreDefinition>>;

/** The stores of definitions, by the same names. */
export type StoresOf<D extends StoreDefinitions> = {
  readonly [Name in keyof D]: D[Name] extends StoreDefinition<infer S> ? S : never;
};

export type StoreOptions<K, V> = Pick<Materialized<K, V>, 'type' | 'logged' | 'changelogConfigs'> & {
  /** True: of all changes of a row between two commits the last one goes into the changelog. False where absent, as in Kafka. */
  readonly caching?: boolean;
  readonly key: SyncSerde<K>;
  readonly value: SyncSerde<V>;
  /** True: rows have the headers of the records that they came with (KIP-1271). False where absent. */
  readonly headers?: boolean;
};

/** A store whose rows have headers. */
interface WithHeadersOption {
  readonly headers: true;
}

/** Rows by key. */
export function kv<K, V>(
  name: string,
  options: StoreOptions<K, V> & WithHeadersOption,
): StoreDefinition<KeyValueStoreWithHeaders<K, V>>;
export function kv<K, V>(name: string, options: StoreOptions<K, V>): StoreDefinition<KeyValueStore<K, V>>;
export function kv<K, V>(name: string, options: StoreOptions<K, V>): StoreDefinition<KeyValueStore<K, V>> {
  return {
    name,
    plan: (graph) => keptRows(graph, keptAs(name, options)),
    typed: (store) => store as KeyValueStore<K, V>,
  };
}

/** Rows by key with what they were before, for as long as `historyRetention` says (Kafka's VersionedKeyValueStore). */
export function versionedStore<K, V>(
  name: string,
  options: Omit<StoreOptions<K, V>, 'headers'> & Versioned,
): StoreDefinition<VersionedKeyValueStore<K, V>> {
  const { historyRetention } = options;
  return {
    name,
    plan: (graph) => keptRows(graph, keptAs(name, { ...options, versioned: { historyRetention } })),
    typed: (store) => store as VersionedKeyValueStore<K, V>,
  };
}

type WindowStoreOptions<K, V> = StoreOptions<K, V> & { readonly size: Duration; readonly retention: Duration };

/** Rows by key and window, for as long as `retention` says; `size` is what ends of windows are told by. */
export function windowStore<K, V>(
  name: string,
  options: WindowStoreOptions<K, V> & WithHeadersOption,
): StoreDefinition<WindowStoreWithHeaders<K, V>>;
export function windowStore<K, V>(name: string, options: WindowStoreOptions<K, V>): StoreDefinition<WindowStore<K, V>>;
export function windowStore<K, V>(name: string, options: WindowStoreOptions<K, V>): StoreDefinition<WindowStore<K, V>> {
  const windowSizeMs = positiveMilliseconds(options.size, `the size of windows in ${name}`);
  const kept = { ...keptAs(name, options), windowSizeMs, leastRetentionMs: windowSizeMs, retention: options.retention };
  return {
    name,
    plan: (graph) => windowStorePlan(graph, kept),
    typed: (store) => store as WindowStore<K, V>,
  };
}

type SessionStoreOptions<K, V> = StoreOptions<K, V> & { readonly retention: Duration };

/** Rows by key and session, for as long as `retention` says. */
export function sessionStore<K, V>(
  name: string,
  options: SessionStoreOptions<K, V> & WithHeadersOption,
): StoreDefinition<SessionStoreWithHeaders<K, V>>;
export function sessionStore<K, V>(
  name: string,
  options: SessionStoreOptions<K, V>,
): StoreDefinition<SessionStore<K, V>>;
export function sessionStore<K, V>(
  name: string,
  options: SessionStoreOptions<K, V>,
): StoreDefinition<SessionStore<K, V>> {
  const leastRetentionMs = positiveMilliseconds(options.retention, `the retention of ${name}`);
  const kept = { ...keptAs(name, options), leastRetentionMs, retention: undefined };
  return {
    name,
    plan: (graph) => sessionStorePlan(graph, kept),
    typed: (store) => store as SessionStore<K, V>,
  };
}

function keptAs<K, V>(
  name: string,
  options: StoreOptions<K, V> & Pick<Materialized<K, V>, 'versioned'>,
): KeptStore<K, V> {
  const { caching = false, headers = false } = options;
  const own = { ...options, caching, headers };
  return { storeName: name, key: options.key, value: options.value, options: own, operator: `the store ${name}` };
}
