/**
 * What one ShareFetch brought of one partition: the records that this member acquired, each with its delivery count, and
 * the acquired offsets that cannot be handed out. Record batches are sent whole, so records of others may lie between.
 *
 * Invariant: every offset that was acquired is in exactly one of the lists, so that nothing stays locked until its time
 * is up.
 */
import { BatchCheck, checkBatch, recordBatch } from '#protocol';
import { asClientError, errorFor, type ClientError } from '../errors.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import { FetchedRecords, type FetchedRecordsOptions } from '../records/fetched-records.ts';

export interface AcquiredRange {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly deliveryCount: number;
}

export interface AcquiredRecords {
  readonly records: readonly ConsumerRecord[];
  /** Offsets without a record, as compaction and transactions leave them. */
  readonly gaps: readonly number[];
  /** Of a batch that is damaged: nobody can ever read them. */
  readonly damaged: readonly number[];
  /** Of a batch that did not come whole. */
  readonly missing: readonly number[];
  /** Why, where something is damaged. */
  readonly error: ClientError | null;
}

/** More than a broker lets one member lock; an answer that claims more is not believed. */
const MAX_ACQUIRED = 1_000_000;

type Source = Omit<FetchedRecordsOptions, 'fetchOffset' | 'abortedTransactions'>;

export function readAcquired(source: Source, ranges: readonly AcquiredRange[]): AcquiredRecords {
  const counts = deliveryCounts(source, ranges);
  const records: ConsumerRecord[] = [];
  const damaged: number[] = [];
  let error: ClientError | null = null;
  let walkedTo = -1;
  for (const batch of wholeBatches(source.bytes)) {
    walkedTo = recordBatch.lastOffset(batch, 0);
    try {
      for (const record of readBatch(source, batch)) {
        const deliveryCount = counts.get(record.offset);
        if (deliveryCount === undefined) continue;
        record.deliveryCount = deliveryCount;
        records.push(record);
        counts.delete(record.offset);
      }
    } catch (cause) {
      error = asClientError(cause);
      const first = recordBatch.baseOffset(batch, 0);
      for (const offset of counts.keys()) if (offset >= first && offset <= walkedTo) damaged.push(offset);
      for (const offset of damaged) counts.delete(offset);
    }
  }
  const gaps: number[] = [];
  const missing: number[] = [];
  for (const offset of counts.keys()) (offset <= walkedTo ? gaps : missing).push(offset);
  return { records, gaps, damaged, missing, error };
}

/** All of a batch or nothing. */
function readBatch(source: Source, bytes: Buffer): ConsumerRecord[] {
  const walk = new FetchedRecords({ ...source, bytes, fetchOffset: 0, abortedTransactions: null });
  const records: ConsumerRecord[] = walk.take(Number.POSITIVE_INFINITY);
  walk.take(1);
  return records;
}

function deliveryCounts(source: Source, ranges: readonly AcquiredRange[]): Map<number, number> {
  const counts = new Map<number, number>();
  let total = 0;
  for (const { firstOffset, lastOffset, deliveryCount } of ranges) {
    total += Math.max(0, lastOffset - firstOffset + 1);
    if (total > MAX_ACQUIRED) {
      const message = `The broker claims to have acquired more than ${MAX_ACQUIRED} records of ${source.topic}-${source.partition} at once.`;
      throw errorFor('CORRUPT_MESSAGE', message, { topic: source.topic, partition: source.partition });
    }
    for (let offset = firstOffset; offset <= lastOffset; offset++) counts.set(offset, deliveryCount);
  }
  return counts;
}

/** Cuts at the lengths that batches state; what they hold is judged when they are read. */
function* wholeBatches(bytes: Buffer): Generator<Buffer> {
  let pos = 0;
  while (pos < bytes.length && checkBatch(bytes, pos, bytes.length, false) !== BatchCheck.INCOMPLETE) {
    const size = recordBatch.sizeInBytes(bytes, pos);
    if (size <= 0 || pos + size > bytes.length) return;
    yield bytes.subarray(pos, pos + size);
    pos += size;
  }
}
