/** What was read against what was sent, byte for byte. Every function throws with the first difference. */
import { isDeepStrictEqual } from 'node:util';
import { readRecords } from './record-file.ts';
import type { FileRecord } from './record-file.ts';

function sameBytes(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

export function show(record: FileRecord): string {
  const bytes = (data: Buffer | null): string => (data === null ? 'null' : JSON.stringify(data.toString('latin1')));
  const headers = record.headers.map(({ name, value }) => `${name.toString()}=${bytes(value)}`);
  return `${bytes(record.key)}: ${bytes(record.value)} {${headers.join(', ')}} @${record.timestamp} [${record.partition}:${record.offset}]`;
}

export function sameRecord(a: FileRecord, b: FileRecord): boolean {
  return (
    sameBytes(a.key, b.key) &&
    sameBytes(a.value, b.value) &&
    a.headers.length === b.headers.length &&
    a.headers.every(
      (header, i) =>
        header.name.equals(b.headers[i]?.name ?? Buffer.alloc(0)) &&
        sameBytes(header.value, b.headers[i]?.value ?? null),
    )
  );
}

export interface KeyedOptions {
  /** Whether the producer said the timestamps, which then have to come back too. */
  readonly withTimestamps: boolean;
}

/**
 * Exactly the sent records came back: the offsets of a partition follow one another from 0, a key lives in one partition,
 * and the records of each key are those that were sent, in the order in which they were.
 */
export function checkKeyed(sent: readonly FileRecord[], read: readonly FileRecord[], options: KeyedOptions): void {
  if (read.length !== sent.length) throw new Error(`${read.length} records came back of ${sent.length}`);
  const byKey = Map.groupBy(sent, ({ key }) => String(key));
  const taken = new Map<string, { count: number; partition: number }>();
  const nextOffset = new Map<number, number>();
  for (const record of read) {
    const expectedOffset = nextOffset.get(record.partition) ?? 0;
    if (record.offset !== expectedOffset) throw new Error(`offset ${expectedOffset} was due: ${show(record)}`);
    nextOffset.set(record.partition, expectedOffset + 1);

    const key = String(record.key);
    const place = taken.get(key) ?? { count: 0, partition: record.partition };
    taken.set(key, place);
    if (place.partition !== record.partition)
      throw new Error(`key ${key} is in partition ${place.partition} too: ${show(record)}`);
    const expected = byKey.get(key)?.[place.count++];
    if (expected === undefined) throw new Error(`never sent: ${show(record)}`);
    if (!sameRecord(expected, record)) throw new Error(`${show(record)} instead of ${show(expected)}`);
    if (options.withTimestamps && expected.timestamp !== record.timestamp)
      throw new Error(`timestamp ${expected.timestamp} was sent: ${show(record)}`);
  }
}

/** The files that one consumer or several wrote, by topic number. */
export function readByTopic(file: string): Map<number, FileRecord[]> {
  return Map.groupBy(readRecords(file), ({ topic }) => topic);
}

/** How often each (partition, offset) occurs in the records. */
export function occurrences(records: Iterable<FileRecord>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { partition, offset } of records) {
    const place = `${partition}:${offset}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

export function sum(offsets: Readonly<Record<string, number>>): number {
  return Object.values(offsets).reduce((total, offset) => total + offset, 0);
}

export function equal(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}
