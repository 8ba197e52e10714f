/** For tests: record batches as a broker would send them, and the records that a consumer sees in them. */
import { buildEndTxnMarkerBatch, RecordBatchBuilder, type CompressionType } from '#protocol';
import type { AbortedTransaction } from './aborted-transactions.ts';
import type { ConsumerRecord } from './consumer-record.ts';
import { FetchedRecords, type FetchedRecordsOptions } from './fetched-records.ts';

export interface TestBatch {
  readonly baseOffset: number;
  /** Null for a record without a value. */
  readonly values: readonly (string | null)[];
  readonly key?: string;
  readonly producerId?: number;
  readonly transactional?: boolean;
  readonly leaderEpoch?: number;
  readonly compression?: CompressionType;
  readonly logAppendTime?: number;
  /** Offset deltas of the records, where compaction has removed some; and where the batch ends. */
  readonly deltas?: readonly number[];
  readonly lastOffset?: number;
}

export const TIMESTAMP = 1_700_000_000_000;

export function batch({ baseOffset, values, ...options }: TestBatch): Buffer {
  const builder = new RecordBatchBuilder({});
  values.forEach((value, index) => {
    const delta = options.deltas?.[index];
    if (delta !== undefined) builder.nextOffsetDelta = delta;
    const key = options.key === undefined ? null : Buffer.from(options.key);
    builder.append(TIMESTAMP + index, key, value === null ? null : Buffer.from(value));
  });
  return builder.build({
    baseOffset,
    partitionLeaderEpoch: options.leaderEpoch ?? 0,
    ...(options.producerId === undefined
      ? {}
      : {
          producerId: options.producerId,
          producerEpoch: 0,
          baseSequence: 0,
          transactional: options.transactional ?? true,
        }),
    ...(options.compression === undefined ? {} : { compression: options.compression }),
    ...(options.logAppendTime === undefined ? {} : { logAppendTime: options.logAppendTime }),
    ...(options.lastOffset === undefined ? {} : { lastOffset: options.lastOffset }),
  });
}

export function marker(baseOffset: number, producerId: number, committed: boolean): Buffer {
  return buildEndTxnMarkerBatch({
    baseOffset,
    partitionLeaderEpoch: 0,
    committed,
    timestamp: TIMESTAMP,
    producerId,
    producerEpoch: 0,
    coordinatorEpoch: 0,
  });
}

export function fetched(
  bytes: Buffer | readonly Buffer[],
  options: Partial<FetchedRecordsOptions> & {
    readonly abortedTransactions?: readonly AbortedTransaction[] | null;
  } = {},
): FetchedRecords {
  return new FetchedRecords({
    topic: 'orders',
    partition: 3,
    bytes: Buffer.isBuffer(bytes) ? bytes : Buffer.concat(bytes),
    fetchOffset: 0,
    abortedTransactions: null,
    checkCrcs: true,
    keyDeserializer: null,
    valueDeserializer: null,
    ...options,
  });
}

/** All that is left, taken `max` at a time. */
export function takeAll(records: FetchedRecords, max = 500): ConsumerRecord[] {
  const all: ConsumerRecord[] = [];
  for (let some = records.take<Buffer, Buffer>(max); some.length > 0; some = records.take(max)) all.push(...some);
  return all;
}

export const texts = (records: readonly ConsumerRecord[]): (string | null)[] => records.map((record) => record.text());
