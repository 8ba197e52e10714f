import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admin } from '#client';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { StreamsWorld } from './application.testing.ts';

test('partitions that a source gets while the application runs are read', async (context) => {
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  const topology = new Topology('growing');
  const texts = { key: string(), value: string() };
  topology.stream('lines', texts).to('words', texts);
  const application = await world.run(topology);
  await application.running();
  await world.send([{ topic: 'lines', partition: 0, key: 'k', value: 'before' }]);
  await world.read('words', 1);
  await using admin = new Admin({ bootstrapServers: world.bootstrapServers });
  await admin.createPartitions([{ topic: 'lines', totalCount: 2 }]);
  await world.send([{ topic: 'lines', partition: 1, key: 'k', value: 'behind' }]);
  assert.equal((await world.read('words', 2)).at(-1)?.value, 'behind');
});
