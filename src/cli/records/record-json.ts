/**
 * Records as JSON, one a line, written by `samsa consume --json` and read by `samsa produce --json`; what one writes the
 * other reads back to the same bytes. Keys and values are texts; what is no UTF-8 stands as base64 in `keyBase64` and
 * `valueBase64`. Headers are pairs in their order, a value as text, as null, or as `{"base64": "…"}`.
 */
import { isUtf8 } from 'node:buffer';
import { KafkaError } from '#kernel';
import type { ByteSink } from './byte-sink.ts';
import { exactNumberText, parseExactJson } from './exact-json.ts';
import type { InputRecord } from './input-record.ts';
import type { PrintableRecord } from './printable-record.ts';

const LINE_BREAK = Buffer.from('\n');

export function writeJsonRecord(record: PrintableRecord, sink: ByteSink): void {
  const { topic, partition, offset, timestamp } = record;
  const headers: unknown[] = [];
  for (const [name, value] of record.headers) headers.push([name, headerJson(value)]);
  const object = {
    topic,
    partition,
    offset,
    timestamp,
    ...bytesJson('key', record.keyBytes),
    ...bytesJson('value', record.valueBytes),
    ...(headers.length === 0 ? {} : { headers }),
  };
  sink.text(JSON.stringify(object));
  sink.bytes(LINE_BREAK);
}

function bytesJson(name: 'key' | 'value', bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null };
  return isUtf8(bytes) ? { [name]: bytes.toString() } : { [`${name}Base64`]: bytes.toString('base64') };
}

function headerJson(bytes: Buffer | null): unknown {
  if (bytes === null) return null;
  return isUtf8(bytes) ? bytes.toString() : { base64: bytes.toString('base64') };
}

/** What `readJsonRecord` takes notice of, and what it lets pass, since `consume` writes it. */
const FIELDS: ReadonlySet<string> = new Set([
  'key',
  'keyBase64',
  'value',
  'valueBase64',
  'headers',
  'timestamp',
  'partition',
  'topic',
  'offset',
]);

/** Throws INVALID_RECORD with a sentence without a subject: the caller knows the line. */
export function readJsonRecord(text: string): InputRecord {
  const object = parseObject(text);
  const unknown = Object.keys(object).find((name) => !FIELDS.has(name));
  if (unknown !== undefined) throw invalid(`has a field ${unknown}; there are ${[...FIELDS].join(', ')}`);
  const { headers, timestamp, partition } = object;
  return {
    key: field(object, 'key'),
    value: field(object, 'value'),
    ...(headers === undefined || headers === null ? {} : { headers: readHeaders(headers) }),
    ...(timestamp === undefined || timestamp === null ? {} : { timestamp: timestampOf(timestamp) }),
    ...(partition === undefined || partition === null ? {} : { partition: wholeNumber('partition', partition) }),
  };
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch (error) {
    throw invalid(`is no JSON (${(error as Error).message})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('is no JSON object with key and value');
  }
  return value as Record<string, unknown>;
}

/** A text is taken as it is, anything else as its JSON. */
function field(object: Record<string, unknown>, name: 'key' | 'value'): Uint8Array | string | null {
  const base64 = object[`${name}Base64`];
  if (base64 !== undefined) {
    if (Object.hasOwn(object, name)) throw invalid(`has both ${name} and ${name}Base64`);
    return fromBase64(`${name}Base64`, base64);
  }
  const value = object[name];
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

type HeaderValue = Uint8Array | string | null;

/** `[["a", "1"], …]` or `{"a": "1", "b": ["1", "2"]}`. */
function readHeaders(headers: unknown): (readonly [string, HeaderValue])[] {
  if (Array.isArray(headers)) {
    return headers.map((pair: unknown) => {
      const [name, value] = Array.isArray(pair) ? (pair as unknown[]) : [];
      if (typeof name !== 'string') throw invalid('has headers that are no [name, value] pairs');
      return [name, headerValue(name, value)];
    });
  }
  if (typeof headers !== 'object' || headers === null)
    throw invalid('has headers that are neither pairs nor an object');
  return Object.entries(headers).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((one): readonly [string, HeaderValue] => [
      name,
      headerValue(name, one),
    ]),
  );
}

function headerValue(name: string, value: unknown): HeaderValue {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const number = exactNumberText(value);
  if (number !== null) return number;
  if (typeof value === 'object' && 'base64' in value) return fromBase64(`the header ${name}`, value.base64);
  throw invalid(`has a header ${name} that is neither a text nor {"base64": "..."}`);
}

function fromBase64(name: string, value: unknown): Buffer {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) throw invalid(`has no base64 in ${name}`);
  return Buffer.from(value, 'base64');
}

function timestampOf(value: unknown): number {
  const milliseconds = typeof value === 'string' ? Date.parse(value) : wholeNumber('timestamp', value);
  if (Number.isNaN(milliseconds)) throw invalid(`has a timestamp that is none: ${String(value)}`);
  return milliseconds;
}

function wholeNumber(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalid(`has a ${name} that is no whole number from 0`);
}

function invalid(message: string): KafkaError {
  return new KafkaError('INVALID_RECORD', message);
}
