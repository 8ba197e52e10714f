/** For tests: each call of Admin once, with arguments that make sense. A call that is added is missing here by its type. */
import type { Admin } from './admin.ts';
import type { CallOptions } from './call-options.ts';

type NotCalls =
  | 'identity'
  | 'status'
  | 'metrics'
  | 'registerMetricsForSubscription'
  | 'close'
  | typeof Symbol.asyncDispose;

const GROUP = 'group';
const PARTITION = { topic: 'orders', partition: 0 };
const OFFSET = { ...PARTITION, offset: 5 };
const RESOURCE = { type: 'TOPIC', name: 'orders' } as const;
const VOTER = { voterId: 3, voterDirectoryId: 'AAAAAAAAAAAAAAAAAAAAZw' };
const HMAC = Buffer.from('hmac');

export const allCalls: Readonly<
  Record<Exclude<keyof Admin, NotCalls>, (admin: Admin, options?: CallOptions) => Promise<unknown>>
> = {
  clientInstanceId: (admin, options) => admin.clientInstanceId(options),
  createTopics: (admin, options) => admin.createTopics([{ name: 'orders' }], options),
  deleteTopics: (admin, options) => admin.deleteTopics(['orders'], options),
  listTopics: (admin, options) => admin.listTopics(options),
  describeTopics: (admin, options) => admin.describeTopics(['orders'], options),
  createPartitions: (admin, options) => admin.createPartitions([{ topic: 'orders', totalCount: 9 }], options),
  deleteRecords: (admin, options) => admin.deleteRecords([{ ...PARTITION, beforeOffset: 5 }], options),
  listOffsets: (admin, options) => admin.listOffsets([{ ...PARTITION, spec: 'latest' }], options),
  describeConfigs: (admin, options) => admin.describeConfigs([RESOURCE], options),
  incrementalAlterConfigs: (admin, options) =>
    admin.incrementalAlterConfigs(
      [{ ...RESOURCE, operations: [{ operation: 'DELETE', name: 'retention.ms' }] }],
      options,
    ),
  listConfigResources: (admin, options) => admin.listConfigResources([], options),
  listClientMetricsResources: (admin, options) => admin.listClientMetricsResources(options),
  listGroups: (admin, options) => admin.listGroups(options),
  listConsumerGroups: (admin, options) => admin.listConsumerGroups(options),
  describeConsumerGroups: (admin, options) => admin.describeConsumerGroups([GROUP], options),
  describeClassicGroups: (admin, options) => admin.describeClassicGroups([GROUP], options),
  describeShareGroups: (admin, options) => admin.describeShareGroups([GROUP], options),
  describeStreamsGroups: (admin, options) => admin.describeStreamsGroups([GROUP], options),
  deleteConsumerGroups: (admin, options) => admin.deleteConsumerGroups([GROUP], options),
  deleteShareGroups: (admin, options) => admin.deleteShareGroups([GROUP], options),
  deleteStreamsGroups: (admin, options) => admin.deleteStreamsGroups([GROUP], options),
  removeMembersFromConsumerGroup: (admin, options) => admin.removeMembersFromConsumerGroup(GROUP, options),
  listConsumerGroupOffsets: (admin, options) => admin.listConsumerGroupOffsets([GROUP], options),
  alterConsumerGroupOffsets: (admin, options) => admin.alterConsumerGroupOffsets(GROUP, [OFFSET], options),
  deleteConsumerGroupOffsets: (admin, options) => admin.deleteConsumerGroupOffsets(GROUP, [PARTITION], options),
  listStreamsGroupOffsets: (admin, options) => admin.listStreamsGroupOffsets([GROUP], options),
  alterStreamsGroupOffsets: (admin, options) => admin.alterStreamsGroupOffsets(GROUP, [OFFSET], options),
  deleteStreamsGroupOffsets: (admin, options) => admin.deleteStreamsGroupOffsets(GROUP, [PARTITION], options),
  listShareGroupOffsets: (admin, options) => admin.listShareGroupOffsets([GROUP], options),
  alterShareGroupOffsets: (admin, options) => admin.alterShareGroupOffsets(GROUP, [OFFSET], options),
  deleteShareGroupOffsets: (admin, options) => admin.deleteShareGroupOffsets(GROUP, ['orders'], options),
  describeAcls: (admin, options) => admin.describeAcls({}, options),
  createAcls: (admin, options) => {
    const binding = { resourceType: 'TOPIC', resourceName: 'orders', principal: 'User:a', operation: 'READ' } as const;
    return admin.createAcls([binding], options);
  },
  deleteAcls: (admin, options) => admin.deleteAcls([{ principal: 'User:a' }], options),
  describeUserScramCredentials: (admin, options) => admin.describeUserScramCredentials(null, options),
  alterUserScramCredentials: (admin, options) =>
    admin.alterUserScramCredentials([{ user: 'a', mechanism: 'SCRAM-SHA-256', delete: true }], options),
  describeClientQuotas: (admin, options) => admin.describeClientQuotas({}, options),
  alterClientQuotas: (admin, options) =>
    admin.alterClientQuotas([{ entity: { user: 'a' }, quotas: { producer_byte_rate: 1 } }], options),
  createDelegationToken: (admin, options) => admin.createDelegationToken(options),
  renewDelegationToken: (admin, options) => admin.renewDelegationToken(HMAC, options),
  expireDelegationToken: (admin, options) => admin.expireDelegationToken(HMAC, options),
  describeDelegationToken: (admin, options) => admin.describeDelegationToken(options),
  describeTransactions: (admin, options) => admin.describeTransactions(['tx'], options),
  listTransactions: (admin, options) => admin.listTransactions(options),
  abortTransaction: (admin, options) =>
    admin.abortTransaction({ ...PARTITION, producerId: 1, producerEpoch: 0 }, options),
  fenceProducers: (admin, options) => admin.fenceProducers(['tx'], options),
  forceTerminateTransaction: (admin, options) => admin.forceTerminateTransaction('tx', options),
  describeProducers: (admin, options) => admin.describeProducers([PARTITION], options),
  describeLogDirs: (admin, options) => admin.describeLogDirs([1], options),
  describeReplicaLogDirs: (admin, options) => admin.describeReplicaLogDirs([{ ...PARTITION, brokerId: 1 }], options),
  alterReplicaLogDirs: (admin, options) =>
    admin.alterReplicaLogDirs([{ ...PARTITION, brokerId: 1, logDir: '/data' }], options),
  alterPartitionReassignments: (admin, options) =>
    admin.alterPartitionReassignments([{ ...PARTITION, targetReplicas: [1] }], options),
  listPartitionReassignments: (admin, options) => admin.listPartitionReassignments(null, options),
  electLeaders: (admin, options) => admin.electLeaders('PREFERRED', null, options),
  describeCluster: (admin, options) => admin.describeCluster(options),
  unregisterBroker: (admin, options) => admin.unregisterBroker(3, options),
  describeFeatures: (admin, options) => admin.describeFeatures(options),
  updateFeatures: (admin, options) => admin.updateFeatures([{ feature: 'f', maxVersionLevel: 1 }], options),
  describeMetadataQuorum: (admin, options) => admin.describeMetadataQuorum(options),
  addRaftVoter: (admin, options) => admin.addRaftVoter({ ...VOTER, endpoints: [] }, options),
  removeRaftVoter: (admin, options) => admin.removeRaftVoter(VOTER, options),
};
