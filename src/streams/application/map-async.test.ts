/** Functions that take their time, on a broker. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
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
