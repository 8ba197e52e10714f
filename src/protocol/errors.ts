/**
 * Kafka's error table, by name (`Errors.NOT_LEADER_OR_FOLLOWER`) and by code. An error is a value here: it goes into
 * an answer, and is not thrown.
 */
import { Errors } from './errors.gen.ts';

export type ErrorName = keyof typeof Errors;

export interface ErrorEntry {
  readonly code: number;
  readonly name: ErrorName;
  /** Whether the same request may succeed later, perhaps after new metadata. */
  readonly retriable: boolean;
  /** One sentence for a person. */
  readonly message: string;
}

/** All errors, in the order of their codes. */
export const errorTable: readonly ErrorEntry[] = Object.values(Errors);

const LOWEST_CODE = -1;

/** The entry of a code; UNKNOWN_SERVER_ERROR where the table does not know the code. */
export function errorForCode(code: number): ErrorEntry {
  return errorTable[code - LOWEST_CODE] ?? Errors.UNKNOWN_SERVER_ERROR;
}

/** The entry of a name, such as the `code` of a KafkaError; UNKNOWN_SERVER_ERROR where there is none. */
export function errorForName(name: string): ErrorEntry {
  return Object.hasOwn(Errors, name) ? Errors[name as ErrorName] : Errors.UNKNOWN_SERVER_ERROR;
}
