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
  /** The chunk that is being read, where the part of a cell in it began that is not kept yet, and where reading is. */
  #bytes: Buffer = EMPTY;
  #start = 0;
  #position = 0;
  #rows: CsvRow[] = [];
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
    this.#bytes = this.#isFirstChunk ? withoutMark(chunk) : chunk;
    this.#isFirstChunk = false;
    this.#start = 0;
    this.#position = 0;
    while (this.#position < this.#bytes.length) {
      if (this.#state === 'quoted') this.#readQuoted();
      else if (this.#state === 'after-quote') this.#readAfterQuote();
      else this.#readBare();
    }
    this.#keepUntil(this.#bytes.length);
    return this.#takeRows();
  }

  /** The last row, where no line break follows it. Throws INVALID_CSV where a quote was never closed. */
  end(): CsvRow[] {
    if (this.#state === 'quoted') {
      throw invalid(this.#quoteLine, 'has a quote that is never closed: a quote within a quoted cell must be doubled');
    }
    if (this.#cells.length === 0 && this.#state === 'cell-start') return [];
    this.#endCell(true);
    this.#endRow();
    return this.#takeRows();
  }

  #takeRows(): CsvRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** Up to the next quote: the end of the cell, or the first of two that stand for one. */
  #readQuoted(): void {
    const bytes = this.#bytes;
    const quote = bytes.indexOf(QUOTE, this.#position);
    const end = quote < 0 ? bytes.length : quote;
    this.#count(end - this.#position + 1);
    this.#line += lineBreaks(bytes, this.#position, end);
    this.#position = end;
    if (quote < 0) return;
    this.#keepUntil(quote);
    this.#state = 'after-quote';
    this.#skip();
  }

  #readAfterQuote(): void {
    const byte = this.#bytes[this.#position];
    if (byte === QUOTE) {
      this.#state = 'quoted';
      this.#parts.push(DOUBLED);
    } else if (byte === this.#separator || byte === LF) {
      this.#endCell(byte === LF);
      this.#endAt(byte);
      return;
    } else if (byte !== CR) {
      throw invalid(
        this.#line,
        `has ${JSON.stringify(String.fromCharCode(byte ?? 0))} after a closing quote: a quote within a quoted cell must be doubled`,
      );
    }
    this.#count(1);
    this.#skip();
  }

  /** Up to the end of the cell, or to the quote that opens it. */
  #readBare(): void {
    const bytes = this.#bytes;
    let position = this.#position;
    if (this.#state === 'cell-start' && bytes[position] === QUOTE) {
      this.#state = 'quoted';
      this.#quoteLine = this.#line;
      this.#count(1);
      this.#skip();
      return;
    }
    const separator = this.#separator;
    let byte = bytes[position];
    while (byte !== undefined && byte !== separator && byte !== LF) byte = bytes[++position];
    const length = position - this.#position;
    if (length > 0) {
      this.#state = 'unquoted';
      this.#count(length);
    }
    this.#position = position;
    if (byte === undefined) return;
    if (this.#parts.length === 0) this.#endWholeCell(byte === LF);
    else {
      this.#keepUntil(position);
      this.#endCell(byte === LF);
    }
    this.#endAt(byte);
  }

  /** The byte at the position ended a cell, and as a line break the row. */
  #endAt(byte: number): void {
    if (byte === LF) this.#endRow();
    this.#skip();
  }

  /** The byte at the position is no part of a cell. */
  #skip(): void {
    this.#position++;
    this.#start = this.#position;
  }

  #endCell(isLast: boolean): void {
    const bytes = this.#parts.length === 1 ? (this.#parts[0] ?? EMPTY) : Buffer.concat(this.#parts);
    const end = isLast && this.#state === 'unquoted' && bytes.at(-1) === CR ? bytes.length - 1 : bytes.length;
    this.#cells.push(bytes.toString('utf8', 0, end));
    this.#parts.length = 0;
    this.#state = 'cell-start';
  }

  /** A bare cell that lies in this chunk as a whole, as nearly all do. */
  #endWholeCell(isLast: boolean): void {
    const bytes = this.#bytes;
    const isReturn = isLast && this.#position > this.#start && bytes[this.#position - 1] === CR;
    this.#cells.push(bytes.toString('utf8', this.#start, isReturn ? this.#position - 1 : this.#position));
    this.#state = 'cell-start';
  }

  #endRow(): void {
    const isBlank = this.#cells.length === 1 && this.#cells[0] === '';
    if (!isBlank) this.#rows.push({ cells: this.#cells, line: this.#rowLine });
    this.#cells = [];
    this.#rowBytes = 0;
    this.#line++;
    this.#rowLine = this.#line;
  }

  #keepUntil(end: number): void {
    if (end > this.#start) this.#parts.push(this.#bytes.subarray(this.#start, end));
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
