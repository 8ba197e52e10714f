/**
 * What the coordinator knows of one transactional id, and the steps it can take (KIP-98, KIP-360, KIP-890). A step makes
 * a new value from the old one, so that what was written is what is in memory.
 *
 *   Empty ─▶ Ongoing ─▶ PrepareCommit ─▶ CompleteCommit ─▶ Ongoing …
 *                  └──▶ PrepareAbort  ─▶ CompleteAbort  ─▶ Ongoing …     InitProducerId: ─▶ Empty
 *
 * With transactions of version 2 the epoch rises in each Prepare step, so that nothing sent before it can be taken for
 * part of a later transaction, and an abort is allowed in every state that has no transaction open.
 */
import { assert } from '#kernel';
import {
  NO_PARTITIONS,
  type TransactionPartitions,
  type TransactionTopic,
  withPartitions,
} from './transaction-partitions.ts';
import { isIdle, isPrepared, type TransactionState } from './transaction-state.ts';

export const NO_PRODUCER_ID = -1;
export const NO_PRODUCER_EPOCH = -1;
/** The first transactions whose epoch rises with each. */
export const EPOCH_BUMP_VERSION = 2;
const MAX_EPOCH = 0x7fff;

export interface TransactionMetadata {
  readonly transactionalId: string;
  readonly producerId: number;
  /** The producer id before the last step: a retry that came with it is known for one. */
  readonly previousProducerId: number;
  /** The id that takes over when the transaction is complete, as the present one has no epochs left; else -1. */
  readonly nextProducerId: number;
  readonly producerEpoch: number;
  /** The epoch before the last rise that the producer asked for, or -1. Not in the log: a retry over a restart is fenced. */
  readonly lastProducerEpoch: number;
  /** Milliseconds. */
  readonly timeoutMs: number;
  readonly state: TransactionState;
  readonly partitions: TransactionPartitions;
  /** Milliseconds since the epoch; -1 before the first transaction. */
  readonly startTimestamp: number;
  readonly lastUpdateTimestamp: number;
  /** The version of transactions that the client speaks: 0 and 1 are the same, 2 is KIP-890. */
  readonly clientTransactionVersion: number;
}

/** A producer at its last epoch but one: the last one is for fencing it. */
export function isEpochExhausted(epoch: number): boolean {
  return epoch >= MAX_EPOCH - 1;
}

export interface NewTransactionalId {
  readonly producerId: number;
  readonly timeoutMs: number;
  readonly now: number;
}

/** A transactional id that nothing is written of yet. */
export function newMetadata(
  transactionalId: string,
  { producerId, timeoutMs, now }: NewTransactionalId,
): TransactionMetadata {
  return {
    transactionalId,
    producerId,
    previousProducerId: NO_PRODUCER_ID,
    nextProducerId: NO_PRODUCER_ID,
    producerEpoch: NO_PRODUCER_EPOCH,
    lastProducerEpoch: NO_PRODUCER_EPOCH,
    timeoutMs,
    state: 'Empty',
    partitions: NO_PARTITIONS,
    startTimestamp: -1,
    lastUpdateTimestamp: now,
    clientTransactionVersion: 0,
  };
}

/** The producer starts over: it has another epoch, or another id, and no transaction. */
export function emptied(
  metadata: TransactionMetadata,
  producer: Pick<TransactionMetadata, 'producerId' | 'producerEpoch' | 'lastProducerEpoch' | 'timeoutMs'>,
  now: number,
): TransactionMetadata {
  assert(isIdle(metadata.state), 'a producer starts over when it has no transaction open');
  return {
    ...metadata,
    ...producer,
    previousProducerId: metadata.producerId,
    nextProducerId: NO_PRODUCER_ID,
    state: 'Empty',
    partitions: NO_PARTITIONS,
    startTimestamp: -1,
    lastUpdateTimestamp: now,
  };
}

/** Partitions join the transaction; the first ones begin it. */
export function ongoing(
  metadata: TransactionMetadata,
  topics: readonly TransactionTopic[],
  { now, clientTransactionVersion }: { now: number; clientTransactionVersion: number },
): TransactionMetadata {
  assert(!isPrepared(metadata.state), 'a transaction that is being ended takes no partitions');
  return {
    ...metadata,
    previousProducerId: metadata.producerId,
    state: 'Ongoing',
    partitions: withPartitions(metadata.partitions, topics),
    startTimestamp: isIdle(metadata.state) ? now : metadata.startTimestamp,
    lastUpdateTimestamp: now,
    clientTransactionVersion,
  };
}

export interface Prepare {
  readonly isCommit: boolean;
  readonly clientTransactionVersion: number;
  /** Where the epochs are exhausted, -1 otherwise. */
  readonly nextProducerId: number;
  readonly now: number;
}

/** The outcome is settled. */
export function prepared(metadata: TransactionMetadata, prepare: Prepare): TransactionMetadata {
  const { isCommit, clientTransactionVersion, nextProducerId, now } = prepare;
  const isOpen = metadata.state === 'Ongoing';
  const bumpsEpoch = clientTransactionVersion >= EPOCH_BUMP_VERSION;
  assert(
    isOpen || (bumpsEpoch && !isCommit && isIdle(metadata.state)),
    'only an abort of version 2 ends no transaction',
  );
  return {
    ...metadata,
    previousProducerId: metadata.producerId,
    nextProducerId,
    // A producer that was fenced at its last epoch stays there: the next one to come gets another id.
    producerEpoch: bumpsEpoch ? Math.min(metadata.producerEpoch + 1, MAX_EPOCH) : metadata.producerEpoch,
    lastProducerEpoch: bumpsEpoch ? metadata.producerEpoch : metadata.lastProducerEpoch,
    state: isCommit ? 'PrepareCommit' : 'PrepareAbort',
    startTimestamp: isOpen ? metadata.startTimestamp : now,
    lastUpdateTimestamp: now,
    clientTransactionVersion,
  };
}

/** As `metadata` is before it is aborted without its producer: nothing that the producer sends counts from here on. */
export function fenced(metadata: TransactionMetadata): TransactionMetadata {
  const producerEpoch = Math.min(metadata.producerEpoch + 1, MAX_EPOCH);
  return { ...metadata, producerEpoch, lastProducerEpoch: NO_PRODUCER_EPOCH };
}

/** All markers are written. */
export function completed(metadata: TransactionMetadata, now: number): TransactionMetadata {
  assert(isPrepared(metadata.state), 'a transaction is complete after its outcome was settled');
  const rotates = metadata.clientTransactionVersion >= EPOCH_BUMP_VERSION && metadata.nextProducerId !== NO_PRODUCER_ID;
  return {
    ...metadata,
    producerId: rotates ? metadata.nextProducerId : metadata.producerId,
    previousProducerId: metadata.producerId,
    nextProducerId: NO_PRODUCER_ID,
    producerEpoch: rotates ? 0 : metadata.producerEpoch,
    state: metadata.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort',
    partitions: NO_PARTITIONS,
    lastUpdateTimestamp: now,
  };
}
