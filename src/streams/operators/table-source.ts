/** A topic as a table: each record replaces its key's row (Kafka's KTableSource). */
import { Change } from '../runtime/change.ts';
import { Node } from '../runtime/node.ts';
import type { NodeContext } from '../runtime/node-context.ts';
import { MaterializedRows, type TellChange } from './materialized-rows.ts';
import type { TableOperator } from './table-operator.ts';
import { storeGetter, type ValueGetterPlan } from './value-getter.ts';

export class TableSource implements TableOperator {
  readonly storeName: string;
  readonly isVersioned: boolean;
  #isMaterialized: boolean;
  #sendsOldValues = false;

  constructor(storeName: string, isMaterialized: boolean, isVersioned: boolean = false) {
    this.storeName = storeName;
    this.isVersioned = isVersioned;
    this.#isMaterialized = isMaterialized || isVersioned;
  }

  get isMaterialized(): boolean {
    return this.#isMaterialized;
  }

  view(): ValueGetterPlan {
    this.#isMaterialized = true;
    return storeGetter(this.storeName, this.isVersioned);
  }

  sendOldValues(mayMaterialize: boolean): boolean {
    if (!mayMaterialize && !this.#isMaterialized) return false;
    this.#isMaterialized = true;
    this.#sendsOldValues = true;
    return true;
  }

  create(): Node {
    return new TableSourceNode(this.#isMaterialized ? this.storeName : null, this.#sendsOldValues);
  }
}

class TableSourceNode extends Node {
  readonly #storeName: string | null;
  readonly #sendsOldValues: boolean;
  readonly #change = new Change();
  #rows: MaterializedRows | null = null;

  constructor(storeName: string | null, sendsOldValues: boolean) {
    super();
    this.#storeName = storeName;
    this.#sendsOldValues = sendsOldValues;
  }

  override init(context: NodeContext): void {
    super.init(context);
    const sendsOldValues = this.#sendsOldValues;
    const tell: TellChange = (key, change, timestamp) => this.forward(key, change, timestamp);
    if (this.#storeName !== null)
      this.#rows = new MaterializedRows(context, { storeName: this.#storeName, sendsOldValues, tell });
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    if (key === null) {
      this.context.drop('null key');
      return;
    }
    if (this.#rows === null) {
      this.forward(key, this.#change.set(value, null), timestamp);
      return;
    }
    // Kafka looks whether the record is out of order: what was looked at is in the cache.
    const oldValue = this.#sendsOldValues || this.#rows.isCached ? (this.#rows.get(key)?.value ?? null) : null;
    this.#rows.update(key, this.#change.set(value, oldValue), timestamp);
  }
}
