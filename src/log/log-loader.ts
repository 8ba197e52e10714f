/**
 * Opens one partition's directory (Kafka's LogLoader): finishes or undoes what a crash interrupted, finds out where the
 * log ends, and gets back what it knows of producers and leader epochs. Running it again after a crash in the middle of
 * it gives the same log.
 *
 * Without a clean shutdown each batch from the recovery point's segment on is checked, and the log is cut at the first
 * one that is not sound (`log-recovery.ts` says what is never cut).
 */
import type { Env } from '#kernel';
import { recordBatch } from '#protocol';
import { readIfExists } from './atomic-file.ts';
import { LEADER_EPOCH_CHECKPOINT, readEpochCheckpoint, writeEpochCheckpoint } from './checkpoint-file.ts';
import { LeaderEpochCache } from './leader-epoch-cache.ts';
import type { LogConfig } from './log-config.ts';
import { tidyPartitionDirectory } from './log-files.ts';
import {
  recoverSegments,
  removeSegmentFiles,
  resumeSegment,
  type RecoveredEnd,
  type RecoveryOptions,
} from './log-recovery.ts';
import { LogSegment } from './log-segment.ts';
import { LogSegments } from './log-segments.ts';
import { readTopicId } from './partition-metadata.ts';
import { loadNewestSnapshot, removeStraySnapshots, replayBatch } from './producer-replay.ts';
import { ProducerState } from './producer-state.ts';
import { readIndexes } from './segment-indexes.ts';
import { SegmentFile, type FilePool } from './segment-file.ts';
import { scanBatches } from './segment-scan.ts';
import {
  LOG_SUFFIX,
  offsetFileName,
  offsetOfFileName,
  TRANSACTION_INDEX_SUFFIX,
  type TopicPartition,
} from './topic-partition.ts';
import { TransactionIndex } from './transaction-index.ts';

export interface LoadOptions {
  readonly filePool: FilePool;
  readonly directory: string;
  readonly topicPartition: TopicPartition;
  readonly config: LogConfig;
  /** The clean-shutdown mark was there. */
  readonly wasClean: boolean;
  /** From the checkpoints of the log directory, 0 where they name none. */
  readonly recoveryPoint: number;
  readonly logStartOffset: number;
  readonly highWatermark: number;
  /** -1 where it was never compacted. */
  readonly cleanedOffset: number;
  /** Called as bytes are checked. */
  onBytes?(count: number): void;
}

export interface LoadedLog {
  readonly directory: string;
  readonly topicPartition: TopicPartition;
  readonly topicId: string | null;
  readonly segments: LogSegments;
  readonly producers: ProducerState;
  readonly epochs: LeaderEpochCache;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly cleanedOffset: number;
  readonly lastSnapshotOffset: number;
  /** Bytes that recovery cut off. */
  readonly truncatedBytes: number;
  /** Else the directory has to be synced before the first append. */
  readonly areNamesSynced: boolean;
}

/** How far before a snapshot producers' last batches are looked for: less where a shutdown has answered everybody. */
const RECALLED_BYTES = 4194304;
const RECALLED_BYTES_WHEN_CLEAN = 524288;
/** Producers give up on a batch long before. */
const RECALLED_AGE_MS = 600_000;

/** Throws a KafkaError CORRUPT_LOG for damage below the recovery point, and disk errors as they come. */
export async function loadLog(env: Env, options: LoadOptions): Promise<LoadedLog> {
  const { disk } = env;
  const { directory } = options;
  const names = new Set(await tidyPartitionDirectory(disk, directory));
  const segments = await openSegments(env, options, names);
  const epochs = names.has(LEADER_EPOCH_CHECKPOINT) ? await loadEpochs(env, directory) : null;
  const producers = new ProducerState();
  const recovery: RecoveryOptions = {
    ...options,
    disk,
    now: env.clock.now(),
    logger: env.logger.component('log'),
    names,
    segments,
    producers,
    epochs: epochs ?? new LeaderEpochCache(),
  };
  // First of all: what a crash brought back of deleted segments may have holes, which no state must be replayed over.
  await removeSegmentsBelow(recovery, options.logStartOffset);
  const end = await recover(recovery, epochs !== null);
  const logStartOffset = Math.max(options.logStartOffset, segments.count === 0 ? 0 : segments.first.baseOffset);
  const logEndOffset = await settleEnd(env, recovery, { end: end.logEndOffset, logStartOffset });
  recovery.epochs.truncateFromEnd(logEndOffset);
  recovery.epochs.truncateFromStart(logStartOffset);
  await saveEpochs(recovery);
  const baseOffsets = segments.toArray().map((segment) => segment.baseOffset);
  const lastSnapshotOffset = await removeStraySnapshots(disk, directory, { names, baseOffsets, logEndOffset });
  // Nothing may be appended before all removals and renames are on the medium: none may come back. A start after a clean
  // stop leaves that to the first append, as most logs then wait long for theirs.
  if (!end.isResumed) await disk.syncDirectory(directory);
  return {
    directory,
    topicPartition: options.topicPartition,
    topicId: await readTopicId(disk, directory),
    segments,
    producers,
    epochs: recovery.epochs,
    logStartOffset,
    logEndOffset,
    highWatermark: options.highWatermark,
    cleanedOffset: options.cleanedOffset,
    lastSnapshotOffset,
    truncatedBytes: end.truncatedBytes,
    areNamesSynced: !end.isResumed,
  };
}

