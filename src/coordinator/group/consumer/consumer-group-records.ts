/**
 * The records of consumer groups in `__consumer_offsets` (KIP-848), as Kafka 4.3 writes them: key types 3 to 8 and 16,
 * values in version 0. Type 4 is of releases before 4.1 and only taken back here: a hash in type 3 has its place.
 */
import {
  type ConsumerGroupCurrentMemberAssignmentValue,
  consumerGroupCurrentMemberAssignmentKey,
  consumerGroupCurrentMemberAssignmentValue,
  type ConsumerGroupMemberMetadataValue,
  consumerGroupMemberMetadataKey,
  consumerGroupMemberMetadataValue,
  type ConsumerGroupMetadataValue,
  consumerGroupMetadataKey,
  consumerGroupMetadataValue,
  type ConsumerGroupPartitionMetadataValue,
  consumerGroupPartitionMetadataKey,
  consumerGroupPartitionMetadataValue,
  type ConsumerGroupRegularExpressionValue,
  consumerGroupRegularExpressionKey,
  consumerGroupRegularExpressionValue,
  type ConsumerGroupTargetAssignmentMemberValue,
  consumerGroupTargetAssignmentMemberKey,
  consumerGroupTargetAssignmentMemberValue,
  type ConsumerGroupTargetAssignmentMetadataValue,
  consumerGroupTargetAssignmentMetadataKey,
  consumerGroupTargetAssignmentMetadataValue,
} from '#protocol';
import { defineRecord, type GroupRecordOf, type MemberRecordOf, type RecordDefinition } from '../record-definition.ts';

/** The group's epoch, and the hash of the topics that it is for. */
export type ConsumerMetadataRecord = GroupRecordOf<'consumer-group-metadata', ConsumerGroupMetadataValue>;
export type ConsumerPartitionMetadataRecord = GroupRecordOf<
  'consumer-group-partition-metadata',
  ConsumerGroupPartitionMetadataValue
>;
export type ConsumerMemberRecord = MemberRecordOf<'consumer-group-member', ConsumerGroupMemberMetadataValue>;
/** The epoch that the target assignment is for. */
export type ConsumerTargetMetadataRecord = GroupRecordOf<
  'consumer-group-target-metadata',
  ConsumerGroupTargetAssignmentMetadataValue
>;
export type ConsumerTargetMemberRecord = MemberRecordOf<
  'consumer-group-target-member',
  ConsumerGroupTargetAssignmentMemberValue
>;
export type ConsumerCurrentAssignmentRecord = MemberRecordOf<
  'consumer-group-current-assignment',
  ConsumerGroupCurrentMemberAssignmentValue
>;
/** The topics that an expression was found to match. */
export interface ConsumerRegularExpressionRecord extends GroupRecordOf<
  'consumer-group-regular-expression',
  ConsumerGroupRegularExpressionValue
> {
  readonly regularExpression: string;
}

export type ConsumerGroupRecord =
  | ConsumerMetadataRecord
  | ConsumerPartitionMetadataRecord
  | ConsumerMemberRecord
  | ConsumerTargetMetadataRecord
  | ConsumerTargetMemberRecord
  | ConsumerCurrentAssignmentRecord
  | ConsumerRegularExpressionRecord;

/** The first one ends the group with its tombstone. */
export const consumerGroupRecords: readonly RecordDefinition[] = [
  defineRecord<ConsumerMetadataRecord>('consumer-group-metadata', consumerGroupMetadataKey, consumerGroupMetadataValue),
  defineRecord<ConsumerPartitionMetadataRecord>(
    'consumer-group-partition-metadata',
    consumerGroupPartitionMetadataKey,
    consumerGroupPartitionMetadataValue,
  ),
  {
    ...defineRecord<ConsumerMemberRecord>(
      'consumer-group-member',
      consumerGroupMemberMetadataKey,
      consumerGroupMemberMetadataValue,
    ),
    own: (value) => withOwnBytes(value as ConsumerGroupMemberMetadataValue),
  },
  defineRecord<ConsumerTargetMetadataRecord>(
    'consumer-group-target-metadata',
    consumerGroupTargetAssignmentMetadataKey,
    consumerGroupTargetAssignmentMetadataValue,
  ),
  defineRecord<ConsumerTargetMemberRecord>(
    'consumer-group-target-member',
    consumerGroupTargetAssignmentMemberKey,
    consumerGroupTargetAssignmentMemberValue,
  ),
  defineRecord<ConsumerCurrentAssignmentRecord>(
    'consumer-group-current-assignment',
    consumerGroupCurrentMemberAssignmentKey,
    consumerGroupCurrentMemberAssignmentValue,
  ),
  defineRecord<ConsumerRegularExpressionRecord>(
    'consumer-group-regular-expression',
    consumerGroupRegularExpressionKey,
    consumerGroupRegularExpressionValue,
  ),
];

function withOwnBytes(value: ConsumerGroupMemberMetadataValue): ConsumerGroupMemberMetadataValue {
  for (const protocol of value.classicMemberMetadata?.supportedProtocols ?? []) {
    protocol.metadata = Buffer.from(protocol.metadata);
  }
  return value;
}
