/**
 * Recovery of a log that was not closed: each batch from the recovery point's segment on is read and checked, the
 * indexes are made anew, and the log is cut at the first batch that is not sound.
 *
 * What lies at or above the recovery point may be a torn tail: bytes that a crash kept from the medium, which nobody was
 * told are safe unless they are whole. Below it every byte had been flushed, and may have been acknowledged. Damage
 * there is a failing disk or a stray hand, and cutting would destroy sound records behind it: the log stays closed, with
 * an error that names the file and the position.
 *
 * Whatever is cut is gone from the medium before the log is used, later segments first, so that a crash in the middle
 * leaves either the damage to be found again, or none of what followed it.
 */
import { crc32 } from 'node:zlib';
import { assert, KafkaError, type Disk, type Logger } from '#kernel';
import { BatchCheck, batchCheckReason, recordBatch } from '#protocol';
import type { LeaderEpochCache } from './leader-epoch-cache.ts';
import type { LoadOptions } from './log-loader.ts';
import { MAX_COMMIT_BYTES } from './log-writer.ts';
import type { LogSegment } from './log-segment.ts';
import type { LogSegments } from './log-segments.ts';
import { replayBatch, writeSnapshot } from './producer-replay.ts';
import type { ProducerState } from './producer-state.ts';
import { readIndexes, rebuildIndexes, writeIndexes } from './segment-indexes.ts';
import { scanBatches } from './segment-scan.ts';
import {
  INDEX_SUFFIX,
  LOG_SUFFIX,
  offsetFileName,
  SNAPSHOT_SUFFIX,
  TIME_INDEX_SUFFIX,
  topicPartitionKey,
  TRANSACTION_INDEX_SUFFIX,
} from './topic-partition.ts';

const REWRITE_BYTES = 1048576;
/** Offset, size, CRC, magic, attributes, length of the key, length of the value. */
const OLD_MESSAGE_HEADER_BYTES = 26;

export interface RecoveryOptions extends LoadOptions {
  readonly disk: Disk;
  readonly now: number;
  readonly logger: Logger;
  /** Files in the directory; of snapshots kept up to date. */
  readonly names: Set<string>;
  readonly segments: LogSegments;
  readonly producers: ProducerState;
  readonly epochs: LeaderEpochCache;
}

export interface RecoveredEnd {
  readonly logEndOffset: number;
  readonly truncatedBytes: number;
}

/** Where the sound part of a segment ends. */
interface SoundEnd {
  readonly position: number;
  readonly nextOffset: number;
  /** OK where nothing follows. */
  readonly check: BatchCheck;
}

/** Checks the segments from `first` on; `producers` is the state at the base of that one. */
export async function recoverSegments(recovery: RecoveryOptions, first: number): Promise<RecoveredEnd> {
  const { segments, producers } = recovery;
  let truncatedBytes = 0;
  let end: SoundEnd = { position: 0, nextOffset: segments.at(first)!.baseOffset, check: BatchCheck.OK };
  for (let i = first; i < segments.count; i++) {
    const segment = segments.at(i)!;
    const fileSize = segment.size;
    // A segment may lie behind a gap that compaction left.
    end = await recoverSegment(recovery, segment, Math.max(end.nextOffset, segment.baseOffset));
    producers.endOffset = end.nextOffset;
    if (end.position < fileSize) truncatedBytes += await cut(recovery, { index: i, fileSize, end });
    await syncSegment(segment);
    if (i + 1 === segments.count) await rewriteTail(segment);
    if (i + 1 < segments.count) await sealRecovered(recovery, segment, segments.at(i + 1)!);
  }
  if (end.nextOffset < recovery.recoveryPoint) throw corruptBecause(recovery, `ends at offset ${end.nextOffset}`);
  return { logEndOffset: end.nextOffset, truncatedBytes };
}

