/** The producer: records in, batches out, in order, without loss or duplicates. */
import type { Writable } from 'node:stream';
import type { Bytes, ProducerRecord, RecordMetadata } from './producer-record.ts';
import type { CloseOptions, ProducerCodeOptions, SendOptions } from './producer-options.ts';
import type { ProducerMetrics } from './producer-metrics.ts';
import type { GroupOffsetsToSend, OffsetsSource, Transaction } from './transaction.ts';

/** Configs (`producerConfigs`) and code options. */
export type ProducerOptions<K = Bytes, V = Bytes> = ProducerCodeOptions<K, V> & {
  readonly bootstrapServers: string | readonly string[];
  readonly [config: string]: unknown;
};

export declare class Producer<K = Bytes, V = Bytes> {
  constructor(options: ProducerOptions<K, V>);
  /** Resolves when the record is acknowledged as `acks` asks. */
  send(record: ProducerRecord<K, V>, options?: SendOptions): Promise<RecordMetadata>;
  /** Resolves when all are acknowledged, in the order given; PartialFailure where some failed. */
  sendBatch(records: readonly ProducerRecord<K, V>[], options?: SendOptions): Promise<RecordMetadata[]>;
  /** As `send`, or null where the record would have to wait for memory, metadata or a serializer's promise. */
  trySend(record: ProducerRecord<K, V>): Promise<RecordMetadata> | null;
  /** Takes the record without a promise; false where it would have to wait. What came of it goes to `onDelivery`. */
  enqueue(record: ProducerRecord<K, V>): boolean;
  /** A stream of records, in object mode; it takes as fast as the buffer empties, and ends after a flush. */
  writable(): Writable;
  /** Resolves when all that was given before has been acknowledged or failed. */
  flush(): Promise<void>;
  partitionsFor(topic: string): Promise<PartitionDescription[]>;
  /** Counters now. */
  metrics(): Readonly<ProducerMetrics>;
  close(options?: CloseOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;

  /** Once before the first transaction; `transaction` and `beginTransaction` do it where it was not done. */
  initTransactions(): Promise<void>;
  beginTransaction(): Promise<Transaction<K, V>>;
  sendOffsets(source: OffsetsSource | GroupOffsetsToSend): Promise<void>;
  commitTransaction(): Promise<void>;
  abortTransaction(): Promise<void>;
  /** Runs `work` in a transaction: commits when it resolves, aborts and rethrows when it throws. */
  transaction<T>(work: (transaction: Transaction<K, V>) => Promise<T>): Promise<T>;
}

export interface PartitionDescription {
  readonly topic: string;
  readonly partition: number;
  /** Node id; -1 where there is none at present. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}
