/** What persistent stores keep in memory until a commit is bounded. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { countedLines, StreamsWorld } from './application.testing.ts';

const NEVER_MS = 3_600_000;
const RECORDS = 300;

test('stores that have more than they may keep uncommitted are committed before their time', async (context) => {
  const stateDir = await mkdtemp(join(tmpdir(), 'samsa-streams-'));
  context.after(() => rm(stateDir, { recursive: true }));
  const world = await StreamsWorld.start(context, [
    { name: 'lines', partitions: 1 },
    { name: 'words', partitions: 1 },
  ]);
  const application = await world.run(countedLines('bounded', 'persistent'), {
    stateDir,
    processingGuarantee: 'exactly_once_v2',
    commitIntervalMs: NEVER_MS,
    transactionTimeoutMs: 60_000,
    statestoreUncommittedMaxBytes: 2000,
  });
  await world.send(
    Array.from({ length: RECORDS }, (_, index) => ({ topic: 'lines', key: `key-${index}`, value: 'x' })),
  );
  // Nothing of it could be seen before a commit.
  const words = await world.read('words', RECORDS / 3, 'read_committed');
  assert.equal(words[0]?.key, 'key-0');
  await application.close();
});
