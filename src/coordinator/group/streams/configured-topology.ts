/**
 * A topology beside the cluster's topics (KIP-1071): how many tasks each subtopology has, what the internal topics are to
 * look like, which of them have to be made, and what stands in the way of assigning tasks. Pure: the same topology and
 * the same topics give the same.
 */
import type { CreateTopicsRequestCreatableTopic } from '#protocol';
import { decidePartitionCounts, greatest, invalid, type PartitionCountOf } from './partition-counts.ts';
import {
  StreamsGroupStatus,
  summarizeTopics,
  TopicConfigurationError,
  type TopicConfigurationProblem,
} from './topic-configuration-problem.ts';
import { inputTopicsOf, requiredTopics, type Subtopology, type TopicInfo, type Topology } from './topology.ts';

export interface ConfiguredInternalTopic {
  readonly name: string;
  readonly partitions: number;
  /** 0 where the broker's default counts. */
  readonly replicationFactor: number;
  readonly topicConfigs: readonly { readonly key: string; readonly value: string }[];
}

export interface ConfiguredSubtopology {
  readonly subtopologyId: string;
  readonly numberOfTasks: number;
  readonly sourceTopics: readonly string[];
  readonly repartitionSinkTopics: readonly string[];
  readonly repartitionSourceTopics: readonly ConfiguredInternalTopic[];
  readonly stateChangelogTopics: readonly ConfiguredInternalTopic[];
}

export interface ConfiguredTopology {
  readonly epoch: number;
  /** By id, in the order of ids; null where the topics do not fit. */
  readonly subtopologies: ReadonlyMap<string, ConfiguredSubtopology> | null;
  readonly topicsToCreate: readonly CreateTopicsRequestCreatableTopic[];
  /** Null where tasks can be assigned. */
  readonly problem: TopicConfigurationProblem | null;
}

/** Throws STREAMS_INVALID_TOPOLOGY where no topics could ever fit. */
export function configureTopology(topology: Topology, existing: PartitionCountOf): ConfiguredTopology {
  const { epoch } = topology;
  try {
    requireSourceTopics(topology, existing);
    const decided = decidePartitionCounts(topology, existing);
    const subtopologies = new Map<string, ConfiguredSubtopology>();
    for (const subtopology of topology.subtopologies.toSorted(byId)) {
      const { subtopologyId } = subtopology;
      if (subtopologies.has(subtopologyId)) throw invalid(`there is more than one subtopology ${subtopologyId}`);
      subtopologies.set(subtopologyId, configureSubtopology(subtopology, decided, existing));
    }
    const topicsToCreate = missingInternalTopics([...subtopologies.values()], topology, existing);
    return { epoch, subtopologies, topicsToCreate, problem: missingTopicsProblem(topicsToCreate) };
  } catch (error) {
    if (!(error instanceof TopicConfigurationError)) throw error;
    return { epoch, subtopologies: null, topicsToCreate: [], problem: error.problem };
  }
}

function byId(one: Subtopology, other: Subtopology): number {
  if (one.subtopologyId === other.subtopologyId) return 0;
  return one.subtopologyId < other.subtopologyId ? -1 : 1;
}

function requireSourceTopics(topology: Topology, existing: PartitionCountOf): void {
  const sources = topology.subtopologies.flatMap(({ sourceTopics }) => sourceTopics);
  const missing = [...new Set(sources.filter((topic) => existing(topic) === undefined))].sort();
  if (missing.length === 0) return;
  throw new TopicConfigurationError('MISSING_SOURCE_TOPICS', `source topics do not exist: ${summarizeTopics(missing)}`);
}

function configureSubtopology(
  subtopology: Subtopology,
  decided: ReadonlyMap<string, number>,
  existing: PartitionCountOf,
): ConfiguredSubtopology {
  const inputs = inputTopicsOf(subtopology).map((topic) => existing(topic) ?? decided.get(topic) ?? 0);
  const internal = (topic: TopicInfo): ConfiguredInternalTopic => configureTopic(topic, decided);
  return {
    subtopologyId: subtopology.subtopologyId,
    numberOfTasks: greatest(inputs),
    sourceTopics: subtopology.sourceTopics,
    repartitionSinkTopics: subtopology.repartitionSinkTopics,
    repartitionSourceTopics: subtopology.repartitionSourceTopics.map(internal),
    stateChangelogTopics: subtopology.stateChangelogTopics.map(internal),
  };
}

function configureTopic(topic: TopicInfo, decided: ReadonlyMap<string, number>): ConfiguredInternalTopic {
  const { name, replicationFactor, topicConfigs } = topic;
  const partitions = topic.partitions === 0 ? (decided.get(name) ?? 0) : topic.partitions;
  if (partitions < 1) throw invalid(`internal topic ${name} cannot have ${partitions} partitions`);
  return { name, partitions, replicationFactor, topicConfigs };
}

function missingInternalTopics(
  subtopologies: readonly ConfiguredSubtopology[],
  topology: Topology,
  existing: PartitionCountOf,
): CreateTopicsRequestCreatableTopic[] {
  const wanted = new Map<string, ConfiguredInternalTopic>();
  for (const { repartitionSourceTopics, stateChangelogTopics } of subtopologies) {
    for (const topic of [...repartitionSourceTopics, ...stateChangelogTopics]) wanted.set(topic.name, topic);
  }
  for (const name of requiredTopics(topology)) {
    const found = existing(name);
    const topic = wanted.get(name);
    if (found === undefined || topic === undefined) continue;
    wanted.delete(name);
    if (found === topic.partitions) continue;
    const detail = `internal topic ${name} has ${found} partitions where the topology asks for ${topic.partitions}`;
    throw new TopicConfigurationError('INCORRECTLY_PARTITIONED_TOPICS', detail);
  }
  return [...wanted.values()].map(creatableTopic);
}

function creatableTopic(topic: ConfiguredInternalTopic): CreateTopicsRequestCreatableTopic {
  return {
    name: topic.name,
    numPartitions: topic.partitions,
    replicationFactor: topic.replicationFactor === 0 ? -1 : topic.replicationFactor,
    assignments: [],
    configs: topic.topicConfigs.map(({ key, value }) => ({ name: key, value })),
  };
}

function missingTopicsProblem(topics: readonly CreateTopicsRequestCreatableTopic[]): TopicConfigurationProblem | null {
  if (topics.length === 0) return null;
  const names = topics.map(({ name }) => name).sort();
  return {
    status: StreamsGroupStatus.MISSING_INTERNAL_TOPICS,
    detail: `internal topics do not exist yet: ${summarizeTopics(names)}`,
  };
}
