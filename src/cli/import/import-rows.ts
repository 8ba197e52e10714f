/** From the bytes of a file to records: CSV rows as JSON objects of their columns, JSON values as they are. */
import { KafkaError } from '#kernel';
import { UsageError } from '../exit-code.ts';
import { atLine } from '../records/input-record.ts';
import { parseExactJson } from '../records/exact-json.ts';
import type { InputRecord } from '../records/input-record.ts';
import { LineSplitter } from '../records/line-splitter.ts';
import { cellValue, columnTypes, noColumn } from './column-types.ts';
import type { CellType } from './column-types.ts';
import { CsvReader } from './csv-reader.ts';
import type { CsvRow } from './csv-reader.ts';
import { JsonSplitter } from './json-splitter.ts';

export type ImportFormat = 'csv' | 'json' | 'jsonl';

export interface ImportRowsOptions {
  /** For messages. */
  readonly source: string;
  readonly format: ImportFormat;
  /** The column or field that becomes the key. */
  readonly key?: string | undefined;
  /** The column or field that holds the record's time. */
  readonly timestamp?: string | undefined;
  readonly separator?: string | undefined;
  readonly types?: readonly string[] | undefined;
}

/** Takes a file chunk by chunk. Each error names the line. */
export interface RowReader {
  push(chunk: Buffer): InputRecord[];
  end(): InputRecord[];
}

export function rowReader(options: ImportRowsOptions): RowReader {
  switch (options.format) {
    case 'csv':
      return new CsvRows(options);
    case 'json':
      return new JsonRows(options, new JsonSplitter());
    case 'jsonl':
      return new JsonRows(options, new JsonLines());
  }
}

/** By the ending of the name; null where it says nothing. */
export function formatOfName(name: string): ImportFormat | null {
  if (/\.(?:csv|tsv)$/i.test(name)) return 'csv';
  if (/\.(?:jsonl|ndjson)$/i.test(name)) return 'jsonl';
  return /\.json$/i.test(name) ? 'json' : null;
}

interface Heading {
  readonly columns: readonly string[];
  /** What stands before each value in the JSON of a row: `{"id":`, `,"price":`. */
  readonly prefixes: readonly string[];
  readonly types: readonly CellType[];
  readonly keyIndex: number;
  readonly timestampIndex: number;
}

class CsvRows implements RowReader {
  readonly #options: ImportRowsOptions;
  readonly #reader: CsvReader;
  #heading: Heading | null = null;

  constructor(options: ImportRowsOptions) {
    this.#options = options;
    this.#reader = new CsvReader(options.separator ?? (/\.tsv$/i.test(options.source) ? '\t' : ','));
  }

  push(chunk: Buffer): InputRecord[] {
    return this.#records(this.#read(() => this.#reader.push(chunk)));
  }

  end(): InputRecord[] {
    return this.#records(this.#read(() => this.#reader.end()));
  }

  #read(read: () => CsvRow[]): CsvRow[] {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      throw new KafkaError(error.code, `${this.#options.source}: ${error.message}`, { cause: error });
    }
  }

  #records(rows: readonly CsvRow[]): InputRecord[] {
    const records: InputRecord[] = [];
    for (const row of rows) {
      if (this.#heading === null) this.#heading = csvHeading(row.cells, this.#options);
      else records.push(this.#record(row, this.#heading));
    }
    return records;
  }

  #record(row: CsvRow, heading: Heading): InputRecord {
    const { cells, line } = row;
    const { columns, keyIndex, timestampIndex } = heading;
    const { source } = this.#options;
    if (cells.length !== columns.length) {
      throw atLine(line, source, new Error(`has ${cells.length} columns where the heading has ${columns.length}`));
    }
    const record = { key: keyIndex < 0 ? null : (cells[keyIndex] ?? null), value: rowJson(row, heading, source) };
    if (timestampIndex < 0) return record;
    return { ...record, timestamp: timestampOf(cells[timestampIndex], line, source) };
  }
}

/** Text rather than an object: a column may be named as anything, and there are millions of rows. */
function rowJson({ cells, line }: CsvRow, { columns, prefixes, types }: Heading, source: string): string {
  let json = '';
  for (let index = 0; index < cells.length; index++) {
    try {
      json += prefixes[index] + JSON.stringify(cellValue(cells[index] ?? '', types[index] ?? 'text'));
    } catch (error) {
      throw atLine(line, source, new Error(`has in column ${columns[index]} ${(error as Error).message}`));
    }
  }
  return `${json}}`;
}

