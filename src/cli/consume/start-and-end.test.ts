/** `--from` and `--to`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnd, parseStart } from './start-and-end.ts';

test('--from takes words, offsets, offsets before the end, and times', () => {
  assert.deepEqual(parseStart('beginning'), { kind: 'beginning' });
  assert.deepEqual(parseStart('latest'), { kind: 'end' });
  assert.deepEqual(parseStart('committed'), { kind: 'committed' });
  assert.deepEqual(parseStart('42'), { kind: 'offset', offset: 42 });
  assert.deepEqual(parseStart('offset:42'), { kind: 'offset', offset: 42 });
  assert.deepEqual(parseStart('-10'), { kind: 'tail', count: 10 });
  assert.deepEqual(parseStart('2026-11-25T10:00:00Z'), { kind: 'time', timestamp: Date.UTC(2026, 10, 25, 10) });
  assert.deepEqual(parseStart('time:1764064800000'), { kind: 'time', timestamp: 1_764_064_800_000 });
  const { timestamp } = parseStart('10m') as { timestamp: number };
  assert.ok(Math.abs(Date.now() - 600_000 - timestamp) < 60_000);
});

test("--from and --to take kcat's words", () => {
  assert.deepEqual(parseStart('stored'), { kind: 'committed' });
  assert.deepEqual(parseStart('s@1764064800000'), { kind: 'time', timestamp: 1_764_064_800_000 });
  assert.deepEqual(parseEnd('e@1764064800000'), { kind: 'time', timestamp: 1_764_064_800_000 });
});

test('what is none of these is refused', () => {
  assert.deepEqual(parseEnd('end'), { kind: 'end' });
  assert.deepEqual(parseEnd('7'), { kind: 'offset', offset: 7 });
  for (const wrong of ['', 'start', 'offset:x', 'time:never', '--5']) assert.throws(() => parseStart(wrong), /must be/);
  for (const wrong of ['beginning', '-1', 'offset:-1']) assert.throws(() => parseEnd(wrong), /must be/);
});
