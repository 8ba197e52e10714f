/** A topic as a table: each record replaces its key's row (Kafka's KTableSource). */
import { Change } from '../runtime/change.ts';
import { Node } from '../runtime/node.ts';
import type { NodeContext } from '../runtime/node-context.ts';
import { keyValueStoreOf } from '../runtime/typed-store.ts';
import type { KeyValueStore } from '../stores/state-store.ts';
import type { TableOperator } from './table-operator.ts';
import { storeGetter, type ValueGetterPlan } from './value-getter.ts';

export class TableSource implements TableOperator {
  readonly storeName: string;
  #isMaterialized: boolean;
  #sendsOldValues = false;

  constructor(storeName: string, isMaterialized: boolean) {
    this.storeName = storeName;
    this.#isMaterialized = isMaterialized;
  }

  get isMaterialized(): boolean {
    return this.#isMaterialized;
  }

  view(): ValueGetterPlan {
    this.#isMaterialized = true;
    return storeGetter(this.storeName);
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
  #rows: KeyValueStore<unknown, unknown> | null = null;

  constructor(storeName: string | null, sendsOldValues: boolean) {
    super();
    this.#storeName = storeName;
    this.#sendsOldValues = sendsOldValues;
  }

  override init(context: NodeContext): void {
    super.init(context);
    if (this.#storeName !== null) this.#rows = keyValueStoreOf(context, this.#storeName);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    if (key === null) {
      this.context.drop('null key');
      return;
    }
    let oldValue: unknown = null;
    if (this.#rows !== null) {
      if (this.#sendsOldValues) oldValue = this.#rows.get(key)?.value ?? null;
      this.#rows.put(key, value, timestamp);
    }
    this.forward(key, this.#change.set(value, oldValue), timestamp);
  }
}
