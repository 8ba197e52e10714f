/** How an operator keeps its rows: the store's name and serdes, and what its changelog is like (Kafka's Materialized). */
import type { SyncSerde } from '#serde';

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