async function recoverSegment(recovery: RecoveryOptions, segment: LogSegment, baseOffset: number): Promise<SoundEnd> {
  const { epochs, producers, config } = recovery;
  const fileSize = segment.size;
  let nextOffset = baseOffset;
  segment.reset();
  const file = await segment.file.acquire();
  try {
    const result = await scanBatches(file, {
      start: 0,
      end: fileSize,
      verify: true,
      visit: (bytes, at) => {
        const lastOffset = recordBatch.lastOffset(bytes, at);
        // The base offset lies outside the CRC: one that does not follow is damage too.
        if (recordBatch.baseOffset(bytes, at) < nextOffset || lastOffset - segment.baseOffset > 0x7fffffff)
          return false;
        nextOffset = lastOffset + 1;
        const sizeInBytes = recordBatch.sizeInBytes(bytes, at);
        segment.append(lastOffset, recordBatch.maxTimestamp(bytes, at), {
          sizeInBytes,
          indexIntervalBytes: config.indexIntervalBytes,
        });
        const epoch = recordBatch.partitionLeaderEpoch(bytes, at);
        if (epoch > epochs.latestEpoch) epochs.assign(epoch, recordBatch.baseOffset(bytes, at));
        replayBatch(producers, { bytes, at }, segment.transactions);
        recovery.onBytes?.(sizeInBytes);
        return true;
      },
    });
    segment.writtenSize = segment.size;
    return { position: result.position, nextOffset, check: result.check };
  } finally {
    segment.file.release();
  }
}

/** Drops all from the end of the sound part of segment `index` on; returns how many bytes. */
async function cut(
  recovery: RecoveryOptions,
  damage: { index: number; fileSize: number; end: SoundEnd },
): Promise<number> {
  const { segments } = recovery;
  const { index, end } = damage;
  const segment = segments.at(index)!;
  const reason =
    end.check === BatchCheck.OK ? 'the record batch has an offset that does not follow' : batchCheckReason(end.check);
  const where = `${segment.file.path} at position ${end.position} (offset ${end.nextOffset}): ${reason}`;
  if (end.check === BatchCheck.OLD_MAGIC && (await isOldMessage(segment, end.position)))
    throw new KafkaError('UNSUPPORTED_FOR_MESSAGE_FORMAT', where);
  if (end.nextOffset < recovery.recoveryPoint) throw corruptBecause(recovery, `is damaged in ${where}`);
  const later = segments.removeFrom(index + 1);
  let bytes = damage.fileSize - end.position;
  for (const one of later) bytes += one.size;
  recovery.logger.warn(`Cutting off ${bytes} bytes that are no sound record batches`, {
    where,
    laterSegments: later.length,
  });
  await removeSegmentFiles(recovery, later.toReversed());
  const file = await segment.file.acquire();
  try {
    await file.truncate(end.position);
  } finally {
    segment.file.release();
  }
  return bytes;
}

/**
 * Whether a message of format 0 or 1 begins there, which Kafka before 0.11 wrote: its size, and the CRC-32 of what follows
 * from the magic byte on. Zeros, which a torn tail may consist of, look like format 0 at first sight.
 */
async function isOldMessage(segment: LogSegment, position: number): Promise<boolean> {
  const file = await segment.file.acquire();
  try {
    const header = Buffer.alloc(OLD_MESSAGE_HEADER_BYTES);
    if ((await file.read(header, position)) < header.length) return false;
    const size = header.readInt32BE(8);
    if (size < OLD_MESSAGE_HEADER_BYTES - 12 || size > (await file.size()) - position) return false;
    const message = Buffer.allocUnsafeSlow(size - 4);
    await file.read(message, position + 16);
    return crc32(message) === header.readUInt32BE(12);
  } finally {
    segment.file.release();
  }
}

/** What recovery has read may have been in the page cache only: it counts as durable from now on, so it has to be. */
async function syncSegment(segment: LogSegment): Promise<void> {
  const file = await segment.file.acquire();
  try {
    await file.datasync();
  } finally {
    segment.file.release();
  }
}

/**
 * Writes the last bytes again, as they are. Where the process before this one was halted by a failed sync, its last
 * commit may still stand in the page cache, marked as written though it never was; no sync would bring it to the medium.
 */
async function rewriteTail(segment: LogSegment): Promise<void> {
  const end = segment.size;
  let position = Math.max(0, end - 2 * MAX_COMMIT_BYTES);
  if (position === end) return;
  const file = await segment.file.acquire();
  try {
    const chunk = Buffer.allocUnsafeSlow(Math.min(REWRITE_BYTES, end - position));
    while (position < end) {
      const length = await file.read(chunk.subarray(0, Math.min(chunk.length, end - position)), position);
      assert(length > 0, `${segment.file.path} holds what recovery has read`);
      await file.writev([chunk.subarray(0, length)], position);
      position += length;
    }
    await file.datasync();
  } finally {
    segment.file.release();
  }
}

/** Writes the files of a recovered segment that is not the active one, as rolling it would have. */
async function sealRecovered(recovery: RecoveryOptions, segment: LogSegment, next: LogSegment): Promise<void> {
  segment.becomeInactive();
  await writeIndexes(recovery.disk, recovery.directory, segment);
  const snapshot = offsetFileName(next.baseOffset, SNAPSHOT_SUFFIX);
  if (!recovery.names.has(snapshot) && recovery.producers.endOffset === next.baseOffset) {
    await writeSnapshot(recovery.disk, recovery.directory, recovery.producers);
    recovery.names.add(snapshot);
  }
  segment.indexes = null;
}

