import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, newPartitionChangeRecord } from '#protocol';
import { brokerCommand, TestController } from './metadata.testing.ts';
import { metadataRecord } from './records.ts';

/** Brokers 1 and 2 with a partition on both; `change` is what happened to it. */
function clusterWith(change: { leader: number; isr: number[] }): TestController {
  const controller = new TestController({ brokers: 2 });
  controller.createTopic({ name: 'a', assignments: [{ partitionIndex: 0, brokerIds: [1, 2] }] });
  const { topicId } = controller.image.topic('a')!;
  const record = newPartitionChangeRecord({ topicId, partitionId: 0, ...change });
  controller.controller.replay(metadataRecord('PartitionChangeRecord', record));
  return controller;
}

function elect(controller: TestController, electionType: number): number {
  const topicPartitions = [{ topic: 'a', partitions: [0] }];
  return controller.run('electLeaders', { electionType, topicPartitions }).results[0]!.partitionResult[0]!.errorCode;
}

test('the preferred replica takes the lead back where it is in sync, and the leader epoch grows', () => {
  const controller = clusterWith({ leader: 2, isr: [1, 2] });
  const { leaderEpoch } = controller.image.partition('a', 0)!;
  assert.equal(elect(controller, 0), 0);
  assert.deepEqual(
    [controller.image.partition('a', 0)!.leader, controller.image.partition('a', 0)!.leaderEpoch],
    [1, leaderEpoch + 1],
  );
  assert.equal(elect(controller, 0), Errors.ELECTION_NOT_NEEDED.code);
});

test('a preferred replica that is not in sync is not elected', () => {
  assert.equal(elect(clusterWith({ leader: 2, isr: [2] }), 0), Errors.PREFERRED_LEADER_NOT_AVAILABLE.code);
});

test('an unclean election takes whoever is left, in sync with nobody else, and only where nobody leads', () => {
  const led = clusterWith({ leader: 2, isr: [2] });
  assert.equal(elect(led, 1), Errors.ELECTION_NOT_NEEDED.code);
  const lost = clusterWith({ leader: -1, isr: [2] });
  lost.run('unregisterBroker', { brokerId: 2, askedBrokerId: 1 });
  assert.equal(elect(lost, 1), 0);
  const { leader, isr } = lost.image.partition('a', 0)!;
  assert.deepEqual([leader, isr], [1, [1]]);
});

test('features go up to what all brokers support, all that are asked for or none', () => {
  const controller = new TestController();
  const range = (name: string, high: number): object => ({ name, minSupportedVersion: 0, maxSupportedVersion: high });
  const command = { ...brokerCommand(1), features: [range('group.version', 1), range('share.version', 1)] };
  controller.run('registerBroker', command as ReturnType<typeof brokerCommand>);
  const update = (group: number, share: number): number => {
    const updates = [
      { feature: 'group.version', level: group, upgradeType: 1 },
      { feature: 'share.version', level: share, upgradeType: 1 },
    ];
    return controller.run('updateFeatures', { updates, validateOnly: false }).errorCode;
  };
  assert.equal(update(1, 2), Errors.INVALID_UPDATE_VERSION.code);
  assert.deepEqual([...controller.image.features], []);
  assert.equal(update(1, 1), 0);
  assert.deepEqual(
    [...controller.image.features],
    [
      ['group.version', 1],
      ['share.version', 1],
    ],
  );
});
