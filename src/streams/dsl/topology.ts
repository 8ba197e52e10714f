/** Where a topology begins: its sources, and what comes of it (Kafka's StreamsBuilder). */
import type { SyncSerde } from '#serde';
import { describePlan } from '../plan/describe-plan.ts';
import { mermaidPlan } from '../plan/mermaid-plan.ts';
import type { PlanStore, TimestampExtractor } from '../plan/plan-nodes.ts';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import { wholeNames } from '../plan/topic-pattern.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import { StreamsApplication } from '../application/streams-application.ts';
import type { StreamsOptions } from '../application/streams-options.ts';
import { TableSource } from '../operators/table-source.ts';
import { type TestDriverOptions, TopologyTestDriver } from '../testing/topology-test-driver.ts';
import { GlobalTable } from './global-table.ts';
import { Graph, type Naming } from './graph.ts';
import { keptRows } from './kept.ts';
import type { Materialized, StoreType } from './materialized.ts';
import { Stream } from './stream.ts';
import { Table } from './table.ts';

export interface TopologyOptions {
  /** `java`: stores and topics without a name get the one that Kafka Streams would give them. */
  readonly naming?: Naming;
  /** Where stores that do not say it themselves have their rows; `memory` where absent. */
  readonly stores?: StoreType;
  /**
   * What becomes of a record that cannot be read, processed or written, where its operator does not say otherwise: `fail`,
   * which is the default, `skip`, `dlq(topic)`, or a function that answers one of them.
   */
  readonly onError?: ErrorHandler;
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
  /** Where reading begins without committed offsets. */
  readonly offsetReset?: 'earliest' | 'latest';
  /** What becomes of records that cannot be read; what the topology says where absent. */
  readonly onError?: ErrorHandler;
}

export type TableOptions<K, V> = SourceOptions<K, V> &
  Pick<Materialized<K, V>, 'store' | 'type' | 'versioned' | 'logged' | 'changelogConfigs'>;

export class Topology {
  readonly #graph: Graph;

  /** `applicationId`: begins the names of its group, its internal topics and its transactions. */
  constructor(applicationId: string, { naming = 'explicit', stores = 'memory', onError }: TopologyOptions = {}) {
    this.#graph = new Graph(applicationId, { naming, stores, onError });
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
    const name = this.#graph.sourceOf(topics, { name: own, offsetReset: options.offsetReset ?? null });
    if (name === own) this.#addSource(name, topics, options);
    return new Stream<K, V>(this.#graph, {
      node: name,
      sources: [name],
      key: options.key,
      value: options.value,
      isRepartitionRequired: false,
    });
  }

  /** The latest value of each key of a topic. */
  table<K, V>(topic: string, options: TableOptions<K, V>): Table<K, V> {
    const graph = this.#graph;
    const isNamed = options.store !== undefined;
    // Without a name it has a store all the same as soon as somebody looks at its rows: called as Kafka would call it.
    const storeName = options.store ?? graph.generated(`${topic}-STATE-STORE-`);
    const source = graph.partName(options.name, '-source', 'KSTREAM-SOURCE-');
    const name = graph.nodeName('KTABLE-SOURCE-', options.name);
    const operator = new TableSource(storeName, isNamed, options.versioned !== undefined);
    this.#addSource(source, [topic], options);
    graph.add((plan) => {
      plan.addProcessor({ name, parents: [source], create: () => operator.create() });
      if (operator.isMaterialized) {
        plan.addStore(this.#rows(storeName, options), [name]);
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
  globalTable<K, V>(topic: string, options: Omit<TableOptions<K, V>, 'versioned' | 'type'>): GlobalTable<K, V> {
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
    return new GlobalTable<K, V>(storeName);
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
    this.#graph.handleErrors(onError, [name]);
    this.#graph.add((plan) =>
      plan.addSource({
        name,
        ...(topics instanceof RegExp ? { topics: [], pattern: wholeNames(topics) } : { topics: [topics].flat() }),
        keySerde: key.forKeys,
        valueSerde: value,
        timestampExtractor: timestamp ?? null,
        offsetReset: offsetReset ?? null,
      }),
    );
  }

  #rows<K, V>(storeName: string, options: TableOptions<K, V>): PlanStore {
    const { key, value } = options;
    return keptRows(this.#graph, { storeName, key, value, options, operator: 'table' });
  }
}
