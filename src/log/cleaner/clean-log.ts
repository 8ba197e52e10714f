/**
 * One round of compaction of one log (Kafka's Cleaner): first the latest offset of each key in the dirty part is noted,
 * then all segments up to there are written anew with what is still needed, small ones together, and swapped in one
 * group at a time. Reads and appends go on meanwhile.
 *
 * Invariants: what is read through is only ever what was acknowledged and is stable; a group whose segments are not all
 * there any more when it is ready (retention, DeleteRecords) is thrown away; a batch that is not sound ends the round.
 */
import { KafkaError } from '#kernel';
import { BatchCheck, batchCheckReason, recordBatch, RecordCursor } from '#protocol';
import { MAX_DECOMPRESSED_BYTES } from '../log-validator.ts';
import type { LogSegment } from '../log-segment.ts';
import { scanBatches } from '../segment-scan.ts';
import type { LogServices, UnifiedLog } from '../unified-log.ts';
import { BatchFilter, type LastRecord, WHOLE } from './batch-filter.ts';
import type { CleanableRange } from './cleanable-range.ts';
import { CleanedSegment } from './cleaned-segment.ts';
import { CleanedTransactions } from './cleaned-transactions.ts';
import { OffsetMap } from './offset-map.ts';
import { groupSegments } from './segment-groups.ts';

export interface CleaningSettings {
  /** For the map of keys to offsets. */
  readonly maxMapBytes: number;
  readonly mapLoadFactor: number;
}

export interface CleaningWork {
  readonly services: LogServices;
  readonly settings: CleaningSettings;
  /** Waits as long as the reading and writing of so many bytes has to be slowed down, and lets others have their turn. */
  pace(bytes: number): Promise<void>;
  /** Nobody wants the result any more. */
  isCancelled(): boolean;
}

export interface CleaningResult {
  /** All below it is compacted now. */
  readonly cleanedOffset: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly recordsRead: number;
  readonly recordsKept: number;
}

/** The round was broken off: the broker stops, or the log is deleted. */
export class CleaningCancelled extends Error {
  override readonly name = 'CleaningCancelled';
}

/** Throws a KafkaError CORRUPT_MESSAGE for a batch that is not sound, CleaningCancelled, and disk errors as they come. */
export async function cleanLog(range: CleanableRange, work: CleaningWork): Promise<CleaningResult> {
  const round = new CleaningRound(range, work);
  await round.readDirtyPart();
  await round.writeGroups();
  return round.result();
}

class CleaningRound {
  readonly #range: CleanableRange;
  readonly #log: UnifiedLog;
  readonly #work: CleaningWork;
  readonly #offsets: OffsetMap;
  #filter: BatchFilter | null = null;
  #bytesRead = 0;
  #bytesWritten = 0;

  constructor(range: CleanableRange, work: CleaningWork) {
    this.#range = range;
    this.#log = range.log;
    this.#work = work;
    const { maxMapBytes: maxBytes, mapLoadFactor: loadFactor } = work.settings;
    this.#offsets = new OffsetMap({ maxBytes, loadFactor, random: work.services.env.random });
  }

  result(): CleaningResult {
    return {
      cleanedOffset: this.#offsets.latestOffset + 1,
      bytesRead: this.#bytesRead,
      bytesWritten: this.#bytesWritten,
      recordsRead: this.#filter?.recordsRead ?? 0,
      recordsKept: this.#filter?.recordsKept ?? 0,
    };
  }

  /** Fills the map, as far as there is room. */
  async readDirtyPart(): Promise<void> {
    const { firstDirtyOffset, firstUncleanableOffset } = this.#range;
    const { segments } = this.#log;
    this.#offsets.latestOffset = firstDirtyOffset - 1;
    const transactions = this.#transactions();
    const first = Math.max(0, segments.floorIndex(firstDirtyOffset));
    const dirty = segments.toArray().slice(first);
    for (const [index, segment] of dirty.entries()) {
      if (segment.baseOffset >= firstUncleanableOffset) break;
      const isWhole = await this.#readSegment(segment, transactions);
      if (!isWhole) break;
      const next = dirty[index + 1]?.baseOffset ?? firstUncleanableOffset;
      this.#offsets.latestOffset = Math.min(next, firstUncleanableOffset) - 1;
    }
    if (this.#offsets.latestOffset < firstDirtyOffset) {
      throw new KafkaError(
        'INVALID_CONFIG',
        `one batch of ${this.#log.name} has more keys than log.cleaner.dedupe.buffer.size has room for: raise it`,
      );
    }
  }

