/**
 * EndTxn (rule T3, and T4 for KIP-890), and the aborts that no producer asks for: of a transaction past its timeout, and
 * of one whose producer has been replaced.
 *
 * With version 2 an EndTxn of the epoch before the present one is a retry, and one of the present epoch ends the next
 * transaction, perhaps an empty one. With version 1 the two cannot be told apart.
 */
import { Errors } from '#protocol';
import { type Decision, NEEDS_PRODUCER_ID, refused, step } from './decision.ts';
import {
  EPOCH_BUMP_VERSION,
  fenced,
  isEpochExhausted,
  NO_PRODUCER_ID,
  prepared,
  type TransactionMetadata,
} from './transaction-metadata.ts';
import { isIdle } from './transaction-state.ts';

export interface EndCommand {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly isCommit: boolean;
  readonly clientTransactionVersion: number;
  readonly freshProducerId: number;
  readonly now: number;
}

const LAST_GIVEN_EPOCH = 0x7ffe;

export function decideEnd(metadata: TransactionMetadata | undefined, command: EndCommand): Decision {
  if (metadata === undefined) return refused(Errors.INVALID_PRODUCER_ID_MAPPING);
  return command.clientTransactionVersion < EPOCH_BUMP_VERSION
    ? decideEndOfVersion1(metadata, command)
    : decideEndOfVersion2(metadata, command);
}

function decideEndOfVersion1(metadata: TransactionMetadata, command: EndCommand): Decision {
  if (metadata.producerId !== command.producerId) return refused(Errors.INVALID_PRODUCER_ID_MAPPING);
  if (metadata.producerEpoch !== command.producerEpoch) return refused(Errors.PRODUCER_FENCED);
  if (metadata.state === 'Ongoing') return step(prepared(metadata, { ...command, nextProducerId: NO_PRODUCER_ID }));
  return ended(metadata, command.isCommit);
}

/** For a transaction that has been ended before. */
function ended({ state }: TransactionMetadata, isCommit: boolean): Decision {
  switch (state) {
    case 'CompleteCommit':
      return refused(isCommit ? Errors.NONE : Errors.INVALID_TXN_STATE);
    case 'CompleteAbort':
      return refused(isCommit ? Errors.INVALID_TXN_STATE : Errors.NONE);
    case 'PrepareCommit':
      return refused(isCommit ? Errors.CONCURRENT_TRANSACTIONS : Errors.INVALID_TXN_STATE);
    case 'PrepareAbort':
      return refused(isCommit ? Errors.INVALID_TXN_STATE : Errors.CONCURRENT_TRANSACTIONS);
    default:
      return refused(Errors.INVALID_TXN_STATE);
  }
}

function decideEndOfVersion2(metadata: TransactionMetadata, command: EndCommand): Decision {
  const { producerId, producerEpoch, isCommit } = command;
  const isRetryOverNewId =
    metadata.previousProducerId === producerId && producerEpoch === LAST_GIVEN_EPOCH && metadata.producerEpoch === 0;
  const isRetry = isRetryOverNewId || metadata.producerEpoch === producerEpoch + 1;
  if (metadata.producerId !== producerId && !isRetryOverNewId) return refused(Errors.INVALID_PRODUCER_ID_MAPPING);
  if (!isValidEpoch(metadata, producerEpoch, isRetry)) return refused(Errors.PRODUCER_FENCED);
  if (metadata.state === 'Ongoing') return prepare(metadata, command);
  if (isRetry || !isIdle(metadata.state)) return ended(metadata, isCommit);
  return isCommit ? refused(Errors.INVALID_TXN_STATE) : prepare(metadata, command);
}

function isValidEpoch(
  { state, producerEpoch: current }: TransactionMetadata,
  producerEpoch: number,
  isRetry: boolean,
): boolean {
  switch (state) {
    case 'Ongoing':
    case 'Empty':
      return producerEpoch === current;
    case 'PrepareCommit':
    case 'PrepareAbort':
      return producerEpoch + 1 === current;
    default:
      return isRetry || producerEpoch === current;
  }
}

function prepare(metadata: TransactionMetadata, command: EndCommand): Decision {
  const isExhausted = isEpochExhausted(metadata.producerEpoch);
  if (isExhausted && command.freshProducerId < 0) return NEEDS_PRODUCER_ID;
  return step(
    prepared(metadata, { ...command, nextProducerId: isExhausted ? command.freshProducerId : NO_PRODUCER_ID }),
  );
}

/**
 * Aborts an open transaction so that nothing its producer has sent counts any more; who asked is to come again. With
 * version 2 the rise of the epoch that each end brings is enough, and the producer may take it for its own abort.
 */
export function abortFenced(
  metadata: TransactionMetadata,
  { transactionVersion, now }: { transactionVersion: number; now: number },
): Decision {
  const bumpsEpoch = transactionVersion >= EPOCH_BUMP_VERSION;
  const abort = {
    isCommit: false,
    clientTransactionVersion: bumpsEpoch ? EPOCH_BUMP_VERSION : 0,
    nextProducerId: NO_PRODUCER_ID,
    now,
  };
  return step(prepared(bumpsEpoch ? metadata : fenced(metadata), abort), Errors.CONCURRENT_TRANSACTIONS.code);
}
