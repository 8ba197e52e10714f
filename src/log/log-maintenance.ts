/**
 * What happens to whole segments of a log: sealing those that are full, deleting those past retention or below the log's
 * start, swapping in compacted ones, closing. One piece of work at a time for each log, none of it on the way to an acknowledgement.
 *
 * Invariants: a producer snapshot is written only when all records below it are on the medium, so that it never tells of
 * a history that recovery then finds different. A log start offset is durable before the files below it go, so that what
 * was deleted stays deleted whichever of the removals a crash undoes.
 */
import { assert, isDiskError, KafkaError } from '#kernel';
import { writeWholeFile } from './atomic-file.ts';
import { largestTimestamp } from './log-lookup.ts';
import { relocate, type RelocationSteps } from './log-relocation.ts';
import type { LogSegment } from './log-segment.ts';
import { encodeProducerSnapshot } from './producer-snapshot.ts';
import { writeIndexes } from './segment-indexes.ts';
import {
  CLEANED_SUFFIX,
  DELETED_SUFFIX,
  INDEX_SUFFIX,
  LOG_SUFFIX,
  offsetFileName,
  SNAPSHOT_SUFFIX,
  SWAP_SUFFIX,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX,
} from './topic-partition.ts';
import type { LogServices, UnifiedLog } from './unified-log.ts';

const SEGMENT_SUFFIXES = [LOG_SUFFIX, INDEX_SUFFIX, TIME_INDEX_SUFFIX, TRANSACTION_INDEX_SUFFIX, SNAPSHOT_SUFFIX];

export class LogMaintenance {
  readonly #services: LogServices;
  readonly #log: UnifiedLog;
  /** The work under way and all that waits behind it. */
  #work: Promise<void> = Promise.resolve();
  /** Full segments whose indexes and snapshot are not on the medium yet, oldest first. */
  readonly #unsealed = new Set<LogSegment>();
  #lastSnapshotOffset: number;
  /** When `flush.ms` last saw to this log. */
  lastFlushMs: number;

  constructor(services: LogServices, log: UnifiedLog, lastSnapshotOffset: number) {
    this.#services = services;
    this.#log = log;
    this.#lastSnapshotOffset = lastSnapshotOffset;
    this.lastFlushMs = services.env.clock.now();
  }

  async flush(now: number): Promise<void> {
    this.lastFlushMs = now;
    await this.#log.writer.flush();
  }

