/**
 * Reads a JSON text (RFC 8259) without loss. What registries got from others was read by Jackson, so that its
 * liberties can be had: comments as in Java, a key that comes twice (the last value counts, at the first one's place).
 *
 * Invariant: time is linear in the text's length; nesting is bounded, so that no text can exhaust the stack, and so are
 * a number's digits, as in Jackson.
 */
import type { JsonEntry, JsonNode } from './json-node.ts';
import { JsonNumber, JsonObject } from './json-node.ts';

export interface ParseJsonOptions {
  /** What becomes of a key that comes twice in one object: an error, or the last value counts. Default `last`. */
  readonly duplicateKeys?: 'refuse' | 'last';
  /** Whether comments (from two slashes to the end of the line, or as in C) count as space. Default false. */
  readonly comments?: boolean;
  /** How many arrays and objects may stand within each other. Default 1000, as Jackson's. */
  readonly maxDepth?: number;
}

/** A text that is no JSON. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  /** Both count from 1; columns are UTF-16 code units. */
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(`${message} at line ${line}, column ${column}`);
    this.line = line;
    this.column = column;
  }
}

/** How deep a text may nest where its reader does not say otherwise; as Jackson's. */
export const MAX_JSON_DEPTH = 1000;
const MAX_DIGITS = 1000;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /[\p{L}\p{N}_$]*/uy;
const HEX = /[0-9a-fA-F]{4}/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The tree of a whole text. Throws JsonError. */
export function parseJson(text: string, options: ParseJsonOptions = {}): JsonNode {
  const reader = new JsonReader(text, options);
  const node = reader.value();
  reader.end();
  return node;
}

/** The tree of the text's first value, and where that ends; what follows is the caller's to judge. Throws JsonError. */
export function parseJsonPrefix(text: string, options: ParseJsonOptions = {}): { node: JsonNode; end: number } {
  const reader = new JsonReader(text, options);
  const node = reader.value();
  return { node, end: reader.position };
}

class JsonReader {
  readonly #text: string;
  readonly #refusesDuplicates: boolean;
  readonly #comments: boolean;
  readonly #maxDepth: number;
  #at = 0;
  #depth = 0;

  constructor(text: string, { duplicateKeys = 'last', comments = false, maxDepth = MAX_JSON_DEPTH }: ParseJsonOptions) {
    this.#text = text;
    this.#refusesDuplicates = duplicateKeys === 'refuse';
    this.#comments = comments;
    this.#maxDepth = maxDepth;
  }

  get position(): number {
    return this.#at;
  }

  value(): JsonNode {
    this.#skipSpace();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#object());
      case '[':
        return this.#nested(() => this.#array());
      case '"':
        return this.#string();
      case undefined:
        throw this.#error('the text ends where a value should stand');
      default:
        return this.#scalar();
    }
  }

  end(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#error('something follows the value');
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > this.#maxDepth) throw this.#error(`more than ${this.#maxDepth} levels of nesting`);
    this.#at++;
    const result = read();
    this.#depth--;
    return result;
  }

  #object(): JsonObject {
    const entries: JsonEntry[] = [];
    const places = new Map<string, number>();
    if (this.#closes('}')) return new JsonObject(entries);
    do {
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') throw this.#error('a property should start with its quoted name');
      const start = this.#at;
      const key = this.#string();
      this.#skipSpace();
      if (this.#text[this.#at] !== ':') throw this.#error('a colon should follow the name of a property');
      this.#at++;
      const value = this.value();
      const place = places.get(key);
      if (place === undefined) {
        places.set(key, entries.length);
        entries.push([key, value]);
      } else {
        if (this.#refusesDuplicates) throw this.#error(`the property ${JSON.stringify(key)} comes twice`, start);
        entries[place] = [key, value];
      }
    } while (this.#continues('}'));
    return new JsonObject(entries);
  }

  #array(): JsonNode[] {
    const items: JsonNode[] = [];
    if (this.#closes(']')) return items;
    do items.push(this.value());
    while (this.#continues(']'));
    return items;
  }

  #closes(bracket: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== bracket) return false;
    this.#at++;
    return true;
  }

  #continues(bracket: string): boolean {
    if (this.#closes(bracket)) return false;
    if (this.#text[this.#at] !== ',') throw this.#error(`a comma or ${bracket} should follow`);
    this.#at++;
    return true;
  }

  #scalar(): JsonNode {
    const start = this.#at;
    const digits = this.#match(NUMBER);
    const rest = this.#match(LITERAL);
    if (digits !== '' && rest === '') {
      if (digits.length > MAX_DIGITS && digits.replaceAll(/\D/g, '').length > MAX_DIGITS) {
        throw this.#error(`a number of more than ${MAX_DIGITS} digits`, start);
      }
      return new JsonNumber(digits);
    }
    if (digits === '') {
      if (rest === 'true') return true;
      if (rest === 'false') return false;
      if (rest === 'null') return null;
    }
    throw this.#error('neither a value nor a number', start);
  }

  #string(): string {
    const text = this.#text;
    let result = '';
    let from = ++this.#at;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code === QUOTE) {
        result += text.slice(from, this.#at++);
        return result;
      }
      if (code === BACKSLASH) {
        result += text.slice(from, this.#at++) + this.#escape();
        from = this.#at;
      } else if (code >= SPACE) {
        this.#at++;
      } else {
        // NaN, past the end, comes here as well.
        throw this.#error(this.#at < text.length ? 'a control character within quotes' : 'a quote is missing');
      }
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at] ?? '';
    if (letter !== 'u') {
      const meant = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
      if (meant === undefined) throw this.#error('an escape that JSON does not know');
      this.#at++;
      return meant;
    }
    this.#at++;
    const digits = this.#match(HEX);
    if (digits === '') throw this.#error('four hexadecimal digits should follow \\u');
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #skipSpace(): void {
    for (;;) {
      switch (this.#text[this.#at]) {
        case ' ':
        case '\t':
        case '\n':
        case '\r':
          this.#at++;
          break;
        case '/':
          if (!this.#comments) return;
          this.#comment();
          break;
        default:
          return;
      }
    }
  }

  #comment(): void {
    const opening = this.#text.slice(this.#at, this.#at + 2);
    if (opening === '//') {
      const line = /[^\r\n]*/y;
      this.#match(line);
      return;
    }
    const end = opening === '/*' ? this.#text.indexOf('*/', this.#at + 2) : -1;
    if (end === -1) throw this.#error('a comment that does not end');
    this.#at = end + 2;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #error(message: string, at: number = this.#at): JsonError {
    const before = this.#text.slice(0, at);
    const lines = before.split(/\r\n|\r|\n/);
    return new JsonError(message, lines.length, (lines.at(-1)?.length ?? 0) + 1);
  }
}
