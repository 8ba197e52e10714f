/** The door of `protocol/`: Kafka's messages, record batches, compression and checksums as bytes. */
// Record batches.
export * as recordBatch from './records/batch-header.ts';
export type { BatchHeaderFields, ProducerStamp } from './records/batch-header.ts';
export { BatchCheck, batchCheckReason, checkBatch, checkProducedBatch } from './records/check-batch.ts';
export { buildEmptyBatch, RecordBatchBuilder } from './records/record-batch-builder.ts';
export type { EmptyBatchFields, RecordBatchFields, RecordHeader } from './records/record-batch-builder.ts';
export { validateRecords } from './records/validate-records.ts';
export type { RecordRules, RecordsSummary, RecordViolation } from './records/validate-records.ts';
export { RecordCursor } from './records/record-cursor.ts';
export type { DecodedHeader } from './records/record-cursor.ts';
export {
  buildEndTxnMarkerBatch,
  ControlRecordType,
  controlTypeOfKey,
  coordinatorEpochOfMarker,
  encodeControlKey,
  encodeEndTxnMarker,
} from './records/control-record.ts';
export type { EndTxnMarker } from './records/control-record.ts';
export {
  COMPRESSION_NAMES,
  compress,
  CompressionType,
  compressionTypeForName,
  decompress,
} from './compression/compression.ts';
export { crc32c, crc32cIsNative } from './crc32c.ts';
export { murmur2, partitionForKey } from './partitioner.ts';
export * as scram from './scram.ts';
