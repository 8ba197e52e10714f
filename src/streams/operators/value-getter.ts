/** How an operator looks at a table's rows: in its store, or by computing them from a table before it (Kafka's KTableValueGetter). */
import type { NodeContext } from '../runtime/node-context.ts';
import { keyValueStoreOf } from '../runtime/typed-store.ts';
import type { KeyValueStore, Timestamped } from '../stores/state-store.ts';

export interface ValueGetter {
  open(context: NodeContext): void;
  get(key: unknown): Timestamped<unknown> | undefined;
}

/** A getter in a plan: which stores its user has to be connected with. */
export interface ValueGetterPlan {
  readonly stores: readonly string[];
  create(): ValueGetter;
}

export class StoreValueGetter implements ValueGetter {
  readonly #store: string;
  #rows: KeyValueStore<unknown, unknown> | null = null;

  constructor(store: string) {
    this.#store = store;
  }

  open(context: NodeContext): void {
    this.#rows = keyValueStoreOf(context, this.#store);
  }

  get(key: unknown): Timestamped<unknown> | undefined {
    return this.#rows?.get(key);
  }
}

export function storeGetter(store: string): ValueGetterPlan {
  return { stores: [store], create: () => new StoreValueGetter(store) };
}

/** Rows of another getter, each turned into what `map` makes of it; undefined: no such row. */
export function computedGetter(
  parent: ValueGetterPlan,
  map: (key: unknown, row: Timestamped<unknown>) => unknown,
): ValueGetterPlan {
  return {
    stores: parent.stores,
    create() {
      const getter = parent.create();
      return {
        open: (context) => getter.open(context),
        get(key) {
          const row = getter.get(key);
          const value = row === undefined ? null : map(key, row);
          return row === undefined || value === null || value === undefined
            ? undefined
            : { value, timestamp: row.timestamp };
        },
      };
    },
  };
}
