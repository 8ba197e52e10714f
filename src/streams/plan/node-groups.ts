/**
 * Which nodes belong together: all that feed each other or share a store make a sub-topology, which runs as one task per
 * partition. Numbered as Kafka does it: in the order in which their first nodes were added.
 */
import type { TopologyPlan } from './topology-plan.ts';

export interface NodeGroup {
  readonly id: number;
  /** In the order in which Kafka put them together. */
  readonly nodes: readonly string[];
  /** It fills global stores, and becomes no task. */
  readonly isGlobal: boolean;
}

export function nodeGroups(plan: TopologyPlan): NodeGroup[] {
  const rootOf = groupByUse(plan);
  const byRoot = new Map<string, string[]>();
  for (const name of plan.nodes.keys()) {
    const root = rootOf(name);
    const group = byRoot.get(root);
    if (group === undefined) byRoot.set(root, [name]);
    else group.push(name);
  }
  const globalSources = new Set([...plan.globalStores.values()].map(({ source }) => source.name));
  return [...byRoot.values()].map((nodes, id) => ({
    id,
    nodes,
    isGlobal: nodes.some((name) => globalSources.has(name)),
  }));
}

/** Union and find over names; a global store joins nobody to anybody. */
function groupByUse(plan: TopologyPlan): (name: string) => string {
  const parents = new Map<string, string>();
  const root = (name: string): string => {
    let at = name;
    for (let up = parents.get(at); up !== undefined; up = parents.get(at)) at = up;
    return at;
  };
  const unite = (one: string, other: string): void => {
    const [from, to] = [root(one), root(other)];
    if (from !== to) parents.set(from, to);
  };
  for (const name of plan.nodes.keys()) for (const parent of plan.parentsOf(name)) unite(name, parent);
  const firstUser = new Map<string, string>();
  for (const [processor, stores] of plan.storesOf) {
    for (const store of stores) {
      if (plan.globalStores.has(store)) continue;
      const first = firstUser.get(store);
      if (first === undefined) firstUser.set(store, processor);
      else unite(first, processor);
    }
  }
  return root;
}
