/**
 * The administrator of a cluster: what Java's Admin has, as one class that only composes. Each concept has a file of its
 * own, in which its operations stand as functions over an AdminContext; ask.ts is how all of them reach the brokers.
 */
import type { TopicPartition } from '../assignors/group-members.ts';
import type { ClusterStatus } from '../cluster/cluster.ts';
import type { ClientIdentity } from '../diagnostics.ts';
import type { OpenClient } from '../open-client.ts';
import type { OffsetAndMetadata } from '../records/partition-offset.ts';
import type { Metric } from '../telemetry/metric-registry.ts';
import * as Acls from './acls.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { openAdmin, type AdminOptions } from './admin-options.ts';
import type { CallOptions, TopicReference } from './call-options.ts';
import * as ClassicGroups from './classic-groups.ts';
import * as Clusters from './cluster-description.ts';
import * as Configs from './configs.ts';
import * as ConsumerGroups from './consumer-groups.ts';
import * as Tokens from './delegation-tokens.ts';
import * as Descriptions from './describe-topics.ts';
import * as Features from './features.ts';
import type { DescribeGroupsOptions } from './group-description.ts';
import * as Offsets from './group-offsets.ts';
import * as Groups from './groups.ts';
import * as Listing from './list-offsets.ts';
import * as LogDirs from './log-dirs.ts';
import * as Quorum from './quorum.ts';
import * as Quotas from './quotas.ts';
import * as Reassignments from './reassignments.ts';
import * as Records from './records.ts';
import * as Scram from './scram.ts';
import * as ShareGroups from './share-groups.ts';
import * as StreamsGroups from './streams-groups.ts';
import * as Topics from './topics.ts';
import * as Transactions from './transactions.ts';
import type { ConfigResourceType, ElectionType } from './words.ts';

/**
 * Calls over several items resolve when all succeeded, with a result per item in the order given. Where some failed they
 * reject with a PartialFailure, whose `results` tell of each; a call over one item rejects with that item's error. Errors
 * are Kafka's (`code`); besides them every call may reject with REQUEST_TIMED_OUT (its `timeoutMs`, or
 * `defaultApiTimeoutMs`), ABORTED (its `signal`), UNSUPPORTED_VERSION (the broker is too old for it), INVALID_REQUEST (a
 * word that there is not, an item given twice), CLUSTER_ or other _AUTHORIZATION_FAILED, and what ends the client
 * (SASL_AUTHENTICATION_FAILED, TLS_FAILED, CLIENT_CLOSED). Nothing connects before the first call.
 */
export class Admin {
  readonly #client: OpenClient;
  readonly #context: AdminContext;

  /** Rejects nothing later that it can see now: fails with INVALID_CONFIG for options that cannot be. */
  constructor(options: AdminOptions) {
    const { client, context } = openAdmin(options);
    this.#client = client;
    this.#context = context;
  }

  /** As in its events on `diagnosticChannels`. */
  get identity(): ClientIdentity {
    return this.#client.context.diagnostics.client;
  }

  /** Whether brokers are connected, and what is in the way if not. */
  get status(): ClusterStatus {
    return this.#client.cluster.status;
  }

  /** The client's metrics as they stand, under Kafka's names (`admin-client-metrics`). */
  metrics(): Metric[] {
    return this.#client.context.diagnostics.metrics.snapshot();
  }

  /**
   * Metrics of the application that are pushed to brokers with the client's own where they ask for them (KIP-1076): `read` is
   * called at each push. `metrics()` has none of them.
   */
  registerMetricsForSubscription(read: () => readonly Metric[]): void {
    this.#client.context.diagnostics.metrics.addForeign(read);
  }

