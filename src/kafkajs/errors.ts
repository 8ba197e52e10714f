/**
 * The errors of kafkajs by name: what `instanceof`, `name`, `type`, `code` and `retriable` are checked on by code that was
 * written for it. Each carries the client's own error, whose message names thing and remedy, as its `cause`.
 */

interface ErrorLike {
  readonly message: string;
  readonly helpUrl?: string | undefined;
}

interface ProtocolErrorLike extends ErrorLike {
  readonly type?: string;
  readonly code?: number;
  readonly retriable?: boolean;
}

type Reason = ErrorLike | string;

export interface KafkaJSErrorMetadata {
  readonly retriable?: boolean | undefined;
  readonly cause?: unknown;
}

export class KafkaJSError extends Error {
  override name = 'KafkaJSError';
  readonly retriable: boolean;
  readonly helpUrl?: string;
  override cause?: Error;

  constructor(reason: Reason, { retriable = true, cause }: KafkaJSErrorMetadata = {}) {
    super(textOf(reason));
    this.retriable = retriable;
    if (typeof reason !== 'string' && reason.helpUrl !== undefined) this.helpUrl = reason.helpUrl;
    if (cause !== undefined && cause !== null) this.cause = asError(cause);
  }
}

export class KafkaJSNonRetriableError extends KafkaJSError {
  override name = 'KafkaJSNonRetriableError';

  constructor(reason: Reason, { cause }: { readonly cause?: unknown } = {}) {
    super(reason, { retriable: false, cause });
  }
}

/** A broker's answer. `type` is Kafka's name of the error, where kafkajs has an older one that one. */
export class KafkaJSProtocolError extends KafkaJSError {
  override name = 'KafkaJSProtocolError';
  readonly type: string;
  readonly code: number;

  constructor(reason: ProtocolErrorLike | string, { retriable, cause }: KafkaJSErrorMetadata = {}) {
    const told: ProtocolErrorLike = typeof reason === 'string' ? { message: reason } : reason;
    super(told, { retriable: retriable ?? told.retriable ?? false, cause });
    this.type = told.type ?? 'UNKNOWN';
    this.code = told.code ?? -1;
  }
}

export class KafkaJSOffsetOutOfRange extends KafkaJSProtocolError {
  override name = 'KafkaJSOffsetOutOfRange';
  readonly topic: string;
  readonly partition: number;

  constructor(
    reason: ProtocolErrorLike | string,
    { topic = '', partition = -1, cause }: { topic?: string; partition?: number; cause?: unknown } = {},
  ) {
    super(reason, { cause });
    this.topic = topic;
    this.partition = partition;
  }
}

export class KafkaJSMemberIdRequired extends KafkaJSProtocolError {
  override name = 'KafkaJSMemberIdRequired';
  readonly memberId: string;

  constructor(reason: ProtocolErrorLike | string, { memberId = '' }: { memberId?: string } = {}) {
    super(reason);
    this.memberId = memberId;
  }
}

export class KafkaJSCreateTopicError extends KafkaJSProtocolError {
  override name = 'KafkaJSCreateTopicError';
  readonly topic: string;

  constructor(reason: ProtocolErrorLike | string, topic: string) {
    super(reason);
    this.topic = topic;
  }
}

export class KafkaJSAlterPartitionReassignmentsError extends KafkaJSProtocolError {
  override name = 'KafkaJSAlterPartitionReassignmentsError';
  readonly topic?: string;
  readonly partition?: number;

  constructor(reason: ProtocolErrorLike | string, topic?: string, partition?: number) {
    super(reason);
    if (topic !== undefined) this.topic = topic;
    if (partition !== undefined) this.partition = partition;
  }
}

/** What can pass did not pass in the time that the `retry` options give. */
export class KafkaJSNumberOfRetriesExceeded extends KafkaJSNonRetriableError {
  override name = 'KafkaJSNumberOfRetriesExceeded';
  declare readonly stack: string;
  readonly retryCount: number;
  readonly retryTime: number;

