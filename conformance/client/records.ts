/** Records as checks compare them: what was given to a producer, what a consumer handed out, what lies in the log. */
import assert from 'node:assert/strict';
import type { Consumer, ConsumerRecord } from '../../src/client/index.ts';
import type { World } from './scenario.ts';
import type { StoredRecord, Wire } from './wire.ts';

export type PlainHeaders = readonly (readonly [name: string, value: Buffer | null])[];

/** Of one place; bytes are copies. */
export interface PlainRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: PlainHeaders;
}

/** What a record carries, without its place. */
export type Content = Pick<PlainRecord, 'key' | 'value' | 'headers'>;

const POLL_MS = 200;

export function plain(record: ConsumerRecord): PlainRecord {
  const { partition, offset, timestamp, keyBytes, valueBytes, headers } = record;
  return {
    partition,
    offset,
    timestamp,
    key: copyOf(keyBytes),
    value: copyOf(valueBytes),
    headers: [...headers].map(([name, value]) => [name, copyOf(value)] as const),
  };
}

function copyOf(bytes: Buffer | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes);
}

/** Of all partitions of a topic from their beginning, without what is aborted. */
export function committedReader(world: World, topic: string, partitions: number = 1): Consumer {
  const consumer = world.consumer({ isolationLevel: 'read_committed', autoOffsetReset: 'earliest' });
  consumer.assign(Array.from({ length: partitions }, (_, partition) => ({ topic, partition })));
  return consumer;
}

/** Polls until so many records have come; the check's deadline bounds it. */
export async function take(consumer: Consumer, count: number): Promise<PlainRecord[]> {
  const records: PlainRecord[] = [];
  while (records.length < count) {
    for (const record of await consumer.poll(POLL_MS)) records.push(plain(record));
  }
  return records;
}

/** Polls for some time; answers what came. */
export async function takeFor(consumer: Consumer, ms: number): Promise<PlainRecord[]> {
  const records: PlainRecord[] = [];
  const end = performance.now() + ms;
  while (performance.now() < end) {
    for (const record of await consumer.poll(Math.min(POLL_MS, ms))) records.push(plain(record));
  }
  return records;
}

/** All partitions of a topic as they lie in the log. */
export async function stored(wire: Wire, topic: string, partitions: number): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for (let partition = 0; partition < partitions; partition++) records.push(...(await wire.read(topic, partition)));
  return records;
}

export function textOf({ value }: { readonly value: Buffer | null }): string {
  return value === null ? '' : value.toString();
}

export function texts(records: readonly { readonly value: Buffer | null }[]): string[] {
  return records.map(textOf);
}

/** Byte for byte, in order; says which record differs. */
export function assertSameContent(actual: readonly Content[], expected: readonly Content[]): void {
  assert.equal(actual.length, expected.length, 'as many records as were sent');
  for (const [index, { key, value, headers }] of actual.entries()) {
    assert.deepEqual({ key, value, headers }, expected[index], `record ${index}`);
  }
}

/** Values `0`, `1`, … of one partition in order, each once. */
export function assertCounted(records: readonly { readonly value: Buffer | null }[], count: number): void {
  assert.equal(records.length, count, `${count} records and no more`);
  for (const [index, record] of records.entries()) assert.equal(textOf(record), String(index), `record ${index}`);
}

/** Records with every kind of emptiness and repetition that a log can hold. */
export function edgeContents(): Content[] {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  return [
    { key: null, value: null, headers: [] },
    { key: Buffer.alloc(0), value: Buffer.alloc(0), headers: [] },
    { key: bytes, value: bytes, headers: [['bytes', bytes]] },
    { key: Buffer.from('key'), value: null, headers: [['null', null]] },
    {
      key: null,
      value: Buffer.from('value'),
      headers: [
        ['b', Buffer.from('1')],
        ['a', Buffer.from('2')],
        ['b', Buffer.from('3')],
        ['', Buffer.alloc(0)],
        ['ü–☃', Buffer.from('☃')],
      ],
    },
    { key: Buffer.from('k'), value: Buffer.alloc(100_000, 'x'), headers: [] },
    { key: Buffer.from('k'), value: Buffer.from('ordinary'), headers: [['h', Buffer.from('v')]] },
  ];
}
