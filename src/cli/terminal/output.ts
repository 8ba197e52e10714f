/**
 * Standard output, where only data goes. A reader that goes away (`| head`) is no failure: it ends the command quietly,
 * with exit code 0, once the command has put in order what it has open.
 */
import { KafkaError } from '#kernel';
import { CommandEnded, ExitCode } from '../exit-code.ts';
import type { OutputStream, Surroundings } from '../surroundings.ts';
import { alignedTable, tabbedRows } from './table.ts';
import type { Column, JsonValue, Row } from './table.ts';

const WIDEST_PAGE = 160;

export class Output {
  readonly #stream: OutputStream;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;
  readonly #gone = new AbortController();
  readonly #beforeWrite: () => void;

  constructor({ stdout }: Pick<Surroundings, 'stdout'>, beforeWrite: () => void = () => undefined) {
    this.#stream = stdout;
    this.#beforeWrite = beforeWrite;
    stdout.on('error', (error) => {
      this.#failure ??= error;
      this.#gone.abort(error);
      this.#wake?.();
    });
    stdout.on('drain', () => this.#wake?.());
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** Columns of the terminal. */
  get width(): number {
    return this.#stream.columns ?? 80;
  }

  /** Aborted once nobody reads any more. */
  get readerIsGone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Resolves when the reader takes more. Throws CommandEnded where it never will. */
  async write(data: string | Uint8Array): Promise<void> {
    this.check();
    this.#beforeWrite();
    if (this.#take(data)) return;
    this.check();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
    this.check();
  }

  /** Throws where the reader is gone or the disk is full. */
  check(): void {
    if (this.#failure === null) return;
    const code = 'code' in this.#failure ? this.#failure.code : this.#failure.message;
    if (code === 'EPIPE') throw new CommandEnded(ExitCode.ok);
    const remedy =
      code === 'ENOSPC' || code === 'EDQUOT' ? 'there is no room left on its disk' : 'see where it leads to';
    throw new KafkaError('OUTPUT_FAILED', `standard output cannot be written (${String(code)}): ${remedy}`, {
      cause: this.#failure,
    });
  }

  /** A file is written at once, and a write that fails throws instead of telling its listeners. */
  #take(data: string | Uint8Array): boolean {
    try {
      return this.#stream.write(data);
    } catch (error) {
      this.#failure ??= error as Error;
      return false;
    }
  }

  json(value: JsonValue): Promise<void> {
    return this.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** A list as its main result: a table on a terminal, lines with tabs elsewhere, JSON where asked for. */
  async rows<R extends Row>(
    rows: readonly R[],
    columns: readonly Column<R>[],
    options: { readonly json?: boolean | undefined } = {},
  ): Promise<void> {
    if (options.json === true) await this.json(rows);
    else if (!this.isTerminal) await this.write(tabbedRows(rows, columns));
    else if (rows.length > 0) await this.write(this.table(rows, columns));
  }

  /** A table as a part of a page: aligned also where it is no terminal. */
  table<R extends Row>(rows: readonly R[], columns: readonly Column<R>[]): string {
    const width = this.isTerminal ? this.width : Number.POSITIVE_INFINITY;
    return alignedTable(rows, columns, { width, isBold: this.isTerminal });
  }

  /** `name  value` lines with the values below each other. */
  facts(pairs: readonly (readonly [name: string, value: string | number | null])[]): string {
    const width = Math.max(...pairs.map(([name]) => name.length));
    return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value ?? '-'}\n`).join('');
  }

  get pageWidth(): number {
    return Math.min(this.isTerminal ? this.width : 100, WIDEST_PAGE);
  }
}
