/** Several streams of the same keys, aggregated by windows (Kafka's TimeWindowedCogroupedKStream and its siblings). */
import { folding } from '../operators/aggregate/aggregation.ts';
import { IdleClosings } from '../operators/aggregate/idle-closing.ts';
import { sessionAggregate, type SessionMerger } from '../operators/aggregate/session-aggregate.ts';
import { slidingAggregate } from '../operators/aggregate/sliding-aggregate.ts';
import { windowAggregate } from '../operators/aggregate/window-aggregate.ts';
import { ObservedTimes, type WindowAggregateOptions } from '../operators/aggregate/windowed-node.ts';
import type { Sync } from '../runtime/user-function.ts';
import type { Duration, SessionWindows, SlidingWindows, TimeWindows, UnlimitedWindows } from '../windows/windows.ts';
import { cogrouped, type CogroupMember, type CogroupPlace } from './cogrouped.ts';
import { keptOptions, type KeptOptions } from './kept.ts';
import { type KeptWindows, spanOf } from './time-windowed-stream.ts';
import { sessionStorePlan, windowStorePlan } from './windowed-store.ts';
import type { OperatorOptions, Stream } from './stream.ts';
import type { FinalOptions } from './suppressed.ts';
import { idleMilliseconds, WindowedTable, type WindowTraits } from './windowed-table.ts';
import { PLAIN, type WindowedUse } from './windowed-use.ts';

/** What the aggregations of the members have in common besides the store: a window closes for all of them at once. */
function commonParts<K, V>(
  { emitsFinal, idle: wait, late }: WindowedUse<K, V>,
  idle: IdleClosings,
): Pick<WindowAggregateOptions<never>, 'emitsFinal' | 'idleMs' | 'hasLate' | 'idle' | 'observed'> {
  const idleMs = idleMilliseconds(wait, idle);
  const common = { emitsFinal, idleMs, hasLate: late !== null, idle };
  return emitsFinal ? { ...common, observed: new ObservedTimes() } : common;
}

export class CogroupedWindows<K, A, V> {
  readonly #members: readonly CogroupMember<K>[];
  readonly #windows: TimeWindows | SlidingWindows | UnlimitedWindows;
  readonly #use: WindowedUse<K, V>;

  constructor(
    members: readonly CogroupMember<K>[],
    windows: TimeWindows | SlidingWindows | UnlimitedWindows,
    use: WindowedUse<K, V> = PLAIN,
  ) {
    this.#members = members;
    this.#windows = windows;
    this.#use = use;
  }

  /** Each window once, when no record of any of the streams can change it any more; `idle` as in `final`. */
  onWindowClose({ idle }: Pick<FinalOptions, 'idle'> = {}): CogroupedWindows<K, A, V> {
    return new CogroupedWindows(this.#members, this.#windows, { ...this.#use, emitsFinal: true, idle });
  }

  /** What is done with records, of any of the streams, that come too late for all of their windows; as without `cogroup`. */
  late(use: (late: Stream<K, V>) => void, options: OperatorOptions = {}): CogroupedWindows<K, A, V> {
    return new CogroupedWindows(this.#members, this.#windows, { ...this.#use, late: { use, options } });
  }

  aggregate(initialize: () => Sync<A>, kept?: KeptWindows<K, A>): WindowedTable<K, A> {
    const options: KeptOptions<K, A> & { readonly retention?: Duration } = keptOptions(kept);
    const windows = this.#windows;
    const { sizeMs: windowSizeMs, retentionMs: leastRetentionMs, graceMs } = spanOf(windows);
    const idle = new IdleClosings(options.store ?? 'cogroup');
    const parts = commonParts(this.#use, idle);
    const place = cogrouped<K, A, V>(this.#members, {
      options,
      late: this.#use.late,
      operator: (storeName, node, add) => {
        const common = { ...parts, storeName, aggregation: folding(initialize, add, node) };
        return windows.kind === 'sliding'
          ? slidingAggregate({ ...common, windows })
          : windowAggregate({ ...common, windows });
      },
      store: (graph, rows) => {
        const { retention } = options;
        const store = { ...rows, options, operator: 'cogroup', retention, leastRetentionMs };
        return windowStorePlan(graph, { ...store, windowSizeMs });
      },
    });
    return windowedTable(place, { graceMs, holdsEnd: windows.kind === 'sliding', sizeMs: windowSizeMs, idle });
  }
}

export class CogroupedSessions<K, A, V> {
  readonly #members: readonly CogroupMember<K>[];
  readonly #windows: SessionWindows;
  readonly #use: WindowedUse<K, V>;

  constructor(members: readonly CogroupMember<K>[], windows: SessionWindows, use: WindowedUse<K, V> = PLAIN) {
    this.#members = members;
    this.#windows = windows;
    this.#use = use;
  }

  /** Each session once, when no record of any of the streams can change it any more; `idle` as in `final`. */
  onWindowClose({ idle }: Pick<FinalOptions, 'idle'> = {}): CogroupedSessions<K, A, V> {
    return new CogroupedSessions(this.#members, this.#windows, { ...this.#use, emitsFinal: true, idle });
  }

  /** What is done with records, of any of the streams, that come too late for all of their sessions; as without `cogroup`. */
  late(use: (late: Stream<K, V>) => void, options: OperatorOptions = {}): CogroupedSessions<K, A, V> {
    return new CogroupedSessions(this.#members, this.#windows, { ...this.#use, late: { use, options } });
  }

  /** @param merge makes one aggregate of those of two sessions that a record has joined */
  aggregate(
    initialize: () => Sync<A>,
    merge: (one: A, other: A, key: K) => Sync<A>,
    kept?: KeptWindows<K, A>,
  ): WindowedTable<K, A> {
    const options: KeptOptions<K, A> & { readonly retention?: Duration } = keptOptions(kept);
    const windows = this.#windows;
    const graceMs = windows.gapMs + windows.graceMs;
    const idle = new IdleClosings(options.store ?? 'cogroup');
    const parts = commonParts(this.#use, idle);
    const merger: SessionMerger = (key, one, other) => merge(one as A, other as A, key as K);
    const place = cogrouped<K, A, V>(this.#members, {
      options,
      late: this.#use.late,
      operator: (storeName, node, add) => {
        const aggregation = folding(initialize, add, node);
        return sessionAggregate({ ...parts, storeName, windows, aggregation, merge: merger });
      },
      store: (graph, rows) => {
        const store = { ...rows, options, operator: 'cogroup', retention: options.retention };
        // As without cogroup: a session at the very edge has to stay to be told.
        return sessionStorePlan(graph, { ...store, leastRetentionMs: graceMs + (parts.emitsFinal ? 1 : 0) });
      },
    });
    return windowedTable(place, { graceMs, holdsEnd: true, sizeMs: null, idle });
  }
}

function windowedTable<K, A>(place: CogroupPlace<K, A>, windows: Omit<WindowTraits<K>, 'key'>): WindowedTable<K, A> {
  return new WindowedTable<K, A>(place.graph, { ...place, key: null }, { ...windows, key: place.key });
}
