/** How far a group is in each partition: what it committed, where the log begins and ends, who reads it. */
import { isKafkaError } from '#kernel';
import type { Admin, CommittedOffset, GroupListing, OffsetSpec, SharePartitionOffset, TopicPartition } from '#client';
import { failedItems } from '../connection/report-failure.ts';

export interface GroupPartition extends TopicPartition {
  /** Null where nothing is committed. */
  readonly committed: number | null;
  /** Null where the partition is there no more. */
  readonly end: number | null;
  readonly lag: number | null;
}

export async function committedOffsets(admin: Admin, groupId: string): Promise<readonly CommittedOffset[]> {
  const [group] = await admin.listConsumerGroupOffsets([groupId]);
  return group?.offsets.filter(({ offset }) => offset >= 0) ?? [];
}

/** Where a share group begins: all before is done with. */
async function shareOffsets(admin: Admin, groupId: string): Promise<readonly SharePartitionOffset[]> {
  const [group] = await admin.listShareGroupOffsets([groupId]);
  return group?.offsets.filter(({ offset }) => offset >= 0) ?? [];
}

/** Of all partitions that the group has committed offsets of, and of `assigned`; by topic and number. */
export async function groupPartitions(
  admin: Admin,
  { groupId, type }: Pick<GroupListing, 'groupId' | 'type'>,
  assigned: readonly TopicPartition[],
): Promise<readonly GroupPartition[]> {
  const committed = type === 'SHARE' ? await shareOffsets(admin, groupId) : await committedOffsets(admin, groupId);
  const partitions = distinct([...committed, ...assigned]);
  const ends = await listedOffsets(admin, partitions, 'latest');
  return partitions.map(({ topic, partition }) => {
    const offset = committed.find((one) => isSame(one, { topic, partition }))?.offset ?? null;
    const end = ends.get(partitionKey({ topic, partition })) ?? null;
    const lag = offset === null || end === null ? null : Math.max(0, end - offset);
    return { topic, partition, committed: offset, end, lag };
  });
}

/** By `partitionKey`; partitions that are there no more, or have no leader, are left out. */
export async function listedOffsets(
  admin: Admin,
  partitions: readonly TopicPartition[],
  spec: OffsetSpec,
): Promise<ReadonlyMap<string, number>> {
  if (partitions.length === 0) return new Map();
  try {
    const listed = await admin.listOffsets(partitions.map(({ topic, partition }) => ({ topic, partition, spec })));
    return new Map(listed.map((one) => [partitionKey(one), one.offset]));
  } catch (error) {
    if (!isKafkaError(error) || !('results' in error)) throw error;
    const gone = failedItems(error).every(({ error: { code } }) => code === 'UNKNOWN_TOPIC_OR_PARTITION');
    if (!gone) throw error;
    const results = error.results as readonly { value?: TopicPartition & { offset: number } }[];
    return new Map(results.flatMap(({ value }) => (value === undefined ? [] : [[partitionKey(value), value.offset]])));
  }
}

export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}:${partition}`;
}

export function isSame(left: TopicPartition, right: TopicPartition): boolean {
  return left.topic === right.topic && left.partition === right.partition;
}

/** Each once, by topic and number. */
export function distinct(partitions: readonly TopicPartition[]): readonly TopicPartition[] {
  const byKey = new Map(partitions.map(({ topic, partition }) => [`${topic}:${partition}`, { topic, partition }]));
  return [...byKey.values()].sort((left, right) =>
    left.topic === right.topic ? left.partition - right.partition : left.topic < right.topic ? -1 : 1,
  );
}
