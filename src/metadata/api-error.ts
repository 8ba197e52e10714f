/** Answers as values: Kafka's error code with a sentence. */
import { Errors } from '#protocol';
import type { ErrorName } from '#protocol';
import type { ApiError } from './commands.ts';

/** Without a message of its own, the answer has that of the error table. */
export function apiError(name: ErrorName, errorMessage: string = Errors[name].message): ApiError {
  return { errorCode: Errors[name].code, errorMessage };
}

export const NO_ERROR: Readonly<ApiError> = Object.freeze({ errorCode: 0, errorMessage: null });
