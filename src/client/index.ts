/** The door of `client/`: what Kafka's clients do on their own side. */
export { clientAssignors } from './assignors/assignors.ts';
export type {
  AssignableTopic,
  Assignor,
  GroupAssignment,
  SubscribedMember,
  TopicPartition,
} from './assignors/group-members.ts';
export { readStickyUserData, readSubscription, writeAssignment } from './assignors/subscription.ts';
export type { StickyUserData } from './assignors/subscription.ts';
// Security.
export type { TlsMaterial, TlsOptions } from '#kernel';
// For what is built on clients.
export { commonDefinitions } from './config/common-configs.ts';
export type { CommonDefinitions } from './config/common-configs.ts';
export { parseOptions } from './config/parse-options.ts';
export type { OptionsOf } from './config/parse-options.ts';
export { COMMON_CODE_OPTIONS } from './open-client.ts';
export type { CommonClientOptions, CommonCodeOptions } from './open-client.ts';
export type {
  BearerToken,
  OidcOptions,
  OidcSaslOptions,
  PasswordMechanism,
  PasswordSaslOptions,
  SaslOptions,
  Secret,
  TokenSaslOptions,
} from './security/sasl-options.ts';
export type { TokenAnswer, TokenFetch, TokenRequest } from './security/token-endpoint.ts';
// Diagnostics.
export { diagnosticChannels } from './diagnostics.ts';
export type {
  AuthenticatedMessage,
  BatchAcknowledgedMessage,
  BatchFailedMessage,
  BatchMessage,
  ClientIdentity,
  ClientKind,
  CommitMessage,
  ConnectionClosedMessage,
  ConnectionFailedMessage,
  ConnectionMessage,
  ConnectionOpenedMessage,
  DiagnosticChannel,
  DiagnosticTracing,
  ErrorMessage,
  FetchMessage,
  ProcessedBatch,
  ProcessedRecord,
  ProcessMessage,
  RebalanceMessage,
  RequestMessage,
  RetryMessage,
  SendMessage,
  ThrottleMessage,
  TracingStart,
} from './diagnostics.ts';
export type { Metric, MetricTags } from './telemetry/metric-registry.ts';
export { instrumentWithOpenTelemetry } from './telemetry/open-telemetry.ts';
export type {
  HeaderGetter,
  HeaderSetter,
  OpenTelemetryApi,
  OpenTelemetryContext,
  OpenTelemetryOptions,
  OpenTelemetrySpan,
  OpenTelemetrySpanOptions,
  OpenTelemetryTracer,
} from './telemetry/open-telemetry.ts';
// Admin.
export { Admin } from './admin/admin.ts';
export type { AclBinding, AclBindingFilter, DeletedAcls, NewAclBinding } from './admin/acls.ts';
export { adminConfigs } from './admin/admin-options.ts';
export type { AdminOptions } from './admin/admin-options.ts';
export type { CallOptions, TopicReference } from './admin/call-options.ts';
export type { ClassicGroupDescription, ClassicGroupMember } from './admin/classic-groups.ts';
export type {
  AdminNode,
  ClusterDescription,
  DescribeClusterOptions,
  DescribedNode,
} from './admin/cluster-description.ts';
export type {
  AlterConfigOp,
  AlterConfigsOptions,
  ConfigAlteration,
  ConfigEntry,
  ConfigResource,
  ConfigSynonym,
  DescribeConfigsOptions,
  DescribedConfigResource,
  ResourceConfigs,
} from './admin/configs.ts';
export type { ConsumerGroupDescription, ConsumerGroupMember } from './admin/consumer-groups.ts';
export type {
  CreateDelegationTokenOptions,
  DelegationToken,
  DescribeDelegationTokenOptions,
  ExpireDelegationTokenOptions,
  RenewDelegationTokenOptions,
} from './admin/delegation-tokens.ts';
export type { DescribeTopicsOptions, TopicDescription, TopicPartitionInfo } from './admin/describe-topics.ts';
export type {
  DescribeFeaturesOptions,
  FeatureMetadata,
  FeatureUpdate,
  FinalizedFeature,
  SupportedFeature,
  UpdateFeaturesOptions,
} from './admin/features.ts';
export type { DescribeGroupsOptions, GroupDescription, GroupMember } from './admin/group-description.ts';
export type {
  CommittedGroupOffsets,
  CommittedOffset,
  GroupOffsetsSpec,
  ListGroupOffsetsOptions,
} from './admin/group-offsets.ts';
export type { GroupListing, ListGroupsOptions, MemberToRemove, RemoveMembersOptions } from './admin/groups.ts';
export type { ListedOffset, ListedPartition, ListOffsetsOptions, OffsetSpec } from './admin/list-offsets.ts';
export type {
  BrokerLogDirs,
  LogDirDescription,
  LogDirReplica,
  ReplicaLogDirAlteration,
  ReplicaLogDirInfo,
  TopicPartitionReplica,
} from './admin/log-dirs.ts';
export type {
  NewRaftVoter,
  QuorumInfo,
  QuorumNode,
  QuorumReplica,
  RaftVoter,
  RaftVoterEndpoint,
  RaftVoterOptions,
} from './admin/quorum.ts';
export type {
  AlterClientQuotasOptions,
  ClientQuotaAlteration,
  ClientQuotaEntity,
  ClientQuotaFilter,
  ClientQuotas,
  QuotaEntityType,
  QuotaFilterComponent,
} from './admin/quotas.ts';
export type {
  AlterPartitionReassignmentsOptions,
  NewPartitionReassignment,
  PartitionReassignment,
} from './admin/reassignments.ts';
export type { DeletedRecords, RecordsToDelete } from './admin/records.ts';
export type {
  ScramCredentialAlteration,
  ScramCredentialDeletion,
  ScramCredentialInfo,
  ScramCredentialUpsertion,
  UserScramCredentials,
} from './admin/scram.ts';
export type {
  ListedShareOffset,
  ShareGroupDescription,
  ShareGroupMember,
  ShareGroupOffsets,
  SharePartitionOffset,
} from './admin/share-groups.ts';
export type {
  StreamsGroupDescription,
  StreamsGroupMember,
  StreamsInternalTopic,
  StreamsSubtopology,
  StreamsTask,
  StreamsTaskOffset,
  StreamsTasks,
} from './admin/streams-groups.ts';
export type {
  CreatedTopic,
  CreatePartitionsOptions,
  CreateTopicsOptions,
  DeleteTopicsOptions,
  ListTopicsOptions,
  NewPartitions,
  NewTopic,
  ReplicaAssignment,
  TopicListing,
} from './admin/topics.ts';
export type {
  AbortTransactionSpec,
  DescribeProducersOptions,
  FencedProducer,
  ListTransactionsOptions,
  PartitionProducers,
  ProducerState,
  TransactionDescription,
  TransactionListing,
} from './admin/transactions.ts';
export type {
  AclOperation,
  AclPermissionType,
  AclResourceType,
  AlterConfigOperation,
  ConfigResourceType,
  ConfigSource,
  ConfigType,
  ElectionType,
  FeatureUpgradeType,
  GroupState,
  GroupType,
  IsolationLevel,
  PatternType,
  ScramMechanismName,
  TransactionState,
} from './admin/words.ts';
// Records.
export type { PartitionInfo } from './cluster/partition-info.ts';
export { Headers } from './records/headers.ts';
export type { HeadersInput, HeaderValue } from './records/headers.ts';
export { ConsumerRecord, type RecordPlace } from './records/consumer-record.ts';
export type { TimestampType } from './records/consumer-record.ts';
export { ConsumerBatch } from './records/consumer-batch.ts';
export { jsonDeserializer, jsonSerializer, stringDeserializer, stringSerializer } from './records/serializers.ts';
export type { Bytes, Deserializer, DeserializerContext, Serializer, SerializerContext } from './records/serializers.ts';
export type { OffsetAndMetadata, OffsetAndTimestamp, TopicPartitionOffset } from './records/partition-offset.ts';
// The consumer.
export { Consumer } from './consumer/consumer.ts';
export { consumerConfigs } from './consumer/consumer-configs.ts';
export type { ConsumerConfig } from './consumer/consumer-configs.ts';
export type {
  AssignTo,
  CloseOptions,
  ConsumerCodeOptions,
  ConsumerOptions,
  ConsumerStatus,
  IterateOptions,
  OnNoOffset,
  PartitionLag,
  RebalanceListener,
  RunOptions,
  SubscribeTo,
} from './consumer/consumer-options.ts';
// Errors.
export { CLIENT_ERRORS, ClientError, errorFor, isKafkaError, KafkaError, PartialFailure } from './errors.ts';
export type { ClientErrorName, ErrorContext, ItemResult } from './errors.ts';
// The producer.
export { Producer } from './producer/producer.ts';
export type { ProducerOptions } from './producer/producer.ts';
export { producerConfigs } from './producer/producer-configs.ts';
export type { ProducerConfig } from './producer/producer-configs.ts';
export type {
  Delivery,
  Partitioner,
  PartitionerChoice,
  ProducerCloseOptions,
  ProducerCodeOptions,
  SendOptions,
} from './producer/producer-options.ts';
/** The partition, from 0, that producers choose for a key among `partitionCount` > 0 partitions, as Java's do. */
export { partitionForKey } from '#protocol';
/** Headers as records have them in bytes, for stores that keep them so. */
export { sizeOfHeaders, sizeOfVarint, VarintReader, writeHeaders, writeVarint } from '#protocol';
export type { ProducerRecord, RecordMetadata } from './producer/producer-record.ts';
export type { GroupOffsetsToSend, OffsetsSource, Transaction } from './producer/transaction.ts';
// One that writes.
export { FencedAppender } from './fenced/fenced-appender.ts';
export type { AppendedBatch, FencedAppenderOptions, FencedAppenderPlace } from './fenced/fenced-appender.ts';
// Groups.
export { assignorsFor } from './group/group-assignor.ts';
export type { GroupAssignor, RebalanceProtocol } from './group/group-assignor.ts';
export type { GroupMetadata, MembershipState } from './group/group-membership.ts';
export { ProtocolMember } from './group/protocol-member.ts';
export type {
  GroupProtocol,
  MemberMetadata,
  ProtocolAssignment,
  ProtocolMemberListener,
  ProtocolMemberOptions,
} from './group/protocol-member.ts';
// Streams groups.
export { leaveStreamsGroup } from './streams-group/leave-streams-group.ts';
export type { LeavingMember } from './streams-group/leave-streams-group.ts';
export { noStreamsGroups } from './streams-group/streams-rules.ts';
export { StreamsMember } from './streams-group/streams-member.ts';
export type {
  StreamsMemberListener,
  StreamsMemberOptions,
  StreamsMembershipOptions,
} from './streams-group/streams-member-options.ts';
export type { StreamsTaskOffsets } from './streams-group/streams-heartbeats.ts';
export type { StreamsEndpoint, StreamsGroupStatus, StreamsGroupStatusCode } from './streams-group/streams-statuses.ts';
export type { StreamsGroupTopology, StreamsMemberSubtopology } from './streams-group/streams-topology.ts';
export type { StreamsTaskAssignment, StreamsTaskId } from './streams-group/task-assignment.ts';
// The share consumer.
export { ShareConsumer } from './share/share-consumer.ts';
export type { ShareSubscribeTo } from './share/share-consumer.ts';
export { shareConsumerConfigs } from './share/share-consumer-configs.ts';
export type { AcknowledgeType } from './share/acknowledgements.ts';
export type {
  AcknowledgementResult,
  ShareConsumerOptions,
  ShareConsumerStatus,
  ShareRunOptions,
} from './share/share-consumer-options.ts';
