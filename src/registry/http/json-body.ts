/**
 * Bodies of requests: JSON whose values are read by name and type. Members that nobody knows are passed over; those of a
 * wrong type are refused with their path, but for numbers in quotes, which Confluent's server takes too.
 */
import { badRequest, unprocessable } from './errors.ts';

export type JsonRecord = Readonly<Record<string, unknown>>;

const MAX_INT = 2 ** 31 - 1;

/** Throws 400 for what is no JSON object, and 422 for nothing at all. */
export function parseJsonBody(bytes: Uint8Array): JsonRecord {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (text.trim() === '') throw unprocessable('The request needs a body');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badRequest(`The body is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (value === null) throw unprocessable('The request needs a body');
  return recordOf(value, 'the body');
}

export function recordOf(value: unknown, place: string): JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(place, 'an object');
  return value as JsonRecord;
}

/** Null and absent are the same. */
export function member(record: JsonRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? (record[name] ?? null) : null;
}

export function stringOf(record: JsonRecord, name: string): string | null {
  const value = member(record, name);
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrong(name, 'a string');
}

export function integerOf(record: JsonRecord, name: string): number | null {
  const value = member(record, name);
  if (value === null || value === '') return null;
  const number = typeof value === 'string' && /^\s*[+-]?\d{1,10}\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || Math.abs(number) > MAX_INT) throw wrong(name, 'an int');
  return Math.trunc(number);
}

export function booleanOf(record: JsonRecord, name: string): boolean | null {
  const value = member(record, name);
  if (value === null || typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw wrong(name, 'a boolean');
}

export function arrayOf(record: JsonRecord, name: string): readonly unknown[] | null {
  const value = member(record, name);
  if (value === null) return null;
  if (!Array.isArray(value)) throw wrong(name, 'an array');
  return value;
}

export function stringsOf(record: JsonRecord, name: string): readonly string[] | null {
  return (
    arrayOf(record, name)?.map((item) => {
      if (typeof item !== 'string') throw wrong(name, 'an array of strings');
      return item;
    }) ?? null
  );
}

function wrong(place: string, what: string): Error {
  return badRequest(`${place} is not ${what}`);
}
