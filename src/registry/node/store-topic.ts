/** The topic of a registry: one partition, compacted. It is made where it is missing, and refused where it would lose records. */
import type { Admin } from '#client';
import { isKafkaError } from '#kernel';
import { storeError } from '../registry-errors.ts';

/** Rejects with 50001 where the topic cannot be used. */
export async function ensureStoreTopic(admin: Admin, topic: string, replicationFactor: number): Promise<void> {
  const partitions = (await partitionCount(admin, topic)) ?? (await createStoreTopic(admin, topic, replicationFactor));
  if (partitions !== 1) {
    throw storeError(
      `The topic ${topic} has ${partitions} partitions; the order of a registry's records needs one alone`,
    );
  }
  const [described] = await admin.describeConfigs([{ type: 'TOPIC', name: topic }]);
  const policy = described?.entries.find(({ name }) => name === 'cleanup.policy')?.value ?? '';
  if (policy === 'compact') return;
  const command = `kafka-configs --alter --entity-type topics --entity-name ${topic} --add-config cleanup.policy=compact`;
  throw storeError(
    `The topic ${topic} has cleanup.policy=${policy} and would lose schemas; set it right by ${command}`,
  );
}

async function partitionCount(admin: Admin, topic: string): Promise<number | null> {
  try {
    const [description] = await admin.describeTopics([topic]);
    return description?.partitions.length ?? null;
  } catch (error) {
    if (isKafkaError(error, 'UNKNOWN_TOPIC_OR_PARTITION')) return null;
    throw error;
  }
}

async function createStoreTopic(admin: Admin, topic: string, wanted: number): Promise<number> {
  const { nodes } = await admin.describeCluster();
  const replicationFactor = Math.min(wanted, nodes.length);
  try {
    await admin.createTopics([
      { name: topic, numPartitions: 1, replicationFactor, configs: { 'cleanup.policy': 'compact' } },
    ]);
    return 1;
  } catch (error) {
    // Another registry was faster.
    if (!isKafkaError(error, 'TOPIC_ALREADY_EXISTS')) throw error;
    return (await partitionCount(admin, topic)) ?? 1;
  }
}
