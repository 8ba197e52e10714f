/**
 * The parts of a physical plan: nodes, stores and topics, with serdes for bytes. Whatever builds topologies (the fluent
 * builder, the Processor API, SQL) builds these, and tasks run them.
 */
import type { OnNoOffset } from '#client';
import type { SyncSerde } from '#serde';
import type { Node } from '../runtime/node.ts';
import type { RecordHeader } from '../runtime/record-context.ts';
import type { SinkRecordContext } from '../runtime/sink-record-context.ts';
import type { StoreCache } from '../stores/cache/cached-store.ts';
import type { StateStore } from '../stores/state-store.ts';

/** Bytes on one side, values on the other; keys are written with `forKeys` of theirs. */
export type PlanSerde = Pick<
  SyncSerde<unknown>,
  'serialize' | 'deserialize' | 'serializeBriefly' | 'deserializeBetween' | 'rewriteBetween' | 'readsAnyBytes'
>;

/** Milliseconds since 1970 of a record; `partitionTime` is the largest one of its partition so far, -1 before the first. */
export type TimestampExtractor = (
  record: { readonly key: unknown; readonly value: unknown; readonly timestamp: number },
  partitionTime: number,
) => number;

export interface PlanSource {
  readonly kind: 'source';
  readonly name: string;
  readonly topics: readonly string[];
  /** All topics whose whole names it matches, instead of `topics`. */
  readonly pattern?: RegExp;
  readonly keySerde: PlanSerde;
  readonly valueSerde: PlanSerde;
  readonly timestampExtractor: TimestampExtractor | null;
  /** Where reading begins without a committed offset, or at one that is gone; null: as the application's consumer does. */
  readonly offsetReset: OnNoOffset | null;
}

export interface PlanProcessor {
  readonly kind: 'processor';
  readonly name: string;
  readonly parents: readonly string[];
  /** A join that goes on with a record that has no key, alone. */
  readonly takesNullKeys?: boolean;
  create(): Node;
}

export interface PlanSink {
  readonly kind: 'sink';
  readonly name: string;
  readonly parents: readonly string[];
  /** By name, or chosen for each record. */
  readonly topic: string | TopicChooser;
  readonly keySerde: PlanSerde;
  readonly valueSerde: PlanSerde;
  /** Null: by the hash of the key's bytes, as every producer does. */
  readonly partitioner: Partitioner | null;
}

export type TopicChooser<K = unknown, V = unknown> = (
  key: K,
  value: V,
  headers: readonly RecordHeader[],
  record: SinkRecordContext,
) => string;

/** The partition of a record, several of them that each get it, none of them, or null: by the hash of the key's bytes. */
export type Partitions = number | readonly number[] | null;
/** `partitionCount`: of the topic. */
export type Partitioner = (topic: string, key: unknown, value: unknown, partitionCount: number) => Partitions;

export type PlanNode = PlanSource | PlanProcessor | PlanSink;

export interface PlanStore {
  readonly name: string;
  /** Of a store that the application may ask for its rows; absent where it keeps them for an operator alone. */
  readonly rows?: PlanRows;
  /** `cache`: of the task, where it has one; a store that is not to be cached does without. */
  create(cache?: StoreCache | null): StateStore;
  /** Of a versioned store, in milliseconds. */
  readonly historyRetentionMs?: number;
  /** Null: its changes are not written down. */
  readonly changelog: PlanChangelog | null;
}

/** The bytes of a store's keys and values. */
export interface PlanRows {
  /** Whose name serdes with a registry go by. */
  readonly topic: string;
  readonly keySerde: PlanSerde;
  readonly valueSerde: PlanSerde;
}

export interface PlanChangelog {
  /** Kafka's configs of the topic, beside those that all changelogs have. */
  readonly configs: Readonly<Record<string, string>>;
  /** A source topic that serves as changelog (KIP-295); null: a topic of its own. */
  readonly sourceTopic: string | null;
}

/** A repartition topic or a foreign-key join's; its full name begins with the application's id. */
export interface PlanInternalTopic {
  readonly name: string;
  /** As demanded; null: as many as the sources that it is read with. */
  readonly partitions: number | null;
}
