/**
 * One partition of an internal topic as a coordinator sees it. The broker implements it over its own partition; the
 * coordinator is its only writer, and knows nothing of files, replicas or high watermarks.
 */
export interface CoordinatorLog {
  /** Of the partition's leader, which is this broker: grows whenever its state is taken over anew. */
  readonly leaderEpoch: number;
  /**
   * Stages a batch and gives its records their offsets; synchronous. `endOffset` is the offset behind the batch. On an
   * error, one of Kafka's codes for a failed produce, nothing was staged. The buffer belongs to the log afterwards.
   */
  append(batch: Buffer, options?: CoordinatorAppendOptions): { errorCode: number; endOffset: number };
  /** Resolves when all below `endOffset` is committed; rejects when this broker can no longer find that out. */
  whenCommitted(endOffset: number): Promise<void>;
  /** Whole batches from the log's start to its end, compacted or not. */
  readForward(): AsyncIterable<Buffer>;
  readonly logEndOffset: number;
}

/** What a log has to know of transactional batches and markers. */
export interface CoordinatorAppendOptions {
  /** From the partition, for a batch of a transaction that the transaction coordinator has confirmed (KIP-890). */
  readonly verification?: TransactionVerification;
  /** Of a marker: from 2 on it needs a newer epoch than the producer's. */
  readonly transactionVersion?: number;
}

/** Proof that nothing has ended the producer's transaction since the coordinator was asked; only its partition reads it. */
export interface TransactionVerification {
  readonly producerId: number;
  readonly producerEpoch: number;
}
