/**
 * One segment of a log: a `.log` file of whole batches, its indexes, and what is known of it. `size` counts what has been
 * appended, written or not; where a batch lies is settled when it is appended, so that the file can follow later.
 *
 * Invariant: an offset and time index entry is made for the batch before which more than `index.interval.bytes` were
 * appended since the last entry, exactly as Kafka makes them, whether the batch is appended or found by recovery.
 */
import type { Random } from '#kernel';
import { maxSegmentMs, type LogConfig } from './log-config.ts';
import { OFFSET_INDEX_ENTRY_SIZE, OffsetIndex } from './offset-index.ts';
import { SegmentFile, type FilePool } from './segment-file.ts';
import { TIME_INDEX_ENTRY_SIZE, TimeIndex } from './time-index.ts';
import { LOG_SUFFIX, offsetFileName } from './topic-partition.ts';
import { TransactionIndex } from './transaction-index.ts';

/** Positions and relative offsets are signed 32-bit numbers in Kafka's indexes. */
const MAX_INT32 = 0x7fffffff;

export interface SegmentIndexes {
  readonly offsets: OffsetIndex;
  readonly times: TimeIndex;
}

export interface RollQuestion {
  readonly lastOffset: number;
  readonly maxTimestamp: number;
  readonly sizeInBytes: number;
  readonly now: number;
}

export class LogSegment {
  readonly baseOffset: number;
  readonly file: SegmentFile;
  size = 0;
  /** How much of it the file holds: what a read from the file may see. */
  writtenSize = 0;
  /** In memory for the active segment and for others of late use; else null, then `indexes()` of the log loads them. */
  indexes: SegmentIndexes | null;
  transactions: TransactionIndex = new TransactionIndex();
  /** Milliseconds, -1 while unknown or without records. */
  maxTimestamp = -1;
  offsetOfMaxTimestamp: number;
  /** The greatest timestamp of the first batch, from which `segment.ms` counts; -1 without one. */
  rollingTimestamp = -1;
  createdMs: number;
  /** Whether `maxTimestamp` holds for the whole segment; for one from a file it is looked up when first asked for. */
  isMaxTimestampKnown = true;
  /** By how much this segment rolls earlier than `segment.ms`. */
  readonly rollJitterMs: number;
  /** Whether the index files on disk say what `indexes` says. */
  areIndexesSaved = false;
  #bytesSinceIndexEntry = 0;

  constructor(baseOffset: number, file: SegmentFile, options: { createdMs: number; rollJitterMs: number }) {
    this.baseOffset = baseOffset;
    this.file = file;
    this.indexes = { offsets: new OffsetIndex(baseOffset), times: new TimeIndex(baseOffset) };
    this.offsetOfMaxTimestamp = baseOffset;
    this.createdMs = options.createdMs;
    this.rollJitterMs = options.rollJitterMs;
  }

  /** Takes in a batch of `sizeInBytes` at the end; returns its position. Only where `indexes` are in memory. */
  append(
    lastOffset: number,
    maxTimestamp: number,
    options: { sizeInBytes: number; indexIntervalBytes: number },
  ): number {
    const position = this.size;
    if (position === 0) {
      this.rollingTimestamp = maxTimestamp;
      this.areIndexesSaved = false;
    }
    if (maxTimestamp > this.maxTimestamp) {
      this.maxTimestamp = maxTimestamp;
      this.offsetOfMaxTimestamp = lastOffset;
    }
    if (this.#bytesSinceIndexEntry > options.indexIntervalBytes) {
      this.indexes!.offsets.append(lastOffset, position);
      this.indexes!.times.maybeAppend(this.maxTimestamp, this.offsetOfMaxTimestamp);
      this.#bytesSinceIndexEntry = 0;
      this.areIndexesSaved = false;
    }
    this.#bytesSinceIndexEntry += options.sizeInBytes;
    this.size = position + options.sizeInBytes;
    return position;
  }

  /** Whether the batch belongs into a new segment (size, age by record timestamps, full index, offset too far away). */
  shouldRoll(config: LogConfig, batch: RollQuestion): boolean {
    if (this.size === 0) return false;
    if (this.size > config.segmentBytes - batch.sizeInBytes || this.size > MAX_INT32 - batch.sizeInBytes) return true;
    if (batch.lastOffset - this.baseOffset > MAX_INT32) return true;
    const age = this.rollingTimestamp >= 0 ? batch.maxTimestamp - this.rollingTimestamp : batch.now - this.createdMs;
    if (age > maxSegmentMs(config) - this.rollJitterMs) return true;
    const { offsets, times } = this.indexes!;
    const isOffsetIndexFull = offsets.count >= Math.floor(config.segmentIndexBytes / OFFSET_INDEX_ENTRY_SIZE);
    return isOffsetIndexFull || times.count >= Math.floor(config.segmentIndexBytes / TIME_INDEX_ENTRY_SIZE) - 1;
  }

  /** No more appends: the time index gets the greatest timestamp, by which retention judges the segment. */
  becomeInactive(): void {
    const { times } = this.indexes!;
    const count = times.count;
    times.maybeAppend(this.maxTimestamp, this.offsetOfMaxTimestamp);
    if (times.count !== count) this.areIndexesSaved = false;
  }

  /** A segment of the same base without contents, to find out what its indexes should be. */
  emptyCopy(): LogSegment {
    return new LogSegment(this.baseOffset, this.file, { createdMs: this.createdMs, rollJitterMs: this.rollJitterMs });
  }

  /** Begins anew, as recovery does before it reads the file. */
  reset(): void {
    this.size = 0;
    this.writtenSize = 0;
    this.indexes = { offsets: new OffsetIndex(this.baseOffset), times: new TimeIndex(this.baseOffset) };
    this.transactions = new TransactionIndex();
    this.maxTimestamp = -1;
    this.offsetOfMaxTimestamp = this.baseOffset;
    this.rollingTimestamp = -1;
    this.isMaxTimestampKnown = true;
    this.areIndexesSaved = false;
    this.#bytesSinceIndexEntry = 0;
  }

  /** Of both indexes, in memory. */
  get indexSizeInBytes(): number {
    return this.indexes === null ? 0 : this.indexes.offsets.sizeInBytes + this.indexes.times.sizeInBytes;
  }
}

/** A segment without a file yet: the commit of its first batch creates it. */
export function newSegment(
  services: { readonly filePool: FilePool; readonly env: { readonly random: Random } },
  options: { directory: string; baseOffset: number; config: LogConfig; now: number },
): LogSegment {
  const { directory, baseOffset, config, now } = options;
  const file = new SegmentFile(services.filePool, `${directory}/${offsetFileName(baseOffset, LOG_SUFFIX)}`, true);
  const rollJitterMs =
    config.segmentJitterMs > 0 ? services.env.random.number() * Math.min(config.segmentJitterMs, config.segmentMs) : 0;
  return new LogSegment(baseOffset, file, { createdMs: now, rollJitterMs });
}
