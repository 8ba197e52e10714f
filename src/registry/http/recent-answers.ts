/**
 * Answers that were given lately and still hold: serializers ask for the same few ids and register the same few schemas
 * again and again, and it costs half as much when that is not worked out anew.
 *
 * Invariant: an answer is given again only while not a single record was applied since before it was made, and only to a
 * request of the same target, body and Accept. What depends on who asks is not kept, nor what another registry said.
 */
import type { RegistryState } from '../state/registry-state.ts';
import type { HttpAnswer, HttpRequest } from './http-exchange.ts';
import type { Operation } from './operation.ts';

const MAX_ANSWERS = 1000;
const MAX_CHARACTERS = 4 * 1024 * 1024;
const MAX_CHARACTERS_EACH = MAX_CHARACTERS / 16;

export interface RecentAnswer {
  readonly answer: HttpAnswer;
  readonly operation: Operation;
  readonly accept: string | undefined;
}

/** What a registry knows at some moment. */
export interface StateMark {
  readonly state: RegistryState;
  readonly offset: number;
}

export function markOf(state: RegistryState): StateMark {
  return { state, offset: state.lastOffset };
}

/** Null where the request is too large to be remembered. */
export function recentKey({ method, target }: HttpRequest, body: Uint8Array): string | null {
  if (method !== 'GET' && method !== 'POST') return null;
  if (target.length + body.length > MAX_CHARACTERS_EACH) return null;
  // GET alone has no body, so that the two do not meet. Bytes as characters are told apart as bytes are.
  return body.length === 0
    ? target
    : `${target}\n${Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1')}`;
}

export class RecentAnswers {
  readonly #byKey = new Map<string, RecentAnswer>();
  #characters = 0;
  /** When they were made. */
  #mark: StateMark | null = null;

  find(key: string, request: HttpRequest, now: StateMark): RecentAnswer | null {
    if (!isSame(this.#mark, now)) return null;
    const found = this.#byKey.get(key);
    return found !== undefined && found.accept === request.header('accept') ? found : null;
  }

  /** `before` is from before the answer was worked out. */
  keep(key: string, recent: RecentAnswer, { before, now }: { before: StateMark; now: StateMark }): void {
    const characters = key.length + recent.answer.body.length;
    if (!isSame(before, now) || characters > MAX_CHARACTERS_EACH) return;
    const isFull = this.#byKey.size >= MAX_ANSWERS || this.#characters + characters > MAX_CHARACTERS;
    if (!isSame(this.#mark, now) || isFull) {
      this.#byKey.clear();
      this.#characters = 0;
      this.#mark = now;
    }
    this.#characters += characters;
    this.#byKey.set(key, recent);
  }
}

function isSame(left: StateMark | null, right: StateMark): boolean {
  return left !== null && left.offset === right.offset && left.state === right.state;
}
