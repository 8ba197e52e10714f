/** The partitions of a transaction, by topic. Never changed in place: each state of a transaction has its own. */
export interface TransactionTopic {
  readonly topic: string;
  readonly partitions: readonly number[];
}

export type TransactionPartitions = ReadonlyMap<string, ReadonlySet<number>>;

export const NO_PARTITIONS: TransactionPartitions = new Map();

export function containsAll(present: TransactionPartitions, topics: readonly TransactionTopic[]): boolean {
  return topics.every(({ topic, partitions }) => {
    const known = present.get(topic);
    return known !== undefined && partitions.every((partition) => known.has(partition));
  });
}

export function withPartitions(
  present: TransactionPartitions,
  topics: readonly TransactionTopic[],
): TransactionPartitions {
  const all = new Map(present);
  for (const { topic, partitions } of topics) all.set(topic, new Set([...(all.get(topic) ?? []), ...partitions]));
  return all;
}

export function partitionCount(present: TransactionPartitions): number {
  let count = 0;
  for (const partitions of present.values()) count += partitions.size;
  return count;
}
