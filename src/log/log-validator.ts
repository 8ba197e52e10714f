/**
 * What a leader checks of records before it gives them offsets (Kafka's LogValidator and the first half of its append):
 * rules P1 to P5. Answers with an error from Kafka's table or null. Batches stay closed unless a rule needs to look
 * inside: a compacted topic its keys, a bounded past each timestamp, a rejection the records to blame.
 */
import {
  BatchCheck,
  batchCheckReason,
  checkBatch,
  checkProducedBatch,
  Errors,
  recordBatch,
  RecordCursor,
} from '#protocol';
import type { LogConfig } from './log-config.ts';

export interface RecordError {
  readonly batchIndex: number;
  readonly message: string;
}

export interface Rejection {
  readonly errorCode: number;
  readonly errorMessage: string;
  readonly recordErrors: readonly RecordError[];
}

export interface ValidationOptions {
  readonly config: LogConfig;
  /** `topic-partition`, for messages. */
  readonly name: string;
  readonly now: number;
}

/** What a batch may grow to when a rule asks to look inside; beyond it, it is refused. */
export const MAX_DECOMPRESSED_BYTES = 134217728;
const MAX_RECORD_ERRORS_SHOWN = 3;
const NO_RECORD_ERRORS: readonly RecordError[] = [];

/** The rules for one batch from a client, which fills `records`. Null when it may be appended. */
export function validateProduced(records: Buffer, options: ValidationOptions): Rejection | null {
  const { config, name } = options;
  if (records.length < recordBatch.HEADER_SIZE) {
    const what = records.length === 0 ? 'holds no record batch' : 'ends before its record batch does';
    return reject(Errors.INVALID_RECORD.code, `The append to ${name} ${what}`);
  }
  const size = recordBatch.sizeInBytes(records, 0);
  if (size > config.maxMessageBytes && recordBatch.magic(records, 0) === recordBatch.CURRENT_MAGIC) {
    return reject(
      Errors.MESSAGE_TOO_LARGE.code,
      `The record batch size in the append to ${name} is ${size} bytes which exceeds the maximum configured value of ${config.maxMessageBytes}`,
    );
  }
  const check = checkProducedBatch(records, 0, records.length);
  if (check !== BatchCheck.OK) return rejectBatch(check, name, size);
  if (size !== records.length)
    return reject(Errors.INVALID_RECORD.code, `The append to ${name} holds more than one record batch`);
  if (recordBatch.baseOffset(records, 0) !== 0) {
    const base = recordBatch.baseOffset(records, 0);
    return reject(
      Errors.INVALID_RECORD.code,
      `The baseOffset of the record batch in the append to ${name} should be 0, but it is ${base}`,
    );
  }
  if (size > config.segmentBytes) return rejectForSegment(size, options);
  return validateRecords(records, options);
}

/** The rules for batches from the broker itself or from a leader: whole, sound and within a segment. */
export function validateTrusted(records: Buffer, options: ValidationOptions): Rejection | null {
  if (records.length === 0)
    return reject(Errors.INVALID_RECORD.code, `The append to ${options.name} holds no record batch`);
  for (let at = 0; at < records.length; at += recordBatch.sizeInBytes(records, at)) {
    const check = checkBatch(records, at, records.length);
    const size = recordBatch.sizeInBytes(records, at);
    if (check !== BatchCheck.OK) return rejectBatch(check, options.name, size);
    if (size > options.config.segmentBytes) return rejectForSegment(size, options);
  }
  return null;
}

/** That replicated batches go on where the log ends, or behind it: compaction leaves gaps. */
export function checkReplicated(records: Buffer, name: string, logEndOffset: number): Rejection | null {
  let expected = logEndOffset;
  for (let at = 0; at < records.length; at += recordBatch.sizeInBytes(records, at)) {
    const base = recordBatch.baseOffset(records, at);
    if (base < expected) {
      const message = `A replicated batch for ${name} begins at offset ${base}, before the next offset ${expected}`;
      return reject(Errors.OFFSET_OUT_OF_RANGE.code, message);
    }
    expected = recordBatch.nextOffset(records, at);
  }
  return null;
}

function rejectForSegment(size: number, options: ValidationOptions): Rejection {
  return reject(
    Errors.RECORD_LIST_TOO_LARGE.code,
    `Message batch size is ${size} bytes in append to partition ${options.name}, which exceeds the maximum configured segment size of ${options.config.segmentBytes}`,
  );
}

