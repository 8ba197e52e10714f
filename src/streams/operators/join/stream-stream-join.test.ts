/** When records that met nobody go on alone: after a restart and with whatever clock. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { string } from '#serde';
import { Topology, type TopologyTestDriver } from '#streams';
import { SimulatedDatabases } from '../../simulation/simulated-databases.testing.ts';
import { useDatabases } from '../../stores/disk/store-environment.ts';

const texts = { key: string(), value: string() };
const DIRECTORY = '/simulated/stream-stream-join';
useDatabases(
  DIRECTORY,
  new SimulatedDatabases().life(() => false),
);
after(() => useDatabases(DIRECTORY, null));

function joined(stateDirectory?: string): TopologyTestDriver {
  const topology = new Topology('meetings', { stores: 'persistent' });
  topology
    .stream('left', texts)
    .leftJoin(topology.stream('right', texts), (left, right) => `${left}+${right}`, {
      within: 100,
      grace: 0,
      name: 'meet',
      store: 'meetings',
      key: string(),
      left: string(),
      right: string(),
    })
    .to('out', texts);
  return topology.testDriver(stateDirectory === undefined ? {} : { stateDirectory });
}

const outOf = (driver: TopologyTestDriver): (string | null)[] => {
  return driver
    .output('out', texts)
    .read()
    .map(({ value }) => value);
};

test('a record that waited for a partner before a restart goes on alone when its time is over, whatever comes next', () => {
  {
    using before = joined(DIRECTORY);
    before.input('left', texts).pipe({ key: 'k', value: 'waits', timestamp: 0 });
    assert.deepEqual(outOf(before), []);
  }
  using again = joined(DIRECTORY);
  // No record that waits itself.
  again.input('right', texts).pipe({ key: 'other', value: 'moves time', timestamp: 1000 });
  assert.deepEqual(outOf(again), ['waits+null']);
});

test('a record that met nobody goes on alone also where the wall clock was set back', () => {
  using driver = joined();
  driver.advanceWallClock(60_000);
  const [left, right] = [driver.input('left', texts), driver.input('right', texts)];
  left.pipe({ key: 'k', value: 'first', timestamp: 0 });
  right.pipe({ key: 'other', value: 'moves time', timestamp: 1000 });
  assert.deepEqual(outOf(driver), ['first+null']);
  driver.advanceWallClock(-30_000);
  left.pipe({ key: 'k', value: 'second', timestamp: 1000 });
  right.pipe({ key: 'other', value: 'moves time', timestamp: 2000 });
  assert.deepEqual(outOf(driver), ['second+null']);
});
