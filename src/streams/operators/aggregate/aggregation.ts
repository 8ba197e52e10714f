/** What is done with the records of a key: counted, reduced or folded, by one pair of functions. */
import type { RecordView } from '../../runtime/record-view.ts';
import { settled } from '../../runtime/user-function.ts';

export interface Aggregation {
  /** Before the first record; null where there is nothing before it. */
  initialize(): unknown;
  add(aggregate: unknown, value: unknown, record: RecordView): unknown;
  /** False: all values are alike to it. True where absent. */
  readonly readsValues?: boolean;
}

export const counting: Aggregation = {
  initialize: () => 0,
  add: (count) => (count as number) + 1,
  readsValues: false,
};

/** The first value is the first result. */
export function reducing(
  reduce: (one: unknown, other: unknown, record: RecordView) => unknown,
  node: string,
): Aggregation {
  return {
    initialize: () => null,
    add: (aggregate, value, record) => (aggregate === null ? value : settled(reduce(aggregate, value, record), node)),
  };
}

export function folding(
  initialize: () => unknown,
  add: (aggregate: unknown, value: unknown, record: RecordView) => unknown,
  node: string,
): Aggregation {
  return {
    initialize: () => settled(initialize(), node),
    add: (aggregate, value, record) => settled(add(aggregate, value, record), node),
  };
}
