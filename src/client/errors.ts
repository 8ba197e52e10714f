/**
 * What the client's calls fail with. `code` is Kafka's constant or, for what Kafka's table has no name for, the name of
 * the Java client's exception in the same style (CLIENT_ERRORS). Three questions decide what a caller does: `retriable`
 * (the same call may succeed later), `abortable` (the transaction has to be aborted, then work goes on), `fatal` (this
 * client object cannot go on). At most one of `abortable` and `fatal` holds, and a fatal error is never retriable.
 */
import { isKafkaError, KafkaError } from '#kernel';
import { errorForCode, Errors, type ErrorEntry, type ErrorName } from '#protocol';

export { isKafkaError, KafkaError };

/** What a failure was about, and what follows from it where that is not as the error's table says. */
export interface ErrorContext {
  /** The topic it was about. */
  readonly topic?: string | undefined;
  /** The partition it was about. */
  readonly partition?: number | undefined;
  /** The broker that answered, or that could not be reached. */
  readonly nodeId?: number | undefined;
  /** What lies behind it. */
  readonly cause?: unknown;
  /** As the error's table says where absent. */
  readonly retriable?: boolean;
  /** As the error's table says where absent. */
  readonly fatal?: boolean;
  /** As the error's table says where absent. */
  readonly abortable?: boolean;
}

/** The codes of CLIENT_ERRORS. */
export type ClientErrorName = keyof typeof CLIENT_ERRORS;

/** Errors that only the client's own side has. Those in Kafka's table (REQUEST_TIMED_OUT, NETWORK_EXCEPTION, …) are not repeated. */
export const CLIENT_ERRORS = {
  ABORTED: { retriable: false, message: 'The call was aborted by its signal.' },
  BOOTSTRAP_FAILED: { retriable: true, message: 'None of the bootstrap servers could be reached.' },
  BUFFER_EXHAUSTED: { retriable: true, message: 'The buffer of the producer stayed full.' },
  CLIENT_CLOSED: { retriable: false, message: 'The client was closed.' },
  COMMIT_FAILED: { retriable: false, message: 'The offsets were not committed, since the member has left the group.' },
  DESERIALIZATION_FAILED: { retriable: false, message: 'The deserializer threw.' },
  ILLEGAL_STATE: { retriable: false, message: 'The call is not possible in the present state.' },
  LOG_TRUNCATION: { retriable: false, message: 'The log was truncated below the position of the consumer.' },
  MAX_POLL_INTERVAL_EXCEEDED: {
    retriable: false,
    message: 'The application took longer than maxPollIntervalMs to come back for records.',
  },
  NO_OFFSET_FOR_PARTITION: {
    retriable: false,
    message: 'No offset is committed for the partition, and autoOffsetReset is none.',
  },
  SERIALIZATION_FAILED: { retriable: false, message: 'The serializer threw.' },
  TLS_FAILED: { retriable: false, message: 'The connection could not be secured by TLS.' },
} as const;

/** An operation of the client that failed. Its `name` is `KafkaError`; tell it by `isKafkaError(error, code)`. */
export class ClientError extends KafkaError {
  /** This client object cannot go on: make another one, once the cause is mended. */
  readonly fatal: boolean;
  /** The transaction has to be aborted; then work goes on (KIP-1050). */
  readonly abortable: boolean;
  /** The topic it was about, where it was about one. */
  readonly topic: string | undefined;
  /** The partition it was about, where it was about one. */
  readonly partition: number | undefined;
  /** The broker that answered, or that could not be reached. */
  readonly nodeId: number | undefined;

  constructor(code: string, message: string, context: ErrorContext = {}) {
    const fatal = context.fatal ?? FATAL.has(code);
    super(code, message, { retriable: !fatal && (context.retriable ?? false), cause: context.cause ?? undefined });
    this.fatal = fatal;
    this.abortable = !fatal && (context.abortable ?? code === Errors.TRANSACTION_ABORTABLE.name);
    this.topic = context.topic;
    this.partition = context.partition;
    this.nodeId = context.nodeId;
  }
}

/** One item of a call over several: what came of it. */
export interface ItemResult<Item, Value> {
  /** As it was given. */
  readonly item: Item;
  /** There where the item succeeded and its call answers something. */
  readonly value?: Value;
  /** There where the item failed. */
  readonly error?: KafkaError;
}

