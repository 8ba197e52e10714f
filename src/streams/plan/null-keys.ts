/**
 * Which repartition topics take records without a key: those with a join behind them that goes on with such a record, alone
 * (KIP-962). Into any other topic they do not go, since whoever is divided by keys can do nothing with them.
 */
import type { TopologyPlan } from './topology-plan.ts';

/** Whether behind a node, topics of the application included, a join takes records without a key. */
export function needsNullKeys(plan: TopologyPlan, from: string): boolean {
  const children = childrenOf(plan);
  const seen = new Set<string>([from]);
  for (const name of seen) {
    for (const child of children.get(name) ?? []) {
      const node = plan.nodes.get(child);
      if (node?.kind === 'processor' && node.takesNullKeys === true) return true;
      seen.add(child);
    }
  }
  return false;
}

/** What a node feeds: its children, and for a sink the sources that read its topic. */
function childrenOf(plan: TopologyPlan): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  const add = (parent: string, child: string): void => {
    const others = children.get(parent);
    if (others === undefined) children.set(parent, [child]);
    else others.push(child);
  };
  const readers = new Map<string, string>();
  for (const node of plan.nodes.values()) {
    if (node.kind === 'source') for (const topic of node.topics) readers.set(topic, node.name);
  }
  for (const node of plan.nodes.values()) {
    for (const parent of plan.parentsOf(node.name)) add(parent, node.name);
    if (node.kind !== 'sink' || typeof node.topic !== 'string' || !plan.internalTopics.has(node.topic)) continue;
    const reader = readers.get(node.topic);
    if (reader !== undefined) add(node.name, reader);
  }
  return children;
}
