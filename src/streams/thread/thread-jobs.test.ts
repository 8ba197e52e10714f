import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ThreadJobs } from './thread-jobs.ts';

/** Whether it is settled once all that can happen now has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.finally(() => (settled = true)).catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

test('jobs are done in order, and who asked hears when they are', async () => {
  const done: string[] = [];
  let asked = 0;
  const jobs = new ThreadJobs(() => asked++);
  const first = jobs.add(async () => void done.push('first'));
  const second = jobs.add(async () => void done.push('second'));
  assert.equal(await isSettled(first), false);
  await jobs.run();
  await Promise.all([first, second]);
  assert.deepEqual(done, ['first', 'second']);
  assert.equal(asked, 2);
});

test('a job that fails is over, and the next one is still to be done', async () => {
  const jobs = new ThreadJobs(() => undefined);
  const failing = jobs.add(() => Promise.reject(new Error('failed')));
  const next = jobs.add(() => Promise.resolve());
  await assert.rejects(jobs.run(), /failed/);
  await failing;
  assert.equal(await isSettled(next), false);
  assert.equal(jobs.isEmpty, false);
});

test('tasks that are revoked while a thread ends are given up only when nothing of them can be committed any more', async () => {
  const jobs = new ThreadJobs(() => undefined);
  let wasDone = false;
  // The loop has ended, and its last commit is under way: nobody does the job.
  const revoked = jobs.add(async () => void (wasDone = true));
  assert.equal(await isSettled(revoked), false);
  jobs.end();
  await revoked;
  await jobs.add(async () => void (wasDone = true));
  await jobs.run();
  assert.equal(wasDone, false);
});

test('a job that never ends keeps nobody waiting when the thread is gone', async () => {
  const jobs = new ThreadJobs(() => undefined);
  const stuck = jobs.add(() => new Promise(() => undefined));
  void jobs.run();
  assert.equal(await isSettled(stuck), false);
  jobs.end();
  await stuck;
});
