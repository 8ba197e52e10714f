/** The records of each key in windows of time, or in windows around records (Kafka's TimeWindowedKStream). */
import { long, type SyncSerde } from '#serde';
import { type Aggregation, counting, folding, reducing } from '../operators/aggregate/aggregation.ts';
import { slidingAggregate } from '../operators/aggregate/sliding-aggregate.ts';
import { IdleClosings } from '../operators/aggregate/idle-closing.ts';
import { windowAggregate } from '../operators/aggregate/window-aggregate.ts';
import type { WindowAggregateOptions } from '../operators/aggregate/windowed-node.ts';
import type { TableOperator } from '../operators/table-operator.ts';
import type { RecordView } from '../runtime/record-view.ts';
import type { Sync } from '../runtime/user-function.ts';
import type { Duration, SlidingWindows, TimeWindows, UnlimitedWindows } from '../windows/windows.ts';
import { AGGREGATE, type GroupedStream, REDUCE } from './grouped-stream.ts';
import { addLate } from './late.ts';
import { keptOptions, type KeptOptions } from './kept.ts';
import type { OperatorOptions, Stream } from './stream.ts';
import type { FinalOptions } from './suppressed.ts';
import { idleMilliseconds, WindowedTable } from './windowed-table.ts';
import { PLAIN, type WindowedUse } from './windowed-use.ts';
import { windowStorePlan } from './windowed-store.ts';

/** What is kept of windows: besides, for how long. */
export type KeptWindows<K, V> =
  | string
  | (Omit<KeptOptions<K, V>, 'versioned'> & {
      /** How long windows are kept behind the latest time; as long as they are needed where absent. */
      readonly retention?: Duration;
    });

export class TimeWindowedStream<K, V> {
  readonly #grouped: GroupedStream<K, V>;
  readonly #windows: TimeWindows | SlidingWindows | UnlimitedWindows;
  readonly #use: WindowedUse<K, V>;

  constructor(
    grouped: GroupedStream<K, V>,
    windows: TimeWindows | SlidingWindows | UnlimitedWindows,
    use: WindowedUse<K, V> = PLAIN,
  ) {
    this.#grouped = grouped;
    this.#windows = windows;
    this.#use = use;
  }

  /** Each window once, when nothing can change it any more; `idle` as in `final`. */
  onWindowClose({ idle }: Pick<FinalOptions, 'idle'> = {}): TimeWindowedStream<K, V> {
    return new TimeWindowedStream(this.#grouped, this.#windows, { ...this.#use, emitsFinal: true, idle });
  }

  /**
   * What is done with records that come too late for all of their windows: they are a stream of their own, as they came. They
   * are counted as dropped all the same.
   */
  late(use: (late: Stream<K, V>) => void, options: OperatorOptions = {}): TimeWindowedStream<K, V> {
    return new TimeWindowedStream(this.#grouped, this.#windows, { ...this.#use, late: { use, options } });
  }

  count(kept?: KeptWindows<K, number>): WindowedTable<K, number> {
    if (this.#windows.kind !== 'sliding') this.#grouped.stream.graph.skipStoreName(keptOptions(kept).store);
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
    const idle = new IdleClosings(storeName);
    const operator = this.#operator({ storeName, aggregation: work.aggregation(node), idle });
    const { sizeMs, retentionMs, graceMs } = spanOf(this.#windows);
    graph.add((plan) => {
      plan.addProcessor({ name: node, parents: [source.place.node], create: () => operator.create() });
      const { retention } = options;
      const isCached = options.caching !== false && !(this.#use.emitsFinal && this.#windows.kind === 'sliding');
      const own = { ...options, caching: isCached };
      const store = { storeName, key, value, options: own, operator: work.operator, retention };
      plan.addStore(windowStorePlan(graph, { ...store, windowSizeMs: sizeMs, leastRetentionMs: retentionMs }), [node]);
    });
    addLate(source, node, this.#use.late);
    const { sources } = source.place;
    const place = { node, sources, key: null, value, operator, storeName: options.store ?? null };
    const holdsEnd = this.#windows.kind === 'sliding';
    return new WindowedTable<K, A>(graph, place, { key, graceMs, holdsEnd, sizeMs, idle });
  }

  #operator(parts: Pick<WindowAggregateOptions<TimeWindows>, 'storeName' | 'aggregation' | 'idle'>): TableOperator {
    const { emitsFinal, idle, late } = this.#use;
    const idleMs = idleMilliseconds(idle, parts.idle);
    const common = { ...parts, emitsFinal, idleMs, hasLate: late !== null };
    const windows = this.#windows;
    return windows.kind === 'sliding'
      ? slidingAggregate({ ...common, windows })
      : windowAggregate({ ...common, windows });
  }
}

/** How long a window is, how long it is needed, and how much longer records for it may come. */
export function spanOf(windows: TimeWindows | SlidingWindows | UnlimitedWindows): {
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
        // A window of one moment is kept while records of that moment still count.
        retentionMs: Math.max(1, 2 * windows.differenceMs) + windows.graceMs,
        graceMs: windows.graceMs,
      };
    case 'unlimited':
      return { sizeMs: Number.MAX_SAFE_INTEGER, retentionMs: Number.MAX_SAFE_INTEGER, graceMs: 0 };
  }
}
