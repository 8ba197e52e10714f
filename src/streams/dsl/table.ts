/** A table in a topology: for each key the latest value, and the stream of its changes (Kafka's KTable). */
import type { SyncSerde } from '#serde';
import { TableMap } from '../operators/table-map.ts';
import type { TableOperator } from '../operators/table-operator.ts';
import { ToStreamNode } from '../operators/to-stream.ts';
import type { RecordView } from '../runtime/record-view.ts';
import { settled, type Sync } from '../runtime/user-function.ts';
import type { Graph } from './graph.ts';
import { keyValueStorePlan, type Materialized } from './materialized.ts';
import { serdeOf } from './serde-of.ts';
import { type OperatorOptions, Stream } from './stream.ts';

/** Where a table stands in its graph. */
export interface TablePlace<K, V> {
  readonly node: string;
  readonly sources: readonly string[];
  readonly key: SyncSerde<K> | null;
  readonly value: SyncSerde<V> | null;
  readonly operator: TableOperator;
  /** Of its rows where an application named it, and may ask for them. */
  readonly storeName: string | null;
}

export class Table<K, V> {
  readonly graph: Graph;
  readonly place: TablePlace<K, V>;

  constructor(graph: Graph, place: TablePlace<K, V>) {
    this.graph = graph;
    this.place = place;
  }

  /** Rows whose value the predicate takes. */
  filter(
    predicate: (value: V, record: RecordView<K>) => boolean,
    options?: Materialized<K, V> & OperatorOptions,
  ): Table<K, V> {
    return this.#filter(predicate, true, options);
  }

  /** Rows whose value the predicate does not take. */
  filterNot(
    predicate: (value: V, record: RecordView<K>) => boolean,
    options?: Materialized<K, V> & OperatorOptions,
  ): Table<K, V> {
    return this.#filter(predicate, false, options);
  }

  mapValues<W>(
    map: (value: V, record: RecordView<K>) => Sync<W>,
    options?: Materialized<K, W> & OperatorOptions,
  ): Table<K, W> {
    const { value: valueSerde = null } = options ?? {};
    return this.#map<W>('KTABLE-MAPVALUES-', options, {
      valueSerde,
      isFilter: false,
      map: (value, record, name) => settled(map(value, record), name),
    });
  }

  /** Its changes as records. */
  toStream(options?: OperatorOptions): Stream<K, V | null> {
    const name = this.graph.nodeName('KTABLE-TOSTREAM-', options?.name);
    const parents = [this.place.node];
    this.graph.add((plan) => plan.addProcessor({ name, parents, create: () => new ToStreamNode() }));
    const { sources, key, value } = this.place;
    const place = {
      node: name,
      sources,
      key,
      value: value as SyncSerde<V | null> | null,
      isRepartitionRequired: false,
    };
    return new Stream<K, V | null>(this.graph, place);
  }

  #filter(
    predicate: (value: V, record: RecordView<K>) => boolean,
    keeps: boolean,
    options: (Materialized<K, V> & OperatorOptions) | undefined,
  ): Table<K, V> {
    return this.#map<V>('KTABLE-FILTER-', options, {
      valueSerde: options?.value ?? this.place.value,
      isFilter: true,
      map: (value, record, name) => (settled(predicate(value, record), name) === keeps ? value : null),
    });
  }

  #map<W>(
    prefix: string,
    options: (Materialized<K, W> & OperatorOptions) | undefined,
    work: {
      readonly valueSerde: SyncSerde<W> | null;
      readonly isFilter: boolean;
      map(this: void, value: V, record: RecordView<K>, node: string): unknown;
    },
  ): Table<K, W> {
    const { graph, place } = this;
    if (options !== undefined && options.store === undefined) graph.generated(`${prefix}STATE-STORE-`);
    const name = graph.nodeName(prefix, options?.name);
    const storeName = options?.store ?? null;
    const key = options?.key ?? place.key;
    const operator = new TableMap({
      parent: place.operator,
      storeName,
      isFilter: work.isFilter,
      map: (rowKey, value, timestamp, node) =>
        work.map(value as V, node.shown(rowKey, timestamp) as RecordView<K>, name),
    });
    graph.add((plan) => {
      plan.addProcessor({ name, parents: [place.node], create: () => operator.create() });
      if (storeName === null) return;
      const store = keyValueStorePlan({
        applicationId: graph.applicationId,
        name: storeName,
        keySerde: serdeOf(key, 'key', name).forKeys,
        valueSerde: serdeOf(work.valueSerde, 'value', name),
        isLogged: options?.logged !== false,
        configs: options?.changelogConfigs ?? {},
      });
      plan.addStore(store, [name]);
    });
    return new Table<K, W>(graph, { ...place, node: name, key, value: work.valueSerde, operator, storeName });
  }
}
