import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { assignors } from './assignors.ts';
import { readJsonLines } from './read-lines.ts';
import { runFile } from './run-file.ts';

test("all assignors give what Kafka's give", () => {
  const path = join(import.meta.dirname, '../../testdata/vectors/assignors.jsonl.gz');
  const result = runFile(assignors, readJsonLines(path), path);
  assert.deepEqual(result.failures.slice(0, 5), []);
  assert.equal(result.passed, 2100);
});