/** A call over several items of which some failed. What `code` and the rest say is said of the first that failed. */
export class PartialFailure<Item = unknown, Value = unknown> extends ClientError {
  /** All items, in the order of the call. */
  readonly results: readonly ItemResult<Item, Value>[];

  constructor(message: string, results: readonly ItemResult<Item, Value>[]) {
    const first = results.find(({ error }) => error !== undefined)?.error;
    super(first?.code ?? Errors.UNKNOWN_SERVER_ERROR.name, message, { ...contextOf(first), cause: first });
    this.results = results;
  }
}

/**
 * An error of Kafka's table (by code, name or entry) or of CLIENT_ERRORS, with what the table says of it. Without a
 * message, or with an empty one, it has the table's. `cause`, `topic`, … and exceptions to the table are the context.
 */
export function errorFor(
  error: number | ErrorName | ClientErrorName | ErrorEntry,
  message?: string | null,
  context: ErrorContext = {},
): ClientError {
  const entry = entryOf(error);
  const text = message === undefined || message === null || message === '' ? entry.message : message;
  return new ClientError(entry.name, text, { ...context, retriable: context.retriable ?? entry.retriable });
}

/** `error` as a ClientError: itself where it is one, otherwise wrapped (UNKNOWN_SERVER_ERROR where it has no code). */
export function asClientError(error: unknown, context: ErrorContext = {}): ClientError {
  if (error instanceof ClientError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (!isKafkaError(error)) return errorFor(Errors.UNKNOWN_SERVER_ERROR, message, { ...context, cause: error });
  return new ClientError(error.code, message, { retriable: error.retriable, ...context, cause: error });
}

/** Whether the failure says that what is known of topics, leaders and brokers is out of date. */
export function needsMetadata(error: unknown): boolean {
  return isKafkaError(error) && METADATA_ERRORS.has(error.code);
}

/** Whether the failure says that the group or transaction has another coordinator than the one that was asked. */
export function needsCoordinator(error: unknown): boolean {
  return isKafkaError(error) && COORDINATOR_ERRORS.has(error.code);
}

/** Whether a code of Kafka's table is one of those that `needsMetadata` holds for. */
export function codeNeedsMetadata(code: number): boolean {
  return METADATA_ERRORS.has(errorForCode(code).name);
}

/** Whether a code of Kafka's table is one of those that `needsCoordinator` holds for. */
export function codeNeedsCoordinator(code: number): boolean {
  return COORDINATOR_ERRORS.has(errorForCode(code).name);
}

const METADATA_ERRORS: ReadonlySet<string> = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'REPLICA_NOT_AVAILABLE',
  'NETWORK_EXCEPTION',
  'NOT_CONTROLLER',
  'KAFKA_STORAGE_ERROR',
  'LISTENER_NOT_FOUND',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'PREFERRED_LEADER_NOT_AVAILABLE',
  'ELIGIBLE_LEADERS_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_ID',
  'INCONSISTENT_TOPIC_ID',
]);

const COORDINATOR_ERRORS: ReadonlySet<string> = new Set([
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'NETWORK_EXCEPTION',
]);

/** Fatal wherever they come from. What is fatal in one place only is said there (`context.fatal`). */
const FATAL: ReadonlySet<string> = new Set([
  'CLIENT_CLOSED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'PRODUCER_FENCED',
  'FENCED_INSTANCE_ID',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
]);

interface NamedEntry {
  readonly name: string;
  readonly retriable: boolean;
  readonly message: string;
}

function entryOf(error: number | ErrorName | ClientErrorName | ErrorEntry): NamedEntry {
  if (typeof error === 'number') return unknownCode(error) ?? errorForCode(error);
  if (typeof error === 'object') return error;
  if (error in CLIENT_ERRORS) return { name: error, ...CLIENT_ERRORS[error as ClientErrorName] };
  return Errors[error as ErrorName];
}

/** A code of a newer Kafka is named by its number, so that nobody takes it for a failure of the broker. */
function unknownCode(code: number): NamedEntry | null {
  if (errorForCode(code).code === code) return null;
  const message = `The broker answered with error code ${code}, which this client does not know.`;
  return { name: Errors.UNKNOWN_SERVER_ERROR.name, retriable: false, message };
}

function contextOf(error: KafkaError | undefined): ErrorContext {
  if (!(error instanceof ClientError)) return { retriable: error?.retriable ?? false };
  const { retriable, fatal, abortable, topic, partition, nodeId } = error;
  return { retriable, fatal, abortable, topic, partition, nodeId };
}
