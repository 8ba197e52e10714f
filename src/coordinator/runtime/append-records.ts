/**
 * Writes a turn's records: one batch for all, or several where the records may be spread, since a log takes no batch
 * beyond its `max.message.bytes`. The batches are Kafka's: magic 2, one timestamp, no producer.
 */
import { Errors, ProtocolError, RecordBatchBuilder } from '#protocol';
import type { CoordinatorLog, TransactionVerification } from './coordinator-log.ts';
import type { RecordSerde } from './state-machine.ts';

/** Well below the smallest sensible `max.message.bytes` of an internal topic (Kafka's default is 1 MiB). */
const DIVISIBLE_BATCH_BYTES = 256 * 1024;

export interface AppendOptions<R> {
  readonly log: CoordinatorLog;
  readonly serde: RecordSerde<R>;
  /** Milliseconds; every record's timestamp. */
  readonly timestamp: number;
  readonly isDivisible: boolean;
  /** Null for records that count at once. */
  readonly transaction: TransactionVerification | null;
  /** For each record once its batch has been staged, with its offset. */
  readonly onAppended: (record: R, offset: number) => void;
}

/** NONE, or the error of the first batch that was refused; the batches before it stay. */
export function appendRecords<R>(records: readonly R[], options: AppendOptions<R>): number {
  let start = 0;
  while (start < records.length) {
    const batch = new RecordBatchBuilder({ initialCapacity: 512 });
    let end = start;
    try {
      do {
        const record = records[end]!;
        batch.append(options.timestamp, options.serde.encodeKey(record), options.serde.encodeValue(record));
        end++;
      } while (end < records.length && !(options.isDivisible && batch.sizeInBytes >= DIVISIBLE_BATCH_BYTES));
    } catch (error) {
      // Text that was no UTF-8 grows when it is written again, perhaps beyond what its type can hold.
      if (error instanceof ProtocolError) return Errors.MESSAGE_TOO_LARGE.code;
      throw error;
    }
    const { errorCode, endOffset } = appendBatch(batch, options);
    if (errorCode !== Errors.NONE.code) return errorCode;
    const baseOffset = endOffset - (end - start);
    for (let i = start; i < end; i++) options.onAppended(records[i]!, baseOffset + i - start);
    start = end;
  }
  return Errors.NONE.code;
}

function appendBatch<R>(
  batch: RecordBatchBuilder,
  { log, transaction }: AppendOptions<R>,
): ReturnType<CoordinatorLog['append']> {
  if (transaction === null) return log.append(batch.build());
  const { producerId, producerEpoch } = transaction;
  // As Kafka's coordinators write: a batch of a transaction without sequence numbers.
  return log.append(batch.build({ producerId, producerEpoch, baseSequence: -1, transactional: true }), {
    verification: transaction,
  });
}
