/** Several streams of the same keys, aggregated into one table, each with a function of its own (Kafka's CogroupedKStream). */
import { folding } from '../operators/aggregate/aggregation.ts';
import { streamAggregate } from '../operators/aggregate/stream-aggregate.ts';
import type { RecordView } from '../runtime/record-view.ts';
import type { Sync } from '../runtime/user-function.ts';
import type { SessionWindows, SlidingWindows, TimeWindows, UnlimitedWindows } from '../windows/windows.ts';
import { cogrouped, type CogroupMember } from './cogrouped.ts';
import { CogroupedSessions, CogroupedWindows } from './cogrouped-windows.ts';
import type { GroupedStream } from './grouped-stream.ts';
import { type Kept, keptOptions, keptRows } from './kept.ts';
import { Table } from './table.ts';

/** `V`: of the values of all of its streams. */
export class CogroupedStream<K, A, V> {
  readonly #members: readonly CogroupMember<K>[];

  constructor(members: readonly CogroupMember<K>[]) {
    this.#members = members;
  }

  /** Another stream, with its function. */
  cogroup<W>(
    grouped: GroupedStream<K, W>,
    add: (aggregate: A, value: W, record: RecordView<K>) => Sync<A>,
  ): CogroupedStream<K, A, V | W> {
    const place = (storeName: string): ReturnType<CogroupMember<K>['place']> => {
      const { node, sources, key } = grouped.repartitioned(storeName, 'cogroup').place;
      return { node, sources, key };
    };
    return new CogroupedStream<K, A, V | W>([...this.#members, { graph: grouped.stream.graph, place, add }]);
  }

  aggregate(initialize: () => Sync<A>, kept?: Kept<K, A>): Table<K, A> {
    const options = keptOptions(kept);
    const isVersioned = options.versioned !== undefined;
    const place = cogrouped<K, A, V>(this.#members, {
      options,
      late: null,
      operator: (storeName, name, add) => streamAggregate(storeName, folding(initialize, add, name), isVersioned),
      store: (graph, parts) => keptRows(graph, { ...parts, options, operator: 'cogroup' }),
    });
    return new Table<K, A>(place.graph, place);
  }

  /** By windows of time, around records, or of activity. */
  windowedBy(windows: TimeWindows | SlidingWindows | UnlimitedWindows): CogroupedWindows<K, A, V>;
  windowedBy(windows: SessionWindows): CogroupedSessions<K, A, V>;
  windowedBy(
    windows: TimeWindows | SlidingWindows | UnlimitedWindows | SessionWindows,
  ): CogroupedWindows<K, A, V> | CogroupedSessions<K, A, V> {
    return windows.kind === 'session'
      ? new CogroupedSessions<K, A, V>(this.#members, windows)
      : new CogroupedWindows<K, A, V>(this.#members, windows);
  }
}