  /** The id under which brokers know this client's metrics (KIP-714). ILLEGAL_STATE unless `enableMetricsPush` is true. */
  async clientInstanceId(options?: CallOptions): Promise<string> {
    const call = new AdminCall(this.#context, 'clientInstanceId', options);
    return call.retry(() => this.#client.telemetry.clientInstanceId(call.remainingMs()));
  }

  /** Ends the connections; calls that are under way reject with CLIENT_CLOSED. */
  close(): Promise<void> {
    return this.#client.close();
  }

  /** As `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  // Topics and records

  /** Resolves with what was made: ids, numbers and configs. TOPIC_ALREADY_EXISTS, INVALID_REPLICATION_FACTOR, … */
  async createTopics(
    topics: readonly Topics.NewTopic[],
    options?: Topics.CreateTopicsOptions,
  ): Promise<Topics.CreatedTopic[]> {
    return Topics.createTopics(this.#context, topics, options);
  }

  /** By name, or by id (Kafka 2.8 and later, KIP-516). UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID. */
  async deleteTopics(topics: readonly TopicReference[], options?: Topics.DeleteTopicsOptions): Promise<void> {
    return Topics.deleteTopics(this.#context, topics, options);
  }

  /** All topics that the caller may see. */
  async listTopics(options?: Topics.ListTopicsOptions): Promise<Topics.TopicListing[]> {
    return Topics.listTopics(this.#context, options);
  }

  /** By name, or by id (Kafka 3.1 and later). UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID. */
  async describeTopics(
    topics: readonly TopicReference[],
    options?: Descriptions.DescribeTopicsOptions,
  ): Promise<Descriptions.TopicDescription[]> {
    return Descriptions.describeTopics(this.#context, topics, options);
  }

  /** Raises the number of partitions (KIP-195). INVALID_PARTITIONS where it is not more than there are. */
  async createPartitions(
    topics: readonly Topics.NewPartitions[],
    options?: Topics.CreatePartitionsOptions,
  ): Promise<void> {
    return Topics.createPartitions(this.#context, topics, options);
  }

  /** Deletes what is older than an offset (KIP-204). OFFSET_OUT_OF_RANGE, POLICY_VIOLATION for compacted topics. */
  async deleteRecords(
    partitions: readonly Records.RecordsToDelete[],
    options?: CallOptions,
  ): Promise<Records.DeletedRecords[]> {
    return Records.deleteRecords(this.#context, partitions, options);
  }

  /** The ends of logs, and offsets by time (KIP-396). */
  async listOffsets(
    partitions: readonly Listing.ListedPartition[],
    options?: Listing.ListOffsetsOptions,
  ): Promise<Listing.ListedOffset[]> {
    return Listing.listOffsets(this.#context, partitions, options);
  }

  // Configs

  /** Values, where they come from and, where asked for, their synonyms and documentation (KIP-133, KIP-226). */
  async describeConfigs(
    resources: readonly Configs.DescribedConfigResource[],
    options?: Configs.DescribeConfigsOptions,
  ): Promise<Configs.ResourceConfigs[]> {
    return Configs.describeConfigs(this.#context, resources, options);
  }

  /** Sets, takes away, adds to and takes from configs one by one (KIP-339). INVALID_CONFIG, POLICY_VIOLATION. */
  async incrementalAlterConfigs(
    alterations: readonly Configs.ConfigAlteration[],
    options?: Configs.AlterConfigsOptions,
  ): Promise<void> {
    return Configs.incrementalAlterConfigs(this.#context, alterations, options);
  }

  /** What has configs (KIP-1142): of all types where none is named. */
  async listConfigResources(
    types?: readonly ConfigResourceType[],
    options?: CallOptions,
  ): Promise<Configs.ConfigResource[]> {
    return Configs.listConfigResources(this.#context, types, options);
  }

  /** The names of the subscriptions to clients' metrics (KIP-1000): listConfigResources of CLIENT_METRICS. */
  async listClientMetricsResources(options?: CallOptions): Promise<string[]> {
    return Configs.listClientMetricsResources(this.#context, options);
  }

  // Groups of all types

  /** Groups of all brokers and types. */
  async listGroups(options?: Groups.ListGroupsOptions): Promise<Groups.GroupListing[]> {
    return Groups.listGroups(this.#context, options);
  }

  /** Groups of consumers, new and classic, and such that only keep offsets. */
  async listConsumerGroups(options?: Groups.ListGroupsOptions): Promise<Groups.GroupListing[]> {
    return Groups.listConsumerGroups(this.#context, options);
  }

  /** Groups of consumers, new (KIP-848) and classic. GROUP_ID_NOT_FOUND. */
  async describeConsumerGroups(
    groupIds: readonly string[],
    options?: DescribeGroupsOptions,
  ): Promise<ConsumerGroups.ConsumerGroupDescription[]> {
    return ConsumerGroups.describeConsumerGroups(this.#context, groupIds, options);
  }

  /** Classic groups of any protocol, Connect's too (KIP-1043). GROUP_ID_NOT_FOUND. */
  async describeClassicGroups(
    groupIds: readonly string[],
    options?: DescribeGroupsOptions,
  ): Promise<ClassicGroups.ClassicGroupDescription[]> {
    return ClassicGroups.describeClassicGroups(this.#context, groupIds, options);
  }

  /** Share groups (KIP-932). GROUP_ID_NOT_FOUND. */
  async describeShareGroups(
    groupIds: readonly string[],
    options?: DescribeGroupsOptions,
  ): Promise<ShareGroups.ShareGroupDescription[]> {
    return ShareGroups.describeShareGroups(this.#context, groupIds, options);
  }

  /** Streams groups (KIP-1071). GROUP_ID_NOT_FOUND. */
  async describeStreamsGroups(
    groupIds: readonly string[],
    options?: DescribeGroupsOptions,
  ): Promise<StreamsGroups.StreamsGroupDescription[]> {
    return StreamsGroups.describeStreamsGroups(this.#context, groupIds, options);
  }

  /** With their offsets. NON_EMPTY_GROUP while there are members, GROUP_ID_NOT_FOUND. */
  async deleteConsumerGroups(groupIds: readonly string[], options?: CallOptions): Promise<void> {
    return Groups.deleteGroups(this.#context, 'deleteConsumerGroups', { groupIds, options });
  }

  /** As deleteConsumerGroups. */
  async deleteShareGroups(groupIds: readonly string[], options?: CallOptions): Promise<void> {
    return Groups.deleteGroups(this.#context, 'deleteShareGroups', { groupIds, options });
  }

  /** As deleteConsumerGroups. */
  async deleteStreamsGroups(groupIds: readonly string[], options?: CallOptions): Promise<void> {
    return Groups.deleteGroups(this.#context, 'deleteStreamsGroups', { groupIds, options });
  }

  /** Members of a classic group, all where none is named; static ones are not waited for. UNKNOWN_MEMBER_ID. */
  async removeMembersFromConsumerGroup(groupId: string, options?: Groups.RemoveMembersOptions): Promise<void> {
    return Groups.removeMembersFromConsumerGroup(this.#context, groupId, options);
  }

  // Offsets of groups

  /** The committed offsets of groups. Empty for a group that there is not. */
  async listConsumerGroupOffsets(
    groups: readonly Offsets.GroupOffsetsSpec[],
    options?: Offsets.ListGroupOffsetsOptions,
  ): Promise<Offsets.CommittedGroupOffsets[]> {
    return Offsets.listGroupOffsets(this.#context, groups, { of: 'ConsumerGroupOffsets', options });
  }

  /** Commits in the group's place (KIP-396). UNKNOWN_MEMBER_ID while it has members. */
  async alterConsumerGroupOffsets(
    groupId: string,
    offsets: readonly OffsetAndMetadata[],
    options?: CallOptions,
  ): Promise<void> {
    return Offsets.alterGroupOffsets(this.#context, offsets, { of: 'ConsumerGroupOffsets', groupId, options });
  }

  /** KIP-496. GROUP_SUBSCRIBED_TO_TOPIC while members read the topic, GROUP_ID_NOT_FOUND. */
  async deleteConsumerGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    options?: CallOptions,
  ): Promise<void> {
    return Offsets.deleteGroupOffsets(this.#context, partitions, { of: 'ConsumerGroupOffsets', groupId, options });
  }

  /** As listConsumerGroupOffsets. */
  async listStreamsGroupOffsets(
    groups: readonly Offsets.GroupOffsetsSpec[],
    options?: Offsets.ListGroupOffsetsOptions,
  ): Promise<Offsets.CommittedGroupOffsets[]> {
    return Offsets.listGroupOffsets(this.#context, groups, { of: 'StreamsGroupOffsets', options });
  }

  /** As alterConsumerGroupOffsets. */
  async alterStreamsGroupOffsets(
    groupId: string,
    offsets: readonly OffsetAndMetadata[],
    options?: CallOptions,
  ): Promise<void> {
    return Offsets.alterGroupOffsets(this.#context, offsets, { of: 'StreamsGroupOffsets', groupId, options });
  }

  /** As deleteConsumerGroupOffsets. */
  async deleteStreamsGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    options?: CallOptions,
  ): Promise<void> {
    return Offsets.deleteGroupOffsets(this.#context, partitions, { of: 'StreamsGroupOffsets', groupId, options });
  }

  /** From where share groups read on, and how far they are behind (KIP-1226). */
  async listShareGroupOffsets(
    groups: readonly Offsets.GroupOffsetsSpec[],
    options?: CallOptions,
  ): Promise<ShareGroups.ShareGroupOffsets[]> {
    return ShareGroups.listShareGroupOffsets(this.#context, groups, options);
  }

  /** From where a share group shall read. NON_EMPTY_GROUP while it has members, GROUP_ID_NOT_FOUND. */
  async alterShareGroupOffsets(
    groupId: string,
    offsets: readonly ShareGroups.SharePartitionOffset[],
    options?: CallOptions,
  ): Promise<void> {
    return ShareGroups.alterShareGroupOffsets(this.#context, offsets, { groupId, options });
  }

  /** Of whole topics. NON_EMPTY_GROUP while the group has members, GROUP_ID_NOT_FOUND. */
  async deleteShareGroupOffsets(groupId: string, topics: readonly string[], options?: CallOptions): Promise<void> {
    return ShareGroups.deleteShareGroupOffsets(this.#context, topics, { groupId, options });
  }

  // Security

  /** All bindings that a filter fits; all there are where it is absent. SECURITY_DISABLED without an authorizer. */
  async describeAcls(filter?: Acls.AclBindingFilter, options?: CallOptions): Promise<Acls.AclBinding[]> {
    return Acls.describeAcls(this.#context, filter, options);
  }

  /** Those that are there already are not made again. SECURITY_DISABLED, INVALID_REQUEST. */
  async createAcls(bindings: readonly Acls.NewAclBinding[], options?: CallOptions): Promise<void> {
    return Acls.createAcls(this.#context, bindings, options);
  }

  /** Resolves with what each filter has deleted. SECURITY_DISABLED. */
  async deleteAcls(filters: readonly Acls.AclBindingFilter[], options?: CallOptions): Promise<Acls.DeletedAcls[]> {
    return Acls.deleteAcls(this.#context, filters, options);
  }

  /** Which mechanisms users have passwords for (KIP-554): all users, or those named (RESOURCE_NOT_FOUND). */
  async describeUserScramCredentials(
    users?: readonly string[] | null,
    options?: CallOptions,
  ): Promise<Scram.UserScramCredentials[]> {
    return Scram.describeUserScramCredentials(this.#context, users, options);
  }

  /** Sets and deletes passwords, which are salted here. UNACCEPTABLE_CREDENTIAL, RESOURCE_NOT_FOUND. */
  async alterUserScramCredentials(
    alterations: readonly Scram.ScramCredentialAlteration[],
    options?: CallOptions,
  ): Promise<void> {
    return Scram.alterUserScramCredentials(this.#context, alterations, options);
  }

  /** Who has which quotas (KIP-546). */
  async describeClientQuotas(filter?: Quotas.ClientQuotaFilter, options?: CallOptions): Promise<Quotas.ClientQuotas[]> {
    return Quotas.describeClientQuotas(this.#context, filter, options);
  }

  /** Sets quotas, and takes them away by null (KIP-546). */
  async alterClientQuotas(
    alterations: readonly Quotas.ClientQuotaAlteration[],
    options?: Quotas.AlterClientQuotasOptions,
  ): Promise<void> {
    return Quotas.alterClientQuotas(this.#context, alterations, options);
  }

  /** KIP-48. DELEGATION_TOKEN_REQUEST_NOT_ALLOWED over a connection without authentication. */
  async createDelegationToken(options?: Tokens.CreateDelegationTokenOptions): Promise<Tokens.DelegationToken> {
    return Tokens.createDelegationToken(this.#context, options);
  }

  /** Resolves with the time of its new end. DELEGATION_TOKEN_EXPIRED, DELEGATION_TOKEN_NOT_FOUND. */
  async renewDelegationToken(hmac: Uint8Array, options?: Tokens.RenewDelegationTokenOptions): Promise<number> {
    return Tokens.renewDelegationToken(this.#context, hmac, options);
  }

  /** Resolves with the time of its end. DELEGATION_TOKEN_NOT_FOUND. */
  async expireDelegationToken(hmac: Uint8Array, options?: Tokens.ExpireDelegationTokenOptions): Promise<number> {
    return Tokens.expireDelegationToken(this.#context, hmac, options);
  }

  /** The tokens that one may see. */
  async describeDelegationToken(options?: Tokens.DescribeDelegationTokenOptions): Promise<Tokens.DelegationToken[]> {
    return Tokens.describeDelegationToken(this.#context, options);
  }

  // Transactions and producers

  /** KIP-664. TRANSACTIONAL_ID_NOT_FOUND. */
  async describeTransactions(
    transactionalIds: readonly string[],
    options?: CallOptions,
  ): Promise<Transactions.TransactionDescription[]> {
    return Transactions.describeTransactions(this.#context, transactionalIds, options);
  }

  /** Of all brokers (KIP-664). */
  async listTransactions(options?: Transactions.ListTransactionsOptions): Promise<Transactions.TransactionListing[]> {
    return Transactions.listTransactions(this.#context, options);
  }

  /** Aborts a transaction that hangs in a partition, as describeProducers shows it (KIP-664). */
  async abortTransaction(spec: Transactions.AbortTransactionSpec, options?: CallOptions): Promise<void> {
    return Transactions.abortTransaction(this.#context, spec, options);
  }

  /** Aborts what is open under the ids and shuts their producers out (KIP-588). */
  async fenceProducers(
    transactionalIds: readonly string[],
    options?: CallOptions,
  ): Promise<Transactions.FencedProducer[]> {
    return Transactions.fenceProducers(this.#context, transactionalIds, options);
  }

  /** Aborts what is open under the id, also where it is prepared for two-phase commit (KIP-939). */
  async forceTerminateTransaction(transactionalId: string, options?: CallOptions): Promise<void> {
    return Transactions.forceTerminateTransaction(this.#context, transactionalId, options);
  }

  /** Who writes to partitions: ids, epochs, open transactions (KIP-664). */
  async describeProducers(
    partitions: readonly TopicPartition[],
    options?: Transactions.DescribeProducersOptions,
  ): Promise<Transactions.PartitionProducers[]> {
    return Transactions.describeProducers(this.#context, partitions, options);
  }

  // Replicas

  /** Of the brokers named, or of all. BROKER_NOT_AVAILABLE for one that there is not. */
  async describeLogDirs(brokerIds?: readonly number[] | null, options?: CallOptions): Promise<LogDirs.BrokerLogDirs[]> {
    return LogDirs.describeLogDirs(this.#context, brokerIds, options);
  }

  /** Where replicas are, and where to they move within their broker (KIP-113). */
  async describeReplicaLogDirs(
    replicas: readonly LogDirs.TopicPartitionReplica[],
    options?: CallOptions,
  ): Promise<LogDirs.ReplicaLogDirInfo[]> {
    return LogDirs.describeReplicaLogDirs(this.#context, replicas, options);
  }

  /** Moves replicas within their broker; resolves when that has begun. LOG_DIR_NOT_FOUND, REPLICA_NOT_AVAILABLE. */
  async alterReplicaLogDirs(
    alterations: readonly LogDirs.ReplicaLogDirAlteration[],
    options?: CallOptions,
  ): Promise<void> {
    return LogDirs.alterReplicaLogDirs(this.#context, alterations, options);
  }

  /** Moves partitions to other brokers; resolves when that has begun (KIP-455). INVALID_REPLICA_ASSIGNMENT, … */
  async alterPartitionReassignments(
    reassignments: readonly Reassignments.NewPartitionReassignment[],
    options?: Reassignments.AlterPartitionReassignmentsOptions,
  ): Promise<void> {
    return Reassignments.alterPartitionReassignments(this.#context, reassignments, options);
  }

  /** What moves: of the partitions named, or of all. */
  async listPartitionReassignments(
    partitions?: readonly TopicPartition[] | null,
    options?: CallOptions,
  ): Promise<Reassignments.PartitionReassignment[]> {
    return Reassignments.listPartitionReassignments(this.#context, partitions, options);
  }

  /** Resolves with the partitions that have a new leader (KIP-460): of those named (ELECTION_NOT_NEEDED), or of all. */
  async electLeaders(
    electionType: ElectionType,
    partitions?: readonly TopicPartition[] | null,
    options?: CallOptions,
  ): Promise<TopicPartition[]> {
    return Reassignments.electLeaders(this.#context, { electionType, partitions: partitions ?? null }, options);
  }

  // The cluster

  /** Its id, nodes and controller. */
  async describeCluster(options?: Clusters.DescribeClusterOptions): Promise<Clusters.ClusterDescription> {
    return Clusters.describeCluster(this.#context, options);
  }

  /** Takes a broker out that is gone for good. BROKER_ID_NOT_REGISTERED. */
  async unregisterBroker(brokerId: number, options?: CallOptions): Promise<void> {
    return Clusters.unregisterBroker(this.#context, brokerId, options);
  }

  /** Levels that are finalized, and those a broker supports (KIP-584). */
  async describeFeatures(options?: Features.DescribeFeaturesOptions): Promise<Features.FeatureMetadata> {
    return Features.describeFeatures(this.#context, options);
  }

  /** All or, before Kafka 4.0, each. FEATURE_UPDATE_FAILED, INVALID_UPDATE_VERSION. */
  async updateFeatures(
    updates: readonly Features.FeatureUpdate[],
    options?: Features.UpdateFeaturesOptions,
  ): Promise<void> {
    return Features.updateFeatures(this.#context, updates, options);
  }

  /** Who leads, votes and follows in `__cluster_metadata` (KIP-836). */
  async describeMetadataQuorum(options?: CallOptions): Promise<Quorum.QuorumInfo> {
    return Quorum.describeMetadataQuorum(this.#context, options);
  }

  /** KIP-853. UNSUPPORTED_VERSION where the quorum is static, DUPLICATE_VOTER. */
  async addRaftVoter(voter: Quorum.NewRaftVoter, options?: Quorum.RaftVoterOptions): Promise<void> {
    return Quorum.addRaftVoter(this.#context, voter, options);
  }

  /** KIP-853. UNSUPPORTED_VERSION where the quorum is static, VOTER_NOT_FOUND. */
  async removeRaftVoter(voter: Quorum.RaftVoter, options?: Quorum.RaftVoterOptions): Promise<void> {
    return Quorum.removeRaftVoter(this.#context, voter, options);
  }
}
