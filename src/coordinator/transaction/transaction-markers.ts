/** How markers get into the partitions of a transaction: a seam, since in a cluster other brokers lead some of them. */
export interface TransactionMarker {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly isCommit: boolean;
  readonly coordinatorEpoch: number;
  /** From 2 on the epoch is newer than the producer's last. */
  readonly transactionVersion: number;
}

export interface TransactionPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface TransactionMarkerWriter {
  /**
   * Resolves with an error code for each partition, in order, once what was written is committed. A partition of a topic
   * that there is not, or no longer, is UNKNOWN_TOPIC_OR_PARTITION. Writing a marker again is harmless.
   */
  write(marker: TransactionMarker, partitions: readonly TransactionPartition[]): Promise<readonly number[]>;
}
