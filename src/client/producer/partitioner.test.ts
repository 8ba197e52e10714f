import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '#sim';
import { BrokerSender } from './broker-sender.ts';
import { PartitionQueue, TopicQueue } from './partition-queue.ts';
import { StickyPartition, weightedChoice } from './partitioner.ts';
import type { ProducerBatch } from './producer-batch.ts';

const BATCH_SIZE = 1000;

function topicOf(options: { partitions: number; isAdaptive?: boolean; availabilityTimeoutMs?: number }): TopicQueue {
  const { partitions, isAdaptive = true, availabilityTimeoutMs = 0 } = options;
  const random = { number: numbersOf(new SeededRandom(5)), bytes: () => new Uint8Array(0) };
  const sticky = new StickyPartition({ random, batchSize: BATCH_SIZE, isAdaptive, availabilityTimeoutMs });
  const topic = new TopicQueue('t', { sticky, maxBatchBytes: 1 << 20 });
  for (let i = 0; i < partitions; i++) {
    const queue = new PartitionQueue(topic, i);
    queue.sender = new BrokerSender(i, () => undefined);
    topic.partitions.push(queue);
  }
  topic.partitionCount = partitions;
  return topic;
}

function numbersOf(random: SeededRandom): () => number {
  return () => random.number();
}

/** Where so many records of so many bytes go. */
function spread(topic: TopicQueue, count: number, bytes: number, nowMs = 0): number[] {
  return Array.from({ length: count }, () => {
    const partition = topic.sticky.current(topic, nowMs);
    topic.sticky.produced(bytes, topic, nowMs);
    return partition;
  });
}

function countsOf(partitions: readonly number[], partitionCount: number): number[] {
  return Array.from({ length: partitionCount }, (_, i) => partitions.filter((one) => one === i).length);
}

test('records without a key stay with a partition for batch.size bytes', () => {
  const topic = topicOf({ partitions: 50 });
  const partitions = spread(topic, 100, 100);
  for (let i = 0; i < 100; i += 10) assert.equal(new Set(partitions.slice(i, i + 10)).size, 1);
  assert.ok(new Set(partitions).size > 5);
});

test('over time every partition gets its share', () => {
  const counts = countsOf(spread(topicOf({ partitions: 4 }), 4000, BATCH_SIZE), 4);
  for (const count of counts) assert.ok(Math.abs(count - 1000) < 150, String(counts));
});

test('partitions without a leader get nothing while others have one', () => {
  const topic = topicOf({ partitions: 3 });
  topic.partitions[1]!.sender = null;
  assert.equal(countsOf(spread(topic, 300, BATCH_SIZE), 3)[1], 0);
  for (const queue of topic.partitions) queue.sender = null;
  assert.ok(countsOf(spread(topic, 300, BATCH_SIZE), 3).every((count) => count > 50));
});

test('a partition whose batches queue up gets less, unless adaptive partitioning is off', () => {
  const queued = Array.from({ length: 3 }, () => ({ state: 'sealed' })) as ProducerBatch[];
  const adaptive = topicOf({ partitions: 2 });
  adaptive.partitions[0]!.batches.push(...queued);
  // One part for the long queue, four for the empty one.
  const [busy] = countsOf(spread(adaptive, 1000, BATCH_SIZE), 2);
  assert.ok(busy! > 140 && busy! < 260, String(busy));
  const uniform = topicOf({ partitions: 2, isAdaptive: false });
  uniform.partitions[0]!.batches.push(...queued);
  assert.ok(countsOf(spread(uniform, 1000, BATCH_SIZE), 2)[0]! > 420);
});

test('a broker that takes nothing for partitioner.availability.timeout.ms is left out', () => {
  const topic = topicOf({ partitions: 2, availabilityTimeoutMs: 100 });
  topic.partitions[0]!.sender!.stalledSinceMs = 50;
  assert.equal(countsOf(spread(topic, 100, BATCH_SIZE, 200), 2)[0], 0);
  topic.partitions[0]!.sender!.stalledSinceMs = -1;
  assert.ok(countsOf(spread(topic, 100, BATCH_SIZE, 200), 2)[0]! > 20);
});

test('the weight of a queue is what the longest has more, plus one', () => {
  const counts = [0, 0, 0];
  for (let i = 0; i < 80; i++) counts[weightedChoice([0, 3, 1], i / 80)]!++;
  assert.deepEqual(counts, [40, 10, 30]);
});
