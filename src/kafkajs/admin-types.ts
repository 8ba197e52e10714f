/** What an admin takes and answers, in kafkajs's shapes. */
import type {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ConfigResourceTypes,
  ConfigSource,
  ResourcePatternTypes,
} from './constants.ts';
import type { TopicPartitions } from './consumer-types.ts';
import type { On, RequestPayload, RequestQueueSizePayload, RequestTimeoutPayload } from './instrumentation.ts';
import type { RetryOptions } from './kafka-config.ts';
import type { Logger } from './logger.ts';
import type { DeleteGroupsResult } from './plain-errors.ts';
import type { PartitionMetadata, PartitionOffset } from './producer-types.ts';

export interface AdminConfig {
  retry?: RetryOptions | undefined;
}

export interface IResourceConfigEntry {
  name: string;
  value: string;
}

export interface ReplicaAssignment {
  partition: number;
  replicas: number[];
}

export interface ITopicConfig {
  topic: string;
  /** The broker's default where absent. */
  numPartitions?: number | undefined;
  replicationFactor?: number | undefined;
  replicaAssignment?: ReplicaAssignment[] | undefined;
  configEntries?: IResourceConfigEntry[] | undefined;
}

export interface ITopicPartitionConfig {
  topic: string;
  /** How many there shall be, with those that are there. */
  count: number;
  assignments?: number[][] | undefined;
}

export interface ITopicMetadata {
  name: string;
  partitions: PartitionMetadata[];
}

export type SeekEntry = PartitionOffset;
export type FetchOffsetsPartition = PartitionOffset & { metadata: string | null };

export interface ResourceConfigQuery {
  type: ConfigResourceTypes;
  name: string;
  configNames?: string[] | undefined;
}

export interface IResourceConfig {
  type: ConfigResourceTypes;
  name: string;
  configEntries: IResourceConfigEntry[];
}

export interface ConfigSynonyms {
  configName: string;
  configValue: string;
  configSource: ConfigSource;
}

export interface ConfigEntries {
  configName: string;
  /** Null at run time where it is unset or sensitive. */
  configValue: string;
  isDefault: boolean;
  configSource: ConfigSource;
  isSensitive: boolean;
  readOnly: boolean;
  configSynonyms: ConfigSynonyms[];
}

export interface DescribeConfigResponse {
  resources: {
    configEntries: ConfigEntries[];
    errorCode: number;
    errorMessage: string;
    resourceName: string;
    resourceType: ConfigResourceTypes;
  }[];
  throttleTime: number;
}

export interface AlterConfigsResponse {
  resources: { errorCode: number; errorMessage: null; resourceName: string; resourceType: ConfigResourceTypes }[];
  throttleTime: number;
}

export interface GroupOverview {
  groupId: string;
  protocolType: string;
}

export interface MemberDescription {
  clientHost: string;
  clientId: string;
  memberId: string;
  memberAssignment: Buffer;
  memberMetadata: Buffer;
}

export type ConsumerGroupState = 'Unknown' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead' | 'Empty';

export interface GroupDescription {
  groupId: string;
  members: MemberDescription[];
  /** The assigner that the group has chosen. */
  protocol: string;
  protocolType: string;
  state: ConsumerGroupState;
}

export interface GroupDescriptions {
  groups: GroupDescription[];
}

export interface Acl {
  principal: string;
  host: string;
  operation: AclOperationTypes;
  permissionType: AclPermissionTypes;
}

export interface AclResource {
  resourceType: AclResourceTypes;
  resourceName: string;
  resourcePatternType: ResourcePatternTypes;
}

export type AclEntry = Acl & AclResource;
export type DescribeAclResource = AclResource & { acls: Acl[] };

export interface DescribeAclResponse {
  throttleTime: number;
  errorCode: number;
  errorMessage?: string;
  resources: DescribeAclResource[];
}

export interface AclFilter {
  resourceType: AclResourceTypes;
  resourceName?: string | undefined;
  resourcePatternType: ResourcePatternTypes;
  principal?: string | undefined;
  host?: string | undefined;
  operation: AclOperationTypes;
  permissionType: AclPermissionTypes;
}

export interface MatchingAcl extends Acl, AclResource {
  errorCode: number;
  errorMessage?: string;
}

export interface DeleteAclFilterResponses {
  errorCode: number;
  errorMessage?: string;
  matchingAcls: MatchingAcl[];
}

export interface DeleteAclResponse {
  throttleTime: number;
  filterResponses: DeleteAclFilterResponses[];
}

