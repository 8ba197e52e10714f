/** Functions that take their time, on a broker. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settlesWithin } from '#kernel';
import { string } from '#serde';
import { defaultEnv } from '../default-env.ts';
import { Topology } from '../dsl/topology.ts';
import { StreamsWorld } from './application.testing.ts';

const TEXTS = { key: string(), value: string() };

for (const processingGuarantee of ['at_least_once', 'exactly_once_v2'] as const) {
  test(`results of functions that take their time are committed with their records, ${processingGuarantee}`, async (context) => {
    const world = await StreamsWorld.start(context, [
      { name: 'in', partitions: 2 },
      { name: 'out', partitions: 2 },
    ]);
    const waiting: (() => void)[] = [];
    let isOpen = false;
    const slow = (value: string): Promise<string> =>
      new Promise((resolve) => {
        const end = (): void => resolve(value.toUpperCase());
        if (isOpen) end();
        else waiting.push(end);
      });
    const topology = (): Topology => {
      const made = new Topology('slow');
      made.stream('in', TEXTS).mapAsync(slow, { value: string(), concurrency: 4 }).to('out', TEXTS);
      return made;
    };
    await world.send('abcdef'.split('').map((value) => ({ topic: 'in', key: value, value, partition: 0 })));
    const first = await world.run(topology(), { processingGuarantee });
    await world.until('four calls have begun', () => waiting.length === 4);
    const closed = first.close();
    isOpen = true;
    for (const end of waiting) end();
    await closed;
    await world.send([{ topic: 'in', key: 'g', value: 'g', partition: 0 }]);
    await world.run(topology(), { processingGuarantee });
    const read = await world.read('out', 7, 'read_committed');
    assert.deepEqual(read.map(({ value }) => value).sort(), 'ABCDEFG'.split(''));
  });
}

test('functions that never end hold up no application that is to end, although what is committed exactly once waits for them', async (context) => {
  const world = await StreamsWorld.start(context, ['in', 'out']);
  const calls: string[] = [];
  const topology = new Topology('endless');
  const endless = (value: string): Promise<string> => {
    calls.push(value);
    return new Promise(() => undefined);
  };
  topology.stream('in', TEXTS).mapAsync(endless, { value: string() }).to('out', TEXTS);
  await world.send([{ topic: 'in', key: 'k', value: 'v' }]);
  const application = await world.run(topology, { processingGuarantee: 'exactly_once_v2', commitIntervalMs: 1 });
  await world.until('a call has begun', () => calls.length === 1);
  const isClosed = settlesWithin(defaultEnv(), application.close({ timeoutMs: 1000 }), 30_000);
  assert.ok(await isClosed, 'it waits for task.timeout.ms');
});
