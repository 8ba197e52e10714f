/**
 * Record batches: each is read and compared field by field; an uncompressed one is also written from its fields and
 * must come out as the same bytes.
 */
import {
  BatchCheck,
  batchCheckReason,
  buildEmptyBatch,
  checkBatch,
  COMPRESSION_NAMES,
  ControlRecordType,
  coordinatorEpochOfMarker,
  recordBatch,
  RecordBatchBuilder,
  type RecordBatchFields,
  RecordCursor,
} from '#protocol';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';

interface RecordLine {
  offset: number;
  timestamp: number;
  createTimestamp?: number;
  keyHex: string | null;
  valueHex: string | null;
  headers: [string, string | null][];
  controlType?: string;
  coordinatorEpoch?: number;
}

interface BatchLine {
  case: number;
  kind: string;
  compression: string;
  timestampType: 'create' | 'append';
  attributes: number;
  crc: number;
  sizeInBytes: number;
  baseOffset: number;
  lastOffset: number;
  partitionLeaderEpoch: number;
  baseTimestamp: number;
  maxTimestamp: number;
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  lastSequence: number;
  transactional: boolean;
  control: boolean;
  deleteHorizonMs: number | null;
  count: number;
  records: RecordLine[];
  batchHex: string;
}

/** More than any vector's records take. */
export const MAX_DECOMPRESSED_BYTES = 64 << 20;

export const records: VectorKind = {
  name: 'records',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly BatchLine[]) {
      yield outcomeOf(`case ${line.case} (${line.kind}, ${line.compression})`, () => checkLine(line));
    }
  },
};

function checkLine(line: BatchLine): string | null {
  const bytes = Buffer.from(line.batchHex, 'hex');
  const result = checkBatch(bytes, 0, bytes.length);
  if (result !== BatchCheck.OK) return batchCheckReason(result);
  return compareHeader(bytes, line) ?? compareRecords(bytes, line) ?? compareWritten(line);
}

function compareHeader(bytes: Buffer, line: BatchLine): string | null {
  const read = {
    compression: COMPRESSION_NAMES[recordBatch.compressionType(bytes, 0)],
    timestampType: recordBatch.isLogAppendTime(bytes, 0) ? 'append' : 'create',
    attributes: recordBatch.attributes(bytes, 0),
    crc: recordBatch.checksum(bytes, 0),
    sizeInBytes: recordBatch.sizeInBytes(bytes, 0),
    baseOffset: recordBatch.baseOffset(bytes, 0),
    lastOffset: recordBatch.lastOffset(bytes, 0),
    partitionLeaderEpoch: recordBatch.partitionLeaderEpoch(bytes, 0),
    baseTimestamp: recordBatch.baseTimestamp(bytes, 0),
    maxTimestamp: recordBatch.maxTimestamp(bytes, 0),
    producerId: recordBatch.producerId(bytes, 0),
    producerEpoch: recordBatch.producerEpoch(bytes, 0),
    baseSequence: recordBatch.baseSequence(bytes, 0),
    lastSequence: recordBatch.lastSequence(bytes, 0),
    transactional: recordBatch.isTransactional(bytes, 0),
    control: recordBatch.isControlBatch(bytes, 0),
    deleteHorizonMs: recordBatch.hasDeleteHorizon(bytes, 0) ? recordBatch.baseTimestamp(bytes, 0) : null,
    count: recordBatch.recordsCount(bytes, 0),
  };
  for (const [field, value] of Object.entries(read)) {
    const wanted = line[field as keyof typeof read];
    if (value !== wanted) return `${field} is ${String(value)}, not ${String(wanted)}`;
  }
  return null;
}

function compareRecords(bytes: Buffer, line: BatchLine): string | null {
  const cursor = new RecordCursor();
  cursor.open(bytes, 0, MAX_DECOMPRESSED_BYTES);
  for (const wanted of line.records) {
    if (!cursor.next()) return `the records end before offset ${wanted.offset}`;
    const { createTimestamp: _, ...visible } = wanted;
    const read = readRecord(cursor, wanted);
    if (JSON.stringify(read) !== JSON.stringify(visible)) return `a record reads ${JSON.stringify(read)}`;
  }
  return cursor.next() ? 'there are more records' : null;
}

/** The record at hand in the form of the vectors. */
function readRecord(cursor: RecordCursor, wanted: RecordLine): RecordLine {
  const read: RecordLine = {
    offset: cursor.offset,
    timestamp: cursor.timestamp,
    keyHex: hexOf(cursor.key),
    valueHex: hexOf(cursor.value),
    headers: cursor.headers().map(({ key, value }) => [key, hexOf(value)]),
  };
  if (wanted.controlType !== undefined) read.controlType = controlTypeName(cursor.controlType);
  if (wanted.coordinatorEpoch !== undefined) read.coordinatorEpoch = coordinatorEpochOfMarker(cursor.value!);
  return read;
}

function controlTypeName(type: number): string {
  return Object.entries(ControlRecordType).find(([, value]) => value === type)?.[0] ?? 'UNKNOWN';
}

function compareWritten(line: BatchLine): string | null {
  if (line.compression !== 'none') return null;
  const written = writeBatch(line).toString('hex');
  return written === line.batchHex ? null : `it is written as ${written}`;
}

function writeBatch(line: BatchLine): Buffer {
  const fields: RecordBatchFields & { lastOffset: number } = {
    baseOffset: line.baseOffset,
    lastOffset: line.lastOffset,
    partitionLeaderEpoch: line.partitionLeaderEpoch,
    producerId: line.producerId,
    producerEpoch: line.producerEpoch,
    baseSequence: line.baseSequence,
    transactional: line.transactional,
    control: line.control,
    ...(line.timestampType === 'append' ? { logAppendTime: line.maxTimestamp } : {}),
  };
  if (line.count === 0) return buildEmptyBatch({ ...fields, maxTimestamp: line.maxTimestamp });
  const builder = new RecordBatchBuilder(
    line.deleteHorizonMs === null ? {} : { deleteHorizonMs: line.deleteHorizonMs },
  );
  for (const { offset, timestamp, createTimestamp, keyHex, valueHex, headers } of line.records) {
    builder.nextOffsetDelta = offset - line.baseOffset;
    const decoded = headers.map(([key, value]) => ({ key, value: bytesOf(value) }));
    builder.append(createTimestamp ?? timestamp, bytesOf(keyHex), bytesOf(valueHex), decoded);
  }
  return builder.build(fields);
}

function bytesOf(hex: string | null): Buffer | null {
  return hex === null ? null : Buffer.from(hex, 'hex');
}

function hexOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
