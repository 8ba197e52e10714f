/** The first signal is a wish, a later one an order. */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { StopSignals } from './stop-signals.ts';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

test('a second Ctrl-C ends the process at once, an echo of the first does not', async () => {
  const process = new FakeProcess();
  let now = 1000;
  const signals = new StopSignals(process, { now: () => now, monotonic: () => now });
  process.emit('SIGINT', 'SIGINT');
  assert.equal(await signals.first, 'SIGINT');
  now += 100;
  process.emit('SIGINT', 'SIGINT');
  assert.deepEqual(process.exits, []);
  now += 1000;
  process.emit('SIGINT', 'SIGINT');
  process.emit('SIGTERM', 'SIGTERM');
  assert.deepEqual(process.exits, [130, 143]);
  signals.close();
  assert.equal(process.listenerCount('SIGINT'), 0);
});
