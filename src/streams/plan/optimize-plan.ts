/**
 * What Kafka Streams calls topology optimization, on a plan whose nodes are all there. Repartition topics behind one operator
 * that changes keys become one (`merge.repartition.topics`), and a stream that is joined with itself keeps its records once
 * (`single.store.self.join`). That tables have their source topics for changelogs is decided where their stores are planned.
 */
import type { Node } from '../runtime/node.ts';
import type { PlanNode, PlanSerde } from './plan-nodes.ts';
import type { TopologyPlan } from './topology-plan.ts';

/** Under Kafka's names (`topology.optimization`). */
export type Optimization = 'reuse.ktable.source.topics' | 'merge.repartition.topics' | 'single.store.self.join';

export const OPTIMIZATIONS: readonly Optimization[] = [
  'reuse.ktable.source.topics',
  'merge.repartition.topics',
  'single.store.self.join',
];

/** A repartition topic that the builder made by itself, with the nodes before and behind it. */
export interface PlannedRepartition {
  readonly topic: string;
  readonly filter: string;
  readonly sink: string;
  readonly source: string;
  readonly keySerde: PlanSerde;
  readonly valueSerde: PlanSerde;
  /** Leaves out records that cannot be divided, as the node of that name. */
  createFilter(this: void, name: string): Node;
}

/** A join of two streams, which may be one and the same. */
export interface PlannedStreamJoin {
  readonly windowed: { readonly left: string; readonly right: string };
  readonly sides: readonly string[];
  readonly merge: string;
  /** Of the left side's records. */
  readonly store: string;
  /** Those that a join with itself does without. */
  readonly otherStores: readonly string[];
  createSelfJoin(this: void): Node;
}

/** What operators have told of themselves while they were planned. */
export class OptimizationHints {
  readonly keyChanging: Set<string> = new Set();
  readonly valueChanging: Set<string> = new Set();
  readonly merges: string[] = [];
  readonly repartitions: PlannedRepartition[] = [];
  readonly streamJoins: PlannedStreamJoin[] = [];
}

export function optimizePlan(plan: TopologyPlan, optimizations: ReadonlySet<Optimization>): void {
  if (optimizations.has('merge.repartition.topics')) new RepartitionMerger(plan).run();
  if (optimizations.has('single.store.self.join'))
    for (const join of plan.hints.streamJoins) rewriteSelfJoin(plan, join);
}

/** One node and one store less for each side, where both sides are the same (Kafka's `rewriteSingleStoreSelfJoin`). */
function rewriteSelfJoin(plan: TopologyPlan, join: PlannedStreamJoin): void {
  const { windowed, sides, merge, store, otherStores, createSelfJoin } = join;
  if (plan.parentsOf(windowed.left).join() !== plan.parentsOf(windowed.right).join()) return;
  const gone = new Set([windowed.right, ...sides]);
  // What goes into the topic before it stays the same, also where there is nothing any more that a record without a key would meet.
  const [side] = sides.map((name) => plan.nodes.get(name));
  const takesNullKeys = side?.kind === 'processor' && side.takesNullKeys === true;
  const nodes = [...plan.nodes.values()].filter(({ name }) => !gone.has(name));
  plan.rewrite(
    nodes.map((node): PlanNode => {
      if (node.name !== merge || node.kind !== 'processor') return node;
      return { ...node, parents: [windowed.left], takesNullKeys, create: createSelfJoin };
    }),
  );
  for (const other of otherStores) plan.stores.delete(other);
  plan.storesOf.set(windowed.left, new Set([store]));
  plan.storesOf.set(merge, new Set([store]));
}

/** Kafka's `InternalStreamsBuilder.mergeRepartitionTopics`. */
class RepartitionMerger {
  readonly #plan: TopologyPlan;
  /** By operator that changes keys, in the order in which they were added: the topics that are needed because of it. */
  readonly #behind = new Map<string, Set<PlannedRepartition>>();

  constructor(plan: TopologyPlan) {
    this.#plan = plan;
  }

  run(): void {
    this.#findKeyChangers();
    this.#regardMerges();
    for (const [operator, repartitions] of this.#behind) {
      if (repartitions.size > 0) this.#merge(operator, [...repartitions]);
    }
  }

