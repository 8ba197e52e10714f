/**
 * Prints JSON as Jackson does, which most registries run on: no space, escapes only where JSON asks for them (with
 * capital digits), integers with all their digits, other numbers as Java's `Double.toString` spells them.
 *
 * Invariant: a printed text, read and printed again, stays the same.
 */
import type { JsonEntries, JsonNode, JsonNumber } from './json-node.ts';
import { isJsonArray, JsonObject } from './json-node.ts';

export interface PrintJsonOptions {
  /** Whether the keys of every object are put into order, by UTF-16 code units as Java compares them. */
  readonly sortKeys?: boolean;
}

export function printJson(node: JsonNode, { sortKeys = false }: PrintJsonOptions = {}): string {
  if (node === null) return 'null';
  if (typeof node === 'boolean') return node ? 'true' : 'false';
  if (typeof node === 'string') return printJsonString(node);
  if (isJsonArray(node)) return `[${node.map((item) => printJson(item, { sortKeys })).join(',')}]`;
  if (!(node instanceof JsonObject)) return printJsonNumber(node);
  const entries = sortKeys ? sorted(node.entries) : node.entries;
  return `{${entries.map(([key, value]) => `${printJsonString(key)}:${printJson(value, { sortKeys })}`).join(',')}}`;
}

function sorted(entries: JsonEntries): JsonEntries {
  return entries.toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const ESCAPED = /["\\\u0000-\u001f]/;
// oxlint-disable-next-line no-control-regex -- the same
const ALL_ESCAPED = /["\\\u0000-\u001f]/g;

/** A text in quotes, with nothing escaped but quotes, backslashes and what is below U+0020. */
export function printJsonString(text: string): string {
  return ESCAPED.test(text) ? `"${text.replaceAll(ALL_ESCAPED, escaped)}"` : `"${text}"`;
}

function escaped(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return SHORT_ESCAPES[character] ?? `\\u${code}`;
}

/** An integer with all its digits, another number as a double; one too large for a double becomes a text. */
export function printJsonNumber(number: JsonNumber): string {
  if (number.isInteger) return number.text === '-0' ? '0' : number.text;
  const value = number.toNumber();
  return Number.isFinite(value) ? javaDouble(value) : `"${javaDouble(value)}"`;
}

/**
 * A double as Java's `Double.toString` spells it (since Java 19, whose digits are the shortest that tell it from its
 * neighbours, as JavaScript's): at least one digit behind the point, an exponent below 10^-3 and from 10^7 on.
 */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const shortest = value.toExponential();
  // Where one digit would do Java takes the best two: 4.9E-324, not 5.0E-324.
  const [mantissa = '', exponent = '0'] = (shortest.includes('.') ? shortest : value.toExponential(1)).split('e');
  const power = Number(exponent);
  if (power < -3 || power >= 7) return `${mantissa}E${power}`;
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** How many arrays and objects stand within each other in a text that is known to be JSON. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted && character === '\\') at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth--;
  }
  return deepest;
}
