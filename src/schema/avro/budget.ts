/**
 * How much work a schema may ask for. What a text says can be far larger than the text (defaults within defaults,
 * types of types), so that whoever walks through it pays per step and depth.
 */
import { SchemaError } from '../schema-format.ts';

/** Steps for one schema or one pair of schemas: a second or two at the worst. */
const DEFAULT_STEPS = 1_000_000;

/** Levels of types within types. JSON's own bound allows 1001, but types that are named can be chained past it. */
const MAX_DEPTH = 1200;

export class Budget {
  #left: number;
  #depth = 0;

  constructor(steps: number = DEFAULT_STEPS) {
    this.#left = steps;
  }

  /** Throws SchemaError once all is spent. */
  spend(steps = 1): void {
    this.#left -= steps;
    if (this.#left < 0) throw new SchemaError('the schema is too large to be worked through');
  }

  /** Takes one step, and one level more while `work` runs. Throws SchemaError where either is too much. */
  within<T>(work: () => T): T {
    this.spend();
    if (++this.#depth > MAX_DEPTH) throw new SchemaError(`more than ${MAX_DEPTH} levels of types within types`);
    const result = work();
    this.#depth--;
    return result;
  }
}
