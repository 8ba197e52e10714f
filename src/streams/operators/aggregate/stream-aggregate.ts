/** One aggregate for each key of a stream (Kafka's KStreamAggregate and KStreamReduce). Records without key or value are left out. */
import { Change } from '../../runtime/change.ts';
import { Node } from '../../runtime/node.ts';
import type { NodeContext } from '../../runtime/node-context.ts';
import { MaterializedRows, type TellChange } from '../materialized-rows.ts';
import type { TableOperator } from '../table-operator.ts';
import { storeGetter } from '../value-getter.ts';
import { Aggregate } from './aggregate.ts';
import type { Aggregation } from './aggregation.ts';

export function streamAggregate(
  storeName: string,
  aggregation: Aggregation,
  isVersioned: boolean = false,
): TableOperator {
  return new Aggregate(
    storeGetter(storeName, isVersioned),
    (sendsOldValues) => new StreamAggregateNode(storeName, aggregation, sendsOldValues),
  );
}

class StreamAggregateNode extends Node {
  override readonly readsValues: boolean;
  readonly #storeName: string;
  readonly #aggregation: Aggregation;
  readonly #sendsOldValues: boolean;
  readonly #change = new Change();
  #rows: MaterializedRows | null = null;

  constructor(storeName: string, aggregation: Aggregation, sendsOldValues: boolean) {
    super();
    this.#storeName = storeName;
    this.#aggregation = aggregation;
    this.readsValues = aggregation.readsValues ?? true;
    this.#sendsOldValues = sendsOldValues;
  }

  override init(context: NodeContext): void {
    super.init(context);
    const sendsOldValues = this.#sendsOldValues;
    const tell: TellChange = (key, change, timestamp) => this.forward(key, change, timestamp);
    this.#rows = new MaterializedRows(context, { storeName: this.#storeName, sendsOldValues, tell });
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    if (key === null || value === null) {
      this.context.drop('null key or value');
      return;
    }
    const row = this.#rows!.get(key);
    const old = row === undefined ? this.#aggregation.initialize() : row.value;
    const time = row === undefined ? timestamp : Math.max(timestamp, row.timestamp);
    const aggregate = this.#aggregation.add(old, value, this.view(key, timestamp)) ?? null;
    this.#rows!.update(key, this.#change.set(aggregate, old), time);
  }
}
