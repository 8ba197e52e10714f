/**
 * Which partitions are at which member's endpoint, for interactive queries (KIP-1071): whoever asks with an older epoch of
 * this than the group's gets all of it.
 */
import type {
  StreamsGroupHeartbeatResponseEndpointToPartitions,
  StreamsGroupHeartbeatResponseTopicPartition,
} from '#protocol';
import type { ConfiguredSubtopology } from './configured-topology.ts';
import type { PartitionCountOf } from './partition-counts.ts';
import type { StreamsGroupMember } from './streams-group-member.ts';
import { ascending, type Tasks, type TasksWithEpochs } from './tasks.ts';

export function endpointInformation(
  members: Iterable<StreamsGroupMember>,
  subtopologies: ReadonlyMap<string, ConfiguredSubtopology> | null,
  existing: PartitionCountOf,
): StreamsGroupHeartbeatResponseEndpointToPartitions[] {
  const partitionsOf = (tasks: Tasks | TasksWithEpochs): StreamsGroupHeartbeatResponseTopicPartition[] =>
    [...tasks].flatMap(([subtopologyId, partitions]) => {
      const subtopology = subtopologies?.get(subtopologyId);
      return subtopology === undefined ? [] : inputPartitions(subtopology, ascending(partitions.keys()), existing);
    });
  const endpoints: StreamsGroupHeartbeatResponseEndpointToPartitions[] = [];
  for (const { metadata, assigned } of members) {
    const { userEndpoint } = metadata;
    if (userEndpoint === null) continue;
    endpoints.push({
      userEndpoint: { host: userEndpoint.host, port: userEndpoint.port },
      activePartitions: partitionsOf(assigned.active),
      standbyPartitions: partitionsOf(assigned.standby),
    });
  }
  return endpoints;
}

/** A task reads the partition of its number in each topic that has one. */
function inputPartitions(
  { sourceTopics, repartitionSourceTopics }: ConfiguredSubtopology,
  tasks: readonly number[],
  existing: PartitionCountOf,
): StreamsGroupHeartbeatResponseTopicPartition[] {
  const topics = new Set([...sourceTopics, ...repartitionSourceTopics.map(({ name }) => name)]);
  return [...topics].flatMap((topic) => {
    const count = existing(topic);
    return count === undefined ? [] : [{ topic, partitions: tasks.filter((partition) => partition < count) }];
  });
}
