/** One aggregate for each key of a stream (Kafka's KStreamAggregate and KStreamReduce). Records without key or value are left out. */
import { TableNode } from '../table-node.ts';
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

class StreamAggregateNode extends TableNode {
  override readonly readsValues: boolean;
  readonly #aggregation: Aggregation;

  constructor(storeName: string, aggregation: Aggregation, sendsOldValues: boolean) {
    super(storeName, sendsOldValues);
    this.#aggregation = aggregation;
    this.readsValues = aggregation.readsValues ?? true;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    if (key === null || value === null) {
      this.context.drop('null key or value');
      return;
    }
    const row = this.rows!.get(key);
    const old = row === undefined ? this.#aggregation.initialize() : row.value;
    const time = row === undefined ? timestamp : Math.max(timestamp, row.timestamp);
    const aggregate = this.#aggregation.add(old, value, this.view(key, timestamp)) ?? null;
    this.update(key, this.change.set(aggregate, old), time);
  }
}
