/** How an operator looks at a table's rows: in its store, or by computing them from a table before it (Kafka's KTableValueGetter). */
import type { NodeContext } from '../runtime/node-context.ts';
import type { RecordHeader } from '../runtime/record-context.ts';
import type { Timestamped } from '../stores/state-store.ts';
import type { TableStore } from './materialized-rows.ts';

/** A row of a table. */
export interface TableRow extends Timestamped<unknown> {
  /** Of the record that it came with; absent where they are not kept. */
  readonly headers?: readonly RecordHeader[];
}

export interface ValueGetter {
  open(context: NodeContext): void;
  /** `asOfTimestamp`: of versioned rows the one of that time, instead of the latest. */
  get(key: unknown, asOfTimestamp?: number): TableRow | undefined;
}

/** A getter in a plan: which stores its user has to be connected with. */
export interface ValueGetterPlan {
  readonly stores: readonly string[];
  /** Rows can be asked for as of a time. */
  readonly isVersioned: boolean;
  create(): ValueGetter;
}

export class StoreValueGetter implements ValueGetter {
  readonly #store: string;
  #rows: TableStore | null = null;

  constructor(store: string) {
    this.#store = store;
  }

  open(context: NodeContext): void {
    this.#rows = context.store(this.#store) as TableStore;
  }

  get(key: unknown, asOfTimestamp?: number): TableRow | undefined {
    return this.#rows?.get(key, asOfTimestamp);
  }
}

export function storeGetter(store: string, isVersioned: boolean = false): ValueGetterPlan {
  return { stores: [store], isVersioned, create: () => new StoreValueGetter(store) };
}

/** Rows of another getter, each turned into what `map` makes of it; undefined: no such row. */
export function computedGetter(
  parent: ValueGetterPlan,
  map: (key: unknown, row: Timestamped<unknown>) => unknown,
): ValueGetterPlan {
  return {
    stores: parent.stores,
    isVersioned: parent.isVersioned,
    create() {
      const getter = parent.create();
      return {
        open: (context) => getter.open(context),
        get(key, asOfTimestamp) {
          const row = getter.get(key, asOfTimestamp);
          const value = row === undefined ? null : map(key, row);
          if (row === undefined || value === null || value === undefined) return undefined;
          const { timestamp, headers } = row;
          return headers === undefined ? { value, timestamp } : { value, timestamp, headers };
        },
      };
    },
  };
}
