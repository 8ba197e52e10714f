/**
 * A stream of records in a topology (Kafka's KStream). Each method adds an operator and gives the stream behind it.
 *
 * Functions get the value first and then a view of the record, which is valid until they return; they are synchronous.
 */
import type { SyncSerde } from '#serde';
import {
  FilterNode,
  FlatMapNode,
  FlatMapValuesNode,
  type KeyValueFunction,
  MapNode,
  MapValuesNode,
  PassNode,
  PeekNode,
  SelectKeyNode,
  type ValueFunction,
} from '../operators/stateless.ts';
import type { AsyncRecord } from '../operators/async-map.ts';
import { HeadersNode, type Processor } from '../operators/process.ts';
import { TableSource } from '../operators/table-source.ts';
import type { Joiner } from '../operators/join/join-kind.ts';
import type { Partitioner, Partitions, TopicChooser } from '../plan/plan-nodes.ts';
import type { Node } from '../runtime/node.ts';
import type { ErrorHandler } from '../runtime/error-handler.ts';
import type { RecordHeader } from '../runtime/record-context.ts';
import type { RecordView } from '../runtime/record-view.ts';
import type { NoPromise, Sync } from '../runtime/user-function.ts';
import type { Duration } from '../windows/windows.ts';
import type { Graph } from './graph.ts';
import type { GlobalTable } from './global-table.ts';
import { type GroupedOptions, GroupedStream } from './grouped-stream.ts';
import { joinStreams, type StreamJoinOptions } from './join-streams.ts';
import { joinWithGlobalTable, joinWithTable } from './join-with-table.ts';
import { keptRows } from './kept.ts';
import { mapAsync, type MapAsyncOptions } from './map-async.ts';
import type { Materialized } from './materialized.ts';
import { printedLine, type PrintOptions } from './print.ts';
import {
  process,
  type ProcessOptions,
  type ProcessorContext,
  processValues,
  type ValueProcessorContext,
} from './process.ts';
import { repartition } from './repartition.ts';
import { serdeOf } from './serde-of.ts';
import { type Branch, type BranchStreams, splitStream } from './split.ts';
import type { StoreDefinitions } from './store-definitions.ts';
import { Table } from './table.ts';
import { windowedPartitioner } from './windowed-serde.ts';

/** Where a stream stands in its graph. */
export interface StreamPlace<K, V> {
  readonly node: string;
  /** The sources that it comes from: joined ones have to be divided alike. */
  readonly sources: readonly string[];
  /** Null where it is not known, as after a function that makes other keys. */
  readonly key: SyncSerde<K> | null;
  readonly value: SyncSerde<V> | null;
  /** Keys may have changed: before records of one key come together they have to go through a topic. */
  readonly isRepartitionRequired: boolean;
  /** Of a source whose topics another one reads already: the how manyth of such. */
  readonly repetition?: number;
}

/**
 * Sources of one topic are made one when all of the topology is there; what stands behind a later one hangs itself on anew,
 * behind its other parents (Kafka's `mergeDuplicateSourceNodes`), which `describe()` shows. 0: nothing of that kind.
 */
function repetitionOf({
  node,
  sources,
  repetition = 0,
}: Pick<StreamPlace<never, never>, 'node' | 'sources' | 'repetition'>): number {
  return sources.includes(node) ? repetition : 0;
}

export interface OperatorOptions {
  /** Of the node. */
  readonly name?: string;
  /** What becomes of a record that fails in it; what the topology says where absent. */
  readonly onError?: ErrorHandler;
}

export interface TableLookupOptions<K, V> extends OperatorOptions {
  /** Of the stream's keys, where a repartition topic or a buffer is needed and nobody said before. */
  readonly key?: SyncSerde<K>;
  /** Of the stream's values, for the same. */
  readonly value?: SyncSerde<V>;
  /**
   * Of a versioned table: records wait so long, in time of the stream, for rows of their time that come later. They wait in
   * a store called by the name of the join.
   */
  readonly grace?: Duration;
}

