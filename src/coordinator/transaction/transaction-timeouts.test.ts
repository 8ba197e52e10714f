import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newMetadata, type TransactionMetadata } from './transaction-metadata.ts';
import { TransactionTimeouts } from './transaction-timeouts.ts';

const START = 1_000_000;

function open(changes: Partial<TransactionMetadata> = {}): TransactionMetadata {
  const fresh = newMetadata('t', { producerId: 1, timeoutMs: 1000, now: START });
  return { ...fresh, state: 'Ongoing', producerEpoch: 0, startTimestamp: START, ...changes };
}

test('a transaction is late when more than its timeout has passed, and never once it is decided', () => {
  const timeouts = new TransactionTimeouts();
  assert.deepEqual(timeouts.late([open()], { wall: START + 1000, monotonic: 1000 }), []);
  assert.deepEqual(timeouts.late([open()], { wall: START + 1001, monotonic: 1001 }), [open()]);
  assert.deepEqual(timeouts.late([open({ state: 'PrepareAbort' })], { wall: START + 2000, monotonic: 2000 }), []);
});

test('a wall clock that is set back keeps no transaction open', () => {
  const timeouts = new TransactionTimeouts();
  assert.deepEqual(timeouts.late([open()], { wall: START - 60_000, monotonic: 5000 }), []);
  assert.deepEqual(timeouts.late([open()], { wall: START - 59_000, monotonic: 6000 }), []);
  assert.deepEqual(timeouts.late([open()], { wall: START - 58_999, monotonic: 6001 }), [open()]);
});

test('the next transaction of a producer has its own time, whatever the clock says', () => {
  const timeouts = new TransactionTimeouts();
  timeouts.late([open()], { wall: START - 60_000, monotonic: 0 });
  for (const next of [open({ startTimestamp: START - 59_500 }), open({ producerEpoch: 1 })]) {
    assert.deepEqual(timeouts.late([next], { wall: START - 59_000, monotonic: 1500 }), []);
  }
});
