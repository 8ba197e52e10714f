/** Tasks of which nothing was read, whose timers write all the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admin } from '#client';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { StreamsWorld } from './application.testing.ts';

const TEXTS = { key: string(), value: string() };

test('a transaction of a task that has read nothing says where it stands, exactly once, so that the group may fence it', async (context) => {
  const world = await StreamsWorld.start(context, ['lines', 'ticks']);
  const topology = new Topology('ticking');
  topology
    .stream('lines', TEXTS)
    .process({ name: 'clock', ...TEXTS }, ({ forward, schedule }) => {
      schedule(10, 'wall-clock', () => forward('tick', 'x'));
      return { process: () => undefined };
    })
    .to('ticks', TEXTS);
  await world.run(topology, { processingGuarantee: 'exactly_once_v2' });
  await world.read('ticks', 20, 'read_committed');
  await using admin = new Admin({ bootstrapServers: world.bootstrapServers });
  const committed = async (): Promise<number | undefined> => {
    const [group] = await admin.listStreamsGroupOffsets([{ groupId: 'ticking' }]);
    return group?.offsets.find(({ topic }) => topic === 'lines')?.offset;
  };
  await world.until('the offset at which reading begins is committed', async () => (await committed()) === 0);
  await world.send([{ topic: 'lines', key: 'k', value: 'x' }]);
  await world.until('what is read afterwards is committed as well', async () => (await committed()) === 1);
  assert.equal(await committed(), 1);
});
