/** What a producer counts. Plain numbers, added to per batch and per request, never per record. */

export interface ProducerMetrics {
  /** Records and their bytes as sent (compressed) in batches that were acknowledged. */
  recordSendTotal: number;
  byteTotal: number;
  recordErrorTotal: number;
  recordRetryTotal: number;
  batchTotal: number;
  batchSplitTotal: number;
  requestTotal: number;
  requestErrorTotal: number;
  /** Milliseconds; sums over `requestTotal` and `batchTotal`. */
  requestLatencyMsSum: number;
  requestLatencyMsMax: number;
  recordQueueTimeMsSum: number;
  recordQueueTimeMsMax: number;
  /** Sum over batches of sent ÷ uncompressed bytes. */
  compressionRateSum: number;
  /** Calls that had to wait for memory. */
  bufferWaitTotal: number;
  bufferExhaustedTotal: number;
  /** Bytes, now. */
  bufferTotalBytes: number;
  bufferAvailableBytes: number;
  requestsInFlight: number;
  /** Sum of milliseconds that `flush`, `commitTransaction`, … took. */
  flushTimeMsSum: number;
  txnInitTimeMsSum: number;
  txnBeginTimeMsSum: number;
  txnSendOffsetsTimeMsSum: number;
  txnCommitTimeMsSum: number;
  txnAbortTimeMsSum: number;
}
