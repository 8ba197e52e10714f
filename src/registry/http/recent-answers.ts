/**
 * Answers that were given lately and still hold: serializers ask for the same few ids again and again, and a look-up costs
 * half as much when it is not made anew.
 *
 * Invariant: an answer is given again only while not a single record was applied since it was made, and only to a request of
 * the same target and Accept. What depends on who asks is not kept.
 */
import type { HttpAnswer, HttpRequest } from './http-exchange.ts';
import type { Operation } from './operation.ts';

const MAX_ANSWERS = 1000;
const MAX_CHARACTERS = 4 * 1024 * 1024;

export interface RecentAnswer {
  readonly answer: HttpAnswer;
  readonly operation: Operation;
  readonly accept: string | undefined;
}

export class RecentAnswers {
  readonly #byTarget = new Map<string, RecentAnswer>();
  #characters = 0;
  /** Of the last record that was applied when they were made. */
  #offset = -1;

  find(request: HttpRequest, offset: number): RecentAnswer | null {
    if (offset !== this.#offset || request.method !== 'GET') return null;
    const found = this.#byTarget.get(request.target);
    return found !== undefined && found.accept === request.header('accept') ? found : null;
  }

  keep(request: HttpRequest, { operation, answer }: Omit<RecentAnswer, 'accept'>, offset: number): void {
    const { target } = request;
    const characters = target.length + answer.body.length;
    if (request.method !== 'GET' || characters > MAX_CHARACTERS / 16) return;
    const isFull = this.#byTarget.size >= MAX_ANSWERS || this.#characters + characters > MAX_CHARACTERS;
    if (offset !== this.#offset || isFull) {
      this.#byTarget.clear();
      this.#characters = 0;
      this.#offset = offset;
    }
    this.#characters += characters;
    this.#byTarget.set(target, { operation, answer, accept: request.header('accept') });
  }
}
