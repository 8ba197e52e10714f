/** The share coordinator's settings and what it asks of the metadata, from the broker's configs and its image. */
import type { ShareCoordinatorOptions } from '#coordinator';
import type { MetadataImage } from '#metadata';
import type { BrokerConfigValues } from '../config/index.ts';

export function shareCoordinatorOptions(values: BrokerConfigValues, image: MetadataImage): ShareCoordinatorOptions {
  return {
    partitions: values.shareCoordinatorStateTopicNumPartitions,
    settings: {
      updatesPerSnapshot: values.shareCoordinatorSnapshotUpdateRecordsPerSnapshot,
      writeTimeoutMs: values.shareCoordinatorWriteTimeoutMs,
      pruneIntervalMs: values.shareCoordinatorStateTopicPruneIntervalMs,
      coldPartitionSnapshotIntervalMs: values.shareCoordinatorColdPartitionSnapshotIntervalMs,
    },
    partitionExists: (topicId, partition) => image.topicById(topicId)?.partitions[partition] !== undefined,
  };
}
