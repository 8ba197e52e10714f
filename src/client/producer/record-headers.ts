/** The forms in which an application may give a record's headers, brought into the one that the encoder writes. */
import type { RecordHeader } from '#protocol';

export type HeaderValue = Uint8Array | string | null;

/**
 * Headers in order: pairs (names may repeat), an object or Map (an array as value repeats the name), or anything that
 * iterates over pairs, such as the `headers` of a record that was consumed.
 */
export type HeadersInput =
  | Iterable<readonly [string, HeaderValue | readonly (Uint8Array | string)[]]>
  | Readonly<Record<string, HeaderValue | readonly (Uint8Array | string)[]>>;

const NONE: readonly RecordHeader[] = [];

/** In the order given. Throws TypeError where a name is no string or a value is none of what it may be. */
export function toRecordHeaders(input: HeadersInput | undefined | null): readonly RecordHeader[] {
  if (input === undefined || input === null) return NONE;
  const headers: RecordHeader[] = [];
  const pairs = isIterable(input) ? input : Object.entries(input);
  for (const [key, value] of pairs) {
    if (Array.isArray(value)) for (const one of value) headers.push(header(key, one));
    else headers.push(header(key, value));
  }
  return headers.length === 0 ? NONE : headers;
}

function isIterable(input: HeadersInput): input is Exclude<HeadersInput, Readonly<Record<string, unknown>>> {
  return Symbol.iterator in input;
}

function header(key: unknown, value: unknown): RecordHeader {
  if (typeof key !== 'string') throw new TypeError(`the name of a header must be a string, not ${typeof key}`);
  if (value === null || value === undefined) return { key, value: null };
  if (typeof value === 'string') return { key, value: Buffer.from(value) };
  if (value instanceof Uint8Array) return { key, value };
  throw new TypeError(`the value of header "${key}" must be a string, bytes or null, not ${typeof value}`);
}
