/** One suite for every Scheduler and its Clock. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNodeEnv } from '#kernel/node';
import { createSimulation } from '#sim';
import type { Env } from './env.ts';

const implementations: Record<string, (body: (env: Env) => Promise<void>) => Promise<void>> = {
  'the real scheduler': async (body) => {
    // Its timers do not keep the process alive, so something else must.
    const alive = setInterval(() => {}, 60_000);
    try {
      await body(createNodeEnv());
    } finally {
      clearInterval(alive);
    }
  },
  'the simulated scheduler': async (body) => {
    for (let seed = 0; seed < 20; seed++) {
      const { env, machine } = createSimulation(seed);
      await machine.finish(body(env));
    }
  },
};

function schedulerTest(claim: string, body: (env: Env) => Promise<void>): void {
  for (const [name, run] of Object.entries(implementations)) test(`${name}: ${claim}`, () => run(body));
}

function after(env: Env, delayMs: number): Promise<void> {
  return new Promise((resolve) => void env.scheduler.after(delayMs, resolve));
}

schedulerTest('a task runs once, not at once, not before its time', async (env) => {
  let runs = 0;
  const start = env.clock.monotonic();
  env.scheduler.after(5, () => runs++);
  assert.equal(runs, 0);
  await after(env, 20);
  assert.equal(runs, 1);
  assert.ok(env.clock.monotonic() - start >= 19);
});

schedulerTest('a cancelled task does not run, and cancelling is harmless afterwards', async (env) => {
  let runs = 0;
  const cancelled = env.scheduler.after(5, () => runs++);
  const done = env.scheduler.after(1, () => runs++);
  cancelled.cancel();
  cancelled.cancel();
  await after(env, 20);
  done.cancel();
  assert.equal(runs, 1);
});

schedulerTest('a delay of a year is not a delay of a millisecond', async (env) => {
  let runs = 0;
  const timer = env.scheduler.after(365 * 86_400_000, () => runs++);
  await after(env, 20);
  assert.equal(runs, 0);
  timer.cancel();
});

schedulerTest('tasks for the end of the turn run in order, after the code and the promises of now', async (env) => {
  const order: string[] = [];
  const done = new Promise<void>((resolve) => {
    env.scheduler.endOfTurn(() => {
      order.push('first');
      void Promise.resolve().then(() => order.push('promise of first'));
      env.scheduler.endOfTurn(() => {
        order.push('next turn');
        resolve();
      });
    });
    env.scheduler.endOfTurn(() => order.push('second'));
  });
  void Promise.resolve().then(() => order.push('promise'));
  order.push('now');
  await done;
  assert.deepEqual(order, ['now', 'promise', 'first', 'promise of first', 'second', 'next turn']);
});

schedulerTest('wall time is a whole number of milliseconds', async (env) => {
  assert.ok(Number.isInteger(env.clock.now()) && env.clock.now() > 1_700_000_000_000);
});
