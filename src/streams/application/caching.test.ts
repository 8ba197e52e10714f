/** Caches of an application on a broker: what goes on, with the commit, and what is in the changelog then. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { keyQuery } from '../queries/state-query.ts';
import { countedLines, StreamsWorld } from './application.testing.ts';

const TEXTS = { key: string(), value: string() };
const WORDS = ['a', 'b', 'a', 'a', 'b', 'c'];
/** No commit but the last one. */
const NEVER_MS = 3_600_000;

for (const processingGuarantee of ['at_least_once', 'exactly_once_v2'] as const) {
  test(`of all changes of a row the last one goes on and into the changelog, with the commit, ${processingGuarantee}`, async (context) => {
    const world = await StreamsWorld.start(context, [
      { name: 'lines', partitions: 1 },
      { name: 'words', partitions: 1 },
    ]);
    await world.send(WORDS.map((key) => ({ topic: 'lines', key, value: 'x' })));
    const application = await world.run(countedLines('held'), {
      processingGuarantee,
      statestoreCacheMaxBytes: 1_000_000,
      commitIntervalMs: NEVER_MS,
      transactionTimeoutMs: 60_000,
    });
    const bound = new Map([['lines', new Map([[0, WORDS.length - 1]])]]);
    const { partitions } = await application.query('counts', keyQuery<number>('a'), { bound, retryMs: 30_000 });
    const answer = partitions.get(0);
    assert.equal(answer?.isSuccess === true ? answer.value : answer?.failure.message, 3);
    await application.close();
    await world.send([{ topic: 'words', key: 'end', value: 'end' }]);
    assert.deepEqual(
      (await world.read('words', 4, 'read_committed')).map(({ key, value }) => [key, value]),
      [
        ['a', '3'],
        ['b', '2'],
        ['c', '1'],
        ['end', 'end'],
      ],
    );
    await world.send([{ topic: 'held-counts-changelog', key: 'end', value: 'end' }]);
    const changes = await world.read('held-counts-changelog', 4, 'read_committed');
    assert.deepEqual(
      changes.map(({ key }) => key),
      ['a', 'b', 'c', 'end'],
    );
  });
}

test('results of asynchronous operators behind a cache are part of the commit that told them', async (context) => {
  const world = await StreamsWorld.start(context, [
    { name: 'lines', partitions: 1 },
    { name: 'words', partitions: 1 },
  ]);
  await world.send(WORDS.map((key) => ({ topic: 'lines', key, value: 'x' })));
  const topology = new Topology('later');
  topology
    .stream('lines', TEXTS)
    .groupByKey()
    .count('counts')
    .toStream()
    .mapAsync(async (count) => Promise.resolve(String(count)), { name: 'look-up', value: string() })
    .groupByKey()
    .reduce((_one, other) => other, 'latest')
    .toStream()
    .to('words');
  const application = await world.run(topology, {
    processingGuarantee: 'exactly_once_v2',
    statestoreCacheMaxBytes: 1_000_000,
    commitIntervalMs: NEVER_MS,
    transactionTimeoutMs: 60_000,
  });
  const bound = new Map([['lines', new Map([[0, WORDS.length - 1]])]]);
  await application.query('counts', keyQuery<number>('a'), { bound, retryMs: 30_000 });
  await application.close();
  const words = await world.read('words', 3, 'read_committed');
  assert.deepEqual(words.map(({ key, value }) => `${key}${value}`).sort(), ['a3', 'b2', 'c1']);
});
