/**
 * Topics that lie in the log directories of a broker without metadata: another broker, such as Kafka, left them, and
 * the first start takes them over.
 */
import type { LogManager } from '#log';
import type { BootstrapCommand } from '#metadata';

export function adoptableTopics(logManager: LogManager): BootstrapCommand['topics'] {
  const topics = new Map<
    string,
    { topicId: string | null; partitions: { partition: number; leaderEpoch: number }[] }
  >();
  for (const log of logManager.logs()) {
    const { topic, partition } = log.topicPartition;
    const found = topics.get(topic) ?? { topicId: log.topicId, partitions: [] };
    found.partitions.push({ partition, leaderEpoch: Math.max(0, log.latestEpoch) });
    topics.set(topic, found);
  }
  return [...topics].map(([name, found]) => ({ name, ...found }));
}
