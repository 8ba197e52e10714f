/** What the errors of transactional requests mean (KIP-1050, and Java's TransactionManager where it says more). */
import { Errors } from '#protocol';
import { ClientError, errorFor } from '../errors.ts';

/** `abortable`: abort, then go on. `fatal`: this producer is over. */
export type TransactionFailure = 'abortable' | 'fatal';

export type TransactionRequest =
  | 'InitProducerId'
  | 'AddPartitionsToTxn'
  | 'AddOffsetsToTxn'
  | 'TxnOffsetCommit'
  | 'EndTxn';

const codesOf = (...names: (keyof typeof Errors)[]): ReadonlySet<number> =>
  new Set(names.map((name) => Errors[name].code));

/** The coordinator, or a partition's leader, took the producer for another one than it is: a new epoch mends it. */
export const LOST_PRODUCER: ReadonlySet<number> = codesOf('UNKNOWN_PRODUCER_ID', 'INVALID_PRODUCER_ID_MAPPING');

const ABORTABLE: Readonly<Record<TransactionRequest, ReadonlySet<number>>> = {
  InitProducerId: codesOf('TRANSACTION_ABORTABLE'),
  AddPartitionsToTxn: codesOf('TRANSACTION_ABORTABLE', 'TOPIC_AUTHORIZATION_FAILED', 'OPERATION_NOT_ATTEMPTED'),
  AddOffsetsToTxn: codesOf('TRANSACTION_ABORTABLE', 'GROUP_AUTHORIZATION_FAILED'),
  TxnOffsetCommit: codesOf(
    'TRANSACTION_ABORTABLE',
    'GROUP_AUTHORIZATION_FAILED',
    'TOPIC_AUTHORIZATION_FAILED',
    'FENCED_INSTANCE_ID',
    'UNKNOWN_MEMBER_ID',
    'ILLEGAL_GENERATION',
    'STALE_MEMBER_EPOCH',
  ),
  EndTxn: codesOf('TRANSACTION_ABORTABLE'),
};

/** In the group's answers these say that the consumer is no member any more. */
const LEFT_GROUP: ReadonlySet<number> = codesOf('UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'STALE_MEMBER_EPOCH');

/** Of a batch that failed: these end the producer, all others the transaction. */
const FATAL_FOR_BATCHES: ReadonlySet<string> = new Set([
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'PRODUCER_FENCED',
  'UNSUPPORTED_VERSION',
  'INVALID_PRODUCER_ID_MAPPING',
  'SASL_AUTHENTICATION_FAILED',
]);

export function failureOfBatch(error: ClientError): TransactionFailure {
  return error.fatal || FATAL_FOR_BATCHES.has(error.code) ? 'fatal' : 'abortable';
}

export function failureOf(request: TransactionRequest, errorCode: number, canBumpEpoch: boolean): TransactionFailure {
  if (LOST_PRODUCER.has(errorCode) && request !== 'InitProducerId') return canBumpEpoch ? 'abortable' : 'fatal';
  return ABORTABLE[request].has(errorCode) ? 'abortable' : 'fatal';
}

/** The error as callers get it, with what is to be done. */
export function transactionError(
  request: TransactionRequest,
  errorCode: number,
  context: { readonly failure: TransactionFailure; readonly transactionalId: string; readonly topic?: string },
): ClientError {
  const { failure, transactionalId, topic } = context;
  // An older coordinator has no word of its own for it.
  const isFenced = errorCode === Errors.INVALID_PRODUCER_EPOCH.code;
  const code = isFenced ? Errors.PRODUCER_FENCED.code : errorCode;
  const told = errorFor(code);
  const remedy = failure === 'fatal' ? 'close this producer' : 'abort the transaction';
  const message = `${request} of transactional id ${transactionalId} failed: ${told.message} What to do: ${remedy}.`;
  const fatal = failure === 'fatal';
  if (LEFT_GROUP.has(errorCode) && request === 'TxnOffsetCommit') {
    return errorFor('COMMIT_FAILED', message, { abortable: true, cause: told });
  }
  return errorFor(code, message, { fatal, abortable: !fatal, retriable: false, topic, cause: told });
}

/** The error of a batch, or of a record before it was in one, as what it means for the transaction that it was part of. */
export function batchError(error: ClientError, failure: TransactionFailure): ClientError {
  const { topic, partition } = error;
  const fatal = failure === 'fatal';
  const remedy = fatal ? 'close this producer' : 'abort the transaction';
  const message = `The transaction cannot be committed, since a record was not written (${remedy}): ${error.message}`;
  // What could have been repeated cannot any more: it would come behind what was sent after it.
  const code = error.retriable ? Errors.TRANSACTION_ABORTABLE.name : error.code;
  return new ClientError(code, message, { fatal, abortable: !fatal, topic, partition, cause: error });
}
