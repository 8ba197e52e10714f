/**
 * Queries and answers between instances, as JSON: keys and values as base64 of the bytes that the store's serdes make of
 * them, so that types survive. What does not read is refused by name.
 */
import { KafkaError } from '#kernel';
import type { RecordHeader } from '../runtime/record-context.ts';
import type { CatalogStore } from './store-catalog.ts';
import type { Position } from './position.ts';
import { failed, type PartitionAnswer, type QueryDemands, type QueryFailureReason } from './query-answer.ts';
import type { Lookup, LookupType, QueryRow } from './state-query.ts';

/** What one instance asks of another. */
export interface QueryRequest {
  readonly application: string;
  readonly lookup: Lookup;
  /** At least one, each once. */
  readonly partitions: readonly number[];
  readonly demands: QueryDemands;
}

type Json = Readonly<Record<string, unknown>>;

const TYPES: readonly LookupType[] = [
  'key',
  'range',
  'window-key',
  'window-range',
  'session-key',
  'versioned-key',
  'multi-versioned-key',
];
const REASONS: readonly QueryFailureReason[] = [
  'NOT_ACTIVE',
  'NOT_UP_TO_BOUND',
  'NOT_PRESENT',
  'DOES_NOT_EXIST',
  'UNKNOWN_QUERY_TYPE',
  'STORE_EXCEPTION',
  'TOO_LARGE',
  'UNREACHABLE',
];
/** A topic has no more. */
const MAX_PARTITIONS = 100_000;
/** Of one answer, before it is a text. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** Of a row, beside key and value. */
const ROW_BYTES = 100;
/** Of a header, the same. */
const HEADER_BYTES = 8;

/** Who asks a store. */
export function writeRequest(store: CatalogStore, { application, lookup, partitions, demands }: QueryRequest): string {
  const { allowStale, bound, limit } = demands;
  return JSON.stringify({
    application,
    lookup: writeLookup(store, lookup),
    partitions,
    allowStale,
    bound: writePosition(bound),
    limit,
  });
}

/** Throws INVALID_REQUEST. */
export function readRequest(store: CatalogStore, body: string): QueryRequest {
  const request = objectOf(parsed(body), 'the request');
  const { application, partitions, allowStale, limit } = request;
  if (typeof application !== 'string') throw wrong('application', 'a text');
  if (!Array.isArray(partitions) || partitions.length === 0 || partitions.length > MAX_PARTITIONS) {
    throw wrong('partitions', 'a list of partitions');
  }
  return {
    application,
    lookup: readLookup(store, objectOf(request['lookup'], 'lookup')),
    partitions: [...new Set(partitions.map((partition) => wholeNumber(partition, 'partitions')))],
    demands: {
      allowStale: allowStale === true,
      bound: readPosition(request['bound'] ?? {}),
      limit: limit === null || limit === undefined ? null : wholeNumber(limit, 'limit'),
    },
  };
}

/** An answer that has grown too large has its failure instead of the rows that did not fit. */
export function writeAnswers(store: CatalogStore, answers: ReadonlyMap<number, PartitionAnswer>): string {
  const room = { bytes: MAX_ANSWER_BYTES };
  const partitions = [...answers].map(([partition, answer]) => [String(partition), writeAnswer(store, answer, room)]);
  return JSON.stringify({ partitions: Object.fromEntries(partitions) });
}

/** Throws INVALID_REQUEST. */
export function readAnswers(store: CatalogStore, body: string): Map<number, PartitionAnswer> {
  const partitions = objectOf(objectOf(parsed(body), 'the answer')['partitions'], 'partitions');
  return new Map(
    Object.entries(partitions).map(([partition, answer]) => {
      return [wholeNumber(Number(partition), 'partitions'), readAnswer(store, objectOf(answer, 'the answer'))];
    }),
  );
}

function writeAnswer(store: CatalogStore, answer: PartitionAnswer, room: { bytes: number }): unknown {
  if (!answer.isSuccess) return { failure: answer.failure };
  const rows: unknown[] = [];
  try {
    for (const row of answer.rows) {
      const [key, value] = [bytesOf(store, 'keySerde', row.key), bytesOf(store, 'valueSerde', row.value)];
      room.bytes -= (key?.length ?? 0) + (value?.length ?? 0) + headersLength(row) + ROW_BYTES;
      if (room.bytes < 0) return writeAnswer(store, tooLarge(), room);
      const texts = { key: key?.toString('base64') ?? null, value: value?.toString('base64') ?? null };
      rows.push({ ...row, ...texts, ...writeHeaders(row) });
    }
  } catch (error) {
    return writeAnswer(
      store,
      failed('STORE_EXCEPTION', `A row of ${store.name} cannot be written: ${reasonOf(error)}`),
      room,
    );
  }
  return { rows, isComplete: answer.isComplete, position: writePosition(answer.position) };
}

function tooLarge(): PartitionAnswer {
  return failed(
    'TOO_LARGE',
    `The answer has more than ${MAX_ANSWER_BYTES} bytes: ask for less at a time, or give a limit`,
  );
}

function readAnswer(store: CatalogStore, answer: Json): PartitionAnswer {
  if (answer['failure'] !== undefined) {
    const { reason, message } = objectOf(answer['failure'], 'failure');
    const known = REASONS.find((one) => one === reason) ?? 'STORE_EXCEPTION';
    return failed(known, String(message));
  }
  const { rows, isComplete } = answer;
  if (!Array.isArray(rows)) throw wrong('rows', 'a list');
  return {
    isSuccess: true,
    rows: rows.map((row) => readRow(store, objectOf(row, 'a row'))),
    isComplete: isComplete === true,
    position: readPosition(answer['position'] ?? {}),
  };
}

