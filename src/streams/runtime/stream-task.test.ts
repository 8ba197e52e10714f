import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { ThreadCache } from '../stores/cache/thread-cache.ts';
import { decodeCommitMetadata } from './commit-metadata.ts';
import type { StoreChangelog, StreamTask } from './stream-task.ts';
import { wholeTask } from './whole-task.testing.ts';

const TEXTS = { key: string(), value: string() };

function taskOf(
  topology: Topology,
  { cache = null, sent = [] }: { readonly cache?: ThreadCache | null; readonly sent?: string[] } = {},
): StreamTask {
  return wholeTask(topology, {
    cache,
    onSent: ({ topic, value }) => {
      sent.push(`${topic}: ${value === null ? null : Buffer.from(value).toString('hex')}`);
    },
  });
}

function add(task: StreamTask, offset: number, timestamp: number): void {
  const key = Buffer.from('k');
  task.add({ topic: 'in', partition: 0, offset, key, value: key, timestamp, headers: [] });
}

function reader(): StreamTask {
  const topology = new Topology('app');
  topology.stream('in', TEXTS).to('out', TEXTS);
  return taskOf(topology);
}

test('a task stands at the first record that it has not processed', () => {
  const task = reader();
  task.start();
  add(task, 5, 70);
  add(task, 8, 60);
  task.process();
  task.process();
  assert.deepEqual(
    task.positions().map(({ offset }) => offset),
    [9],
  );
  add(task, 9, 80);
  task.process();
  add(task, 12, 90);
  const [position] = task.positions();
  assert.equal(position!.offset, 12);
  assert.equal(decodeCommitMetadata(position!.metadata).partitionTime, 80);
});

test('what is read while a commit is on its way is committed by the next one', () => {
  const task = reader();
  task.start();
  add(task, 0, 0);
  task.process();
  const committing = task.positions();
  add(task, 1, 0);
  task.committed(committing, () => null);
  assert.equal(task.needsCommit, false);
  task.process();
  assert.equal(task.needsCommit, true);
  assert.deepEqual(
    task.positions().map(({ offset }) => offset),
    [2],
  );
});

test('what was committed is not committed again but where it is asked for, and time goes on where it was', () => {
  const task = reader();
  task.start([{ topic: 'in', partition: 0, offset: 7, metadata: 'AgAAAAAAAAPo' }]);
  assert.deepEqual(task.positions(), []);
  assert.deepEqual(task.positions(true), [{ topic: 'in', partition: 0, offset: 7, metadata: 'AgAAAAAAAAPo' }]);
  assert.equal(task.streamTime, 1000);
});

test('a task that ran, followed what others wrote and runs again, has nothing of its first turn but its stores', () => {
  const topology = new Topology('app');
  topology.stream('in', TEXTS).groupByKey().count('counts').toStream().mapValues(String).to('out', TEXTS);
  const sent: string[] = [];
  const task = taskOf(topology, { cache: new ThreadCache(1000), sent });
  task.start();
  add(task, 0, 70);
  task.process();
  task.flush();
  task.committed(task.positions(), () => 4);
  add(task, 1, 80);
  task.suspend();
  assert.deepEqual([task.isStarted, task.hasRecords, task.streamTime], [false, false, -1]);
  const [{ store }] = task.changelogs as [StoreChangelog];
  assert.equal(store.changelogOffset, 4);
  store.restore(Buffer.from('k'), Buffer.from('0000000000000009', 'hex'), 90, []);
  sent.length = 0;
  task.start();
  add(task, 1, 100);
  task.process();
  task.flush();
  assert.deepEqual(sent, ['app-counts-changelog: 000000000000000a', 'out: 3130']);
});
