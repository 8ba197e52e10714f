/** Functions that take their time: order, bounds, errors, and what may be committed meanwhile. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { long, string } from '#serde';
import { type AsyncRecord, dlq, type MapAsyncOptions, Topology, type TopologyTestDriver } from '#streams';
import type { OutgoingRecord, StreamTask } from '../runtime/stream-task.ts';
import { wholeTask } from '../runtime/whole-task.testing.ts';

const text = string();
const texts = { key: text, value: text };

interface Call {
  readonly value: string;
  readonly record: AsyncRecord<string>;
  resolve(result: string): void;
  reject(error: unknown): void;
}

/** A function whose calls end when the test says so. */
class Calls {
  readonly all: Call[] = [];

  readonly map = (value: string, record: AsyncRecord<string>): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.all.push({ value, record, resolve, reject });
    return promise;
  };

  get values(): string[] {
    return this.all.map(({ value }) => value);
  }

  /** The last call for a value. */
  of(value: string): Call {
    const call = this.all.findLast((one) => one.value === value);
    assert.ok(call !== undefined, `no call for ${value}`);
    return call;
  }
}

function topologyOf(calls: Calls, options: MapAsyncOptions<string, string> = {}): Topology {
  const topology = new Topology('async');
  topology
    .stream('in', texts)
    .mapAsync(calls.map, { name: 'look-up', value: text, ...options })
    .to('out', texts);
  return topology;
}

function pipe(driver: TopologyTestDriver, ...values: string[]): void {
  const input = driver.input('in', texts);
  for (const [index, value] of values.entries()) input.pipe({ key: value[0]!, value, timestamp: index });
}

function out(driver: TopologyTestDriver): (string | null)[] {
  return driver
    .output('out', texts)
    .read()
    .map(({ value }) => value);
}