function readRow(store: CatalogStore, row: Json): QueryRow {
  const time = (name: string): number | null => (row[name] === null ? null : numberOf(row[name], name));
  return {
    key: valueOf(store, 'keySerde', row['key']),
    value: valueOf(store, 'valueSerde', row['value']),
    timestamp: time('timestamp'),
    start: time('start'),
    end: time('end'),
    validTo: time('validTo'),
    ...readHeaders(row),
  };
}

function headersLength({ headers = [] }: QueryRow): number {
  return headers.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0) + HEADER_BYTES, 0);
}

/** `[key, base64 of the value or null]` of each. */
function writeHeaders({ headers }: QueryRow): Json {
  if (headers === undefined) return {};
  return {
    headers: headers.map(({ key, value }) => [key, value === null ? null : Buffer.from(value).toString('base64')]),
  };
}

function readHeaders({ headers }: Json): Pick<QueryRow, 'headers'> {
  if (headers === undefined) return {};
  if (!Array.isArray(headers)) throw wrong('headers', 'a list');
  return { headers: headers.map(readHeader) };
}

function readHeader(header: unknown): RecordHeader {
  const [key, value]: readonly unknown[] = Array.isArray(header) ? header : [];
  if (typeof key !== 'string' || (value !== null && typeof value !== 'string')) {
    throw wrong('a header', 'a key and base64 of its value, or null');
  }
  return { key, value: value === null ? null : Buffer.from(value, 'base64') };
}

/** Members that are keys of the store, which are bytes in between. */
const KEYS: Readonly<Record<LookupType, readonly string[]>> = {
  key: ['key'],
  range: ['from', 'to'],
  'window-key': ['key'],
  'window-range': [],
  'session-key': ['key'],
  'versioned-key': ['key'],
  'multi-versioned-key': ['key'],
};

function writeLookup(store: CatalogStore, lookup: Lookup): Json {
  const members = Object.entries(lookup).map(([name, value]) => {
    const isKey = KEYS[lookup.type].includes(name) && value !== null;
    return [name, isKey ? (bytesOf(store, 'keySerde', value)?.toString('base64') ?? null) : value];
  });
  return Object.fromEntries(members) as Json;
}

function readLookup(store: CatalogStore, lookup: Json): Lookup {
  const place = readPlace(store, lookup);
  return lookup['withHeaders'] === true ? { ...place, withHeaders: true } : place;
}

function readPlace(store: CatalogStore, lookup: Json): Lookup {
  const type = TYPES.find((one) => one === lookup['type']);
  if (type === undefined) throw wrong('lookup.type', TYPES.join(', '));
  const key = (name: string): unknown => valueOf(store, 'keySerde', lookup[name]);
  const time = (name: string): number | null =>
    lookup[name] === null || lookup[name] === undefined ? null : numberOf(lookup[name], name);
  const needed = (): unknown => {
    const value = key('key');
    if (value === null) throw wrong('lookup.key', 'base64 of a key');
    return value;
  };
  const isDescending = lookup['isDescending'] === true;
  switch (type) {
    case 'key':
      return { type, key: needed() };
    case 'range':
      return { type, from: key('from'), to: key('to'), isDescending };
    case 'window-range':
      return { type, from: time('from'), to: time('to') };
    case 'versioned-key':
      return { type, key: needed(), asOf: time('asOf') };
    case 'multi-versioned-key':
      return { type, key: needed(), from: time('from'), to: time('to'), isDescending };
    default:
      return { type, key: needed(), from: time('from'), to: time('to') };
  }
}

function bytesOf({ rows }: CatalogStore, serde: 'keySerde' | 'valueSerde', value: unknown): Buffer | null {
  return rows[serde].serialize(rows.topic, value);
}

function valueOf({ rows, name }: CatalogStore, serde: 'keySerde' | 'valueSerde', text64: unknown): unknown {
  if (text64 === null || text64 === undefined) return null;
  if (typeof text64 !== 'string') throw wrong('a key or value', 'base64');
  try {
    return rows[serde].deserialize(rows.topic, Buffer.from(text64, 'base64'));
  } catch (error) {
    throw invalid(
      `what was given is no ${serde === 'keySerde' ? 'key' : 'value'} of the store ${name}: ${reasonOf(error)}`,
    );
  }
}

function writePosition(position: Position): Json {
  return Object.fromEntries([...position].map(([topic, offsets]) => [topic, Object.fromEntries(offsets)]));
}

function readPosition(value: unknown): Position {
  return new Map(
    Object.entries(objectOf(value, 'a position')).map(([topic, offsets]) => {
      const entries = Object.entries(objectOf(offsets, 'a position'));
      return [topic, new Map(entries.map(([partition, offset]) => [Number(partition), numberOf(offset, 'an offset')]))];
    }),
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw invalid(`this is no JSON: ${reasonOf(error)}`);
  }
}

function objectOf(value: unknown, place: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(place, 'an object');
  return value as Json;
}

function numberOf(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(place, 'a number');
  return value;
}

function wholeNumber(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw wrong(place, 'whole numbers from 0 on');
  return value;
}

function wrong(place: string, what: string): KafkaError {
  return invalid(`${place} must be ${what}`);
}

function invalid(message: string): KafkaError {
  return new KafkaError('INVALID_REQUEST', message);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
