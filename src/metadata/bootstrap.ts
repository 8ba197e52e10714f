/**
 * The first command of a cluster: its features, and the topics that lie in the log directories already, which another
 * broker left (Kafka, or ours before its metadata was lost). They keep their ids and their leader epochs go on.
 */
import { assert } from '#kernel';
import { newPartitionRecord } from '#protocol';
import type { BootstrapCommand, FoundTopic, ImportResult } from './commands.ts';
import { ALL_BROKERS, configResourceOf, ConfigResourceType } from './config-resource.ts';
import type { ConfigResource } from './config-resource.ts';
import type { ConfigRules, ControllerContext, Decision } from './controller-context.ts';
import type { MetadataImage } from './image.ts';
import { UNASSIGNED_DIRECTORY } from './partition.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';
import { randomId } from './topic-id.ts';
import { invalidTopicName } from './topic-names.ts';

/** A partition number above this is an accident rather than a topic. */
const MAX_PARTITIONS = 100_000;

export function decideBootstrap(context: ControllerContext, command: BootstrapCommand): Decision<ImportResult> {
  assert(context.image.nextOffset === 0, 'bootstrap is the first command of a cluster');
  const { brokerId, adopted = null } = command;
  const records: MetadataRecord[] = command.features
    .filter(({ level }) => level > 0)
    .map(({ name, level }) => metadataRecord('FeatureLevelRecord', { name, featureLevel: level }));
  const rejected: { topic: string; reason: string }[] = [];
  const names = new Set<string>();
  const ids = new Set<string>();
  for (const topic of adopted === null ? command.topics : withAdopted(command.topics, adopted)) {
    const reason = rejection(topic, names, ids);
    if (reason !== null) {
      rejected.push({ topic: topic.name, reason });
      continue;
    }
    const topicId = topic.topicId ?? randomId(context.random);
    names.add(topic.name);
    ids.add(topicId);
    pushTopic(records, topic, { topicId, brokerId });
  }
  if (adopted !== null) records.push(...adopted.access.records());
  if (adopted !== null) adoptConfigs(adopted, brokerId, { configRules: context.configRules, records, rejected });
  const nextProducerId = Math.max(command.nextProducerId, adopted?.nextProducerId ?? 0);
  if (nextProducerId > 0) {
    records.push(metadataRecord('ProducerIdsRecord', { brokerId, brokerEpoch: -1, nextProducerId }));
  }
  // Something must be stored, or the cluster would still be new at the next start.
  if (records.length === 0) records.push(metadataRecord('NoOpRecord', {}));
  return { records, response: { rejected } };
}

/**
 * The topics that the other metadata tells of, with what was found of them, then the others that were found. Where the
 * ids differ, that of the logs counts: they are what there is to keep.
 */
function withAdopted(found: readonly FoundTopic[], adopted: MetadataImage): FoundTopic[] {
  const foundByName = new Map(found.map((topic) => [topic.name, topic]));
  const topics: FoundTopic[] = [];
  for (const { name, topicId, partitions } of adopted.topics.values()) {
    const known = partitions.map(({ leaderEpoch }, partition) => ({ partition, leaderEpoch }));
    const onDisk = foundByName.get(name);
    topics.push({ name, topicId: onDisk?.topicId ?? topicId, partitions: [...known, ...(onDisk?.partitions ?? [])] });
  }
  return [...topics, ...found.filter(({ name }) => adopted.topic(name) === undefined)];
}

/** Of topics, of all brokers and of this one, of groups and of client metrics; without what nobody here would accept. */
function adoptConfigs(adopted: MetadataImage, brokerId: number, to: Adopted): void {
  const isOfOtherBroker = ({ type, name }: ConfigResource): boolean =>
    type === ConfigResourceType.BROKER && name !== ALL_BROKERS && name !== String(brokerId);
  for (const resource of [...adopted.configResources()].map(configResourceOf)) {
    if (isOfOtherBroker(resource)) continue;
    const { type: resourceType, name: resourceName } = resource;
    for (const [name, value] of adopted.configs(resourceType, resourceName)) {
      const error = to.configRules.validate(resource, new Map([[name, value]]));
      if (error === null) {
        to.records.push(metadataRecord('ConfigRecord', { resourceType, resourceName, name, value }));
      } else {
        const reason = `its config ${name} is left out: ${error.errorMessage}`;
        to.rejected.push({ topic: resourceName, reason });
      }
    }
  }
}

interface Adopted {
  readonly configRules: ConfigRules;
  readonly records: MetadataRecord[];
  readonly rejected: { topic: string; reason: string }[];
}

function rejection(topic: FoundTopic, names: ReadonlySet<string>, ids: ReadonlySet<string>): string | null {
  const problem = invalidTopicName(topic.name);
  if (problem !== null) return problem;
  if (names.has(topic.name)) return 'another topic has the same name';
  if (topic.topicId !== null && ids.has(topic.topicId)) return `another topic has the same id ${topic.topicId}`;
  const highest = topic.partitions.reduce((max, { partition }) => Math.max(max, partition), -1);
  if (highest < 0) return 'no partition of it was found';
  return highest < MAX_PARTITIONS ? null : `partition ${highest} is not a sensible number`;
}

/** A partition that is missing between others was on another broker; it begins empty here. */
function pushTopic(records: MetadataRecord[], topic: FoundTopic, to: { topicId: string; brokerId: number }): void {
  const { topicId, brokerId } = to;
  records.push(metadataRecord('TopicRecord', { name: topic.name, topicId }));
  const epochs: number[] = [];
  for (const { partition, leaderEpoch } of topic.partitions) {
    epochs[partition] = Math.max(epochs[partition] ?? -1, leaderEpoch);
  }
  for (let partitionId = 0; partitionId < epochs.length; partitionId++) {
    const record = newPartitionRecord({
      partitionId,
      topicId,
      replicas: [brokerId],
      isr: [brokerId],
      leader: brokerId,
      leaderEpoch: (epochs[partitionId] ?? -1) + 1,
      partitionEpoch: 0,
      directories: [UNASSIGNED_DIRECTORY],
    });
    records.push(metadataRecord('PartitionRecord', record));
  }
}