/** Lets results of calls that were just ended come in. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('a result goes on under the record that it was made of, when the driver has settled', async () => {
  const topology = new Topology('async');
  topology
    .stream('in', texts)
    .mapAsync(async (value, { key, offset }) => Promise.resolve(`${key} ${value} ${offset}`), { value: text })
    .to('out');
  using driver = topology.testDriver();
  const headers = [{ key: 'trace', value: Buffer.from('7') }];
  driver.input('in', texts).pipe({ key: 'k', value: 'v', timestamp: 5, headers });
  assert.deepEqual(driver.take('out'), []);
  await driver.settle();
  const [record] = driver.take('out');
  assert.deepEqual([String(record!.key), String(record!.value), record!.timestamp], ['k', 'k v 0', 5]);
  assert.deepEqual(record!.headers, headers);
});

test('results of one key keep their order and its calls follow each other, while other keys go on', async () => {
  const calls = new Calls();
  using driver = topologyOf(calls).testDriver();
  pipe(driver, 'a1', 'a2', 'b1');
  assert.deepEqual(calls.values, ['a1', 'b1']);
  calls.of('b1').resolve('B1');
  await turn();
  driver.advanceWallClock(0);
  assert.deepEqual(out(driver), ['B1']);
  calls.of('a1').resolve('A1');
  await turn();
  driver.advanceWallClock(0);
  calls.of('a2').resolve('A2');
  await driver.settle();
  assert.deepEqual(out(driver), ['A1', 'A2']);
});

test('in the order of the input calls overlap, and results wait for those before them', async () => {
  const calls = new Calls();
  using driver = topologyOf(calls, { order: 'input' }).testDriver();
  pipe(driver, 'a1', 'a2', 'b1');
  assert.deepEqual(calls.values, ['a1', 'a2', 'b1']);
  for (const value of ['b1', 'a2']) calls.of(value).resolve(value.toUpperCase());
  await turn();
  driver.advanceWallClock(0);
  assert.deepEqual(out(driver), []);
  calls.of('a1').resolve('A1');
  await driver.settle();
  assert.deepEqual(out(driver), ['A1', 'A2', 'B1']);
});

test('without an order results go on as they come', async () => {
  const calls = new Calls();
  using driver = topologyOf(calls, { order: 'none' }).testDriver();
  pipe(driver, 'a1', 'a2');
  calls.of('a2').resolve('A2');
  await turn();
  calls.of('a1').resolve('A1');
  await driver.settle();
  assert.deepEqual(out(driver), ['A2', 'A1']);
});

test('no more calls are at work than told, and a task takes no records when as many wait', async () => {
  const calls = new Calls();
  const { task } = taskOf(topologyOf(calls, { concurrency: 2, order: 'none' }));
  for (let offset = 0; offset < 6; offset++) task.add(raw(offset));
  while (task.process());
  assert.deepEqual(calls.values, ['v0', 'v1']);
  assert.equal(task.queued('in'), 2);
  assert.equal(task.asyncWork.isFull, true);
  calls.of('v0').resolve('');
  await turn();
  assert.deepEqual(calls.values, ['v0', 'v1', 'v2']);
  while (task.process());
  assert.equal(task.queued('in'), 1);
});

test('a function that fails is an error of its node, with the record that it failed at', async () => {
  const calls = new Calls();
  using driver = topologyOf(calls, { onError: dlq('dead') }).testDriver();
  pipe(driver, 'a1', 'b1');
  calls.of('b1').resolve('B1');
  calls.of('a1').reject(new Error('no such thing'));
  await driver.settle();
  assert.deepEqual(out(driver), ['B1']);
  const [letter] = driver.take('dead');
  assert.equal(String(letter!.value), 'a1');
  assert.deepEqual([...driver.dropped], [['processing error', 1]]);

  using strict = topologyOf(calls).testDriver();
  pipe(strict, 'c1');
  calls.of('c1').reject(new Error('no such thing'));
  await assert.rejects(strict.settle(), {
    code: 'PROCESSING_FAILED',
    message: 'look-up failed at the record at in-0, offset 0: no such thing',
  });
});

test('a call that failed is repeated after a while, which doubles', async () => {
  const calls = new Calls();
  using driver = topologyOf(calls, { retry: { times: 2, backoff: 100 } }).testDriver();
  pipe(driver, 'a1', 'a2');
  const failed = async (delayMs: number): Promise<void> => {
    calls.of('a1').reject(new Error('not now'));
    await driver.settle();
    const before = calls.all.length;
    driver.advanceWallClock(delayMs - 1);
    assert.equal(calls.all.length, before);
    driver.advanceWallClock(1);
    assert.equal(calls.all.length, before + 1);
  };
  await failed(100);
  await failed(200);
  calls.of('a1').resolve('A1');
  await turn();
  driver.advanceWallClock(0);
  calls.of('a2').resolve('A2');
  await driver.settle();
  assert.deepEqual(out(driver), ['A1', 'A2']);
});

test('an error that is not worth another call fails at once', async () => {
  const calls = new Calls();
  const retry = { times: 5, when: (error: unknown) => !(error instanceof RangeError) };
  using driver = topologyOf(calls, { retry, onError: 'skip' }).testDriver();
  pipe(driver, 'a1');
  calls.of('a1').reject(new RangeError('never'));
  await driver.settle();
  assert.deepEqual([...driver.dropped], [['processing error', 1]]);
  assert.equal(calls.all.length, 1);
});

test('a call that takes too long fails, its signal aborts, and what it ends with is not looked at', async () => {
  const calls = new Calls();
  using driver = topologyOf(calls, { timeout: '5s', retry: 1 }).testDriver();
  pipe(driver, 'a1');
  const [first] = calls.all;
  const { signal } = first!.record;
  driver.advanceWallClock(4999);
  assert.equal(signal.aborted, false);
  driver.advanceWallClock(1);
  assert.equal(signal.aborted, true);
  assert.equal((signal.reason as { code: string }).code, 'TIMED_OUT');
  driver.advanceWallClock(100);
  assert.equal(calls.all.length, 2);
  first!.resolve('stale');
  calls.of('a1').resolve('A1');
  await driver.settle();
  assert.deepEqual(out(driver), ['A1']);
});

test('offsets are committed up to the first record whose result has not gone on', async () => {
  const calls = new Calls();
  const { task, sent } = taskOf(topologyOf(calls, { order: 'none' }));
  for (let offset = 0; offset < 3; offset++) task.add(raw(offset));
  while (task.process());
  assert.equal(task.positions()[0]!.offset, 0);
  calls.of('v0').resolve('V0');
  calls.of('v2').resolve('V2');
  await turn();
  while (task.process());
  assert.deepEqual(
    sent.map(({ value }) => String(value)),
    ['V0', 'V2'],
  );
  assert.equal(task.positions()[0]!.offset, 1);
  task.committed(task.positions(), () => null);
  assert.equal(task.needsCommit, false);
  calls.of('v1').resolve('V1');
  await turn();
  while (task.process());
  assert.equal(task.needsCommit, true);
  assert.equal(task.positions()[0]!.offset, 3);
});

test('a drained task has nothing pending, also where calls are repeated by the clock', async () => {
  const calls = new Calls();
  let now = 0;
  const pauses: number[] = [];
  const { task, sent } = taskOf(topologyOf(calls, { retry: 1 }), () => now);
  task.add(raw(0));
  while (task.process());
  const drained = task.drain((delayMs, signal) => {
    pauses.push(delayMs);
    if (delayMs === Infinity) return new Promise((resolve) => signal.addEventListener('abort', () => resolve(true)));
    now += delayMs;
    return Promise.resolve(true);
  });
  calls.of('v0').reject(new Error('not now'));
  await turn();
  assert.deepEqual(pauses.slice(0, 2), [Infinity, 100]);
  calls.of('v0').resolve('V0');
  assert.equal(await drained, true);
  assert.equal(task.asyncWork.pending, 0);
  assert.equal(sent.length, 1);
  assert.equal(task.positions()[0]!.offset, 1);
});

test('a task that could not make a pending record again has to be drained before it commits', () => {
  const calls = new Calls();
  const stateless = taskOf(topologyOf(calls)).task;
  stateless.add(raw(0));
  while (stateless.process());
  assert.equal(stateless.asyncWork.needsDrain, false);

  const topology = new Topology('async');
  topology
    .stream('in', texts)
    .groupByKey()
    .count('counts')
    .toStream()
    .mapAsync(async (count) => Promise.resolve(String(count)))
    .forEach(() => undefined);
  const stateful = taskOf(topology).task;
  stateful.add(raw(0));
  while (stateful.process());
  assert.equal(stateful.asyncWork.needsDrain, true);

  const timed = new Topology('async');
  timed
    .stream('in', texts)
    .process({ ...texts }, ({ forward, schedule }) => {
      schedule(1, 'wall-clock', () => forward('k', 'tick'));
      return { process: () => undefined };
    })
    .mapAsync(calls.map)
    .forEach(() => undefined);
  let now = 0;
  const { task } = taskOf(timed, () => now);
  now = 1;
  task.punctuateWallClock();
  assert.equal(task.asyncWork.needsDrain, true);
});

test('whoever runs the task is told when a result is ready, and not after it was closed', async () => {
  const calls = new Calls();
  const { task, wakes } = taskOf(topologyOf(calls));
  task.add(raw(0));
  task.add(raw(1));
  while (task.process());
  assert.equal(wakes(), 0);
  calls.of('v0').resolve('');
  await turn();
  assert.equal(wakes(), 1);
  assert.equal(task.hasRecords, true);
  while (task.process());
  const { signal } = calls.of('v1').record;
  task.close();
  assert.equal(signal.aborted, true);
  calls.of('v1').resolve('');
  await turn();
  assert.equal(wakes(), 1);
});

test('results count in aggregations behind it', async () => {
  const topology = new Topology('async');
  topology
    .stream('in', texts)
    .mapAsync(async (value) => Promise.resolve(value), { value: text })
    .groupByKey()
    .count('counts');
  using driver = topology.testDriver();
  pipe(driver, 'a1', 'a2', 'b1');
  await driver.settle();
  assert.equal(driver.keyValueStore('counts').get('a')?.value, 2);
});

test('options that make no sense are refused by name', () => {
  const stream = new Topology('async').stream('in', { key: text, value: long() });
  const map = (value: number): number => value;
  assert.throws(() => stream.mapAsync(map, { concurrency: 0, name: 'x' }), {
    code: 'INVALID_CONFIG',
    message: 'The concurrency of x is 0, and has to be 1 or more',
  });
  assert.throws(() => stream.mapAsync(map, { retry: -1, name: 'x' }), { code: 'INVALID_CONFIG' });
  assert.throws(() => stream.selectKey((value) => ({ value })).mapAsync(map), { code: 'MISSING_SERDE' });
});

function raw(offset: number): Parameters<StreamTask['add']>[0] {
  const [key, value] = [`k${offset}`, `v${offset}`].map((one) => Buffer.from(one));
  return { topic: 'in', partition: 0, offset, key: key!, value: value!, timestamp: offset, headers: [] };
}

function taskOf(
  topology: Topology,
  wallClock: () => number = () => 0,
): { task: StreamTask; sent: OutgoingRecord[]; wakes: () => number } {
  const sent: OutgoingRecord[] = [];
  let wakes = 0;
  const task = wholeTask(topology, {
    onSent: (record) => void sent.push({ ...record }),
    wallClock,
    onWake: () => void wakes++,
  });
  task.start();
  return { task, sent, wakes: () => wakes };
}
