/** A topic as a table: each record replaces its key's row (Kafka's KTableSource). */
import type { Node } from '../runtime/node.ts';
import { TableNode } from './table-node.ts';
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

class TableSourceNode extends TableNode {
  process(key: unknown, value: unknown, timestamp: number): void {
    if (key === null) {
      this.context.drop('null key');
      return;
    }
    // Kafka looks whether the record is out of order: what was looked at is in the cache.
    const { rows } = this;
    const looks = rows !== null && (this.sendsOldValues || rows.isCached);
    const oldValue = looks ? (rows.get(key)?.value ?? null) : null;
    this.update(key, this.change.set(value, oldValue), timestamp);
  }
}
