/**
 * Each record of a stream with the row of a table that it finds at that moment (Kafka's KStreamKTableJoin); of a versioned
 * table with the row of the record's own time. The table may be global, and then looked up by any key; rows that come later
 * change nothing, unless records wait for them (KIP-923).
 */
import { Node } from '../../runtime/node.ts';
import type { NodeContext } from '../../runtime/node-context.ts';
import type { RecordView } from '../../runtime/record-view.ts';
import { joinBufferOf } from '../../runtime/typed-store.ts';
import { settled } from '../../runtime/user-function.ts';
import type { JoinBuffer } from '../../stores/join-buffer.ts';
import type { Timestamped } from '../../stores/state-store.ts';
import type { ValueGetter, ValueGetterPlan } from '../value-getter.ts';
import type { Joiner } from './join-kind.ts';

export interface StreamTableJoinOptions {
  readonly table: ValueGetterPlan;
  readonly joiner: Joiner;
  /** Records without a row go on, with null in its place. */
  readonly isLeft: boolean;
  /** The key of the row; null: the record's own. */
  readonly rowKey: ((value: unknown, record: RecordView) => unknown) | null;
  /** Where records wait for rows of their time; null: nowhere. */
  readonly bufferName: string | null;
}

export class StreamTableJoinNode extends Node {
  readonly #options: StreamTableJoinOptions;
  readonly #rows: ValueGetter;
  #buffer: JoinBuffer | null = null;

  constructor(options: StreamTableJoinOptions) {
    super();
    this.#options = options;
    this.#rows = options.table.create();
  }

  override init(context: NodeContext): void {
    super.init(context);
    this.#rows.open(context);
    const { bufferName } = this.#options;
    if (bufferName !== null) this.#buffer = joinBufferOf(context, bufferName);
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const { isLeft, rowKey: select } = this.#options;
    const rowKey =
      select === null || value === null ? key : settled(select(value, this.view(key, timestamp)), this.name);
    if (value === null || (rowKey === null && !isLeft)) {
      this.context.drop('null key or value');
      return;
    }
    const { record } = this.context;
    // What has no key finds no row later either.
    const waits =
      this.#buffer !== null &&
      key !== null &&
      this.#buffer.put({ key, value, origin: { ...record.capture(), timestamp } });
    if (waits) this.#joinDue();
    else this.#join(key, rowKey, { value, timestamp });
  }

  /** Under the origins of the records that have waited. */
  #joinDue(): void {
    const { record } = this.context;
    const before = record.capture();
    for (const { key, value, origin } of this.#buffer!.takeDue()) {
      record.restore(origin);
      this.#join(key, key, { value, timestamp: origin.timestamp });
    }
    record.restore(before);
  }

  #join(key: unknown, rowKey: unknown, { value, timestamp }: Timestamped<unknown>): void {
    const { joiner, isLeft, table } = this.#options;
    const row =
      rowKey === null ? null : (this.#rows.get(rowKey, table.isVersioned ? timestamp : undefined)?.value ?? null);
    if (row !== null || isLeft) this.forward(key, settled(joiner(value, row, key), this.name), timestamp);
  }
}
