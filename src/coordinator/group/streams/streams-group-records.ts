/**
 * The records of streams groups in `__consumer_offsets` (KIP-1071), as Kafka 4.3 writes them: key types 17 and 19 to 23,
 * values in version 0. A null value takes back what the record told.
 */
import {
  type StreamsGroupCurrentMemberAssignmentValue,
  streamsGroupCurrentMemberAssignmentKey,
  streamsGroupCurrentMemberAssignmentValue,
  type StreamsGroupMemberMetadataValue,
  streamsGroupMemberMetadataKey,
  streamsGroupMemberMetadataValue,
  type StreamsGroupMetadataValue,
  streamsGroupMetadataKey,
  streamsGroupMetadataValue,
  type StreamsGroupTargetAssignmentMemberValue,
  streamsGroupTargetAssignmentMemberKey,
  streamsGroupTargetAssignmentMemberValue,
  type StreamsGroupTargetAssignmentMetadataValue,
  streamsGroupTargetAssignmentMetadataKey,
  streamsGroupTargetAssignmentMetadataValue,
  type StreamsGroupTopologyValue,
  streamsGroupTopologyKey,
  streamsGroupTopologyValue,
} from '#protocol';
import { defineRecord, type GroupRecordOf, type MemberRecordOf, type RecordDefinition } from '../record-definition.ts';

/** The group's epoch, and of what topics and configs it is. */
export type StreamsMetadataRecord = GroupRecordOf<'streams-group-metadata', StreamsGroupMetadataValue>;
export type StreamsTopologyRecord = GroupRecordOf<'streams-group-topology', StreamsGroupTopologyValue>;
export type StreamsMemberRecord = MemberRecordOf<'streams-group-member', StreamsGroupMemberMetadataValue>;
/** The epoch that the target assignment is for. */
export type StreamsTargetMetadataRecord = GroupRecordOf<
  'streams-group-target-metadata',
  StreamsGroupTargetAssignmentMetadataValue
>;
export type StreamsTargetMemberRecord = MemberRecordOf<
  'streams-group-target-member',
  StreamsGroupTargetAssignmentMemberValue
>;
export type StreamsCurrentAssignmentRecord = MemberRecordOf<
  'streams-group-current-assignment',
  StreamsGroupCurrentMemberAssignmentValue
>;

export type StreamsGroupRecord =
  | StreamsMetadataRecord
  | StreamsTopologyRecord
  | StreamsMemberRecord
  | StreamsTargetMetadataRecord
  | StreamsTargetMemberRecord
  | StreamsCurrentAssignmentRecord;

/** The first one is the group itself: its tombstone ends it. */
export const streamsGroupRecords: readonly RecordDefinition[] = [
  defineRecord<StreamsMetadataRecord>('streams-group-metadata', streamsGroupMetadataKey, streamsGroupMetadataValue),
  defineRecord<StreamsTopologyRecord>('streams-group-topology', streamsGroupTopologyKey, streamsGroupTopologyValue),
  defineRecord<StreamsMemberRecord>(
    'streams-group-member',
    streamsGroupMemberMetadataKey,
    streamsGroupMemberMetadataValue,
  ),
  defineRecord<StreamsTargetMetadataRecord>(
    'streams-group-target-metadata',
    streamsGroupTargetAssignmentMetadataKey,
    streamsGroupTargetAssignmentMetadataValue,
  ),
  defineRecord<StreamsTargetMemberRecord>(
    'streams-group-target-member',
    streamsGroupTargetAssignmentMemberKey,
    streamsGroupTargetAssignmentMemberValue,
  ),
  defineRecord<StreamsCurrentAssignmentRecord>(
    'streams-group-current-assignment',
    streamsGroupCurrentMemberAssignmentKey,
    streamsGroupCurrentMemberAssignmentValue,
  ),
];
