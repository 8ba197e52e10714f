import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ZERO_UUID } from '#protocol';
import type { OffsetCommitRecord } from './group-records.ts';
import { OffsetStore } from './offset-store.ts';
import { MemoryAccount, StateMemory } from './state-memory.ts';

const PRODUCER = 5;
const NO_PRODUCER = -1;

function commit(offset: number, partition: number = 0): OffsetCommitRecord {
  const value = {
    offset,
    leaderEpoch: -1,
    metadata: '',
    commitTimestamp: 1000,
    expireTimestamp: -1,
    topicId: ZERO_UUID,
  };
  return { type: 'offset-commit', groupId: 'g', topic: 't', partition, value };
}

const tombstone: OffsetCommitRecord = { ...commit(0), value: null };

test('what a transaction commits counts from its marker on', () => {
  const store = new OffsetStore(new MemoryAccount(new StateMemory(Infinity)));
  store.replay(commit(1), { offset: 0, producerId: NO_PRODUCER });
  store.replay(commit(2), { offset: 1, producerId: PRODUCER });
  assert.equal(store.get('g', 't', 0)?.offset, 1);
  assert.ok(store.isPending('g', 't', 0));
  store.replayTransactionEnd(PRODUCER, true);
  assert.equal(store.get('g', 't', 0)?.offset, 2);
  assert.equal(store.isPending('g', 't', 0), false);
});

test('what an aborted transaction committed never counts', () => {
  const store = new OffsetStore(new MemoryAccount(new StateMemory(Infinity)));
  store.replay(commit(2), { offset: 1, producerId: PRODUCER });
  store.replayTransactionEnd(PRODUCER, false);
  assert.equal(store.get('g', 't', 0), undefined);
  assert.equal(store.hasPending('g'), false);
  store.replayTransactionEnd(PRODUCER, true);
  assert.equal(store.get('g', 't', 0), undefined);
});

test('a commit outside of transactions that came later is not undone by a marker', () => {
  const store = new OffsetStore(new MemoryAccount(new StateMemory(Infinity)));
  store.replay(commit(2), { offset: 1, producerId: PRODUCER });
  store.replay(commit(9), { offset: 2, producerId: NO_PRODUCER });
  store.replayTransactionEnd(PRODUCER, true);
  assert.equal(store.get('g', 't', 0)?.offset, 9);
});

test('a tombstone takes the pending offset, too', () => {
  const store = new OffsetStore(new MemoryAccount(new StateMemory(Infinity)));
  store.replay(commit(1), { offset: 0, producerId: NO_PRODUCER });
  store.replay(commit(2), { offset: 1, producerId: PRODUCER });
  store.replay(tombstone, { offset: 2, producerId: NO_PRODUCER });
  store.replayTransactionEnd(PRODUCER, true);
  assert.equal(store.get('g', 't', 0), undefined);
  assert.deepEqual([...store.groupIds()], []);
});

test('each partition of a group is told once, pending ones included', () => {
  const store = new OffsetStore(new MemoryAccount(new StateMemory(Infinity)));
  store.replay(commit(1), { offset: 0, producerId: NO_PRODUCER });
  store.replay(commit(2), { offset: 1, producerId: PRODUCER });
  store.replay(commit(3, 1), { offset: 2, producerId: PRODUCER });
  assert.deepEqual(store.partitionsOf('g'), [
    { topic: 't', partition: 0 },
    { topic: 't', partition: 1 },
  ]);
  assert.ok(store.hasPending('g'));
});

test('an offset is pending until the last transaction that has committed one is over', () => {
  const store = new OffsetStore(new MemoryAccount(new StateMemory(Infinity)));
  store.replay(commit(1), { offset: 0, producerId: PRODUCER });
  store.replay(commit(2), { offset: 1, producerId: PRODUCER });
  store.replay(commit(3), { offset: 2, producerId: PRODUCER + 1 });
  assert.equal(store.isPending('g', 't', 1), false);
  store.replayTransactionEnd(PRODUCER, false);
  assert.ok(store.isPending('g', 't', 0));
  store.replayTransactionEnd(PRODUCER + 1, true);
  assert.equal(store.isPending('g', 't', 0), false);
  assert.equal(store.hasPending('g'), false);
  store.replay(commit(4), { offset: 5, producerId: PRODUCER });
  store.replay(tombstone, { offset: 6, producerId: NO_PRODUCER });
  assert.equal(store.hasPending('g'), false);
  assert.deepEqual(store.partitionsOf('g'), []);
});

test('memory is given back for all that is forgotten', () => {
  const total = new StateMemory(Infinity);
  const store = new OffsetStore(new MemoryAccount(total));
  store.replay(commit(1), { offset: 0, producerId: NO_PRODUCER });
  const one = total.bytes;
  assert.ok(one > 0);
  store.replay(commit(2), { offset: 1, producerId: PRODUCER });
  store.replay(commit(3, 1), { offset: 2, producerId: PRODUCER });
  assert.equal(total.bytes, 3 * one);
  store.replayTransactionEnd(PRODUCER, true);
  assert.equal(total.bytes, 2 * one);
  store.replay(tombstone, { offset: 3, producerId: NO_PRODUCER });
  store.replay({ ...tombstone, partition: 1 }, { offset: 4, producerId: NO_PRODUCER });
  assert.equal(total.bytes, 0);
});
