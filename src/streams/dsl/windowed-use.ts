/** What is wanted of an aggregation over windows before it is made. */
import type { Duration } from '../windows/windows.ts';
import type { LateUse } from './late.ts';

export interface WindowedUse<K, V> {
  /** Each window is told once, when it has closed. */
  readonly emitsFinal: boolean;
  /** Windows close after so long without a record. */
  readonly idle: Duration | undefined;
  /** Null: what comes too late is left out. */
  readonly late: LateUse<K, V> | null;
}

export const PLAIN: Omit<WindowedUse<never, never>, 'late'> & { readonly late: null } = {
  emitsFinal: false,
  idle: undefined,
  late: null,
};
