/** How an operator keeps its rows: the store's name and serdes, and what its changelog is like (Kafka's Materialized). */
import type { SyncSerde } from '#serde';
import type { Duration } from '../windows/windows.ts';

/** What was there before is kept for a while, by the times of the records (KIP-889). */
export interface Versioned {
  /** How long a version is kept after its end; how late one may come. */
  readonly historyRetention: Duration;
}

/**
 * Where a store has its rows. `memory`: fast, and all of it comes back from the changelog when a task starts elsewhere or
 * anew. `persistent`: on the disk, so that it may be larger than memory, and only what is newer comes from the changelog.
 */
export type StoreType = 'memory' | 'persistent';

/** What is kept of a record beside its value and time (Kafka's dsl.store.format): nothing, or its headers. */
export type StoreFormat = 'default' | 'headers';

export interface Materialized<K, V> {
  /**
   * Of the store; its changelog topic is `<application>-<name>-changelog`. Null: as a Materialized of Kafka's that has no name
   * (`Materialized.with`), for which some operators use up a number of the generated names, with `naming: 'java'`.
   */
  readonly store?: string | null;
  readonly key?: SyncSerde<K>;
  readonly value?: SyncSerde<V>;
  /** What the topology says where absent. */
  readonly type?: StoreType;
  /** Rows by key alone: with their history. */
  readonly versioned?: Versioned;
  /**
   * True: each row has the headers of the record that it came with last (KIP-1271). What the topology says (`storeFormat`) where
   * absent. Rows with a history have none.
   */
  readonly headers?: boolean;
  /**
   * False: each change of a row goes on at once. True, where absent: of all changes of a row between two commits the last one
   * goes on, and into the changelog, as far as the application's `statestore.cache.max.bytes` allow. Stores with a history
   * are never cached, nor are sessions and sliding windows that are told once.
   */
  readonly caching?: boolean;
  /** False: changes are not written down, and a lost store stays lost. True where absent. */
  readonly logged?: boolean;
  /** Configs of the changelog topic. */
  readonly changelogConfigs?: Readonly<Record<string, string>>;
}
