/** The topics of a sub-topology: those that it reads, with their partitions, and those that it writes. */
import type { Admin, Consumer, OnNoOffset, TopicPartition } from '#client';
import type { NodeGroup } from '../plan/node-groups.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';

export interface SourceTopic {
  /** At the broker. */
  readonly topic: string;
  /** Null: as the consumer does. */
  readonly reset: OnNoOffset | null;
}

/** What a sub-topology reads, by the broker's names. */
export function sourceTopics(plan: TopologyPlan, group: NodeGroup): SourceTopic[] {
  return group.nodes.flatMap((name) => {
    const node = plan.nodes.get(name);
    if (node?.kind !== 'source') return [];
    return node.topics.map((topic) => {
      // What the application has written for itself is to be read whole, whatever the consumer's config says of others.
      const reset = plan.internalTopics.has(topic) ? 'earliest' : node.offsetReset;
      return { topic: plan.topicName(topic), reset };
    });
  });
}

/** What a sub-topology writes, by the broker's names: sinks and changelogs. Topics that are chosen for each record are not told. */
export function writtenTopics(plan: TopologyPlan, group: NodeGroup): string[] {
  const topics = new Set<string>();
  for (const name of group.nodes) {
    const node = plan.nodes.get(name);
    if (node?.kind === 'sink' && typeof node.topic === 'string') topics.add(plan.topicName(node.topic));
    for (const store of plan.storesOf.get(name) ?? []) {
      const planned = plan.stores.get(store);
      // A store whose changelog is a source writes nothing.
      const changelog = planned?.changelog?.sourceTopic === null ? plan.changelogTopic(planned) : null;
      if (changelog !== null) topics.add(changelog);
    }
  }
  return [...topics];
}

interface PartitionCounts {
  readonly consumer: Pick<Consumer, 'partitionsFor'>;
  readonly admin: Pick<Admin, 'describeTopics'>;
}

/** The partitions with the number of the task, of topics that have so many. */
export async function inputsOfTask(
  clients: PartitionCounts,
  topics: readonly SourceTopic[],
  partition: number,
): Promise<(TopicPartition & SourceTopic)[]> {
  const areThere = await Promise.all(topics.map(({ topic }) => hasPartition(clients, { topic, partition })));
  return topics.filter((_, index) => areThere[index]).map(({ topic, reset }) => ({ topic, partition, reset }));
}

/** What the consumer knows may be minutes old: topics get more partitions, and tasks for them. */
async function hasPartition(
  { consumer, admin }: PartitionCounts,
  { topic, partition }: TopicPartition,
): Promise<boolean> {
  if ((await consumer.partitionsFor(topic)).length > partition) return true;
  const [description] = await admin.describeTopics([topic]);
  return description!.partitions.length > partition;
}
