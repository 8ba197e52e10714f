/**
 * What compaction leaves of a batch (Kafka's Cleaner.cleanInto and MemoryRecords.filterTo): the records that are the
 * latest of their key, tombstones until their horizon has passed, markers while their transaction has data. Offsets,
 * base offset and last offset of a batch never change.
 *
 * A batch that holds tombstones, or a marker whose transaction is empty, is stamped with its delete horizon the first
 * time it is met: `now + delete.retention.ms`, in the place of the base timestamp. The last batch of a producer stays
 * without records, since it holds the producer's sequence, and so does the last batch of the round, which holds the
 * log's offset.
 */
import { buildEmptyBatch, recordBatch, RecordCursor, reduceBatch } from '#protocol';
import { MAX_DECOMPRESSED_BYTES } from '../log-validator.ts';
import type { CleanedTransactions } from './cleaned-transactions.ts';
import type { OffsetMap } from './offset-map.ts';

/** What must be left of a producer that is still known. */
export interface LastRecord {
  /** -1 where its last batch was a marker and it has none with data. */
  readonly lastDataOffset: number;
  readonly producerEpoch: number;
}

export interface BatchFilterOptions {
  readonly offsets: OffsetMap;
  readonly transactions: CleanedTransactions;
  /** By producer id. */
  readonly lastRecords: ReadonlyMap<number, LastRecord>;
  /** Nothing from it on is compacted in this round. */
  readonly upperBound: number;
  /** Wall clock, in milliseconds. */
  readonly now: number;
  readonly deleteRetentionMs: number;
}

/** What `filter` says of a batch that stays as it is. */
export const WHOLE = true;

export class BatchFilter {
  /** Records met and records left. */
  recordsRead = 0;
  recordsKept = 0;
  readonly #options: BatchFilterOptions;
  readonly #cursor = new RecordCursor();
  readonly #key = { start: 0, end: 0 };
  /** Where the records begin and end that stay, one pair each, in the cursor's bytes. */
  readonly #ranges: number[] = [];
  #keptTombstone = false;
  #maxTimestamp = -1;

  constructor(options: BatchFilterOptions) {
    this.#options = options;
  }

  /** A new batch, WHOLE for the one there is, or null where nothing is left of it. */
  filter(bytes: Buffer, at: number): Buffer | typeof WHOLE | null {
    const { transactions, now } = this.#options;
    const isControl = recordBatch.isControlBatch(bytes, at);
    const isObsolete = isControl ? transactions.onControl(bytes, at) : transactions.onData(bytes, at);
    const isDiscarded = isObsolete && (!isControl || this.#horizonPassed(bytes, at, now));
    this.recordsRead += recordBatch.recordsCount(bytes, at);
    if (isDiscarded) this.#keepNone();
    else this.#choose(bytes, at, isControl);
    const kept = this.#ranges.length / 2;
    this.recordsKept += kept;
    if (kept === 0) return this.#mustStay(bytes, at) ? emptied(bytes, at) : null;
    const needsHorizon = (this.#keptTombstone || (isObsolete && isControl)) && !recordBatch.hasDeleteHorizon(bytes, at);
    if (!needsHorizon && kept === recordBatch.recordsCount(bytes, at)) return WHOLE;
    const records = { bytes: this.#cursor.bytes, ranges: this.#ranges, maxTimestamp: this.#maxTimestamp };
    return reduceBatch(bytes.subarray(at), records, needsHorizon ? now + this.#options.deleteRetentionMs : null);
  }

  /** Whether tombstones and markers of the batch may go. */
  #horizonPassed(bytes: Buffer, at: number, now: number): boolean {
    return recordBatch.hasDeleteHorizon(bytes, at) && recordBatch.baseTimestamp(bytes, at) <= now;
  }

  #keepNone(): void {
    this.#ranges.length = 0;
    this.#keptTombstone = false;
  }

  #choose(bytes: Buffer, at: number, isControl: boolean): void {
    this.#keepNone();
    this.#maxTimestamp = -1;
    const keepsTombstones = !this.#horizonPassed(bytes, at, this.#options.now);
    const cursor = this.#cursor;
    cursor.open(bytes, at, MAX_DECOMPRESSED_BYTES);
    while (cursor.next()) {
      if (!isControl && !this.#isKept(keepsTombstones)) continue;
      this.#ranges.push(cursor.recordStart, cursor.recordEnd);
      if (cursor.valueLength < 0) this.#keptTombstone = true;
      this.#maxTimestamp = Math.max(this.#maxTimestamp, cursor.timestamp);
    }
  }

  /** Of the record at hand. Records behind the part that was looked at stay, whatever their key. */
  #isKept(keepsTombstones: boolean): boolean {
    const cursor = this.#cursor;
    const { offsets } = this.#options;
    if (cursor.offset > offsets.latestOffset) return true;
    if (cursor.keyLength < 0) return false;
    this.#key.start = cursor.keyStart;
    this.#key.end = cursor.keyStart + cursor.keyLength;
    return cursor.offset >= offsets.get(cursor.bytes, this.#key) && (cursor.valueLength >= 0 || keepsTombstones);
  }

  #mustStay(bytes: Buffer, at: number): boolean {
    if (recordBatch.nextOffset(bytes, at) === this.#options.upperBound) return true;
    if (!recordBatch.hasProducerId(bytes, at)) return false;
    const last = this.#options.lastRecords.get(recordBatch.producerId(bytes, at));
    if (last === undefined) return false;
    if (last.lastDataOffset >= 0) return recordBatch.lastOffset(bytes, at) === last.lastDataOffset;
    return recordBatch.isControlBatch(bytes, at) && recordBatch.producerEpoch(bytes, at) === last.producerEpoch;
  }
}

/** The batch without records. */
function emptied(bytes: Buffer, at: number): Buffer {
  const maxTimestamp = recordBatch.maxTimestamp(bytes, at);
  return buildEmptyBatch({
    baseOffset: recordBatch.baseOffset(bytes, at),
    lastOffset: recordBatch.lastOffset(bytes, at),
    partitionLeaderEpoch: recordBatch.partitionLeaderEpoch(bytes, at),
    producerId: recordBatch.producerId(bytes, at),
    producerEpoch: recordBatch.producerEpoch(bytes, at),
    baseSequence: recordBatch.baseSequence(bytes, at),
    transactional: recordBatch.isTransactional(bytes, at),
    control: recordBatch.isControlBatch(bytes, at),
    maxTimestamp,
    ...(recordBatch.isLogAppendTime(bytes, at) ? { logAppendTime: maxTimestamp } : {}),
  });
}
