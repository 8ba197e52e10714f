/**
 * Cuts JSON into the values that are to become records: the elements of one array, or values that follow each other,
 * on lines of their own or not. A value is not looked into beyond its brackets and strings; that is for JSON.parse.
 *
 * Invariant: each byte is looked at once, however the chunks fall; no more than one value is kept, and its size is bound.
 */
import { KafkaError } from '#kernel';

const MAX_VALUE_BYTES = 256 * 1024 * 1024;

export interface JsonText {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

const [TAB, LF, CR, SPACE, QUOTE, COMMA, BACKSLASH] = [0x09, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x5c] as const;
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d] as const;

export class JsonSplitter {
  /** Null until the first character that is no space has said which it is. */
  #isArray: boolean | null = null;
  #isClosed = false;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #isInValue = false;
  #line = 1;
  #valueLine = 1;
  #parts: Buffer[] = [];
  #valueBytes = 0;
  #isFirstChunk = true;

  /** The values that end in this chunk. Throws INVALID_JSON. */
  push(chunk: Buffer): JsonText[] {
    const values: JsonText[] = [];
    const hasMark = this.#isFirstChunk && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    this.#isFirstChunk = false;
    let start = 0;
    for (let position = hasMark ? 3 : 0; position < chunk.length; position++) {
      const byte = chunk[position] ?? 0;
      if (byte === LF) this.#line++;
      if (this.#isInString) this.#inString(byte);
      else if (this.#isInValue) {
        const end = this.#inValue(byte);
        if (end === 'goes on') continue;
        const after = end === 'ends with this' ? position + 1 : position;
        this.#finish(chunk.subarray(start, after), values);
        if (end === 'ended before') this.#between(byte);
      } else if (this.#between(byte)) start = position;
    }
    if (this.#isInValue) this.#keep(chunk.subarray(start));
    return values;
  }

  /** The last value, where it is one without brackets. Throws INVALID_JSON where a bracket or a quote is left open. */
  end(): JsonText[] {
    const values: JsonText[] = [];
    if (this.#depth > 0 || this.#isInString) throw invalid(this.#valueLine, 'begins a value that never ends');
    if (this.#isInValue) this.#finish(EMPTY, values);
    if (this.#isArray === true && !this.#isClosed) throw invalid(this.#line, 'ends before the array does');
    return values;
  }

  #inString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isInString = false;
  }

  #inValue(byte: number): 'goes on' | 'ends with this' | 'ended before' {
    if (byte === QUOTE) {
      if (this.#depth === 0) return 'ended before';
      this.#isInString = true;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (this.#depth === 0) return 'ended before';
      this.#depth++;
    } else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && this.#depth > 0) {
      this.#depth--;
      return this.#depth === 0 ? 'ends with this' : 'goes on';
    } else if (this.#depth === 0 && (isSpace(byte) || byte === COMMA || byte === CLOSE_BRACKET)) return 'ended before';
    return 'goes on';
  }

  /** True where a value begins. */
  #between(byte: number): boolean {
    if (isSpace(byte)) return false;
    if (this.#isClosed) throw invalid(this.#line, 'has something after the end of the array');
    if (this.#isArray === null) {
      this.#isArray = byte === OPEN_BRACKET;
      if (this.#isArray) return false;
    }
    if (byte === COMMA && this.#isArray) return false;
    if (byte === CLOSE_BRACKET && this.#isArray) {
      this.#isClosed = true;
      return false;
    }
    this.#isInValue = true;
    this.#valueLine = this.#line;
    if (byte === QUOTE) this.#isInString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth = 1;
    return true;
  }

  #finish(bytes: Buffer, values: JsonText[]): void {
    const whole = this.#parts.length === 0 ? bytes : Buffer.concat([...this.#parts, bytes]);
    values.push({ text: whole.toString(), line: this.#valueLine });
    this.#parts = [];
    this.#valueBytes = 0;
    this.#isInValue = false;
  }

  #keep(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.#valueBytes += bytes.length;
    if (this.#valueBytes > MAX_VALUE_BYTES) {
      throw invalid(this.#valueLine, `begins a value of more than ${MAX_VALUE_BYTES} bytes`);
    }
  }
}

const EMPTY = Buffer.alloc(0);

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === LF || byte === CR || byte === TAB;
}

function invalid(line: number, message: string): KafkaError {
  return new KafkaError('INVALID_JSON', `line ${line} ${message}`);
}
