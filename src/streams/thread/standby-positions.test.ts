/** How far standbys have come, by what a group has committed and where changelogs ended then. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSimulation } from '#sim';
import { string } from '#serde';
import type { StoreChangelog } from '../runtime/stream-task.ts';
import { MemoryKeyValueStore } from '../stores/memory-key-value-store.ts';
import { StoreSerdes } from '../stores/store-serdes.ts';
import { type FollowingTask, StandbyPositions } from './standby-positions.ts';

const INTERVAL_MS = 1000;

function changelogOf(name: string, isSource = false): StoreChangelog {
  const store = new MemoryKeyValueStore(name, new StoreSerdes('changelog', string(), string()));
  return { store, topic: `${name}-changelog`, partition: 3, isSource };
}

/** A task with a changelog of its own and a table of its source, of which all is a number. */
function world() {
  const simulation = createSimulation(1);
  const { env } = simulation;
  const own = changelogOf('counts');
  const task = { id: '0_3', changelogs: [own, changelogOf('table', true)] };
  const numbers = { committed: -1, end: 0, restored: 0, isAway: false };
  /** What was asked for, in order. */
  const asked: string[] = [];
  const answer = (what: string, offset: number) => {
    asked.push(what);
    return numbers.isAway ? Promise.reject(new Error('away')) : Promise.resolve([{ offset }]);
  };
  const positions = new StandbyPositions<FollowingTask>({
    env,
    logger: env.logger,
    intervalMs: INTERVAL_MS,
    inputs: () => Promise.resolve([{ topic: 'lines', partition: 3 }]),
    committed: () => answer('committed', numbers.committed),
    ends: () => answer('ends', numbers.end),
    passMarkers: () => undefined,
    restoredTo: () => numbers.restored,
  });
  positions.follow(task);
  const position = (store: string) => positions.position(task, store).get('lines')?.get(3) ?? null;
  const pass = (ms: number) =>
    simulation.finish(
      new Promise<void>((resolve) => void env.scheduler.after(ms, () => resolve(), { keepAlive: true })),
    );
  return { numbers, asked, positions, task, position, pass };
}

test('a standby has what was committed when its changelog ended where it has come to, and not before', async () => {
  const { numbers, asked, positions, task, position, pass } = world();
  Object.assign(numbers, { committed: 42, end: 7, restored: 6 });
  await pass(10);
  assert.deepEqual(asked, ['committed', 'ends'], 'the changelog is looked at after the commit that it explains');
  assert.equal(position('counts'), null, 'a record of the changelog is still missing');
  numbers.restored = 7;
  assert.equal(position('counts'), 41);
  assert.equal(position('table'), null, 'a table of its source is empty in a standby');
  assert.equal(position('nothing'), null);

  Object.assign(numbers, { committed: 50, end: 9 });
  await pass(INTERVAL_MS);
  assert.equal(position('counts'), 41, 'what was known stays until the rest is there');
  numbers.restored = 9;
  assert.equal(position('counts'), 49);
  positions.forget(task);
  assert.equal(position('counts'), null);
  positions.close();
});

test('brokers that are away cost a standby its news and nothing else', async () => {
  const { numbers, position, pass, positions } = world();
  Object.assign(numbers, { committed: 5, end: 2, restored: 2 });
  await pass(10);
  assert.equal(position('counts'), 4);
  Object.assign(numbers, { committed: 6, isAway: true });
  await pass(INTERVAL_MS);
  assert.equal(position('counts'), 4);
  numbers.isAway = false;
  await pass(INTERVAL_MS);
  assert.equal(position('counts'), 5);
  positions.close();
});
