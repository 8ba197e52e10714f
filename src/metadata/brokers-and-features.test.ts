import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPartitionChangeRecord } from '#protocol';
import { brokerCommand, TestController } from './metadata.testing.ts';
import { metadataRecord } from './records.ts';

test('a broker that registers again gets a higher epoch', () => {
  const controller = new TestController();
  const { epoch } = controller.image.brokers.get(1)!;
  controller.create('a');
  const { brokerEpoch } = controller.run('registerBroker', brokerCommand(1));
  assert.ok(brokerEpoch > epoch);
  assert.equal(controller.image.brokers.get(1)!.epoch, brokerEpoch);
});

test('after a clean stop leader epochs stay, after an unclean one each partition of the broker gets the next', () => {
  const controller = new TestController({ brokers: 2 });
  controller.createTopic({ name: 'a', numPartitions: 2 });
  const epochs = (): number[][] =>
    controller.image
      .topic('a')!
      .partitions.map(({ leader, leaderEpoch }) => [leader, leaderEpoch])
      .toSorted(([a = 0], [b = 0]) => a - b);
  controller.run('registerBroker', brokerCommand(1));
  assert.deepEqual(epochs(), [
    [1, 0],
    [2, 0],
  ]);
  controller.run('registerBroker', { ...brokerCommand(1), wasUncleanShutdown: true });
  assert.deepEqual(epochs(), [
    [1, 1],
    [2, 0],
  ]);
});

test('a broker that registers leads the partitions that wait for it, also those whose ISR a clean stop emptied', () => {
  const controller = new TestController();
  controller.createTopic({ name: 'a', numPartitions: 3 });
  const { topicId } = controller.image.topic('a')!;
  const stop = (partitionId: number, fields: object): void =>
    controller.controller.replay(
      metadataRecord(
        'PartitionChangeRecord',
        newPartitionChangeRecord({ partitionId, topicId, leader: -1, ...fields }),
      ),
    );
  stop(0, {});
  stop(1, { isr: [], eligibleLeaderReplicas: [1], lastKnownElr: [1] });
  stop(2, { isr: [], eligibleLeaderReplicas: [9] });
  controller.run('registerBroker', brokerCommand(1));
  assert.deepEqual(
    controller.image
      .topic('a')!
      .partitions.map(({ leader, isr, eligibleLeaderReplicas }) => [leader, isr, eligibleLeaderReplicas]),
    [
      [1, [1], []],
      [1, [1], []],
      [-1, [], [9]],
    ],
  );
});

test('every block of producer ids is given once', () => {
  const controller = new TestController();
  const blocks = [1, 2, 3].map(() => controller.run('allocateProducerIds', { brokerId: 1 }));
  assert.deepEqual(
    blocks.map(({ producerIdStart, producerIdLen }) => [producerIdStart, producerIdLen]),
    [
      [0, 1000],
      [1000, 1000],
      [2000, 1000],
    ],
  );
  assert.equal(controller.run('allocateProducerIds', { brokerId: 9 }).errorCode, 102);
});

test('the epoch of features moves with a change of a level and with nothing else', () => {
  const controller = new TestController();
  const update = (level: number): number => {
    controller.run('setFeatureLevels', { features: [{ name: 'transaction.version', level }] });
    return controller.image.featuresEpoch;
  };
  assert.equal(controller.image.featuresEpoch, -1);
  const first = update(2);
  controller.create('a');
  assert.deepEqual([first >= 0, update(2)], [true, first]);
  assert.deepEqual([...controller.image.features], [['transaction.version', 2]]);
  assert.ok(update(0) > first);
  assert.deepEqual([...controller.image.features], []);
});
