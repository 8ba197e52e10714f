/** Partitions by the id of their topic, as requests, records and assignors have them. */

/** Partitions in ascending order. */
export type TopicPartitions = ReadonlyMap<string, readonly number[]>;

/** As messages list them. */
export interface TopicPartitionsEntry {
  topicId: string;
  partitions: number[];
}

export const NO_PARTITIONS: TopicPartitions = new Map();

export function topicPartitionsOf(entries: readonly TopicPartitionsEntry[]): TopicPartitions {
  const byTopic = new Map<string, readonly number[]>();
  for (const { topicId, partitions } of entries) {
    const known = byTopic.get(topicId) ?? [];
    byTopic.set(
      topicId,
      [...new Set([...known, ...partitions])].sort((a, b) => a - b),
    );
  }
  return byTopic;
}

export function entriesOf(partitions: TopicPartitions): TopicPartitionsEntry[] {
  return [...partitions].map(([topicId, list]) => ({ topicId, partitions: [...list] }));
}

export function isSameTopicPartitions(one: TopicPartitions, other: TopicPartitions): boolean {
  if (one.size !== other.size) return false;
  for (const [topicId, list] of one) {
    const others = other.get(topicId);
    if (others === undefined || others.length !== list.length) return false;
    if (list.some((partition, i) => partition !== others[i])) return false;
  }
  return true;
}
