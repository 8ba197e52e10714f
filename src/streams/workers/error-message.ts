/** Errors between isolates: a structured clone would leave nothing but the message of a KafkaError. */
import { isKafkaError, KafkaError } from '#kernel';

export interface ErrorMessage {
  readonly message: string;
  /** Null for what is no KafkaError. */
  readonly code: string | null;
  readonly retriable: boolean;
  readonly name: string;
  readonly stack: string | undefined;
  readonly cause: ErrorMessage | null;
}

/** Causes of causes beyond that are left out. */
const MAX_CAUSES = 8;

/** Of whatever was thrown. */
export function errorMessageOf(thrown: unknown, causesLeft: number = MAX_CAUSES): ErrorMessage {
  if (!(thrown instanceof Error)) {
    return { message: String(thrown), code: null, retriable: false, name: 'Error', stack: undefined, cause: null };
  }
  const { message, name, stack, cause } = thrown;
  const isKafkas = isKafkaError(thrown);
  return {
    message,
    name,
    stack,
    code: isKafkas ? thrown.code : null,
    retriable: isKafkas && thrown.retriable,
    cause: cause === undefined || causesLeft === 0 ? null : errorMessageOf(cause, causesLeft - 1),
  };
}

/** With code, stack and causes as they were there. */
export function errorOf({ message, code, retriable, name, stack, cause: from }: ErrorMessage): Error {
  const cause = from === null ? undefined : errorOf(from);
  const error = code === null ? new Error(message, { cause }) : new KafkaError(code, message, { retriable, cause });
  if (code === null) Object.defineProperty(error, 'name', { value: name, configurable: true });
  if (stack !== undefined) error.stack = stack;
  return error;
}
