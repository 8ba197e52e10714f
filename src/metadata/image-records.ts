/** An image as the records that make it: what a rewrite of the log keeps. Replaying them gives an equal image. */
import { newPartitionRecord, newRegisterBrokerRecord } from '#protocol';
import { configResourceKey, configResourceOf, ConfigResourceType } from './config-resource.ts';
import type { BrokerRegistration, ConfigMap, MetadataImage, TopicImage } from './image.ts';
import type { PartitionRegistration } from './partition.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

export function imageRecords(image: MetadataImage): MetadataRecord[] {
  const records: MetadataRecord[] = [];
  for (const [name, featureLevel] of image.features) {
    records.push(metadataRecord('FeatureLevelRecord', { name, featureLevel }));
  }
  for (const broker of image.brokers.values()) records.push(brokerRecord(broker));
  for (const topic of image.topics.values()) pushTopic(records, image, topic);
  for (const key of image.configResources()) {
    const { type, name } = configResourceOf(key);
    if (type !== ConfigResourceType.TOPIC) pushConfigs(records, key, image.configs(type, name));
  }
  records.push(...image.access.records());
  if (image.nextProducerId > 0) {
    const ids = { brokerId: -1, brokerEpoch: -1, nextProducerId: image.nextProducerId };
    records.push(metadataRecord('ProducerIdsRecord', ids));
  }
  return records;
}

/** How many `imageRecords` are, without making them. */
export function imageRecordCount(image: MetadataImage): number {
  let count = image.features.size + image.brokers.size + image.topics.size + image.partitionCount;
  count += image.access.recordCount;
  for (const key of image.configResources()) {
    const { type, name } = configResourceOf(key);
    count += image.configs(type, name).size;
  }
  return image.nextProducerId > 0 ? count + 1 : count;
}

function pushTopic(records: MetadataRecord[], image: MetadataImage, topic: TopicImage): void {
  const { name, topicId, partitions } = topic;
  records.push(metadataRecord('TopicRecord', { name, topicId }));
  pushConfigs(
    records,
    configResourceKey(ConfigResourceType.TOPIC, name),
    image.configs(ConfigResourceType.TOPIC, name),
  );
  partitions.forEach((partition, partitionId) => records.push(partitionRecord(topicId, partitionId, partition)));
}

function pushConfigs(records: MetadataRecord[], resourceKey: string, configs: ConfigMap): void {
  const { type: resourceType, name: resourceName } = configResourceOf(resourceKey);
  for (const [name, value] of configs) {
    records.push(metadataRecord('ConfigRecord', { resourceType, resourceName, name, value }));
  }
}

function partitionRecord(topicId: string, partitionId: number, partition: PartitionRegistration): MetadataRecord {
  const { eligibleLeaderReplicas, lastKnownElr } = partition;
  const record = newPartitionRecord({
    partitionId,
    topicId,
    replicas: [...partition.replicas],
    isr: [...partition.isr],
    removingReplicas: [...partition.removingReplicas],
    addingReplicas: [...partition.addingReplicas],
    leader: partition.leader,
    leaderRecoveryState: partition.leaderRecoveryState,
    leaderEpoch: partition.leaderEpoch,
    partitionEpoch: partition.partitionEpoch,
    directories: [...partition.directories],
    eligibleLeaderReplicas: eligibleLeaderReplicas.length > 0 ? [...eligibleLeaderReplicas] : null,
    lastKnownElr: lastKnownElr.length > 0 ? [...lastKnownElr] : null,
  });
  return metadataRecord('PartitionRecord', record);
}

function brokerRecord(broker: BrokerRegistration): MetadataRecord {
  const record = newRegisterBrokerRecord({
    brokerId: broker.id,
    incarnationId: broker.incarnationId,
    brokerEpoch: broker.epoch,
    endPoints: broker.endpoints.map((endpoint) => ({ ...endpoint })),
    features: broker.features.map((feature) => ({ ...feature })),
    rack: broker.rack,
    fenced: broker.isFenced,
    inControlledShutdown: broker.isInControlledShutdown,
    logDirs: [...broker.logDirs],
  });
  return metadataRecord('RegisterBrokerRecord', record);
}
