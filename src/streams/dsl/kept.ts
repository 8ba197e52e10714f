/** Options of operators that keep state: what is kept and how, or just the name of it. */
import type { PlanStore } from '../plan/plan-nodes.ts';
import { MemoryKeyValueStore } from '../stores/memory-key-value-store.ts';
import { StoreSerdes } from '../stores/store-serdes.ts';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import type { Graph } from './graph.ts';
import type { Materialized } from './materialized.ts';
import { serdeOf } from './serde-of.ts';

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
  return {
    name: storeName,
    create: () => new MemoryKeyValueStore(storeName, new StoreSerdes(topic, keySerde, valueSerde)),
    changelog: options.logged === false ? null : { configs: options.changelogConfigs ?? {}, sourceTopic: null },
  };
}
