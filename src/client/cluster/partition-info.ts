/** The partitions of a topic as `partitionsFor` of producers and consumers tells them. */
import type { TopicPartition } from '../assignors/group-members.ts';
import { errorFor } from '../errors.ts';
import type { MetadataCache } from './metadata-cache.ts';
import type { EnsureOptions } from './metadata-types.ts';

/** A partition and the nodes that hold it, as Java's PartitionInfo. */
export interface PartitionInfo extends TopicPartition {
  /** Node id; -1 where there is none at present. */
  readonly leader: number;
  /** Node ids, the preferred leader first. */
  readonly replicas: readonly number[];
  /** Node ids of the replicas that are in sync. */
  readonly isr: readonly number[];
  /** Node ids of the replicas that are down. */
  readonly offlineReplicas: readonly number[];
}

/** Rejects with UNKNOWN_TOPIC_OR_PARTITION after `timeoutMs`, or with why the topic may not be seen. */
export async function partitionsFor(
  metadata: Pick<MetadataCache, 'ensure' | 'topic'>,
  topic: string,
  options: EnsureOptions,
): Promise<PartitionInfo[]> {
  await metadata.ensure([topic], options);
  const known = metadata.topic(topic);
  if (known === undefined || known.error !== null) {
    throw errorFor(known?.error ?? 'UNKNOWN_TOPIC_OR_PARTITION', null, { topic });
  }
  return known.partitions.map(({ partition, leader, replicas, isr, offline }) => {
    return { topic, partition, leader, replicas, isr, offlineReplicas: offline };
  });
}
