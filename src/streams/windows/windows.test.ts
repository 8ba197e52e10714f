/** How time is cut into windows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hopping, milliseconds, session, sliding, tumbling, unlimited, windowStarts } from './windows.ts';

test('durations are milliseconds, or a number with its unit', () => {
  assert.deepEqual(
    [250, '250ms', '90s', '1.5m', '2h', '1d'].map((one) => milliseconds(one as '1s', 'it')),
    [250, 250, 90_000, 90_000, 7_200_000, 86_400_000],
  );
});

test('what is no duration is refused with what it was for and what would be right', () => {
  for (const wrong of ['', '5', '5 m', '-1s', '1w', '0.5ms', -1, 1.5, NaN, Infinity]) {
    assert.throws(() => tumbling('1m', { grace: wrong as '1s' }), {
      code: 'INVALID_CONFIG',
      message: `the grace of windows is ${wrong}, which is no duration: milliseconds, or a text as 90s, 5m, 1h, 1d`,
    });
  }
});

test('tumbling windows hold each time once, their start and not their end', () => {
  const windows = tumbling(10);
  assert.deepEqual(
    [0, 9, 10, 19].map((time) => windowStarts(windows, time)),
    [[0], [0], [10], [10]],
  );
});

test('hopping windows hold each time as often as they overlap, ascending, and none begins before 0', () => {
  const windows = hopping(10, { advance: 4 });
  assert.deepEqual(windowStarts(windows, 0), [0]);
  assert.deepEqual(windowStarts(windows, 9), [0, 4, 8]);
  assert.deepEqual(windowStarts(windows, 10), [4, 8]);
  assert.deepEqual(windowStarts(windows, 101), [92, 96, 100]);
});

test('windows without a size, or with gaps between them, are refused', () => {
  assert.throws(() => tumbling(0), { code: 'INVALID_CONFIG', message: 'the size of windows has to be above 0' });
  assert.throws(() => hopping(10, { advance: 0 }), { message: 'the advance of windows has to be above 0' });
  assert.throws(() => hopping(10, { advance: 11 }), {
    message: 'Windows of 10 ms that begin every 11 ms would leave gaps',
  });
});

test('sliding windows and sessions may have no length', () => {
  assert.deepEqual(session(0), { kind: 'session', gapMs: 0, graceMs: 0 });
  assert.deepEqual(sliding(0), { kind: 'sliding', differenceMs: 0, graceMs: 0 });
});

test('grace is nothing unless it is given', () => {
  assert.equal(tumbling('1m').graceMs, 0);
  assert.equal(session('1m', { grace: '5s' }).graceMs, 5000);
  assert.deepEqual(unlimited(), { kind: 'unlimited', startMs: 0 });
});
