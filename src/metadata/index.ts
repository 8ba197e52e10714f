/** The door of `metadata/`: the cluster as an image, the controller that changes it, and where its records are kept. */
export type * from './commands.ts';
export { ALL_BROKERS, ConfigResourceType } from './config-resource.ts';
export type { ConfigResource } from './config-resource.ts';
export { Controller } from './controller.ts';
export type { ControllerOptions } from './controller.ts';
export type { ConfigRules, ControllerSettings, Decision } from './controller-context.ts';
export type { MetadataDelta, PartitionOfTopic } from './delta.ts';
export { FileMetaStore } from './file-meta-store.ts';
export type { BrokerEndpoint, BrokerRegistration, ConfigMap, MetadataImage, TopicImage } from './image.ts';
export type { LoadedMetadata, MetadataVisitor, MetaStore } from './meta-store.ts';
export { MetadataService } from './metadata-service.ts';
export type { MetadataListener, MetadataServiceOptions } from './metadata-service.ts';
export { NO_LEADER } from './partition.ts';
export type { PartitionRegistration } from './partition.ts';
export type { MetadataRecord } from './records.ts';
export { CLUSTER_METADATA_TOPIC, invalidTopicName, isInternalTopic } from './topic-names.ts';
