/**
 * The headers of a record: an ordered list of names and values in which a name may come more than once (KIP-82), as the
 * wire has it. Values are bytes or null; a text is taken as UTF-8.
 *
 * Invariant: order and repetitions survive reading, forwarding and writing.
 */
import { inspect } from 'node:util';

/** What a header's value may be given as. */
export type HeaderValue = Uint8Array | string | null;

/**
 * The headers of a record to produce: pairs, an object or a Map (where an array of values repeats the name), or the
 * `headers` of a record that was consumed.
 */
export type HeadersInput =
  | readonly (readonly [name: string, value: HeaderValue])[]
  | Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>
  | ReadonlyMap<string, HeaderValue | readonly HeaderValue[]>
  | Headers;

/** In order, repetitions included; iterates over `[name, value]`. Values are views of the record's bytes. */
export class Headers implements Iterable<readonly [name: string, value: Buffer | null]> {
  readonly #entries: readonly (readonly [string, Buffer | null])[];

  /** Copies the list, not the bytes. */
  constructor(input: HeadersInput = []) {
    this.#entries = input instanceof Headers ? input.#entries : headerEntries(input).map(withBytes);
  }

  /** How many there are, repetitions counted. */
  get size(): number {
    return this.#entries.length;
  }

  /** Whether there is a header of that name. */
  has(name: string): boolean {
    return this.#entries.some(([key]) => key === name);
  }

  /** The last one of that name, which is the one that counts where a name repeats; undefined where there is none. */
  get(name: string): Buffer | null | undefined {
    return this.#entries.findLast(([key]) => key === name)?.[1];
  }

  /** `get` as text; null stays null. */
  text(name: string): string | null | undefined {
    return this.get(name)?.toString() ?? (this.has(name) ? null : undefined);
  }

  /** All of that name, in order. */
  getAll(name: string): (Buffer | null)[] {
    return this.#entries.filter(([key]) => key === name).map(([, value]) => value);
  }

  /** Over `[name, value]`, in order. */
  [Symbol.iterator](): IterableIterator<readonly [name: string, value: Buffer | null]> {
    return this.#entries.values();
  }

  /** For `JSON.stringify`: pairs, the values as text. */
  toJSON(): (readonly [string, string | null])[] {
    return this.#entries.map(([name, value]) => [name, value === null ? null : value.toString()]);
  }

  static {
    // A computed name is none that declarations could be emitted for.
    const value = function (this: Headers): unknown {
      return this.toJSON();
    };
    Object.defineProperty(this.prototype, inspect.custom, { value });
  }
}

/** Of all records without headers. */
export const NO_HEADERS: Headers = new Headers();

/** Any form of headers as pairs in order; a list of pairs is answered as it is. */
export function headerEntries(input: HeadersInput): readonly (readonly [string, HeaderValue])[] {
  if (isPairs(input)) return input;
  if (input instanceof Headers) return [...input];
  const entries: [string, HeaderValue][] = [];
  for (const [name, value] of input instanceof Map ? input : Object.entries(input)) {
    if (isList(value)) for (const one of value) entries.push([name, one]);
    else entries.push([name, value]);
  }
  return entries;
}

function isPairs(input: HeadersInput): input is readonly (readonly [string, HeaderValue])[] {
  return Array.isArray(input);
}

function isList(value: HeaderValue | readonly HeaderValue[]): value is readonly HeaderValue[] {
  return Array.isArray(value);
}

function withBytes([name, value]: readonly [string, HeaderValue]): readonly [string, Buffer | null] {
  if (value === null || Buffer.isBuffer(value)) return [name, value];
  if (typeof value === 'string') return [name, Buffer.from(value)];
  return [name, Buffer.from(value.buffer, value.byteOffset, value.byteLength)];
}
