/** The topic of a registry: one partition, compacted. It is made where it is missing, and refused where it would lose records. */
import { isKafkaError } from '#kernel';
import type { Admin } from '#client';
import { storeError } from '../registry-errors.ts';

const MAX_REPLICAS = 3;

/** Rejects with 50001 where the topic cannot be used. */
export async function ensureStoreTopic(admin: Admin, topic: string): Promise<void> {
  const partitions = await partitionCount(admin, topic);
  if (partitions === null) return createStoreTopic(admin, topic);
  if (partitions !== 1) throw storeError(`The topic ${topic} has ${partitions} partitions; a registry needs one`);
  const [described] = await admin.describeConfigs([{ type: 'TOPIC', name: topic }]);
  const policy = described?.entries.find(({ name }) => name === 'cleanup.policy')?.value ?? '';
  if (policy !== 'compact') {
    throw storeError(
      `The topic ${topic} has cleanup.policy=${policy}; a registry needs compact, as it would lose schemas`,
    );
  }
}

async function partitionCount(admin: Admin, topic: string): Promise<number | null> {
  try {
    const [description] = await admin.describeTopics([topic]);
    return description?.partitions.length ?? null;
  } catch (error) {
    if (isKafkaError(error) && error.code === 'UNKNOWN_TOPIC_OR_PARTITION') return null;
    throw error;
  }
}

async function createStoreTopic(admin: Admin, topic: string): Promise<void> {
  const { nodes } = await admin.describeCluster();
  const replicationFactor = Math.min(MAX_REPLICAS, nodes.length);
  try {
    await admin.createTopics([
      { name: topic, numPartitions: 1, replicationFactor, configs: { 'cleanup.policy': 'compact' } },
    ]);
  } catch (error) {
    // Another one was faster.
    if (!isKafkaError(error) || error.code !== 'TOPIC_ALREADY_EXISTS') throw error;
  }
}