export interface ToOptions<K, V> extends OperatorOptions {
  readonly key?: SyncSerde<K>;
  readonly value?: SyncSerde<V>;
  /**
   * The partition of each record, or several or none of them; by the hash of its key where absent or null, and of a key in
   * windows by that of the key inside.
   */
  readonly partitioner?: (topic: string, key: K, value: V, partitionCount: number) => Partitions;
}

export class Stream<K, V> {
  readonly graph: Graph;
  readonly place: StreamPlace<K, V>;

  constructor(graph: Graph, place: StreamPlace<K, V>) {
    this.graph = graph;
    this.place = place;
  }

  /** Records whose value the predicate takes. */
  filter<W extends V>(
    predicate: (value: V, record: RecordView<K>) => value is W,
    options?: OperatorOptions,
  ): Stream<K, W>;
  filter(predicate: (value: V, record: RecordView<K>) => boolean, options?: OperatorOptions): Stream<K, V>;
  filter(predicate: (value: V, record: RecordView<K>) => boolean, options?: OperatorOptions): Stream<K, V> {
    const node = (): Node => new FilterNode(predicate as ValueFunction);
    return this.#then('KSTREAM-FILTER-', node, options);
  }

  /** Records whose value the predicate does not take. */
  filterNot(predicate: (value: V, record: RecordView<K>) => boolean, options?: OperatorOptions): Stream<K, V> {
    const node = (): Node => new FilterNode(predicate as ValueFunction, false);
    return this.#then('KSTREAM-FILTER-', node, options);
  }

  mapValues<W>(
    map: (value: V, record: RecordView<K>) => Sync<W>,
    options?: OperatorOptions & { readonly value?: SyncSerde<W> },
  ): Stream<K, W> {
    const node = (): Node => new MapValuesNode(map as ValueFunction);
    return this.#then<K, W>('KSTREAM-MAPVALUES-', node, options, { value: options?.value ?? null });
  }

  /**
   * Values made by a function that may take its time. So many calls are at work at once, and the task goes on with other
   * records meanwhile; offsets are committed up to the first record whose result has not gone on.
   */
  mapAsync<W>(
    map: (value: V, record: AsyncRecord<K>) => W | PromiseLike<W>,
    options: MapAsyncOptions<K, W> = {},
  ): Stream<K, W> {
    return mapAsync(this, map, options);
  }

  /** Each value turned into any number of them. */
  flatMapValues<W>(
    map: (value: V, record: RecordView<K>) => Sync<Iterable<Sync<W>>>,
    options?: OperatorOptions & { readonly value?: SyncSerde<W> },
  ): Stream<K, W> {
    const node = (): Node => new FlatMapValuesNode(map as (value: unknown, record: RecordView) => Iterable<unknown>);
    return this.#then<K, W>('KSTREAM-FLATMAPVALUES-', node, options, { value: options?.value ?? null });
  }

  /** Another key for each record. */
  selectKey<L>(
    select: (value: V, record: RecordView<K>) => Sync<L>,
    options?: OperatorOptions & { readonly key?: SyncSerde<L> },
  ): Stream<L, V> {
    const node = (): Node => new SelectKeyNode(select as ValueFunction);
    const key = options?.key ?? null;
    return this.#then<L>('KSTREAM-KEY-SELECT-', node, options, { key, isRepartitionRequired: true });
  }

  map<L, W>(
    map: (value: V, record: RecordView<K>) => { readonly key: Sync<L>; readonly value: Sync<W> },
    options?: OperatorOptions & { readonly key?: SyncSerde<L>; readonly value?: SyncSerde<W> },
  ): Stream<L, W> {
    const node = (): Node => new MapNode(map as KeyValueFunction);
    return this.#then<L, W>('KSTREAM-MAP-', node, options, otherKeys(options));
  }

  flatMap<L, W>(
    map: (value: V, record: RecordView<K>) => Iterable<{ readonly key: Sync<L>; readonly value: Sync<W> }>,
    options?: OperatorOptions & { readonly key?: SyncSerde<L>; readonly value?: SyncSerde<W> },
  ): Stream<L, W> {
    const node = (): Node => new FlatMapNode(map as ConstructorParameters<typeof FlatMapNode>[0]);
    return this.#then<L, W>('KSTREAM-FLATMAP-', node, options, otherKeys(options));
  }

