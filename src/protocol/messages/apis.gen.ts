// generated from all .schema files by tools/codegen: change those and run `npm run generate`
import type { Api } from '../api.ts';
import { produceRequest, produceResponse } from './00-produce.gen.ts';
import { fetchRequest, fetchResponse } from './01-fetch.gen.ts';
import { listOffsetsRequest, listOffsetsResponse } from './02-list-offsets.gen.ts';
import { metadataRequest, metadataResponse } from './03-metadata.gen.ts';
import { offsetCommitRequest, offsetCommitResponse } from './08-offset-commit.gen.ts';
import { offsetFetchRequest, offsetFetchResponse } from './09-offset-fetch.gen.ts';
import { findCoordinatorRequest, findCoordinatorResponse } from './10-find-coordinator.gen.ts';
import { joinGroupRequest, joinGroupResponse } from './11-join-group.gen.ts';
import { heartbeatRequest, heartbeatResponse } from './12-heartbeat.gen.ts';
import { leaveGroupRequest, leaveGroupResponse } from './13-leave-group.gen.ts';
import { syncGroupRequest, syncGroupResponse } from './14-sync-group.gen.ts';
import { describeGroupsRequest, describeGroupsResponse } from './15-describe-groups.gen.ts';
import { listGroupsRequest, listGroupsResponse } from './16-list-groups.gen.ts';
import { saslHandshakeRequest, saslHandshakeResponse } from './17-sasl-handshake.gen.ts';
import { apiVersionsRequest, apiVersionsResponse } from './18-api-versions.gen.ts';
import { createTopicsRequest, createTopicsResponse } from './19-create-topics.gen.ts';
import { deleteTopicsRequest, deleteTopicsResponse } from './20-delete-topics.gen.ts';
import { deleteRecordsRequest, deleteRecordsResponse } from './21-delete-records.gen.ts';
import { initProducerIdRequest, initProducerIdResponse } from './22-init-producer-id.gen.ts';
import { offsetForLeaderEpochRequest, offsetForLeaderEpochResponse } from './23-offset-for-leader-epoch.gen.ts';
import { addPartitionsToTxnRequest, addPartitionsToTxnResponse } from './24-add-partitions-to-txn.gen.ts';
import { addOffsetsToTxnRequest, addOffsetsToTxnResponse } from './25-add-offsets-to-txn.gen.ts';
import { endTxnRequest, endTxnResponse } from './26-end-txn.gen.ts';
import { writeTxnMarkersRequest, writeTxnMarkersResponse } from './27-write-txn-markers.gen.ts';
import { txnOffsetCommitRequest, txnOffsetCommitResponse } from './28-txn-offset-commit.gen.ts';
import { describeAclsRequest, describeAclsResponse } from './29-describe-acls.gen.ts';
import { createAclsRequest, createAclsResponse } from './30-create-acls.gen.ts';
import { deleteAclsRequest, deleteAclsResponse } from './31-delete-acls.gen.ts';
import { describeConfigsRequest, describeConfigsResponse } from './32-describe-configs.gen.ts';
import { alterConfigsRequest, alterConfigsResponse } from './33-alter-configs.gen.ts';
import { alterReplicaLogDirsRequest, alterReplicaLogDirsResponse } from './34-alter-replica-log-dirs.gen.ts';
import { describeLogDirsRequest, describeLogDirsResponse } from './35-describe-log-dirs.gen.ts';
import { saslAuthenticateRequest, saslAuthenticateResponse } from './36-sasl-authenticate.gen.ts';
import { createPartitionsRequest, createPartitionsResponse } from './37-create-partitions.gen.ts';
import { createDelegationTokenRequest, createDelegationTokenResponse } from './38-create-delegation-token.gen.ts';
import { renewDelegationTokenRequest, renewDelegationTokenResponse } from './39-renew-delegation-token.gen.ts';
import { expireDelegationTokenRequest, expireDelegationTokenResponse } from './40-expire-delegation-token.gen.ts';
import { describeDelegationTokenRequest, describeDelegationTokenResponse } from './41-describe-delegation-token.gen.ts';
import { deleteGroupsRequest, deleteGroupsResponse } from './42-delete-groups.gen.ts';
import { electLeadersRequest, electLeadersResponse } from './43-elect-leaders.gen.ts';
import { incrementalAlterConfigsRequest, incrementalAlterConfigsResponse } from './44-incremental-alter-configs.gen.ts';
import { alterPartitionReassignmentsRequest, alterPartitionReassignmentsResponse } from './45-alter-partition-reassignments.gen.ts';
import { listPartitionReassignmentsRequest, listPartitionReassignmentsResponse } from './46-list-partition-reassignments.gen.ts';
import { offsetDeleteRequest, offsetDeleteResponse } from './47-offset-delete.gen.ts';
import { describeClientQuotasRequest, describeClientQuotasResponse } from './48-describe-client-quotas.gen.ts';
import { alterClientQuotasRequest, alterClientQuotasResponse } from './49-alter-client-quotas.gen.ts';
import { describeUserScramCredentialsRequest, describeUserScramCredentialsResponse } from './50-describe-user-scram-credentials.gen.ts';
import { alterUserScramCredentialsRequest, alterUserScramCredentialsResponse } from './51-alter-user-scram-credentials.gen.ts';
import { voteRequest, voteResponse } from './52-vote.gen.ts';
import { beginQuorumEpochRequest, beginQuorumEpochResponse } from './53-begin-quorum-epoch.gen.ts';
import { endQuorumEpochRequest, endQuorumEpochResponse } from './54-end-quorum-epoch.gen.ts';
import { describeQuorumRequest, describeQuorumResponse } from './55-describe-quorum.gen.ts';
import { alterPartitionRequest, alterPartitionResponse } from './56-alter-partition.gen.ts';
import { updateFeaturesRequest, updateFeaturesResponse } from './57-update-features.gen.ts';
import { envelopeRequest, envelopeResponse } from './58-envelope.gen.ts';
import { fetchSnapshotRequest, fetchSnapshotResponse } from './59-fetch-snapshot.gen.ts';
import { describeClusterRequest, describeClusterResponse } from './60-describe-cluster.gen.ts';
import { describeProducersRequest, describeProducersResponse } from './61-describe-producers.gen.ts';
import { brokerRegistrationRequest, brokerRegistrationResponse } from './62-broker-registration.gen.ts';
import { brokerHeartbeatRequest, brokerHeartbeatResponse } from './63-broker-heartbeat.gen.ts';
import { unregisterBrokerRequest, unregisterBrokerResponse } from './64-unregister-broker.gen.ts';
import { describeTransactionsRequest, describeTransactionsResponse } from './65-describe-transactions.gen.ts';
import { listTransactionsRequest, listTransactionsResponse } from './66-list-transactions.gen.ts';
import { allocateProducerIdsRequest, allocateProducerIdsResponse } from './67-allocate-producer-ids.gen.ts';
import { consumerGroupHeartbeatRequest, consumerGroupHeartbeatResponse } from './68-consumer-group-heartbeat.gen.ts';
import { consumerGroupDescribeRequest, consumerGroupDescribeResponse } from './69-consumer-group-describe.gen.ts';
import { controllerRegistrationRequest, controllerRegistrationResponse } from './70-controller-registration.gen.ts';
import { getTelemetrySubscriptionsRequest, getTelemetrySubscriptionsResponse } from './71-get-telemetry-subscriptions.gen.ts';
import { pushTelemetryRequest, pushTelemetryResponse } from './72-push-telemetry.gen.ts';
import { assignReplicasToDirsRequest, assignReplicasToDirsResponse } from './73-assign-replicas-to-dirs.gen.ts';
import { listConfigResourcesRequest, listConfigResourcesResponse } from './74-list-config-resources.gen.ts';
import { describeTopicPartitionsRequest, describeTopicPartitionsResponse } from './75-describe-topic-partitions.gen.ts';
import { shareGroupHeartbeatRequest, shareGroupHeartbeatResponse } from './76-share-group-heartbeat.gen.ts';
import { shareGroupDescribeRequest, shareGroupDescribeResponse } from './77-share-group-describe.gen.ts';
import { shareFetchRequest, shareFetchResponse } from './78-share-fetch.gen.ts';
import { shareAcknowledgeRequest, shareAcknowledgeResponse } from './79-share-acknowledge.gen.ts';
import { addRaftVoterRequest, addRaftVoterResponse } from './80-add-raft-voter.gen.ts';
import { removeRaftVoterRequest, removeRaftVoterResponse } from './81-remove-raft-voter.gen.ts';
import { updateRaftVoterRequest, updateRaftVoterResponse } from './82-update-raft-voter.gen.ts';
import { initializeShareGroupStateRequest, initializeShareGroupStateResponse } from './83-initialize-share-group-state.gen.ts';
import { readShareGroupStateRequest, readShareGroupStateResponse } from './84-read-share-group-state.gen.ts';
import { writeShareGroupStateRequest, writeShareGroupStateResponse } from './85-write-share-group-state.gen.ts';
import { deleteShareGroupStateRequest, deleteShareGroupStateResponse } from './86-delete-share-group-state.gen.ts';
import { readShareGroupStateSummaryRequest, readShareGroupStateSummaryResponse } from './87-read-share-group-state-summary.gen.ts';
import { streamsGroupHeartbeatRequest, streamsGroupHeartbeatResponse } from './88-streams-group-heartbeat.gen.ts';
import { streamsGroupDescribeRequest, streamsGroupDescribeResponse } from './89-streams-group-describe.gen.ts';
import { describeShareGroupOffsetsRequest, describeShareGroupOffsetsResponse } from './90-describe-share-group-offsets.gen.ts';
import { alterShareGroupOffsetsRequest, alterShareGroupOffsetsResponse } from './91-alter-share-group-offsets.gen.ts';
import { deleteShareGroupOffsetsRequest, deleteShareGroupOffsetsResponse } from './92-delete-share-group-offsets.gen.ts';
import { streamsGroupTopologyDescriptionUpdateRequest, streamsGroupTopologyDescriptionUpdateResponse } from './93-streams-group-topology-description-update.gen.ts';
import { unregisterControllerRequest, unregisterControllerResponse } from './94-unregister-controller.gen.ts';

