/** What a task measures of one of its stores, at its level. */
import { cachedPart } from '../stores/cache/cached-store.ts';
import type { StateStore } from '../stores/state-store.ts';
import { BufferMetrics } from './buffer-metrics.ts';
import type { MeasuredStore } from './measured-store.ts';
import type { MeasureStores } from './recording-level.ts';
import { RowCount, StoreMetrics } from './store-metrics.ts';

export interface StoreTimes {
  /** Milliseconds since 1970. */
  wallClock(this: void): number;
  /** Of the record at hand. */
  recordTimestamp(this: void): number;
}

/** Of an open store, from now on; null where there is nothing to measure. `how`: null at INFO. */
export function measureStore(
  store: StateStore,
  how: MeasureStores | null,
  { wallClock, recordTimestamp }: StoreTimes,
): MeasuredStore | null {
  if (how === null) return RowCount.of(store);
  cachedPart(store)?.cache.measureHits();
  const clock = { monotonic: how.monotonic, wallClock, recordTimestamp: how.withAges ? recordTimestamp : null };
  return StoreMetrics.of(store, clock) ?? BufferMetrics.of(store) ?? RowCount.of(store);
}
