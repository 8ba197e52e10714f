/** A table in a topology: for each key the latest value, and the stream of its changes (Kafka's KTable). */
import { bytes, type SyncSerde } from '#serde';
import type { PlanSerde } from '../plan/plan-nodes.ts';
import { TableMap } from '../operators/table-map.ts';
import type { TableOperator } from '../operators/table-operator.ts';
import { ToStreamNode } from '../operators/to-stream.ts';
import type { RecordView } from '../runtime/record-view.ts';
import { settled, type Sync } from '../runtime/user-function.ts';
import { TableRegroupNode } from '../operators/aggregate/table-regroup.ts';
import { type Duration, milliseconds } from '../windows/windows.ts';
import { type Graph, unnamed } from './graph.ts';
import type { Joiner } from '../operators/join/join-kind.ts';
import { GroupedTable } from './grouped-table.ts';
import { type ForeignKeyJoinOptions, joinByForeignKey } from './join-by-foreign-key.ts';
import { joinTables } from './join-tables.ts';
import { type Kept, keptRows } from './kept.ts';
import type { Materialized } from './materialized.ts';
import { type OperatorOptions, Stream } from './stream.ts';
import type { StoreDefinitions } from './store-definitions.ts';
import { suppressed, type SuppressBounds } from './suppressed.ts';
import { transformValues, type TransformValuesOptions, type ValueTransformerContext } from './transform-values.ts';
import type { ValueTransformer } from '../operators/table-transform.ts';

/** Where a table stands in its graph. */
export interface TablePlace<K, V> {
  readonly node: string;
  readonly sources: readonly string[];
  readonly key: SyncSerde<K> | null;
  readonly value: SyncSerde<V> | null;
  readonly operator: TableOperator;
  /** Of its rows where an application named it, and may ask for them. */
  readonly storeName: string | null;
  /** How windowed keys are written where they are kept; absent where keys have a serde, or nobody said. */
  readonly keyBytes?: PlanSerde;
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

  /**
   * Rows turned into others by a transformer of one's own, made for each task by `create`: it has stores and timers, and is
   * shown rows that go as null. Where its rows are not kept (`store`) it may be asked for one of them more than once.
   */
  transformValues<W, D extends StoreDefinitions = Record<string, never>>(
    options: TransformValuesOptions<K, W, D>,
    create: (context: ValueTransformerContext<D>) => ValueTransformer<K, V, W>,
  ): Table<K, W> {
    return transformValues(this, options, create);
  }

  /** Of the store that holds its rows, for queries and the test driver; null where nobody named one. */
  get queryableStoreName(): string | null {
    return this.place.storeName;
  }

  /** How its keys are written where they are kept; bytes as they are where nobody said. */
  keyBytes(): PlanSerde {
    return this.place.keyBytes ?? this.place.key?.forKeys ?? bytes();
  }

  /** Its changes as records. */
  toStream(options?: OperatorOptions): Stream<K, V | null> {
    const name = this.graph.nodeName('KTABLE-TOSTREAM-', options?.name);
    const parents = [this.place.node];
    this.graph.handleErrors(options?.onError, [name]);
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

  /** Rows under other keys: each goes from the group it was in to the one that it belongs to now. */
  groupBy<L, W>(
    select: (value: V, record: RecordView<K>) => { readonly key: Sync<L>; readonly value: Sync<W> },
    options: { readonly key: SyncSerde<L>; readonly value: SyncSerde<W>; readonly name?: string },
  ): GroupedTable<L, W> {
    const { graph, place } = this;
    const name = graph.nodeName('KTABLE-SELECT-', options.name);
    const { forKeys } = options.key;
    const bytesOf = (key: unknown): Buffer => forKeys.serialize('', key as L) ?? Buffer.alloc(0);
    place.operator.sendOldValues(true);
    graph.add((plan) =>
      plan.addProcessor({
        name,
        parents: [place.node],
        create: () =>
          new TableRegroupNode({
            select,
            isVersioned: place.operator.isVersioned,
            isSameKey: (one, other) => bytesOf(one).equals(bytesOf(other)),
          }),
      }),
    );
    return new GroupedTable<L, W>(graph, { ...options, node: name, name: options.name ?? null });
  }

  /** The rows that both tables have under one key. */
  join<O, W>(other: Table<K, O>, joiner: (left: V, right: O, key: K) => Sync<W>, kept?: Kept<K, W>): Table<K, W> {
    return joinTables(this, other, { kind: 'inner', joiner: joiner as Joiner, kept });
  }

  /** The rows of this table, each with the other's of the same key or null. */
  leftJoin<O, W>(
    other: Table<K, O>,
    joiner: (left: V, right: O | null, key: K) => Sync<W>,
    kept?: Kept<K, W>,
  ): Table<K, W> {
    return joinTables(this, other, { kind: 'left', joiner: joiner as Joiner, kept });
  }

  /** The rows of either table, each with the other's of the same key or null. */
  outerJoin<O, W>(
    other: Table<K, O>,
    joiner: (left: V | null, right: O | null, key: K) => Sync<W>,
    kept?: Kept<K, W>,
  ): Table<K, W> {
    return joinTables(this, other, { kind: 'outer', joiner: joiner as Joiner, kept });
  }

  /** The rows of this table, each with the other's row that it points at, where there is one. */
  joinByForeignKey<F, O, W>(
    other: Table<F, O>,
    foreignKey: (value: V, key: K) => F | null,
    joiner: (left: V, right: O, key: K) => Sync<W>,
    options: ForeignKeyJoinOptions<K, F, W> = {},
  ): Table<K, W> {
    return joinByForeignKey(this, other, { isLeft: false, foreignKey, joiner: joiner as Joiner, options });
  }

  /** The rows of this table, each with the other's row that it points at, or null. */
  leftJoinByForeignKey<F, O, W>(
    other: Table<F, O>,
    foreignKey: (value: V, key: K) => F | null,
    joiner: (left: V, right: O | null, key: K) => Sync<W>,
    options: ForeignKeyJoinOptions<K, F, W> = {},
  ): Table<K, W> {
    return joinByForeignKey(this, other, { isLeft: true, foreignKey, joiner: joiner as Joiner, options });
  }

  /** Holds changes back for a while, and goes on with the last of them (Kafka's `suppress(untilTimeLimit)`). */
  suppress(wait: Duration, bounds: SuppressBounds = {}): Table<K, V> {
    const waitMs = milliseconds(wait, 'the time that changes are held back');
    return new Table<K, V>(this.graph, suppressed(this, { ...bounds, waitMs, window: null, idle: null }));
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
    graph.skipStoreName(options?.store);
    const name = graph.nodeName(prefix, options?.name);
    const storeName = options?.store ?? null;
    if (options?.versioned !== undefined && storeName === null) throw unnamed(name);
    const key = options?.key ?? place.key;
    graph.handleErrors(options?.onError, [name]);
    const operator = new TableMap({
      parent: place.operator,
      storeName,
      isStoreVersioned: options?.versioned !== undefined,
      isFilter: work.isFilter,
      map: (rowKey, value, timestamp, node) =>
        work.map(value as V, node.shown(rowKey, timestamp) as RecordView<K>, name),
    });
    graph.add((plan) => {
      plan.addProcessor({ name, parents: [place.node], create: () => operator.create() });
      if (storeName === null) return;
      const rows = { storeName, key, value: work.valueSerde, options: options ?? {}, operator: name };
      plan.addStore(keptRows(graph, rows), [name]);
    });
    return new Table<K, W>(graph, { ...place, node: name, key, value: work.valueSerde, operator, storeName });
  }
}
