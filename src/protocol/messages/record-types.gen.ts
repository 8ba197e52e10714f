// generated from all .schema files by tools/codegen: change those and run `npm run generate`
import type { RecordType } from '../api.ts';
import { consumerGroupMetadataKey, consumerGroupMetadataValue, consumerGroupPartitionMetadataKey, consumerGroupPartitionMetadataValue, consumerGroupMemberMetadataKey, consumerGroupMemberMetadataValue, consumerGroupTargetAssignmentMetadataKey, consumerGroupTargetAssignmentMetadataValue, consumerGroupTargetAssignmentMemberKey, consumerGroupTargetAssignmentMemberValue, consumerGroupCurrentMemberAssignmentKey, consumerGroupCurrentMemberAssignmentValue, consumerGroupRegularExpressionKey, consumerGroupRegularExpressionValue } from './coordinator/consumer-group.gen.ts';
import { groupMetadataKey, groupMetadataValue } from './coordinator/group-metadata.gen.ts';
import { legacyOffsetCommitKey, legacyOffsetCommitValue, offsetCommitKey, offsetCommitValue } from './coordinator/offset-commit.gen.ts';
import { shareGroupMemberMetadataKey, shareGroupMemberMetadataValue, shareGroupMetadataKey, shareGroupMetadataValue, shareGroupTargetAssignmentMetadataKey, shareGroupTargetAssignmentMetadataValue, shareGroupTargetAssignmentMemberKey, shareGroupTargetAssignmentMemberValue, shareGroupCurrentMemberAssignmentKey, shareGroupCurrentMemberAssignmentValue, shareGroupStatePartitionMetadataKey, shareGroupStatePartitionMetadataValue } from './coordinator/share-group.gen.ts';
import { shareSnapshotKey, shareSnapshotValue, shareUpdateKey, shareUpdateValue } from './coordinator/share-state.gen.ts';
import { streamsGroupMetadataKey, streamsGroupMetadataValue, streamsGroupMemberMetadataKey, streamsGroupMemberMetadataValue, streamsGroupTargetAssignmentMetadataKey, streamsGroupTargetAssignmentMetadataValue, streamsGroupTargetAssignmentMemberKey, streamsGroupTargetAssignmentMemberValue, streamsGroupCurrentMemberAssignmentKey, streamsGroupCurrentMemberAssignmentValue, streamsGroupTopologyKey, streamsGroupTopologyValue } from './coordinator/streams-group.gen.ts';
import { transactionLogKey, transactionLogValue } from './coordinator/transaction-log.gen.ts';
import { registerBrokerRecord, unregisterBrokerRecord, fenceBrokerRecord, unfenceBrokerRecord, brokerRegistrationChangeRecord } from './metadata/brokers.gen.ts';
import { configRecord, clientQuotaRecord, featureLevelRecord, producerIdsRecord } from './metadata/configs.gen.ts';
import { registerControllerRecord, unregisterControllerRecord, noOpRecord, beginTransactionRecord, endTransactionRecord, abortTransactionRecord, zkMigrationStateRecord } from './metadata/controllers.gen.ts';
import { accessControlEntryRecord, removeAccessControlEntryRecord, userScramCredentialRecord, removeUserScramCredentialRecord, delegationTokenRecord, removeDelegationTokenRecord } from './metadata/security.gen.ts';
import { topicRecord, partitionRecord, partitionChangeRecord, removeTopicRecord, clearElrRecord } from './metadata/topics.gen.ts';

