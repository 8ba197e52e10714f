/**
 * Whether a producer may append a batch, by what the partition remembers of it: rules I2 to I5 (KIP-98, KIP-890 and its
 * later corrections). The epoch is judged before anything else, so that a fenced producer learns that it is fenced.
 * Nothing here changes state; a repeated batch (I1) has been told apart before.
 */
import { Errors, recordBatch } from '#protocol';
import { readEndTransactionMarker } from './control-batch.ts';
import type { Rejection } from './log-validator.ts';
import { NO_OFFSET, type ProducerStateEntry } from './producer-state-entry.ts';
import type { EndTransactionMarker, ProducerState } from './producer-state.ts';

export interface ProducerCheckOptions {
  /** `topic-partition`, for messages. */
  readonly name: string;
  /** Clients are held to their sequences; batches of coordinators have none. */
  readonly checksSequence: boolean;
  /** The transaction coordinator has confirmed that this partition belongs to the producer's open transaction. */
  readonly isTransactionVerified: boolean;
  /** The producer runs transactions of version 2: without state here its first sequence must be 0. */
  readonly startsAtZero: boolean;
  /** Of markers: from 2 on they need a newer epoch than the producer's. */
  readonly transactionVersion: number;
}

/** `checkProducer` and `checkMarker` for the batches of a coordinator. */
export function checkCoordinated(
  producers: ProducerState,
  records: Buffer,
  options: ProducerCheckOptions,
): Rejection | null {
  for (let at = 0, size: number; at < records.length; at += size) {
    size = recordBatch.sizeInBytes(records, at);
    if (!recordBatch.hasProducerId(records, at)) continue;
    const batch = records.subarray(at, at + size);
    const entry = producers.get(recordBatch.producerId(batch, 0));
    const marker = recordBatch.isControlBatch(batch, 0) ? readEndTransactionMarker(batch, 0) : null;
    const rejection =
      marker === null ? checkProducer(entry, batch, options) : checkMarker(entry, batch, { ...options, marker });
    if (rejection !== null) return rejection;
  }
  return null;
}

/** `entry` is undefined where nothing is known of the producer. */
export function checkProducer(
  entry: ProducerStateEntry | undefined,
  batch: Buffer,
  options: ProducerCheckOptions,
): Rejection | null {
  const epoch = recordBatch.producerEpoch(batch, 0);
  if (entry !== undefined && epoch < entry.producerEpoch) {
    return reject(
      Errors.INVALID_PRODUCER_EPOCH.code,
      `${who(batch, options)} has epoch ${epoch}, below the last seen epoch ${entry.producerEpoch}`,
    );
  }
  const isTransactional = recordBatch.isTransactional(batch, 0);
  const isOpen =
    entry !== undefined && entry.currentTransactionFirstOffset !== NO_OFFSET && entry.producerEpoch === epoch;
  if (isTransactional && !isOpen && !options.isTransactionVerified) {
    return reject(
      Errors.INVALID_TXN_STATE.code,
      `${who(batch, options)} sent a record that was not part of an ongoing transaction`,
    );
  }
  if (options.checksSequence) {
    const rejection = checkSequence(entry, batch, options);
    if (rejection !== null) return rejection;
  }
  if (!isTransactional && entry !== undefined && entry.currentTransactionFirstOffset !== NO_OFFSET) {
    return reject(Errors.INVALID_TXN_STATE.code, `${who(batch, options)} wrote outside of the transaction it has open`);
  }
  return null;
}

function checkSequence(
  entry: ProducerStateEntry | undefined,
  batch: Buffer,
  options: ProducerCheckOptions,
): Rejection | null {
  const sequence = recordBatch.baseSequence(batch, 0);
  // Nothing is known of a new producer, or of one whose records are all gone: it may begin anywhere.
  if (entry === undefined || entry.producerEpoch < 0) {
    if (!options.startsAtZero || sequence === 0) return null;
    return outOfOrder(
      batch,
      options,
      `sequence ${sequence}, while a producer of transactions version 2 begins at 0 where it has no state`,
    );
  }
  const epoch = recordBatch.producerEpoch(batch, 0);
  if (epoch !== entry.producerEpoch) {
    if (sequence === 0) return null;
    return outOfOrder(
      batch,
      options,
      `sequence ${sequence} at the start of epoch ${epoch}, after epoch ${entry.producerEpoch}`,
    );
  }
  if (entry.isInSequence(sequence)) return null;
  return outOfOrder(
    batch,
    options,
    `${sequence} (incoming seq. number), ${entry.lastSequence} (current end sequence number)`,
  );
}

/** A marker must come from the newest coordinator and the newest epoch; one that is repeated is let through. */
function checkMarker(
  entry: ProducerStateEntry | undefined,
  batch: Buffer,
  options: { name: string; marker: EndTransactionMarker; transactionVersion: number },
): Rejection | null {
  if (entry === undefined) return null;
  const epoch = recordBatch.producerEpoch(batch, 0);
  const mustExceed = options.transactionVersion >= 2;
  const isRepeated = mustExceed && epoch === entry.producerEpoch && entry.currentTransactionFirstOffset === NO_OFFSET;
  if (!isRepeated && (mustExceed ? epoch <= entry.producerEpoch : epoch < entry.producerEpoch)) {
    return reject(
      Errors.INVALID_PRODUCER_EPOCH.code,
      `${who(batch, options)} has a marker of epoch ${epoch}, after epoch ${entry.producerEpoch}`,
    );
  }
  if (entry.coordinatorEpoch <= options.marker.coordinatorEpoch) return null;
  return reject(
    Errors.TRANSACTION_COORDINATOR_FENCED.code,
    `${who(batch, options)} has a marker of coordinator epoch ${options.marker.coordinatorEpoch} (zombie), ${entry.coordinatorEpoch} (current)`,
  );
}

function outOfOrder(batch: Buffer, options: { name: string }, detail: string): Rejection {
  return reject(
    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code,
    `Out of order sequence number for ${who(batch, options)}: ${detail}`,
  );
}

function who(batch: Buffer, options: { name: string }): string {
  return `producer ${recordBatch.producerId(batch, 0)} in partition ${options.name}`;
}

function reject(errorCode: number, errorMessage: string): Rejection {
  return { errorCode, errorMessage, recordErrors: [] };
}
