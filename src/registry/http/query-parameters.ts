/**
 * The query of a request, read as each operation declares it. As in JAX-RS: whatever is not `true` is false, and what is no
 * number where one is due is a path that does not exist (404). Parameters that nobody declared are passed over.
 */
import { notFound } from './errors.ts';

export interface QueryParameter {
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'string';
  /** May be given several times. */
  readonly isRepeated?: boolean;
  /** What holds where it is absent, for the document: `false` and the empty text need no word. */
  readonly default?: string | number | boolean;
  readonly doc: string;
}

const MAX_INT = 2 ** 31 - 1;

export class Query {
  readonly #values: URLSearchParams;

  constructor(text: string) {
    this.#values = new URLSearchParams(text);
  }

  boolean(name: string, absent = false): boolean {
    const value = this.#values.get(name);
    return value === null ? absent : value.toLowerCase() === 'true';
  }

  /** Throws a 404 for what is no int32. */
  integer(name: string, absent: number): number {
    const value = this.#values.get(name);
    return value === null || value === '' ? absent : parseInt32(value);
  }

  string(name: string): string | null {
    return this.#values.get(name);
  }

  all(name: string): readonly string[] {
    return this.#values.getAll(name);
  }
}

/** Of lists; throws a 404 for what are no numbers. */
export function pageOf(query: Query): { offset: number; limit: number } {
  return { offset: query.integer('offset', 0), limit: query.integer('limit', -1) };
}

/** Throws a 404 for what is no int32. */
export function parseInt32(text: string): number {
  const number = /^[+-]?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= -MAX_INT - 1 && number <= MAX_INT)) throw notFound();
  return number;
}