/** The active segment of a log that was closed: only what lies behind its last index entry is looked at. */
export async function resumeSegment(recovery: RecoveryOptions): Promise<RecoveredEnd> {
  const { segments } = recovery;
  const segment = segments.active;
  const fileSize = segment.size;
  if (fileSize === 0) return resumeEmpty(recovery, segment);
  const loaded = await readIndexes(recovery.disk, recovery.directory, segment);
  const indexes = loaded ?? (await rebuildIndexes(segment, recovery.config.indexIntervalBytes));
  segment.indexes = indexes;
  segment.areIndexesSaved = loaded !== null;
  segment.isMaxTimestampKnown = true;
  segment.maxTimestamp = indexes.times.lastTimestamp;
  segment.offsetOfMaxTimestamp = indexes.times.lastOffset;
  const end = await readTail(segment, fileSize);
  segment.size = segment.writtenSize = end.position;
  let truncatedBytes = 0;
  if (end.position < fileSize) {
    truncatedBytes = await cut(recovery, { index: segments.count - 1, fileSize, end });
    await syncSegment(segment);
  }
  if (end.nextOffset < recovery.recoveryPoint) throw corruptBecause(recovery, `ends at offset ${end.nextOffset}`);
  return { logEndOffset: end.nextOffset, truncatedBytes };
}

/** Of index files it counts only that they are there: what stands in them is written anew once a batch was appended. */
function resumeEmpty(recovery: RecoveryOptions, segment: LogSegment): RecoveredEnd {
  segment.reset();
  segment.areIndexesSaved = [INDEX_SUFFIX, TIME_INDEX_SUFFIX].every((suffix) =>
    recovery.names.has(offsetFileName(segment.baseOffset, suffix)),
  );
  if (segment.baseOffset < recovery.recoveryPoint)
    throw corruptBecause(recovery, `ends at offset ${segment.baseOffset}`);
  return { logEndOffset: segment.baseOffset, truncatedBytes: 0 };
}

async function readTail(segment: LogSegment, fileSize: number): Promise<SoundEnd> {
  const { offsets } = segment.indexes!;
  let nextOffset = segment.baseOffset;
  const file = await segment.file.acquire();
  try {
    const first = Buffer.alloc(recordBatch.HEADER_SIZE);
    if ((await file.read(first, 0)) === first.length) segment.rollingTimestamp = recordBatch.maxTimestamp(first, 0);
    const result = await scanBatches(file, {
      start: offsets.lastPosition,
      end: fileSize,
      verify: false,
      visit: (bytes, at) => {
        nextOffset = recordBatch.nextOffset(bytes, at);
        const maxTimestamp = recordBatch.maxTimestamp(bytes, at);
        if (maxTimestamp > segment.maxTimestamp) {
          segment.maxTimestamp = maxTimestamp;
          segment.offsetOfMaxTimestamp = nextOffset - 1;
        }
        return true;
      },
    });
    return { position: result.position, nextOffset, check: result.check };
  } finally {
    segment.file.release();
  }
}

/** Removes the files of segments that are no part of the log any more, durably, in the order given. */
export async function removeSegmentFiles(recovery: RecoveryOptions, removed: readonly LogSegment[]): Promise<void> {
  const { disk, directory } = recovery;
  if (removed.length === 0) return;
  const names = new Set((await disk.list(directory)).map((entry) => entry.name));
  for (const segment of removed) {
    await segment.file.close();
    for (const suffix of [TRANSACTION_INDEX_SUFFIX, TIME_INDEX_SUFFIX, INDEX_SUFFIX, LOG_SUFFIX]) {
      const name = offsetFileName(segment.baseOffset, suffix);
      if (names.has(name)) await disk.removeFile(`${directory}/${name}`);
    }
  }
  await disk.syncDirectory(directory);
}

function corruptBecause(recovery: RecoveryOptions, what: string): KafkaError {
  const { topic, partition } = recovery.topicPartition;
  return new KafkaError(
    'CORRUPT_LOG',
    `The log of ${topicPartitionKey(topic, partition)} ${what}, although it had been flushed up to offset ${recovery.recoveryPoint}; ` +
      `restore the directory ${recovery.directory} from a copy or a replica, or remove it to begin the partition anew`,
  );
}
