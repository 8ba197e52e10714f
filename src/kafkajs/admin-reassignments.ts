/** Moving partitions to other brokers. */
import type { Admin } from '#client';
import type { ListPartitionReassignmentsResponse, PartitionReassignment } from './admin-types.ts';
import { checkList, checkTopics, failedItems, timeoutOf } from './admin-call.ts';
import { protocolError } from './admin-topics.ts';
import type { TopicPartitions } from './consumer-types.ts';
import { KafkaJSAggregateError, KafkaJSAlterPartitionReassignmentsError, KafkaJSNonRetriableError } from './errors.ts';

export async function alterPartitionReassignments(
  admin: Admin,
  { topics, timeout }: { topics: PartitionReassignment[]; timeout?: number | undefined },
): Promise<void> {
  checkList('topics', topics, { mayBeEmpty: true });
  checkTopics('topics', topics);
  const wanted = topics.flatMap(({ topic, partitionAssignment }) => {
    if (!Array.isArray(partitionAssignment)) {
      throw new KafkaJSNonRetriableError(
        `Invalid partitions array: ${String(partitionAssignment)} for topic: ${topic}`,
      );
    }
    return partitionAssignment.map(({ partition, replicas }) => {
      checkReassignment(topic, partition, replicas);
      return { topic, partition, targetReplicas: replicas };
    });
  });
  try {
    await admin.alterPartitionReassignments(wanted, timeoutOf(timeout));
  } catch (error) {
    const failed = failedItems(error, wanted);
    if (failed.length === 0) throw error;
    const errors = failed.map(({ item: { topic, partition }, error: reason }) => {
      return new KafkaJSAlterPartitionReassignmentsError(protocolError(reason), topic, partition);
    });
    throw new KafkaJSAggregateError('Errors altering partition reassignments', errors);
  }
}

function checkReassignment(topic: string, partition: unknown, replicas: unknown): void {
  if (typeof partition !== 'number' || partition < 0) {
    throw new KafkaJSNonRetriableError(`Invalid partitions index: ${String(partition)} for topic: ${topic}`);
  }
  if (!Array.isArray(replicas)) {
    throw new KafkaJSNonRetriableError(
      `Invalid replica assignment: ${String(replicas)} for topic: ${topic} on partition: ${partition}`,
    );
  }
  if (replicas.some((replica) => typeof replica !== 'number' || replica < 0)) {
    throw new KafkaJSNonRetriableError(
      `Invalid replica assignment: ${replicas.join(',')} for topic: ${topic} on partition: ${partition}. Replicas must be a non negative number`,
    );
  }
}

export async function listPartitionReassignments(
  admin: Admin,
  { topics, timeout }: { topics?: TopicPartitions[] | null | undefined; timeout?: number | undefined } = {},
): Promise<ListPartitionReassignmentsResponse> {
  if (topics !== undefined && topics !== null) {
    checkList('topics', topics, { mayBeEmpty: true });
    checkTopics('topics', topics);
    topics.forEach(checkPartitions);
  }
  const wanted = topics?.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
  const moving = await admin.listPartitionReassignments(wanted ?? null, timeoutOf(timeout));
  return {
    topics: [...Map.groupBy(moving, ({ topic }) => topic)].map(([topic, list]) => ({
      topic,
      partitions: list.map(({ partition, replicas, addingReplicas, removingReplicas }) => ({
        partitionIndex: partition,
        replicas: [...replicas],
        addingReplicas: [...addingReplicas],
        removingReplicas: [...removingReplicas],
      })),
    })),
  };
}

function checkPartitions({ topic, partitions }: TopicPartitions): void {
  if (Array.isArray(partitions) && partitions.every((partition) => typeof partition === 'number' && partition >= 0)) {
    return;
  }
  throw new KafkaJSNonRetriableError(
    `Invalid partition array: ${String(partitions)} for topic: ${topic}. The partition indices have to be a valid number from 0 on.`,
  );
}
