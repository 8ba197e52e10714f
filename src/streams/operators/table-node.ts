/** A node behind which there is a table: it tells changes of rows, and keeps the rows where they have a store. */
import { Change } from '../runtime/change.ts';
import { Node } from '../runtime/node.ts';
import type { NodeContext } from '../runtime/node-context.ts';
import { MaterializedRows } from './materialized-rows.ts';

export abstract class TableNode extends Node {
  protected readonly sendsOldValues: boolean;
  /** To be filled for each row that changes. */
  protected readonly change: Change = new Change();
  /** Null where they are not kept. */
  protected rows: MaterializedRows | null = null;
  readonly #storeName: string | null;

  constructor(storeName: string | null, sendsOldValues: boolean) {
    super();
    this.#storeName = storeName;
    this.sendsOldValues = sendsOldValues;
  }

  override init(context: NodeContext): void {
    super.init(context);
    if (this.#storeName === null) return;
    this.rows = new MaterializedRows(context, {
      storeName: this.#storeName,
      sendsOldValues: this.sendsOldValues,
      tell: (key, change, timestamp) => this.forward(key, change, timestamp),
    });
  }

  /** Keeps the change where rows are kept, and tells it. */
  protected update(key: unknown, change: Change, timestamp: number): void {
    if (this.rows === null) this.forward(key, change, timestamp);
    else this.rows.update(key, change, timestamp);
  }
}
