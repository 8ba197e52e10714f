import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { StreamsWorld } from './application.testing.ts';

const TEXTS = { key: string(), value: string() };

function wordCount(id: string): Topology {
  const topology = new Topology(id);
  topology
    .stream('lines', TEXTS)
    .flatMapValues((line) => line.split(' '))
    .groupBy((word) => word, { name: 'by-word', ...TEXTS })
    .count('counts')
    .toStream()
    .mapValues((count) => String(count))
    .to('words', TEXTS);
  return topology;
}

/** The last value of each key. */
function table(records: readonly { key: string | null; value: string | null }[]): Record<string, string | null> {
  return Object.fromEntries(records.map(({ key, value }) => [key, value]));
}

for (const processingGuarantee of ['at_least_once', 'exactly_once_v2'] as const) {
  test(`words are counted on a broker, ${processingGuarantee}`, async (context) => {
    const world = await StreamsWorld.start(context, [
      { name: 'lines', partitions: 2 },
      { name: 'words', partitions: 2 },
    ]);
    await world.send([
      { topic: 'lines', key: '1', value: 'to be or not to be' },
      { topic: 'lines', key: '2', value: 'that is the question to be asked' },
    ]);
    const application = await world.run(wordCount('shakespeare'), { processingGuarantee });
    const words = await world.read('words', 13, 'read_committed');
    assert.deepEqual(table(words), {
      to: '3',
      be: '3',
      or: '1',
      not: '1',
      that: '1',
      is: '1',
      the: '1',
      question: '1',
      asked: '1',
    });
    assert.deepEqual(
      (await world.topicNames()).filter((name) => name.startsWith('shakespeare')),
      ['shakespeare-by-word-repartition', 'shakespeare-counts-changelog'],
    );
    await application.close();
    assert.equal(application.state, 'not-running');
  });

  test(`an application that comes back goes on with its state, ${processingGuarantee}`, async (context) => {
    const world = await StreamsWorld.start(context, [
      { name: 'lines', partitions: 2 },
      { name: 'words', partitions: 2 },
    ]);
    await world.send([{ topic: 'lines', key: '1', value: 'a b a' }]);
    const first = await world.run(wordCount('again'), { processingGuarantee });
    await world.read('words', 3, 'read_committed');
    await first.close();
    await world.send([{ topic: 'lines', key: '1', value: 'a c' }]);
    await world.run(wordCount('again'), { processingGuarantee });
    assert.deepEqual(table(await world.read('words', 5, 'read_committed')), { a: '3', b: '1', c: '1' });
  });
}
