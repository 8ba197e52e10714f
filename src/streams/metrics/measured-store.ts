/** A store, as far as it is measured. */
import type { MetricList, MetricPlace } from './metric-list.ts';

export interface MeasuredStore {
  /** What it did before was following as a standby: from now on it is to be complete. */
  restores(): void;
  /** It has all that was in its changelog. */
  restored(): void;
  /** Times are of the wall clock, in milliseconds. */
  turn(nowMs: number): void;
  /** `tags`: of its task. */
  list(list: MetricList, tags: MetricPlace['tags']): void;
}
