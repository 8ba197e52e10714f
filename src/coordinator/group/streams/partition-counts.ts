/**
 * How many partitions the internal topics of a topology are to have, decided as Kafka 4.3 decides it: a repartition topic
 * takes the greatest count among what the subtopology that writes it reads, unless the application fixed it; those in
 * a copartition group take the count of the group's source topics; a changelog has one partition per task.
 */
import { KafkaError } from '#kernel';
import { inStringHashOrder } from './process-load.ts';
import { TopicConfigurationError } from './topic-configuration-problem.ts';
import { inputTopicsOf, type Subtopology, type Topology } from './topology.ts';

/** How many partitions a topic of the cluster has; undefined where it does not exist. */
export type PartitionCountOf = (topic: string) => number | undefined;

/** By name of the internal topic. Throws STREAMS_INVALID_TOPOLOGY, or what is wrong with the topics. */
export function decidePartitionCounts(topology: Topology, existing: PartitionCountOf): Map<string, number> {
  const subtopologies = inStringHashOrder(topology.subtopologies, ({ subtopologyId }) => subtopologyId);
  const decided = repartitionTopicCounts(subtopologies, existing);
  const countOf = (topic: string): number => existing(topic) ?? decided.get(topic) ?? missingCount(topic);
  enforceCopartitioning(subtopologies, decided, countOf);
  for (const subtopology of subtopologies) {
    const inputs = inputTopicsOf(subtopology);
    if (inputs.length === 0) throw invalid(`subtopology ${subtopology.subtopologyId} reads no topic`);
    const tasks = greatest(inputs.map(countOf));
    for (const { name } of subtopology.stateChangelogTopics) decided.set(name, tasks);
  }
  return decided;
}

/** 0 for none. A topology may list more topics than a call takes arguments. */
export function greatest(counts: readonly number[]): number {
  return counts.reduce((most, count) => Math.max(most, count), 0);
}

export function invalid(message: string): KafkaError {
  return new KafkaError('STREAMS_INVALID_TOPOLOGY', message);
}

function missingCount(topic: string): never {
  throw invalid(`nothing tells how many partitions topic ${topic} has`);
}

function repartitionTopicCounts(
  subtopologies: readonly Subtopology[],
  existing: PartitionCountOf,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { repartitionSourceTopics } of subtopologies) {
    for (const { name, partitions } of repartitionSourceTopics) if (partitions !== 0) counts.set(name, partitions);
  }
  let isEveryCountKnown = false;
  while (!isEveryCountKnown) {
    const before = counts.size;
    isEveryCountKnown = true;
    for (const subtopology of subtopologies) {
      if (!setSinkCounts(subtopology, counts, existing)) isEveryCountKnown = false;
    }
    if (!isEveryCountKnown && counts.size === before) {
      throw invalid('the partitions of repartition topics hang on each other, so that none can be told');
    }
  }
  const sources = subtopologies.flatMap(({ repartitionSourceTopics }) => repartitionSourceTopics);
  const unwritten = sources.find(({ name }) => !counts.has(name));
  if (unwritten !== undefined)
    throw invalid(`repartition topic ${unwritten.name} is read, but no subtopology writes it`);
  return counts;
}

/** Whether the counts of all topics that the subtopology writes are known. */
function setSinkCounts(subtopology: Subtopology, counts: Map<string, number>, existing: PartitionCountOf): boolean {
  for (const sink of subtopology.repartitionSinkTopics) {
    if (counts.has(sink)) continue;
    const inputs = [
      ...subtopology.repartitionSourceTopics.map(({ name }) => counts.get(name)),
      ...subtopology.sourceTopics.map(existing),
    ].filter((count) => count !== undefined);
    if (inputs.length === 0) return false;
    counts.set(sink, greatest(inputs));
  }
  return true;
}

function enforceCopartitioning(
  subtopologies: readonly Subtopology[],
  decided: Map<string, number>,
  countOf: (topic: string) => number,
): void {
  const isFixed = new Map<string, boolean>();
  for (const { repartitionSourceTopics } of subtopologies) {
    for (const { name, partitions } of repartitionSourceTopics) {
      isFixed.set(name, partitions !== 0 || isFixed.get(name) === true);
    }
  }
  for (const subtopology of subtopologies) {
    for (const group of copartitionGroupsOf(subtopology)) {
      for (const [topic, count] of copartition(group, isFixed, countOf)) decided.set(topic, count);
    }
  }
}

/** A group lists its topics by their places in the lists of the subtopology. */
function copartitionGroupsOf({
  subtopologyId,
  sourceTopics,
  repartitionSourceTopics,
  copartitionGroups,
}: Subtopology): Set<string>[] {
  const outside = (): never => {
    throw invalid(`a copartition group of subtopology ${subtopologyId} names a topic by a place that is none`);
  };
  return copartitionGroups.map(
    (group) =>
      new Set([
        ...group.sourceTopics.map((place) => sourceTopics[place] ?? outside()),
        ...group.repartitionSourceTopics.map((place) => repartitionSourceTopics[place]?.name ?? outside()),
      ]),
  );
}

/** The counts of the group's repartition topics. */
function copartition(
  group: ReadonlySet<string>,
  isFixed: ReadonlyMap<string, boolean>,
  countOf: (topic: string) => number,
): Map<string, number> {
  const counts = [...group].map((topic) => ({ topic, count: countOf(topic) }));
  const repartition = counts.filter(({ topic }) => isFixed.has(topic));
  const external = counts.filter(({ topic }) => !isFixed.has(topic));
  const fixed = [...isFixed].filter(([, isSet]) => isSet).map(([topic]) => topic);
  let wanted = 0;
  if (external.length > 0) wanted = sameCount(external);
  // As in Kafka, the fixed counts of the whole topology must agree here, whether in this group or not.
  else if (fixed.length > 0) wanted = sameCount(fixed.map((topic) => ({ topic, count: countOf(topic) })));
  else wanted = greatest(repartition.map(({ count }) => count));
  const other = repartition.find(({ topic, count }) => isFixed.get(topic) === true && count !== wanted);
  if (other !== undefined) {
    const { topic, count } = other;
    const detail = `repartition topic ${topic} is to have ${count} partitions, but what it is joined with has ${wanted}`;
    throw new TopicConfigurationError('INCORRECTLY_PARTITIONED_TOPICS', detail);
  }
  return new Map(repartition.map(({ topic }) => [topic, wanted]));
}

function sameCount(topics: readonly { topic: string; count: number }[]): number {
  const first = topics[0]!.count;
  if (topics.every(({ count }) => count === first)) return first;
  const listed = topics.map(({ topic, count }) => `${topic}=${count}`).sort();
  throw new TopicConfigurationError(
    'INCORRECTLY_PARTITIONED_TOPICS',
    `topics that are read together have different numbers of partitions: ${listed.join(', ')}`,
  );
}
