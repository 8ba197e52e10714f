import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from './duration.ts';

test('durations of days and below are read, and nothing else', () => {
  const cases: [string, number | null][] = [
    ['PT1H', 3_600_000],
    ['P1DT2H3M4.5S', 86_400_000 + 7_200_000 + 180_000 + 4500],
    ['P2D', 172_800_000],
    ['PT0S', 0],
    ['pt15m', 900_000],
    ['P', null],
    ['PT', null],
    ['P1DT', null],
    ['P1M', null],
    ['1H', null],
    ['PT-1H', null],
    ['P99999999999999D', null],
  ];
  for (const [text, expected] of cases) assert.equal(parseDuration(text), expected, text);
});
