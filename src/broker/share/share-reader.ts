/**
 * Reads records for a member of a share group (Kafka's DelayedShareFetch): from each partition what may be given to
 * somebody, in turn, under the limits of the request; and waits for more where there is not enough.
 *
 * Invariant: what is acquired is answered. Nothing is acquired for a request that goes on waiting, or whose client is
 * gone.
 */
import { recordBatch } from '#protocol';
import type { LogReadResult } from '#log';
import type { Env, Timer } from '#kernel';
import type { FetchWatcher } from '../partition.ts';
import type { AcquiredRecords, BatchRange } from './in-flight-window.ts';
import type { AvailabilityWatcher, SharePartition } from './share-partition.ts';

export interface ShareReadLimits {
  readonly memberId: string;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly maxRecords: number;
  readonly batchSize: number;
  /** KIP-1206: no more than `maxRecords`, from as many partitions as it takes. */
  readonly isStrict: boolean;
  /** Memory for what is read from the disk. */
  readonly allocate: (bytes: number) => Buffer;
}

const LEAST_READ_BYTES = 64 * 1024;

/** What one partition gives. */
export interface ShareRead {
  readonly sharePartition: SharePartition;
  readonly acquired: readonly AcquiredRecords[];
  readonly records: readonly Buffer[];
}

interface Found {
  readonly sharePartition: SharePartition;
  readonly from: number;
  readonly result: LogReadResult;
}

export interface ShareReadResult {
  /** Empty where there is less than `minBytes` and `mayWait`. */
  readonly reads: readonly ShareRead[];
  /** Nothing that was read may be given to anybody, and the group has gone past it: what follows is to be read. */
  readonly hasPassed: boolean;
  /** One for each partition that was left out as others read it: resolves when they have. */
  readonly others: readonly Promise<void>[];
}

/** Reads once. */
export async function readShare(
  sharePartitions: readonly SharePartition[],
  limits: ShareReadLimits,
  { mayWait, isGone }: { mayWait: boolean; isGone: () => boolean },
): Promise<ShareReadResult> {
  const others = sharePartitions.filter(({ isBeingRead }) => isBeingRead).map((busy) => busy.whenRead());
  const locked = sharePartitions.filter((sharePartition) => sharePartition.beginRead());
  try {
    const found = await findRecords(locked, limits);
    const bytes = found.reduce((sum, { result }) => sum + result.sizeInBytes, 0);
    if (isGone() || (mayWait && bytes < limits.minBytes)) {
      return { reads: [], hasPassed: false, others };
    }
    const reads = acquireAll(found, limits);
    const hasPassed =
      reads.length === 0 && found.some(({ sharePartition, from }) => sharePartition.nextFetchOffset() > from);
    return { reads, hasPassed, others };
  } finally {
    for (const sharePartition of locked) sharePartition.endRead();
  }
}

async function findRecords(sharePartitions: readonly SharePartition[], limits: ShareReadLimits): Promise<Found[]> {
  const found: Found[] = [];
  let bytesLeft = limits.maxBytes;
  for (const sharePartition of sharePartitions) {
    const from = sharePartition.nextFetchOffset();
    const { partition, settings } = sharePartition;
    const upperBound = partition.visibleEnd(settings.isReadCommitted);
    if (from >= upperBound || (bytesLeft <= 0 && found.length > 0)) continue;
    const minOneBatch = found.length === 0;
    const maxBytes = Math.min(Math.max(0, bytesLeft), Math.max(limits.minBytes, bytesFor(sharePartition, limits)));
    const { allocate } = limits;
    const reading = partition.log.read({ offset: from, maxBytes, upperBound, minOneBatch, allocate });
    const result = reading instanceof Promise ? await reading : reading;
    if (result.isOutOfRange || result.records.length === 0) continue;
    bytesLeft -= result.sizeInBytes;
    sharePartition.bytesPerRecord = result.sizeInBytes / Math.max(1, result.endOffset - from);
    found.push({ sharePartition, from, result });
  }
  return found;
}

/** Room for the records that may be handed out, and as many again that others hold: a request allows 50 MB for 500 records. */
function bytesFor({ bytesPerRecord }: SharePartition, { maxRecords }: ShareReadLimits): number {
  return Math.max(LEAST_READ_BYTES, Math.ceil(2 * maxRecords * bytesPerRecord));
}

