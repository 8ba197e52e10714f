/** kafkajs's API, by its names. */
export { Kafka } from './kafka.ts';
export { AssignerProtocol } from './assigner-protocol.ts';
export type { Assignment, ISerializer, MemberAssignment, MemberMetadata } from './assigner-protocol.ts';
export { PartitionAssigners } from './assigners.ts';
export type {
  Assigner,
  AssignerCluster,
  AssignerCluster as Cluster,
  GroupMember,
  GroupMemberAssignment,
  GroupState,
  PartitionAssigner,
} from './assigner-types.ts';
export { CompressionCodecs } from './compression.ts';
export {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  CompressionTypes,
  ConfigResourceTypes,
  ConfigSource,
  logLevel,
  ResourcePatternTypes,
} from './constants.ts';
export { Partitioners } from './partitioners.ts';
export type { DefaultPartitioner, LegacyPartitioner } from './partitioners.ts';
export * from './errors.ts';
export * from './plain-errors.ts';
export type * from './kafka-config.ts';
export type * from './producer-types.ts';
export type * from './consumer-types.ts';
export type * from './consumer-event-types.ts';
export type * from './admin-types.ts';
export type { LogEntry, logCreator, Logger, LoggerEntryContent } from './logger.ts';
export type {
  ConnectEvent,
  DisconnectEvent,
  InstrumentationEvent,
  On,
  RemoveInstrumentationEventListener,
  RequestEvent,
  RequestQueueSizeEvent,
  RequestTimeoutEvent,
} from './instrumentation.ts';
