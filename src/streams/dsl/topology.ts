/** Where a topology begins: its sources, and what comes of it (Kafka's StreamsBuilder). */
import { KafkaError } from '#kernel';
import type { SyncSerde } from '#serde';
import { describePlan } from '../plan/describe-plan.ts';
import { type Optimization, OPTIMIZATIONS } from '../plan/optimize-plan.ts';
import { mermaidPlan } from '../plan/mermaid-plan.ts';
import type { PlanStore, TimestampExtractor } from '../plan/plan-nodes.ts';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import { wholeNames } from '../plan/topic-pattern.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import { StreamsApplication } from '../application/streams-application.ts';
import type { StreamsOptions } from '../application/streams-options.ts';
import type { Processor } from '../operators/process.ts';
import type { StateStore } from '../stores/state-store.ts';
import { TableSource } from '../operators/table-source.ts';
import { type TestDriverOptions, TopologyTestDriver } from '../testing/topology-test-driver.ts';
import { GlobalTable } from './global-table.ts';
import { Graph, type Naming } from './graph.ts';
import { keptRows } from './kept.ts';
import type { Materialized, StoreFormat, StoreType } from './materialized.ts';
import { type OffsetReset, offsetResetText, plannedOffsetReset } from './offset-reset.ts';
import {
  addProcessor,
  type AddProcessorOptions,
  addSink,
  type AddSinkOptions,
  addStoreOfTopic,
  type NodeProcessorContext,
  type StoreProcessorContext,
  type StoreTopic,
  TopologyNode,
} from './processor-topology.ts';
import type { StoreDefinition, StoreDefinitions } from './store-definitions.ts';
import { Stream } from './stream.ts';
import { Table } from './table.ts';

export interface TopologyOptions {
  /** `java`: stores and topics without a name get the one that Kafka Streams would give them. */
  readonly naming?: Naming;
  /** Where stores that do not say it themselves have their rows; `memory` where absent. */
  readonly stores?: StoreType;
  /**
   * `headers`: rows of tables, aggregations and windows have the headers of the records that they came with, where their
   * operators do not say otherwise (`headers: false`). `default` where absent: they have none.
   */
  readonly storeFormat?: StoreFormat;
  /**
   * What becomes of a record that cannot be read, processed or written, where its operator does not say otherwise: `fail`,
   * which is the default, `skip`, `dlq(topic)`, or a function that answers one of them.
   */
  readonly onError?: ErrorHandler;
  /**
   * What is done with fewer topics and stores than operators ask for, under Kafka's names; `all` of them, none where absent.
   * A running application keeps what it has: with other topics and stores it is another one.
   */
  readonly optimize?: 'all' | readonly Optimization[];
}

export interface DescribeOptions {
  /** `kafka` where absent. */
  readonly format?: 'kafka' | 'mermaid';
}

export interface SourceOptions<K, V> {
  readonly key: SyncSerde<K>;
  readonly value: SyncSerde<V>;
  /** Of the node. */
  readonly name?: string;
  /** Which time a record has; its own where absent. */
  readonly timestamp?: TimestampExtractor;
  /** Where reading begins without a committed offset, or at one that is gone; `earliest` where nothing is said. */
  readonly offsetReset?: OffsetReset;
  /** What becomes of records that cannot be read; what the topology says where absent. */
  readonly onError?: ErrorHandler;
}

export type TableOptions<K, V> = SourceOptions<K, V> &
  Pick<Materialized<K, V>, 'store' | 'type' | 'versioned' | 'headers' | 'logged' | 'changelogConfigs'>;

export class Topology {
  readonly #graph: Graph;
  /** Of streams whose topics others read already. */
  #repetitions = 0;

  /** `applicationId`: begins the names of its group, its internal topics and its transactions. */
  constructor(applicationId: string, options: TopologyOptions = {}) {
    const { naming = 'explicit', stores = 'memory', storeFormat = 'default', onError, optimize = [] } = options;
    const optimizations = new Set(optimize === 'all' ? OPTIMIZATIONS : optimize);
    for (const one of optimizations) {
      if (OPTIMIZATIONS.includes(one)) continue;
      throw new KafkaError('INVALID_CONFIG', `There is no optimization ${one}: these are ${OPTIMIZATIONS.join(', ')}`);
    }
    this.#graph = new Graph(applicationId, { naming, stores, storeFormat, onError, optimizations });
  }

