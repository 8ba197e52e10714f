/**
 * Texts out of binary messages, for all formats: UTF-8, where bytes that are none become U+FFFD.
 *
 * A call into the engine costs more than the text it makes where that is short, and so does every string that is put
 * together character by character; so short ones are made of eight characters at a time, and names that come again and
 * again, like the keys of a map, are not made anew at all.
 */
import { Buffer } from 'node:buffer';

const SHORT_TEXT = 16;
/** Shorter texts that are put together of pieces are one at once; longer ones are put together again when they are read. */
const WHOLE_TEXT = 12;
/** Of names that are kept: a power of two. */
const NAME_SLOTS = 64;
const MAX_NAME = 32;

/** The text between two places. */
export function textOf(bytes: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length > SHORT_TEXT) return longText(bytes, start, end);
  if (length > WHOLE_TEXT && start + SHORT_TEXT <= bytes.length) return sixteen(bytes, start, end);
  return shortText(bytes, start, end);
}

/** In one go, what is behind the text included; that is cut off then. */
function sixteen(bytes: Buffer, start: number, end: number): string {
  const a = bytes[start]!;
  const b = bytes[start + 1]!;
  const c = bytes[start + 2]!;
  const d = bytes[start + 3]!;
  const e = bytes[start + 4]!;
  const f = bytes[start + 5]!;
  const g = bytes[start + 6]!;
  const h = bytes[start + 7]!;
  const i = bytes[start + 8]!;
  const j = bytes[start + 9]!;
  const k = bytes[start + 10]!;
  const l = bytes[start + 11]!;
  const m = bytes[start + 12]!;
  const n = bytes[start + 13]!;
  const o = bytes[start + 14]!;
  const p = bytes[start + 15]!;
  if ((a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p) > 0x7f) return longText(bytes, start, end);
  const text = String.fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  return end - start === SHORT_TEXT ? text : text.slice(0, end - start);
}

/** `buffer.utf8Slice` does what `toString` does after a look at its arguments, which costs as much as a short text. */
const slice: unknown = Reflect.get(Buffer.prototype, 'utf8Slice');
const longText: (bytes: Buffer, start: number, end: number) => string =
  typeof slice === 'function'
    ? (bytes, start, end) => (slice as Utf8Slice).call(bytes, start, end)
    : (bytes, start, end) => bytes.toString('utf8', start, end);

type Utf8Slice = (this: Buffer, start: number, end: number) => string;

function shortText(bytes: Buffer, start: number, end: number): string {
  let text = '';
  let at = start;
  for (; at + 8 <= end; at += 8) {
    const a = bytes[at] ?? 0;
    const b = bytes[at + 1] ?? 0;
    const c = bytes[at + 2] ?? 0;
    const d = bytes[at + 3] ?? 0;
    const e = bytes[at + 4] ?? 0;
    const f = bytes[at + 5] ?? 0;
    const g = bytes[at + 6] ?? 0;
    const h = bytes[at + 7] ?? 0;
    if ((a | b | c | d | e | f | g | h) > 0x7f) return longText(bytes, start, end);
    text += String.fromCharCode(a, b, c, d, e, f, g, h);
  }
  if (at + 4 <= end) {
    const a = bytes[at] ?? 0;
    const b = bytes[at + 1] ?? 0;
    const c = bytes[at + 2] ?? 0;
    const d = bytes[at + 3] ?? 0;
    if ((a | b | c | d) > 0x7f) return longText(bytes, start, end);
    text += String.fromCharCode(a, b, c, d);
    at += 4;
  }
  if (at === end) return text;
  const a = bytes[at] ?? 0;
  const b = at + 1 < end ? (bytes[at + 1] ?? 0) : 0;
  const c = at + 2 < end ? (bytes[at + 2] ?? 0) : 0;
  if ((a | b | c) > 0x7f) return longText(bytes, start, end);
  switch (end - at) {
    case 1:
      return text + String.fromCharCode(a);
    case 2:
      return text + String.fromCharCode(a, b);
    default:
      return text + String.fromCharCode(a, b, c);
  }
}

/**
 * Texts that were read lately and are likely to come again. A text that is kept is the engine's own copy of the name, with
 * which a property is set several times as fast as with one that was just made.
 *
 * Invariant: bounded, whatever the data has; what is answered is always the text of the bytes.
 */
export class KnownNames {
  readonly #names: string[] = Array.from({ length: NAME_SLOTS }, () => '');

  /** The text between two places. */
  read(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length === 0 || length > MAX_NAME) return textOf(bytes, start, end);
    const slot = slotOf(bytes, start, length);
    const known = this.#names[slot] ?? '';
    if (isText(known, bytes, start, length)) return known;
    const text = propertyName(textOf(bytes, start, end));
    this.#names[slot] = text;
    return text;
  }
}

function slotOf(bytes: Buffer, start: number, length: number): number {
  const first = bytes[start] ?? 0;
  const middle = bytes[start + (length >>> 1)] ?? 0;
  const last = bytes[start + length - 1] ?? 0;
  return (length * 31 + first * 17 + middle * 3 + last * 7) & (NAME_SLOTS - 1);
}

/** A text with as many characters as bytes is ASCII, or has U+FFFD where no byte is the same. */
function isText(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

/** The same text as the engine has it for names of properties. */
function propertyName(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text;
}
