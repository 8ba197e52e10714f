/** A table by windowed keys, which can be told to speak only of windows that have closed. */
import { bytes, type SyncSerde } from '#serde';
import type { IdleClosings } from '../operators/aggregate/idle-closing.ts';
import type { Windowed } from '../stores/state-store.ts';
import type { Graph } from './graph.ts';
import { type FinalOptions, suppressed } from './suppressed.ts';
import { Table, type TablePlace } from './table.ts';
import { type Duration, positiveMilliseconds } from '../windows/windows.ts';
import { windowedSerde } from './windowed-serde.ts';

export interface WindowTraits<K> {
  /** Of the keys inside the windowed ones. */
  readonly key: SyncSerde<K> | null;
  /** How long after its end a window may change. */
  readonly graceMs: number;
  /** The end is inside the window. */
  readonly holdsEnd: boolean;
  /** From start to end; null: the end does not follow from the start. */
  readonly sizeMs: number | null;
  /** Of the aggregation. */
  readonly idle: IdleClosings;
}

export class WindowedTable<K, V> extends Table<Windowed<K>, V> {
  readonly windows: WindowTraits<K>;

  constructor(graph: Graph, place: TablePlace<Windowed<K>, V>, windows: WindowTraits<K>) {
    super(graph, { ...place, keyBytes: windowedSerde(windows.key?.forKeys ?? bytes(), windows.sizeMs) });
    this.windows = windows;
  }

  /** Each window once, when nothing can change it any more (Kafka's `suppress(untilWindowCloses)`). */
  final({ idle: wait, ...bounds }: FinalOptions = {}): WindowedTable<K, V> {
    const { graceMs: waitMs, holdsEnd, idle: closings } = this.windows;
    const idleMs = idleMilliseconds(wait, closings);
    const idle = idleMs === null ? null : { idleMs, closings };
    const place = suppressed(this, { ...bounds, waitMs, window: { holdsEnd }, idle });
    return new WindowedTable<K, V>(this.graph, place, this.windows);
  }
}

/** How long windows wait without a record; null: for ever. The aggregation is told that somebody closes its windows so. */
export function idleMilliseconds(idle: Duration | undefined, closings: IdleClosings): number | null {
  if (idle === undefined) return null;
  closings.isUsed = true;
  return positiveMilliseconds(idle, 'the time without a record that closes windows');
}
