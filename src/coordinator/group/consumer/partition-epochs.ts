/** The partitions of a member, each with the epoch in which it was assigned: from then on the member may commit for it. */
import type { TopicPartitionsEntry } from '../modern/topic-partitions.ts';

export type PartitionEpochs = ReadonlyMap<string, ReadonlyMap<number, number>>;

export const NO_PARTITION_EPOCHS: PartitionEpochs = new Map();

export interface AssignedTopic {
  topicId: string;
  partitions: number[];
  /** Null in records of releases before 4.3: then the member's epoch counts. */
  assignmentEpochs: number[] | null;
}

export function epochOf(partitions: PartitionEpochs, topicId: string, partition: number): number | undefined {
  return partitions.get(topicId)?.get(partition);
}

export function epochsFromRecord(topics: readonly AssignedTopic[], memberEpoch: number): PartitionEpochs {
  return new Map(
    topics.map(({ topicId, partitions, assignmentEpochs }) => [
      topicId,
      new Map(partitions.map((partition, i) => [partition, assignmentEpochs?.[i] ?? memberEpoch])),
    ]),
  );
}

export function epochsToRecord(partitions: PartitionEpochs): AssignedTopic[] {
  return [...partitions].map(([topicId, epochs]) => {
    const sorted = [...epochs].sort(([a], [b]) => a - b);
    return {
      topicId,
      partitions: sorted.map(([partition]) => partition),
      assignmentEpochs: sorted.map(([, epoch]) => epoch),
    };
  });
}

/** Without epochs, as a member is told. */
export function entriesOfEpochs(partitions: PartitionEpochs): TopicPartitionsEntry[] {
  return [...partitions].map(([topicId, epochs]) => ({
    topicId,
    partitions: [...epochs.keys()].sort((a, b) => a - b),
  }));
}

export function isSamePartitions(one: PartitionEpochs, other: PartitionEpochs): boolean {
  if (one === other) return true;
  if (one.size !== other.size) return false;
  for (const [topicId, epochs] of one) {
    const others = other.get(topicId);
    if (others === undefined || others.size !== epochs.size) return false;
    for (const partition of epochs.keys()) if (!others.has(partition)) return false;
  }
  return true;
}

export function isSamePartitionEpochs(one: PartitionEpochs, other: PartitionEpochs): boolean {
  if (one === other) return true;
  if (!isSamePartitions(one, other)) return false;
  for (const [topicId, epochs] of one) {
    for (const [partition, epoch] of epochs) if (other.get(topicId)!.get(partition) !== epoch) return false;
  }
  return true;
}

export function countPartitions(partitions: PartitionEpochs): number {
  let count = 0;
  for (const epochs of partitions.values()) count += epochs.size;
  return count;
}