/** API keys by name. */
export const ApiKey = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  Metadata: 3,
  OffsetCommit: 8,
  OffsetFetch: 9,
  FindCoordinator: 10,
  JoinGroup: 11,
  Heartbeat: 12,
  LeaveGroup: 13,
  SyncGroup: 14,
  DescribeGroups: 15,
  ListGroups: 16,
  SaslHandshake: 17,
  ApiVersions: 18,
  CreateTopics: 19,
  DeleteTopics: 20,
  DeleteRecords: 21,
  InitProducerId: 22,
  OffsetForLeaderEpoch: 23,
  AddPartitionsToTxn: 24,
  AddOffsetsToTxn: 25,
  EndTxn: 26,
  WriteTxnMarkers: 27,
  TxnOffsetCommit: 28,
  DescribeAcls: 29,
  CreateAcls: 30,
  DeleteAcls: 31,
  DescribeConfigs: 32,
  AlterConfigs: 33,
  AlterReplicaLogDirs: 34,
  DescribeLogDirs: 35,
  SaslAuthenticate: 36,
  CreatePartitions: 37,
  CreateDelegationToken: 38,
  RenewDelegationToken: 39,
  ExpireDelegationToken: 40,
  DescribeDelegationToken: 41,
  DeleteGroups: 42,
  ElectLeaders: 43,
  IncrementalAlterConfigs: 44,
  AlterPartitionReassignments: 45,
  ListPartitionReassignments: 46,
  OffsetDelete: 47,
  DescribeClientQuotas: 48,
  AlterClientQuotas: 49,
  DescribeUserScramCredentials: 50,
  AlterUserScramCredentials: 51,
  Vote: 52,
  BeginQuorumEpoch: 53,
  EndQuorumEpoch: 54,
  DescribeQuorum: 55,
  AlterPartition: 56,
  UpdateFeatures: 57,
  Envelope: 58,
  FetchSnapshot: 59,
  DescribeCluster: 60,
  DescribeProducers: 61,
  BrokerRegistration: 62,
  BrokerHeartbeat: 63,
  UnregisterBroker: 64,
  DescribeTransactions: 65,
  ListTransactions: 66,
  AllocateProducerIds: 67,
  ConsumerGroupHeartbeat: 68,
  ConsumerGroupDescribe: 69,
  ControllerRegistration: 70,
  GetTelemetrySubscriptions: 71,
  PushTelemetry: 72,
  AssignReplicasToDirs: 73,
  ListConfigResources: 74,
  DescribeTopicPartitions: 75,
  ShareGroupHeartbeat: 76,
  ShareGroupDescribe: 77,
  ShareFetch: 78,
  ShareAcknowledge: 79,
  AddRaftVoter: 80,
  RemoveRaftVoter: 81,
  UpdateRaftVoter: 82,
  InitializeShareGroupState: 83,
  ReadShareGroupState: 84,
  WriteShareGroupState: 85,
  DeleteShareGroupState: 86,
  ReadShareGroupStateSummary: 87,
  StreamsGroupHeartbeat: 88,
  StreamsGroupDescribe: 89,
  DescribeShareGroupOffsets: 90,
  AlterShareGroupOffsets: 91,
  DeleteShareGroupOffsets: 92,
  StreamsGroupTopologyDescriptionUpdate: 93,
  UnregisterController: 94,
} as const;

