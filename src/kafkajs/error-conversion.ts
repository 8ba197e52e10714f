/** The client's errors as kafkajs's: who fails with which class is as there, what is said is the client's own. */
import { isKafkaError, type ClientError } from '#client';
import { errorForName, Errors } from '#protocol';
import {
  KafkaJSConnectionError,
  KafkaJSError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSOffsetOutOfRange,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
  KafkaJSServerDoesNotSupportApiKey,
} from './errors.ts';
import { KafkaJSSASLAuthenticationError } from './plain-errors.ts';

/** kafkajs knows these by the names of an older Kafka. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([
  ['UNKNOWN_SERVER_ERROR', 'UNKNOWN'],
  ['NOT_LEADER_OR_FOLLOWER', 'NOT_LEADER_FOR_PARTITION'],
  ['COORDINATOR_LOAD_IN_PROGRESS', 'GROUP_LOAD_IN_PROGRESS'],
  ['COORDINATOR_NOT_AVAILABLE', 'GROUP_COORDINATOR_NOT_AVAILABLE'],
  ['NOT_COORDINATOR', 'NOT_COORDINATOR_FOR_GROUP'],
]);

const AUTHENTICATION: ReadonlySet<string> = new Set([
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
]);
const CONNECTION: ReadonlySet<string> = new Set(['NETWORK_EXCEPTION', 'BOOTSTRAP_FAILED', 'TLS_FAILED']);

/** How long and how often was tried, for errors that end a retry. */
export interface RetriesSpent {
  readonly retryCount: number;
  readonly retryTime: number;
}

/** `error` as one of kafkajs's; one of those, or of the application, as it is. */
export function toKafkaJSError(error: unknown): Error {
  if (!(error instanceof Error)) return new KafkaJSError(String(error));
  if (error instanceof KafkaJSError || !isKafkaError(error)) return error;
  const { code, message } = error;
  const { topic = '', partition = -1 } = error as ClientError;
  if (AUTHENTICATION.has(code)) return new KafkaJSSASLAuthenticationError(message, { cause: error });
  if (CONNECTION.has(code)) return new KafkaJSConnectionError(message, { code: systemCodeOf(error), cause: error });
  if (code === 'UNSUPPORTED_VERSION') return new KafkaJSServerDoesNotSupportApiKey(message, { cause: error });
  if (code === 'REQUEST_TIMED_OUT') return new KafkaJSRequestTimeoutError(message, { cause: error });
  if (!Object.hasOwn(Errors, code)) return new KafkaJSNonRetriableError(message, { cause: error });
  const entry = errorForName(code);
  const told = { message, type: OLD_NAMES.get(code) ?? code, code: entry.code, retriable: entry.retriable };
  return code === Errors.OFFSET_OUT_OF_RANGE.name
    ? new KafkaJSOffsetOutOfRange(told, { topic, partition, cause: error })
    : new KafkaJSProtocolError(told, { cause: error });
}

/**
 * What a call fails with that kafkajs retries: what could pass as KafkaJSNumberOfRetriesExceeded, what could not as
 * KafkaJSNonRetriableError, and the error itself as the `cause` of either.
 */
export function afterRetries(error: unknown, spent: RetriesSpent): Error {
  const converted = toKafkaJSError(rootOf(error));
  if (converted instanceof KafkaJSNonRetriableError) return converted;
  if (converted instanceof KafkaJSError && !converted.retriable) {
    return new KafkaJSNonRetriableError(converted, { cause: converted });
  }
  return new KafkaJSNumberOfRetriesExceeded(converted, { ...spent, cause: converted });
}

/**
 * The same for what kafkajs does not leave to its retries: an answer of the broker's that trying again does not change
 * comes as it is, with its `type` and `code`.
 */
export function afterSending(error: unknown, spent: RetriesSpent): Error {
  const failure = afterRetries(error, spent);
  const isPassing = failure instanceof KafkaJSNumberOfRetriesExceeded;
  return !isPassing && failure.cause instanceof KafkaJSProtocolError ? failure.cause : failure;
}

/** A timeout's cause says what was in the way all the time. */
function rootOf(error: unknown): unknown {
  return isKafkaError(error, 'REQUEST_TIMED_OUT') && isKafkaError(error.cause) ? rootOf(error.cause) : error;
}

function systemCodeOf(error: Error): string | undefined {
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if ('errno' in cause && 'code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return undefined;
}