function acquireAll(found: readonly Found[], limits: ShareReadLimits): ShareRead[] {
  const reads: ShareRead[] = [];
  let recordsLeft = limits.maxRecords;
  for (const { sharePartition, from, result } of found) {
    if (recordsLeft <= 0) break;
    const { memberId, batchSize, isStrict } = limits;
    const batches = rangesOf(sharePartition, from, result);
    const acquired = sharePartition.acquire({ memberId, batchSize, isStrict, batches, from, maxRecords: recordsLeft });
    if (acquired.length === 0) continue;
    for (const { firstOffset, lastOffset } of acquired) recordsLeft -= lastOffset - firstOffset + 1;
    reads.push({ sharePartition, acquired, records: batchesOf(result.records, acquired) });
  }
  return reads;
}

function rangesOf({ partition, settings }: SharePartition, from: number, result: LogReadResult): BatchRange[] {
  const aborted = settings.isReadCommitted ? partition.log.abortedTransactions(from, result.endOffset) : [];
  aborted.sort((one, other) => one.firstOffset - other.firstOffset);
  let nextAborted = 0;
  /** Producers in the middle of a transaction that comes to nothing. */
  const aborting = new Set<number>();
  const ranges: BatchRange[] = [];
  for (const chunk of result.records) {
    for (let pos = 0, size; (size = recordBatch.completeSize(chunk, pos, chunk.length)) > 0; pos += size) {
      const firstOffset = recordBatch.baseOffset(chunk, pos);
      const lastOffset = recordBatch.lastOffset(chunk, pos);
      const producerId = recordBatch.producerId(chunk, pos);
      while (nextAborted < aborted.length && aborted[nextAborted]!.firstOffset <= lastOffset) {
        aborting.add(aborted[nextAborted++]!.producerId);
      }
      const isMarker = recordBatch.isControlBatch(chunk, pos);
      const isAborted = recordBatch.isTransactional(chunk, pos) && aborting.has(producerId);
      ranges.push({ firstOffset, lastOffset, isHidden: isMarker || isAborted });
      if (isMarker) aborting.delete(producerId);
    }
  }
  return ranges;
}

/** The batches that hold something acquired; views of what was read. */
function batchesOf(chunks: readonly Buffer[], acquired: readonly AcquiredRecords[]): Buffer[] {
  const wanted: Buffer[] = [];
  let next = 0;
  for (const chunk of chunks) {
    let begin = -1;
    let pos = 0;
    for (let size; (size = recordBatch.completeSize(chunk, pos, chunk.length)) > 0; pos += size) {
      while (next < acquired.length && acquired[next]!.lastOffset < recordBatch.baseOffset(chunk, pos)) next++;
      const isWanted = next < acquired.length && acquired[next]!.firstOffset <= recordBatch.lastOffset(chunk, pos);
      if (isWanted && begin < 0) begin = pos;
      if (isWanted || begin < 0) continue;
      wanted.push(chunk.subarray(begin, pos));
      begin = -1;
    }
    if (begin >= 0) wanted.push(chunk.subarray(begin, pos));
  }
  return wanted;
}

/** A ShareFetch that waits: for records, for records that come back, for its time to be up, or for its client to go. */
export class DelayedShareFetch implements FetchWatcher, AvailabilityWatcher {
  #finish: (() => void) | null = null;

  wake(): void {
    this.cancel();
  }

  cancel(): void {
    this.#finish?.();
    this.#finish = null;
  }

  /** Resolves when woken, cancelled or after `waitMs`. */
  park(env: Env, sharePartitions: readonly SharePartition[], waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer: Timer = env.scheduler.after(waitMs, () => this.cancel());
      this.#finish = (): void => {
        timer.cancel();
        for (const sharePartition of sharePartitions) {
          sharePartition.partition.unwatch(this);
          sharePartition.unwatch(this);
        }
        resolve();
      };
      for (const sharePartition of sharePartitions) {
        sharePartition.partition.watch(this);
        sharePartition.watch(this);
      }
    });
  }
}
