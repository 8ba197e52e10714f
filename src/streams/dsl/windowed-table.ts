/** A table by windowed keys, which can be told to speak only of windows that have closed. */
import { bytes, type SyncSerde } from '#serde';
import type { PlanSerde } from '../plan/plan-nodes.ts';
import type { Windowed } from '../stores/state-store.ts';
import type { Graph } from './graph.ts';
import { suppressed, type SuppressBounds } from './suppressed.ts';
import { Table, type TablePlace } from './table.ts';
import { windowedSerde } from './windowed-serde.ts';

export interface WindowTraits<K> {
  /** Of the keys inside the windowed ones. */
  readonly key: SyncSerde<K> | null;
  /** How long after its end a window may change. */
  readonly graceMs: number;
  /** The end is inside the window. */
  readonly holdsEnd: boolean;
}

export class WindowedTable<K, V> extends Table<Windowed<K>, V> {
  readonly windows: WindowTraits<K>;

  constructor(graph: Graph, place: TablePlace<Windowed<K>, V>, windows: WindowTraits<K>) {
    super(graph, place);
    this.windows = windows;
  }

  override keyBytes(): PlanSerde {
    return windowedSerde(this.windows.key?.forKeys ?? bytes(), this.windows.holdsEnd);
  }

  /** Each window once, when nothing can change it any more (Kafka's `suppress(untilWindowCloses)`). */
  final(bounds: SuppressBounds = {}): WindowedTable<K, V> {
    const { graceMs: waitMs, holdsEnd } = this.windows;
    const place = suppressed(this, { ...bounds, waitMs, window: { holdsEnd } });
    return new WindowedTable<K, V>(this.graph, place, this.windows);
  }
}
