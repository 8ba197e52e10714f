/** What is typed on a command line, and what it means. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  collectHeaders,
  collectList,
  collectPairs,
  durationMs,
  moment,
  partitionNumbers,
  unescaped,
  wholeNumber,
} from './argument-parsers.ts';

const NOW = Date.UTC(2026, 10, 25, 12);

test('a time is a date in UTC where no zone stands there, milliseconds after @, or a span: so long ago', () => {
  const ten = Date.UTC(2026, 10, 25, 10);
  assert.equal(moment('2026-11-25T10:00:00Z', NOW), ten);
  assert.equal(moment('2026-11-25T10:00:00.000', NOW), ten);
  assert.equal(moment('2026-11-25 10:00', NOW), ten);
  assert.equal(moment('2026-11-25T11:00+01:00', NOW), ten);
  assert.equal(moment('2026-11-25T11:00:00+0100', NOW), ten);
  assert.equal(moment('2026-11-25', NOW), Date.UTC(2026, 10, 25));
  assert.equal(moment(`@${ten}`, NOW), ten);
  assert.equal(moment('2h', NOW), ten);
  for (const wrong of ['', 'soon', '2026-13-25', '25.11.2026', '10', '-1h', '@x']) {
    assert.throws(() => moment(wrong, NOW), /It must be a time/, wrong);
  }
});

test('a span of time is given in units or by ISO 8601', () => {
  assert.equal(durationMs('90s'), 90_000);
  assert.equal(durationMs('1h30m'), 5_400_000);
  assert.equal(durationMs('250ms'), 250);
  assert.equal(durationMs('1.5h'), 5_400_000);
  assert.equal(durationMs('7d'), 604_800_000);
  assert.equal(durationMs('PT1H30M'), 5_400_000);
  assert.equal(durationMs('P1DT2H'), 93_600_000);
  assert.equal(durationMs('-PT10S'), -10_000);
  for (const wrong of ['', '10', 'h', '1 h', 'P', 'PT', '1h!', '1y']) {
    assert.throws(() => durationMs(wrong), /It must be a span of time/, wrong);
  }
});

test('partitions are numbers and ranges, each once', () => {
  assert.deepEqual(partitionNumbers('0,2,5-7'), [0, 2, 5, 6, 7]);
  assert.deepEqual(partitionNumbers('1', [0, 1]), [0, 1]);
  for (const wrong of ['', 'a', '3-1', '-1', '1,,2']) assert.throws(() => partitionNumbers(wrong), /numbers/, wrong);
});

test('whole numbers keep their range', () => {
  assert.equal(wholeNumber(1, 10)('7'), 7);
  assert.equal(wholeNumber(Number.MIN_SAFE_INTEGER)('-10'), -10);
  for (const wrong of ['0', '11', '1.5', '1e3', 'x', '']) {
    assert.throws(() => wholeNumber(1, 10)(wrong), /a whole number from 1 to 10/, wrong);
  }
});

test('pairs keep the last value of a key, headers keep all in order, lists are split at commas', () => {
  assert.deepEqual(
    [...collectPairs('a=3', collectPairs('b=2', collectPairs('a=1=x')))],
    [
      ['a', '3'],
      ['b', '2'],
    ],
  );
  assert.deepEqual(collectHeaders('a= 2', collectHeaders('a=1')), [
    ['a', '1'],
    ['a', ' 2'],
  ]);
  assert.deepEqual(collectList('c', collectList('a, b')), ['a', 'b', 'c']);
  assert.throws(() => collectPairs('=1'), /key=value/);
  assert.throws(() => collectList('a,,b'), /commas/);
});

test('backslashes give control characters, and stay where they stand for nothing', () => {
  assert.equal(unescaped(String.raw`\t|\n|\x1f|\\|\q|\0`), '\t|\n|\x1f|\\|\\q|\0');
});
