/** How an operator keeps its rows: the store's name and serdes, and what its changelog is like (Kafka's Materialized). */
import type { SyncSerde } from '#serde';
import type { PlanSerde, PlanStore } from '../plan/plan-nodes.ts';
import { MemoryKeyValueStore } from '../stores/memory-key-value-store.ts';
import { StoreSerdes } from '../stores/store-serdes.ts';

export interface Materialized<K, V> {
  /** Of the store; its changelog topic is `<application>-<name>-changelog`. */
  readonly store?: string;
  readonly key?: SyncSerde<K>;
  readonly value?: SyncSerde<V>;
  /** False: changes are not written down, and a lost store stays lost. True where absent. */
  readonly logged?: boolean;
  /** Configs of the changelog topic. */
  readonly changelogConfigs?: Readonly<Record<string, string>>;
}

export interface KeyValueStoreOptions {
  readonly applicationId: string;
  readonly name: string;
  readonly keySerde: PlanSerde;
  readonly valueSerde: PlanSerde;
  readonly isLogged: boolean;
  readonly configs: Readonly<Record<string, string>>;
}

export function keyValueStorePlan(options: KeyValueStoreOptions): PlanStore {
  const { applicationId, name, keySerde, valueSerde, isLogged, configs } = options;
  return {
    name,
    create: () =>
      new MemoryKeyValueStore(name, new StoreSerdes(`${applicationId}-${name}-changelog`, keySerde, valueSerde)),
    changelog: isLogged ? { configs, sourceTopic: null } : null,
  };
}
