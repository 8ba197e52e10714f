/** The coordinators that keep their state in an internal topic, each with what its topic is created with. */
import { CoordinatorPartitions } from './coordinator-partitions.ts';
import type { BrokerServices } from './handler.ts';
import { GROUP_METADATA_TOPIC, SHARE_GROUP_STATE_TOPIC, TRANSACTION_STATE_TOPIC } from './internal-topics.ts';

/** The key types of FindCoordinator (Kafka's CoordinatorType). */
export const CoordinatorKeyType = { GROUP: 0, TRANSACTION: 1, SHARE: 2 } as const;

/** What has to be there before coordinators can have topics. */
export type CoordinatorServices = Pick<
  BrokerServices,
  'env' | 'config' | 'metadata' | 'partitions' | 'groups' | 'transactions' | 'shareCoordinator'
>;

export function groupCoordinatorPartitions(services: CoordinatorServices): CoordinatorPartitions {
  const { env, config, metadata, partitions, groups } = services;
  const { values } = config;
  return new CoordinatorPartitions(env, {
    metadata,
    partitions,
    coordinator: groups,
    topic: GROUP_METADATA_TOPIC,
    partitionCount: values.offsetsTopicNumPartitions,
    replicationFactor: values.offsetsTopicReplicationFactor,
    configs: [
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'compression.type', value: 'producer' },
      { name: 'segment.bytes', value: String(values.offsetsTopicSegmentBytes) },
    ],
  });
}

/** What is written to it says all that is still true again and again: its beginning is deleted, by nobody but its coordinator. */
export function shareCoordinatorPartitions(services: CoordinatorServices): CoordinatorPartitions {
  const { env, config, metadata, partitions, shareCoordinator } = services;
  const { values } = config;
  return new CoordinatorPartitions(env, {
    metadata,
    partitions,
    coordinator: shareCoordinator,
    topic: SHARE_GROUP_STATE_TOPIC,
    partitionCount: values.shareCoordinatorStateTopicNumPartitions,
    replicationFactor: values.shareCoordinatorStateTopicReplicationFactor,
    configs: [
      { name: 'cleanup.policy', value: 'delete' },
      { name: 'compression.type', value: 'producer' },
      { name: 'retention.ms', value: '-1' },
      { name: 'segment.bytes', value: String(values.shareCoordinatorStateTopicSegmentBytes) },
    ],
  });
}

export function transactionCoordinatorPartitions(services: CoordinatorServices): CoordinatorPartitions {
  const { env, config, metadata, partitions, transactions } = services;
  const { values } = config;
  return new CoordinatorPartitions(env, {
    metadata,
    partitions,
    coordinator: transactions,
    topic: TRANSACTION_STATE_TOPIC,
    partitionCount: values.transactionStateLogNumPartitions,
    replicationFactor: values.transactionStateLogReplicationFactor,
    configs: [
      { name: 'unclean.leader.election.enable', value: 'false' },
      { name: 'compression.type', value: 'uncompressed' },
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'segment.bytes', value: String(values.transactionStateLogSegmentBytes) },
    ],
  });
}
