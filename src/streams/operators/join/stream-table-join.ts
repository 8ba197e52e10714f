/**
 * Each record of a stream with the row of a table that it finds at that moment (Kafka's KStreamKTableJoin). The table may be
 * global, and then looked up by any key; rows that come later change nothing.
 */
import { Node } from '../../runtime/node.ts';
import type { NodeContext } from '../../runtime/node-context.ts';
import type { RecordView } from '../../runtime/record-view.ts';
import { settled } from '../../runtime/user-function.ts';
import type { ValueGetter, ValueGetterPlan } from '../value-getter.ts';
import type { Joiner } from './join-kind.ts';

export interface StreamTableJoinOptions {
  readonly table: ValueGetterPlan;
  readonly joiner: Joiner;
  /** Records without a row go on, with null in its place. */
  readonly isLeft: boolean;
  /** The key of the row; null: the record's own. */
  readonly rowKey: ((value: unknown, record: RecordView) => unknown) | null;
}

export class StreamTableJoinNode extends Node {
  readonly #options: StreamTableJoinOptions;
  readonly #rows: ValueGetter;

  constructor(options: StreamTableJoinOptions) {
    super();
    this.#options = options;
    this.#rows = options.table.create();
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#rows.open(context);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { joiner, isLeft, rowKey: select } = this.#options;
    const rowKey =
      select === null || value === null ? key : settled(select(value, this.view(key, timestamp)), this.name);
    if (value === null || (rowKey === null && !isLeft)) {
      this.context.drop('null key or value');
      return;
    }
    const row = rowKey === null ? null : (this.#rows.get(rowKey)?.value ?? null);
    if (row !== null || isLeft) this.forward(key, settled(joiner(value, row, key), this.name), timestamp);
  }
}
