/** The door of `coordinator/`: replicated state machines over internal topics. */
export { GroupCoordinator } from './group/group-coordinator.ts';
export type { GroupCoordinatorOptions, GroupRequestContext } from './group/group-coordinator.ts';
export type { GroupCoordinatorSettings } from './group/group-context.ts';
export { groupConfigTable } from './group/group-config-table.ts';
export type { GroupConfigs } from './group/group-config-table.ts';
export { groupCoordinatorSettings } from './group/group-settings.ts';
export type { GroupCoordinatorConfigs } from './group/group-settings.ts';
export { partitionForGroup } from './group/group-hash.ts';
export type { TopicDirectory } from './group/topic-directory.ts';
export { topicHash as topicMetadataHash } from './group/modern/metadata-hash.ts';
export type { CoordinatorLog } from './runtime/coordinator-log.ts';
export { Alarm } from './runtime/alarm.ts';
// Share groups, and the share coordinator.
export type { ShareGroupServices } from './group/share/share-group-services.ts';
export type { ShareGroups } from './group/share/share-groups.ts';
export { ShareCoordinator } from './share/share-coordinator.ts';
export type { PrunableLog, ShareCoordinatorOptions, ShareCoordinatorSettings } from './share/share-coordinator.ts';
export { parseSharePartitionKey } from './share/share-partition-key.ts';
export type { SharePartitionKey } from './share/share-partition-key.ts';
export { UNINITIALIZED_START_OFFSET, UNKNOWN_DELIVERY_COMPLETE_COUNT } from './share/persister.ts';
export type {
  Persister,
  SharePartitionState,
  SharePartitionSummary,
  StateOutcome,
  StateWrite,
} from './share/persister.ts';
export { DeliveryState } from './share/state-batches.ts';
export type { StateBatch } from './share/state-batches.ts';
export type { CoordinatorAppendOptions, TransactionVerification } from './runtime/coordinator-log.ts';
export type { TransactionEnd } from './runtime/coordinator-partition.ts';
export type { TxnOffsetTopic } from './group/txn-offset-commit.ts';
// Transactions.
export { TransactionCoordinator } from './transaction/transaction-coordinator.ts';
export type { ProducerIdentity, TransactionCoordinatorOptions } from './transaction/transaction-coordinator.ts';
export type {
  TransactionMarker,
  TransactionMarkerWriter,
  TransactionPartition,
} from './transaction/transaction-markers.ts';
export type { TransactionTopic } from './transaction/transaction-partitions.ts';
export { transactionCoordinatorSettings } from './transaction/transaction-settings.ts';
export { undescribed, unknownStates } from './transaction/list-transactions.ts';
export type { DescribedTransaction, ListedTransaction, TransactionFilter } from './transaction/list-transactions.ts';
// Assignors.
export { consumerGroupAssignors, shareGroupAssignors } from './assignors/assignors.ts';
export type {
  GroupAssignor,
  GroupMember,
  MemberAssignment,
  TargetAssignment,
  TopicDescriber,
} from './assignors/group-spec.ts';