  /** Shows each record to a function, and goes on. */
  peek(look: (value: V, record: RecordView<K>) => NoPromise, options?: OperatorOptions): Stream<K, V> {
    return this.#then('KSTREAM-PEEK-', () => new PeekNode(look as ValueFunction), options);
  }

  /** Shows each record to a function, and ends. */
  forEach(look: (value: V, record: RecordView<K>) => NoPromise, options?: OperatorOptions): void {
    this.#then('KSTREAM-FOREACH-', () => new PeekNode(look as ValueFunction), options);
  }

  /** Shows each record as a line, `[label]: key, value`, and ends: `print(console.log)`. */
  print(write: (line: string) => NoPromise, options: PrintOptions<K, V> = {}): void {
    const name = this.graph.nodeName('KSTREAM-PRINTER-', options.name);
    const line = printedLine(name, options);
    const look: ValueFunction = (value, { key }) => write(line(key as K, value as V));
    const parents = [this.place.node];
    this.graph.handleErrors(options.onError, [name]);
    this.graph.add((plan) => plan.addProcessor({ name, parents, create: () => new PeekNode(look) }));
  }

  /** The records of both, as they come. */
  merge(other: Stream<K, V>, options?: OperatorOptions): Stream<K, V> {
    this.graph.expectOwn('merge', other);
    const name = this.graph.nodeName('KSTREAM-MERGE-', options?.name);
    // Of streams that are one and the same each record comes once, as in Kafka.
    const places = [this.place, other.place].sort((one, two) => repetitionOf(one) - repetitionOf(two));
    const parents = [...new Set(places.map(({ node }) => node))];
    this.graph.add((plan) => {
      plan.addProcessor({ name, parents, create: () => new PassNode() });
      plan.hints.merges.push(name);
    });
    return new Stream<K, V>(this.graph, {
      ...this.place,
      node: name,
      sources: [...new Set([...this.place.sources, ...other.place.sources])],
      isRepartitionRequired: this.place.isRepartitionRequired || other.place.isRepartitionRequired,
    });
  }

  /**
   * Each record goes to the first branch whose predicate takes it; what no branch takes is left out.
   * @param branches by name, in order, or a list of them; `null` takes what is left
   */
  split<const B extends readonly Branch<K, V>[]>(branches: B, options?: OperatorOptions): BranchStreams<K, V, B>;
  split<Names extends string>(
    branches: Readonly<Record<Names, Branch<K, V>>>,
    options?: OperatorOptions,
  ): Record<Names, Stream<K, V>>;
  split(
    branches: readonly Branch<K, V>[] | Readonly<Record<string, Branch<K, V>>>,
    options?: OperatorOptions,
  ): Stream<K, V>[] | Record<string, Stream<K, V>> {
    return splitStream(this, branches, options);
  }

  /** By the keys that the records have. */
  groupByKey(options: GroupedOptions<K, V> = {}): GroupedStream<K, V> {
    return new GroupedStream(this, options);
  }

  /** By other keys, through a topic that is divided by them. */
  groupBy<L>(
    select: (value: V, record: RecordView<K>) => Sync<L>,
    options: GroupedOptions<L, V> & { readonly key: SyncSerde<L> },
  ): GroupedStream<L, V> {
    const { name, key } = options;
    return new GroupedStream(this.selectKey(select, name === undefined ? { key } : { name, key }), options);
  }

  /** Through a topic of the application's own, divided anew by the keys. */
  repartition(
    options: {
      readonly name?: string;
      readonly partitions?: number;
      readonly key?: SyncSerde<K>;
      readonly value?: SyncSerde<V>;
      /** The partition of each record; by the hash of its key where absent. */
      readonly partitioner?: (topic: string, key: K, value: V, partitionCount: number) => Partitions;
    } = {},
  ): Stream<K, V> {
    return repartition(this, { ...options, operator: 'repartition', isExplicit: true });
  }

