/**
 * A physical plan under construction (Kafka's InternalTopologyBuilder): nodes by name, what feeds what, the stores that
 * nodes use, and the topics that the application makes for itself. Whatever does not fit is refused at once, by name.
 */
import { KafkaError } from '#kernel';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import { OptimizationHints } from './optimize-plan.ts';
import { invalidTopicName } from './topic-name.ts';
import type { PlanInternalTopic, PlanNode, PlanProcessor, PlanSink, PlanSource, PlanStore } from './plan-nodes.ts';

export interface GlobalStorePlan {
  readonly store: PlanStore;
  readonly source: PlanSource;
  readonly processor: PlanProcessor;
}

export class TopologyPlan {
  readonly applicationId: string;
  /** In the order in which they were added, which is that of forwarding. */
  readonly nodes: Map<string, PlanNode> = new Map();
  readonly stores: Map<string, PlanStore> = new Map();
  /** By processor: the stores that it uses. */
  readonly storesOf: Map<string, Set<string>> = new Map();
  readonly globalStores: Map<string, GlobalStorePlan> = new Map();
  /** By name without the application's id. */
  readonly internalTopics: Map<string, PlanInternalTopic> = new Map();
  /** Sources whose topics have to have the same number of partitions. */
  readonly copartitioned: (readonly string[])[] = [];
  /** For those who look for a smaller plan that does the same. */
  readonly hints: OptimizationHints = new OptimizationHints();
  /** What becomes of errors in nodes that have no handler of their own. */
  readonly onError: ErrorHandler;
  /** By node. */
  readonly errorHandlers: Map<string, ErrorHandler> = new Map();
  readonly #sourceOfTopic = new Map<string, string>();

  constructor(applicationId: string, onError: ErrorHandler = 'fail') {
    if (applicationId === '') throw refused('an application needs an id');
    this.applicationId = applicationId;
    this.onError = onError;
  }

  addSource(source: Omit<PlanSource, 'kind'>): void {
    for (const topic of source.topics) {
      const other = this.#sourceOfTopic.get(topic) ?? this.matching(topic)?.name;
      if (other !== undefined) throw refused(`the topic ${topic} is read by ${other} already`);
      this.#sourceOfTopic.set(topic, source.name);
    }
    for (const [topic, other] of this.#sourceOfTopic) {
      if (source.pattern?.test(topic) === true) throw refused(`the topic ${topic} is read by ${other} already`);
    }
    this.#add({ ...source, kind: 'source' });
  }

  addProcessor(processor: Omit<PlanProcessor, 'kind'>, stores: readonly string[] = []): void {
    this.#add({ ...processor, kind: 'processor' });
    this.connect(processor.name, stores);
  }

  addSink(sink: Omit<PlanSink, 'kind'>): void {
    this.#add({ ...sink, kind: 'sink' });
  }

  /** A store of tasks; one of the same name that is there already is another one's mistake. */
  addStore(store: PlanStore, processors: readonly string[] = []): void {
    if (this.stores.has(store.name) || this.globalStores.has(store.name)) {
      throw refused(`there is a store ${store.name} already`);
    }
    if (store.changelog?.sourceTopic === null) this.#checkTopic(changelogTopic(this.applicationId, store.name));
    this.stores.set(store.name, store);
    for (const processor of processors) this.connect(processor, [store.name]);
  }

  /** A store that every task reads and one processor fills from whole topics. */
  addGlobalStore(plan: GlobalStorePlan): void {
    if (this.stores.has(plan.store.name) || this.globalStores.has(plan.store.name)) {
      throw refused(`there is a store ${plan.store.name} already`);
    }
    this.addSource(plan.source);
    this.#add(plan.processor);
    this.globalStores.set(plan.store.name, plan);
    this.connect(plan.processor.name, [plan.store.name]);
  }

  connect(processor: string, stores: readonly string[]): void {
    if (this.nodes.get(processor)?.kind !== 'processor') throw refused(`there is no processor ${processor}`);
    const used = this.storesOf.get(processor) ?? new Set();
    for (const store of stores) used.add(store);
    this.storesOf.set(processor, used);
  }

  addInternalTopic(topic: PlanInternalTopic): void {
    this.internalTopics.set(topic.name, topic);
    this.#checkTopic(this.topicName(topic.name));
  }

  copartition(sources: readonly string[]): void {
    this.copartitioned.push(sources);
  }

  /** These nodes instead of those that were there; parents stand before their children. */
  rewrite(nodes: readonly PlanNode[]): void {
    const names = new Set(nodes.map(({ name }) => name));
    for (const name of this.nodes.keys()) if (!names.has(name)) this.storesOf.delete(name);
    this.nodes.clear();
    for (const node of nodes) this.nodes.set(node.name, node);
  }

  /** Other sources, by their old names, among those that are divided alike. */
  renameCopartitioned(names: ReadonlyMap<string, string>): void {
    for (const [index, sources] of this.copartitioned.entries()) {
      this.copartitioned[index] = [...new Set(sources.map((source) => names.get(source) ?? source))];
    }
  }

  /** As it is called at the broker: internal topics carry the application's id. */
  topicName(name: string): string {
    return this.internalTopics.has(name) ? `${this.applicationId}-${name}` : name;
  }

  changelogTopic(store: PlanStore): string | null {
    if (store.changelog === null) return null;
    const { sourceTopic } = store.changelog;
    return sourceTopic === null ? changelogTopic(this.applicationId, store.name) : this.topicName(sourceTopic);
  }

  /** The source whose pattern a topic matches. */
  matching(topic: string): PlanSource | undefined {
    for (const node of this.nodes.values()) {
      if (node.kind === 'source' && node.pattern?.test(topic) === true) return node;
    }
    return undefined;
  }

  parentsOf(name: string): readonly string[] {
    const node = this.nodes.get(name);
    return node === undefined || node.kind === 'source' ? [] : node.parents;
  }

  /** Of a topic of the application's own, which brokers would refuse over and over. */
  #checkTopic(name: string): void {
    const problem = invalidTopicName(name);
    if (problem !== null) throw refused(`${problem}: it is made of the application's id and the name that you gave`);
  }

  #add(node: PlanNode): void {
    if (this.nodes.has(node.name)) throw refused(`there is a node ${node.name} already`);
    const parents = node.kind === 'source' ? [] : node.parents;
    for (const parent of parents) {
      if (!this.nodes.has(parent)) throw refused(`${node.name} has the parent ${parent}, which is no node`);
      if (this.nodes.get(parent)?.kind === 'sink')
        throw refused(`the sink ${parent} cannot have the child ${node.name}`);
    }
    this.nodes.set(node.name, node);
  }
}

/** Where a store's changes go (Kafka's ProcessorStateManager.storeChangelogTopic). */
export function changelogTopic(applicationId: string, store: string): string {
  return `${applicationId}-${store}-changelog`;
}

function refused(reason: string): KafkaError {
  return new KafkaError('INVALID_TOPOLOGY', `This topology cannot be built: ${reason}`);
}
