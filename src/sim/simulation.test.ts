import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MachineDied } from './simulated-error.ts';
import { createSimulation } from './simulation.ts';
import type { Simulation } from './simulation.ts';

/** A few timers and file operations, told in the order in which they end. */
async function story(seed: number): Promise<string> {
  const world = createSimulation(seed);
  const { env } = world;
  const events: string[] = [];
  const note = (what: string): void => void events.push(`${what}@${world.monotonic()}`);
  const files = await world.finish(Promise.all(['a', 'b'].map((name) => env.disk.openFile(`/${name}`, 'create'))));
  const writes = files.flatMap((file, index) =>
    [0, 1, 2].map((part) => file.writev([Buffer.from('x')], part).then(() => note(`write ${index}.${part}`))),
  );
  for (const name of ['p', 'q', 'r']) env.scheduler.after(1, () => note(name));
  env.scheduler.after(1, () => env.scheduler.endOfTurn(() => note(`end ${env.random.number()}`)));
  await world.finish(Promise.all(writes));
  await world.advance(10);
  return events.join(' ');
}

test('the same seed gives the same run, another seed another order', async () => {
  const stories = new Set<string>();
  for (let seed = 0; seed < 10; seed++) {
    const first = await story(seed);
    assert.equal(await story(seed), first);
    stories.add(first.replaceAll(/@[^ ]*| 0\.\d+/g, ''));
  }
  assert.ok(stories.size > 5);
});

test('virtual time passes without real time', async () => {
  const world = createSimulation(1);
  let days = 0;
  const daily = (): void => {
    days++;
    world.env.scheduler.after(86_400_000, daily);
  };
  world.env.scheduler.after(86_400_000, daily);
  const start = world.now();
  await world.advance(365 * 86_400_000 + 1);
  assert.equal(days, 365);
  assert.equal(world.now() - start, 365 * 86_400_000 + 1);
});

test('all promises settle between two events', async () => {
  const world = createSimulation(1);
  const order: string[] = [];
  world.env.scheduler.after(1, () => {
    void (async () => {
      for (let step = 0; step < 1000; step++) await Promise.resolve();
      order.push('a thousand steps');
    })();
  });
  world.env.scheduler.after(1.0001, () => order.push('the next timer'));
  await world.advance(5);
  assert.deepEqual(order, ['a thousand steps', 'the next timer']);
});

test('settle runs what is going on and leaves timers that are not due', async () => {
  const world = createSimulation(1);
  const order: string[] = [];
  world.env.scheduler.after(1000, () => order.push('timer'));
  void world.env.disk.makeDirectory('/a').then(() => order.push('directory'));
  await world.settle();
  assert.deepEqual(order, ['directory']);
});

test('a condition that never comes true is an error with the seed, idle or not', async () => {
  const world = createSimulation(42);
  await assert.rejects(
    world.until(() => false),
    /seed 42: nothing is left to happen/,
  );
  const again = (): void => void world.env.scheduler.after(1000, again);
  again();
  await assert.rejects(
    world.until(() => false, 60_000),
    /seed 42: .* after 60000 ms/,
  );
  assert.ok(world.monotonic() <= 60_000);
});

test('wall time may jump, timers and monotonic time do not notice', async () => {
  const world = createSimulation(1);
  const wall = world.now();
  world.jumpClock(-3_600_000);
  await world.advance(10);
  assert.equal(world.now(), wall - 3_600_000 + 10);
  assert.equal(world.env.clock.monotonic(), 10);
});

test('what a task throws comes out of the run', async () => {
  const world = createSimulation(1);
  world.env.scheduler.after(1, () => {
    throw new Error('a bug');
  });
  await assert.rejects(world.advance(5), /a bug/);
});

async function halted(world: Simulation): Promise<unknown> {
  const work = async (): Promise<void> => {
    await world.env.disk.makeDirectory('/a');
    world.env.halt('fsync failed');
  };
  return world.finish(work()).catch((error: unknown) => error);
}

test('halt ends the machine: no timer, no write and no log line after it', async () => {
  const world = createSimulation(1);
  let ticks = 0;
  world.env.scheduler.after(100, () => ticks++);
  const file = await world.finish(world.env.disk.openFile('/f', 'create'));
  const error = await halted(world);
  assert.ok(error instanceof MachineDied && error.message === 'halt: fsync failed');
  let isSettled = false;
  void file.writev([Buffer.from('x')], 0).finally(() => (isSettled = true));
  assert.throws(() => file.writevSync([Buffer.from('x')], 0), MachineDied);
  world.env.logger.info('still here');
  await world.advance(1000);
  assert.deepEqual([ticks, isSettled, world.machine.logLines], [0, false, []]);
  const next = world.machine.kill();
  assert.equal((await next.finish(next.env.disk.stat('/f')))?.size, 0);
});

test('halt in the background, where nobody waits, ends the machine and not the test', async () => {
  const world = createSimulation(1);
  world.env.scheduler.after(1, () => {
    void Promise.reject(new Error('EIO')).catch((error: unknown) => world.env.halt('fsync failed', error));
  });
  await world.advance(5);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(world.machine.deathReason, 'halt: fsync failed');
});

test('machines share time and die alone', async () => {
  const world = createSimulation(1);
  const other = world.boot();
  let ticks = 0;
  other.env.scheduler.after(10, () => ticks++);
  world.machine.die('test');
  await world.advance(20);
  assert.equal(ticks, 1);
  assert.equal(other.env.clock.now(), world.now());
});

test('codec results are real and come later', async () => {
  const { env, machine } = createSimulation(1);
  for (const format of ['gzip', 'zstd'] as const) {
    const compressed = await machine.finish(env.codec.compress(format, Buffer.alloc(10_000), 1));
    assert.equal((await machine.finish(env.codec.decompress(format, compressed, 10_000))).length, 10_000);
    await assert.rejects(machine.finish(env.codec.decompress(format, compressed, 9_999)), { code: 'CORRUPT_MESSAGE' });
  }
});
