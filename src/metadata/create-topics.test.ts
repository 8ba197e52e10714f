import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, ZERO_UUID } from '#protocol';
import { newTopic, TestController } from './metadata.testing.ts';

test('a topic gets the default partitions and replication factor, an id, and a leader for each partition', () => {
  const controller = new TestController();
  const result = controller.createTopic({ name: 'orders' });
  const topic = controller.image.topic('orders')!;
  assert.deepEqual(result, {
    name: 'orders',
    topicId: topic.topicId,
    errorCode: 0,
    errorMessage: null,
    numPartitions: 2,
    replicationFactor: 1,
  });
  assert.equal(controller.image.topicById(topic.topicId), topic);
  assert.deepEqual(
    topic.partitions.map(({ leader, isr, replicas, leaderEpoch }) => ({ leader, isr, replicas, leaderEpoch })),
    [0, 1].map(() => ({ leader: 1, isr: [1], replicas: [1], leaderEpoch: 0 })),
  );
});

test('names that could not be a directory or a metric are INVALID_TOPIC_EXCEPTION', () => {
  const controller = new TestController();
  for (const name of ['', '.', '..', 'a b', '../x', 'ü', 'a/b', 'a'.repeat(250), 'a\0']) {
    const result = controller.createTopic({ name });
    assert.equal(result.errorCode, Errors.INVALID_TOPIC_EXCEPTION.code, name);
    assert.match(result.errorMessage!, /^Topic name is invalid: /);
    assert.deepEqual([result.topicId, result.numPartitions, result.replicationFactor], [ZERO_UUID, -1, -1]);
  }
  assert.equal(controller.createTopic({ name: `${'a'.repeat(246)}._-` }).errorCode, 0);
});

test('a topic whose name differs from another only in . against _ is refused, until that one is gone', () => {
  const controller = new TestController();
  controller.create('a.b_c');
  const refused = controller.createTopic({ name: 'a_b.c' });
  assert.equal(refused.errorCode, Errors.INVALID_TOPIC_EXCEPTION.code);
  assert.equal(refused.errorMessage, "Topic 'a_b.c' collides with existing topic: a.b_c");
  controller.run('deleteTopics', { topics: [{ name: 'a.b_c', topicId: ZERO_UUID }] });
  assert.equal(controller.createTopic({ name: 'a_b.c' }).errorCode, 0);
});

test("an existing name is TOPIC_ALREADY_EXISTS, and __cluster_metadata is nobody's to create", () => {
  const controller = new TestController();
  controller.create('a');
  assert.equal(controller.createTopic({ name: 'a' }).errorCode, Errors.TOPIC_ALREADY_EXISTS.code);
  assert.equal(controller.createTopic({ name: '__cluster_metadata' }).errorCode, Errors.INVALID_REQUEST.code);
});

test('a name twice in one request is refused once and created not at all; the others are created', () => {
  const controller = new TestController();
  const topics = ['a', 'b', 'a', 'a'].map((name) => newTopic({ name }));
  const results = controller.run('createTopics', { topics, validateOnly: false });
  assert.deepEqual(
    results.map(({ name, errorCode }) => [name, errorCode]),
    [
      ['a', Errors.INVALID_REQUEST.code],
      ['b', 0],
    ],
  );
  assert.deepEqual([...controller.image.topics.keys()], ['b']);
});

test('a replication factor above the number of brokers is INVALID_REPLICATION_FACTOR unless it is clamped', () => {
  const refused = new TestController().createTopic({ replicationFactor: 3 });
  assert.equal(refused.errorCode, Errors.INVALID_REPLICATION_FACTOR.code);
  assert.match(
    refused.errorMessage!,
    /^Unable to replicate the partition 3 time\(s\): .*only 1 broker\(s\) are registered/,
  );
  const clamped = new TestController({ clampReplicationFactor: true }).createTopic({ replicationFactor: 3 });
  assert.deepEqual([clamped.errorCode, clamped.replicationFactor], [0, 1]);
});

test('zero or negative counts are refused, as is a request for more than 10,000 records', () => {
  const controller = new TestController();
  for (const replicationFactor of [0, -2]) {
    assert.equal(controller.createTopic({ replicationFactor }).errorCode, Errors.INVALID_REPLICATION_FACTOR.code);
  }
  for (const numPartitions of [0, -2]) {
    assert.equal(controller.createTopic({ numPartitions }).errorCode, Errors.INVALID_PARTITIONS.code);
  }
  for (const numPartitions of [10_000, 2 ** 31 - 1]) {
    assert.equal(controller.createTopic({ numPartitions }).errorCode, Errors.POLICY_VIOLATION.code);
  }
  const topics = [newTopic({ name: 'a', numPartitions: 6000 }), newTopic({ name: 'b', numPartitions: 6000 })];
  const results = controller.run('createTopics', { topics, validateOnly: true });
  assert.deepEqual(
    results.map(({ errorCode }) => errorCode),
    [0, Errors.POLICY_VIOLATION.code],
  );
});