  /** False when the map is full. */
  async #readSegment(segment: LogSegment, transactions: CleanedTransactions): Promise<boolean> {
    const { firstDirtyOffset, firstUncleanableOffset } = this.#range;
    const { offsets } = await this.#log.loadIndexes(segment);
    const reader = new DirtyReader(this.#offsets, transactions, firstDirtyOffset);
    await this.#scan(segment, {
      start: segment.baseOffset < firstDirtyOffset ? offsets.lookup(firstDirtyOffset) : 0,
      visit: (bytes, at) => recordBatch.baseOffset(bytes, at) < firstUncleanableOffset && reader.read(bytes, at),
    });
    return !reader.isFull;
  }

  /** All that were aborted: the marker that says so may lie in a later segment than the records. */
  #transactions(): CleanedTransactions {
    return new CleanedTransactions(this.#log.segments.toArray().flatMap((segment) => segment.transactions.entries));
  }

  async writeGroups(): Promise<void> {
    const { segments, producers, config } = this.#log;
    const lastRecords = new Map<number, LastRecord>();
    for (const { producerId, lastDataOffset, producerEpoch } of producers.entries()) {
      lastRecords.set(producerId, { lastDataOffset, producerEpoch });
    }
    const transactions = this.#transactions();
    const filter = new BatchFilter({
      offsets: this.#offsets,
      transactions,
      lastRecords,
      upperBound: this.#range.firstUncleanableOffset,
      now: this.#work.services.env.clock.now(),
      deleteRetentionMs: config.deleteRetentionMs,
    });
    this.#filter = filter;
    const end = this.#offsets.latestOffset + 1;
    const below = segments.toArray().filter((segment) => segment.baseOffset < end);
    for (const group of groupSegments(below, config, this.#range.firstUncleanableOffset)) {
      await this.#writeGroup(group, filter, transactions);
    }
  }

  async #writeGroup(
    group: readonly LogSegment[],
    filter: BatchFilter,
    transactions: CleanedTransactions,
  ): Promise<void> {
    const { filePool, env } = this.#work.services;
    const { directory, config } = this.#log;
    const cleaned = await CleanedSegment.create({ filePool, directory, config, first: group[0]! });
    try {
      transactions.index = cleaned.segment.transactions;
      for (const segment of group) {
        await this.#scan(segment, {
          start: 0,
          visit: (bytes, at) => {
            const kept = filter.filter(bytes, at);
            if (kept === WHOLE) cleaned.append(bytes.subarray(at, at + recordBatch.sizeInBytes(bytes, at)));
            else if (kept !== null) cleaned.append(kept);
            return true;
          },
          // Whole batches lie in the chunk, which is read over next.
          afterChunk: () => cleaned.flush(),
        });
      }
      await cleaned.finish(env.disk);
      this.#bytesWritten += cleaned.segment.size;
      await this.#work.pace(cleaned.segment.size);
    } catch (error) {
      await cleaned.discard();
      throw error;
    }
    if (this.#work.isCancelled()) {
      await cleaned.discard();
      throw new CleaningCancelled();
    }
    await this.#log.maintenance.replaceSegments(cleaned.segment, group);
  }

  /** Goes through the batches of a segment, checking each. */
  async #scan(
    segment: LogSegment,
    options: { start: number; visit(bytes: Buffer, at: number): boolean; afterChunk?(): Promise<void> },
  ): Promise<void> {
    const file = await segment.file.acquire();
    try {
      const { check, position } = await scanBatches(file, {
        start: options.start,
        end: segment.size,
        verify: true,
        visit: (bytes, at) => options.visit(bytes, at),
        afterChunk: async (bytes) => {
          this.#bytesRead += bytes;
          await options.afterChunk?.();
          await this.#work.pace(bytes);
          if (this.#work.isCancelled()) throw new CleaningCancelled();
        },
      });
      if (check !== BatchCheck.OK) {
        throw new KafkaError(
          'CORRUPT_MESSAGE',
          `${segment.file.path} at ${position}: ${batchCheckReason(check)}; ${this.#log.name} is not compacted until that is mended`,
        );
      }
    } finally {
      segment.file.release();
    }
  }
}

/** Puts the keys of the dirty part into the map. */
class DirtyReader {
  isFull = false;
  readonly #offsets: OffsetMap;
  readonly #transactions: CleanedTransactions;
  readonly #firstDirtyOffset: number;
  readonly #cursor = new RecordCursor();
  readonly #key = { start: 0, end: 0 };

  constructor(offsets: OffsetMap, transactions: CleanedTransactions, firstDirtyOffset: number) {
    this.#offsets = offsets;
    this.#transactions = transactions;
    this.#firstDirtyOffset = firstDirtyOffset;
  }

  /** False where the batch has a key for which there is no room: it is not part of the round then. */
  read(bytes: Buffer, at: number): boolean {
    if (recordBatch.isControlBatch(bytes, at)) this.#transactions.onControl(bytes, at);
    else if (!this.#transactions.onData(bytes, at)) this.isFull = !this.#readKeys(bytes, at);
    if (this.isFull) return false;
    const lastOffset = recordBatch.lastOffset(bytes, at);
    if (lastOffset >= this.#firstDirtyOffset) this.#offsets.latestOffset = lastOffset;
    return true;
  }

  #readKeys(bytes: Buffer, at: number): boolean {
    const cursor = this.#cursor;
    const key = this.#key;
    cursor.open(bytes, at, MAX_DECOMPRESSED_BYTES);
    while (cursor.next()) {
      if (cursor.keyLength < 0 || cursor.offset < this.#firstDirtyOffset) continue;
      key.start = cursor.keyStart;
      key.end = cursor.keyStart + cursor.keyLength;
      if (!this.#offsets.put(cursor.bytes, key, cursor.offset)) return false;
    }
    return true;
  }
}
