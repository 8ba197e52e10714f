/**
 * Index files of segments: written when a segment is done, loaded when someone reads an old one, rebuilt from the log
 * where they are missing or do not fit it. What is loaded stays in memory while it is used, bounded over all logs.
 */
import type { Disk } from '#kernel';
import { recordBatch } from '#protocol';
import { readIfExists, writeWholeFile } from './atomic-file.ts';
import type { LogSegment, SegmentIndexes } from './log-segment.ts';
import { OffsetIndex } from './offset-index.ts';
import { scanBatches } from './segment-scan.ts';
import { TimeIndex } from './time-index.ts';
import { INDEX_SUFFIX, offsetFileName, TIME_INDEX_SUFFIX, TRANSACTION_INDEX_SUFFIX } from './topic-partition.ts';

/** Loaded indexes of segments that are no longer appended to, the least recently used first. */
export class IndexCache {
  readonly #maxBytes: number;
  readonly #segments = new Set<LogSegment>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get sizeInBytes(): number {
    return this.#bytes;
  }

  /** Notes a use of a segment's loaded and saved indexes. */
  use(segment: LogSegment): void {
    if (this.#segments.delete(segment)) {
      this.#segments.add(segment);
      return;
    }
    this.#segments.add(segment);
    this.#bytes += segment.indexSizeInBytes;
    for (const oldest of this.#segments) {
      if (this.#bytes <= this.#maxBytes || oldest === segment) return;
      this.remove(oldest);
      oldest.indexes = null;
    }
  }

  /** Stops counting a segment that is deleted. */
  remove(segment: LogSegment): void {
    if (this.#segments.delete(segment)) this.#bytes -= segment.indexSizeInBytes;
  }
}

/** Reads both index files; null where one is missing or cannot be this segment's. */
export async function readIndexes(disk: Disk, directory: string, segment: LogSegment): Promise<SegmentIndexes | null> {
  const { baseOffset } = segment;
  const [offsetBytes, timeBytes] = await Promise.all([
    readIfExists(disk, `${directory}/${offsetFileName(baseOffset, INDEX_SUFFIX)}`),
    readIfExists(disk, `${directory}/${offsetFileName(baseOffset, TIME_INDEX_SUFFIX)}`),
  ]);
  if (offsetBytes === null || timeBytes === null) return null;
  const offsets = OffsetIndex.decode(offsetBytes, baseOffset, segment.size);
  const times = TimeIndex.decode(timeBytes, baseOffset);
  return offsets === null || times === null ? null : { offsets, times };
}

/** Makes the indexes anew from the log file, which is taken to be sound. */
export async function rebuildIndexes(segment: LogSegment, indexIntervalBytes: number): Promise<SegmentIndexes> {
  const { size } = segment;
  const file = await segment.file.acquire();
  try {
    const scratch = segment.emptyCopy();
    await scanBatches(file, {
      start: 0,
      end: size,
      verify: false,
      visit: (bytes, at) => {
        const sizeInBytes = recordBatch.sizeInBytes(bytes, at);
        scratch.append(recordBatch.lastOffset(bytes, at), recordBatch.maxTimestamp(bytes, at), {
          sizeInBytes,
          indexIntervalBytes,
        });
        return true;
      },
    });
    scratch.becomeInactive();
    return scratch.indexes!;
  } finally {
    segment.file.release();
  }
}

/** Writes and syncs the index files, `nameSuffix` behind their names, which are for the caller to make durable. */
export async function writeIndexes(disk: Disk, directory: string, segment: LogSegment, nameSuffix = ''): Promise<void> {
  const { baseOffset, indexes, transactions } = segment;
  const path = (suffix: string): string => `${directory}/${offsetFileName(baseOffset, suffix)}${nameSuffix}`;
  await writeWholeFile(disk, path(INDEX_SUFFIX), indexes!.offsets.encode());
  await writeWholeFile(disk, path(TIME_INDEX_SUFFIX), indexes!.times.encode());
  // Kafka has this file only where a transaction was aborted.
  if (transactions.entries.length > 0)
    await writeWholeFile(disk, path(TRANSACTION_INDEX_SUFFIX), transactions.encode());
  segment.areIndexesSaved = true;
}
