/**
 * The administrator of a cluster: what Java's Admin has, as one class that only composes. Each concept has a file of its
 * own, in which its operations stand as functions over an AdminContext.
 */
import type { TopicPartition } from '../assignors/group-members.ts';
import type { CallOptions, TopicReference } from './call-options.ts';
import type { ClusterDescription, DescribeClusterOptions } from './cluster-description.ts';
import type {
  AlterConfigsOptions,
  ConfigAlteration,
  ConfigResource,
  DescribeConfigsOptions,
  DescribedConfigResource,
  ResourceConfigs,
} from './configs.ts';
import type { ClassicGroupDescription, ConsumerGroupDescription, DescribeGroupsOptions } from './consumer-groups.ts';
import type {
  CommittedGroupOffsets,
  GroupOffsetsSpec,
  ListGroupOffsetsOptions,
  NewGroupOffset,
} from './group-offsets.ts';
import type { GroupListing, ListGroupsOptions, RemoveMembersOptions } from './groups.ts';
import type { ListedOffset, ListedPartition, ListOffsetsOptions } from './list-offsets.ts';
import type {
  CreatedTopic,
  CreatePartitionsOptions,
  CreateTopicsOptions,
  DeleteTopicsOptions,
  DescribeTopicsOptions,
  ListTopicsOptions,
  NewPartitions,
  NewTopic,
  TopicDescription,
  TopicListing,
} from './topics.ts';
import type { ConfigResourceType } from './words.ts';

export interface AdminOptions {
  readonly bootstrapServers: string | readonly string[];
}

/**
 * Calls over several items resolve when all succeeded, with a result per item in the order given. Where some failed they
 * reject with a PartialFailure, whose `results` tell of each; a call over one item rejects with that item's error.
 */
export declare class Admin {
  constructor(options: AdminOptions);
  close(options?: CallOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;

  createTopics(topics: readonly NewTopic[], options?: CreateTopicsOptions): Promise<CreatedTopic[]>;
  deleteTopics(topics: readonly TopicReference[], options?: DeleteTopicsOptions): Promise<void>;
  listTopics(options?: ListTopicsOptions): Promise<TopicListing[]>;
  describeTopics(topics: readonly TopicReference[], options?: DescribeTopicsOptions): Promise<TopicDescription[]>;
  createPartitions(topics: readonly NewPartitions[], options?: CreatePartitionsOptions): Promise<void>;

  describeConfigs(
    resources: readonly DescribedConfigResource[],
    options?: DescribeConfigsOptions,
  ): Promise<ResourceConfigs[]>;
  incrementalAlterConfigs(alterations: readonly ConfigAlteration[], options?: AlterConfigsOptions): Promise<void>;
  listConfigResources(types?: readonly ConfigResourceType[], options?: CallOptions): Promise<ConfigResource[]>;

  deleteRecords(
    partitions: readonly (TopicPartition & { readonly beforeOffset: number /* -1: all */ })[],
    options?: CallOptions,
  ): Promise<(TopicPartition & { readonly lowWatermark: number })[]>;
  listOffsets(partitions: readonly ListedPartition[], options?: ListOffsetsOptions): Promise<ListedOffset[]>;

  listGroups(options?: ListGroupsOptions): Promise<GroupListing[]>;
  listConsumerGroups(options?: ListGroupsOptions): Promise<GroupListing[]>;
  describeConsumerGroups(
    groupIds: readonly string[],
    options?: DescribeGroupsOptions,
  ): Promise<ConsumerGroupDescription[]>;
  describeClassicGroups(
    groupIds: readonly string[],
    options?: DescribeGroupsOptions,
  ): Promise<ClassicGroupDescription[]>;
  deleteConsumerGroups(groupIds: readonly string[], options?: CallOptions): Promise<void>;
  removeMembersFromConsumerGroup(groupId: string, options?: RemoveMembersOptions): Promise<void>;

  listConsumerGroupOffsets(
    groups: readonly GroupOffsetsSpec[],
    options?: ListGroupOffsetsOptions,
  ): Promise<CommittedGroupOffsets[]>;
  alterConsumerGroupOffsets(groupId: string, offsets: readonly NewGroupOffset[], options?: CallOptions): Promise<void>;
  deleteConsumerGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    options?: CallOptions,
  ): Promise<void>;

  describeCluster(options?: DescribeClusterOptions): Promise<ClusterDescription>;
}
