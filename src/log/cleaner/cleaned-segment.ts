/** The segment that compaction writes, under names with `.cleaned`: it counts for nothing until it is swapped in. */
import type { DiskFile } from '#kernel';
import { recordBatch } from '#protocol';
import type { LogConfig } from '../log-config.ts';
import { LogSegment } from '../log-segment.ts';
import { type FilePool, SegmentFile } from '../segment-file.ts';
import { writeIndexes } from '../segment-indexes.ts';
import { CLEANED_SUFFIX, LOG_SUFFIX, offsetFileName } from '../topic-partition.ts';

export interface CleanedSegmentOptions {
  readonly filePool: FilePool;
  readonly directory: string;
  readonly config: LogConfig;
  /** The first of the segments that it is to replace. */
  readonly first: LogSegment;
}

export class CleanedSegment {
  readonly segment: LogSegment;
  readonly #options: CleanedSegmentOptions;
  readonly #handle: DiskFile;
  /** Waiting to be written; neighbours in one buffer are one of them. */
  #chunks: Buffer[] = [];

  private constructor(segment: LogSegment, handle: DiskFile, options: CleanedSegmentOptions) {
    this.segment = segment;
    this.#handle = handle;
    this.#options = options;
  }

  /** The file is held open until it is swapped in or discarded. */
  static async create(options: CleanedSegmentOptions): Promise<CleanedSegment> {
    const { filePool, directory, first } = options;
    const path = `${directory}/${offsetFileName(first.baseOffset, LOG_SUFFIX)}${CLEANED_SUFFIX}`;
    const file = new SegmentFile(filePool, path, true);
    const { createdMs, rollJitterMs } = first;
    const segment = new LogSegment(first.baseOffset, file, { createdMs, rollJitterMs });
    const handle = await file.acquire();
    // Of a round that was broken off.
    await handle.truncate(0);
    return new CleanedSegment(segment, handle, options);
  }

  /** Takes a batch, whose bytes must stay as they are until `flush`. */
  append(batch: Buffer): void {
    this.segment.append(recordBatch.lastOffset(batch, 0), recordBatch.maxTimestamp(batch, 0), {
      sizeInBytes: batch.length,
      indexIntervalBytes: this.#options.config.indexIntervalBytes,
    });
    const last = this.#chunks.at(-1);
    if (last?.buffer === batch.buffer && last.byteOffset + last.length === batch.byteOffset) {
      this.#chunks[this.#chunks.length - 1] = Buffer.from(batch.buffer, last.byteOffset, last.length + batch.length);
    } else this.#chunks.push(batch);
  }

  /** Writes what has been appended. */
  async flush(): Promise<void> {
    if (this.#chunks.length === 0) return;
    const chunks = this.#chunks;
    this.#chunks = [];
    const { segment } = this;
    await this.#handle.writev(chunks, segment.writtenSize);
    segment.writtenSize = segment.size;
  }

  /** All files whole and on the medium. */
  async finish(disk: FilePool['disk']): Promise<void> {
    await this.flush();
    await this.#handle.datasync();
    this.segment.becomeInactive();
    await writeIndexes(disk, this.#options.directory, this.segment, CLEANED_SUFFIX);
  }

  /** It is not wanted any more: the file stays for the next start or the next round to clear away. */
  async discard(): Promise<void> {
    this.segment.file.release();
    await this.segment.file.close();
  }
}
