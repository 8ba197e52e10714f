/**
 * What the group coordinator is told of a topology (KIP-1071): per sub-topology what it reads, what it writes for others
 * of its own, and which topics it wants made, with their configs. The broker makes them and counts their partitions.
 */
import type { StreamsGroupTopology, StreamsInternalTopic, StreamsMemberSubtopology } from '#client';
import { nodeGroups, type NodeGroup } from './node-groups.ts';
import type { PlanSink, PlanSource } from './plan-nodes.ts';
import type { TopologyPlan } from './topology-plan.ts';

/** Of topics through which records change their partition: kept until they are processed, and deleted then. */
const REPARTITION_CONFIGS: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'message.timestamp.type': 'CreateTime',
  'retention.ms': '-1',
  'segment.bytes': '52428800',
};
const CHANGELOG_CONFIGS: Readonly<Record<string, string>> = {
  'cleanup.policy': 'compact',
  'message.timestamp.type': 'CreateTime',
};
/** A topology is another one under another application's id, and this is its only one. */
const EPOCH = 0;

export interface InternalTopicOptions {
  /** Of all internal topics; -1: as the broker does by default. */
  readonly replicationFactor: number;
}

export function groupTopology(plan: TopologyPlan, options: InternalTopicOptions): StreamsGroupTopology {
  const groups = nodeGroups(plan).filter(({ isGlobal }) => !isGlobal);
  return { epoch: EPOCH, subtopologies: groups.map((group) => subtopologyOf(plan, group, options)) };
}

function subtopologyOf(plan: TopologyPlan, group: NodeGroup, options: InternalTopicOptions): StreamsMemberSubtopology {
  const sources = sourcesOf(plan, group).flatMap(({ topics }) => topics);
  const isInternal = (topic: string): boolean => plan.internalTopics.has(topic);
  return {
    subtopologyId: String(group.id),
    sourceTopics: sources.filter((topic) => !isInternal(topic)),
    stateChangelogTopics: changelogsOf(plan, group, options),
    repartitionSinkTopics: [...new Set(sinkTopics(plan, group).filter(isInternal))].map((topic) =>
      plan.topicName(topic),
    ),
    repartitionSourceTopics: sources.filter(isInternal).map((topic) => repartitionTopic(plan, topic, options)),
    copartitionGroups: copartitionGroups(plan, group),
  };
}

function sourcesOf(plan: TopologyPlan, group: NodeGroup): PlanSource[] {
  return group.nodes.flatMap((name) => {
    const node = plan.nodes.get(name);
    return node?.kind === 'source' ? [node] : [];
  });
}

function sinkTopics(plan: TopologyPlan, group: NodeGroup): string[] {
  const sinks = group.nodes
    .map((name) => plan.nodes.get(name))
    .filter((node): node is PlanSink => node?.kind === 'sink');
  return sinks.flatMap(({ topic }) => (typeof topic === 'string' ? [topic] : []));
}

function repartitionTopic(
  plan: TopologyPlan,
  topic: string,
  { replicationFactor }: InternalTopicOptions,
): StreamsInternalTopic {
  const partitions = plan.internalTopics.get(topic)?.partitions ?? 0;
  return { name: plan.topicName(topic), partitions, replicationFactor, topicConfigs: REPARTITION_CONFIGS };
}

/** Of the stores whose changes are written to a topic of their own. */
function changelogsOf(
  plan: TopologyPlan,
  group: NodeGroup,
  { replicationFactor }: InternalTopicOptions,
): StreamsInternalTopic[] {
  const stores = new Set(group.nodes.flatMap((node) => [...(plan.storesOf.get(node) ?? [])]));
  const topics: StreamsInternalTopic[] = [];
  for (const name of stores) {
    const store = plan.stores.get(name);
    if (store === undefined || store.changelog?.sourceTopic !== null) continue;
    const topicConfigs = { ...CHANGELOG_CONFIGS, ...store.changelog.configs };
    topics.push({ name: plan.changelogTopic(store)!, partitions: 0, replicationFactor, topicConfigs });
  }
  return topics;
}

/** By the broker's names. */
function copartitionGroups(plan: TopologyPlan, group: NodeGroup): string[][] {
  const own = new Set(group.nodes);
  const groups = plan.copartitioned.filter((sources) => sources.some((source) => own.has(source)));
  return groups.map((sources) =>
    sources.flatMap((source) => {
      const node = plan.nodes.get(source);
      return node?.kind === 'source' ? node.topics.map((topic) => plan.topicName(topic)) : [];
    }),
  );
}
