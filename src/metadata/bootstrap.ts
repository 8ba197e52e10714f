/**
 * The first command of a cluster: its features, and the topics that lie in the log directories already, which another
 * broker left (Kafka, or ours before its metadata was lost). They keep their ids and their leader epochs go on.
 */
import { assert } from '#kernel';
import { newPartitionRecord } from '#protocol';
import type { BootstrapCommand, FoundTopic, ImportResult } from './commands.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import { UNASSIGNED_DIRECTORY } from './partition.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';
import { randomTopicId } from './topic-id.ts';
import { invalidTopicName } from './topic-names.ts';

/** A partition number above this is an accident rather than a topic. */
const MAX_PARTITIONS = 100_000;

export function decideBootstrap(context: ControllerContext, command: BootstrapCommand): Decision<ImportResult> {
  assert(context.image.nextOffset === 0, 'bootstrap is the first command of a cluster');
  const records: MetadataRecord[] = command.features
    .filter(({ level }) => level > 0)
    .map(({ name, level }) => metadataRecord('FeatureLevelRecord', { name, featureLevel: level }));
  const rejected: { topic: string; reason: string }[] = [];
  const names = new Set<string>();
  const ids = new Set<string>();
  for (const topic of command.topics) {
    const reason = rejection(topic, names, ids);
    if (reason !== null) {
      rejected.push({ topic: topic.name, reason });
      continue;
    }
    const topicId = topic.topicId ?? randomTopicId(context.random);
    names.add(topic.name);
    ids.add(topicId);
    pushTopic(records, topic, { topicId, brokerId: command.brokerId });
  }
  if (command.nextProducerId > 0) {
    const ids = { brokerId: command.brokerId, brokerEpoch: -1, nextProducerId: command.nextProducerId };
    records.push(metadataRecord('ProducerIdsRecord', ids));
  }
  // Something must be stored, or the cluster would still be new at the next start.
  if (records.length === 0) records.push(metadataRecord('NoOpRecord', {}));
  return { records, response: { rejected } };
}

function rejection(topic: FoundTopic, names: ReadonlySet<string>, ids: ReadonlySet<string>): string | null {
  const problem = invalidTopicName(topic.name);
  if (problem !== null) return problem;
  if (names.has(topic.name)) return 'another topic has the same name';
  if (topic.topicId !== null && ids.has(topic.topicId)) return `another topic has the same id ${topic.topicId}`;
  const highest = Math.max(...topic.partitions.map(({ partition }) => partition), -1);
  if (highest < 0) return 'no partition of it was found';
  return highest < MAX_PARTITIONS ? null : `partition ${highest} is not a sensible number`;
}

/** A partition that is missing between others was on another broker; it begins empty here. */
function pushTopic(records: MetadataRecord[], topic: FoundTopic, to: { topicId: string; brokerId: number }): void {
  const { topicId, brokerId } = to;
  records.push(metadataRecord('TopicRecord', { name: topic.name, topicId }));
  const epochs = new Map(topic.partitions.map(({ partition, leaderEpoch }) => [partition, leaderEpoch]));
  const count = Math.max(...epochs.keys()) + 1;
  for (let partitionId = 0; partitionId < count; partitionId++) {
    const record = newPartitionRecord({
      partitionId,
      topicId,
      replicas: [brokerId],
      isr: [brokerId],
      leader: brokerId,
      leaderEpoch: Math.max(epochs.get(partitionId) ?? -1, -1) + 1,
      partitionEpoch: 0,
      directories: [UNASSIGNED_DIRECTORY],
    });
    records.push(metadataRecord('PartitionRecord', record));
  }
}
