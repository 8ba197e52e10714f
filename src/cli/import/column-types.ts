/**
 * What the cells of a CSV file become in a JSON value. Without types all are texts, since `007` is no number and nobody
 * but the file's owner knows. `auto` takes what reads and writes the same as a number or a boolean for one.
 */
import { KafkaError } from '#kernel';
import { UsageError } from '../exit-code.ts';
import { parseExactJson } from '../records/exact-json.ts';

export type CellType = 'text' | 'number' | 'integer' | 'boolean' | 'json' | 'auto';
export type CellValue = unknown;

const TYPES: ReadonlySet<string> = new Set<CellType>(['text', 'number', 'integer', 'boolean', 'json', 'auto']);

/** `auto`, or `price=number,active=boolean`: per column of the heading its type. Throws a UsageError. */
export function columnTypes(columns: readonly string[], given: readonly string[]): readonly CellType[] {
  const types = new Map<string, CellType>();
  let others: CellType = 'text';
  for (const item of given) {
    const separator = item.lastIndexOf('=');
    const column = separator < 0 ? null : item.slice(0, separator);
    const type = item.slice(separator + 1);
    if (!isCellType(type)) {
      throw new UsageError(`--types ${item}: ${type} is no type, there are ${[...TYPES].join(', ')}.`);
    }
    if (column === null) others = type;
    else if (columns.includes(column)) types.set(column, type);
    else throw noColumn(`--types ${item}`, column, columns);
  }
  return columns.map((column) => types.get(column) ?? others);
}

export function noColumn(option: string, column: string, columns: readonly string[]): UsageError {
  return new UsageError(`${option}: there is no column ${column}, there are ${columns.join(', ')}.`);
}

/** Throws INVALID_RECORD, a sentence without a subject. An empty cell is null, but for a text. */
export function cellValue(cell: string, type: CellType): CellValue {
  if (type === 'text') return cell;
  if (cell === '') return null;
  switch (type) {
    case 'auto':
      return autoValue(cell);
    case 'boolean':
      return booleanValue(cell);
    case 'number':
    case 'integer':
      return numberValue(cell, type);
    case 'json':
      return jsonValue(cell);
  }
}

function autoValue(cell: string): CellValue {
  if (cell === 'true' || cell === 'false') return cell === 'true';
  const isNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(cell);
  return isNumber && (cell.includes('.') || String(Number(cell)) === cell) ? Number(cell) : cell;
}

function booleanValue(cell: string): boolean {
  const text = cell.trim().toLowerCase();
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  throw invalid(`${shown(cell)}, which is neither true nor false`);
}

const TRUE: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', '1']);
const FALSE: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', '0']);

/** With all its digits where it is spelt as JSON spells numbers. */
function numberValue(cell: string, type: 'number' | 'integer'): CellValue {
  const value = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(cell) ? Number(cell) : Number.NaN;
  const isJson = JSON_NUMBER.test(cell);
  if (isJson && (type === 'number' || /^\s*-?\d+\s*$/.test(cell))) return parseExactJson(cell);
  if (type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) return value;
  throw invalid(`${shown(cell)}, which is no ${type === 'integer' ? 'whole number' : 'number'}`);
}

const JSON_NUMBER = /^\s*-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?\s*$/i;

function jsonValue(cell: string): CellValue {
  try {
    return parseExactJson(cell);
  } catch (error) {
    throw invalid(`${shown(cell)}, which is no JSON (${(error as Error).message})`);
  }
}

function shown(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
}

function invalid(message: string): KafkaError {
  return new KafkaError('INVALID_RECORD', message);
}

function isCellType(text: string): text is CellType {
  return TYPES.has(text);
}
