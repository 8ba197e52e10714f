import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BOOTSTRAP, brokerCommand, TestController } from './metadata.testing.ts';

const ID = 'VIUu36UgTtSD-jqAHerBNw';

test('topics found in the log directories keep their ids, and their leader epochs go on', () => {
  const controller = new TestController({ brokers: 0 });
  const partitions = [
    { partition: 0, leaderEpoch: 7 },
    { partition: 2, leaderEpoch: -1 },
  ];
  const topics = [{ name: 'a', topicId: ID, partitions }];
  assert.deepEqual(controller.run('bootstrap', { ...BOOTSTRAP, topics, nextProducerId: 5000 }), { rejected: [] });
  controller.run('registerBroker', brokerCommand(1));
  const topic = controller.image.topicById(ID)!;
  assert.equal(topic.name, 'a');
  assert.deepEqual(
    topic.partitions.map(({ leader, leaderEpoch }) => [leader, leaderEpoch]),
    [
      [1, 8],
      [1, 0],
      [1, 0],
    ],
  );
  assert.equal(controller.run('allocateProducerIds', { brokerId: 1 }).producerIdStart, 5000);
});

test('what cannot be a topic is told and left out', () => {
  const controller = new TestController({ brokers: 0 });
  const partitions = [{ partition: 0, leaderEpoch: 0 }];
  const topics = [
    { name: 'a', topicId: ID, partitions },
    { name: 'a', topicId: null, partitions },
    { name: 'b', topicId: ID, partitions },
    { name: 'a b', topicId: null, partitions },
    { name: 'c', topicId: null, partitions: [] },
    { name: 'd', topicId: null, partitions: [{ partition: 2 ** 31 - 1, leaderEpoch: 0 }] },
    { name: 'e', topicId: null, partitions },
  ];
  const { rejected } = controller.run('bootstrap', { ...BOOTSTRAP, topics });
  assert.deepEqual(
    rejected.map(({ topic }) => topic),
    ['a', 'b', 'a b', 'c', 'd'],
  );
  assert.deepEqual([...controller.image.topics.keys()], ['a', 'e']);
});

test('a cluster begins with the features that are asked for', () => {
  const controller = new TestController({ brokers: 0 });
  const features = [
    { name: 'group.version', level: 1 },
    { name: 'share.version', level: 0 },
  ];
  controller.run('bootstrap', { ...BOOTSTRAP, features });
  assert.deepEqual([...controller.image.features], [['group.version', 1]]);
  assert.equal(controller.image.featuresEpoch, 0);
});
