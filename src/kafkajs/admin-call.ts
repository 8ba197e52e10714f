/** What all calls of the admin share: checks of what is given, and errors as kafkajs throws them. */
import type { Admin, CallOptions, PartialFailure } from '#client';
import type { KafkaError } from '#kernel';
import { toKafkaJSError } from './error-conversion.ts';
import { KafkaJSNonRetriableError } from './errors.ts';

/** One operation: the client's admin and what kafkajs's caller gave. */
export type AdminCall<Given, Result> = (admin: Admin, given: Given) => Promise<Result>;

export function timeoutOf(timeout: number | undefined | null): CallOptions {
  return timeout === undefined || timeout === null ? {} : { timeoutMs: timeout };
}

/** The items of a call that failed. */
export interface FailedItem<Item> {
  readonly item: Item;
  readonly error: KafkaError;
}

/**
 * What a call over several items failed with, item by item. A call over one item fails with that item's error. Empty where
 * the whole call failed.
 */
export function failedItems<Item>(error: unknown, items: readonly Item[]): FailedItem<Item>[] {
  if (isPartial(error)) {
    return error.results.flatMap((result, index) => {
      const item = items[index];
      return result.error === undefined || item === undefined ? [] : [{ item, error: result.error }];
    });
  }
  const [only] = items;
  return items.length === 1 && only !== undefined && isAnswer(error) ? [{ item: only, error }] : [];
}

function isPartial(error: unknown): error is PartialFailure {
  return error instanceof Error && 'results' in error && Array.isArray(error.results);
}

/** Whether a broker said it of the item, rather than the call having gone wrong on its way. */
function isAnswer(error: unknown): error is KafkaError {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return 'type' in toKafkaJSError(error);
}

/** Throws unless it is an array that is not empty. */
export function checkList(
  what: string,
  list: unknown,
  { mayBeEmpty = false }: { mayBeEmpty?: boolean } = {},
): asserts list is readonly unknown[] {
  if (!Array.isArray(list)) throw new KafkaJSNonRetriableError(`Invalid ${what} array ${String(list)}`);
  if (list.length === 0 && !mayBeEmpty) throw new KafkaJSNonRetriableError(`Empty ${what} array`);
}

/** Throws unless each has a topic of its own. */
export function checkTopics(what: string, list: readonly { readonly topic: string }[]): void {
  if (list.some(({ topic }) => typeof topic !== 'string')) {
    throw new KafkaJSNonRetriableError(`Invalid ${what} array, the topic names have to be a valid string`);
  }
  if (new Set(list.map(({ topic }) => topic)).size < list.length) {
    throw new KafkaJSNonRetriableError(`Invalid ${what} array, it cannot have multiple entries for the same topic`);
  }
}

export function checkName(what: string, name: unknown): asserts name is string {
  if (typeof name !== 'string' || name === '') throw new KafkaJSNonRetriableError(`Invalid ${what} ${String(name)}`);
}