/** The types of the records in the internal topics, by topic, in the order of their ids. */
export const recordTypes: Readonly<Record<string, readonly RecordType[]>> = {
  __consumer_offsets: [
    { id: 0, key: legacyOffsetCommitKey, value: legacyOffsetCommitValue },
    { id: 1, key: offsetCommitKey, value: offsetCommitValue },
    { id: 2, key: groupMetadataKey, value: groupMetadataValue },
    { id: 3, key: consumerGroupMetadataKey, value: consumerGroupMetadataValue },
    { id: 4, key: consumerGroupPartitionMetadataKey, value: consumerGroupPartitionMetadataValue },
    { id: 5, key: consumerGroupMemberMetadataKey, value: consumerGroupMemberMetadataValue },
    { id: 6, key: consumerGroupTargetAssignmentMetadataKey, value: consumerGroupTargetAssignmentMetadataValue },
    { id: 7, key: consumerGroupTargetAssignmentMemberKey, value: consumerGroupTargetAssignmentMemberValue },
    { id: 8, key: consumerGroupCurrentMemberAssignmentKey, value: consumerGroupCurrentMemberAssignmentValue },
    { id: 10, key: shareGroupMemberMetadataKey, value: shareGroupMemberMetadataValue },
    { id: 11, key: shareGroupMetadataKey, value: shareGroupMetadataValue },
    { id: 12, key: shareGroupTargetAssignmentMetadataKey, value: shareGroupTargetAssignmentMetadataValue },
    { id: 13, key: shareGroupTargetAssignmentMemberKey, value: shareGroupTargetAssignmentMemberValue },
    { id: 14, key: shareGroupCurrentMemberAssignmentKey, value: shareGroupCurrentMemberAssignmentValue },
    { id: 15, key: shareGroupStatePartitionMetadataKey, value: shareGroupStatePartitionMetadataValue },
    { id: 16, key: consumerGroupRegularExpressionKey, value: consumerGroupRegularExpressionValue },
    { id: 17, key: streamsGroupMetadataKey, value: streamsGroupMetadataValue },
    { id: 19, key: streamsGroupMemberMetadataKey, value: streamsGroupMemberMetadataValue },
    { id: 20, key: streamsGroupTargetAssignmentMetadataKey, value: streamsGroupTargetAssignmentMetadataValue },
    { id: 21, key: streamsGroupTargetAssignmentMemberKey, value: streamsGroupTargetAssignmentMemberValue },
    { id: 22, key: streamsGroupCurrentMemberAssignmentKey, value: streamsGroupCurrentMemberAssignmentValue },
    { id: 23, key: streamsGroupTopologyKey, value: streamsGroupTopologyValue },
  ],
  __share_group_state: [
    { id: 0, key: shareSnapshotKey, value: shareSnapshotValue },
    { id: 1, key: shareUpdateKey, value: shareUpdateValue },
  ],
  __transaction_state: [
    { id: 0, key: transactionLogKey, value: transactionLogValue },
  ],
  __cluster_metadata: [
    { id: 0, key: null, value: registerBrokerRecord },
    { id: 1, key: null, value: unregisterBrokerRecord },
    { id: 2, key: null, value: topicRecord },
    { id: 3, key: null, value: partitionRecord },
    { id: 4, key: null, value: configRecord },
    { id: 5, key: null, value: partitionChangeRecord },
    { id: 7, key: null, value: fenceBrokerRecord },
    { id: 8, key: null, value: unfenceBrokerRecord },
    { id: 9, key: null, value: removeTopicRecord },
    { id: 10, key: null, value: delegationTokenRecord },
    { id: 11, key: null, value: userScramCredentialRecord },
    { id: 12, key: null, value: featureLevelRecord },
    { id: 14, key: null, value: clientQuotaRecord },
    { id: 15, key: null, value: producerIdsRecord },
    { id: 17, key: null, value: brokerRegistrationChangeRecord },
    { id: 18, key: null, value: accessControlEntryRecord },
    { id: 19, key: null, value: removeAccessControlEntryRecord },
    { id: 20, key: null, value: noOpRecord },
    { id: 21, key: null, value: zkMigrationStateRecord },
    { id: 22, key: null, value: removeUserScramCredentialRecord },
    { id: 23, key: null, value: beginTransactionRecord },
    { id: 24, key: null, value: endTransactionRecord },
    { id: 25, key: null, value: abortTransactionRecord },
    { id: 26, key: null, value: removeDelegationTokenRecord },
    { id: 27, key: null, value: registerControllerRecord },
    { id: 28, key: null, value: clearElrRecord },
    { id: 29, key: null, value: unregisterControllerRecord },
  ],
};
