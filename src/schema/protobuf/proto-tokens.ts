/**
 * The words of a `.proto` text. Comments and white space lie between them and are dropped; adjacent strings are the
 * parser's to join. Invariant: every call moves on or throws, so that no text keeps the parser from its end.
 */
import { SchemaError } from '../schema-format.ts';

export type TokenKind = 'word' | 'number' | 'string' | 'symbol' | 'end';

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fF]?/y;
const SPACE = /(?:[ \t\r\n\f\v\uFEFF]+|\/\/[^\n]*|\/\*[^]*?\*\/|#[^\n]*)+/y;
const ESCAPE = /\\(?:[xX]([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^\n]))/y;
const LETTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

export class ProtoTokens {
  readonly #text: string;
  #next = 0;
  #line = 1;
  kind: TokenKind = 'end';
  /** The word, digits or symbol, or what a string stands for. */
  text = '';
  line = 1;
  position = 0;

  constructor(text: string) {
    this.#text = text;
    this.advance();
  }

  /** Throws SchemaError where there is no word. */
  advance(): void {
    this.#skipSpace();
    this.line = this.#line;
    this.position = this.#next;
    const char = this.#text[this.#next];
    if (char === undefined) return this.#take('end', '');
    if (char === '"' || char === "'") return this.#takeString(char);
    const word = this.#match(WORD);
    if (word !== null) return this.#take('word', word);
    const number = this.#match(NUMBER);
    if (number !== null) return this.#take('number', number);
    if (!'{}[]()<>=;,.:-+/'.includes(char)) throw this.error(`a character that has no place here: ${printable(char)}`);
    this.#next++;
    this.#take('symbol', char);
  }

  error(message: string): SchemaError {
    return protoError(this.line, message);
  }

  unexpected(expected: string): SchemaError {
    const found = this.kind === 'end' ? 'the text ends' : `it says ${printable(this.text)}`;
    return this.error(`expected ${expected}, but ${found}`);
  }

  is(symbol: string): boolean {
    return this.kind === 'symbol' && this.text === symbol;
  }

  isWord(word: string): boolean {
    return this.kind === 'word' && this.text === word;
  }

  skip(symbol: string): boolean {
    if (!this.is(symbol)) return false;
    this.advance();
    return true;
  }

  require(symbol: string): void {
    if (!this.skip(symbol)) throw this.unexpected(`'${symbol}'`);
  }

  takeWord(what: string): string {
    if (this.kind !== 'word') throw this.unexpected(what);
    const { text } = this;
    this.advance();
    return text;
  }

  /** Adjacent strings are one. */
  takeString(what: string): string {
    if (this.kind !== 'string') throw this.unexpected(what);
    let text = '';
    while (this.kind === 'string') {
      text += this.text;
      this.advance();
    }
    return text;
  }

  /** The next word, without taking it; '' where something else follows. */
  peek(): string {
    const [kind, text, line, position, next, nextLine] = [
      this.kind,
      this.text,
      this.line,
      this.position,
      this.#next,
      this.#line,
    ];
    this.advance();
    const peeked = this.kind === 'string' ? '' : this.text;
    [this.kind, this.text, this.line, this.position, this.#next, this.#line] = [
      kind,
      text,
      line,
      position,
      next,
      nextLine,
    ];
    return peeked;
  }

  #take(kind: TokenKind, text: string): void {
    this.kind = kind;
    this.text = text;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#next;
    const match = pattern.exec(this.#text);
    if (match === null) return null;
    this.#next = pattern.lastIndex;
    return match[0];
  }

  #skipSpace(): void {
    const space = this.#match(SPACE);
    if (space !== null) for (const char of space) if (char === '\n') this.#line++;
    if (this.#text.startsWith('/*', this.#next)) throw protoError(this.#line, 'a comment that is not closed');
  }

  #takeString(quote: string): void {
    let value = '';
    this.#next++;
    for (;;) {
      const char = this.#text[this.#next];
      if (char === undefined || char === '\n') throw this.error('a string that is not closed');
      if (char === quote) break;
      value += char === '\\' ? this.#escape() : char;
      if (char !== '\\') this.#next++;
    }
    this.#next++;
    this.#take('string', value);
  }

  #escape(): string {
    ESCAPE.lastIndex = this.#next;
    const match = ESCAPE.exec(this.#text);
    if (match === null) throw this.error('a string with a broken escape');
    this.#next = ESCAPE.lastIndex;
    const [, hex, octal, short, long, letter] = match;
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    const code = hex ?? short ?? long;
    if (code === undefined) return LETTERS[letter ?? ''] ?? letter ?? '';
    const point = parseInt(code, 16);
    if (point > 0x10_ff_ff) throw this.error('a string with an escape beyond Unicode');
    return String.fromCodePoint(point);
  }
}

/** What names a text of any length is cut. */
const MAX_MESSAGE = 400;

export function protoError(line: number, message: string): SchemaError {
  const short = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
  return new SchemaError(`Invalid Protobuf schema${line > 0 ? ` at line ${line}` : ''}: ${short}`);
}

function printable(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
