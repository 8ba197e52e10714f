import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoalescedWork } from './coalesced-work.ts';

function gated(): { work: CoalescedWork; runs: { end(error?: Error): void }[] } {
  const runs: { end(error?: Error): void }[] = [];
  const work = new CoalescedWork(
    () =>
      new Promise((resolve, reject) => {
        runs.push({ end: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
  );
  return { work, runs };
}

test('requests made while the work runs share one further run, which begins after them', async () => {
  const { work, runs } = gated();
  const first = work.request();
  const later = [work.request(), work.request(), work.request()];
  assert.equal(runs.length, 1);
  runs[0]!.end();
  await first;
  await Promise.resolve();
  assert.equal(runs.length, 2);
  runs[1]!.end();
  await Promise.all(later);
  assert.equal(runs.length, 2);
});

test('a run that fails fails its own requests only', async () => {
  const { work, runs } = gated();
  const first = work.request();
  const second = work.request();
  runs[0]!.end(new Error('full'));
  await assert.rejects(first, /full/);
  await new Promise(setImmediate);
  runs[1]!.end();
  await second;
  const third = work.request();
  runs[2]!.end();
  await third;
});
