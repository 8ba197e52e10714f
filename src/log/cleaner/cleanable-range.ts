/**
 * What of a log may be compacted now, and how urgent that is (Kafka's LogCleanerManager, LogToClean).
 *
 *   log start ≤ … compacted before … < firstDirtyOffset ≤ … dirty … < firstUncleanableOffset ≤ … not yet …
 *
 * Never compacted: what is not stable, the active segment, segments whose files are not on the medium as a whole, and
 * from the first segment on that holds a record younger than `min.compaction.lag.ms`.
 */
import { recordBatch } from '#protocol';
import { largestTimestamp } from '../log-lookup.ts';
import type { LogSegment } from '../log-segment.ts';
import type { UnifiedLog } from '../unified-log.ts';

export interface CleanableRange {
  readonly log: UnifiedLog;
  readonly firstDirtyOffset: number;
  readonly firstUncleanableOffset: number;
  /** The share of the bytes up to `firstUncleanableOffset` that is dirty. */
  readonly dirtyRatio: number;
  /** Something dirty is older than `max.compaction.lag.ms`. */
  readonly isOverdue: boolean;
}

export async function cleanableRange(log: UnifiedLog, now: number): Promise<CleanableRange> {
  const firstDirtyOffset = dirtyFrom(log);
  const end = Math.min(log.lastStableOffset, log.segments.active.baseOffset, log.maintenance.recoveryPoint);
  const dirty = segmentsBetween(log, firstDirtyOffset, end);
  const tooYoung = await firstTooYoung(log, dirty, now);
  const firstUncleanableOffset = Math.max(firstDirtyOffset, Math.min(end, tooYoung?.baseOffset ?? end));
  const cleanBytes = sizeOf(segmentsBetween(log, -1, firstDirtyOffset));
  const cleanable = dirty.filter((segment) => segment.baseOffset < firstUncleanableOffset);
  const dirtyBytes = sizeOf(cleanable);
  return {
    log,
    firstDirtyOffset,
    firstUncleanableOffset,
    dirtyRatio: dirtyBytes === 0 ? 0 : dirtyBytes / (cleanBytes + dirtyBytes),
    isOverdue: await isOverdue(log, cleanable, now),
  };
}

/** An offset from before the log was truncated or its start moved means nothing any more. */
function dirtyFrom(log: UnifiedLog): number {
  const { cleanedOffset, logStartOffset } = log;
  return cleanedOffset < logStartOffset || cleanedOffset > log.logEndOffset ? logStartOffset : cleanedOffset;
}

/** Those that begin from `start` on, the one that holds it included, and below `end`. */
function segmentsBetween(log: UnifiedLog, start: number, end: number): LogSegment[] {
  const first = Math.max(0, log.segments.floorIndex(start));
  return log.segments.toArray().filter((segment, index) => index >= first && segment.baseOffset < end);
}

async function firstTooYoung(
  log: UnifiedLog,
  segments: readonly LogSegment[],
  now: number,
): Promise<LogSegment | undefined> {
  const { minCompactionLagMs } = log.config;
  if (minCompactionLagMs <= 0) return undefined;
  for (const segment of segments) {
    if ((await largestTimestamp(log, segment)) > now - minCompactionLagMs) return segment;
  }
  return undefined;
}

async function isOverdue(log: UnifiedLog, segments: readonly LogSegment[], now: number): Promise<boolean> {
  const { maxCompactionLagMs } = log.config;
  for (const segment of segments) {
    const timestamp = await firstTimestamp(segment);
    if (timestamp >= 0 && timestamp < now - maxCompactionLagMs) return true;
  }
  return false;
}

/** Of the first batch; read once where the segment comes from a file. */
async function firstTimestamp(segment: LogSegment): Promise<number> {
  if (segment.rollingTimestamp >= 0 || segment.writtenSize === 0) return segment.rollingTimestamp;
  const header = Buffer.alloc(recordBatch.HEADER_SIZE);
  const file = await segment.file.acquire();
  try {
    const length = await file.read(header, 0);
    if (length === header.length) segment.rollingTimestamp = recordBatch.maxTimestamp(header, 0);
  } finally {
    segment.file.release();
  }
  return segment.rollingTimestamp;
}

function sizeOf(segments: readonly LogSegment[]): number {
  return segments.reduce((size, segment) => size + segment.size, 0);
}
