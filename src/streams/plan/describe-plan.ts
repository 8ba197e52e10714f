/** A plan as text, letter by letter what Java's `Topology.describe()` prints for the same one. */
import { javaHashOrder } from './java-hash-order.ts';
import { JavaTreeSet } from './java-tree-set.ts';
import { type NodeGroup, nodeGroups } from './node-groups.ts';
import type { PlanNode, PlanSource } from './plan-nodes.ts';
import { patternText } from './topic-pattern.ts';
import type { TopologyPlan } from './topology-plan.ts';

/** A node among those of its group. Its weight grows while the group is put together, and decides its place. */
interface Described {
  readonly node: PlanNode;
  weight: number;
  readonly predecessors: JavaTreeSet<Described>;
  readonly successors: JavaTreeSet<Described>;
}

export function describePlan(plan: TopologyPlan): string {
  const texts = nodeGroups(plan).map((group) => `  ${groupText(plan, group)}`);
  return `Topologies:\n ${texts.join('')}`;
}

function groupText(plan: TopologyPlan, group: NodeGroup): string {
  const sorted = [...describeNodes(plan, group).values()].sort(byWeight);
  const nodes = sorted.map((described) => `    ${nodeText(plan, described)}\n`).join('');
  return group.isGlobal
    ? `Sub-topology: ${group.id} for global store (will not generate tasks)\n${nodes}`
    : `Sub-topology: ${group.id}\n${nodes}\n`;
}

function describeNodes(plan: TopologyPlan, { nodes }: NodeGroup): Map<string, Described> {
  const described = new Map<string, Described>();
  for (const name of javaHashOrder(javaHashOrder(nodes))) {
    described.set(name, {
      node: plan.nodes.get(name)!,
      weight: 1,
      predecessors: new JavaTreeSet(byWeight),
      successors: new JavaTreeSet(byWeight),
    });
  }
  for (const [name, one] of described) {
    for (const parent of plan.parentsOf(name)) {
      const predecessor = described.get(parent)!;
      one.predecessors.add(predecessor);
      predecessor.successors.add(one);
      addWeight(predecessor, one.weight);
    }
  }
  return described;
}

function addWeight(described: Described, weight: number): void {
  described.weight += weight;
  for (const predecessor of described.predecessors) addWeight(predecessor, weight);
}

function byWeight(one: Described, other: Described): number {
  if (one.weight !== other.weight) return other.weight - one.weight;
  return one.node.name < other.node.name ? -1 : one.node.name === other.node.name ? 0 : 1;
}

function nodeText(plan: TopologyPlan, { node, predecessors, successors }: Described): string {
  const to = `\n      --> ${namesOf(successors)}`;
  const from = `\n      <-- ${namesOf(predecessors)}`;
  switch (node.kind) {
    case 'source':
      return `Source: ${node.name} (topics: ${topicsText(node)})${to}`;
    case 'sink':
      return typeof node.topic === 'string'
        ? `Sink: ${node.name} (topic: ${node.topic})${from}`
        : `Sink: ${node.name} (extractor class: ${node.topic.name || 'function'})${from}`;
    case 'processor':
      return `Processor: ${node.name} (stores: ${listText(plan.storesOf.get(node.name) ?? [])})${to}${from}`;
  }
}

function topicsText({ topics, pattern }: PlanSource): string {
  return pattern === undefined ? listText(topics) : patternText(pattern);
}

function listText(names: Iterable<string>): string {
  return `[${javaHashOrder(names).join(', ')}]`;
}

function namesOf(nodes: Iterable<Described>): string {
  const names = Array.from(nodes, ({ node }) => node.name);
  return names.length === 0 ? 'none' : names.join(', ');
}
