/** What a Producer is made with: Kafka's producer configs in camel case, and what only code can say. */
import type { ClientError } from '../errors.ts';
import type { Serializer } from '../records/serializers.ts';

/** Chooses a partition for a record that names none. The same answer for the same key keeps the key's order. */
export type Partitioner = (choice: PartitionerChoice) => number;

/** What a partitioner knows of the record and its topic. */
export interface PartitionerChoice {
  /** The record's topic. */
  readonly topic: string;
  /** As serialized; valid only during the call. */
  readonly key: Uint8Array | null;
  /** All partitions of the topic, those without a leader included. */
  readonly partitionCount: number;
  /** Partitions that have a leader; all where none has. */
  readonly availablePartitions: readonly number[];
}

/** What came of one batch, told once for all its records that were given to `enqueue`. */
export interface Delivery {
  /** The batch's topic. */
  readonly topic: string;
  /** -1 where the record failed before one was chosen. */
  readonly partition: number;
  /** Of the first record; -1 where the broker did not tell. */
  readonly baseOffset: number;
  /** Records of the batch, those of `send` included. */
  readonly recordCount: number;
  /** Of these, the ones that were given to `enqueue`. */
  readonly enqueuedCount: number;
  /** Set where the batch failed: none of its records is known to be there. */
  readonly error: ClientError | null;
}

/** Code options; the configs stand in `producerConfigs`. */
export interface ProducerCodeOptions<K, V> {
  /** What makes bytes out of keys; without one keys are Bytes. */
  readonly keySerializer?: Serializer<NonNullable<K>>;
  /** What makes bytes out of values; without one values are Bytes. */
  readonly valueSerializer?: Serializer<NonNullable<V>>;
  /** Instead of the hash of the key and of KIP-794 for records without one. */
  readonly partitioner?: Partitioner;
  /** Of batches that hold records of `enqueue`. It must not throw: what it throws is logged and dropped. */
  readonly onDelivery?: (delivery: Delivery) => void;
}

/** What `send` and `sendBatch` take besides records. */
export interface SendOptions {
  /**
   * Ends the caller's wait with ABORTED. A record that still waits for metadata or memory is dropped; one that is in a
   * batch already goes out with it, since a batch that may be on its way cannot be taken back.
   */
  readonly signal?: AbortSignal;
}

/** How a producer ends. */
export interface ProducerCloseOptions {
  /** What is unsent after so many milliseconds fails with CLIENT_CLOSED; 0 fails it at once. */
  readonly timeoutMs?: number;
}
