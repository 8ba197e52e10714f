/** Assignments as coordinators of KIP-848 and of share groups give them: partitions by topic id. Immutable. */
import type { TopicPartition } from '../assignors/group-members.ts';

/** Partitions ascending, by the id of their topic. No topic has an empty list. */
export type AssignedPartitions = ReadonlyMap<string, readonly number[]>;

export const NOTHING_ASSIGNED: AssignedPartitions = new Map();

/** On the wire. */
export interface TopicIdPartitions {
  topicId: string;
  partitions: number[];
}

export function readAssigned(topics: readonly TopicIdPartitions[]): AssignedPartitions {
  const all = new Map<string, readonly number[]>();
  for (const { topicId, partitions } of topics) {
    const merged = new Set([...(all.get(topicId) ?? []), ...partitions]);
    if (merged.size > 0)
      all.set(
        topicId,
        [...merged].sort((a, b) => a - b),
      );
  }
  return all;
}

export function writeAssigned(assigned: AssignedPartitions): TopicIdPartitions[] {
  return [...assigned].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] }));
}

export function sameAssigned(a: AssignedPartitions, b: AssignedPartitions): boolean {
  return a.size === b.size && [...a].every(([topicId, partitions]) => String(partitions) === String(b.get(topicId)));
}

/** What is in `a` and not in `b`. */
export function assignedOnlyIn(a: AssignedPartitions, b: AssignedPartitions): AssignedPartitions {
  const difference = new Map<string, readonly number[]>();
  for (const [topicId, partitions] of a) {
    const others = b.get(topicId) ?? [];
    const left = partitions.filter((partition) => !others.includes(partition));
    if (left.length > 0) difference.set(topicId, left);
  }
  return difference;
}

/** Only of the topics whose names are known. */
export function onlyNamed(
  assigned: AssignedPartitions,
  nameOf: (topicId: string) => string | undefined,
): AssignedPartitions {
  return new Map([...assigned].filter(([topicId]) => nameOf(topicId) !== undefined));
}

/** By name; topics without one are left out. */
export function namedPartitions(
  assigned: AssignedPartitions,
  nameOf: (topicId: string) => string | undefined,
): TopicPartition[] {
  return [...assigned].flatMap(([topicId, partitions]) => {
    const topic = nameOf(topicId);
    return topic === undefined ? [] : partitions.map((partition) => ({ topic, partition }));
  });
}
