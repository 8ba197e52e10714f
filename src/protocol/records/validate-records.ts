/**
 * Validates a record batch by decoding every record in it, decompressed within a limit: lengths, varints, headers,
 * offsets in order, and the rules that a topic may make for keys and timestamps. For where `checkBatch` does not
 * suffice: a compacted topic, timestamp limits, or a batch of doubtful origin.
 *
 * Damage is thrown; a record that breaks a rule is reported with its index, as Produce answers it (KIP-467).
 */
import { KafkaError } from '#kernel';
import * as batchHeader from './batch-header.ts';
import { RecordCursor } from './record-cursor.ts';

export interface RecordRules {
  /** What the records may take once decompressed, in bytes. */
  readonly maxDecompressedBytes: number;
  /** Offsets run on without a gap, as a producer must send them; false for what compaction may have thinned. */
  readonly contiguous?: boolean;
  /** Every record has a key, as a compacted topic asks. */
  readonly keysRequired?: boolean;
  /** Milliseconds; a record with create time must not lie before the first or after the second. */
  readonly earliestTimestamp?: number;
  readonly latestTimestamp?: number;
}

export interface RecordViolation {
  /** Of the record within its batch, from 0. */
  readonly index: number;
  readonly code: 'INVALID_RECORD' | 'INVALID_TIMESTAMP';
  readonly message: string;
}

export interface RecordsSummary {
  /** The greatest timestamp of a record, and the offset of the first record that has it; -1 without records. */
  readonly maxTimestamp: number;
  readonly offsetOfMaxTimestamp: number;
  /** What the records take once decompressed, in bytes. */
  readonly decompressedBytes: number;
  readonly violations: readonly RecordViolation[];
}

/** More than these are not listed: an answer should not grow with what an offender sends. */
const MAX_VIOLATIONS = 100;

/** Validation never overlaps itself, so that one cursor serves all of it. */
const cursor = new RecordCursor();

/**
 * Reads the whole batch at `pos`, which `checkBatch` has passed. Throws INVALID_RECORD for damaged records and
 * CORRUPT_MESSAGE for what cannot be decompressed or would take more than it may.
 */
export function validateRecords(buf: Uint8Array, pos: number, rules: RecordRules): RecordsSummary {
  try {
    cursor.open(buf, pos, rules.maxDecompressedBytes);
    if (cursor.remaining === 0 && batchHeader.sizeInBytes(buf, pos) > batchHeader.HEADER_SIZE) {
      throw new KafkaError('INVALID_RECORD', 'a record batch states no records but has bytes of them');
    }
    return walk({ rules, baseOffset: batchHeader.baseOffset(buf, pos), lastOffset: batchHeader.lastOffset(buf, pos) });
  } finally {
    cursor.close();
  }
}

interface Walk {
  readonly rules: RecordRules;
  readonly baseOffset: number;
  readonly lastOffset: number;
}

function walk({ rules, baseOffset, lastOffset }: Walk): RecordsSummary {
  const contiguous = rules.contiguous ?? true;
  const violations: RecordViolation[] = [];
  const decompressedBytes = cursor.remainingBytes;
  let maxTimestamp = batchHeader.NO_TIMESTAMP;
  let offsetOfMaxTimestamp = -1;
  let previous = baseOffset - 1;
  for (let index = 0; cursor.next(); index++) {
    const offset = cursor.offset;
    if (contiguous ? offset !== previous + 1 : offset <= previous || offset > lastOffset) {
      throw new KafkaError('INVALID_RECORD', `record ${index} of a batch has an offset out of order`);
    }
    previous = offset;
    cursor.validateHeaders();
    if (offsetOfMaxTimestamp < 0 || cursor.timestamp > maxTimestamp) {
      maxTimestamp = cursor.timestamp;
      offsetOfMaxTimestamp = offset;
    }
    if (violations.length < MAX_VIOLATIONS) checkRules(rules, index, violations);
  }
  if (contiguous && offsetOfMaxTimestamp >= 0 && previous !== lastOffset) {
    throw new KafkaError('INVALID_RECORD', 'the records of a batch end before its last offset');
  }
  return { maxTimestamp, offsetOfMaxTimestamp, decompressedBytes, violations };
}

function checkRules(rules: RecordRules, index: number, violations: RecordViolation[]): void {
  if (rules.keysRequired === true && cursor.keyLength < 0) {
    violations.push({ index, code: 'INVALID_RECORD', message: 'a compacted topic takes no record without a key' });
  }
  const { timestamp } = cursor;
  if (timestamp < (rules.earliestTimestamp ?? timestamp) || timestamp > (rules.latestTimestamp ?? timestamp)) {
    const range = `${rules.earliestTimestamp ?? '-'} to ${rules.latestTimestamp ?? '-'}`;
    const message = `the timestamp ${timestamp} of the record is out of the accepted range ${range}`;
    violations.push({ index, code: 'INVALID_TIMESTAMP', message });
  }
}
