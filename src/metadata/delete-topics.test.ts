import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Errors, ZERO_UUID } from '#protocol';
import type { DeleteTopicResult } from './commands.ts';
import { TestController } from './metadata.testing.ts';

const UNKNOWN_ID = 'xtzWWN4bTjitpL3kfd9s5g';

function errors(results: readonly DeleteTopicResult[]): [string | null, number][] {
  return results.map(({ name, errorCode }) => [name, errorCode]);
}

test('topics are deleted by name or by id, with their configs', () => {
  const controller = new TestController();
  controller.createTopic({ name: 'a', configs: [{ name: 'retention.ms', value: '5' }] });
  controller.create('b', 'c');
  const { topicId } = controller.image.topic('b')!;
  const topics = [
    { name: 'a', topicId: ZERO_UUID },
    { name: null, topicId },
  ];
  const results = controller.run('deleteTopics', { topics });
  assert.deepEqual(errors(results), [
    ['a', 0],
    ['b', 0],
  ]);
  assert.deepEqual([...controller.image.topics.keys()], ['c']);
  assert.equal(controller.image.topicById(topicId), undefined);
  assert.deepEqual(controller.configs('a'), {});
  assert.equal(controller.image.partitionCount, 2);
});

test('what is not there is UNKNOWN_TOPIC_OR_PARTITION by name and UNKNOWN_TOPIC_ID by id', () => {
  const topics = [
    { name: 'nope', topicId: ZERO_UUID },
    { name: null, topicId: UNKNOWN_ID },
  ];
  assert.deepEqual(errors(new TestController().run('deleteTopics', { topics })), [
    ['nope', Errors.UNKNOWN_TOPIC_OR_PARTITION.code],
    [null, Errors.UNKNOWN_TOPIC_ID.code],
  ]);
});

test('a topic named twice, or both by name and by id, stays', () => {
  const controller = new TestController();
  controller.create('a', 'b', 'c');
  const idOf = (name: string): string => controller.image.topic(name)!.topicId;
  const topics = [
    { name: 'a', topicId: ZERO_UUID },
    { name: 'a', topicId: ZERO_UUID },
    { name: 'b', topicId: ZERO_UUID },
    { name: null, topicId: idOf('b') },
    { name: 'c', topicId: idOf('c') },
    { name: null, topicId: ZERO_UUID },
  ];
  const results = controller.run('deleteTopics', { topics });
  const { code } = Errors.INVALID_REQUEST;
  assert.deepEqual(new Map(errors(results)), new Map([null, 'a', 'b', 'c'].map((name) => [name, code])));
  assert.equal(results.length, 4);
  assert.equal(controller.image.topics.size, 3);
});

test('where delete.topic.enable is off every deletion is TOPIC_DELETION_DISABLED', () => {
  const controller = new TestController({ deleteTopicEnable: false });
  controller.create('a');
  const results = controller.run('deleteTopics', { topics: [{ name: 'a', topicId: ZERO_UUID }] });
  assert.deepEqual(errors(results), [['a', Errors.TOPIC_DELETION_DISABLED.code]]);
  assert.notEqual(controller.image.topic('a'), undefined);
});

test('a topic created again under the same name has another id', () => {
  const controller = new TestController();
  controller.create('a');
  const { topicId } = controller.image.topic('a')!;
  controller.run('deleteTopics', { topics: [{ name: 'a', topicId: ZERO_UUID }] });
  controller.create('a');
  assert.notEqual(controller.image.topic('a')!.topicId, topicId);
});
