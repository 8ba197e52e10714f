/**
 * Replays a partition's log into a state machine. A log may come from a real Kafka: records of types that this release
 * does not know, batches that compaction thinned or emptied, transactions and their markers are all in order.
 */
import { ControlRecordType, RecordCursor, recordBatch } from '#protocol';
import type { CoordinatorLog } from './coordinator-log.ts';
import type { CoordinatorStateMachine, RecordSerde } from './state-machine.ts';

/** More than any coordinator writes: Kafka's own limit is `max.message.bytes` before compression. */
const MAX_DECOMPRESSED_BYTES = 64 * 1024 * 1024;
const NO_PRODUCER_ID = -1;

export interface LoadProgress {
  readonly records: number;
  readonly bytes: number;
  /** Records of types or versions that this release does not know. */
  readonly skipped: number;
}

export interface LoadOptions<R> {
  readonly log: CoordinatorLog;
  readonly serde: RecordSerde<R>;
  readonly machine: CoordinatorStateMachine<R>;
  /** After every chunk of the log. */
  readonly onProgress: (progress: LoadProgress) => void;
  /** Loading stops early where this says so. */
  readonly isCancelled: () => boolean;
}

/** Throws KafkaError for damaged batches (CORRUPT_MESSAGE, INVALID_RECORD) and what reading the log throws. */
export async function loadLog<R>(options: LoadOptions<R>): Promise<LoadProgress> {
  const { log, serde, machine } = options;
  const cursor = new RecordCursor();
  let records = 0;
  let bytes = 0;
  let skipped = 0;
  for await (const chunk of log.readForward()) {
    if (options.isCancelled()) break;
    let pos = 0;
    for (let size; (size = recordBatch.completeSize(chunk, pos, chunk.length)) > 0; pos += size) {
      cursor.open(chunk, pos, MAX_DECOMPRESSED_BYTES);
      if (recordBatch.isControlBatch(chunk, pos)) replayMarkers(machine, cursor, recordBatch.producerId(chunk, pos));
      else {
        // A producer that is merely idempotent commits nothing later: only transactions are held back.
        const isTransactional = recordBatch.isTransactional(chunk, pos);
        const producerId = isTransactional ? recordBatch.producerId(chunk, pos) : NO_PRODUCER_ID;
        while (cursor.next()) {
          const key = cursor.key;
          const record = key === null ? null : serde.decode(key, cursor.value);
          if (record === null) skipped++;
          else machine.replay(record, { offset: cursor.offset, producerId });
          records++;
        }
      }
    }
    cursor.close();
    bytes += pos;
    options.onProgress({ records, bytes, skipped });
  }
  return { records, bytes, skipped };
}

function replayMarkers<R>(machine: CoordinatorStateMachine<R>, cursor: RecordCursor, producerId: number): void {
  while (cursor.next()) {
    const type = cursor.controlType;
    if (type === ControlRecordType.COMMIT) machine.replayTransactionEnd(producerId, true);
    else if (type === ControlRecordType.ABORT) machine.replayTransactionEnd(producerId, false);
  }
}