/** Every API, in the order of the keys. */
export const apis: readonly Api[] = [
  { apiKey: 0, name: 'Produce', listeners: ['broker'], request: produceRequest, response: produceResponse },
  { apiKey: 1, name: 'Fetch', listeners: ['broker', 'controller'], request: fetchRequest, response: fetchResponse },
  { apiKey: 2, name: 'ListOffsets', listeners: ['broker'], request: listOffsetsRequest, response: listOffsetsResponse },
  { apiKey: 3, name: 'Metadata', listeners: ['broker'], request: metadataRequest, response: metadataResponse },
  { apiKey: 8, name: 'OffsetCommit', listeners: ['broker'], request: offsetCommitRequest, response: offsetCommitResponse },
  { apiKey: 9, name: 'OffsetFetch', listeners: ['broker'], request: offsetFetchRequest, response: offsetFetchResponse },
  { apiKey: 10, name: 'FindCoordinator', listeners: ['broker'], request: findCoordinatorRequest, response: findCoordinatorResponse },
  { apiKey: 11, name: 'JoinGroup', listeners: ['broker'], request: joinGroupRequest, response: joinGroupResponse },
  { apiKey: 12, name: 'Heartbeat', listeners: ['broker'], request: heartbeatRequest, response: heartbeatResponse },
  { apiKey: 13, name: 'LeaveGroup', listeners: ['broker'], request: leaveGroupRequest, response: leaveGroupResponse },
  { apiKey: 14, name: 'SyncGroup', listeners: ['broker'], request: syncGroupRequest, response: syncGroupResponse },
  { apiKey: 15, name: 'DescribeGroups', listeners: ['broker'], request: describeGroupsRequest, response: describeGroupsResponse },
  { apiKey: 16, name: 'ListGroups', listeners: ['broker'], request: listGroupsRequest, response: listGroupsResponse },
  { apiKey: 17, name: 'SaslHandshake', listeners: ['broker', 'controller'], request: saslHandshakeRequest, response: saslHandshakeResponse },
  { apiKey: 18, name: 'ApiVersions', listeners: ['broker', 'controller'], request: apiVersionsRequest, response: apiVersionsResponse },
  { apiKey: 19, name: 'CreateTopics', listeners: ['broker', 'controller'], request: createTopicsRequest, response: createTopicsResponse },
  { apiKey: 20, name: 'DeleteTopics', listeners: ['broker', 'controller'], request: deleteTopicsRequest, response: deleteTopicsResponse },
  { apiKey: 21, name: 'DeleteRecords', listeners: ['broker'], request: deleteRecordsRequest, response: deleteRecordsResponse },
  { apiKey: 22, name: 'InitProducerId', listeners: ['broker'], request: initProducerIdRequest, response: initProducerIdResponse },
  { apiKey: 23, name: 'OffsetForLeaderEpoch', listeners: ['broker'], request: offsetForLeaderEpochRequest, response: offsetForLeaderEpochResponse },
  { apiKey: 24, name: 'AddPartitionsToTxn', listeners: ['broker'], request: addPartitionsToTxnRequest, response: addPartitionsToTxnResponse },
  { apiKey: 25, name: 'AddOffsetsToTxn', listeners: ['broker'], request: addOffsetsToTxnRequest, response: addOffsetsToTxnResponse },
  { apiKey: 26, name: 'EndTxn', listeners: ['broker'], request: endTxnRequest, response: endTxnResponse },
  { apiKey: 27, name: 'WriteTxnMarkers', listeners: ['broker'], request: writeTxnMarkersRequest, response: writeTxnMarkersResponse },
  { apiKey: 28, name: 'TxnOffsetCommit', listeners: ['broker'], request: txnOffsetCommitRequest, response: txnOffsetCommitResponse },
  { apiKey: 29, name: 'DescribeAcls', listeners: ['broker', 'controller'], request: describeAclsRequest, response: describeAclsResponse },
  { apiKey: 30, name: 'CreateAcls', listeners: ['broker', 'controller'], request: createAclsRequest, response: createAclsResponse },
  { apiKey: 31, name: 'DeleteAcls', listeners: ['broker', 'controller'], request: deleteAclsRequest, response: deleteAclsResponse },
  { apiKey: 32, name: 'DescribeConfigs', listeners: ['broker', 'controller'], request: describeConfigsRequest, response: describeConfigsResponse },
  { apiKey: 33, name: 'AlterConfigs', listeners: ['broker', 'controller'], request: alterConfigsRequest, response: alterConfigsResponse },
  { apiKey: 34, name: 'AlterReplicaLogDirs', listeners: ['broker'], request: alterReplicaLogDirsRequest, response: alterReplicaLogDirsResponse },
  { apiKey: 35, name: 'DescribeLogDirs', listeners: ['broker'], request: describeLogDirsRequest, response: describeLogDirsResponse },
  { apiKey: 36, name: 'SaslAuthenticate', listeners: ['broker', 'controller'], request: saslAuthenticateRequest, response: saslAuthenticateResponse },
  { apiKey: 37, name: 'CreatePartitions', listeners: ['broker', 'controller'], request: createPartitionsRequest, response: createPartitionsResponse },
  { apiKey: 38, name: 'CreateDelegationToken', listeners: ['broker', 'controller'], request: createDelegationTokenRequest, response: createDelegationTokenResponse },
  { apiKey: 39, name: 'RenewDelegationToken', listeners: ['broker', 'controller'], request: renewDelegationTokenRequest, response: renewDelegationTokenResponse },
  { apiKey: 40, name: 'ExpireDelegationToken', listeners: ['broker', 'controller'], request: expireDelegationTokenRequest, response: expireDelegationTokenResponse },
  { apiKey: 41, name: 'DescribeDelegationToken', listeners: ['broker', 'controller'], request: describeDelegationTokenRequest, response: describeDelegationTokenResponse },
  { apiKey: 42, name: 'DeleteGroups', listeners: ['broker'], request: deleteGroupsRequest, response: deleteGroupsResponse },
  { apiKey: 43, name: 'ElectLeaders', listeners: ['broker', 'controller'], request: electLeadersRequest, response: electLeadersResponse },
  { apiKey: 44, name: 'IncrementalAlterConfigs', listeners: ['broker', 'controller'], request: incrementalAlterConfigsRequest, response: incrementalAlterConfigsResponse },
  { apiKey: 45, name: 'AlterPartitionReassignments', listeners: ['broker', 'controller'], request: alterPartitionReassignmentsRequest, response: alterPartitionReassignmentsResponse },
  { apiKey: 46, name: 'ListPartitionReassignments', listeners: ['broker', 'controller'], request: listPartitionReassignmentsRequest, response: listPartitionReassignmentsResponse },
  { apiKey: 47, name: 'OffsetDelete', listeners: ['broker'], request: offsetDeleteRequest, response: offsetDeleteResponse },
  { apiKey: 48, name: 'DescribeClientQuotas', listeners: ['broker'], request: describeClientQuotasRequest, response: describeClientQuotasResponse },
  { apiKey: 49, name: 'AlterClientQuotas', listeners: ['broker', 'controller'], request: alterClientQuotasRequest, response: alterClientQuotasResponse },
  { apiKey: 50, name: 'DescribeUserScramCredentials', listeners: ['broker', 'controller'], request: describeUserScramCredentialsRequest, response: describeUserScramCredentialsResponse },
  { apiKey: 51, name: 'AlterUserScramCredentials', listeners: ['broker', 'controller'], request: alterUserScramCredentialsRequest, response: alterUserScramCredentialsResponse },
  { apiKey: 52, name: 'Vote', listeners: ['controller'], request: voteRequest, response: voteResponse },
  { apiKey: 53, name: 'BeginQuorumEpoch', listeners: ['controller'], request: beginQuorumEpochRequest, response: beginQuorumEpochResponse },
  { apiKey: 54, name: 'EndQuorumEpoch', listeners: ['controller'], request: endQuorumEpochRequest, response: endQuorumEpochResponse },
  { apiKey: 55, name: 'DescribeQuorum', listeners: ['broker', 'controller'], request: describeQuorumRequest, response: describeQuorumResponse },
  { apiKey: 56, name: 'AlterPartition', listeners: ['controller'], request: alterPartitionRequest, response: alterPartitionResponse },
  { apiKey: 57, name: 'UpdateFeatures', listeners: ['broker', 'controller'], request: updateFeaturesRequest, response: updateFeaturesResponse },
  { apiKey: 58, name: 'Envelope', listeners: ['controller'], request: envelopeRequest, response: envelopeResponse },
  { apiKey: 59, name: 'FetchSnapshot', listeners: ['controller'], request: fetchSnapshotRequest, response: fetchSnapshotResponse },
  { apiKey: 60, name: 'DescribeCluster', listeners: ['broker', 'controller'], request: describeClusterRequest, response: describeClusterResponse },
  { apiKey: 61, name: 'DescribeProducers', listeners: ['broker'], request: describeProducersRequest, response: describeProducersResponse },
  { apiKey: 62, name: 'BrokerRegistration', listeners: ['controller'], request: brokerRegistrationRequest, response: brokerRegistrationResponse },
  { apiKey: 63, name: 'BrokerHeartbeat', listeners: ['controller'], request: brokerHeartbeatRequest, response: brokerHeartbeatResponse },
  { apiKey: 64, name: 'UnregisterBroker', listeners: ['broker', 'controller'], request: unregisterBrokerRequest, response: unregisterBrokerResponse },
  { apiKey: 65, name: 'DescribeTransactions', listeners: ['broker'], request: describeTransactionsRequest, response: describeTransactionsResponse },
  { apiKey: 66, name: 'ListTransactions', listeners: ['broker'], request: listTransactionsRequest, response: listTransactionsResponse },
  { apiKey: 67, name: 'AllocateProducerIds', listeners: ['controller'], request: allocateProducerIdsRequest, response: allocateProducerIdsResponse },
  { apiKey: 68, name: 'ConsumerGroupHeartbeat', listeners: ['broker'], request: consumerGroupHeartbeatRequest, response: consumerGroupHeartbeatResponse },
  { apiKey: 69, name: 'ConsumerGroupDescribe', listeners: ['broker'], request: consumerGroupDescribeRequest, response: consumerGroupDescribeResponse },
  { apiKey: 70, name: 'ControllerRegistration', listeners: ['controller'], request: controllerRegistrationRequest, response: controllerRegistrationResponse },
  { apiKey: 71, name: 'GetTelemetrySubscriptions', listeners: ['broker'], request: getTelemetrySubscriptionsRequest, response: getTelemetrySubscriptionsResponse },
  { apiKey: 72, name: 'PushTelemetry', listeners: ['broker'], request: pushTelemetryRequest, response: pushTelemetryResponse },
  { apiKey: 73, name: 'AssignReplicasToDirs', listeners: ['controller'], request: assignReplicasToDirsRequest, response: assignReplicasToDirsResponse },
  { apiKey: 74, name: 'ListConfigResources', listeners: ['broker'], request: listConfigResourcesRequest, response: listConfigResourcesResponse },
  { apiKey: 75, name: 'DescribeTopicPartitions', listeners: ['broker'], request: describeTopicPartitionsRequest, response: describeTopicPartitionsResponse },
  { apiKey: 76, name: 'ShareGroupHeartbeat', listeners: ['broker'], request: shareGroupHeartbeatRequest, response: shareGroupHeartbeatResponse },
  { apiKey: 77, name: 'ShareGroupDescribe', listeners: ['broker'], request: shareGroupDescribeRequest, response: shareGroupDescribeResponse },
  { apiKey: 78, name: 'ShareFetch', listeners: ['broker'], request: shareFetchRequest, response: shareFetchResponse },
  { apiKey: 79, name: 'ShareAcknowledge', listeners: ['broker'], request: shareAcknowledgeRequest, response: shareAcknowledgeResponse },
  { apiKey: 80, name: 'AddRaftVoter', listeners: ['controller', 'broker'], request: addRaftVoterRequest, response: addRaftVoterResponse },
  { apiKey: 81, name: 'RemoveRaftVoter', listeners: ['controller', 'broker'], request: removeRaftVoterRequest, response: removeRaftVoterResponse },
  { apiKey: 82, name: 'UpdateRaftVoter', listeners: ['controller'], request: updateRaftVoterRequest, response: updateRaftVoterResponse },
  { apiKey: 83, name: 'InitializeShareGroupState', listeners: ['broker'], request: initializeShareGroupStateRequest, response: initializeShareGroupStateResponse },
  { apiKey: 84, name: 'ReadShareGroupState', listeners: ['broker'], request: readShareGroupStateRequest, response: readShareGroupStateResponse },
  { apiKey: 85, name: 'WriteShareGroupState', listeners: ['broker'], request: writeShareGroupStateRequest, response: writeShareGroupStateResponse },
  { apiKey: 86, name: 'DeleteShareGroupState', listeners: ['broker'], request: deleteShareGroupStateRequest, response: deleteShareGroupStateResponse },
  { apiKey: 87, name: 'ReadShareGroupStateSummary', listeners: ['broker'], request: readShareGroupStateSummaryRequest, response: readShareGroupStateSummaryResponse },
  { apiKey: 88, name: 'StreamsGroupHeartbeat', listeners: ['broker'], request: streamsGroupHeartbeatRequest, response: streamsGroupHeartbeatResponse },
  { apiKey: 89, name: 'StreamsGroupDescribe', listeners: ['broker'], request: streamsGroupDescribeRequest, response: streamsGroupDescribeResponse },
  { apiKey: 90, name: 'DescribeShareGroupOffsets', listeners: ['broker'], request: describeShareGroupOffsetsRequest, response: describeShareGroupOffsetsResponse },
  { apiKey: 91, name: 'AlterShareGroupOffsets', listeners: ['broker'], request: alterShareGroupOffsetsRequest, response: alterShareGroupOffsetsResponse },
  { apiKey: 92, name: 'DeleteShareGroupOffsets', listeners: ['broker'], request: deleteShareGroupOffsetsRequest, response: deleteShareGroupOffsetsResponse },
  { apiKey: 93, name: 'StreamsGroupTopologyDescriptionUpdate', listeners: ['broker'], request: streamsGroupTopologyDescriptionUpdateRequest, response: streamsGroupTopologyDescriptionUpdateResponse },
  { apiKey: 94, name: 'UnregisterController', listeners: ['broker', 'controller'], request: unregisterControllerRequest, response: unregisterControllerResponse },
];
