/**
 * Which segments become one when a log is compacted: neighbours that together fit the limits of one, so that segments
 * that shrink from round to round do not become ever more small files (Kafka's groupSegmentsBySize).
 */
import type { LogConfig } from '../log-config.ts';
import type { LogSegment } from '../log-segment.ts';

const MAX_INT32 = 0x7fffffff;

/** `end` is the offset behind the last one. */
export function groupSegments(
  segments: readonly LogSegment[],
  config: Pick<LogConfig, 'segmentBytes' | 'segmentIndexBytes'>,
  end: number,
): LogSegment[][] {
  const groups: LogSegment[][] = [];
  let group: LogSegment[] = [];
  let size = 0;
  let indexSize = 0;
  for (const [index, segment] of segments.entries()) {
    const lastOffset = (segments[index + 1]?.baseOffset ?? end) - 1;
    const fits =
      size + segment.size <= config.segmentBytes &&
      // Both indexes have an entry for each interval of bytes, of 8 and 12 bytes; those on disk are not looked up for it.
      indexSize + segment.indexSizeInBytes <= config.segmentIndexBytes &&
      lastOffset - (group[0] ?? segment).baseOffset <= MAX_INT32;
    if (!fits || group.length === 0) {
      group = [];
      groups.push(group);
      size = 0;
      indexSize = 0;
    }
    group.push(segment);
    size += segment.size;
    indexSize += segment.indexSizeInBytes;
  }
  return groups;
}
