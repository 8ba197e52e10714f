/**
 * Reads what a Fetch asks for out of the partitions, by Kafka's rules of sizes (KIP-74) and epochs (KIP-320).
 *
 * Invariant: only whole batches go out, from the one that holds the fetch offset, and none above the high watermark
 * (read_uncommitted) or the last stable offset (read_committed). A batch larger than every limit still goes out when
 * it is the first of the response, so that no consumer can get stuck on it.
 */
import type { LogReadResult } from '#log';
import { Errors } from '#protocol';
import type { FetchedPartition, FetchTarget } from './fetch-session.ts';
import type { Partition } from './partition.ts';

const NO_RECORDS: readonly Buffer[] = [];

export interface AbortedTransaction {
  producerId: number;
  firstOffset: number;
}

/** One partition of a Fetch response, and what the decision to answer or to wait needs. */
export interface PartitionFetch extends FetchedPartition {
  readonly partition: Partition | null;
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  /** Set where the fetcher's log and ours part, and then there are no records. */
  readonly divergingEpoch: { epoch: number; endOffset: number } | null;
  readonly abortedTransactions: AbortedTransaction[] | null;
  readonly records: readonly Buffer[];
}

export interface ReadLimits {
  readonly maxBytes: number;
  readonly isReadCommitted: boolean;
  /** Memory for what is read from the disk. */
  readonly allocate: (bytes: number) => Buffer;
}

/** Answers for each target in order; `find` gives its partition or the error that stands for it. */
export async function readPartitions(
  targets: readonly FetchTarget[],
  limits: ReadLimits,
  find: (target: FetchTarget) => Partition | number,
): Promise<PartitionFetch[]> {
  const results: PartitionFetch[] = [];
  let bytesLeft = limits.maxBytes;
  let minOneBatch = true;
  for (const target of targets) {
    const partition = find(target);
    if (typeof partition === 'number') {
      results.push(failed(target, null, partition));
      continue;
    }
    const pending = readOne(partition, target, {
      maxBytes: Math.max(0, Math.min(target.partitionMaxBytes, bytesLeft)),
      isReadCommitted: limits.isReadCommitted,
      allocate: limits.allocate,
      minOneBatch,
    });
    // Awaiting only what is a promise keeps a fetch at the tail, served from memory, within one turn of the loop.
    const result = pending instanceof Promise ? await pending : pending;
    results.push(result);
    if (result.sizeInBytes > 0) minOneBatch = false;
    bytesLeft -= result.sizeInBytes;
  }
  return results;
}

interface PartitionLimits extends ReadLimits {
  readonly minOneBatch: boolean;
}

function readOne(
  partition: Partition,
  target: FetchTarget,
  limits: PartitionLimits,
): PartitionFetch | Promise<PartitionFetch> {
  const { log } = partition;
  const epochError = checkLeaderEpoch(partition, target.currentLeaderEpoch);
  if (epochError !== Errors.NONE.code) return failed(target, partition, epochError);
  if (target.lastFetchedEpoch >= 0) {
    const end = log.endOffsetForEpoch(target.lastFetchedEpoch);
    if (end.epoch < 0 || end.endOffset < 0) return failed(target, partition, Errors.OFFSET_OUT_OF_RANGE.code);
    if (end.epoch < target.lastFetchedEpoch || end.endOffset < target.fetchOffset) {
      return fetched(partition, target, { divergingEpoch: { epoch: end.epoch, endOffset: end.endOffset } });
    }
  }
  if (target.fetchOffset < log.logStartOffset || target.fetchOffset > log.logEndOffset) {
    return failed(target, partition, Errors.OFFSET_OUT_OF_RANGE.code);
  }
  const upperBound = partition.visibleEnd(limits.isReadCommitted);
  if (target.fetchOffset >= upperBound || (limits.maxBytes === 0 && !limits.minOneBatch)) {
    return fetched(partition, target, { abortedTransactions: limits.isReadCommitted ? [] : null });
  }
  return readRecords(partition, target, { ...limits, upperBound });
}

function readRecords(
  partition: Partition,
  target: FetchTarget,
  limits: PartitionLimits & { upperBound: number },
): PartitionFetch | Promise<PartitionFetch> {
  const { upperBound } = limits;
  const state = stateOf(partition);
  const { log } = partition;
  const { compactions } = log;
  const read = log.read({
    offset: target.fetchOffset,
    maxBytes: limits.maxBytes,
    upperBound,
    minOneBatch: limits.minOneBatch,
    allocate: limits.allocate,
  });
  const conclude = (result: LogReadResult): PartitionFetch | Promise<PartitionFetch> => {
    // The transactions that were aborted are told by the segments as they are now.
    if (compactions !== log.compactions) return readRecords(partition, target, limits);
    const { records, sizeInBytes, endOffset, isOutOfRange } = result;
    if (isOutOfRange) return failed(target, partition, Errors.OFFSET_OUT_OF_RANGE.code);
    const abortedTransactions = limits.isReadCommitted
      ? log.abortedTransactions(target.fetchOffset, Math.min(endOffset, upperBound))
      : null;
    return { ...fetched(partition, target, { records, sizeInBytes, abortedTransactions }), ...state };
  };
  return read instanceof Promise ? read.then(conclude) : conclude(read);
}

/** FENCED_LEADER_EPOCH for an epoch older than ours, UNKNOWN_LEADER_EPOCH for a newer one; −1 asks for no check. */
export function checkLeaderEpoch(partition: Partition, currentLeaderEpoch: number): number {
  if (currentLeaderEpoch < 0 || currentLeaderEpoch === partition.leaderEpoch) return Errors.NONE.code;
  return currentLeaderEpoch < partition.leaderEpoch
    ? Errors.FENCED_LEADER_EPOCH.code
    : Errors.UNKNOWN_LEADER_EPOCH.code;
}

/** The marks as they were before the read, since the log moves on while a file is read. */
function stateOf(partition: Partition): Pick<PartitionFetch, 'highWatermark' | 'lastStableOffset' | 'logStartOffset'> {
  const { highWatermark, lastStableOffset, logStartOffset } = partition.log;
  return { highWatermark, lastStableOffset, logStartOffset };
}

function fetched(
  partition: Partition,
  target: FetchTarget,
  found: Partial<Pick<PartitionFetch, 'records' | 'sizeInBytes' | 'abortedTransactions' | 'divergingEpoch'>>,
): PartitionFetch {
  return {
    target,
    partition,
    errorCode: Errors.NONE.code,
    ...stateOf(partition),
    divergingEpoch: found.divergingEpoch ?? null,
    hasDivergingEpoch: found.divergingEpoch !== undefined && found.divergingEpoch !== null,
    abortedTransactions: found.abortedTransactions ?? null,
    records: found.records ?? NO_RECORDS,
    sizeInBytes: found.sizeInBytes ?? 0,
  };
}

function failed(target: FetchTarget, partition: Partition | null, errorCode: number): PartitionFetch {
  return {
    target,
    partition,
    errorCode,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    divergingEpoch: null,
    hasDivergingEpoch: false,
    abortedTransactions: null,
    records: NO_RECORDS,
    sizeInBytes: 0,
  };
}
