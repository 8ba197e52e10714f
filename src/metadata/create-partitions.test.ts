import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors } from '#protocol';
import { TestController } from './metadata.testing.ts';

interface Growth {
  count: number;
  replicas?: number[][];
  validateOnly?: boolean;
}

function grow(controller: TestController, name: string, { count, replicas, validateOnly = false }: Growth): number {
  const assignments = replicas?.map((brokerIds) => ({ brokerIds })) ?? null;
  return controller.run('createPartitions', { topics: [{ name, count, assignments }], validateOnly })[0]!.errorCode;
}

test('a topic grows to the count that is asked for, and the old partitions stay as they are', () => {
  const controller = new TestController({ brokers: 2 });
  controller.createTopic({ name: 'a', numPartitions: 1, replicationFactor: 2 });
  const [first] = controller.image.topic('a')!.partitions;
  assert.equal(grow(controller, 'a', { count: 4 }), 0);
  const { partitions } = controller.image.topic('a')!;
  assert.equal(partitions.length, 4);
  assert.equal(partitions[0], first);
  assert.ok(partitions.every(({ replicas }) => replicas.length === 2));
});

test('a count that is not larger is INVALID_PARTITIONS', () => {
  const controller = new TestController();
  controller.create('a');
  for (const count of [2, 1, 0, -5]) assert.equal(grow(controller, 'a', { count }), Errors.INVALID_PARTITIONS.code);
  assert.equal(grow(controller, 'a', { count: 20_000 }), Errors.POLICY_VIOLATION.code);
});

test('an unknown topic and a topic named twice are refused', () => {
  const controller = new TestController();
  controller.create('a');
  assert.equal(grow(controller, 'nope', { count: 3 }), Errors.UNKNOWN_TOPIC_OR_PARTITION.code);
  const topics = [3, 4].map((count) => ({ name: 'a', count, assignments: null }));
  const results = controller.run('createPartitions', { topics, validateOnly: false });
  assert.deepEqual(
    results.map(({ errorCode }) => errorCode),
    [Errors.INVALID_REQUEST.code],
  );
});

test('replicas chosen by hand must be one list for each new partition, of the size that the topic has', () => {
  const controller = new TestController({ brokers: 2 });
  controller.create('a');
  const { code } = Errors.INVALID_REPLICA_ASSIGNMENT;
  assert.equal(grow(controller, 'a', { count: 4, replicas: [[1]] }), code);
  assert.equal(grow(controller, 'a', { count: 3, replicas: [[1, 2]] }), code);
  assert.equal(grow(controller, 'a', { count: 3, replicas: [[7]] }), code);
  assert.equal(grow(controller, 'a', { count: 3, replicas: [[2]] }), 0);
  assert.deepEqual(controller.image.topic('a')!.partitions[2]!.replicas, [2]);
});

test('a growth that is only validated changes nothing', () => {
  const controller = new TestController();
  controller.create('a');
  assert.equal(grow(controller, 'a', { count: 3, validateOnly: true }), 0);
  assert.equal(controller.image.topic('a')!.partitions.length, 2);
});