async function openSegments(env: Env, options: LoadOptions, names: ReadonlySet<string>): Promise<LogSegments> {
  const segments = new LogSegments();
  for (const name of names) {
    const baseOffset = offsetOfFileName(name);
    if (baseOffset < 0 || name !== offsetFileName(baseOffset, LOG_SUFFIX)) continue;
    const path = `${options.directory}/${name}`;
    const stat = await env.disk.stat(path);
    const file = new SegmentFile(options.filePool, path, false);
    const jitter = Math.min(options.config.segmentJitterMs, options.config.segmentMs);
    const rollJitterMs = jitter > 0 ? env.random.number() * jitter : 0;
    const segment = new LogSegment(baseOffset, file, { createdMs: env.clock.now(), rollJitterMs });
    segment.size = segment.writtenSize = stat?.size ?? 0;
    segment.indexes = null;
    segment.isMaxTimestampKnown = false;
    segments.add(segment);
  }
  return segments;
}

/** Null where the file is damaged, so that the epochs have to be found in the batches. */
async function loadEpochs(env: Env, directory: string): Promise<LeaderEpochCache | null> {
  const path = `${directory}/${LEADER_EPOCH_CHECKPOINT}`;
  try {
    return new LeaderEpochCache(await readEpochCheckpoint(env.disk, path));
  } catch (error) {
    env.logger.component('log').warn('Reading the leader epochs out of the log, as their checkpoint is unusable', {
      directory,
      cause: String(error),
    });
    return null;
  }
}

/** What was found in batches has to be on the medium before a recovery point is, above which alone they are read again. */
async function saveEpochs({ disk, directory, epochs }: RecoveryOptions): Promise<void> {
  if (!epochs.isDirty) return;
  await writeEpochCheckpoint(disk, `${directory}/${LEADER_EPOCH_CHECKPOINT}`, epochs.entries);
  epochs.isDirty = false;
}

/** Resumed is a log of which nothing had to be recovered, as it was stopped cleanly. */
async function recover(recovery: RecoveryOptions, hasEpochs: boolean): Promise<RecoveredEnd & { isResumed: boolean }> {
  const { segments } = recovery;
  if (segments.count === 0) return { logEndOffset: recovery.logStartOffset, truncatedBytes: 0, isResumed: false };
  const lastSound = await loadTransactionIndexes(recovery);
  let first = recovery.wasClean ? segments.count : Math.max(0, segments.floorIndex(recovery.recoveryPoint));
  if (!hasEpochs && segments.active.size > 0) first = 0;
  first = Math.min(first, lastSound);
  if (first < segments.count) {
    await replay(recovery, segments.at(first)!.baseOffset);
    return { ...(await recoverSegments(recovery, first)), isResumed: false };
  }
  const resumed = await resumeSegment(recovery);
  await replay(recovery, resumed.logEndOffset);
  return { ...resumed, isResumed: true };
}

/** Returns the index of the first segment whose transaction index is damaged, or the number of segments. */
async function loadTransactionIndexes(recovery: RecoveryOptions): Promise<number> {
  let index = 0;
  for (const segment of recovery.segments) {
    const name = offsetFileName(segment.baseOffset, TRANSACTION_INDEX_SUFFIX);
    if (recovery.names.has(name)) {
      const bytes = await readIfExists(recovery.disk, `${recovery.directory}/${name}`);
      const decoded = bytes === null ? null : TransactionIndex.decode(bytes, segment.baseOffset);
      if (decoded === null) return index;
      segment.transactions = decoded;
    }
    index++;
  }
  return index;
}

