/** The topology that a member of a streams group brings with it (KIP-1071), and how it goes into its first heartbeat. */
import {
  newStreamsGroupHeartbeatRequestCopartitionGroup,
  newStreamsGroupHeartbeatRequestSubtopology,
  newStreamsGroupHeartbeatRequestTopicInfo,
  type StreamsGroupHeartbeatRequestCopartitionGroup,
  type StreamsGroupHeartbeatRequestSubtopology,
  type StreamsGroupHeartbeatRequestTopicInfo,
  type StreamsGroupHeartbeatRequestTopology,
} from '#protocol';
import type { StreamsInternalTopic, StreamsSubtopology } from '../admin/streams-groups.ts';
import { invalidConfig, shownValue } from '../config/parse-options.ts';

/** What all members of a group run. */
export interface StreamsGroupTopology {
  /** Grows where the topology changes; Kafka up to 4.4 and Samsa take 0 alone for a group's life. */
  readonly epoch: number;
  /** Each id once. */
  readonly subtopologies: readonly StreamsMemberSubtopology[];
}

/** A part of the topology, with what has to fit together. */
export interface StreamsMemberSubtopology extends StreamsSubtopology {
  /**
   * Topics, by name, that must have equally many partitions since they are joined; each is one of `sourceTopics` or of
   * `repartitionSourceTopics`.
   */
  readonly copartitionGroups: readonly (readonly string[])[];
}

/** Topics in the order of their names, as Kafka Streams sends them: members of both can share a group. */
export function writeTopology({ epoch, subtopologies }: StreamsGroupTopology): StreamsGroupHeartbeatRequestTopology {
  const ids = new Set(subtopologies.map(({ subtopologyId }) => subtopologyId));
  if (ids.size < subtopologies.length) throw invalidConfig('topology: two subtopologies have the same subtopologyId');
  if (!Number.isInteger(epoch) || epoch < 0) {
    throw invalidConfig(`topology.epoch must be a whole number from 0 on, not ${shownValue(epoch)}`);
  }
  const sorted = subtopologies.toSorted((one, other) => (one.subtopologyId < other.subtopologyId ? -1 : 1));
  return { epoch, subtopologies: sorted.map(writeSubtopology) };
}

function writeSubtopology(subtopology: StreamsMemberSubtopology): StreamsGroupHeartbeatRequestSubtopology {
  const { subtopologyId, copartitionGroups } = subtopology;
  const sourceTopics = subtopology.sourceTopics.toSorted();
  const repartitionSourceTopics = writeTopics(subtopology.repartitionSourceTopics);
  const places = {
    sources: new Map(sourceTopics.map((name, place) => [name, place])),
    repartition: new Map(repartitionSourceTopics.map(({ name }, place) => [name, place])),
  };
  return newStreamsGroupHeartbeatRequestSubtopology({
    subtopologyId,
    sourceTopics,
    repartitionSourceTopics,
    repartitionSinkTopics: subtopology.repartitionSinkTopics.toSorted(),
    stateChangelogTopics: writeTopics(subtopology.stateChangelogTopics),
    copartitionGroups: copartitionGroups.map((names) => writeGroup(subtopologyId, names, places)),
  });
}

interface Places {
  readonly sources: ReadonlyMap<string, number>;
  readonly repartition: ReadonlyMap<string, number>;
}

function writeGroup(
  subtopologyId: string,
  names: readonly string[],
  { sources, repartition }: Places,
): StreamsGroupHeartbeatRequestCopartitionGroup {
  const unknown = names.find((name) => !sources.has(name) && !repartition.has(name));
  if (unknown !== undefined) {
    const where = `a copartition group of subtopology ${subtopologyId}`;
    throw invalidConfig(`topology: ${where} names ${unknown}, which is none of its source topics`);
  }
  const placesIn = (known: ReadonlyMap<string, number>): number[] =>
    [...new Set(names)].flatMap((name) => known.get(name) ?? []).sort((a, b) => a - b);
  return newStreamsGroupHeartbeatRequestCopartitionGroup({
    sourceTopics: placesIn(sources),
    repartitionSourceTopics: placesIn(repartition),
  });
}

function writeTopics(topics: readonly StreamsInternalTopic[]): StreamsGroupHeartbeatRequestTopicInfo[] {
  const sorted = topics.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return sorted.map(({ name, partitions, replicationFactor, topicConfigs }) =>
    newStreamsGroupHeartbeatRequestTopicInfo({
      name,
      partitions,
      replicationFactor,
      topicConfigs: writeKeyValues(topicConfigs),
    }),
  );
}

/** By key. */
export function writeKeyValues(texts: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(texts)
    .map(([key, value]) => ({ key, value }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}
