/** The door of `protocol/`: Kafka's messages, record batches, compression and checksums as bytes. */
// Record batches.
export * as bigEndian from './records/big-endian.ts';
export * as recordBatch from './records/batch-header.ts';
export type { BatchHeaderFields, ProducerStamp } from './records/batch-header.ts';
export { BatchCheck, batchCheckReason, checkBatch, checkProducedBatch } from './records/check-batch.ts';
export { buildEmptyBatch, RecordBatchBuilder, recordSizeBound } from './records/record-batch-builder.ts';
export type { EmptyBatchFields, RecordBatchFields } from './records/record-batch-builder.ts';
export { sizeOfHeaders, writeHeaders } from './records/record-parts.ts';
export type { RecordBytes, RecordHeader } from './records/record-parts.ts';
export { sizeOfVarint, VarintReader, writeVarint } from './records/varint.ts';
export { validateRecords } from './records/validate-records.ts';
export type { RecordRules, RecordsSummary, RecordViolation } from './records/validate-records.ts';
export { reduceBatch } from './records/reduce-batch.ts';
export type { KeptRecords } from './records/reduce-batch.ts';
export { repackBatch } from './records/repack-batch.ts';
export { decodeHeaders, RecordCursor } from './records/record-cursor.ts';
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
// Messages.
export * from './messages/index.gen.ts';
export { ApiKey, apis } from './messages/apis.gen.ts';
export { recordTypes } from './messages/record-types.gen.ts';
export { findApi, requestHeaderVersion, responseHeaderVersion } from './api.ts';
export type { Api, RecordType } from './api.ts';
export type { MessageCodec, MessageType } from './message-codec.ts';
export { LONG_MAX, LONG_MIN, NO_BYTES, Reader } from './reader.ts';
export type { ReaderOptions, UnknownTag } from './reader.ts';
export { Writer } from './writer.ts';
export { contiguous } from './byte-chunks.ts';
export { FrameReader } from './frame-reader.ts';
export type { ByteChunks } from './byte-chunks.ts';
export { uuidFromBytes, uuidToBytes, ZERO_UUID } from './uuid.ts';
// Errors.
export { Errors } from './errors.gen.ts';
export { errorForCode, errorForName, errorTable } from './errors.ts';
export type { ErrorEntry, ErrorName } from './errors.ts';
export { isProtocolError, ProtocolError } from './protocol-error.ts';
export type { ProtocolErrorReason } from './protocol-error.ts';
