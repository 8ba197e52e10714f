/**
 * AlterPartitionReassignments (KIP-455) as a decision. A new list of replicas is taken where it is the old one in another
 * order or a part of it; brokers that would have to copy the partition first are refused, as no broker here copies.
 */
import { newPartitionChangeRecord } from '#protocol';
import { apiError, NO_ERROR } from './api-error.ts';
import type { AlterReassignmentsCommand, AlterReassignmentsResult, ApiError } from './commands.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import type { MetadataImage } from './image.ts';
import { checkReplicas } from './new-partition.ts';
import { NO_LEADER_CHANGE, UNASSIGNED_DIRECTORY } from './partition.ts';
import type { PartitionRegistration } from './partition.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

type Topic = AlterReassignmentsCommand['topics'][number];

export function decideAlterReassignments(
  { image }: ControllerContext,
  { topics, allowReplicationFactorChange }: AlterReassignmentsCommand,
): Decision<AlterReassignmentsResult[]> {
  const records: MetadataRecord[] = [];
  const response = topics.map((topic) => ({
    name: topic.name,
    partitions: topic.partitions.map((target) => ({
      partitionIndex: target.partitionIndex,
      ...reassign(image, { topic, target, allowReplicationFactorChange }, records),
    })),
  }));
  return { records, response };
}

interface Reassignment {
  readonly topic: Topic;
  readonly target: Topic['partitions'][number];
  readonly allowReplicationFactorChange: boolean;
}

function reassign(image: MetadataImage, reassignment: Reassignment, records: MetadataRecord[]): ApiError {
  const { topic, target, allowReplicationFactorChange } = reassignment;
  const found = image.topic(topic.name);
  if (found === undefined) {
    return apiError('UNKNOWN_TOPIC_OR_PARTITION', `Unable to find a topic named ${topic.name}.`);
  }
  const partition = found.partitions[target.partitionIndex];
  if (partition === undefined) {
    return apiError('UNKNOWN_TOPIC_OR_PARTITION', `Unable to find partition ${topic.name}:${target.partitionIndex}.`);
  }
  const { replicas } = target;
  if (replicas === null) return apiError('NO_REASSIGNMENT_IN_PROGRESS');
  const problem = checkReplicas(image, replicas, { replicationFactor: -1, partition: target.partitionIndex });
  if (problem !== null) return problem;
  if (!allowReplicationFactorChange && replicas.length !== partition.replicas.length) {
    return apiError(
      'INVALID_REPLICATION_FACTOR',
      `The replication factor is changed from ${partition.replicas.length} to ${replicas.length}`,
    );
  }
  const stranger = replicas.find((id) => !partition.replicas.includes(id));
  if (stranger !== undefined) {
    return apiError('INVALID_REPLICA_ASSIGNMENT', `Broker ${stranger} has no replica, and none is copied to it.`);
  }
  if (replicas.join() === partition.replicas.join()) return NO_ERROR;
  records.push(changed(partition, { topicId: found.topicId, partitionId: target.partitionIndex, replicas }));
  return NO_ERROR;
}

function changed(
  partition: PartitionRegistration,
  target: { topicId: string; partitionId: number; replicas: readonly number[] },
): MetadataRecord {
  const { topicId, partitionId, replicas } = target;
  const isr = partition.isr.filter((id) => replicas.includes(id));
  const directories = replicas.map(
    (id) => partition.directories[partition.replicas.indexOf(id)] ?? UNASSIGNED_DIRECTORY,
  );
  const leader = replicas.includes(partition.leader) ? NO_LEADER_CHANGE : (isr[0] ?? -1);
  const change = { topicId, partitionId, leader, replicas: [...replicas], isr, directories };
  return metadataRecord('PartitionChangeRecord', newPartitionChangeRecord(change));
}
