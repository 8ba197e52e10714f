/**
 * What fails and is being tried again, by the name of what is being done: the part of a consumer's status that says why no
 * records come. Something that works again takes back what it reported.
 */
import type { Clock } from '#kernel';
import type { ClientError } from '../errors.ts';

export class Trouble {
  readonly #clock: Clock;
  readonly #failing = new Map<string, { readonly error: ClientError; readonly sinceMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  report(what: string, error: ClientError): void {
    const sinceMs = this.#failing.get(what)?.sinceMs ?? this.#clock.now();
    this.#failing.delete(what);
    this.#failing.set(what, { error, sinceMs });
  }

  clear(what: string): void {
    this.#failing.delete(what);
  }

  /** The latest; null where nothing fails. */
  get lastError(): ClientError | null {
    return [...this.#failing.values()].at(-1)?.error ?? null;
  }

  /** By the wall clock; null where nothing fails. */
  get sinceMs(): number | null {
    const all = [...this.#failing.values()].map(({ sinceMs }) => sinceMs);
    return all.length === 0 ? null : Math.min(...all);
  }
}
