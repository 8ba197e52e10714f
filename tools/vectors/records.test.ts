/** The vectors of record batches, keys and SCRAM exchanges, each file whole. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import type { VectorKind } from './kind.ts';
import { partitioner } from './partitioner.ts';
import { readJsonLines } from './read-lines.ts';
import { recordsInvalid } from './records-invalid.ts';
import { records } from './records.ts';
import { runFile } from './run-file.ts';
import { scramKind } from './scram.ts';

function passesAll(kind: VectorKind, lines: number): void {
  const path = join(import.meta.dirname, `../../testdata/vectors/${kind.name}.jsonl.gz`);
  const result = runFile(kind, readJsonLines(path), path);
  assert.deepEqual(result.failures.slice(0, 5), []);
  assert.equal(result.passed, lines);
}

test('record batches are read as Kafka wrote them, and uncompressed ones written as the same bytes', () => {
  passesAll(records, 193);
});

test('damaged record batches are refused where Kafka refuses them, and only there', () => {
  passesAll(recordsInvalid, 360);
});

test("keys hash to the partitions of Kafka's Java client", () => {
  passesAll(partitioner, 2000);
});

test("SCRAM exchanges and stored credentials are Kafka's, byte for byte", () => {
  passesAll(scramKind, 30);
});
