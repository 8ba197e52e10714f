/**
 * What kafkajs does about an error of a handler or of the consumer itself: what can pass is tried again `retries` times;
 * what cannot, or does not pass, is a crash, after which the consumer starts again where the error could have passed.
 */
import { toKafkaJSError } from './error-conversion.ts';
import { KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded } from './errors.ts';
import type { RetryOptions } from './kafka-config.ts';
import type { Logger } from './logger.ts';

/** Mistakes in the program: the same call fails the same way. */
const MISTAKES: ReadonlySet<string> = new Set(['RangeError', 'ReferenceError', 'SyntaxError', 'TypeError']);

/** Of kafkajs's errors and of the application's own, which may say so by `retriable: false`. */
export function isRetriable(error: unknown): boolean {
  const { retriable, name } = error as { retriable?: unknown; name?: unknown };
  return retriable !== false && !MISTAKES.has(String(name));
}

/** What CRASH tells, after `retryCount` retries, the last after `retryTime` milliseconds. */
export function crashError(error: unknown, spent: { retryCount: number; retryTime: number }): Error {
  const converted = toKafkaJSError(error);
  const cause = converted.cause ?? converted;
  return isRetriable(converted)
    ? new KafkaJSNumberOfRetriesExceeded(converted, { ...spent, cause })
    : new KafkaJSNonRetriableError(converted, { cause });
}

export interface RestartOptions {
  readonly retry: RetryOptions | undefined;
  readonly logger: Logger;
  readonly groupId: string;
}

/** Whether the consumer starts again after the crash; `restartOnFailure` is asked where it is for it to say. */
export async function restarts(error: Error, { retry, logger, groupId }: RestartOptions): Promise<boolean> {
  if (!(error instanceof KafkaJSNumberOfRetriesExceeded) && !couldHavePassed(error)) return false;
  if (retry?.restartOnFailure === undefined) return true;
  try {
    return await retry.restartOnFailure(error);
  } catch (failure) {
    const { message } = failure instanceof Error ? failure : new Error(String(failure));
    logger.error('restartOnFailure failed: restarting', { error: message, cause: error.message, groupId });
    return true;
  }
}

function couldHavePassed(error: Error): boolean {
  let cause: unknown = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  return (cause as { retriable?: unknown }).retriable === true;
}
