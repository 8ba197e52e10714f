import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecordCursor, recordBatch } from '#protocol';
import { GroupRecordSerde } from '../group-records.ts';
import { GroupWorld, TopicTable } from '../group-world.testing.ts';
import { consumerGroupKind } from './consumer-group-kind.ts';
import { describeConsumers } from './consumer-client.testing.ts';
import { KAFKA_CONSUMER_GROUP_SEGMENT, KAFKA_TOPIC_IDS } from './kafka-consumer-group.testing.ts';

function batchesOf(segment: Buffer): Buffer[] {
  const batches: Buffer[] = [];
  for (let pos = 0, size; (size = recordBatch.completeSize(segment, pos, segment.length)) > 0; pos += size) {
    batches.push(Buffer.from(segment.subarray(pos, pos + size)));
  }
  return batches;
}

test('a consumer group goes on from the log of a real Kafka', async () => {
  const topics = new TopicTable();
  topics.add('ta', 6, KAFKA_TOPIC_IDS.ta);
  topics.add('tb', 2, KAFKA_TOPIC_IDS.tb);
  const world = await GroupWorld.create({ topics, batches: batchesOf(KAFKA_CONSUMER_GROUP_SEGMENT) });
  const group = await describeConsumers(world, 'cmp');
  assert.equal(group.groupState, 'Stable');
  assert.deepEqual([group.groupEpoch, group.assignmentEpoch, group.members.length], [9, 9, 1]);
  const [member] = group.members;
  assert.equal(member!.subscribedTopicRegex, 't[ab]');
  const counts = member!.assignment.topicPartitions.map(({ topicName, partitions }) => [topicName, partitions.length]);
  assert.deepEqual(
    new Map(counts as [string, number][]),
    new Map([
      ['ta', 6],
      ['tb', 2],
    ]),
  );
  const known = world.coordinator.shards()[0]!.modernGroup('cmp', consumerGroupKind)!;
  assert.equal(known.metadataHash, known.hashOf(['ta', 'tb']), "the hash of the topics is Kafka's");
});

test('what a real Kafka wrote of a consumer group is written again byte for byte', () => {
  const serde = new GroupRecordSerde();
  const cursor = new RecordCursor();
  let records = 0;
  for (const batch of batchesOf(KAFKA_CONSUMER_GROUP_SEGMENT)) {
    cursor.open(batch, 0, 1 << 20);
    while (cursor.next()) {
      const record = serde.decode(cursor.key!, cursor.value);
      assert.ok(record !== null);
      assert.equal(Buffer.compare(serde.encodeKey(record), cursor.key!), 0);
      const value = serde.encodeValue(record);
      assert.deepEqual(
        value === null ? null : Buffer.from(value),
        cursor.value === null ? null : Buffer.from(cursor.value),
      );
      records++;
    }
  }
  assert.ok(records > 80);
});
