/** The records of each key in windows of time, or in windows around records (Kafka's TimeWindowedKStream). */
import { long, type SyncSerde } from '#serde';
import { type Aggregation, counting, folding, reducing } from '../operators/aggregate/aggregation.ts';
import { slidingAggregate } from '../operators/aggregate/sliding-aggregate.ts';
import { windowAggregate } from '../operators/aggregate/window-aggregate.ts';
import type { TableOperator } from '../operators/table-operator.ts';
import type { RecordView } from '../runtime/record-view.ts';
import type { Sync } from '../runtime/user-function.ts';
import type { Duration, SlidingWindows, TimeWindows, UnlimitedWindows } from '../windows/windows.ts';
import { AGGREGATE, type GroupedStream, REDUCE } from './grouped-stream.ts';
import { type Kept, keptOptions, type KeptOptions } from './kept.ts';
import { WindowedTable } from './windowed-table.ts';
import { windowStorePlan } from './windowed-store.ts';

/** What is kept of windows: besides, for how long. */
export type KeptWindows<K, V> = Kept<K, V> | (KeptOptions<K, V> & { readonly retention?: Duration });

export class TimeWindowedStream<K, V> {
  readonly #grouped: GroupedStream<K, V>;
  readonly #windows: TimeWindows | SlidingWindows | UnlimitedWindows;
  readonly #emitsFinal: boolean;

  constructor(
    grouped: GroupedStream<K, V>,
    windows: TimeWindows | SlidingWindows | UnlimitedWindows,
    emitsFinal: boolean = false,
  ) {
    this.#grouped = grouped;
    this.#windows = windows;
    this.#emitsFinal = emitsFinal;
  }

  /** Each window once, when nothing can change it any more. */
  onWindowClose(): TimeWindowedStream<K, V> {
    return new TimeWindowedStream(this.#grouped, this.#windows, true);
  }

  count(kept?: KeptWindows<K, number>): WindowedTable<K, number> {
    return this.#aggregate(AGGREGATE, { operator: 'count', kept, value: long(), aggregation: () => counting });
  }

  reduce(reduce: (one: V, other: V, record: RecordView<K>) => Sync<V>, kept?: KeptWindows<K, V>): WindowedTable<K, V> {
    const value = this.#grouped.options.value ?? this.#grouped.stream.place.value;
    const aggregation = (node: string): Aggregation => reducing(reduce as Aggregation['add'], node);
    return this.#aggregate(REDUCE, { operator: 'reduce', kept, value, aggregation });
  }

  aggregate<A>(
    initialize: () => Sync<A>,
    add: (aggregate: A, value: V, record: RecordView<K>) => Sync<A>,
    kept?: KeptWindows<K, A>,
  ): WindowedTable<K, A> {
    const aggregation = (node: string): Aggregation => folding(initialize, add as Aggregation['add'], node);
    return this.#aggregate<A>(AGGREGATE, { operator: 'aggregate', kept, value: null, aggregation });
  }

  #aggregate<A>(
    prefix: string,
    work: {
      readonly operator: string;
      readonly kept: KeptWindows<K, A> | undefined;
      readonly value: SyncSerde<A> | null;
      aggregation(this: void, node: string): Aggregation;
    },
  ): WindowedTable<K, A> {
    const { graph } = this.#grouped.stream;
    const options: KeptOptions<K, A> & { readonly retention?: Duration } = keptOptions(work.kept);
    const { storeName, node, source } = this.#grouped.place(prefix, options, work.operator);
    const key = options.key ?? source.place.key;
    const value = options.value ?? work.value;
    const operator = this.#operator(storeName, work.aggregation(node));
    const { sizeMs, retentionMs, graceMs } = spanOf(this.#windows);
    graph.add((plan) => {
      plan.addProcessor({ name: node, parents: [source.place.node], create: () => operator.create() });
      const { retention } = options;
      const store = { storeName, key, value, options, operator: work.operator, retention };
      plan.addStore(windowStorePlan(graph, { ...store, windowSizeMs: sizeMs, leastRetentionMs: retentionMs }), [node]);
    });
    const { sources } = source.place;
    const place = { node, sources, key: null, value, operator, storeName: options.store ?? null };
    return new WindowedTable<K, A>(graph, place, { key, graceMs, holdsEnd: this.#windows.kind === 'sliding' });
  }

  #operator(storeName: string, aggregation: Aggregation): TableOperator {
    const common = { storeName, aggregation, emitsFinal: this.#emitsFinal };
    const windows = this.#windows;
    return windows.kind === 'sliding'
      ? slidingAggregate({ ...common, windows })
      : windowAggregate({ ...common, windows });
  }
}

/** How long a window is, how long it is needed, and how much longer records for it may come. */
function spanOf(windows: TimeWindows | SlidingWindows | UnlimitedWindows): {
  sizeMs: number;
  retentionMs: number;
  graceMs: number;
} {
  switch (windows.kind) {
    case 'time':
      return { sizeMs: windows.sizeMs, retentionMs: windows.sizeMs + windows.graceMs, graceMs: windows.graceMs };
    case 'sliding':
      return {
        sizeMs: windows.differenceMs,
        retentionMs: 2 * windows.differenceMs + windows.graceMs,
        graceMs: windows.graceMs,
      };
    case 'unlimited':
      return { sizeMs: Number.MAX_SAFE_INTEGER, retentionMs: Number.MAX_SAFE_INTEGER, graceMs: 0 };
  }
}
