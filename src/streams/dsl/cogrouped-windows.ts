/** Several streams of the same keys, aggregated by windows (Kafka's TimeWindowedCogroupedKStream and its siblings). */
import { folding } from '../operators/aggregate/aggregation.ts';
import { IdleClosings } from '../operators/aggregate/idle-closing.ts';
import { sessionAggregate, type SessionMerger } from '../operators/aggregate/session-aggregate.ts';
import { slidingAggregate } from '../operators/aggregate/sliding-aggregate.ts';
import { windowAggregate } from '../operators/aggregate/window-aggregate.ts';
import type { Sync } from '../runtime/user-function.ts';
import type { Duration, SessionWindows, SlidingWindows, TimeWindows, UnlimitedWindows } from '../windows/windows.ts';
import { cogrouped, type CogroupMember, type CogroupPlace } from './cogrouped.ts';
import { keptOptions, type KeptOptions } from './kept.ts';
import { type KeptWindows, spanOf } from './time-windowed-stream.ts';
import { sessionStorePlan, windowStorePlan } from './windowed-store.ts';
import { WindowedTable, type WindowTraits } from './windowed-table.ts';

/** Each window is told with every change; `final()` behind it tells it once. */
const PARTS = { emitsFinal: false, idleMs: null, hasLate: false } as const;

export class CogroupedWindows<K, A> {
  readonly #members: readonly CogroupMember<K>[];
  readonly #windows: TimeWindows | SlidingWindows | UnlimitedWindows;

  constructor(members: readonly CogroupMember<K>[], windows: TimeWindows | SlidingWindows | UnlimitedWindows) {
    this.#members = members;
    this.#windows = windows;
  }

  aggregate(initialize: () => Sync<A>, kept?: KeptWindows<K, A>): WindowedTable<K, A> {
    const options: KeptOptions<K, A> & { readonly retention?: Duration } = keptOptions(kept);
    const windows = this.#windows;
    const { sizeMs: windowSizeMs, retentionMs: leastRetentionMs, graceMs } = spanOf(windows);
    const idle = new IdleClosings(options.store ?? 'cogroup');
    const place = cogrouped<K, A>(this.#members, {
      options,
      operator: (storeName, node, add) => {
        const common = { ...PARTS, storeName, idle, aggregation: folding(initialize, add, node) };
        return windows.kind === 'sliding'
          ? slidingAggregate({ ...common, windows })
          : windowAggregate({ ...common, windows });
      },
      store: (graph, parts) => {
        const { retention } = options;
        const store = { ...parts, options, operator: 'cogroup', retention, leastRetentionMs };
        return windowStorePlan(graph, { ...store, windowSizeMs });
      },
    });
    return windowedTable(place, { graceMs, holdsEnd: windows.kind === 'sliding', isSession: false, idle });
  }
}

export class CogroupedSessions<K, A> {
  readonly #members: readonly CogroupMember<K>[];
  readonly #windows: SessionWindows;

  constructor(members: readonly CogroupMember<K>[], windows: SessionWindows) {
    this.#members = members;
    this.#windows = windows;
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
    const merger: SessionMerger = (key, one, other) => merge(one as A, other as A, key as K);
    const place = cogrouped<K, A>(this.#members, {
      options,
      operator: (storeName, node, add) => {
        const aggregation = folding(initialize, add, node);
        return sessionAggregate({ ...PARTS, storeName, idle, windows, aggregation, merge: merger });
      },
      store: (graph, parts) => {
        const { retention } = options;
        return sessionStorePlan(graph, {
          ...parts,
          options,
          operator: 'cogroup',
          retention,
          leastRetentionMs: graceMs,
        });
      },
    });
    return windowedTable(place, { graceMs, holdsEnd: true, isSession: true, idle });
  }
}

function windowedTable<K, A>(place: CogroupPlace<K, A>, windows: Omit<WindowTraits<K>, 'key'>): WindowedTable<K, A> {
  return new WindowedTable<K, A>(place.graph, { ...place, key: null }, { ...windows, key: place.key });
}
