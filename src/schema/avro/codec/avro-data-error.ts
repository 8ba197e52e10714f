/**
 * What is wrong with a value that cannot be written, or with bytes or JSON that cannot be read, and where: the path
 * from the top is gathered while the error travels up, so that nothing is paid for it as long as all goes well.
 */

/** Longer paths are cut: a nesting of a thousand levels is told by its last ones. */
const MAX_STEPS = 16;

/** A step of a path: the name of a field, the key of a map, or the index of an item. */
export type PathStep = { readonly field: string } | { readonly key: string } | { readonly index: number };

/** A value, bytes or JSON that do not fit the schema. `message` begins with the path: `orders[3].price: expected …`. */
export class AvroDataError extends Error {
  override readonly name = 'AvroDataError';
  readonly #problem: string;
  #path = '';
  #steps = 0;

  constructor(problem: string) {
    super(problem);
    this.#problem = problem;
  }

  /** Where: `orders[3].price`, `tags["a b"]`; empty where it is the value as a whole. */
  get path(): string {
    return this.#path;
  }

  /** The same error, one level further up. */
  at(step: PathStep): this {
    if (++this.#steps > MAX_STEPS) return this;
    const below = this.#path.startsWith('[') || this.#path === '' ? this.#path : `.${this.#path}`;
    this.#path = this.#steps === MAX_STEPS ? `…${below}` : `${printStep(step)}${below}`;
    this.message = `${this.#path}: ${this.#problem}`;
    // What is printed of an error is its stack, whose first line is the message at the time.
    Error.captureStackTrace(this);
    return this;
  }
}

/** What to throw at the top: the engine's own complaint of too many calls says nothing of the value or data. */
export function atTop(error: unknown, subject: 'value' | 'data'): unknown {
  const isOverflow = error instanceof RangeError && error.message.includes('call stack');
  return isOverflow ? new AvroDataError(`the ${subject} is nested too deeply`) : error;
}

function printStep(step: PathStep): string {
  if ('field' in step) return step.field;
  return 'key' in step ? `[${JSON.stringify(step.key)}]` : `[${step.index}]`;
}

/** What to throw in place of `error` where it passes a place; what is no AvroDataError stays as it is. */
export function located(error: unknown, step: PathStep): unknown {
  return error instanceof AvroDataError ? error.at(step) : error;
}

/** `expected double, got string "12"`. */
export function mismatch(expected: string, value: unknown): AvroDataError {
  return new AvroDataError(`expected ${expected}, got ${describeValue(value)}`);
}

const SHOWN = 40;

/** A value in a few words. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `string ${JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value)}`;
    case 'number':
    case 'boolean':
      return `${typeof value} ${String(value)}`;
    case 'bigint':
      // To print a giant takes long.
      return BigInt.asIntN(128, value) === value ? `bigint ${value}` : 'a bigint of more than 128 bits';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? 'an array' : describeObject(value);
    default:
      return typeof value;
  }
}

function describeObject(value: object): string {
  const maker: unknown = Reflect.get(value, 'constructor');
  const name = typeof maker === 'function' && maker !== Object ? maker.name : '';
  return name === '' ? 'an object' : `a ${name}`;
}
