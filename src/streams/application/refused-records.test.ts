/** Records that a broker refuses, and what becomes of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { quiet, StreamsWorld } from './application.testing.ts';

const TEXTS = { key: string(), value: string() };

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

test('a record that the broker refuses is left out where it is skipped, at least once', async (context) => {
  const world = await worldWithSmallTopic(context);
  const application = await world.run(copied());
  const words = await world.read('words', 2);
  assert.deepEqual(
    words.map(({ value }) => value),
    ['a', 'b'],
  );
  assert.equal(application.dropped.get('KSTREAM-SINK-0000000001: production error'), 1);
});

test('a record that the broker refuses fails its transaction, and ends the application instead of being tried for ever', async (context) => {
  const world = await worldWithSmallTopic(context);
  const options = { bootstrapServers: world.bootstrapServers, logger: quiet };
  const application = await copied().start({ ...options, processingGuarantee: 'exactly_once_v2' });
  for await (const state of application.states()) if (state === 'error') break;
  const { code, message } = application.lastError as Error & { code: string };
  assert.equal(code, 'PRODUCTION_FAILED');
  assert.match(message, /cannot be left out exactly once: .*words-0/);
});

for (const processingGuarantee of ['at_least_once', 'exactly_once_v2'] as const) {
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
