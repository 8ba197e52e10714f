/** Records that a broker refuses, and what becomes of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { dlq } from '../runtime/error-handler.ts';
import { quiet, StreamsWorld } from './application.testing.ts';

const TEXTS = { key: string(), value: string() };
const GUARANTEES = ['at_least_once', 'exactly_once_v2'] as const;

async function worldWithSmallTopic(context: Parameters<typeof StreamsWorld.start>[0]): Promise<StreamsWorld> {
  const words = { name: 'words', configs: { 'max.message.bytes': '1000' } };
  const world = await StreamsWorld.start(context, [{ name: 'lines' }, words]);
  await world.send(['a', 'x'.repeat(2000), 'b'].map((value) => ({ topic: 'lines', key: 'k', value })));
  return world;
}

function copied(onError: 'skip' | 'fail' = 'skip'): Topology {
  const topology = new Topology('copied', { onError });
  topology.stream('lines', TEXTS).to('words', TEXTS);
  return topology;
}

/** Lines as they are in `words`, and how many there were so far in `counted`. */
function copiedAndCounted(): Topology {
  const topology = new Topology('copied', { onError: dlq('dead') });
  const lines = topology.stream('lines', TEXTS);
  lines.to('words', TEXTS);
  lines
    .groupBy(() => 'all', { name: 'by-all', ...TEXTS })
    .count('counts')
    .toStream()
    .mapValues((count) => String(count))
    .to('counted', TEXTS);
  return topology;
}

for (const processingGuarantee of GUARANTEES) {
  test(`a record that the broker refuses is left out where it is skipped, ${processingGuarantee}`, async (context) => {
    const world = await worldWithSmallTopic(context);
    const application = await world.run(copied(), { processingGuarantee });
    const words = await world.read('words', 2, 'read_committed');
    assert.deepEqual(
      words.map(({ value }) => value),
      ['a', 'b'],
    );
    assert.equal(application.dropped.get('KSTREAM-SINK-0000000001: production error'), 1);
  });

  test(`records that are not valid take nothing of their batch with them, nor state that is committed with it, ${processingGuarantee}`, async (context) => {
    const compacted = { name: 'words', configs: { 'cleanup.policy': 'compact' } };
    const world = await StreamsWorld.start(context, [
      { name: 'lines' },
      compacted,
      { name: 'dead' },
      { name: 'counted' },
    ]);
    const keys = ['k', null, 'k', 'k', null, null, 'k'];
    await world.send(keys.map((key, index) => ({ topic: 'lines', key, value: String(index) })));
    await world.run(copiedAndCounted(), { processingGuarantee });
    const topics = { words: 4, dead: 3, counted: 7 };
    const read = Object.entries(topics).map(async ([topic, count]) => world.read(topic, count, 'read_committed'));
    const values = (await Promise.all(read)).map((records) => records.map(({ value }) => value).join(' '));
    assert.deepEqual(values, ['0 2 3 6', '1 4 5', '1 2 3 4 5 6 7']);
  });
}

for (const processingGuarantee of GUARANTEES) {
  test(`a record that the broker refuses ends the application by its topic, ${processingGuarantee}`, async (context) => {
    const world = await worldWithSmallTopic(context);
    const options = { bootstrapServers: world.bootstrapServers, logger: quiet, processingGuarantee };
    const application = await copied('fail').start(options);
    for await (const state of application.states()) if (state === 'error') break;
    const { code, message, cause } = application.lastError as Error & { code: string };
    assert.equal(code, 'PRODUCTION_FAILED');
    assert.match(message, /cannot be written: .*words-0/);
    assert.equal((cause as { code: string }).code, 'MESSAGE_TOO_LARGE');
  });
}