  /** The latest value of each key. */
  toTable(options: Materialized<K, V> & OperatorOptions = {}): Table<K, V> {
    const { graph } = this;
    const name = graph.nodeName('KSTREAM-TOTABLE-', options.name);
    const storeName = options.store ?? graph.generated('KSTREAM-TOTABLE-STATE-STORE-');
    const topic = options.name ?? (graph.naming === 'java' ? name : (options.store ?? undefined));
    const operator = new TableSource(storeName, typeof options.store === 'string', options.versioned !== undefined);
    const key = options.key ?? this.place.key;
    const value = options.value ?? this.place.value;
    graph.handleErrors(options.onError, [name]);
    const source = this.place.isRepartitionRequired
      ? repartition(this, { name: topic, operator: 'toTable', key, value })
      : this;
    const parents = [source.place.node];
    graph.add((plan) => {
      plan.addProcessor({ name, parents, create: () => operator.create() });
      if (!operator.isMaterialized) return;
      plan.addStore(keptRows(graph, { storeName, key, value, options, operator: 'toTable' }), [name]);
    });
    return new Table<K, V>(graph, {
      node: name,
      sources: source.place.sources,
      key,
      value,
      operator,
      storeName: options.store ?? null,
    });
  }

  /** Pairs of records of the two streams that have one key and lie near each other in time. */
  join<O, W>(
    other: Stream<K, O>,
    joiner: (left: V, right: O, key: K) => Sync<W>,
    options: StreamJoinOptions<K, V, O>,
  ): Stream<K, W> {
    return joinStreams(this, other, { kind: 'inner', joiner: joiner as Joiner, options });
  }

  /** The same, and each record of this stream that finds no partner, with null in its place. */
  leftJoin<O, W>(
    other: Stream<K, O>,
    joiner: (left: V, right: O | null, key: K) => Sync<W>,
    options: StreamJoinOptions<K, V, O>,
  ): Stream<K, W> {
    return joinStreams(this, other, { kind: 'left', joiner: joiner as Joiner, options });
  }

  /** The same, and each record of either stream that finds no partner. */
  outerJoin<O, W>(
    other: Stream<K, O>,
    joiner: (left: V | null, right: O | null, key: K) => Sync<W>,
    options: StreamJoinOptions<K, V, O>,
  ): Stream<K, W> {
    return joinStreams(this, other, { kind: 'outer', joiner: joiner as Joiner, options });
  }

  /** Each record with its key's row of a table, if there is one at that moment. */
  joinTable<O, W>(
    table: Table<K, O>,
    joiner: (value: V, row: O, key: K) => Sync<W>,
    { name, key, value, grace, onError }: TableLookupOptions<K, V> = {},
  ): Stream<K, W> {
    return joinWithTable(this, table, { isLeft: false, joiner: joiner as Joiner, name, key, value, grace, onError });
  }

  /** Each record with its key's row of a table, or null. */
  leftJoinTable<O, W>(
    table: Table<K, O>,
    joiner: (value: V, row: O | null, key: K) => Sync<W>,
    { name, key, value, grace, onError }: TableLookupOptions<K, V> = {},
  ): Stream<K, W> {
    return joinWithTable(this, table, { isLeft: true, joiner: joiner as Joiner, name, key, value, grace, onError });
  }

  /** Each record with the row of a global table that `rowKey` points at, if there is one. */
  joinGlobal<G, O, W>(
    table: GlobalTable<G, O>,
    rowKey: (value: V, record: RecordView<K>) => Sync<G | null>,
    joiner: (value: V, row: O, key: K) => Sync<W>,
    { name, onError }: OperatorOptions = {},
  ): Stream<K, W> {
    const work = { isLeft: false, joiner: joiner as Joiner, name, onError, rowKey: rowKey as ValueFunction };
    return joinWithGlobalTable(this, table, work);
  }

  /** Each record with the row of a global table that `rowKey` points at, or null. */
  leftJoinGlobal<G, O, W>(
    table: GlobalTable<G, O>,
    rowKey: (value: V, record: RecordView<K>) => Sync<G | null>,
    joiner: (value: V, row: O | null, key: K) => Sync<W>,
    { name, onError }: OperatorOptions = {},
  ): Stream<K, W> {
    const work = { isLeft: true, joiner: joiner as Joiner, name, onError, rowKey: rowKey as ValueFunction };
    return joinWithGlobalTable(this, table, work);
  }

