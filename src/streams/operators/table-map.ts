/**
 * Rows of a table filtered or turned into others, each by itself (Kafka's KTableFilter and KTableMapValues). Without a store
 * a filter cannot tell a row that leaves from one that never passed, and says of both that they are gone; where old values
 * are told it stays silent about the latter.
 */
import type { Change } from '../runtime/change.ts';
import type { Node } from '../runtime/node.ts';
import { TableNode } from './table-node.ts';
import type { TableOperator } from './table-operator.ts';
import { computedGetter, storeGetter, type ValueGetterPlan } from './value-getter.ts';

export interface TableMapOptions {
  readonly parent: TableOperator;
  /** What becomes of a row that is there; null: nothing. */
  map(this: void, key: unknown, value: unknown, timestamp: number, node: TableMapNode): unknown;
  readonly storeName: string | null;
  /** Of the store. */
  readonly isStoreVersioned: boolean;
  /** A filter: nothing is told of rows that were not there and are not. */
  readonly isFilter: boolean;
}

export class TableMap implements TableOperator {
  readonly #options: TableMapOptions;
  #sendsOldValues = false;

  constructor(options: TableMapOptions) {
    this.#options = options;
    // Where old values cost nothing a filter takes them, to be silent about rows that never passed.
    if (options.isFilter) this.#sendsOldValues = options.parent.sendOldValues(false);
  }

  get isVersioned(): boolean {
    const { parent, storeName, isStoreVersioned } = this.#options;
    return storeName === null ? parent.isVersioned : isStoreVersioned;
  }

  view(): ValueGetterPlan {
    const { parent, map, storeName, isStoreVersioned } = this.#options;
    if (storeName !== null) return storeGetter(storeName, isStoreVersioned);
    const view = parent.view();
    const viewer = new TableMapNode(this.#options, false);
    return {
      stores: view.stores,
      isVersioned: view.isVersioned,
      create() {
        const getter = computedGetter(view, (key, { value, timestamp }) => map(key, value, timestamp, viewer)).create();
        return {
          open(context) {
            viewer.init(context);
            getter.open(context);
          },
          get: (key, asOfTimestamp) => getter.get(key, asOfTimestamp),
        };
      },
    };
  }

  sendOldValues(mayMaterialize: boolean): boolean {
    const { parent, storeName } = this.#options;
    this.#sendsOldValues ||= storeName !== null || parent.sendOldValues(mayMaterialize);
    return this.#sendsOldValues;
  }

  create(): Node {
    return new TableMapNode(this.#options, this.#sendsOldValues);
  }
}

export class TableMapNode extends TableNode {
  readonly #options: TableMapOptions;

  constructor(options: TableMapOptions, sendsOldValues: boolean) {
    super(options.storeName, sendsOldValues);
    this.#options = options;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const change = value as Change;
    const newValue = this.#map(key, change.newValue, timestamp);
    const oldValue = this.sendsOldValues ? this.#oldValue(key, change.oldValue, timestamp) : null;
    const { isFilter, parent } = this.#options;
    const isSilent = isFilter && this.sendsOldValues && !parent.isVersioned;
    if (isSilent && oldValue === null && newValue === null) return;
    this.update(key, this.change.set(newValue, oldValue, change.isLatest), timestamp);
  }

  /** The view's key and time for the table's function. */
  shown(key: unknown, timestamp: number): ReturnType<Node['view']> {
    return this.view(key, timestamp);
  }

  #oldValue(key: unknown, oldValue: unknown, timestamp: number): unknown {
    if (this.rows !== null) return this.rows.get(key)?.value ?? null;
    return this.#map(key, oldValue, timestamp);
  }

  #map(key: unknown, value: unknown, timestamp: number): unknown {
    return value === null ? null : this.#options.map(key, value, timestamp, this);
  }
}