function rejectBatch(check: BatchCheck, name: string, size: number): Rejection {
  // A size too small for the count is a wrong count where it has room for a header.
  const isBadSize = check === BatchCheck.BAD_SIZE && size < recordBatch.HEADER_SIZE;
  const isDamaged = check === BatchCheck.BAD_CHECKSUM || check === BatchCheck.INCOMPLETE || isBadSize;
  // Kafka's producers know INVALID_TIMESTAMP for a batch that claims the broker's timestamp type.
  const refused = check === BatchCheck.BROKER_ATTRIBUTES ? Errors.INVALID_TIMESTAMP.code : Errors.INVALID_RECORD.code;
  return reject(
    isDamaged ? Errors.CORRUPT_MESSAGE.code : refused,
    `In the append to ${name}, ${batchCheckReason(check)}`,
  );
}

function validateRecords(records: Buffer, options: ValidationOptions): Rejection | null {
  const { config, now } = options;
  const hasCreateTime = config.messageTimestampType === 'CreateTime';
  const isLate = hasCreateTime && recordBatch.maxTimestamp(records, 0) - now > config.messageTimestampAfterMaxMs;
  const mayBeEarly = hasCreateTime && now - config.messageTimestampBeforeMaxMs > 0;
  if (!isLate && !mayBeEarly && !config.compact) return validateRecordSizes(records, options.name);
  return validateEachRecord(records, options);
}

/**
 * That the bytes of an uncompressed batch are as many records as it counts. Compressed ones are taken at their word, as
 * decompressing each batch would cost more than all the rest of a produce.
 */
function validateRecordSizes(records: Buffer, name: string): Rejection | null {
  if (recordBatch.compressionType(records, 0) !== 0) return null;
  const end = records.length;
  let at = recordBatch.HEADER_SIZE;
  for (let left = recordBatch.recordsCount(records, 0); left > 0; left--) {
    // A length is a zigzag varint of at most five bytes; those of records are positive.
    let length = 0;
    let shift = 0;
    let byte = 0x80;
    while (byte & 0x80 && shift < 35 && at < end) {
      byte = records[at++]!;
      length |= (byte & 0x7f) << shift;
      shift += 7;
    }
    if (byte & 0x80 || length & 1 || length <= 0) return rejectCount(name);
    at += length >>> 1;
  }
  return at === end ? null : rejectCount(name);
}

function rejectCount(name: string): Rejection {
  return reject(
    Errors.INVALID_RECORD.code,
    `The record batch in the append to ${name} does not hold as many records as it counts`,
  );
}

function validateEachRecord(records: Buffer, options: ValidationOptions): Rejection | null {
  const errors: RecordError[] = [];
  let hasBadTimestamp = false;
  const cursor = new RecordCursor();
  try {
    cursor.open(records, 0, MAX_DECOMPRESSED_BYTES);
    for (let batchIndex = 0; cursor.next(); batchIndex++) {
      const isKeyMissing = options.config.compact && cursor.keyLength < 0;
      const message = isKeyMissing
        ? `Compacted topic cannot accept message without key in topic partition ${options.name}.`
        : timestampError(cursor.timestamp, cursor.offset, options);
      if (message === null) continue;
      hasBadTimestamp ||= !isKeyMissing;
      errors.push({ batchIndex, message });
    }
  } catch (error) {
    return reject(
      Errors.INVALID_RECORD.code,
      `In the append to ${options.name}: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    cursor.close();
  }
  if (errors.length === 0) return null;
  if (hasBadTimestamp) {
    return {
      errorCode: Errors.INVALID_TIMESTAMP.code,
      errorMessage: 'One or more records have been rejected due to invalid timestamp',
      recordErrors: errors,
    };
  }
  const shown = errors.slice(0, MAX_RECORD_ERRORS_SHOWN).map((error) => error.message);
  const errorMessage = `One or more records have been rejected due to ${errors.length} record errors in total, and only showing the first three errors at most: ${shown.join(' ')}`;
  return { errorCode: Errors.INVALID_RECORD.code, errorMessage, recordErrors: errors };
}

function timestampError(timestamp: number, offset: number, options: ValidationOptions): string | null {
  const { config, now } = options;
  if (config.messageTimestampType !== 'CreateTime' || timestamp === recordBatch.NO_TIMESTAMP) return null;
  const earliest = now - config.messageTimestampBeforeMaxMs;
  const latest = now + config.messageTimestampAfterMaxMs;
  if (timestamp >= earliest && timestamp <= latest) return null;
  return `Timestamp ${timestamp} of message with offset ${offset} is out of range. The timestamp should be within [${earliest}, ${latest}]`;
}

function reject(errorCode: number, errorMessage: string): Rejection {
  return { errorCode, errorMessage, recordErrors: NO_RECORD_ERRORS };
}
