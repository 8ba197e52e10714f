/** The rest of kafkajs's errors: names without further fields, and those of calls over groups and partitions. */
import { KafkaJSError, KafkaJSNonRetriableError, type KafkaJSProtocolError } from './errors.ts';

export class KafkaJSBrokerNotFound extends KafkaJSError {
  override name = 'KafkaJSBrokerNotFound';
}

export class KafkaJSPartialMessageError extends KafkaJSNonRetriableError {
  override name = 'KafkaJSPartialMessageError';
}

export class KafkaJSSASLAuthenticationError extends KafkaJSNonRetriableError {
  override name = 'KafkaJSSASLAuthenticationError';
}

export class KafkaJSGroupCoordinatorNotFound extends KafkaJSNonRetriableError {
  override name = 'KafkaJSGroupCoordinatorNotFound';
}

/** What this façade has on purpose not (docs/kafkajs.md). */
export class KafkaJSNotImplemented extends KafkaJSNonRetriableError {
  override name = 'KafkaJSNotImplemented';
}

export class KafkaJSTimeout extends KafkaJSNonRetriableError {
  override name = 'KafkaJSTimeout';
}

export class KafkaJSLockTimeout extends KafkaJSTimeout {
  override name = 'KafkaJSLockTimeout';
}

export class KafkaJSUnsupportedMagicByteInMessageSet extends KafkaJSNonRetriableError {
  override name = 'KafkaJSUnsupportedMagicByteInMessageSet';
}

export class KafkaJSInvariantViolation extends KafkaJSNonRetriableError {
  override name = 'KafkaJSInvariantViolation';
}

export class KafkaJSInvalidVarIntError extends KafkaJSNonRetriableError {}

export class KafkaJSInvalidLongError extends KafkaJSNonRetriableError {}

export class KafkaJSFetcherRebalanceError extends Error {}

export class KafkaJSNoBrokerAvailableError extends KafkaJSError {
  override name = 'KafkaJSNoBrokerAvailableError';

  constructor() {
    super('No broker available');
  }
}

export interface DeleteGroupsResult {
  groupId: string;
  errorCode?: number;
  error?: KafkaJSProtocolError;
}

/** `groups` are those that were not deleted. */
export class KafkaJSDeleteGroupsError extends KafkaJSError {
  override name = 'KafkaJSDeleteGroupsError';
  readonly groups: DeleteGroupsResult[];

  constructor(reason: Error | string, groups: DeleteGroupsResult[] = []) {
    super(reason);
    this.groups = groups;
  }
}

export interface DeleteTopicRecordsFailure {
  partition: number;
  offset: string;
  error: KafkaJSError;
}

/** `partitions` are those whose records were not deleted. Retriable where all their errors are. */
export class KafkaJSDeleteTopicRecordsError extends KafkaJSError {
  override name = 'KafkaJSDeleteTopicRecordsError';
  readonly partitions: DeleteTopicRecordsFailure[];

  constructor({ partitions }: { topic: string; partitions: DeleteTopicRecordsFailure[] }) {
    super('Records were not deleted from all partitions', {
      retriable: partitions.every(({ error }) => error.retriable),
    });
    this.partitions = partitions;
  }
}
