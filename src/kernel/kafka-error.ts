/**
 * The one error class for operations that failed. `code` is Kafka's constant (`NOT_LEADER_OR_FOLLOWER`) or, for what
 * Kafka has no name for, one in the same style (`INVALID_CONFIG_FILE`). `retriable` says whether the same call may
 * succeed later. The message is one sentence for a person: what was wrong, where, and what would be right.
 */
export class KafkaError extends Error {
  /** The same for subclasses: tell errors by `code`. */
  override readonly name: string = 'KafkaError';
  /** Kafka's constant, or one in the same style. */
  readonly code: string;
  /** Whether the same call may succeed later. */
  readonly retriable: boolean;

  constructor(code: string, message: string, options: { retriable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retriable = options.retriable ?? false;
  }
}

/** Tells a KafkaError, also one from another copy of this package; narrow further by `code`. */
export function isKafkaError(error: unknown, code?: string): error is KafkaError {
  if (!(error instanceof Error) || !('code' in error) || !('retriable' in error)) return false;
  return code === undefined || error.code === code;
}
