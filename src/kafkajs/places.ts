/** Checks of what names a partition and an offset, with kafkajs's errors. */
import type { TopicPartitionOffset, TopicPartitionOffsetAndMetadata } from './consumer-types.ts';
import { KafkaJSNonRetriableError } from './errors.ts';

/** Whoever calls without types may give anything. */
type Given<T> = { readonly [Field in keyof T]: unknown };

/** Throws for what is no topic, partition or offset. */
export function placeOf({ topic, partition, offset }: Given<TopicPartitionOffset>): {
  topic: string;
  partition: number;
  offset: number;
} {
  if (typeof topic !== 'string' || topic === '') throw new KafkaJSNonRetriableError(`Invalid topic ${String(topic)}`);
  const index = Number(partition ?? Number.NaN);
  if (Number.isNaN(index)) {
    throw new KafkaJSNonRetriableError(`Invalid partition, expected a number received ${String(partition)}`);
  }
  return { topic, partition: index, offset: offsetOf(offset) };
}

export function offsetOf(offset: unknown): number {
  const value = typeof offset === 'string' && offset.trim() === '' ? Number.NaN : Number(offset ?? Number.NaN);
  if (Number.isSafeInteger(value)) return value;
  throw new KafkaJSNonRetriableError(`Invalid offset, expected a long received ${String(offset)}`);
}

interface Commit {
  partition: number;
  offset: string;
  metadata?: string | null | undefined;
}

/** By topic. */
export function commitsOf(
  topicPartitions: readonly TopicPartitionOffsetAndMetadata[] = [],
): { topic: string; partitions: Commit[] }[] {
  const commits = topicPartitions.map((given) => {
    const { topic, partition, offset } = placeOf(given);
    const { metadata = null } = given;
    if (offset < 0) throw new KafkaJSNonRetriableError('Offset must not be a negative number');
    if (metadata !== null && typeof metadata !== 'string') {
      throw new KafkaJSNonRetriableError(
        `Invalid offset metadata, expected string or null, received ${String(metadata)}`,
      );
    }
    return { topic, partition, offset: String(offset), metadata };
  });
  return [...Map.groupBy(commits, ({ topic }) => topic)].map(([topic, partitions]) => ({ topic, partitions }));
}
