/** Crashes on a simulated disk, by the ten thousand; `crash-world.test.support.ts` says what is checked after each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CrashWorld, type CrashWorldOptions } from './crash-world.test.support.ts';

async function crash(worlds: number, options: Omit<CrashWorldOptions, 'seed'>): Promise<number> {
  let crashes = 0;
  for (let seed = 1; seed <= worlds; seed++) {
    const world = new CrashWorld({ ...options, seed });
    await world.run(10);
    crashes += world.crashes;
  }
  return crashes;
}

test('no acknowledged record is lost, repeated or made up by 14,000 power losses', async () => {
  assert.equal(await crash(1400, { flushAck: 'fsync', death: 'power', failures: false }), 14_000);
});
test('nor by 4,000 power losses with writes and syncs that fail, which halt the process', async () => {
  assert.equal(await crash(400, { flushAck: 'fsync', death: 'power', failures: true }), 4_000);
});
test('with flush.ack=page-cache nor by 2,000 kills', async () => {
  assert.equal(await crash(200, { flushAck: 'page-cache', death: 'kill', failures: false }), 2_000);
});