export interface PartitionReassignment {
  topic: string;
  partitionAssignment: ReplicaAssignment[];
}

export interface OngoingPartitionReassignment {
  partitionIndex: number;
  replicas: number[];
  addingReplicas?: number[];
  removingReplicas?: number[];
}

export interface OngoingTopicReassignment {
  topic: string;
  partitions: OngoingPartitionReassignment[];
}

export interface ListPartitionReassignmentsResponse {
  topics: OngoingTopicReassignment[];
}

export const adminEvents = {
  CONNECT: 'admin.connect',
  DISCONNECT: 'admin.disconnect',
  REQUEST: 'admin.network.request',
  REQUEST_TIMEOUT: 'admin.network.request_timeout',
  REQUEST_QUEUE_SIZE: 'admin.network.request_queue_size',
} as const;
export type AdminEvents = typeof adminEvents;

export interface AdminPayloads {
  'admin.connect': null;
  'admin.disconnect': null;
  'admin.network.request': RequestPayload;
  'admin.network.request_timeout': RequestTimeoutPayload;
  'admin.network.request_queue_size': RequestQueueSizePayload;
}

export interface CreateTopicsArguments {
  validateOnly?: boolean | undefined;
  /** Whether to wait until partitions have leaders; true where absent. */
  waitForLeaders?: boolean | undefined;
  /** Milliseconds. */
  timeout?: number | undefined;
  topics: ITopicConfig[];
}

/** `timeout`s are milliseconds. */
export interface Admin {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  listTopics(): Promise<string[]>;
  /** False where all of them were there already. */
  createTopics(options: CreateTopicsArguments): Promise<boolean>;
  deleteTopics(options: { topics: string[]; timeout?: number | undefined }): Promise<void>;
  createPartitions(options: {
    validateOnly?: boolean | undefined;
    timeout?: number | undefined;
    topicPartitions: ITopicPartitionConfig[];
  }): Promise<boolean>;
  /** Of all topics where none is named. */
  fetchTopicMetadata(options?: { topics: string[] }): Promise<{ topics: ITopicMetadata[] }>;
  /** Of all topics that have committed offsets where none is named; '-1' where a partition has none. */
  fetchOffsets(options: {
    groupId: string;
    topics?: string[] | undefined;
    resolveOffsets?: boolean | undefined;
  }): Promise<{ topic: string; partitions: FetchOffsetsPartition[] }[]>;
  fetchTopicOffsets(topic: string): Promise<(SeekEntry & { high: string; low: string })[]>;
  /** The first offset at or after the time, or the end where there is none. */
  fetchTopicOffsetsByTimestamp(topic: string, timestamp?: number): Promise<SeekEntry[]>;
  describeCluster(): Promise<{
    brokers: { nodeId: number; host: string; port: number }[];
    controller: number | null;
    clusterId: string;
  }>;
  setOffsets(options: { groupId: string; topic: string; partitions: SeekEntry[] }): Promise<void>;
  resetOffsets(options: { groupId: string; topic: string; earliest?: boolean | undefined }): Promise<void>;
  describeConfigs(configs: {
    resources: ResourceConfigQuery[];
    includeSynonyms?: boolean | undefined;
  }): Promise<DescribeConfigResponse>;
  /** Sets exactly these configs: others that were set on the resource go back to their defaults. */
  alterConfigs(configs: {
    validateOnly?: boolean | undefined;
    resources: IResourceConfig[];
  }): Promise<AlterConfigsResponse>;
  listGroups(): Promise<{ groups: GroupOverview[] }>;
  deleteGroups(groupIds: string[]): Promise<DeleteGroupsResult[]>;
  describeGroups(groupIds: string[]): Promise<GroupDescriptions>;
  describeAcls(options: AclFilter): Promise<DescribeAclResponse>;
  deleteAcls(options: { filters: AclFilter[] }): Promise<DeleteAclResponse>;
  createAcls(options: { acl: AclEntry[] }): Promise<boolean>;
  deleteTopicRecords(options: { topic: string; partitions: SeekEntry[] }): Promise<void>;
  alterPartitionReassignments(request: {
    topics: PartitionReassignment[];
    timeout?: number | undefined;
  }): Promise<void>;
  listPartitionReassignments(request?: {
    topics?: TopicPartitions[] | undefined;
    timeout?: number | undefined;
  }): Promise<ListPartitionReassignmentsResponse>;
  logger(): Logger;
  readonly on: On<AdminPayloads>;
  readonly events: AdminEvents;
}