  get applicationId(): string {
    return this.#graph.applicationId;
  }

  /**
   * The records of topics, by name; asked for once more the same topics are read once, with the serdes of the first time. Or
   * of all topics whose whole names a pattern matches: a group of the streams protocol takes none, so that such a topology
   * has its description and its test driver, and cannot be started.
   */
  stream<K, V>(topics: string | readonly string[] | RegExp, options: SourceOptions<K, V>): Stream<K, V> {
    const own = this.#graph.nodeName('KSTREAM-SOURCE-', options.name);
    const name = this.#graph.sourceOf(topics, { name: own, offsetReset: offsetResetText(options.offsetReset) });
    const isNew = name === own;
    if (isNew) this.#addSource(name, topics, options);
    return new Stream<K, V>(this.#graph, {
      node: name,
      sources: [name],
      key: options.key,
      value: options.value,
      isRepartitionRequired: false,
      ...(isNew ? {} : { repetition: ++this.#repetitions }),
    });
  }

  /** The latest value of each key of a topic. */
  table<K, V>(topic: string, options: TableOptions<K, V>): Table<K, V> {
    const graph = this.#graph;
    const isNamed = typeof options.store === 'string';
    // Without a name it has a store all the same as soon as somebody looks at its rows: called as Kafka would call it.
    const storeName = options.store ?? graph.generated(`${topic}-STATE-STORE-`);
    const source = graph.partName(options.name, '-source', 'KSTREAM-SOURCE-');
    const name = graph.nodeName('KTABLE-SOURCE-', options.name);
    const operator = new TableSource(storeName, isNamed, options.versioned !== undefined);
    this.#addSource(source, [topic], options);
    graph.add((plan) => {
      plan.addProcessor({ name, parents: [source], create: () => operator.create() });
      if (operator.isMaterialized) {
        const rows = this.#rows(storeName, options);
        // Its source topic has all that a changelog would have.
        const changelog = graph.reusesSourceTopics ? { configs: {}, sourceTopic: topic } : rows.changelog;
        plan.addStore({ ...rows, changelog }, [name]);
      }
    });
    return new Table<K, V>(graph, {
      node: name,
      sources: [source],
      key: options.key,
      value: options.value,
      operator,
      storeName: isNamed ? storeName : null,
    });
  }

  /** All of a topic's partitions at every instance; its rows are there before anything is processed. */
  globalTable<K, V>(
    topic: string,
    options: Omit<TableOptions<K, V>, 'versioned' | 'type' | 'offsetReset'>,
  ): GlobalTable<K, V> {
    const graph = this.#graph;
    const storeName = graph.storeName(`${topic}-`, options.store, `globalTable('${topic}')`);
    const source = graph.partName(options.name, '-source', 'KSTREAM-SOURCE-');
    const name = graph.nodeName('KTABLE-SOURCE-', options.name);
    const operator = new TableSource(storeName, true);
    const { key: keySerde, value: valueSerde } = options;
    graph.handleErrors(options.onError, [source, name]);
    graph.add((plan) =>
      plan.addGlobalStore({
        store: this.#rows(storeName, { ...options, type: 'memory', logged: false }),
        source: {
          kind: 'source',
          name: source,
          topics: [topic],
          keySerde: keySerde.forKeys,
          valueSerde,
          timestampExtractor: options.timestamp ?? null,
          offsetReset: 'earliest',
        },
        processor: { kind: 'processor', name, parents: [source], create: () => operator.create() },
      }),
    );
    return new GlobalTable<K, V>(this.#graph, storeName);
  }

  /** A source of a topology out of single nodes; topics as in `stream`. */
  addSource<K, V>(
    name: string,
    options: Omit<SourceOptions<K, V>, 'name'> & { readonly topics: string | readonly string[] | RegExp },
  ): TopologyNode<K, V> {
    this.#addSource(name, options.topics, options);
    return new TopologyNode<K, V>(this.#graph, name);
  }

  /**
   * A processor of a topology out of single nodes, made for each task by `create`: it has stores, forwards any number of
   * records at any time, to all of its children or to one of them, and sets timers.
   */
  addProcessor<K, V, L = K, W = V, D extends StoreDefinitions = Record<string, never>>(
    name: string,
    options: AddProcessorOptions<K, V, L, W, D>,
    create: (context: NodeProcessorContext<D, L, W>) => Processor<K, V>,
  ): TopologyNode<L, W> {
    return addProcessor(this.#graph, name, options, create);
  }

  /** Into a topic. */
  addSink<K, V>(name: string, options: AddSinkOptions<K, V>): void {
    addSink(this.#graph, name, options);
  }

  /** A store for processors that find it by its definition. One that nobody is connected with is not there at all. */
  addStateStore(definition: StoreDefinition, ...processors: readonly TopologyNode<unknown, unknown>[]): void {
    const names = processors.map(({ name }) => name);
    this.#graph.add((plan) => this.#graph.connect(plan, definition, names));
  }

  /** Processors with stores that were added; they become one sub-topology by that. */
  connectProcessorAndStateStores(
    processor: TopologyNode<unknown, unknown>,
    ...definitions: readonly StoreDefinition[]
  ): void {
    this.#graph.add((plan) => {
      for (const definition of definitions) this.#graph.connect(plan, definition, [processor.name]);
    });
  }

  /**
   * A store that is whole at every instance, filled from all partitions of a topic by a processor of one's own before anything
   * is processed. It has no changelog, forwards nothing, and whoever reads it needs no connection.
   */
  addGlobalStore<K, V, S extends StateStore>(
    definition: StoreDefinition<S>,
    topic: StoreTopic<K, V>,
    create: (context: StoreProcessorContext<S>) => Processor<K, V>,
  ): void {
    addStoreOfTopic(this.#graph, definition, { ...topic, isGlobal: true }, create);
  }

  /**
   * A store of the task's own partition of a topic, which is its changelog (KIP-813): nobody else writes it. The processor
   * has to put records there as they are, since a store that is restored gets them without it.
   */
  addReadOnlyStateStore<K, V, S extends StateStore>(
    definition: StoreDefinition<S>,
    topic: StoreTopic<K, V>,
    create: (context: StoreProcessorContext<S>) => Processor<K, V>,
  ): void {
    addStoreOfTopic(this.#graph, definition, { ...topic, isGlobal: false }, create);
  }

  /** The physical plan: what tasks run, and what SQL or a test can look at. */
  build(): TopologyPlan {
    return this.#graph.build();
  }

  /**
   * Runs the topology on a cluster, as one of the instances of its application. Resolves when global tables are filled and
   * the threads have begun to join; `running()` of what it answers waits for the rest. Rejects with INVALID_CONFIG, with
   * STATE_DIRECTORY_LOCKED where another instance has its directory, or with what else kept it from starting.
   */
  async start(options: StreamsOptions): Promise<StreamsApplication> {
    return StreamsApplication.start(this.build(), options);
  }

  /** The topology without a broker, for tests. */
  testDriver(options?: TestDriverOptions): TopologyTestDriver {
    return new TopologyTestDriver(this.build(), options);
  }

  /** As text: in the form of Kafka's `Topology.describe()`, or as a flowchart in Mermaid. */
  describe({ format = 'kafka' }: DescribeOptions = {}): string {
    return format === 'mermaid' ? mermaidPlan(this.build()) : describePlan(this.build());
  }

  #addSource<K, V>(name: string, topics: string | readonly string[] | RegExp, options: SourceOptions<K, V>): void {
    const { key, value, timestamp, offsetReset, onError } = options;
    const reset = plannedOffsetReset(offsetReset, name);
    this.#graph.handleErrors(onError, [name]);
    this.#graph.add((plan) =>
      plan.addSource({
        name,
        ...(topics instanceof RegExp ? { topics: [], pattern: wholeNames(topics) } : { topics: [topics].flat() }),
        keySerde: key.forKeys,
        valueSerde: value,
        timestampExtractor: timestamp ?? null,
        offsetReset: reset,
      }),
    );
  }

  #rows<K, V>(storeName: string, options: TableOptions<K, V>): PlanStore {
    const { key, value } = options;
    return keptRows(this.#graph, { storeName, key, value, options, operator: 'table' });
  }
}
