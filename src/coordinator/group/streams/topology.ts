/**
 * A topology as the members of a streams group send it and as the log keeps it (KIP-1071): subtopologies with the topics
 * they read, the repartition topics between them, and the changelogs of their stores. The first member that joins
 * brings it; others must bring the same.
 */
import type {
  StreamsGroupHeartbeatRequestTopicInfo,
  StreamsGroupHeartbeatRequestTopology,
  StreamsGroupTopologyValue,
  StreamsGroupTopologyValueSubtopology,
  StreamsGroupTopologyValueTopicInfo,
} from '#protocol';

export type Topology = StreamsGroupTopologyValue;
export type Subtopology = StreamsGroupTopologyValueSubtopology;
export type TopicInfo = StreamsGroupTopologyValueTopicInfo;

/** The log's form of what a heartbeat tells. */
export function topologyOf({ epoch, subtopologies }: StreamsGroupHeartbeatRequestTopology): Topology {
  return {
    epoch,
    subtopologies: subtopologies.map((subtopology) => ({
      subtopologyId: subtopology.subtopologyId,
      sourceTopics: [...subtopology.sourceTopics],
      sourceTopicRegex: [...subtopology.sourceTopicRegex],
      stateChangelogTopics: subtopology.stateChangelogTopics.map(topicInfoOf),
      repartitionSinkTopics: [...subtopology.repartitionSinkTopics],
      repartitionSourceTopics: subtopology.repartitionSourceTopics.map(topicInfoOf),
      copartitionGroups: subtopology.copartitionGroups.map((group) => ({
        sourceTopics: [...group.sourceTopics],
        sourceTopicRegex: [...group.sourceTopicRegex],
        repartitionSourceTopics: [...group.repartitionSourceTopics],
      })),
    })),
  };
}

function topicInfoOf({ name, partitions, replicationFactor, topicConfigs }: StreamsGroupHeartbeatRequestTopicInfo) {
  return {
    name,
    partitions,
    replicationFactor,
    topicConfigs: topicConfigs.map(({ key, value }) => ({ key, value })),
  } satisfies TopicInfo;
}

/** The topics whose partitions make the tasks of a subtopology. */
export function inputTopicsOf({ sourceTopics, repartitionSourceTopics }: Subtopology): string[] {
  return [...sourceTopics, ...repartitionSourceTopics.map(({ name }) => name)];
}

/** Every topic that must be there before tasks can run. */
export function requiredTopics(topology: Topology): Set<string> {
  const topics = new Set<string>();
  for (const subtopology of topology.subtopologies) {
    for (const topic of inputTopicsOf(subtopology)) topics.add(topic);
    for (const { name } of subtopology.stateChangelogTopics) topics.add(name);
  }
  return topics;
}

/** By topic, the id of the subtopology that reads it. */
export function readersByTopic(topology: Topology): Map<string, string> {
  const readers = new Map<string, string>();
  for (const subtopology of topology.subtopologies) {
    for (const topic of inputTopicsOf(subtopology)) readers.set(topic, subtopology.subtopologyId);
  }
  return readers;
}

/** Equal but for the order of the subtopologies. */
export function isSameTopology(one: Topology, other: Topology): boolean {
  return one.epoch === other.epoch && canonical(one) === canonical(other);
}

function canonical({ subtopologies }: Topology): string {
  return JSON.stringify(subtopologies.map(canonicalSubtopology).sort());
}

/** The fields by name, as a decoded topology may have them in another order than one that was received. */
function canonicalSubtopology(subtopology: Subtopology): string {
  return JSON.stringify([
    subtopology.subtopologyId,
    subtopology.sourceTopics,
    subtopology.sourceTopicRegex,
    subtopology.stateChangelogTopics.map(canonicalTopic),
    subtopology.repartitionSinkTopics,
    subtopology.repartitionSourceTopics.map(canonicalTopic),
    subtopology.copartitionGroups.map((group) => [
      group.sourceTopics,
      group.sourceTopicRegex,
      group.repartitionSourceTopics,
    ]),
  ]);
}

function canonicalTopic({ name, partitions, replicationFactor, topicConfigs }: TopicInfo): unknown[] {
  return [name, partitions, replicationFactor, topicConfigs.map(({ key, value }) => [key, value])];
}
