/**
 * ListOffsets by time (rules L4 and L5): goes by the time index to a segment and a place in it, then by batch headers,
 * and opens only the one batch that holds the answer.
 */
import { recordBatch, RecordCursor } from '#protocol';
import { MAX_DECOMPRESSED_BYTES } from './log-validator.ts';
import type { LogSegment, SegmentIndexes } from './log-segment.ts';
import type { LogSegments } from './log-segments.ts';
import { scanBatches } from './segment-scan.ts';

export interface TimestampedOffset {
  readonly offset: number;
  /** Milliseconds. */
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

export interface SearchableLog {
  readonly segments: LogSegments;
  readonly logStartOffset: number;
  loadIndexes(segment: LogSegment): Promise<SegmentIndexes>;
}

/** The first record in offset order with `timestamp` or a later one; null when there is none below `upperBound`. */
export async function findByTimestamp(
  log: SearchableLog,
  timestamp: number,
  upperBound: number,
): Promise<TimestampedOffset | null> {
  for (const segment of log.segments.toArray()) {
    if ((await largestTimestamp(log, segment)) < timestamp) continue;
    const from = Math.max(log.logStartOffset, segment.baseOffset);
    const found = await findInSegment(log, segment, { timestamp, from });
    if (found !== null) return found.offset < upperBound ? found : null;
  }
  return null;
}

/** The first record that has the greatest timestamp; null in an empty log, or where that record is not below `upperBound`. */
export async function findMaxTimestamp(log: SearchableLog, upperBound: number): Promise<TimestampedOffset | null> {
  let latest: LogSegment | null = null;
  let timestamp = -1;
  for (const segment of log.segments.toArray()) {
    const largest = await largestTimestamp(log, segment);
    if (largest <= timestamp) continue;
    latest = segment;
    timestamp = largest;
  }
  if (latest === null) return null;
  const from = Math.max(log.logStartOffset, latest.baseOffset);
  const found = await findInSegment(log, latest, { timestamp, from });
  return found !== null && found.offset < upperBound ? found : null;
}

/** Milliseconds; -1 for a segment without records. A closed segment's is the last entry of its time index. */
export async function largestTimestamp(log: Pick<SearchableLog, 'loadIndexes'>, segment: LogSegment): Promise<number> {
  if (segment.isMaxTimestampKnown) return segment.maxTimestamp;
  const { times } = segment.indexes ?? (await log.loadIndexes(segment));
  if (times.count > 0) {
    segment.maxTimestamp = times.lastTimestamp;
    segment.offsetOfMaxTimestamp = times.lastOffset;
  }
  segment.isMaxTimestampKnown = true;
  return segment.maxTimestamp;
}

async function findInSegment(
  log: SearchableLog,
  segment: LogSegment,
  target: { timestamp: number; from: number },
): Promise<TimestampedOffset | null> {
  if (segment.writtenSize === 0) return null;
  const { offsets, times } = segment.indexes ?? (await log.loadIndexes(segment));
  const start = offsets.lookup(Math.max(times.lookup(target.timestamp), target.from));
  let found: TimestampedOffset | null = null;
  const file = await segment.file.acquire();
  try {
    await scanBatches(file, {
      start,
      end: segment.writtenSize,
      verify: false,
      visit: (bytes, at) => {
        if (recordBatch.maxTimestamp(bytes, at) < target.timestamp || recordBatch.lastOffset(bytes, at) < target.from)
          return true;
        found = findInBatch(bytes, at, target);
        return found === null;
      },
    });
  } finally {
    segment.file.release();
  }
  return found;
}

function findInBatch(bytes: Buffer, at: number, target: { timestamp: number; from: number }): TimestampedOffset | null {
  const cursor = new RecordCursor();
  try {
    cursor.open(bytes, at, MAX_DECOMPRESSED_BYTES);
    while (cursor.next()) {
      if (cursor.timestamp < target.timestamp || cursor.offset < target.from) continue;
      return {
        offset: cursor.offset,
        timestamp: cursor.timestamp,
        leaderEpoch: recordBatch.partitionLeaderEpoch(bytes, at),
      };
    }
    return null;
  } finally {
    cursor.close();
  }
}
