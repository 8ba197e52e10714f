/** A partition as it begins, and the check of replicas that somebody chose by hand. */
import { newPartitionRecord } from '#protocol';
import { apiError } from './api-error.ts';
import type { ApiError } from './commands.ts';
import type { MetadataImage } from './image.ts';
import { NO_LEADER, UNASSIGNED_DIRECTORY } from './partition.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

/** Those of `replicas` that can serve now. */
export function isrOf(image: MetadataImage, replicas: readonly number[]): number[] {
  return replicas.filter((id) => {
    const broker = image.brokers.get(id);
    return broker !== undefined && !broker.isFenced && !broker.isInControlledShutdown;
  });
}

interface NewPartition {
  readonly topicId: string;
  readonly partitionId: number;
  readonly replicas: readonly number[];
  readonly leaderEpoch?: number;
}

export function newPartition(image: MetadataImage, partition: NewPartition): MetadataRecord {
  const isr = isrOf(image, partition.replicas);
  const record = newPartitionRecord({
    partitionId: partition.partitionId,
    topicId: partition.topicId,
    replicas: [...partition.replicas],
    isr,
    leader: isr[0] ?? NO_LEADER,
    leaderEpoch: partition.leaderEpoch ?? 0,
    partitionEpoch: 0,
    directories: partition.replicas.map(() => UNASSIGNED_DIRECTORY),
  });
  return metadataRecord('PartitionRecord', record);
}

/** What is wrong with `replicas` as the replicas of one partition. A `replicationFactor` of -1 means any. */
export function checkReplicas(
  image: MetadataImage,
  replicas: readonly number[],
  expected: { readonly replicationFactor: number; readonly partition: number },
): ApiError | null {
  if (replicas.length === 0) return invalid('The manual partition assignment includes an empty replica list.');
  const sorted = replicas.toSorted((a, b) => a - b);
  for (const [i, id] of sorted.entries()) {
    if (!image.brokers.has(id)) {
      return invalid(`The manual partition assignment includes broker ${id}, but no such broker is registered.`);
    }
    if (i > 0 && id === sorted[i - 1]) {
      return invalid(`The manual partition assignment includes the broker ${id} more than once.`);
    }
  }
  if (expected.replicationFactor !== -1 && replicas.length !== expected.replicationFactor) {
    return invalid(
      `The manual partition assignment includes a partition with ${replicas.length} replica(s), but this is not ` +
        `consistent with previous partitions, which have ${expected.replicationFactor} replica(s).`,
    );
  }
  if (isrOf(image, replicas).length > 0) return null;
  return invalid(
    `All brokers specified in the manual partition assignment for partition ${expected.partition} are fenced or in ` +
      'controlled shutdown.',
  );
}

function invalid(message: string): ApiError {
  return apiError('INVALID_REPLICA_ASSIGNMENT', message);
}
