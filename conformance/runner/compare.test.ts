/** The comparing that all conformance rests on notices each way in which records can come back wrong. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkKeyed } from './compare.ts';
import { readRecords, writeRecords } from './record-file.ts';
import type { FileRecord } from './record-file.ts';

function record(
  key: string | null,
  value: string | null,
  place: { partition?: number; offset?: number } = {},
): FileRecord {
  const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));
  return {
    topic: 0,
    partition: -1,
    offset: -1,
    timestamp: 7,
    key: bytes(key),
    value: bytes(value),
    headers: [],
    ...place,
  };
}

const sent = [record('a', '1'), record('b', '2'), record('a', '3')];
const read = [
  record('a', '1', { partition: 0, offset: 0 }),
  record('b', '2', { partition: 1, offset: 0 }),
  record('a', '3', { partition: 0, offset: 1 }),
] as const;
const strict = { withTimestamps: true };

test('records that came back as they were sent are accepted', () => {
  checkKeyed(sent, read, strict);
});

test('a lost record is noticed', () => {
  assert.throws(() => checkKeyed(sent, read.slice(0, 2), strict), /2 records came back of 3/);
});

test('two records of a key that changed places are noticed', () => {
  const swapped = [{ ...read[0], value: read[2].value }, read[1], { ...read[2], value: read[0].value }];
  assert.throws(() => checkKeyed(sent, swapped, strict), /instead of/);
});

test('a key in two partitions is noticed', () => {
  const split = [read[0], read[1], { ...read[2], partition: 1 }];
  assert.throws(() => checkKeyed(sent, split, strict), /is in partition 0 too/);
});

test('a gap and a repeated offset are noticed', () => {
  for (const offset of [0, 2]) {
    assert.throws(() => checkKeyed(sent, [read[0], read[1], { ...read[2], offset }], strict), /offset 1 was due/);
  }
});

test('another value, another timestamp and a header too many are noticed', () => {
  const wrong = [{ value: null }, { timestamp: 8 }, { headers: [{ name: Buffer.from('h'), value: null }] }];
  for (const change of wrong) {
    assert.throws(() => checkKeyed(sent, [{ ...read[0], ...change }, read[1], read[2]], strict));
  }
});

test('a record file gives back what was written, and leaves out a record that is cut off', () => {
  const directory = mkdtempSync(join(tmpdir(), 'record-file-'));
  const file = join(directory, 'records');
  const headers = [
    { name: Buffer.from('h'), value: null },
    { name: Buffer.from('h'), value: Buffer.from([0, 255]) },
  ];
  const records = [record(null, ''), { ...record('', null, { partition: 3, offset: 2 ** 40 }), headers }];
  writeRecords(file, records);
  assert.deepEqual(readRecords(file), records);
  const whole = statSync(file).size;
  const first = 22 + 4 + 4 + 4;
  for (const size of [whole - 1, first + 30, first + 1, first]) {
    truncateSync(file, size);
    assert.deepEqual(readRecords(file), records.slice(0, 1), `${size} bytes`);
  }
  rmSync(directory, { recursive: true });
});
