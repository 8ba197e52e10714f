/** Functions of an application inside synchronous operators: a promise among their results is a mistake that is told at once. */
import { KafkaError } from '#kernel';

/** Results of a synchronous function: a promise does not fit. */
export type Sync<R> = R extends PromiseLike<unknown> ? never : R;

/** What a function may return that is called for what it does: anything but a promise, for which nobody would wait. */
export type NoPromise =
  | void
  | null
  | undefined
  | string
  | number
  | bigint
  | boolean
  | symbol
  | (object & { readonly then?: undefined });

/** The result, which must not be a promise. */
export function settled<R>(result: R, node: string): R {
  if (typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function') {
    throw new KafkaError(
      'ASYNC_FUNCTION',
      `The function of ${node} returned a promise, and this operator is synchronous: use mapAsync for work that takes time`,
    );
  }
  return result;
}
