/**
 * The records of share groups in `__consumer_offsets` (KIP-932), as Kafka 4.3 writes them: key types 10 to 15, values in
 * version 0.
 */
import {
  type ShareGroupCurrentMemberAssignmentValue,
  shareGroupCurrentMemberAssignmentKey,
  shareGroupCurrentMemberAssignmentValue,
  type ShareGroupMemberMetadataValue,
  shareGroupMemberMetadataKey,
  shareGroupMemberMetadataValue,
  type ShareGroupMetadataValue,
  shareGroupMetadataKey,
  shareGroupMetadataValue,
  type ShareGroupStatePartitionMetadataValue,
  shareGroupStatePartitionMetadataKey,
  shareGroupStatePartitionMetadataValue,
  type ShareGroupTargetAssignmentMemberValue,
  shareGroupTargetAssignmentMemberKey,
  shareGroupTargetAssignmentMemberValue,
  type ShareGroupTargetAssignmentMetadataValue,
  shareGroupTargetAssignmentMetadataKey,
  shareGroupTargetAssignmentMetadataValue,
} from '#protocol';
import { defineRecord, type GroupRecordOf, type MemberRecordOf, type RecordDefinition } from '../record-definition.ts';

/** The group's epoch, and the hash of the topics that it is for. */
export type ShareMetadataRecord = GroupRecordOf<'share-group-metadata', ShareGroupMetadataValue>;
export type ShareMemberRecord = MemberRecordOf<'share-group-member', ShareGroupMemberMetadataValue>;
/** The epoch that the target assignment is for. */
export type ShareTargetMetadataRecord = GroupRecordOf<
  'share-group-target-metadata',
  ShareGroupTargetAssignmentMetadataValue
>;
export type ShareTargetMemberRecord = MemberRecordOf<
  'share-group-target-member',
  ShareGroupTargetAssignmentMemberValue
>;
export type ShareCurrentAssignmentRecord = MemberRecordOf<
  'share-group-current-assignment',
  ShareGroupCurrentMemberAssignmentValue
>;
/** Which partitions have a state with the share coordinator, are about to get one, or to lose it. */
export type ShareStatePartitionsRecord = GroupRecordOf<
  'share-group-state-partitions',
  ShareGroupStatePartitionMetadataValue
>;

export type ShareGroupRecord =
  | ShareMetadataRecord
  | ShareMemberRecord
  | ShareTargetMetadataRecord
  | ShareTargetMemberRecord
  | ShareCurrentAssignmentRecord
  | ShareStatePartitionsRecord;

/** The first one ends the group with its tombstone. */
export const shareGroupRecords: readonly RecordDefinition[] = [
  defineRecord<ShareMetadataRecord>('share-group-metadata', shareGroupMetadataKey, shareGroupMetadataValue),
  defineRecord<ShareMemberRecord>('share-group-member', shareGroupMemberMetadataKey, shareGroupMemberMetadataValue),
  defineRecord<ShareTargetMetadataRecord>(
    'share-group-target-metadata',
    shareGroupTargetAssignmentMetadataKey,
    shareGroupTargetAssignmentMetadataValue,
  ),
  defineRecord<ShareTargetMemberRecord>(
    'share-group-target-member',
    shareGroupTargetAssignmentMemberKey,
    shareGroupTargetAssignmentMemberValue,
  ),
  defineRecord<ShareCurrentAssignmentRecord>(
    'share-group-current-assignment',
    shareGroupCurrentMemberAssignmentKey,
    shareGroupCurrentMemberAssignmentValue,
  ),
  defineRecord<ShareStatePartitionsRecord>(
    'share-group-state-partitions',
    shareGroupStatePartitionMetadataKey,
    shareGroupStatePartitionMetadataValue,
  ),
];
