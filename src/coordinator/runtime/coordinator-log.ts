/**
 * One partition of an internal topic as a coordinator sees it. The broker implements it over its own partition; the
 * coordinator is its only writer, and knows nothing of files, replicas or high watermarks.
 */
export interface CoordinatorLog {
  /**
   * Stages a batch and gives its records their offsets; synchronous. `endOffset` is the offset behind the batch. On an
   * error, one of Kafka's codes for a failed produce, nothing was staged. The buffer belongs to the log afterwards.
   */
  append(batch: Buffer): { errorCode: number; endOffset: number };
  /** Resolves when all below `endOffset` is committed; rejects when this broker can no longer find that out. */
  whenCommitted(endOffset: number): Promise<void>;
  /** Whole batches from the log's start to its end, compacted or not. */
  readForward(): AsyncIterable<Buffer>;
  readonly logEndOffset: number;
}
