/**
 * A topology out of single nodes (Kafka's Processor API): sources, processors and sinks by name, and the stores that
 * processors use. Nodes are handed on as what they are and not by their names, so that what does not fit is told by the types.
 */
import type { SyncSerde } from '#serde';
import { type ForwardOptions, ProcessNode, type Processor, type TaskAccess } from '../operators/process.ts';
import type { Partitioner, Partitions, TopicChooser } from '../plan/plan-nodes.ts';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import type { StateStore } from '../stores/state-store.ts';
import type { Graph } from './graph.ts';
import { storeAccess } from './process.ts';
import type { StoreDefinition, StoreDefinitions, StoresOf } from './store-definitions.ts';
import { Stream } from './stream.ts';

/** A node of a topology, and what it forwards. */
export class TopologyNode<K, V> {
  readonly graph: Graph;
  readonly name: string;
  /** For the types alone. */
  declare protected readonly record: readonly [K, V];

  constructor(graph: Graph, name: string) {
    this.graph = graph;
    this.name = name;
  }
}

/** Nodes, or streams of the fluent builder. */
export type Parent<K, V> = TopologyNode<K, V> | Stream<K, V>;
export type Parents<K, V> = Parent<K, V> | readonly Parent<K, V>[];

export interface AddProcessorOptions<K, V, L, W, D extends StoreDefinitions> {
  readonly parents: Parents<K, V>;
  /** What the processor keeps, by the names under which it finds it in its context. */
  readonly stores?: D;
  /** Of the keys that it forwards, for their type alone: that of its parents' where absent. */
  readonly key?: SyncSerde<L>;
  /** The same of the values. */
  readonly value?: SyncSerde<W>;
  /** What becomes of a record that fails in it; what the topology says where absent. */
  readonly onError?: ErrorHandler;
}

export interface AddSinkOptions<K, V> {
  readonly parents: Parents<K, V>;
  /** By name, or chosen for each record; it has to exist. */
  readonly topic: string | TopicChooser<K, V>;
  readonly key: SyncSerde<K>;
  readonly value: SyncSerde<V>;
  /** The partition of each record, or several or none of them; by the hash of its key where absent or null. */
  readonly partitioner?: (topic: string, key: K, value: V, partitionCount: number) => Partitions;
  readonly onError?: ErrorHandler;
}

/** What a processor has of its task, and where its records go. */
export interface NodeProcessorContext<D extends StoreDefinitions, L, W> extends TaskAccess {
  readonly stores: StoresOf<D>;
  /** A store that was added and connected otherwise, or one of the global ones, which are for reading. */
  store<S extends StateStore>(this: void, definition: StoreDefinition<S>): S;
  /** To all children, or to the one that the options name, at once. */
  forward(this: void, key: L, value: W, options?: ForwardOptions): void;
}

export function addProcessor<K, V, L, W, D extends StoreDefinitions>(
  graph: Graph,
  name: string,
  options: AddProcessorOptions<K, V, L, W, D>,
  create: (context: NodeProcessorContext<D, L, W>) => Processor<K, V>,
): TopologyNode<L, W> {
  const parents = namesOf(options.parents);
  const { stores, onError } = options;
  graph.handleErrors(onError, [name]);
  graph.add((plan) => {
    plan.addProcessor({ name, parents, create: () => processNode(stores, create) });
    for (const definition of Object.values(stores ?? {})) graph.connect(plan, definition, [name]);
  });
  return new TopologyNode<L, W>(graph, name);
}

export function addSink<K, V>(graph: Graph, name: string, options: AddSinkOptions<K, V>): void {
  const { topic, key, value, partitioner, onError } = options;
  const parents = namesOf(options.parents);
  graph.handleErrors(onError, [name]);
  graph.add((plan) =>
    plan.addSink({
      name,
      parents,
      topic: topic as string | TopicChooser,
      keySerde: key.forKeys,
      valueSerde: value,
      partitioner: (partitioner ?? null) as Partitioner | null,
    }),
  );
}

export interface StoreTopic<K, V> {
  readonly topic: string;
  readonly key: SyncSerde<K>;
  readonly value: SyncSerde<V>;
  /** Of the processor; the source has it with `-source`. */
  readonly name?: string;
  readonly onError?: ErrorHandler;
}

/** Of a processor that fills one store with a topic, and forwards nothing. */
export interface StoreProcessorContext<S extends StateStore> extends TaskAccess {
  readonly store: S;
}

/** A store of a topic's records as a processor puts them there: whole at every instance where it is global. */
export function addStoreOfTopic<K, V, S extends StateStore>(
  graph: Graph,
  definition: StoreDefinition<S>,
  { isGlobal, ...topic }: StoreTopic<K, V> & { readonly isGlobal: boolean },
  create: (context: StoreProcessorContext<S>) => Processor<K, V>,
): void {
  const source = graph.partName(topic.name, '-source', 'KSTREAM-SOURCE-');
  const name = graph.nodeName('KTABLE-SOURCE-', topic.name);
  graph.handleErrors(topic.onError, [source, name]);
  const planned = {
    name: source,
    topics: [topic.topic],
    keySerde: topic.key.forKeys,
    valueSerde: topic.value,
    timestampExtractor: null,
    offsetReset: 'earliest',
  } as const;
  const stores = { store: definition };
  const changelog = isGlobal ? null : { configs: {}, sourceTopic: topic.topic };
  const store = graph.define(definition, { ...graph.storeOf(definition), changelog });
  const node = (): ProcessNode =>
    processNode<K, V, never, never, typeof stores>(stores, ({ stores: opened, ...access }) =>
      create({ ...access, store: opened.store }),
    );
  graph.add((plan) => {
    const processor = { kind: 'processor', name, parents: [source], create: node } as const;
    if (isGlobal) plan.addGlobalStore({ store, source: { kind: 'source', ...planned }, processor });
    else {
      plan.addSource(planned);
      plan.addProcessor(processor);
      // What the processor has put there comes back from the topic itself.
      plan.addStore(store, [name]);
    }
  });
}

function processNode<K, V, L, W, D extends StoreDefinitions>(
  definitions: D | undefined,
  create: (context: NodeProcessorContext<D, L, W>) => Processor<K, V>,
): ProcessNode {
  return new ProcessNode((node, access) =>
    create({
      ...access,
      ...storeAccess(definitions, (store) => node.store(store)),
      forward: (key, value, forwarded) => node.emit(key, value, forwarded),
    }),
  );
}

function namesOf<K, V>(parents: Parents<K, V>): string[] {
  return [parents].flat().map((parent) => (parent instanceof Stream ? parent.place.node : parent.name));
}
