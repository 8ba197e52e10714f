/**
 * InitProducerId of a transactional producer (rule T1; KIP-360 for producers that go on after an error). Each call gives
 * an epoch that was never given before, and so fences every earlier producer of the same transactional id.
 */
import { Errors } from '#protocol';
import { type Decision, NEEDS_PRODUCER_ID, refused, step } from './decision.ts';
import { abortFenced } from './end-transaction.ts';
import {
  emptied,
  isEpochExhausted,
  newMetadata,
  NO_PRODUCER_EPOCH,
  type TransactionMetadata,
} from './transaction-metadata.ts';
import { isPrepared } from './transaction-state.ts';

export interface InitCommand {
  readonly transactionalId: string;
  readonly timeoutMs: number;
  /** The producer that wants to go on, or null for one that starts. */
  readonly expected: { readonly producerId: number; readonly producerEpoch: number } | null;
  /** One that was never given, where the last decision asked for it; otherwise -1. */
  readonly freshProducerId: number;
  /** The finalized `transaction.version`, by which an open transaction is aborted. */
  readonly transactionVersion: number;
  readonly now: number;
}

export function decideInit(present: TransactionMetadata | undefined, command: InitCommand): Decision {
  const { expected, freshProducerId, timeoutMs, now } = command;
  if (present === undefined && freshProducerId < 0) return NEEDS_PRODUCER_ID;
  const metadata = present ?? newMetadata(command.transactionalId, { producerId: freshProducerId, timeoutMs, now });
  if (isPrepared(metadata.state)) return refused(Errors.CONCURRENT_TRANSACTIONS);
  if (expected !== null && !isKnown(metadata, expected)) return refused(Errors.PRODUCER_FENCED);
  if (metadata.state === 'Ongoing') return abortFenced(metadata, command);
  if (
    isEpochExhausted(metadata.producerEpoch) &&
    (expected?.producerEpoch ?? metadata.producerEpoch) === metadata.producerEpoch
  ) {
    if (freshProducerId < 0) return NEEDS_PRODUCER_ID;
    const lastProducerEpoch = expected === null ? NO_PRODUCER_EPOCH : metadata.producerEpoch;
    return step(
      emptied(metadata, { producerId: freshProducerId, producerEpoch: 0, lastProducerEpoch, timeoutMs }, now),
    );
  }
  return withNextEpoch(metadata, command);
}

/** Whether the producer may be the one that this id belongs to; its epoch is looked at later. */
function isKnown(metadata: TransactionMetadata, expected: NonNullable<InitCommand['expected']>): boolean {
  return (
    metadata.producerEpoch === NO_PRODUCER_EPOCH ||
    expected.producerId === metadata.producerId ||
    (expected.producerId === metadata.previousProducerId && isEpochExhausted(expected.producerEpoch))
  );
}

function withNextEpoch(metadata: TransactionMetadata, { expected, timeoutMs, now }: InitCommand): Decision {
  const { producerId, producerEpoch, lastProducerEpoch } = metadata;
  if (expected !== null && producerEpoch !== NO_PRODUCER_EPOCH && expected.producerEpoch !== producerEpoch) {
    if (expected.producerEpoch !== lastProducerEpoch) return refused(Errors.PRODUCER_FENCED);
    // A retry of a call that was answered, but the answer was lost: the epoch is the one that was given then.
    return step(emptied(metadata, { producerId, producerEpoch, lastProducerEpoch, timeoutMs }, now));
  }
  const bumped = {
    producerId,
    producerEpoch: producerEpoch + 1,
    lastProducerEpoch: expected === null ? NO_PRODUCER_EPOCH : producerEpoch,
    timeoutMs,
  };
  return step(emptied(metadata, bumped, now));
}
