/** What a transaction looks like to the application: its records and offsets become visible together, or not at all. */
import type { GroupMetadata } from '../group/group-membership.ts';
import type { OffsetAndMetadata } from '../records/partition-offset.ts';
import type { ProducerRecord, RecordMetadata } from './producer-record.ts';

/** A position to commit: `offset` is that of the next record to read. */
export type TransactionOffset = OffsetAndMetadata;

/** A consumer, as `sendOffsets` needs it. */
export interface OffsetsSource {
  /** Who the consumer is, so that a member that was put out of the group commits nothing (KIP-447). */
  groupMetadata(): GroupMetadata;
  /** Behind the last record of each partition that the consumer has handed out (with `run`: that was processed). */
  offsetsToCommit(): readonly TransactionOffset[];
}

/** Offsets of a group whose consumer lives elsewhere. A bare group id commits without fencing (KIP-447). */
export interface GroupOffsetsToSend {
  /** What to commit. */
  readonly offsets: readonly TransactionOffset[];
  /** Whose offsets they are. */
  readonly group: string | GroupMetadata;
}

/** A transaction that is open. Its calls reject with ILLEGAL_STATE once it has ended. */
export interface Transaction<K, V> {
  /** As the producer's, within this transaction. */
  send(record: ProducerRecord<K, V>): Promise<RecordMetadata>;
  /** As the producer's, within this transaction. */
  sendBatch(records: readonly ProducerRecord<K, V>[]): Promise<RecordMetadata[]>;
  /** As the producer's, within this transaction. */
  enqueue(record: ProducerRecord<K, V>): boolean;
  /** Commits offsets with the transaction: those that the consumer has processed, or those given. */
  sendOffsets(source: OffsetsSource | GroupOffsetsToSend): Promise<void>;
}
