/**
 * What serializers, deserializers and the registry client fail with: one sentence that says what was wrong, where, and what
 * would be right. Told apart by `code` (`isKafkaError(error, 'UNKNOWN_MAGIC_BYTE')`), as all errors of Samsa.
 */
import { KafkaError } from '#kernel';

/** The codes of a SerdeError. */
export type SerdeErrorCode =
  /** An option that does not exist, or a value that it cannot have. */
  | 'INVALID_CONFIG'
  /** Bytes that do not begin as a registered schema's do. */
  | 'UNKNOWN_MAGIC_BYTE'
  /** Bytes that are cut off, damaged, or not of the schema they name. */
  | 'CORRUPT_PAYLOAD'
  /** The value is not of the schema. */
  | 'VALUE_MISMATCH'
  /** The registered schema cannot be read with, or written in place of, the one that was given. */
  | 'INCOMPATIBLE_SCHEMA'
  /** The schema has rules that are not executed here. */
  | 'RULES_NOT_SUPPORTED'
  /** A text that is no schema. */
  | 'INVALID_SCHEMA'
  | 'SCHEMA_NOT_FOUND'
  | 'SUBJECT_NOT_FOUND'
  | 'VERSION_NOT_FOUND'
  /** No URL of the registry gave an answer; the message has what was tried. */
  | 'SCHEMA_REGISTRY_UNAVAILABLE'
  | 'SCHEMA_REGISTRY_AUTHENTICATION_FAILED'
  | 'SCHEMA_REGISTRY_AUTHORIZATION_FAILED'
  /** The registry refused for another reason: `status` and `errorCode` are its own. */
  | 'SCHEMA_REGISTRY_REFUSED'
  /** A synchronous call needs what was not fetched yet. */
  | 'SCHEMA_NOT_LOADED';

/** What is known beside the message. */
export interface SerdeErrorContext {
  /** What lies behind it. */
  readonly cause?: unknown;
  /** Whether the same call may succeed later; false where absent. */
  readonly retriable?: boolean;
  /** The registry's HTTP status. */
  readonly status?: number;
  /** The registry's own code, as 40403. */
  readonly errorCode?: number;
}

/** An operation of a serde or of the registry client that failed. */
export class SerdeError extends KafkaError {
  declare readonly code: SerdeErrorCode;
  /** The registry's HTTP status, where it answered. */
  readonly status: number | undefined;
  /** The registry's own code, as 40403, where it gave one. */
  readonly errorCode: number | undefined;

  constructor(code: SerdeErrorCode, message: string, context: SerdeErrorContext = {}) {
    super(code, message, { retriable: context.retriable ?? false, cause: context.cause });
    this.status = context.status;
    this.errorCode = context.errorCode;
  }
}

/** The words of what was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