function csvHeading(columns: readonly string[], options: ImportRowsOptions): Heading {
  const { source, key, timestamp, types = [], separator } = options;
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new UsageError(`${source}: the heading has the column ${twice} twice.`);
  const other = [';', '\t', '|'].find((candidate) => columns[0]?.includes(candidate));
  if (columns.length === 1 && other !== undefined && separator === undefined) {
    const shown = other === '\t' ? '\\t' : other;
    throw new UsageError(`${source}: the heading is one column, ${columns[0]}: was --separator '${shown}' meant?`);
  }
  const indexOf = (option: string, column: string | undefined): number => {
    if (column === undefined) return -1;
    const index = columns.indexOf(column);
    if (index < 0) throw noColumn(`${option} ${column}`, column, columns);
    return index;
  };
  return {
    columns,
    prefixes: columns.map((column, index) => `${index === 0 ? '{' : ','}${JSON.stringify(column)}:`),
    types: columnTypes(columns, types),
    keyIndex: indexOf('--key', key),
    timestampIndex: indexOf('--timestamp', timestamp),
  };
}

interface JsonReader {
  push(chunk: Buffer): readonly { readonly text: string; readonly line: number }[];
  end(): readonly { readonly text: string; readonly line: number }[];
}

class JsonRows implements RowReader {
  readonly #options: ImportRowsOptions;
  readonly #reader: JsonReader;

  constructor(options: ImportRowsOptions, reader: JsonReader) {
    this.#options = options;
    this.#reader = reader;
  }

  push(chunk: Buffer): InputRecord[] {
    return this.#records(() => this.#reader.push(chunk));
  }

  end(): InputRecord[] {
    return this.#records(() => this.#reader.end());
  }

  #records(read: () => ReturnType<JsonReader['push']>): InputRecord[] {
    try {
      return read().map(({ text, line }) => this.#record(text, line));
    } catch (error) {
      if (!(error instanceof KafkaError) || error.code !== 'INVALID_JSON') throw error;
      throw new KafkaError(error.code, `${this.#options.source}: ${error.message}`, { cause: error });
    }
  }

  #record(text: string, line: number): InputRecord {
    const { source, key, timestamp } = this.#options;
    let value: unknown;
    try {
      value = parseExactJson(text);
    } catch (error) {
      throw atLine(line, source, new Error(`is no JSON (${(error as Error).message})`));
    }
    const fieldOf = (name: string): unknown => {
      const found = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
      if (!found) throw atLine(line, source, new Error(`has no field ${name}`));
      return (value as Record<string, unknown>)[name];
    };
    return {
      key: key === undefined ? null : textOf(fieldOf(key)),
      value: this.#options.format === 'jsonl' ? text.trim() : JSON.stringify(value),
      ...(timestamp === undefined ? {} : { timestamp: timestampOf(fieldOf(timestamp), line, source) }),
    };
  }
}

/** One value a line; blank lines are none. */
class JsonLines implements JsonReader {
  readonly #splitter = new LineSplitter();
  #line = 0;

  push(chunk: Buffer): { text: string; line: number }[] {
    return this.#texts(this.#splitter.push(chunk));
  }

  end(): { text: string; line: number }[] {
    return this.#texts(this.#splitter.end());
  }

  #texts(lines: readonly Buffer[]): { text: string; line: number }[] {
    const texts: { text: string; line: number }[] = [];
    for (const bytes of lines) {
      this.#line++;
      const text = bytes.toString().replace(/^\uFEFF/, '');
      if (text.trim() !== '') texts.push({ text, line: this.#line });
    }
    return texts;
  }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Milliseconds as a number, or what Date.parse reads. */
function timestampOf(value: unknown, line: number, source: string): number {
  const text = typeof value === 'number' ? value : textOf(value);
  const milliseconds = /^\d+$/.test(String(text)) ? Number(text) : Date.parse(String(text));
  if (Number.isSafeInteger(milliseconds) && milliseconds >= 0) return milliseconds;
  throw atLine(line, source, new Error(`has ${JSON.stringify(value)} as its time, which is none`));
}
