/**
 * The rows that a table's operator keeps, and the telling of their changes (Kafka's KeyValueStoreWrapper and
 * TimestampedTupleForwarder): by key, with or without what was there before (KIP-889).
 */
import { Change } from '../runtime/change.ts';
import type { NodeContext } from '../runtime/node-context.ts';
import { tellsWhenFlushed } from '../stores/cache/cached-store.ts';
import type { KeyValueStore, Timestamped, VersionedKeyValueStore } from '../stores/state-store.ts';

export type TableStore = KeyValueStore<unknown, unknown> | VersionedKeyValueStore<unknown, unknown>;

export class MaterializedRows {
  readonly #store: TableStore;
  readonly #tell: TellChange;
  readonly #sendsOldValues: boolean;
  readonly #change = new Change();
  /** Changes are told when the store's cache is flushed. */
  readonly isCached: boolean;

  constructor(context: NodeContext, { storeName, sendsOldValues, tell }: MaterializedRowsOptions) {
    this.#store = context.store(storeName) as TableStore;
    this.#tell = tell;
    this.#sendsOldValues = sendsOldValues;
    this.isCached = tellsWhenFlushed(this.#store, (key, newValue, oldValue, timestamp) => {
      tell(key, this.#change.set(newValue, sendsOldValues ? oldValue : null), timestamp);
    });
  }

  get(key: unknown): Timestamped<unknown> | undefined {
    return this.#store.get(key);
  }

  /** Puts a row (null: it is gone), and tells it; a version that came too late to be put is not told. */
  update(key: unknown, { newValue, oldValue }: Pick<Change, 'newValue' | 'oldValue'>, timestamp: number): void {
    const validTo = this.#store.put(key, newValue, timestamp);
    if (validTo === null || this.isCached) return;
    const isLatest = validTo === undefined || validTo === Infinity;
    this.#tell(key, this.#change.set(newValue, this.#sendsOldValues ? oldValue : null, isLatest), timestamp);
  }
}

type TellChange = (key: unknown, change: Change, timestamp: number) => void;

export interface MaterializedRowsOptions {
  readonly storeName: string;
  readonly sendsOldValues: boolean;
  /** Forwards. */
  readonly tell: TellChange;
}
