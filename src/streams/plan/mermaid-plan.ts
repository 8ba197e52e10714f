/** A plan as a flowchart in Mermaid, for documents that draw it: topics, nodes by sub-topology, and the stores that they use. */
import { type NodeGroup, nodeGroups } from './node-groups.ts';
import type { PlanNode } from './plan-nodes.ts';
import { patternText } from './topic-pattern.ts';
import type { TopologyPlan } from './topology-plan.ts';

/** Ids of what is drawn, in the order in which it was met; names may hold what Mermaid reads as something else. */
class Ids {
  readonly #ids = new Map<string, string>();

  of(kind: 'node' | 'store' | 'topic', name: string): string {
    const known = this.#ids.get(`${kind} ${name}`) ?? `${kind}${this.#ids.size}`;
    this.#ids.set(`${kind} ${name}`, known);
    return known;
  }
}

export function mermaidPlan(plan: TopologyPlan): string {
  const ids = new Ids();
  const groups = nodeGroups(plan).flatMap((group) => groupLines(plan, group, ids));
  const edges = [...plan.nodes.values()].flatMap((node) => edgeLines(plan, node, ids));
  return ['flowchart TD', ...groups, ...topicLines(plan, ids), ...edges].map((line) => `${line}\n`).join('');
}

function groupLines(plan: TopologyPlan, { id, nodes, isGlobal }: NodeGroup, ids: Ids): string[] {
  const own = new Set(nodes);
  const inOrder = [...plan.nodes.keys()].filter((name) => own.has(name));
  const stores = new Set(inOrder.flatMap((name) => [...(plan.storesOf.get(name) ?? [])]));
  const isOwn = (store: string): boolean => plan.globalStores.has(store) === isGlobal;
  return [
    `  subgraph sub${id}["Sub-topology ${id}${isGlobal ? ', global' : ''}"]`,
    ...inOrder.map((name) => `    ${ids.of('node', name)}["${quoted(name)}"]`),
    ...[...stores].filter(isOwn).map((store) => `    ${ids.of('store', store)}[("${quoted(store)}")]`),
    '  end',
  ];
}

function topicLines(plan: TopologyPlan, ids: Ids): string[] {
  const topics = new Set([...plan.nodes.values()].flatMap(topicsOf));
  return [...topics].map((topic) => `  ${ids.of('topic', topic)}[/"${quoted(plan.topicName(topic))}"/]`);
}

function edgeLines(plan: TopologyPlan, node: PlanNode, ids: Ids): string[] {
  const own = ids.of('node', node.name);
  const topics = topicsOf(node).map((topic) => ids.of('topic', topic));
  const from = plan.parentsOf(node.name).map((parent) => `  ${ids.of('node', parent)} --> ${own}`);
  const stores = [...(plan.storesOf.get(node.name) ?? [])].map((store) => `  ${own} -.- ${ids.of('store', store)}`);
  if (node.kind === 'source') return topics.map((topic) => `  ${topic} --> ${own}`);
  return [...from, ...stores, ...topics.map((topic) => `  ${own} --> ${topic}`)];
}

/** A sink whose topic is chosen for each record has one that is called so. */
function topicsOf(node: PlanNode): readonly string[] {
  if (node.kind === 'processor') return [];
  if (node.kind === 'source') return node.pattern === undefined ? node.topics : [patternText(node.pattern)];
  return [typeof node.topic === 'string' ? node.topic : `chosen by ${node.name}`];
}

function quoted(name: string): string {
  return name.replaceAll('"', '#quot;');
}
