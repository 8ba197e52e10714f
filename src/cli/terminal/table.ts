/**
 * Rows for people and for programs. On a terminal: a heading and aligned columns that fit its width. Elsewhere: one
 * line a row, values separated by tabs, no heading, nothing shortened, so that `cut`, `awk` and `while read` work. As
 * JSON: an array of objects with every field, also those that have no column.
 */
import { fitted, printable, textWidth } from './text-width.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type Row = Readonly<Record<string, JsonValue>>;

export interface Column<R extends Row> {
  readonly key: keyof R & string;
  /** What stands above it; the key in capital letters when absent. */
  readonly title?: string;
  /** How the value is shown; texts as they are, numbers as digits, lists with commas, null as `-` when absent. */
  readonly show?: (value: R[keyof R & string], row: R) => string;
  /** To the right when absent and all values are numbers. */
  readonly align?: 'left' | 'right';
}

const GAP = '  ';
const LEAST_COLUMN = 8;

export interface TableStyle {
  /** Columns of the terminal; Infinity where nothing is to be shortened. */
  readonly width: number;
  readonly isBold?: boolean;
}

/** Heading and rows, aligned; each line ends with a line break. */
export function alignedTable<R extends Row>(
  rows: readonly R[],
  columns: readonly Column<R>[],
  style: TableStyle,
): string {
  const cells = rows.map((row) => columns.map((column) => printable(shown(column, row))));
  const titles = columns.map(({ key, title }) => title ?? heading(key));
  const natural = columns.map((_, index) =>
    Math.max(textWidth(titles[index] ?? ''), ...cells.map((line) => textWidth(line[index] ?? ''))),
  );
  const widths = shrunk(natural, style.width);
  const rightAligned = columns.map(
    ({ key, align }) => (align ?? (isNumeric(rows.map((row) => row[key])) ? 'right' : 'left')) === 'right',
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => padded(text, { width: widths[index] ?? 0, right: rightAligned[index] === true }))
      .join(GAP)
      .trimEnd();
  const head = line(titles);
  const lines = [style.isBold === true ? `\u001B[1m${head}\u001B[0m` : head, ...cells.map(line)];
  return `${lines.join('\n')}\n`;
}

/** One line a row, tabs between the values; tabs and line breaks in a value are escaped. */
export function tabbedRows<R extends Row>(rows: readonly R[], columns: readonly Column<R>[]): string {
  return rows.map((row) => `${columns.map((column) => printable(shown(column, row))).join('\t')}\n`).join('');
}

/** `leaderEpoch` → `LEADER EPOCH`. */
export function heading(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase();
}

export function shown<R extends Row>({ key, show }: Column<R>, row: R): string {
  const value = row[key];
  if (value === undefined) return '-';
  return show === undefined ? plain(value) : show(value, row);
}

function plain(value: JsonValue): string {
  if (value === null || value === '') return '-';
  if (typeof value !== 'object') return String(value);
  if (!Array.isArray(value)) return JSON.stringify(value);
  return value.length === 0 ? '-' : value.map((item: JsonValue) => plain(item)).join(',');
}

function isNumeric(values: readonly (JsonValue | undefined)[]): boolean {
  const isNumber = (value: JsonValue | undefined): boolean => typeof value === 'number';
  return values.some(isNumber) && values.every((value) => value === null || isNumber(value));
}

function padded(text: string, { width, right }: { width: number; right: boolean }): string {
  const fitting = fitted(text, width);
  const space = ' '.repeat(Math.max(0, width - textWidth(fitting)));
  return right ? space + fitting : fitting + space;
}

/** Takes the columns that are too many from the widest, one at a time, until the line fits or no column can give. */
function shrunk(widths: readonly number[], total: number): readonly number[] {
  const result = [...widths];
  let excess = result.reduce((sum, width) => sum + width, 0) + GAP.length * (result.length - 1) - total;
  while (excess > 0) {
    const widest = Math.max(...result);
    if (widest <= LEAST_COLUMN) break;
    const index = result.lastIndexOf(widest);
    const next = Math.max(LEAST_COLUMN, ...result.filter((width) => width < widest));
    const taken = Math.min(excess, Math.max(1, widest - next));
    result[index] = widest - taken;
    excess -= taken;
  }
  return result;
}