test('replicas chosen by hand are kept as they are', () => {
  const controller = new TestController({ brokers: 3 });
  const assignments = [
    { partitionIndex: 1, brokerIds: [3, 1] },
    { partitionIndex: 0, brokerIds: [2, 3] },
  ];
  const result = controller.createTopic({ name: 'a', assignments });
  assert.deepEqual([result.errorCode, result.numPartitions, result.replicationFactor], [0, 2, 2]);
  assert.deepEqual(
    controller.image.topic('a')!.partitions.map(({ replicas, leader }) => [replicas, leader]),
    [
      [[2, 3], 2],
      [[3, 1], 3],
    ],
  );
});

test('replicas chosen by hand are refused when they make no sense', () => {
  const controller = new TestController({ brokers: 2 });
  const errorOf = (assignments: [number, number[]][], extra = {}): [number, string | null] => {
    const list = assignments.map(([partitionIndex, brokerIds]) => ({ partitionIndex, brokerIds }));
    const { errorCode, errorMessage } = controller.createTopic({ assignments: list, ...extra });
    return [errorCode, errorMessage];
  };
  const invalid = Errors.INVALID_REPLICA_ASSIGNMENT.code;
  assert.equal(errorOf([[0, [1]]], { numPartitions: 1 })[0], Errors.INVALID_REQUEST.code);
  assert.equal(errorOf([[0, [1]]], { replicationFactor: 1 })[0], Errors.INVALID_REQUEST.code);
  assert.deepEqual(errorOf([[1, [1]]]), [invalid, 'partitions should be a consecutive 0-based integer sequence']);
  assert.match(errorOf([[0, [9]]])[1]!, /broker 9, but no such broker is registered/);
  assert.match(errorOf([[0, [2, 2]]])[1]!, /broker 2 more than once/);
  assert.match(errorOf([[0, []]])[1]!, /empty replica list/);
  assert.match(
    errorOf([
      [0, [1]],
      [0, [2]],
    ])[1]!,
    /multiple manual partition assignments for partition 0/,
  );
  assert.match(
    errorOf([
      [0, [1]],
      [1, [1, 2]],
    ])[1]!,
    /not consistent with previous partitions/,
  );
  assert.equal(controller.image.topics.size, 0);
});

test('configs given at creation are set, and a bad one refuses its topic alone', () => {
  const controller = new TestController();
  const config = (name: string, value: string | null): { name: string; value: string | null }[] => [{ name, value }];
  const topics = [
    newTopic({ name: 'good', configs: config('retention.ms', '5') }),
    newTopic({ name: 'null', configs: config('retention.ms', null) }),
    newTopic({ name: 'unknown', configs: config('foo', '1') }),
  ];
  const results = controller.run('createTopics', { topics, validateOnly: false });
  const { code } = Errors.INVALID_CONFIG;
  assert.deepEqual(
    results.map(({ errorCode }) => errorCode),
    [0, code, code],
  );
  assert.deepEqual(controller.configs('good'), { 'retention.ms': '5' });
  assert.deepEqual([...controller.image.topics.keys()], ['good']);
});

test('a topic that is only validated gets an answer as if, and is not there', () => {
  const controller = new TestController();
  const result = controller.createTopic({ name: 'a', numPartitions: 3 }, true);
  assert.deepEqual([result.errorCode, result.numPartitions], [0, 3]);
  assert.equal(controller.image.topic('a'), undefined);
});

test('replicas of many partitions are spread evenly over brokers and, of one partition, over racks', () => {
  const controller = new TestController({ brokers: 0 });
  for (const [id, rack] of [
    [1, 'a'],
    [2, 'a'],
    [3, 'b'],
    [4, 'b'],
  ] as const) {
    const command = { brokerId: id, incarnationId: ZERO_UUID, endpoints: [], features: [], logDirs: [] };
    controller.run('registerBroker', { ...command, rack, wasUncleanShutdown: false });
  }
  controller.createTopic({ name: 't', numPartitions: 40, replicationFactor: 2 });
  const { partitions } = controller.image.topic('t')!;
  const leads = [1, 2, 3, 4].map((id) => partitions.filter(({ leader }) => leader === id).length);
  assert.deepEqual(leads, [10, 10, 10, 10]);
  for (const { replicas } of partitions) {
    assert.deepEqual(new Set(replicas.map((id) => (id <= 2 ? 'a' : 'b'))).size, 2);
  }
});
