/** Tasks whose part changes from running to following and back: what their stores have is not read again. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { partitionForKey } from '#client';
import { string } from '#serde';
import { kv } from '../dsl/store-definitions.ts';
import { Topology } from '../dsl/topology.ts';
import { countedLines, StreamsWorld } from './application.testing.ts';
import type { StreamsApplication } from './streams-application.ts';

/** Gone with the test. */
function directoryFor(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'samsa-recycled-'));
  context.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** How many records of changelogs the instance has read. */
async function restoredRecords(application: StreamsApplication): Promise<number> {
  const metrics = await application.metrics();
  const counts = metrics.filter(({ name, tags }) => {
    return name === 'records-consumed-total' && tags['client-id']?.endsWith('-restore-consumer') && !('topic' in tags);
  });
  assert.equal(counts.length, 1);
  return counts[0]!.value;
}

const TEXTS = { key: string(), value: string() };

/** Counts in memory what is counted on the disk as well. */
function countedTwice(): Topology {
  const topology = new Topology('recycled');
  const lines = topology.stream('lines', TEXTS).groupByKey();
  lines.count({ store: 'on-disk', type: 'persistent' });
  lines.count('counts').toStream().mapValues(String).to('words', TEXTS);
  return topology;
}

/** Counts, and besides without a changelog. */
function countedWithNotes(): Topology {
  const topology = new Topology('recycled');
  const notes = kv('notes', { ...TEXTS, logged: false });
  const lines = topology.stream('lines', TEXTS);
  lines.process({ stores: { notes } }, ({ stores }) => ({
    process(_value, { key, timestamp }) {
      stores.notes.put(key, `${stores.notes.get(key)?.value ?? ''}+`, timestamp);
    },
  }));
  lines.groupByKey().count('counts').toStream().mapValues(String).to('words', TEXTS);
  return topology;
}

const KINDS = {
  memory: { topology: () => countedLines('recycled', 'memory'), changelogs: 1 },
  persistent: { topology: () => countedLines('recycled', 'persistent'), changelogs: 1 },
  both: { topology: countedTwice, changelogs: 2 },
  'one of them without a changelog': { topology: countedWithNotes, changelogs: 1 },
};

for (const [stores, { topology, changelogs }] of Object.entries(KINDS)) {
  test(`a task that is a standby from then on keeps its state, and so does one that runs again, stores: ${stores}`, async (context) => {
    const world = await StreamsWorld.start(context, [
      { name: 'lines', partitions: 2 },
      { name: 'words', partitions: 2 },
    ]);
    const run = (): Promise<StreamsApplication> =>
      world.run(topology(), {
        numStandbyReplicas: 1,
        processingGuarantee: 'exactly_once_v2',
        stateDir: directoryFor(context),
      });
    const first = await run();
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const send = (some: readonly string[]): Promise<void> =>
      world.send(some.map((key) => ({ topic: 'lines', key, value: '' })));
    await send(keys);
    await world.read('words', 8, 'read_committed');
    const second = await run();
    await world.until(
      'a task has moved',
      () => first.threads()[0]!.standbyTasks.length === 1 && second.state === 'running',
    );
    const moved = Number(first.threads()[0]!.standbyTasks[0]!.slice(2));
    const own = keys.filter((key) => partitionForKey(Buffer.from(key), 2) === moved);
    await send(own);
    const counts = first.store<string, number>('counts');
    await world.until(
      'the standby has the counts',
      async () => (await counts.get(own.at(-1)!, { allowStale: true })) === 2,
    );
    const written = changelogs * own.length;
    await world.until('the standby has read what was written', async () => (await restoredRecords(first)) >= written);
    assert.equal(await restoredRecords(first), written, 'it read what the other one wrote, and nothing of its own');
    await second.close();
    await world.until(
      'the task is back',
      () => first.threads()[0]!.activeTasks.length === 2 && first.state === 'running',
    );
    await send(own);
    const words = await world.read('words', 8 + 2 * own.length, 'read_committed');
    const last = Object.fromEntries(words.map(({ key, value }) => [key, value]));
    assert.deepEqual(last, Object.fromEntries(keys.map((key) => [key, own.includes(key) ? '3' : '1'])));
    assert.equal(await restoredRecords(first), written);
    if (stores !== 'one of them without a changelog') return;
    const note = await first.store<string, string>('notes').get(own[0]!);
    assert.equal(note, '+', 'what it knew of before others had the task is forgotten');
  });
}