  /** Other headers for what comes after it. */
  withHeaders(
    headersOf: (value: V, record: RecordView<K>) => readonly RecordHeader[],
    options?: OperatorOptions,
  ): Stream<K, V> {
    const node = (): Node => new HeadersNode(headersOf as ConstructorParameters<typeof HeadersNode>[0]);
    const name = this.graph.processorName('KSTREAM-PROCESSVALUES-', options?.name);
    return this.#put(name, node, options, { value: this.place.value });
  }

  /**
   * A processor of one's own, made for each task by `create`: it has stores, forwards any number of records at any time, and
   * sets timers. Types of what it forwards follow from the serdes, and are those that came in where absent.
   */
  process<L = K, W = V, D extends StoreDefinitions = Record<string, never>>(
    options: ProcessOptions<D, W> & { readonly key?: SyncSerde<L> },
    create: (context: ProcessorContext<D, L, W>) => Processor<K, V>,
  ): Stream<L, W> {
    return process(this, options, create);
  }

  /** The same for a processor that leaves keys as they are, and with them the partitions. */
  processValues<W = V, D extends StoreDefinitions = Record<string, never>>(
    options: ProcessOptions<D, W>,
    create: (context: ValueProcessorContext<D, W>) => Processor<K, V>,
  ): Stream<K, W> {
    return processValues(this, options, create);
  }

  /** Into a topic, by name or chosen for each record, of which the chooser is told where it was read; it has to exist. */
  to(topic: string | TopicChooser<K, V>, options: ToOptions<K, V> = {}): void {
    const name = this.graph.nodeName('KSTREAM-SINK-', options.name);
    const key = serdeOf(options.key ?? this.place.key, 'key', 'to');
    const keySerde = key.forKeys;
    const valueSerde = serdeOf(options.value ?? this.place.value, 'value', 'to');
    this.graph.handleErrors(options.onError, [name]);
    const partitioner = (options.partitioner ?? windowedPartitioner(key)) as Partitioner | null;
    const parents = [this.place.node];
    this.graph.add((plan) =>
      plan.addSink({ name, parents, topic: topic as string | TopicChooser, keySerde, valueSerde, partitioner }),
    );
  }

  #then<L = K, W = V>(
    prefix: string,
    create: () => Node,
    options: OperatorOptions | undefined,
    changes: Changes<L, W> = {},
  ): Stream<L, W> {
    return this.#put(this.graph.nodeName(prefix, options?.name), create, options, changes);
  }

  #put<L = K, W = V>(
    node: string,
    create: () => Node,
    options: OperatorOptions | undefined,
    changes: Changes<L, W>,
  ): Stream<L, W> {
    const parents = [this.place.node];
    this.graph.handleErrors(options?.onError, [node]);
    this.graph.add((plan) => {
      plan.addProcessor({ name: node, parents, create });
      if (changes.isRepartitionRequired === true) plan.hints.keyChanging.add(node);
      else if (changes.value !== undefined) plan.hints.valueChanging.add(node);
    });
    // What an operator does not change has the type that it had.
    const key = (changes.key === undefined ? this.place.key : changes.key) as SyncSerde<L> | null;
    const value = (changes.value === undefined ? this.place.value : changes.value) as SyncSerde<W> | null;
    const isRepartitionRequired = changes.isRepartitionRequired ?? this.place.isRepartitionRequired;
    return new Stream<L, W>(this.graph, { node, sources: this.place.sources, key, value, isRepartitionRequired });
  }
}

/** What an operator changes. */
type Changes<K, V> = Partial<Pick<StreamPlace<K, V>, 'key' | 'value' | 'isRepartitionRequired'>>;

function otherKeys<L, W>(
  options: { readonly key?: SyncSerde<L>; readonly value?: SyncSerde<W> } | undefined,
): Partial<StreamPlace<L, W>> {
  return { key: options?.key ?? null, value: options?.value ?? null, isRepartitionRequired: true };
}