  /** All below it is on the medium with all that belongs to it: recovery may begin with the segment that holds it. */
  get recoveryPoint(): number {
    for (const segment of this.#unsealed) return Math.min(segment.baseOffset, this.#log.writer.flushedEndOffset);
    return this.#log.writer.flushedEndOffset;
  }

  /** Finishes the files of a segment that is appended to no more; `segments` has its successor already. */
  seal(segment: LogSegment): void {
    segment.becomeInactive();
    this.#unsealed.add(segment);
    const offset = this.#log.logEndOffset;
    const snapshot = this.#newSnapshot(offset);
    const sealed = this.#serially(async () => {
      await this.#log.writer.flush();
      await this.#writeSegmentFiles(segment, { offset, snapshot });
      this.#unsealed.delete(segment);
      this.#services.indexCache.use(segment);
    });
    // A failure has halted the process.
    sealed.catch(() => undefined);
  }

  /** The producer state as it is now, at the log's end; null where a snapshot of that offset exists. */
  #newSnapshot(offset: number): Buffer | null {
    if (offset <= this.#lastSnapshotOffset) return null;
    this.#lastSnapshotOffset = offset;
    return encodeProducerSnapshot(this.#log.producers);
  }

  async #writeSegmentFiles(segment: LogSegment, at: { offset: number; snapshot: Buffer | null }): Promise<void> {
    const { disk } = this.#services.env;
    const { directory } = this.#log;
    if (segment.areIndexesSaved && at.snapshot === null) return;
    if (!segment.areIndexesSaved) await writeIndexes(disk, directory, segment);
    if (at.snapshot !== null)
      await writeWholeFile(disk, `${directory}/${offsetFileName(at.offset, SNAPSHOT_SUFFIX)}`, at.snapshot);
    await disk.syncDirectory(directory);
  }

  /** Moves the start past what retention no longer keeps; returns how many segments went. Never above the high watermark. */
  deleteOldSegments(now: number): Promise<number> {
    return this.#serially(async () => {
      const log = this.#log;
      const count = await this.#countOldSegments(now);
      if (count > 0) {
        if (count === log.segments.count) log.roll(now);
        await this.#moveLogStart(Math.max(log.logStartOffset, log.segments.at(count)!.baseOffset));
      }
      return await this.#deleteBelowLogStart();
    });
  }

  /** How many of the first segments are too old, or too many for `retention.bytes`. */
  async #countOldSegments(now: number): Promise<number> {
    const { config, segments, highWatermark } = this.#log;
    if (!config.delete) return 0;
    let count = 0;
    let excess = config.retentionBytes < 0 ? -1 : segments.sizeInBytes - config.retentionBytes;
    for (const segment of segments.toArray()) {
      const end = segments.at(count + 1)?.baseOffset ?? this.#log.logEndOffset;
      if (highWatermark < end || (segment.size === 0 && segment === segments.active)) break;
      const isExcess = excess >= segment.size;
      if (!isExcess && !(await this.#isTooOld(segment, now))) break;
      excess -= segment.size;
      count++;
    }
    return count;
  }

  async #isTooOld(segment: LogSegment, now: number): Promise<boolean> {
    const { retentionMs } = this.#log.config;
    if (retentionMs < 0) return false;
    const timestamp = await largestTimestamp(this.#log, segment);
    // Records without timestamps are as old as their file.
    const time =
      timestamp >= 0 ? timestamp : ((await this.#services.env.disk.stat(segment.file.path))?.modifiedAtMs ?? now);
    return now - time > retentionMs;
  }

  deleteRecordsBefore(offset: number): Promise<number> {
    return this.#serially(async () => {
      const log = this.#log;
      const newStart = offset === -1 ? log.highWatermark : offset;
      if (newStart < 0 || newStart > log.highWatermark) {
        throw new KafkaError(
          'OFFSET_OUT_OF_RANGE',
          `Cannot delete the records of ${log.name} before offset ${newStart}: its high watermark is ${log.highWatermark}`,
        );
      }
      if (newStart > log.logStartOffset) await this.#moveLogStart(newStart);
      await this.#deleteBelowLogStart();
      return log.logStartOffset;
    });
  }

  async #moveLogStart(offset: number): Promise<void> {
    this.#log.moveLogStartOffset(offset);
    await this.#services.saveLogStartOffsets(this.#log);
    // Not before: a commit may write the epochs at any time, and the old start would be left without its epoch.
    this.#log.epochs.truncateFromStart(offset);
  }

  async #deleteBelowLogStart(): Promise<number> {
    const { segments, logStartOffset } = this.#log;
    let count = 0;
    while (count + 1 < segments.count && segments.at(count + 1)!.baseOffset <= logStartOffset) count++;
    if (count === 0) return 0;
    const removed = segments.removeFirst(count);
    for (const segment of removed) this.#services.indexCache.remove(segment);
    await this.#retireFiles(removed, { keepsFirstSnapshot: false });
    return count;
  }

  /**
   * Puts a compacted segment, whole and on the medium under names with `.cleaned`, in the place of those that it was made
   * from, or discards it where they are not all there any more. Its file is held by the caller, and released here.
   *
   * Each step leaves what the next start completes or undoes: `.swap` files are a compaction that counts, and the
   * segments that they replace go (see `tidyPartitionDirectory`).
   */
  replaceSegments(cleaned: LogSegment, replaced: readonly LogSegment[]): Promise<void> {
    return this.#serially(async () => {
      const log = this.#log;
      if (log.isClosed || !log.segments.hasAll(replaced)) {
        cleaned.file.release();
        return await cleaned.file.close();
      }
      // Nobody may look for a file under a name that it is about to lose.
      for (const { file } of replaced) await file.acquire();
      await this.#renameFiles(cleaned, CLEANED_SUFFIX, SWAP_SUFFIX);
      assert(log.segments.replace(replaced, cleaned), 'segments only go by maintenance');
      log.markCompacted();
      for (const segment of replaced) this.#services.indexCache.remove(segment);
      await this.#retireFiles(replaced, { keepsFirstSnapshot: true });
      await this.#renameFiles(cleaned, SWAP_SUFFIX, '');
      for (const { file } of [...replaced, cleaned]) file.release();
      this.#services.indexCache.use(cleaned);
    });
  }

  /** All files of the segment, from one suffix behind their names to the other; durable when it resolves. */
  async #renameFiles(segment: LogSegment, from: string, to: string): Promise<void> {
    const { disk } = this.#services.env;
    const { directory } = this.#log;
    const names = new Set((await disk.list(directory)).map((entry) => entry.name));
    for (const suffix of SEGMENT_SUFFIXES) {
      const name = offsetFileName(segment.baseOffset, suffix);
      if (suffix === SNAPSHOT_SUFFIX || !names.has(name + from)) continue;
      await disk.rename(`${directory}/${name}${from}`, `${directory}/${name}${to}`);
    }
    segment.file.renamed(`${directory}/${offsetFileName(segment.baseOffset, LOG_SUFFIX)}${to}`);
    await disk.syncDirectory(directory);
  }

  /** Renames all files of the segments, so that they are gone for a restart, and removes them after the delay. */
  async #retireFiles(
    removed: readonly LogSegment[],
    { keepsFirstSnapshot }: { readonly keepsFirstSnapshot: boolean },
  ): Promise<void> {
    const { disk, scheduler } = this.#services.env;
    const { directory } = this.#log;
    const names = new Set((await disk.list(directory)).map((entry) => entry.name));
    const retired: string[] = [];
    for (const segment of removed) {
      for (const suffix of SEGMENT_SUFFIXES) {
        const name = offsetFileName(segment.baseOffset, suffix);
        // The producers' state at the offset where a compacted segment begins is what it was.
        const isKept = keepsFirstSnapshot && suffix === SNAPSHOT_SUFFIX && segment === removed[0];
        if (isKept || !names.has(name)) continue;
        await disk.rename(`${directory}/${name}`, `${directory}/${name}${DELETED_SUFFIX}`);
        retired.push(name + DELETED_SUFFIX);
      }
      segment.file.renamed(segment.file.path + DELETED_SUFFIX);
    }
    await disk.syncDirectory(directory);
    scheduler.after(this.#log.config.fileDeleteDelayMs, () => void this.#removeFiles(removed, retired));
  }

  async #removeFiles(removed: readonly LogSegment[], names: readonly string[]): Promise<void> {
    const { disk, logger } = this.#services.env;
    try {
      for (const segment of removed) await segment.file.close();
      for (const name of names) await disk.removeFile(`${this.#log.directory}/${name}`);
    } catch (error) {
      // The whole log was deleted meanwhile, or else the next start removes them.
      if (!isDiskError(error, 'ENOENT'))
        logger
          .component('log')
          .warn('Could not remove deleted segments', { partition: this.#log.name, cause: String(error) });
    }
  }

  /** Moves the log to another directory of the broker; false where that was called off. */
  relocate(steps: RelocationSteps): Promise<boolean> {
    return this.#serially(() => relocate(this.#services.env.disk, this.#log, steps));
  }

  /** All on the medium and every index and snapshot written, as a clean shutdown leaves a log. No appends may follow. */
  close(): Promise<void> {
    const log = this.#log;
    log.markClosed();
    return this.#serially(async () => {
      await log.writer.flush();
      const { active } = log.segments;
      if (active.file.mustCreate) {
        await active.file.acquire();
        active.file.release();
        await this.#services.env.disk.syncDirectory(log.directory);
      }
      if (active.indexes !== null) active.becomeInactive();
      await this.#writeSegmentFiles(active, {
        offset: log.logEndOffset,
        snapshot: this.#newSnapshot(log.logEndOffset),
      });
      await this.closeFiles();
    });
  }

  /** For a log that is deleted: lets the work under way end, and what has been staged go. */
  abandon(): Promise<void> {
    this.#log.markClosed();
    return this.#serially(async () => {
      await this.#log.writer.flush();
      await this.closeFiles();
    });
  }

  async closeFiles(): Promise<void> {
    for (const segment of this.#log.segments) {
      this.#services.indexCache.remove(segment);
      await segment.file.close();
    }
  }

  /** After the work that came before. A disk failure of it halts the process, as the state on the medium is unknown. */
  #serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work);
    this.#work = result.then(
      () => undefined,
      (error: unknown) => {
        if (isDiskError(error)) this.#services.env.halt(`Maintaining the log in ${this.#log.directory} failed`, error);
      },
    );
    return result;
  }
}
