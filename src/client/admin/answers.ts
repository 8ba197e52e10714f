/** What a broker said of the items of one request. An item that it does not mention is an error. */
import type { ErrorEntry } from '#protocol';
import { errorFor, type ClientError } from '../errors.ts';

/** The fields that most answers have. */
export interface Verdict {
  readonly errorCode: number;
  readonly errorMessage?: string | null;
}

export type Answer<Value> = { readonly value: Value } | { readonly error: ClientError };

export class Answers<Value> {
  readonly #answers = new Map<string, Answer<Value>>();
  /** For all items without an answer of their own. */
  #rest: ClientError | null = null;

  /** `value` is taken where the verdict is that all went well. */
  add(key: string, { errorCode, errorMessage = null }: Verdict, value: () => Value): void {
    this.#answers.set(key, errorCode === 0 ? { value: value() } : { error: errorFor(errorCode, errorMessage) });
  }

  accept(key: string, value: Value): void {
    this.#answers.set(key, { value });
  }

  refuse(key: string, error: ClientError | ErrorEntry | number, message?: string): void {
    this.#answers.set(key, { error: error instanceof Error ? error : errorFor(error, message) });
  }

  /** An answer to the request as a whole; answers whether it was an error. */
  refuseAll({ errorCode, errorMessage = null }: Verdict): boolean {
    if (errorCode !== 0) this.#rest = errorFor(errorCode, errorMessage);
    return errorCode !== 0;
  }

  of(key: string): Answer<Value> {
    const answer = this.#answers.get(key);
    if (answer !== undefined) return answer;
    return { error: this.#rest ?? errorFor('UNKNOWN_SERVER_ERROR', 'The broker left it out of its answer.') };
  }
}
