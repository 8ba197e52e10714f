/**
 * Who has which partition of a store: the key's partition as producers choose it, and the endpoint whose tasks read that
 * partition (Kafka's KeyQueryMetadata and StreamsMetadata), by what the group last told.
 */
import { errorFor, partitionForKey, type StreamsEndpoint, type TopicPartition } from '#client';
import type { CatalogStore } from './store-catalog.ts';

/** Where an instance answers queries. */
export interface HostInfo {
  readonly host: string;
  readonly port: number;
}

/** Of a key. */
export interface KeyQueryMetadata {
  readonly partition: number;
  /** Whose task processes it; null while nobody is known to. */
  readonly activeHost: HostInfo | null;
  /** Whose tasks follow it. */
  readonly standbyHosts: readonly HostInfo[];
}

/** Of an instance that has partitions of a store. */
export interface StoreHostMetadata extends HostInfo {
  readonly activePartitions: readonly number[];
  readonly standbyPartitions: readonly number[];
}

/** What is known of the group and its topics. */
export interface GroupView {
  /** As the group last told. */
  readonly endpoints: readonly StreamsEndpoint[];
  /** Rejects where the topic is not known. */
  partitionCount(topic: string): Promise<number>;
}

export class StoreOwners {
  readonly #group: GroupView;

  constructor(group: GroupView) {
    this.#group = group;
  }

  /** As many as there are tasks of the store. */
  async partitionCount({ name, isGlobal, sourceTopics }: CatalogStore): Promise<number> {
    if (isGlobal) return 1;
    const counts = await Promise.all(sourceTopics.map((topic) => this.#group.partitionCount(topic)));
    if (counts.length > 0) return Math.max(...counts);
    throw errorFor('ILLEGAL_STATE', `The store ${name} belongs to tasks that read no topic`);
  }

  /** `key`: any. Windowed keys are partitioned by the key inside, which is what is asked by. */
  async partitionOf(store: CatalogStore, key: unknown): Promise<number> {
    const count = await this.partitionCount(store);
    if (store.isGlobal) return 0;
    return partitionForKey(keyBytes(store, key), count);
  }

  /** Of a partition: who processes it, and who follows it. */
  hostsOf(store: CatalogStore, partition: number): Omit<KeyQueryMetadata, 'partition'> {
    const isHere = (partitions: readonly TopicPartition[]): boolean => partitionsOf(store, partitions).has(partition);
    const { endpoints } = this.#group;
    const active = endpoints.find(({ activePartitions }) => isHere(activePartitions));
    const standbys = endpoints.filter(({ standbyPartitions }) => isHere(standbyPartitions));
    return { activeHost: active === undefined ? null : hostOf(active), standbyHosts: standbys.map(hostOf) };
  }

  /** Instances that have partitions of the store; one that several threads of an instance tell is one. */
  metadataForStore(store: CatalogStore): StoreHostMetadata[] {
    const byHost = Map.groupBy(this.#group.endpoints, ({ host, port }) => `${host}:${port}`);
    return [...byHost.values()].flatMap((endpoints) => {
      const gather = (of: (endpoint: StreamsEndpoint) => readonly TopicPartition[]): number[] =>
        [...partitionsOf(store, endpoints.flatMap(of))].sort((a, b) => a - b);
      const activePartitions = gather(({ activePartitions: active }) => active);
      const standbyPartitions = gather(({ standbyPartitions: standby }) => standby);
      if (activePartitions.length + standbyPartitions.length === 0) return [];
      return [{ ...hostOf(endpoints[0]!), activePartitions, standbyPartitions }];
    });
  }
}

export function keyBytes({ rows, name }: CatalogStore, key: unknown): Buffer {
  const bytes = rows.keySerde.serialize(rows.topic, key);
  if (bytes === null) throw errorFor('INVALID_REQUEST', `null is no key of the store ${name}`);
  return bytes;
}

function partitionsOf({ sourceTopics }: CatalogStore, partitions: readonly TopicPartition[]): Set<number> {
  return new Set(partitions.filter(({ topic }) => sourceTopics.includes(topic)).map(({ partition }) => partition));
}

function hostOf({ host, port }: StreamsEndpoint): HostInfo {
  return { host, port };
}
