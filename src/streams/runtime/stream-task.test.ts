import assert from 'node:assert/strict';
import { test } from 'node:test';
import { string } from '#serde';
import { Topology } from '../dsl/topology.ts';
import { decodeCommitMetadata } from './commit-metadata.ts';
import { StreamTask } from './stream-task.ts';

const TEXTS = { key: string(), value: string() };

function taskOf(topology: Topology): StreamTask {
  const plan = topology.build();
  return new StreamTask({
    plan,
    nodes: [...plan.nodes.keys()],
    taskId: '0_0',
    partition: 0,
    directory: null,
    sink: { send: () => undefined, partitionCount: () => 1 },
    globalStores: new Map(),
    wallClock: () => 0,
    emitIntervalMs: 0,
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

test('what was committed is not committed again, and time goes on where it was', () => {
  const task = reader();
  task.start([{ topic: 'in', partition: 0, offset: 7, metadata: 'AgAAAAAAAAPo' }]);
  assert.deepEqual(task.positions(), []);
  assert.equal(task.streamTime, 1000);
});