  constructor(
    reason: Error | string,
    { retryCount = 0, retryTime = 0, cause }: { retryCount?: number; retryTime?: number; cause?: unknown } = {},
  ) {
    super(reason, { cause: cause ?? reason });
    this.retryCount = retryCount;
    this.retryTime = retryTime;
  }
}

export class KafkaJSConnectionError extends KafkaJSError {
  override name = 'KafkaJSConnectionError';
  readonly broker: string;
  /** The system's own, as `ECONNREFUSED`, where it is known. */
  readonly code?: string;

  constructor(
    reason: Reason,
    { broker = '', code, cause }: { broker?: string; code?: string | undefined; cause?: unknown } = {},
  ) {
    super(reason, { cause });
    this.broker = broker;
    if (code !== undefined) this.code = code;
  }
}

export class KafkaJSConnectionClosedError extends KafkaJSConnectionError {
  override name = 'KafkaJSConnectionClosedError';
  readonly host?: string;
  readonly port?: number;

  constructor(reason: Reason, { host, port }: { host?: string; port?: number } = {}) {
    super(reason, { broker: `${host}:${port}` });
    if (host !== undefined) this.host = host;
    if (port !== undefined) this.port = port;
  }
}

export class KafkaJSRequestTimeoutError extends KafkaJSError {
  override name = 'KafkaJSRequestTimeoutError';
  readonly broker: string;
  readonly correlationId: number;
  readonly createdAt: number;
  readonly sentAt: number;
  readonly pendingDuration: number;

  constructor(
    reason: Reason,
    metadata: {
      broker?: string;
      correlationId?: number;
      createdAt?: number;
      sentAt?: number;
      pendingDuration?: number;
      cause?: unknown;
    } = {},
  ) {
    super(reason, { cause: metadata.cause });
    this.broker = metadata.broker ?? '';
    this.correlationId = metadata.correlationId ?? -1;
    this.createdAt = metadata.createdAt ?? 0;
    this.sentAt = metadata.sentAt ?? 0;
    this.pendingDuration = metadata.pendingDuration ?? 0;
  }
}

export class KafkaJSMetadataNotLoaded extends KafkaJSError {
  override name = 'KafkaJSMetadataNotLoaded';

  constructor(reason: Reason = 'The metadata is not loaded') {
    super(reason);
  }
}

export class KafkaJSTopicMetadataNotLoaded extends KafkaJSMetadataNotLoaded {
  override name = 'KafkaJSTopicMetadataNotLoaded';
  readonly topic: string;

  constructor(reason: Reason, { topic = '' }: { topic?: string } = {}) {
    super(reason);
    this.topic = topic;
  }
}

export class KafkaJSStaleTopicMetadataAssignment extends KafkaJSError {
  override name = 'KafkaJSStaleTopicMetadataAssignment';
  readonly topic: string;
  readonly unknownPartitions: number;

  constructor(reason: Reason, metadata: { topic?: string; unknownPartitions?: readonly unknown[] | number } = {}) {
    super(reason);
    const { topic = '', unknownPartitions = 0 } = metadata;
    this.topic = topic;
    this.unknownPartitions = typeof unknownPartitions === 'number' ? unknownPartitions : unknownPartitions.length;
  }
}

export class KafkaJSServerDoesNotSupportApiKey extends KafkaJSNonRetriableError {
  override name = 'KafkaJSServerDoesNotSupportApiKey';
  readonly apiKey: number;
  readonly apiName: string;

  constructor(
    reason: Reason,
    { apiKey = -1, apiName = '', cause }: { apiKey?: number; apiName?: string; cause?: unknown } = {},
  ) {
    super(reason, { cause });
    this.apiKey = apiKey;
    this.apiName = apiName;
  }
}

/** Several failed, each in its own way. */
export class KafkaJSAggregateError extends Error {
  override name = 'KafkaJSAggregateError';
  readonly errors: (Error | string)[];

  constructor(message: Error | string, errors: (Error | string)[]) {
    super(textOf(message));
    this.errors = errors;
  }
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error('The application threw what is no Error', { cause });
}

function textOf(reason: Reason): string {
  return typeof reason === 'string' ? reason : reason.message;
}
