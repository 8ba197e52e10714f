/** The records of each key in sessions (Kafka's SessionWindowedKStream). */
import { long, type SyncSerde } from '#serde';
import { type Aggregation, counting, folding, reducing } from '../operators/aggregate/aggregation.ts';
import { IdleClosings } from '../operators/aggregate/idle-closing.ts';
import { sessionAggregate, type SessionMerger } from '../operators/aggregate/session-aggregate.ts';
import type { RecordView } from '../runtime/record-view.ts';
import type { Sync } from '../runtime/user-function.ts';
import type { Duration, SessionWindows } from '../windows/windows.ts';
import { AGGREGATE, type GroupedStream, REDUCE } from './grouped-stream.ts';
import { addLate } from './late.ts';
import { keptOptions, type KeptOptions } from './kept.ts';
import type { KeptWindows } from './time-windowed-stream.ts';
import { sessionStorePlan } from './windowed-store.ts';
import type { OperatorOptions, Stream } from './stream.ts';
import type { FinalOptions } from './suppressed.ts';
import { idleMilliseconds, WindowedTable } from './windowed-table.ts';
import { PLAIN, type WindowedUse } from './windowed-use.ts';

export class SessionWindowedStream<K, V> {
  readonly #grouped: GroupedStream<K, V>;
  readonly #windows: SessionWindows;
  readonly #use: WindowedUse<K, V>;

  constructor(grouped: GroupedStream<K, V>, windows: SessionWindows, use: WindowedUse<K, V> = PLAIN) {
    this.#grouped = grouped;
    this.#windows = windows;
    this.#use = use;
  }

  /** Each session once, when nothing can change it any more; `idle` as in `final`. */
  onWindowClose({ idle }: Pick<FinalOptions, 'idle'> = {}): SessionWindowedStream<K, V> {
    return new SessionWindowedStream(this.#grouped, this.#windows, { ...this.#use, emitsFinal: true, idle });
  }

  /**
   * What is done with records that come too late for all of their sessions: they are a stream of their own, as they came. They
   * are counted as dropped all the same.
   */
  late(use: (late: Stream<K, V>) => void, options: OperatorOptions = {}): SessionWindowedStream<K, V> {
    return new SessionWindowedStream(this.#grouped, this.#windows, { ...this.#use, late: { use, options } });
  }

  count(kept?: KeptWindows<K, number>): WindowedTable<K, number> {
    this.#grouped.stream.graph.skipStoreName(keptOptions(kept).store);
    const merge: SessionMerger = (_key, one, other) => (one as number) + (other as number);
    return this.#aggregate(AGGREGATE, { operator: 'count', kept, value: long(), aggregation: () => counting, merge });
  }

  reduce(reduce: (one: V, other: V, record?: RecordView<K>) => Sync<V>, kept?: KeptWindows<K, V>): WindowedTable<K, V> {
    const value = this.#grouped.options.value ?? this.#grouped.stream.place.value;
    const aggregation = (node: string): Aggregation => reducing(reduce as Aggregation['add'], node);
    const merge: SessionMerger = (_key, one, other) => (one === null ? other : reduce(one as V, other as V));
    return this.#aggregate(REDUCE, { operator: 'reduce', kept, value, aggregation, merge });
  }

  /** @param merge makes one aggregate of those of two sessions that a record has joined */
  aggregate<A>(
    initialize: () => Sync<A>,
    add: (aggregate: A, value: V, record: RecordView<K>) => Sync<A>,
    merge: (one: A, other: A, key: K) => Sync<A>,
    kept?: KeptWindows<K, A>,
  ): WindowedTable<K, A> {
    const aggregation = (node: string): Aggregation => folding(initialize, add as Aggregation['add'], node);
    const merger: SessionMerger = (key, one, other) => merge(one as A, other as A, key as K);
    return this.#aggregate<A>(AGGREGATE, { operator: 'aggregate', kept, value: null, aggregation, merge: merger });
  }

  #aggregate<A>(
    prefix: string,
    work: {
      readonly operator: string;
      readonly kept: KeptWindows<K, A> | undefined;
      readonly value: SyncSerde<A> | null;
      readonly merge: SessionMerger;
      aggregation(this: void, node: string): Aggregation;
    },
  ): WindowedTable<K, A> {
    const { graph } = this.#grouped.stream;
    const options: KeptOptions<K, A> & { readonly retention?: Duration } = keptOptions(work.kept);
    const { storeName, node, source } = this.#grouped.place(prefix, options, work.operator);
    const key = options.key ?? source.place.key;
    const value = options.value ?? work.value;
    const { gapMs, graceMs } = this.#windows;
    const aggregation = work.aggregation(node);
    const { merge, operator: what } = work;
    const { emitsFinal, late } = this.#use;
    const idle = new IdleClosings(storeName);
    const idleMs = idleMilliseconds(this.#use.idle, idle);
    const common = { storeName, windows: this.#windows, aggregation, merge };
    const operator = sessionAggregate({ ...common, emitsFinal, idle, idleMs, hasLate: late !== null });
    graph.add((plan) => {
      plan.addProcessor({ name: node, parents: [source.place.node], create: () => operator.create() });
      const own = { ...options, caching: options.caching !== false && !emitsFinal };
      const store = { storeName, key, value, options: own, operator: what, retention: options.retention };
      // A session at the very edge is taken, and the store of it would be rid at once: to be told it has to stay.
      const leastRetentionMs = gapMs + graceMs + (emitsFinal ? 1 : 0);
      plan.addStore(sessionStorePlan(graph, { ...store, leastRetentionMs }), [node]);
    });
    addLate(source, node, late);
    const { sources } = source.place;
    const place = { node, sources, key: null, value, operator, storeName: options.store ?? null };
    return new WindowedTable<K, A>(graph, place, {
      key,
      graceMs: gapMs + graceMs,
      holdsEnd: true,
      sizeMs: null,
      idle,
    });
  }
}
