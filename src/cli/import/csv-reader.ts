/**
 * CSV as RFC 4180 has it, and as programs write it besides: any one-byte separator, `\n` or `\r\n`, a byte order mark,
 * quotes inside of unquoted cells, blank lines. What would make cells run into each other unnoticed is refused with the
 * line it stands in.
 *
 * Invariant: each byte is looked at once, however the chunks fall; no more than one row is kept, and its size is bound.
 */
import { KafkaError } from '#kernel';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const MAX_ROW_BYTES = 64 * 1024 * 1024;

export interface CsvRow {
  readonly cells: readonly string[];
  /** Where it begins, from 1. */
  readonly line: number;
}

type State = 'cell-start' | 'unquoted' | 'quoted' | 'after-quote';

export class CsvReader {
  readonly #separator: number;
  #state: State = 'cell-start';
  /** Of the cell that is being read, what came in earlier chunks or before a doubled quote. */
  #parts: Buffer[] = [];
  #cells: string[] = [];
  #rowBytes = 0;
  #line = 1;
  #rowLine = 1;
  #quoteLine = 1;
  #isFirstChunk = true;

  /** `separator` is one ASCII character. */
  constructor(separator: string = ',') {
    this.#separator = separator.charCodeAt(0);
  }

  /** The rows that end in this chunk. Throws INVALID_CSV. */
  push(chunk: Buffer): CsvRow[] {
    const rows: CsvRow[] = [];
    const bytes = this.#isFirstChunk ? withoutMark(chunk) : chunk;
    this.#isFirstChunk = false;
    let start = 0;
    let position = 0;
    while (position < bytes.length) {
      if (this.#state === 'quoted') [start, position] = this.#readQuoted(bytes, start, position);
      else [start, position] = this.#readBare(bytes, { start, position, rows });
    }
    this.#keep(bytes.subarray(start));
    return rows;
  }

  /** The last row, where no line break follows it. Throws INVALID_CSV where a quote was never closed. */
  end(): CsvRow[] {
    if (this.#state === 'quoted') {
      throw invalid(this.#quoteLine, 'has a quote that is never closed: a quote within a quoted cell must be doubled');
    }
    if (this.#cells.length === 0 && this.#state === 'cell-start') return [];
    const rows: CsvRow[] = [];
    this.#endCell(true);
    this.#endRow(rows);
    return rows;
  }

  /** Up to the next quote: the end of the cell, or the first of two that stand for one. */
  #readQuoted(bytes: Buffer, start: number, position: number): readonly [number, number] {
    const quote = bytes.indexOf(QUOTE, position);
    const end = quote < 0 ? bytes.length : quote;
    this.#count(end - position + 1);
    this.#line += lineBreaks(bytes, position, end);
    if (quote < 0) return [start, end];
    this.#keep(bytes.subarray(start, quote));
    this.#state = 'after-quote';
    return [quote + 1, quote + 1];
  }

  #readBare(
    bytes: Buffer,
    { start, position, rows }: { start: number; position: number; rows: CsvRow[] },
  ): readonly [number, number] {
    const byte = bytes[position] ?? 0;
    const next = position + 1;
    if (byte === LF || byte === this.#separator) {
      this.#keep(bytes.subarray(this.#state === 'after-quote' ? position : start, position));
      this.#endCell(byte === LF);
      if (byte === LF) this.#endRow(rows);
      return [next, next];
    }
    this.#count(1);
    if (this.#state === 'after-quote') return this.#afterQuote(byte, next);
    if (byte === QUOTE && this.#state === 'cell-start') {
      this.#state = 'quoted';
      this.#quoteLine = this.#line;
      return [next, next];
    }
    this.#state = 'unquoted';
    return [start, next];
  }

  #afterQuote(byte: number, next: number): readonly [number, number] {
    if (byte === QUOTE) {
      this.#state = 'quoted';
      this.#parts.push(DOUBLED);
    } else if (byte !== CR) {
      throw invalid(
        this.#line,
        `has ${JSON.stringify(String.fromCharCode(byte))} after a closing quote: a quote within a quoted cell must be doubled`,
      );
    }
    return [next, next];
  }

  #endCell(isLast: boolean): void {
    const bytes = this.#parts.length === 1 ? (this.#parts[0] ?? EMPTY) : Buffer.concat(this.#parts);
    const end = isLast && this.#state === 'unquoted' && bytes.at(-1) === CR ? bytes.length - 1 : bytes.length;
    this.#cells.push(bytes.toString('utf8', 0, end));
    this.#parts = [];
    this.#state = 'cell-start';
  }

  #endRow(rows: CsvRow[]): void {
    const isBlank = this.#cells.length === 1 && this.#cells[0] === '';
    if (!isBlank) rows.push({ cells: this.#cells, line: this.#rowLine });
    this.#cells = [];
    this.#rowBytes = 0;
    this.#line++;
    this.#rowLine = this.#line;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length > 0) this.#parts.push(bytes);
  }

  #count(bytes: number): void {
    this.#rowBytes += bytes;
    if (this.#rowBytes > MAX_ROW_BYTES) {
      throw invalid(
        this.#rowLine,
        `begins a row of more than ${MAX_ROW_BYTES} bytes: is there a quote that is not closed?`,
      );
    }
  }
}

const EMPTY = Buffer.alloc(0);
const DOUBLED = Buffer.from([QUOTE]);

function withoutMark(chunk: Buffer): Buffer {
  const isUtf16 = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);
  if (isUtf16) throw invalid(1, 'is UTF-16: convert the file to UTF-8 first, as in iconv -f UTF-16 -t UTF-8');
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
}

function lineBreaks(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let index = bytes.indexOf(LF, start); index >= 0 && index < end; index = bytes.indexOf(LF, index + 1)) count++;
  return count;
}

function invalid(line: number, message: string): KafkaError {
  return new KafkaError('INVALID_CSV', `line ${line} ${message}`);
}
