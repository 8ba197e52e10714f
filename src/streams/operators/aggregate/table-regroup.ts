/**
 * The rows of a table under other keys (Kafka's KTableRepartitionMap): what was there under the old key is taken away, what
 * is there now is added, in one record where the key stays.
 */
import { Change } from '../../runtime/change.ts';
import { Node } from '../../runtime/node.ts';
import type { RecordView } from '../../runtime/record-view.ts';
import { settled } from '../../runtime/user-function.ts';

export interface KeyedValue {
  readonly key: unknown;
  readonly value: unknown;
}

export interface RegroupOptions {
  select(this: void, value: unknown, record: RecordView): KeyedValue;
  /** Of the table: changes that came out of order are left out. */
  readonly isVersioned: boolean;
  /** Whether two of the new keys are the same, in bytes. */
  isSameKey(this: void, one: unknown, other: unknown): boolean;
}

export class TableRegroupNode extends Node {
  readonly #options: RegroupOptions;
  readonly #change = new Change();

  constructor(options: RegroupOptions) {
    super();
    this.#options = options;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { newValue, oldValue, isLatest } = value as Change;
    if (key === null) {
      this.context.drop('null key');
      return;
    }
    if (this.#options.isVersioned && !isLatest) return;
    const added = this.#select(key, newValue, timestamp);
    const removed = this.#select(key, oldValue, timestamp);
    if (removed !== null && added !== null && this.#options.isSameKey(removed.key, added.key)) {
      this.forward(added.key, this.#change.set(added.value, removed.value, isLatest), timestamp);
      return;
    }
    if (removed !== null) this.forward(removed.key, this.#change.set(null, removed.value, isLatest), timestamp);
    if (added !== null) this.forward(added.key, this.#change.set(added.value, null, isLatest), timestamp);
  }

  /** Null where there is nothing to be found under a key. */
  #select(key: unknown, value: unknown, timestamp: number): KeyedValue | null {
    if (value === null) return null;
    const selected = settled(this.#options.select(value, this.view(key, timestamp)), this.name);
    const isRow = settled(selected.key, this.name) !== null && settled(selected.value, this.name) !== null;
    return isRow ? selected : null;
  }
}
