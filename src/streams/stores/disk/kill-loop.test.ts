/** Stores on a real disk whose process is killed with SIGKILL in the middle of its commits, again and again. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SeededRandom } from '#sim';
import { KilledStores, nextAfter } from './kill-loop.testing.ts';

const KILLS = process.env['SAMSA_SOAK'] === 'true' ? 10 : 2;
const MOST_COMMITS = 20;
const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** One life, up to the beginning of some commit or a moment later. */
async function liveAndDie(directory: string, commits: number): Promise<void> {
  const program = fileURLToPath(new URL('kill-loop.test.child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=source', program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let begun = 0;
  for await (const dots of child.stdout as AsyncIterable<Buffer>) {
    begun += dots.length;
    if (begun >= commits) break;
  }
  const exit = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
  child.kill('SIGKILL');
  await exit;
  assert.equal(child.signalCode, 'SIGKILL', 'the process does not end by itself');
}

/** What the stores have is all up to what they say, no more and no less; answers up to where that is. */
function verify(directory: string): number[] {
  const kept = new KilledStores(directory);
  const expected = new KilledStores(null);
  const ends = [kept.rows, kept.windows].map(({ changelogOffset }) => nextAfter(changelogOffset));
  for (let number = 0; number < ends[0]!; number++) expected.putRow(number);
  for (let number = 0; number < ends[1]!; number++) expected.putWindow(number);
  assert.deepEqual([...kept.rows.all()].map(plain), [...expected.rows.all()].map(plain));
  const windowsOf = ({ windows }: KilledStores): unknown[] => [...windows.fetchAll(0, FOR_EVER)].map(plain);
  assert.deepEqual(windowsOf(kept), windowsOf(expected));
  kept.close();
  expected.close();
  return ends;
}

function plain([key, { value, timestamp }]: readonly [unknown, { value: unknown; timestamp: number }]): unknown[] {
  return [key, value, timestamp];
}

test('stores whose process is killed in a commit have all that one of their commits said, and nothing of the next', async (t) => {
  try {
    createRequire(import.meta.url).resolve('lmdb');
  } catch {
    t.skip('the optional package lmdb is not installed');
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'killed-stores-'));
  const random = new SeededRandom(7);
  let before = [0, 0];
  for (let kill = 0; kill < KILLS; kill++) {
    await liveAndDie(directory, 1 + random.below(MOST_COMMITS));
    const ends = verify(directory);
    assert.ok(
      ends.every((end, store) => end >= before[store]!),
      `what was kept stays: ${ends.join()} after ${before.join()}`,
    );
    before = ends;
  }
  assert.ok(before[0]! > 0);
  rmSync(directory, { recursive: true, force: true });
});
