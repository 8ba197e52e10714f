/**
 * Checks a record batch without decoding its records: what a broker does with each batch it is sent, and recovery with
 * each batch it finds. Answers with a small number, since both meet bad batches in ordinary operation. A batch that
 * passes can be stepped over, stamped and served; its records may still be damaged in a way only `validateRecords` sees.
 */
import { readInt32 } from './big-endian.ts';
import * as header from './batch-header.ts';

export const BatchCheck = {
  OK: 0,
  /** The bytes end before the batch does. */
  INCOMPLETE: 1,
  /** The length is one that no batch has, or too small for the number of records. */
  BAD_SIZE: 2,
  /** Magic 0 or 1: a message set of a client older than Kafka 0.11. */
  OLD_MAGIC: 3,
  /** A magic that no Kafka has written. */
  UNKNOWN_MAGIC: 4,
  BAD_CHECKSUM: 5,
  /** A negative count, or more records than offsets. */
  BAD_COUNT: 6,
  /** Compression types 5 to 7. */
  UNKNOWN_COMPRESSION: 7,
  /** A 64-bit field beyond 2^53, or a negative base offset. */
  BAD_NUMBER: 8,
  /** Only of a producer: not exactly one record for each offset. */
  NOT_CONTIGUOUS: 9,
  /** Only of a producer: a control batch, which brokers alone write. */
  CONTROL: 10,
  /** Only of a producer: a timestamp type or delete horizon that brokers alone set. */
  BROKER_ATTRIBUTES: 11,
  /** Only of a producer: a producer id without epoch or sequence. */
  BAD_SEQUENCE: 12,
  /** Only of a producer: transactional without a producer id. */
  BAD_TRANSACTION: 13,
} as const;

export type BatchCheck = (typeof BatchCheck)[keyof typeof BatchCheck];

const REASONS: readonly string[] = [
  'the batch is sound',
  'the bytes end before the record batch does',
  'the record batch states a length that its header or its records contradict',
  'message formats 0 and 1 are not supported; send record batches of format 2, as Kafka clients do since 0.11',
  'the record batch has an unknown magic byte',
  'the record batch does not match its CRC-32C',
  'the record batch states a count of records that its offsets contradict',
  'the record batch names an unknown compression type',
  'the record batch has a number out of range in its header',
  'the record batch does not hold exactly one record for each of its offsets',
  'producers may not write control batches',
  'producers may not set the log append time or a delete horizon',
  'the record batch has a producer id but no producer epoch or sequence',
  'the record batch is transactional but has no producer id',
];

/** Why a check did not answer OK, as a sentence for a log line or an error message. */
export function batchCheckReason(result: BatchCheck): string {
  return REASONS[result]!;
}

/** A record takes at least: length, attributes, two deltas, two lengths, and a count of headers. */
const SMALLEST_RECORD_BYTES = 7;

/**
 * Checks the batch at `pos` against the bytes before `limit`: size, magic, CRC (unless the fourth parameter waives it),
 * count, compression type and ranges. The checksum comes before whatever it covers, so that damage is told from nonsense.
 */
export function checkBatch(buf: Uint8Array, pos: number, limit: number, checksum = true): BatchCheck {
  const available = limit - pos;
  if (available < header.SIZE_AND_MAGIC_BYTES) return BatchCheck.INCOMPLETE;
  const magic = header.magic(buf, pos);
  if (magic !== header.CURRENT_MAGIC) {
    return magic === 0 || magic === 1 ? BatchCheck.OLD_MAGIC : BatchCheck.UNKNOWN_MAGIC;
  }
  const size = header.sizeInBytes(buf, pos);
  if (size < header.HEADER_SIZE) return BatchCheck.BAD_SIZE;
  if (size > available) return BatchCheck.INCOMPLETE;
  if (checksum && !header.isChecksumValid(buf, pos)) return BatchCheck.BAD_CHECKSUM;
  return checkFields(buf, pos, size);
}

function checkFields(buf: Uint8Array, pos: number, size: number): BatchCheck {
  const count = header.recordsCount(buf, pos);
  const lastOffsetDelta = header.lastOffsetDelta(buf, pos);
  if (count < 0 || lastOffsetDelta < 0 || count > lastOffsetDelta + 1) return BatchCheck.BAD_COUNT;
  const compression = header.compressionType(buf, pos);
  if (compression > 4) return BatchCheck.UNKNOWN_COMPRESSION;
  if (compression === 0 && count * SMALLEST_RECORD_BYTES > size - header.HEADER_SIZE) return BatchCheck.BAD_SIZE;
  return areNumbersInRange(buf, pos) ? BatchCheck.OK : BatchCheck.BAD_NUMBER;
}

/** Whether the four 64-bit fields are exact as numbers; looks at their high halves first, which settle nearly all. */
function areNumbersInRange(buf: Uint8Array, pos: number): boolean {
  const high = readInt32(buf, pos);
  if (high < 0 || high > 0x1fffff || !Number.isSafeInteger(header.lastOffset(buf, pos))) return false;
  return (
    Number.isSafeInteger(header.baseTimestamp(buf, pos)) &&
    Number.isSafeInteger(header.maxTimestamp(buf, pos)) &&
    Number.isSafeInteger(header.producerId(buf, pos))
  );
}

/**
 * `checkBatch`, and what Kafka asks of a batch that a producer sent: as many records as offsets and at least one, no
 * control batch, create time, no delete horizon, an epoch and a sequence with a producer id.
 * That the batch is the only one of its partition is for the caller to see, from `sizeInBytes`.
 */
export function checkProducedBatch(buf: Uint8Array, pos: number, limit: number): BatchCheck {
  const result = checkBatch(buf, pos, limit);
  if (result !== BatchCheck.OK) return result;
  const count = header.recordsCount(buf, pos);
  if (count === 0 || count !== header.lastOffsetDelta(buf, pos) + 1) return BatchCheck.NOT_CONTIGUOUS;
  if (header.isControlBatch(buf, pos)) return BatchCheck.CONTROL;
  if (header.isLogAppendTime(buf, pos) || header.hasDeleteHorizon(buf, pos)) return BatchCheck.BROKER_ATTRIBUTES;
  if (header.hasProducerId(buf, pos)) {
    if (header.producerEpoch(buf, pos) < 0 || header.baseSequence(buf, pos) < 0) return BatchCheck.BAD_SEQUENCE;
  } else if (header.isTransactional(buf, pos)) return BatchCheck.BAD_TRANSACTION;
  return BatchCheck.OK;
}