  #findKeyChangers(): void {
    const { nodes, hints } = this.#plan;
    const byFilter = new Map(hints.repartitions.map((one) => [one.filter, one]));
    for (const name of nodes.keys()) {
      if (hints.keyChanging.has(name)) this.#behind.set(name, new Set());
      const repartition = byFilter.get(name);
      if (repartition === undefined) continue;
      const changes = (node: string): boolean => hints.keyChanging.has(node) || hints.valueChanging.has(node);
      const changer = this.#upwards(name, changes);
      // Values that changed in between would have to be written as they were before.
      if (changer !== null && hints.keyChanging.has(changer)) this.#behind.get(changer)!.add(repartition);
    }
  }

  /** Topics behind streams that were merged are merged behind that. */
  #regardMerges(): void {
    const found = this.#plan.hints.merges.map((merge): [string, string[]] => {
      const isBehind = ({ filter }: PlannedRepartition): boolean => this.#childOf(merge, filter) !== null;
      const changers = [...this.#behind].filter(
        ([changer, repartitions]) => [...repartitions].every(isBehind) && this.#childOf(changer, merge) !== null,
      );
      return [merge, changers.map(([changer]) => changer)];
    });
    const replaced = new Set<string>();
    for (const [merge, changers] of found) {
      const all = changers.flatMap((changer) => [...(this.#behind.get(changer) ?? [])]);
      for (const changer of changers) replaced.add(changer);
      this.#behind.set(merge, new Set(all));
    }
    for (const changer of replaced) this.#behind.delete(changer);
  }

  #merge(operator: string, repartitions: readonly PlannedRepartition[]): void {
    const plan = this.#plan;
    const [first] = repartitions;
    const { topic, keySerde, valueSerde, createFilter } = first!;
    const names = { filter: `${topic}-filter`, sink: `${topic}-sink`, source: `${topic}-source` };
    const old = new Set(repartitions.flatMap(({ filter, sink, source }) => [filter, sink, source]));
    // Where names are chosen the new nodes are called as some of the old ones are: until those are gone by another name.
    const source = `${names.source} of all`;
    for (const { filter, source: before } of repartitions) {
      const child = this.#childOf(operator, filter);
      if (child !== null) this.#reparent(child, operator, [source]);
      for (const node of this.#plan.nodes.keys()) this.#reparent(node, before, plan.parentsOf(filter));
      plan.internalTopics.delete(topic);
    }
    for (const { topic: one } of repartitions) plan.internalTopics.delete(one);
    plan.addInternalTopic({ name: topic, partitions: null });
    const serdes = { keySerde, valueSerde };
    const added: PlanNode[] = [
      { kind: 'processor', name: names.filter, parents: [operator], create: () => createFilter(names.filter) },
      { kind: 'sink', name: names.sink, parents: [names.filter], topic, partitioner: null, ...serdes },
      { kind: 'source', name: names.source, topics: [topic], timestampExtractor: null, offsetReset: null, ...serdes },
    ];
    const kept = [...plan.nodes.values()].filter(({ name }) => !old.has(name));
    plan.rewrite(kept.flatMap((node) => (node.name === operator ? [node, ...added] : [node])));
    for (const node of plan.nodes.keys()) this.#reparent(node, source, [names.source]);
    const gone = new Map(repartitions.map((one) => [one.source, names.source]));
    plan.renameCopartitioned(gone);
  }

  #reparent(name: string, from: string, to: readonly string[]): void {
    const node = this.#plan.nodes.get(name)!;
    if (node.kind === 'source' || !node.parents.includes(from)) return;
    const parents = [...new Set([...node.parents.filter((parent) => parent !== from), ...to])];
    this.#plan.nodes.set(name, { ...node, parents });
  }

  /** The node on the way up from `below` that is a child of `parent`. */
  #childOf(parent: string, below: string): string | null {
    return this.#upwards(below, (node) => this.#parentsOf(node).includes(parent));
  }

  /** Also through topics of the application's own. */
  #parentsOf(name: string): readonly string[] {
    const node = this.#plan.nodes.get(name);
    if (node?.kind !== 'source') return this.#plan.parentsOf(name);
    const own = new Set(node.topics.filter((topic) => this.#plan.internalTopics.has(topic)));
    if (own.size === 0) return [];
    return [...this.#plan.nodes.values()].flatMap((other) =>
      other.kind === 'sink' && typeof other.topic === 'string' && own.has(other.topic) ? [other.name] : [],
    );
  }

  /** The first node that fits: `from` itself, its parents one by one, each with all that is above it (`findParentNodeMatching`). */
  #upwards(from: string, fits: (node: string) => boolean): string | null {
    if (fits(from)) return from;
    for (const parent of this.#parentsOf(from)) {
      if (fits(parent)) return parent;
      const found = this.#upwards(parent, fits);
      if (found !== null) return found;
    }
    return null;
  }
}