/** Brings the producer state to `endOffset`: a snapshot, and the batches between it and there. */
async function replay(recovery: RecoveryOptions, endOffset: number): Promise<void> {
  const { segments, producers, directory, names } = recovery;
  const from = segments.first.baseOffset;
  const loaded = await loadNewestSnapshot(recovery.disk, { directory, names, from, to: endOffset, producers });
  const start = Math.max(loaded, from);
  producers.endOffset = start;
  if (loaded > from) await recallBatches(recovery, loaded);
  for (let i = segments.floorIndex(start); i < segments.count && producers.endOffset < endOffset; i++) {
    const segment = segments.at(i)!;
    const file = await segment.file.acquire();
    try {
      await scanBatches(file, {
        start: segment.indexes?.offsets.lookup(start) ?? 0,
        end: segment.size,
        verify: false,
        visit: (bytes, at) => {
          if (recordBatch.lastOffset(bytes, at) >= start) replayBatch(producers, { bytes, at }, null);
          return true;
        },
      });
    } finally {
      segment.file.release();
    }
  }
  producers.endOffset = endOffset;
}

/**
 * A snapshot has only the last batch of each producer, while one that was cut off by a crash may send its last five again
 * and has to be told that they are there. So the batches right before the snapshot are looked through once more.
 */
async function recallBatches(recovery: RecoveryOptions, snapshotOffset: number): Promise<void> {
  const { segments, producers } = recovery;
  if (!producers.hasWrittenSince(recovery.now - RECALLED_AGE_MS)) return;
  const maxBytes = recovery.wasClean ? RECALLED_BYTES_WHEN_CLEAN : RECALLED_BYTES;
  const scratch = new ProducerState();
  const last = segments.floorIndex(snapshotOffset - 1);
  let first = last;
  for (let bytes = segments.at(last)!.size; first > 0 && bytes < maxBytes; bytes += segments.at(first)!.size) first--;
  for (let i = first; i <= last; i++) {
    const segment = segments.at(i)!;
    const start = i === first ? await recallFrom(recovery, segment, maxBytes) : 0;
    const file = await segment.file.acquire();
    try {
      await scanBatches(file, {
        start,
        end: segment.size,
        verify: false,
        visit: (bytes, at) => {
          if (recordBatch.lastOffset(bytes, at) >= snapshotOffset) return false;
          if (!recordBatch.isControlBatch(bytes, at)) scratch.applyData(bytes, at);
          return true;
        },
      });
    } finally {
      segment.file.release();
    }
  }
  for (const entry of producers.entries()) {
    const recalled = scratch.get(entry.producerId);
    if (recalled !== undefined) entry.adoptBatches(recalled);
  }
}

/** A position near the end of a large segment. */
async function recallFrom(recovery: RecoveryOptions, segment: LogSegment, maxBytes: number): Promise<number> {
  if (segment.size <= maxBytes) return 0;
  const indexes = segment.indexes ?? (await readIndexes(recovery.disk, recovery.directory, segment));
  return indexes?.offsets.floorPosition(segment.size - maxBytes) ?? 0;
}

/** What a crash brought back of segments whose deletion had been decided: the checkpointed log start says so. */
async function removeSegmentsBelow(recovery: RecoveryOptions, logStartOffset: number): Promise<void> {
  const { segments } = recovery;
  let count = 0;
  while (count + 1 < segments.count && segments.at(count + 1)!.baseOffset <= logStartOffset) count++;
  if (count > 0) await removeSegmentFiles(recovery, segments.removeFirst(count));
}

/** Sees to it that there is an active segment and that the log does not end before it starts; returns its end. */
async function settleEnd(
  env: Env,
  recovery: RecoveryOptions,
  log: { end: number; logStartOffset: number },
): Promise<number> {
  const { segments } = recovery;
  if (segments.count > 0 && log.end >= log.logStartOffset) return log.end;
  if (segments.count > 0) {
    env.logger.component('log').warn('Removing a log that ends before its start offset', {
      directory: recovery.directory,
      end: log.end,
      start: log.logStartOffset,
    });
    await removeSegmentFiles(recovery, segments.removeFrom(0));
    recovery.producers.clear(log.logStartOffset);
  }
  const path = `${recovery.directory}/${offsetFileName(log.logStartOffset, LOG_SUFFIX)}`;
  segments.add(
    new LogSegment(log.logStartOffset, new SegmentFile(recovery.filePool, path, true), {
      createdMs: env.clock.now(),
      rollJitterMs: 0,
    }),
  );
  return log.logStartOffset;
}
