/** Differences of lists of partitions, which is what a rebalance comes down to. */
import type { TopicPartition } from '../assignors/group-members.ts';

/** Distinct for distinct partitions: what follows the last dash is the number. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** Those of `partitions` that are not in `others`, in their order. */
export function without(partitions: readonly TopicPartition[], others: readonly TopicPartition[]): TopicPartition[] {
  const keys = new Set(others.map(partitionKey));
  return partitions.filter((partition) => !keys.has(partitionKey(partition)));
}

export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  const names = new Set(a);
  return names.size === new Set(b).size && b.every((name) => names.has(name));
}

export function describePartitions(partitions: readonly TopicPartition[]): string {
  return partitions.map(partitionKey).join(', ');
}
