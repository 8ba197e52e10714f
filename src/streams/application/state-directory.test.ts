/** The directory of an instance: who it is over restarts, and that nobody else is in it. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import type { RestoreProgress } from '../thread/restorer.ts';
import { countedLines, StreamsWorld } from './application.testing.ts';

const TEXTS = { key: string(), value: string() };
const PROCESS_FILE = 'kafka-streams-process-metadata';

async function directoryFor(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'samsa-streams-'));
  context.after(() => rm(directory, { recursive: true }));
  return directory;
}

/** As threads are called: `<application>-<process id>-StreamThread-<number>`. */
function processIdOf(threadName: string | undefined): string | undefined {
  return /-([\da-f-]{36})-StreamThread-1$/.exec(threadName ?? '')?.[1];
}

test('an instance that comes back to its directory is the same process, and restores nothing that it has', async (context) => {
  const stateDir = await directoryFor(context);
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  await world.send([{ topic: 'lines', key: 'a', value: '1' }]);
  const first = await world.run(countedLines('again', 'persistent'), { stateDir });
  await world.read('words', 1);
  const processId = processIdOf(first.threads()[0]?.name);
  await first.close();
  const kept = await readFile(join(stateDir, 'again', PROCESS_FILE), 'utf8');
  assert.deepEqual(JSON.parse(kept), { processId });

  const restored: RestoreProgress[] = [];
  const second = await world.run(countedLines('again', 'persistent'), {
    stateDir,
    onRestore: (one) => void restored.push(one),
  });
  assert.equal(processIdOf(second.threads()[0]?.name), processId);
  await world.send([{ topic: 'lines', key: 'a', value: '2' }]);
  assert.equal((await world.read('words', 2)).at(-1)?.value, '2');
  assert.deepEqual(
    restored.map(({ startOffset, endOffset }) => endOffset - startOffset),
    [0],
  );
});

test('a second instance in the same directory is refused, with the directory and what to do, until the first is closed', async (context) => {
  const stateDir = await directoryFor(context);
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  const first = await world.run(countedLines('twice', 'persistent'), { stateDir });
  await assert.rejects(
    world.run(countedLines('twice', 'persistent'), { stateDir }),
    (error: Error & { code?: string }) => {
      assert.equal(error.code, 'STATE_DIRECTORY_LOCKED');
      assert.ok(error.message.includes(join(stateDir, 'twice')), error.message);
      assert.match(error.message, /in use by another instance of twice .*a stateDir of its own/);
      return true;
    },
  );
  await first.close();
  await world.run(countedLines('twice', 'persistent'), { stateDir });
});

test('a process id that a crash has torn is replaced, and a directory that cannot be is told by its name', async (context) => {
  const stateDir = await directoryFor(context);
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  const first = await world.run(countedLines('torn', 'persistent'), { stateDir });
  await first.close();
  const file = join(stateDir, 'torn', PROCESS_FILE);
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.slice(0, 20));
  const second = await world.run(countedLines('torn', 'persistent'), { stateDir });
  const another = { processId: processIdOf(second.threads()[0]?.name) };
  assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), another);
  assert.notDeepEqual(JSON.parse(whole), another);
  await assert.rejects(world.run(countedLines('nowhere', 'persistent'), { stateDir: file }), {
    code: 'STATE_DIRECTORY_FAILED',
    message: /nowhere cannot be used .*stateDir must name a directory/,
  });
});

test('instances whose stores are in memory share a machine without directories', async (context) => {
  const stateDir = join(await directoryFor(context), 'not-made');
  const world = await StreamsWorld.start(context, ['lines', 'words']);
  const topology = new Topology('memory');
  topology.stream('lines', TEXTS).groupByKey().count('counts');
  await Promise.all([world.run(topology, { stateDir }), world.run(topology, { stateDir })]);
  await assert.rejects(readFile(join(stateDir, 'memory', PROCESS_FILE)), { code: 'ENOENT' });
});

test(
  'an application that is closed has nothing open in its directory',
  { skip: process.platform !== 'linux' && 'Linux alone tells what a process has open' },
  async (context) => {
    const stateDir = await directoryFor(context);
    const world = await StreamsWorld.start(context, ['lines', 'words']);
    const application = await world.run(countedLines('closed', 'persistent'), { stateDir });
    assert.ok((await openedBelow(stateDir)).some((path) => path.endsWith('data.mdb')));
    await application.close();
    assert.deepEqual(await openedBelow(stateDir), []);
  },
);

/** What this process has open there, by its descriptors. */
async function openedBelow(directory: string): Promise<string[]> {
  const descriptors = await readdir('/proc/self/fd');
  const paths = await Promise.all(descriptors.map((one) => readlink(`/proc/self/fd/${one}`).catch(() => '')));
  return paths.filter((path) => path.startsWith(directory));
}
