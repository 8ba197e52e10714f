/** Options of operators that keep state: what is kept and how, or just the name of it. */
import { keyValueStorePlan, type Materialized } from './materialized.ts';
import type { Graph } from './graph.ts';
import type { PlanStore } from '../plan/plan-nodes.ts';
import { serdeOf } from './serde-of.ts';

export interface KeptOptions<K, V> extends Materialized<K, V> {
  /** Of the node. */
  readonly name?: string;
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
  return keyValueStorePlan({
    applicationId: graph.applicationId,
    name: storeName,
    keySerde: serdeOf(key, 'key', operator).forKeys,
    valueSerde: serdeOf(value, 'value', operator),
    isLogged: options.logged !== false,
    configs: options.changelogConfigs ?? {},
  });
}
