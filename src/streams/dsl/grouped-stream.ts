/** The records of a stream by their keys, to be aggregated (Kafka's KGroupedStream). */
import { long, type SyncSerde } from '#serde';
import { type Aggregation, counting, folding, reducing } from '../operators/aggregate/aggregation.ts';
import { streamAggregate } from '../operators/aggregate/stream-aggregate.ts';
import type { RecordView } from '../runtime/record-view.ts';
import type { Sync } from '../runtime/user-function.ts';
import type { SessionWindows, SlidingWindows, TimeWindows, UnlimitedWindows } from '../windows/windows.ts';
import { CogroupedStream } from './cogrouped-stream.ts';
import { type Kept, keptOptions, type KeptOptions, keptRows } from './kept.ts';
import { repartition, skipRepartitionNames } from './repartition.ts';
import { SessionWindowedStream } from './session-windowed-stream.ts';
import type { Stream } from './stream.ts';
import { Table } from './table.ts';
import { TimeWindowedStream } from './time-windowed-stream.ts';

export interface GroupedOptions<K, V> {
  /** Of the repartition topic, where one is needed; the store's where absent. */
  readonly name?: string;
  readonly key?: SyncSerde<K>;
  readonly value?: SyncSerde<V>;
}

export const AGGREGATE = 'KSTREAM-AGGREGATE-';
export const REDUCE = 'KSTREAM-REDUCE-';

export class GroupedStream<K, V> {
  readonly stream: Stream<K, V>;
  readonly options: GroupedOptions<K, V>;
  #divided: Stream<K, V> | null = null;

  constructor(stream: Stream<K, V>, options: GroupedOptions<K, V>) {
    this.stream = stream;
    this.options = options;
  }

  /** How many records each key has had; those without a value are not counted. */
  count(kept?: Kept<K, number>): Table<K, number> {
    this.stream.graph.skipStoreName(keptOptions(kept).store);
    return this.#aggregate(AGGREGATE, { operator: 'count', kept, value: long(), aggregation: () => counting });
  }

  /** The values of each key made into one, of the same type. */
  reduce(reduce: (one: V, other: V, record: RecordView<K>) => Sync<V>, kept?: Kept<K, V>): Table<K, V> {
    const value = this.options.value ?? this.stream.place.value;
    const aggregation = (node: string): Aggregation => reducing(reduce as Aggregation['add'], node);
    return this.#aggregate(REDUCE, { operator: 'reduce', kept, value, aggregation });
  }

  /** The values of each key folded into what `initialize` begins with. */
  aggregate<A>(
    initialize: () => Sync<A>,
    add: (aggregate: A, value: V, record: RecordView<K>) => Sync<A>,
    kept?: Kept<K, A>,
  ): Table<K, A> {
    const aggregation = (node: string): Aggregation => folding(initialize, add as Aggregation['add'], node);
    return this.#aggregate<A>(AGGREGATE, { operator: 'aggregate', kept, value: null, aggregation });
  }

  /** By windows of time, around records, or of activity. */
  windowedBy(windows: TimeWindows | SlidingWindows | UnlimitedWindows): TimeWindowedStream<K, V>;
  windowedBy(windows: SessionWindows): SessionWindowedStream<K, V>;
  windowedBy(
    windows: TimeWindows | SlidingWindows | UnlimitedWindows | SessionWindows,
  ): TimeWindowedStream<K, V> | SessionWindowedStream<K, V> {
    return windows.kind === 'session'
      ? new SessionWindowedStream(this, windows)
      : new TimeWindowedStream(this, windows);
  }

  /** Together with other streams of the same keys, each with a function of its own. */
  cogroup<A>(add: (aggregate: A, value: V, record: RecordView<K>) => Sync<A>): CogroupedStream<K, A, V> {
    return new CogroupedStream<K, A, never>([]).cogroup(this, add);
  }

  #aggregate<A>(
    prefix: string,
    work: {
      readonly operator: string;
      readonly kept: Kept<K, A> | undefined;
      readonly value: SyncSerde<A> | null;
      aggregation(this: void, node: string): Aggregation;
    },
  ): Table<K, A> {
    const { graph } = this.stream;
    const options = keptOptions(work.kept);
    const { storeName, node, source } = this.place(prefix, options, work.operator);
    const key = options.key ?? source.place.key;
    const value = options.value ?? work.value;
    const operator = streamAggregate(storeName, work.aggregation(node), options.versioned !== undefined);
    graph.add((plan) => {
      plan.addProcessor({ name: node, parents: [source.place.node], create: () => operator.create() });
      plan.addStore(keptRows(graph, { storeName, key, value, options, operator: work.operator }), [node]);
    });
    const { sources } = source.place;
    return new Table<K, A>(graph, { node, sources, key, value, operator, storeName: options.store ?? null });
  }

  /** The names of an aggregation, in the order in which Kafka gives them out, and what it reads. */
  place<A>(
    prefix: string,
    options: Pick<KeptOptions<K, A>, 'store' | 'name' | 'onError'>,
    operator: string,
  ): { storeName: string; node: string; source: Stream<K, V> } {
    const { graph } = this.stream;
    const storeName = graph.storeName(prefix, options.store, operator);
    const node = graph.nodeName(prefix, options.name);
    graph.handleErrors(options.onError, [node]);
    return { storeName, node, source: this.repartitioned(storeName, operator) };
  }

  /** Divided by its keys: through one topic for all aggregations where that has a name of its own, as in Kafka. */
  repartitioned(storeName: string, operator: string): Stream<K, V> {
    const { name, key, value } = this.options;
    if (!this.stream.place.isRepartitionRequired) return this.stream;
    if (name !== undefined && this.#divided !== null) {
      skipRepartitionNames(this.stream.graph);
      return this.#divided;
    }
    this.#divided = repartition(this.stream, { name: name ?? storeName, key, value, operator });
    return this.#divided;
  }
}
