/**
 * What is wrong with bytes that cannot be read as a message, or with a message that cannot be written as bytes. It is
 * the one error that readers and writers of this module throw, whatever the bytes are.
 */
import { isKafkaError, KafkaError } from '#kernel';

/**
 * `truncated`: the bytes end early. `null`: null where the version has no null. `length`: a length below -1 or of a
 * string past 32767. `count`: more elements than bytes are left for, or than a reader takes. `varint`: more than five
 * bytes. `tag count`, `tag size`: a number of tagged fields, or the size of one, that cannot be right. `left over`:
 * bytes behind the message. `unsafe integer`: a 64-bit integer that a number does not hold exactly. `version`: a
 * version that the message does not have, or a field that the version does not have. `range`: a value that its type
 * does not hold.
 */
export type ProtocolErrorReason =
  | 'truncated'
  | 'null'
  | 'length'
  | 'count'
  | 'varint'
  | 'tag count'
  | 'tag size'
  | 'left over'
  | 'unsafe integer'
  | 'version'
  | 'range';

/** `code` is UNSUPPORTED_VERSION for reason `version`, VALUE_OUT_OF_RANGE for `range`, else MALFORMED_MESSAGE. */
export class ProtocolError extends KafkaError {
  override readonly name = 'ProtocolError';
  readonly reason: ProtocolErrorReason;

  constructor(reason: ProtocolErrorReason, message: string) {
    super(codeOf(reason), message);
    this.reason = reason;
  }
}

/** Tells the error of a reader or writer of this module from any other. */
export function isProtocolError(error: unknown): error is ProtocolError {
  return isKafkaError(error) && error.name === 'ProtocolError';
}

function codeOf(reason: ProtocolErrorReason): string {
  if (reason === 'version') return 'UNSUPPORTED_VERSION';
  return reason === 'range' ? 'VALUE_OUT_OF_RANGE' : 'MALFORMED_MESSAGE';
}

/** The error of a field that is set though the version that is written has no place for it. */
export function unsupportedField(path: string): ProtocolError {
  return new ProtocolError('version', `${path} is set, but the version that is written has no such field`);
}

/** `value`, unless it is null where the version that is written has no null. */
export function nonNull<T>(value: T | null, path: string): T {
  if (value === null)
    throw new ProtocolError('version', `${path} is null, but the version that is written has no null`);
  return value;
}
