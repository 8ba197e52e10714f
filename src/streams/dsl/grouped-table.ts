/** The rows of a table under other keys, to be aggregated: what leaves is subtracted, what comes is added (Kafka's KGroupedTable). */
import { long, type SyncSerde } from '#serde';
import { type Aggregation, counting, folding, reducing } from '../operators/aggregate/aggregation.ts';
import { changeSerde } from '../operators/aggregate/change-serde.ts';
import { tableAggregate } from '../operators/aggregate/table-aggregate.ts';
import type { PlanSerde } from '../plan/plan-nodes.ts';
import type { RecordView } from '../runtime/record-view.ts';
import type { Sync } from '../runtime/user-function.ts';
import type { Graph } from './graph.ts';
import { type Kept, keptOptions, keptRows } from './kept.ts';
import { serdeOf } from './serde-of.ts';
import { Table } from './table.ts';

export interface GroupedTablePlace<K, V> {
  readonly node: string;
  readonly key: SyncSerde<K> | null;
  readonly value: SyncSerde<V> | null;
  /** Of the repartition topic; the store's where null. */
  readonly name: string | null;
}

/** By which rows go through a topic. */
interface DividingNodes {
  readonly sink: string;
  readonly source: string;
  readonly keySerde: PlanSerde;
  readonly valueSerde: PlanSerde;
}

export class GroupedTable<K, V> {
  readonly #graph: Graph;
  readonly #place: GroupedTablePlace<K, V>;
  /** That reads the topic of an aggregation that was made already. */
  #source: string | null = null;

  constructor(graph: Graph, place: GroupedTablePlace<K, V>) {
    this.#graph = graph;
    this.#place = place;
  }

  /** How many rows each key has. */
  count(kept?: Kept<K, number>): Table<K, number> {
    const subtract: Aggregation['add'] = (count) => (count as number) - 1;
    return this.#aggregate('KTABLE-AGGREGATE-', {
      operator: 'count',
      kept,
      value: long(),
      adder: () => counting,
      subtract,
    });
  }

  reduce(
    add: (one: V, other: V, record: RecordView<K>) => Sync<V>,
    subtract: (one: V, other: V, record: RecordView<K>) => Sync<V>,
    kept?: Kept<K, V>,
  ): Table<K, V> {
    return this.#aggregate('KTABLE-REDUCE-', {
      operator: 'reduce',
      kept,
      value: this.#place.value,
      adder: (node) => reducing(add as Aggregation['add'], node),
      subtract,
    });
  }

  aggregate<A>(
    initialize: () => Sync<A>,
    add: (aggregate: A, value: V, record: RecordView<K>) => Sync<A>,
    subtract: (aggregate: A, value: V, record: RecordView<K>) => Sync<A>,
    kept?: Kept<K, A>,
  ): Table<K, A> {
    return this.#aggregate<A>('KTABLE-AGGREGATE-', {
      operator: 'aggregate',
      kept,
      value: null,
      adder: (node) => folding(initialize, add as Aggregation['add'], node),
      subtract,
    });
  }

  #aggregate<A>(
    prefix: string,
    work: {
      readonly operator: string;
      readonly kept: Kept<K, A> | undefined;
      readonly value: SyncSerde<A> | null;
      readonly subtract: Aggregation['add'];
      adder(this: void, node: string): Aggregation;
    },
  ): Table<K, A> {
    const graph = this.#graph;
    const options = keptOptions(work.kept);
    // Kafka calls the store of a reduction by the other's prefix too.
    const storeName = graph.storeName('KTABLE-AGGREGATE-', options.store, work.operator);
    const sink = graph.partName(options.name, '-sink', 'KSTREAM-SINK-');
    const ownSource = graph.partName(options.name, '-source', 'KSTREAM-SOURCE-');
    const node = graph.nodeName(prefix, options.name);
    graph.handleErrors(options.onError, [node]);
    const topic = `${this.#place.name ?? storeName}-repartition`;
    const key = this.#place.key;
    const value = options.value ?? work.value;
    const { subtract } = work;
    const isVersioned = options.versioned !== undefined;
    const operator = tableAggregate({ storeName, isVersioned, adder: work.adder(node), subtract });
    const keySerde = serdeOf(key, 'key', work.operator).forKeys;
    const valueSerde = changeSerde(serdeOf(this.#place.value, 'value', work.operator));
    const source = this.#divided(topic, { sink, source: ownSource, keySerde, valueSerde });
    graph.add((plan) => {
      plan.addProcessor({ name: node, parents: [source], create: () => operator.create() });
      const rows = { storeName, key: options.key ?? key, value, options, operator: work.operator };
      plan.addStore(keptRows(graph, rows), [node]);
    });
    const storeNamed = options.store ?? null;
    return new Table<K, A>(graph, { node, sources: [source], key, value, operator, storeName: storeNamed });
  }

  /** Through a topic, one for all aggregations where it has a name of its own, as in Kafka; answers the node that reads it. */
  #divided(topic: string, { sink, source, keySerde, valueSerde }: DividingNodes): string {
    if (this.#place.name !== null && this.#source !== null) return this.#source;
    this.#source = source;
    const parents = [this.#place.node];
    this.#graph.add((plan) => {
      plan.addInternalTopic({ name: topic, partitions: null });
      plan.addSink({ name: sink, parents, topic, keySerde, valueSerde, partitioner: null });
      const read = { topics: [topic], timestampExtractor: null, offsetReset: null };
      plan.addSource({ name: source, keySerde, valueSerde, ...read });
    });
    return source;
  }
}
